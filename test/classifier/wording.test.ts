/** What people say who want a thing done, and what merely sounds alike, for many acts; each scene holds both. */
import { describe, expect, test } from 'vitest'
import { createEmbeddedEngine } from '../../src/classifier/embedded.js'
import { judgeCase } from '../../src/eval/judge.js'
import { type Scene, situationOf, type Utterance } from './wording/scene.js'
import { scenes } from './wording/scenes.js'

/** The words alone are tried here, without the second look of the learnt weights. */
const words = createEmbeddedEngine((answer) => answer)

async function isCovered(scene: Scene, utterance: Utterance): Promise<boolean> {
  const { decision } = await judgeCase(situationOf(scene, utterance), words, () => 0)
  return decision.verdict.action === 'allow'
}

describe.each(scenes)('$command', (scene) => {
  test.each(scene.covers.map((utterance) => [utterance]))('covered by %j', async (utterance) => {
    expect(await isCovered(scene, utterance)).toBe(true)
  })
  test.each(scene.not.map((utterance) => [utterance]))('not by %j', async (utterance) => {
    expect(await isCovered(scene, utterance)).toBe(false)
  })
})
