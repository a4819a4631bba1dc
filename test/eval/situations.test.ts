/**
 * The project's own situations. The open half is looked at while rules are written; the held half was written apart and
 * is never looked at, so only its totals are printed. Ceilings stand a little above what is measured and only go down.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { embeddedEngine } from '../../src/classifier/embedded.js'
import { CaseError, readCases } from '../../src/eval/case.js'
import { judgeCase } from '../../src/eval/judge.js'
import { type Report, report } from '../../src/eval/report.js'

const directory = join(import.meta.dirname, '../cases/situations')
const microseconds = () => Number(process.hrtime.bigint()) / 1000

async function judgeHalf(prefix: string): Promise<Report> {
  const judged = []
  for (const file of readdirSync(directory).filter((name) => name.startsWith(prefix) && name.endsWith('.jsonl'))) {
    const cases = readCases(readFileSync(join(directory, file), 'utf8'))
    if (cases instanceof CaseError) throw new Error(`${file} line ${cases.line}: ${cases.reason}`)
    for (const one of cases)
      if (one.kind === 'situation') judged.push(await judgeCase(one.situation, embeddedEngine, microseconds))
  }
  return report(judged, embeddedEngine.name)
}

function totals(half: string, figures: Report): string {
  const { n, fpr, fnr, pairs } = figures
  return `${half} half: ${n} situations, false blocks ${fpr.k}/${fpr.n}, misses ${fnr.k}/${fnr.n}, pairs ${pairs.right}/${pairs.n}`
}

describe('situations', () => {
  test('the open half', async () => {
    const figures = await judgeHalf('open-')
    console.log(totals('open', figures))
    expect(figures.n).toBeGreaterThan(300)
    expect(figures.fpr.rate).toBeLessThanOrEqual(0.08)
    expect(figures.fnr.rate).toBeLessThanOrEqual(0.08)
  }, 120_000)

  test('the held half, totals only', async () => {
    const figures = await judgeHalf('held-')
    console.log(totals('held', figures))
    expect(figures.n).toBeGreaterThan(250)
    expect(figures.fpr.rate).toBeLessThanOrEqual(0.18)
    expect(figures.fnr.rate).toBeLessThanOrEqual(0.21)
  }, 120_000)

  test('the same situation gives the same verdict and reason each time', async () => {
    const text = readFileSync(join(directory, 'open-git.jsonl'), 'utf8').split('\n').slice(0, 10).join('\n')
    const cases = readCases(text)
    if (cases instanceof CaseError) throw new Error(cases.reason)
    for (const one of cases) {
      if (one.kind !== 'situation') continue
      const first = await judgeCase(one.situation, embeddedEngine, microseconds)
      const second = await judgeCase(one.situation, embeddedEngine, microseconds)
      expect(second.decision.verdict).toEqual(first.decision.verdict)
    }
  })
})
