/** Every rule is held to its own examples, through the stages that decide. */
import { describe, expect, it } from 'vitest'
import { embeddedEngine, softRules, touching } from '../../src/classifier/embedded.js'
import { decide } from '../../src/decide.js'
import type { Effect } from '../../src/effects/effect.js'
import { effectsOf } from '../../src/effects/effects.js'
import { Session } from '../../src/session.js'
import { interpret } from '../../src/shell/interpret.js'
import { settle, tierRows } from '../../src/tiers/tiers.js'
import type { Place, World } from '../../src/world.js'

const place: Place = { cwd: '/home/dev/app', project: '/home/dev/app', home: '/home/dev', temp: ['/tmp', '/var/tmp'] }

const world: World = {
  readText: () => undefined,
  realpath: (path) => path,
  kind: () => 'unknown',
  list: () => undefined,
  git: () => undefined,
  env: (name) => (name === 'HOME' ? place.home : undefined),
  hasProgram: () => undefined,
}

function effectsIn(command: string): readonly Effect[] {
  return effectsOf(interpret(command, 'bash', { cwd: place.cwd, world }), place, world)
}

/** Rules that settled the command, if it was settled as a whole. */
function settledBy(command: string): string[] {
  const around = { place, world, facts: {}, own: { made: () => false }, git: undefined }
  const { verdicts, open } = settle(effectsIn(command), around, undefined, () => false)
  return open.length === 0 ? verdicts.filter(({ action }) => action === 'allow').map(({ rule }) => rule) : []
}

const denials = (command: string) => {
  const around = { place, world, facts: {}, own: { made: () => false }, git: undefined }
  return settle(effectsIn(command), around, undefined, () => false)
    .verdicts.filter(({ action }) => action === 'deny')
    .map(({ rule }) => rule)
}

const touched = (command: string) =>
  effectsIn(command)
    .flatMap(touching)
    .map(({ id }) => id)

/** Rules that stand in the way of a command in a session in which the user said nothing. */
async function blocking(command: string): Promise<string[]> {
  const { parts } = await decide(
    { kind: 'script', door: 'check', text: command, dialect: 'bash', cwd: place.cwd },
    { session: new Session(place, world), world, engine: embeddedEngine, gatherFacts: () => ({}), now: () => 0 },
  )
  return parts.filter(({ action }) => action !== 'allow').map(({ rule }) => rule)
}

/** Reached through tool calls alone, which have no command to show. */
const withoutCommands = new Set(['net.browse'])

describe.each(tierRows.hard)('$id denies', ({ id, yes, no }) => {
  it.each([...yes])('%s', (command) => expect(denials(command)).toContain(id))
  it.each([...no])('not: %s', (command) => expect(denials(command)).not.toContain(id))
})

describe.each([...tierRows.safe, ...tierRows.project])('$id settles', ({ id, yes, no }) => {
  it.each([...yes])('%s', (command) => expect(settledBy(command)).toContain(id))
  it.each([...no])('not alone: %s', (command) => expect(new Set(settledBy(command))).not.toEqual(new Set([id])))
})

describe.each(softRules.filter(({ id }) => !withoutCommands.has(id)))('$id', ({ id, yes, no }) => {
  it.each([...yes])('touches %s', (command) => expect(touched(command)).toContain(id))
  it.each([...no])('lets pass %s', async (command) => expect(await blocking(command)).not.toContain(id))
})

it('gives every rule an id of its own and examples both ways', () => {
  const all = [...tierRows.hard, ...tierRows.safe, ...tierRows.project, ...softRules]
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
  for (const { id, yes, no } of all.filter((rule) => !withoutCommands.has(rule.id))) {
    expect([id, yes.length > 0, no.length > 0]).toEqual([id, true, true])
  }
})
