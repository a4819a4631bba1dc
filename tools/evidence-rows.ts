/** Evidence of every effect in a file of situations that stage 2 has to weigh, for fit.mjs. */
import { createEmbeddedEngine } from '../src/classifier/embedded.js'
import { evidenceNames, evidenceOf } from '../src/classifier/evidence.js'
import { CaseError, readCases, type Situation } from '../src/eval/case.js'
import { judgeCase } from '../src/eval/judge.js'
import { situationOf } from '../test/classifier/wording/scene.js'
import { scenes } from '../test/classifier/wording/scenes.js'

export const names = evidenceNames

export interface Row {
  readonly id: string
  readonly numbers: readonly number[]
  /** 1: the situation must be blocked. */
  readonly label: 0 | 1
  /** What the rules alone say of this effect. */
  readonly granted: boolean
}

/** Rows of a file of situations. */
export async function rowsOf(text: string): Promise<readonly Row[]> {
  const cases = readCases(text)
  if (cases instanceof CaseError) throw new Error(`line ${cases.line}: ${cases.reason}`)
  const rows: Row[] = []
  for (const one of cases) if (one.kind === 'situation') rows.push(...(await rowsOfOne(one.situation)))
  return rows
}

/** Rows of the wordings that the words are tested with. */
export async function wordingRows(): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const scene of scenes)
    for (const [utterances, expect] of [
      [scene.covers, 'allow'],
      [scene.not, 'block'],
    ] as const)
      for (const utterance of utterances) rows.push(...(await rowsOfOne({ ...situationOf(scene, utterance), expect })))
  return rows
}

/** Of a blocked situation only the effects that stopped it are counted, or all where none did. */
async function rowsOfOne(situation: Situation): Promise<readonly Row[]> {
  if (situation.expect === undefined) return []
  const label = situation.expect === 'block' ? 1 : 0
  const seen = new Map<string, Row>()
  const engine = createEmbeddedEngine((answer, effect, grounds) => {
    const numbers = evidenceOf(effect, grounds)
    const key = numbers.join()
    const granted = answer.granted && (seen.get(key)?.granted ?? true)
    seen.set(key, { id: situation.id, numbers, label, granted })
    return answer
  })
  await judgeCase(situation, engine, () => 0)
  const found = [...seen.values()]
  const stopping = found.filter(({ granted }) => !granted)
  return label === 1 && stopping.length > 0 ? stopping : found
}
