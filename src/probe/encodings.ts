/** Texts behind an encoding that a model reads as easily as plain words. Each decoded text is read like any other. */
import { segment } from './fold.js'

export interface Decoded {
  readonly text: string
  /** Where the encoded form begins in the source. */
  readonly offset: number
  readonly encoding: string
}

/** Shortest runs looked into: 24 characters of base64 are 18 bytes, three or four words. */
const MIN_BASE64 = 28
const MIN_HEX = 40
const MIN_BINARY = 120
const MIN_ESCAPES = 12
/** Longest part of a run that is decoded, and the most runs of one block: the rest is an image or a bundle. */
const MAX_ENCODED = 8000
const MAX_RUNS = 40

const base64Set = setOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_')
const binarySet = setOf('01 ')

function setOf(chars: string): Uint8Array {
  const set = new Uint8Array(128)
  for (const char of chars) set[char.charCodeAt(0)] = 1
  return set
}

/** Runs of at least `least` characters of a set, left to right. Looks at each `least`th character first, so that prose costs little. */
function* runsOf(text: string, set: Uint8Array, least: number): Generator<readonly [from: number, to: number]> {
  let end = least - 1
  let floor = 0
  while (end < text.length) {
    let from = end
    while (from >= floor && set[text.charCodeAt(from)] === 1) from--
    if (end - from < least) {
      end = from + least
      floor = from + 1
      continue
    }
    let to = end + 1
    while (to < text.length && set[text.charCodeAt(to)] === 1) to++
    yield [from + 1, to]
    floor = to + 1
    end = to + least
  }
}

/** Share of characters that words are made of, from which a decoded text is taken for one. */
const WORDLIKE = 0.92

function readable(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder('utf-8').decode(bytes)
  let good = 0
  let spaces = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 32) spaces++
    if ((code >= 32 && code < 127) || code === 10 || code === 13 || code === 9 || (code > 160 && code !== 0xfffd))
      good++
  }
  return text.length >= 12 && good / text.length >= WORDLIKE && spaces >= 2 ? text : undefined
}

/** Base64, hexadecimal and binary runs; escapes of each character; words spelled letter by letter. */
export function decodings(text: string): Decoded[] {
  const found: Decoded[] = []
  const add = (decoded: string | undefined, offset: number, encoding: string) => {
    if (decoded !== undefined && found.length < MAX_RUNS) found.push({ text: decoded, offset, encoding })
  }
  let looked = 0
  for (const [from, to] of runsOf(text, base64Set, MIN_BASE64)) {
    if (looked++ >= MAX_RUNS) break
    const run = text.slice(from, Math.min(to, from + MAX_ENCODED))
    if (run.length >= MIN_HEX && /^[0-9a-f]+$/i.test(run)) add(readable(fromHex(run)), from, 'hexadecimal')
    else if (mixesCases(run)) add(readable(fromBase64(run)), from, 'base64')
  }
  looked = 0
  for (const [from, to] of runsOf(text, binarySet, MIN_BINARY)) {
    if (looked++ >= MAX_RUNS) break
    const bits = text.slice(from, Math.min(to, from + MAX_ENCODED)).replaceAll(' ', '')
    const bytes = new Uint8Array(bits.length >> 3)
    for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2)
    add(readable(bytes), from, 'binary')
  }
  for (const notation of escapes) {
    if (!text.includes(notation.sign)) continue
    for (const match of text.matchAll(notation.run)) {
      add(notation.decode(match[0].slice(0, MAX_ENCODED)), match.index, notation.name)
      if (found.length >= MAX_RUNS) break
    }
  }
  found.push(...spelledOut(text))
  return found
}

interface Escape {
  readonly name: string
  readonly sign: string
  readonly run: RegExp
  decode(run: string): string
}

const numbersIn = (run: string, number: RegExp, base: number) =>
  [...run.matchAll(number)].map((match) => String.fromCharCode(Number.parseInt(match[1]!, base))).join('')

