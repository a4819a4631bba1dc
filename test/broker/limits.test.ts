import { describe, expect, it } from 'vitest'
import { type Approvals, createApprovals } from '../../src/broker/approvals.js'
import { createLatencies } from '../../src/broker/latency.js'
import { countDenials } from '../../src/broker/limits.js'
import { createPeople } from '../../src/broker/people.js'
import { createSessionState } from '../../src/broker/session-state.js'

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

describe('a session at a limit', () => {
  function session(present: boolean, timeoutMs = 60_000, ends = true) {
    const told: string[] = []
    const none = () => undefined
    const approvals: Approvals = createApprovals({
      timeoutMs,
      now: () => performance.now(),
      remember: none,
      record: none,
    })
    const redact = (text: string) => text
    const people = createPeople({ session: 's', mode: 'auto', soft: 'ask', present, approvals, redact })
    const onLimit = (reason: string) => told.push(`limit: ${reason}`) > 0 && ends
    const onStop = (reason: string) => void told.push(`stop: ${reason}`)
    const state = createSessionState({ limits: { inRow: 3, total: 20 }, people, present, onLimit, onStop })
    return { state, approvals, told }
  }
  const row = '3 commands in a row were blocked'
  const refuse = (state: ReturnType<typeof session>['state']) => {
    for (let n = 0; n < 3; n++) state.count(false)
  }

  it('without anybody there is over, or goes on where it is told to', () => {
    const { state, told } = session(false)
    state.count(false)
    expect(state.over).toBeUndefined()
    refuse(state)
    expect([state.over, told]).toEqual([row, [`limit: ${row}`]])
    const other = session(false, 60_000, false)
    refuse(other.state)
    expect([other.state.over, other.told]).toEqual([undefined, [`limit: ${row}`]])
  })

  it('with somebody there pauses until there is an answer', async () => {
    for (const [reply, over] of [
      ['once', undefined],
      ['stop', 'the user stopped the agent'],
    ] as const) {
      const { state, approvals, told } = session(true)
      refuse(state)
      expect(approvals.pending()).toMatchObject([{ question: { kind: 'limit', reason: row } }])
      approvals.answer('s-q1', reply, 'prompt')
      await state.paused
      expect([state.over, state.paused, told]).toEqual([over, undefined, over === undefined ? [] : [`stop: ${over}`]])
    }
  })

  it('where nobody answers is as if nobody were there', async () => {
    const { state, told } = session(true, 20)
    refuse(state)
    await state.paused
    expect([state.over, told]).toEqual([row, [`limit: ${row}`]])
  })

  it('what a person refused does not count; what nobody answered does', () => {
    const { state, told } = session(false)
    const ending = (answer: 'deny' | 'timeout') => {
      const verdict = { action: 'ask', tier: 3, rule: 'r', reason: '' } as const
      const approval = { answer, from: 'prompt', of: 's-q1' } as const
      return { answer: { verdict, ran: false, how: 'decided', approval }, waited: 0, acts: undefined } as const
    }
    for (let n = 0; n < 5; n++) state.countEnding(ending('deny'), false)
    expect(told).toEqual([])
    for (let n = 0; n < 3; n++) state.countEnding(ending('timeout'), false)
    expect(told).toEqual([`limit: ${row}`])
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
