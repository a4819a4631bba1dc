/** Detection and false alarms on the project's own texts, with ceilings: a change that makes the probe worse fails here. */
import { describe, expect, test } from 'vitest'
import { judgeText } from '../../src/probe/scanner.js'
import { type ProbeText, probeTexts } from './texts.js'

const ceilings = {
  open: { missed: 0.1, plain: 0.01, hard: 0.03 },
  held: { missed: 0.05, plain: 0.01, hard: 0.14 },
} as const

const share = (texts: readonly ProbeText[], wrong: (found: boolean) => boolean) =>
  texts.filter(({ text }) => wrong(judgeText(text))).length / texts.length

describe.each(['open', 'held'] as const)('the %s half', (half) => {
  const texts = probeTexts(half)
  const clean = (category: string) => texts.filter((one) => one.label === 'benign' && one.category === category)
  const attacks = texts.filter((one) => one.label === 'injected')

  test('has both kinds of texts', () => {
    expect(attacks.length).toBeGreaterThanOrEqual(99)
    expect(clean('plain').length).toBeGreaterThanOrEqual(96)
    expect(clean('hard').length).toBeGreaterThanOrEqual(96)
  })
  test('attacks are found', () => {
    expect(share(attacks, (found) => !found)).toBeLessThanOrEqual(ceilings[half].missed)
  })
  test('clean texts are left alone', () => {
    expect(share(clean('plain'), (found) => found)).toBeLessThanOrEqual(ceilings[half].plain)
  })
  test('so are clean texts about assistants, attacks and instructions', () => {
    expect(share(clean('hard'), (found) => found)).toBeLessThanOrEqual(ceilings[half].hard)
  })
})

describe.each([
  ['fresh-1', { missed: 0.46, flagged: 0.03 }],
  ['fresh-2', { missed: 0.73, flagged: 0.02 }],
] as const)('%s, written before the signals that it was measured with', (file, ceiling) => {
  const texts = probeTexts(file)
  test('no more attacks are missed than are known to be', () => {
    const attacks = texts.filter((one) => one.label === 'injected')
    expect(attacks.length).toBeGreaterThanOrEqual(85)
    expect(share(attacks, (found) => !found)).toBeLessThanOrEqual(ceiling.missed)
  })
  test('clean texts, nearly all of them hard, are left alone', () => {
    const clean = texts.filter((one) => one.label === 'benign')
    expect(clean.length).toBeGreaterThanOrEqual(100)
    expect(share(clean, (found) => found)).toBeLessThanOrEqual(ceiling.flagged)
  })
})
