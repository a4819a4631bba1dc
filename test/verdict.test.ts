import { describe, expect, it } from 'vitest'
import { atLeast, strictest, type Verdict } from '../src/verdict.js'

const verdict = (action: Verdict['action'], tier: Verdict['tier'], rule = 'r'): Verdict => ({
  action,
  tier,
  rule,
  reason: 'why',
})

describe('strictest', () => {
  it('permits nothing when nothing was judged', () => {
    expect(strictest([]).action).toBe('deny')
    expect(strictest([]).rule).toBe('nothing-judged')
  })

  it('takes the strictest action, wherever it stands', () => {
    const parts = [verdict('allow', 1), verdict('deny', 3, 'x'), verdict('ask', 3)]
    expect(strictest(parts)).toBe(parts[1])
  })

  it('lets the higher tier speak among equals, and the first among equal tiers', () => {
    const parts = [verdict('allow', 1, 'a'), verdict('allow', 3, 'b'), verdict('allow', 3, 'c')]
    expect(strictest(parts).rule).toBe('b')
  })
})

describe('atLeast', () => {
  it('orders allow < ask < deny', () => {
    expect(atLeast('deny', 'ask')).toBe(true)
    expect(atLeast('ask', 'allow')).toBe(true)
    expect(atLeast('allow', 'ask')).toBe(false)
  })
})
