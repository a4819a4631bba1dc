/** Evidence of every effect in a file of situations that stage 2 has to weigh, for fit.mjs. */
import { createEmbeddedEngine } from '../src/classifier/embedded.js'
import { evidenceNames, evidenceOf } from '../src/classifier/evidence.js'
import { CaseError, readCases } from '../src/eval/case.js'
import { judgeCase } from '../src/eval/judge.js'

export const names = evidenceNames

export interface Row {
  readonly id: string
  readonly numbers: readonly number[]
  /** 1: the situation must be blocked. */
  readonly label: 0 | 1
  /** What the rules alone say of this effect. */
  readonly granted: boolean
}

/** Of a blocked situation only the effects that stopped it are counted, or all where none did. */
export async function rowsOf(text: string): Promise<readonly Row[]> {
  const cases = readCases(text)
  if (cases instanceof CaseError) throw new Error(`line ${cases.line}: ${cases.reason}`)
  const rows: Row[] = []
  for (const one of cases) {
    if (one.kind !== 'situation' || one.situation.expect === undefined) continue
    const label = one.situation.expect === 'block' ? 1 : 0
    const seen = new Map<string, Row>()
    const engine = createEmbeddedEngine((answer, effect, grounds) => {
      const numbers = evidenceOf(effect, grounds)
      const key = numbers.join()
      const granted = answer.granted && (seen.get(key)?.granted ?? true)
      seen.set(key, { id: one.situation.id, numbers, label, granted })
      return answer
    })
    await judgeCase(one.situation, engine, () => 0)
    const found = [...seen.values()]
    const stopping = found.filter(({ granted }) => !granted)
    rows.push(...(label === 1 && stopping.length > 0 ? stopping : found))
  }
  return rows
}
