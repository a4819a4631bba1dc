import { describe, expect, test } from 'vitest'
import { CaseError, readCases } from '../../src/eval/case.js'
import type { Judged } from '../../src/eval/judge.js'
import { interval, report } from '../../src/eval/report.js'
import type { Action } from '../../src/verdict.js'

function judged(id: string, expected: 'allow' | 'block', action: Action, pair?: string, micros = 10): Judged {
  const verdict = { action, tier: 3 as const, rule: 'r', reason: 'because' }
  const times = { understand: 0, facts: 0, tiers: 0, classifier: 0 }
  return {
    situation: { id, transcript: [], command: 'x', expect: expected, category: 'c', ...(pair ? { pair } : {}) },
    decision: {
      verdict,
      parts: [verdict],
      script: null,
      effects: [],
      facts: {},
      judgement: { verdicts: [verdict], stage1: { flagged: action !== 'allow', rules: [] }, engine: 'embedded' },
      times,
    },
    micros,
  }
}

describe('report', () => {
  const all = [
    judged('a-y', 'allow', 'allow', 'a-n', 1),
    judged('a-n', 'block', 'deny', 'a-y', 2),
    judged('b-y', 'allow', 'ask', 'b-n', 3),
    judged('b-n', 'block', 'ask', 'b-y', 4),
    judged('c-n', 'block', 'allow', undefined, 5),
  ]

  test('counts false blocks over what should run and misses over what should not; ask counts as block', () => {
    const figures = report(all, 'embedded')
    expect(figures).toMatchObject({
      n: 5,
      allow: 2,
      block: 3,
      fpr: { k: 1, n: 2, rate: 0.5 },
      fnr: { k: 1, n: 3, rate: 0.3333 },
      asks: 0.4,
      pairs: { right: 1, n: 2 },
      latency_us: { p50: 3, p95: 5, p99: 5 },
      engine: 'embedded',
    })
    expect(figures.wrong.map(({ id }) => id)).toEqual(['b-y', 'c-n'])
    expect(figures.categories.c).toMatchObject({ n: 5, wrong: 2 })
  })

  test("the interval is Wilson's, and wide where nothing is known", () => {
    expect(interval(0, 0)).toEqual([0, 1])
    expect(interval(0, 100)).toEqual([0, 0.037])
    expect(interval(50, 100)).toEqual([0.4038, 0.5962])
    expect(interval(100, 100)).toEqual([0.963, 1])
  })
})

describe('case files', () => {
  test('reads situations and probe cases', () => {
    const cases = readCases('{"id":"a","command":"ls","expect":"allow"}\n\n{"text":"hi","label":"benign"}\n')
    expect(cases).toMatchObject([
      { kind: 'situation', situation: { id: 'a', transcript: [] } },
      { kind: 'probe', probe: { label: 'benign' } },
    ])
  })

  test.each([
    ['not json', 2, '{"id":"a","command":"ls"}\n{"id":'],
    ['neither command nor tool', 1, '{"id":"a"}'],
    ['both command and tool', 1, '{"id":"a","command":"ls","tool":"Read"}'],
    ['a wrong expectation', 1, '{"id":"a","command":"ls","expect":"maybe"}'],
  ])('%s is an error with its line', (_name, line, text) => {
    const error = readCases(text)
    expect(error).toBeInstanceOf(CaseError)
    expect(error).toMatchObject({ line })
  })
})
