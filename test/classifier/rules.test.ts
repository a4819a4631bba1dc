import { describe, expect, test } from 'vitest'
import { softRules, touching } from '../../src/classifier/embedded.js'
import { effectsOf } from '../../src/effects/effects.js'
import { caseWorld, placeOf } from '../../src/eval/case-world.js'
import { interpret } from '../../src/shell/interpret.js'

const situation = {
  id: 'rules',
  transcript: [],
  command: 'true',
  cwd: '/home/eva/app',
  project: '/home/eva/app',
  home: '/home/eva',
  git: { branch: 'topic', remotes: { origin: 'git@github.com:acme/app.git' }, default_branch: 'main' },
}
const world = caseWorld(situation)
const place = placeOf(situation)

/** Rules that touch the command, by the real shell and effects stages. */
function touchedBy(command: string): readonly string[] {
  const script = interpret(command, 'bash', { cwd: place.cwd, world })
  return effectsOf(script, place, world).flatMap((effect) => touching(effect).map((rule) => rule.id))
}

describe('rules', () => {
  test('have ids of their own', () => {
    const ids = softRules.map((rule) => rule.id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  for (const rule of softRules) {
    for (const command of rule.yes)
      test(`${rule.id} touches: ${command}`, () => expect(touchedBy(command)).toContain(rule.id))
    for (const command of rule.no)
      test(`${rule.id} does not touch: ${command}`, () => expect(touchedBy(command)).not.toContain(rule.id))
  }
})