const escapes: readonly Escape[] = [
  {
    name: 'unicode escapes',
    sign: '\\u00',
    run: new RegExp(`(?:\\\\u00[2-7][0-9a-f]){${MIN_ESCAPES},}`, 'gi'),
    decode: (run) => numbersIn(run, /\\u([0-9a-f]{4})/gi, 16),
  },
  {
    name: 'hex escapes',
    sign: '\\x',
    run: new RegExp(`(?:\\\\x[2-7][0-9a-f]){${MIN_ESCAPES},}`, 'gi'),
    decode: (run) => numbersIn(run, /\\x([0-9a-f]{2})/gi, 16),
  },
  {
    name: 'entities',
    sign: '&#',
    run: new RegExp(`(?:&#\\d{2,3};){${MIN_ESCAPES},}`, 'g'),
    decode: (run) => numbersIn(run, /&#(\d+);/g, 10),
  },
  {
    name: 'entities',
    sign: '&#x',
    run: new RegExp(`(?:&#x[0-9a-f]{2};){${MIN_ESCAPES},}`, 'gi'),
    decode: (run) => numbersIn(run, /&#x([0-9a-f]+);/gi, 16),
  },
  {
    name: 'percent encoding',
    sign: '%6',
    run: new RegExp(`(?:%[2-7][0-9a-f][\\w.'-]{0,40}){${MIN_ESCAPES},}`, 'gi'),
    decode: fromPercent,
  },
  { name: 'percent encoding', sign: '%20', run: /[a-z]{2,16}(?:%20[a-z'.,-]{1,16}){3,}/gi, decode: fromPercent },
]

function fromPercent(run: string): string {
  return run.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function fromHex(run: string): Uint8Array {
  const bytes = new Uint8Array(run.length >> 1)
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(run.slice(at * 2, at * 2 + 2), 16)
  return bytes
}

/** True where capitals and small letters both are frequent, as they are in base64 and not in paths, addresses and names. */
function mixesCases(run: string): boolean {
  let capitals = 0
  let small = 0
  for (let at = 0; at < run.length; at++) {
    const code = run.charCodeAt(at)
    if (code >= 0x41 && code <= 0x5a) capitals++
    else if (code >= 0x61 && code <= 0x7a) small++
  }
  return capitals * LEAST_SHARE > run.length && small * LEAST_SHARE > run.length
}

const LEAST_SHARE = 8

/** Never throws: what is no base64 becomes bytes that are no text. */
function fromBase64(run: string): Uint8Array {
  const plain = run.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '').replaceAll('=', '')
  const whole = plain.slice(0, plain.length - (plain.length % 4 === 1 ? 1 : 0))
  try {
    const binary = atob(whole)
    const bytes = new Uint8Array(binary.length)
    for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at)
    return bytes
  } catch {
    return new Uint8Array(0)
  }
}

/** How often the text is tested for spelled-out words; six units in turn are three letters and their separators. */
const SPELLED_STRIDE = 8
/** How much is looked at before the run is known to be one. */
const SPELLED_BACK = 32
const SPELLED_AHEAD = 96
const isLetter = (code: number) => (code | 32) >= 0x61 && (code | 32) <= 0x7a
const spelled = /(?<![a-z])[a-z](?:[ .\-_*|,/]{1,3}[a-z](?![a-z])){7,400}/i

/** `i g n o r e`, `i.g.n.o.r.e`, `I-g-n-o-r-e`. */
function spelledOut(text: string): Decoded[] {
  const found: Decoded[] = []
  for (let at = 0; at + 6 < text.length; at += SPELLED_STRIDE) {
    let turns = 0
    let letter = isLetter(text.charCodeAt(at))
    while (turns < 6 && isLetter(text.charCodeAt(at + turns)) === letter) {
      turns++
      letter = !letter
    }
    if (turns < 6) continue
    const start = Math.max(0, at - SPELLED_BACK)
    if (!spelled.test(text.slice(start, at + SPELLED_AHEAD))) continue
    const match = spelled.exec(text.slice(start, at + MAX_ENCODED))!
    found.push({ text: joined(match[0]), offset: start + match.index, encoding: 'letter by letter' })
    at = Math.max(at, start + match.index + match[0].length)
    if (found.length >= MAX_RUNS) break
  }
  return found
}

/** Letters joined to words at the wider gaps; without any, at the words that are known. */
function joined(run: string): string {
  const narrow = run.match(/[a-z]([^a-z]+)/i)?.[1] ?? ' '
  const wide = run.replace(/[^a-z]+/gi, (gap) => (gap.length > narrow.length || gap !== narrow ? ' ' : ''))
  return wide.includes(' ') ? wide : segment(wide.toLowerCase())
}
