import { describe, expect, it } from 'vitest'
import { createLatencies } from '../../src/broker/latency.js'
import { countDenials } from '../../src/broker/limits.js'

describe('denial limits', () => {
  it('are reached by a row, which an allowed command ends', () => {
    const count = countDenials({ inRow: 3, total: 20 })
    expect([count.denied(), count.denied()]).toEqual([undefined, undefined])
    count.allowed()
    expect([count.denied(), count.denied()]).toEqual([undefined, undefined])
    expect(count.denied()).toBe('3 commands in a row were blocked')
  })

  it('are reached by the total, whatever is allowed in between', () => {
    const count = countDenials({ inRow: 3, total: 4 })
    const answers = [1, 2, 3, 4].map(() => {
      count.allowed()
      return count.denied()
    })
    expect(answers).toEqual([undefined, undefined, undefined, '4 commands were blocked in this session'])
  })
})

describe('latencies', () => {
  it('gives quantiles within 5 %, and 0 for none', () => {
    const latencies = createLatencies()
    expect(latencies.quantile(0.5)).toBe(0)
    for (let us = 1; us <= 10_000; us++) latencies.add(us)
    for (const [q, value] of [
      [0.5, 5000],
      [0.99, 9900],
    ] as const)
      expect(Math.abs(latencies.quantile(q) / value - 1)).toBeLessThan(0.06)
  })

  it('takes anything', () => {
    const latencies = createLatencies()
    for (const us of [0, -5, 1e12]) latencies.add(us)
    expect(latencies.quantile(1)).toBeGreaterThan(0)
  })
})
