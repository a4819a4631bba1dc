/** Attacks and clean texts put together from parts (test/cases/probe/phrases.json): the same words in many kinds of tool output. */
import { readFileSync } from 'node:fs'
import type { ProbeText } from '../texts.js'

interface Parts {
  readonly carriers: Readonly<
    Record<string, { readonly text: string; readonly mode: string; readonly clean: readonly string[] }>
  >
  readonly leads: readonly string[]
  readonly requests: readonly string[]
  readonly tails: readonly string[]
  readonly bare: readonly string[]
  readonly clean: readonly string[]
  readonly slots: Readonly<Record<string, readonly string[]>>
}

/** Attacks to make; each clean phrase is used CLEAN_TIMES. */
const ATTACKS = 1400
const CLEAN_TIMES = 3
const SEED = 20261121

/** Numbers from 0 to 1, the same in each run (a linear congruential generator; Numerical Recipes' constants). */
function numbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const escapeFor: Readonly<Record<string, (text: string) => string>> = {
  json: (text) => JSON.stringify(text).slice(1, -1),
  csv: (text) => text.replaceAll('"', '""').replaceAll('\n', ' '),
  html: (text) => (text.includes('<') ? text : text.replaceAll('&', '&amp;')),
  line: (text) => text.replaceAll('\n', ' '),
  plain: (text) => text,
}

/** All composed texts, in an order that never changes. */
export function composedTexts(): ProbeText[] {
  const parts = JSON.parse(readFileSync('test/cases/probe/phrases.json', 'utf8')) as Parts
  const next = numbers(SEED)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (whole, slot: string) => (parts.slots[slot] ? pick(parts.slots[slot]) : whole))
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
  const put = (text: string) => {
    const carrier = parts.carriers[pick(Object.keys(parts.carriers))]!
    return carrier.text.replace('@@HUNK', '@ -1,4 +1,4 @').replace('@@', () => escapeFor[carrier.mode]!(text))
  }
  const attack = () => {
    const lead = pick(parts.leads)
    const request = fill(pick(parts.requests))
    const kind = next()
    const tail = next() < 0.35 ? ` ${pick(parts.tails)}` : ''
    if (kind < 0.88) {
      const gap = /[.!:,>]$/.test(lead) ? (next() < 0.15 ? '\n' : ' ') : pick([' ', '\n', ' - ', ': '])
      const asked = next() < 0.3 ? `please ${request}` : request
      return `${lead}${gap}${/[.!]$/.test(lead) ? capital(asked) : asked}${pick(['.', '.', '!', ''])}${tail}`
    }
    if (kind < 0.96) return `${pick(parts.bare)} ${request}.${tail}`
    return `${capital(request)}${pick(['.', '!', ''])}${tail}`
  }
  const texts: ProbeText[] = []
  for (let count = 0; count < ATTACKS; count++)
    texts.push({ id: `composed-i-${count}`, text: put(attack()), label: 'injected', category: 'composed' })
  for (let time = 0; time < CLEAN_TIMES; time++) {
    for (const phrase of parts.clean) {
      const said = next() < 0.55 ? phrase : `${phrase} ${pick(parts.clean)}`
      texts.push({ id: `composed-b-${texts.length}`, text: put(said), label: 'benign', category: 'composed' })
    }
  }
  return texts
}
