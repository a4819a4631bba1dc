/** What a reader of the whole session is given: in order, bounded, and cut down without losing what weighs. */
import { describe, expect, it } from 'vitest'
import { History, type Line } from '../../src/transcript/history.js'

const user = (text: string): Line => ({ who: 'user', text })
const agent = (text: string): Line => ({ who: 'agent', text })

describe('the history', () => {
  it('keeps order, and the same step twice in a row once', () => {
    const history = new History()
    for (const line of [user('a'), agent('x'), agent('x'), user('b'), agent('x')]) history.add(line)
    expect(history.lines.map(({ text }) => text)).toEqual(['a', 'x', 'b', 'x'])
    expect([history.leftOut, history.epoch]).toEqual([0, 0])
  })

  it('keeps beginning and end of a long text, and says what is missing', () => {
    const history = new History()
    history.add(user(`first ${'x'.repeat(20_000)} last`))
    expect(history.lines[0]?.text).toMatch(/^first x+ \[\.\.\. 14011 characters left out \.\.\.\] x+ last$/)
  })

  it('is cut down seldom; first message, boundaries, refusals and the latest stay', () => {
    const history = new History()
    history.add(user('fix the login'))
    history.add(user('never touch the billing tables'), true)
    history.add({ who: 'gate', decided: 'refused', text: 'git push --force origin main' })
    const epochs: number[] = []
    for (let step = 0; step < 1_000; step++) {
      history.add(agent(`step ${step} ${'x'.repeat(200)}`))
      if (history.epoch !== epochs.at(-1)) epochs.push(history.epoch)
      expect(history.lines.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(60_000)
    }
    const texts = history.lines.map(({ text }) => text)
    expect(texts.slice(0, 3)).toEqual([
      'fix the login',
      'never touch the billing tables',
      'git push --force origin main',
    ])
    expect(texts.at(-1)).toMatch(/^step 999 /)
    expect(history.leftOut + texts.length).toBe(1_003)
    // About 130 steps fill the second half.
    expect(epochs.length).toBeLessThan(10)
  })

  it('keeps the latest refusals where there are too many', () => {
    const history = new History()
    history.add(user('go'))
    for (let step = 0; step < 500; step++)
      history.add({ who: 'gate', decided: 'refused', text: `refused ${step} ${'x'.repeat(200)}` })
    expect(history.lines[0]?.text).toBe('go')
    expect(history.lines.at(-1)?.text).toMatch(/^refused 499 /)
  })
})
