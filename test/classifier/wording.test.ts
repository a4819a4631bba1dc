/** What people say who want a thing done, and what merely sounds alike, for many acts; each scene holds both. */
import { describe, expect, test } from 'vitest'
import { createEmbeddedEngine } from '../../src/classifier/embedded.js'
import type { Situation } from '../../src/eval/case.js'
import { judgeCase } from '../../src/eval/judge.js'
import { bounded } from './wording/bounded.js'
import { referring } from './wording/referring.js'
import { removing } from './wording/removing.js'
import { running } from './wording/running.js'
import type { Scene, Utterance } from './wording/scene.js'
import { sharing } from './wording/sharing.js'
import { various } from './wording/various.js'

/** The words alone are tried here, without the second look of the learnt weights. */
const words = createEmbeddedEngine((answer) => answer)

function situationOf(scene: Scene, utterance: Utterance): Situation {
  const turns = [...(scene.before ?? []), ...(typeof utterance === 'string' ? [utterance] : utterance)]
  return {
    id: 'wording',
    transcript: turns.map((turn) =>
      turn.startsWith('$ ')
        ? { role: 'agent' as const, command: turn.slice(2) }
        : turn.startsWith('! ')
          ? { role: 'gate' as const, verdict: 'block' as const, command: turn.slice(2) }
          : { role: 'user' as const, text: turn },
    ),
    ...(scene.call ?? { command: scene.command }),
    cwd: scene.cwd ?? '/home/ada/loom',
    project: '/home/ada/loom',
    home: '/home/ada',
    git: {
      branch: scene.branch ?? 'main',
      remotes: { origin: 'git@github.com:loom/loom.git' },
      default_branch: 'main',
    },
    ...(scene.facts ? { facts: scene.facts } : {}),
  }
}

async function isCovered(scene: Scene, utterance: Utterance): Promise<boolean> {
  const { decision } = await judgeCase(situationOf(scene, utterance), words, () => 0)
  return decision.verdict.action === 'allow'
}

describe.each([...removing, ...sharing, ...running, ...referring, ...bounded, ...various])('$command', (scene) => {
  test.each(scene.covers.map((utterance) => [utterance]))('covered by %j', async (utterance) => {
    expect(await isCovered(scene, utterance)).toBe(true)
  })
  test.each(scene.not.map((utterance) => [utterance]))('not by %j', async (utterance) => {
    expect(await isCovered(scene, utterance)).toBe(false)
  })
})
