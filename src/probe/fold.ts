/**
 * Text as a model reads it, whatever it is dressed in: lower case, accents and lookalikes as plain letters, invisible characters
 * gone, white space and comment marks as one space or line end, `1gn0r3` and `ingore` set right. Keeps where each unit came from.
 */
import { CONTROL, classOf, INVISIBLE, letterOf, letterOfDigit, OTHER_SCRIPT } from './characters.js'

export interface Folded {
  readonly text: string
  /** Offset in the source of each unit of `text`. */
  readonly at: Uint32Array
  /** 1 where the source had been disguised: a lookalike, an invisible character inside of a word, a digit for a letter. */
  readonly repaired: Uint8Array
  readonly hasRepairs: boolean
}

/** Words that attacks are made of: a disguised word is set right only if it turns into one of these. */
const keyWords =
  'ignore ignoring disregard forget previous prior earlier above instructions instruction directions directives guidelines rules prompt system password passwords secret secrets token tokens credentials reveal print output send forward email execute run running delete remove assistant agent model user users all and the your you this these that with from them everything not tell don do now new task script scripts command commands following follow file files key keys address api override bypass system into must please upload transfer me my to of in is it a'
const known = new Set(keyWords.split(' '))

const signatureOf = (word: string) => word[0] + [...word.slice(1, -1)].sort().join('') + word.at(-1)
const bySignature = new Map(
  keyWords
    .split(' ')
    .filter((word) => word.length >= 5)
    .map((word) => [signatureOf(word), word]),
)
/** The first letters may have changed places, too: `dsiregard` has, `eexcute` has. */
const byLetters = new Map(
  [...bySignature.values()].filter((word) => word.length >= 7).map((word) => [[...word].sort().join(''), word]),
)

const SPACE = 32
const LINE_END = 10
const QUOTE = 34
const LONGEST_WORD = 24

const isAsciiLetter = (code: number) => (code | 32) >= 0x61 && (code | 32) <= 0x7a

/** True where the word around `at` has a plain Latin letter: then lookalikes in it are a disguise, not another language. */
function inLatinWord(source: string, at: number): boolean {
  for (const step of [-1, 1]) {
    for (let near = at + step; Math.abs(near - at) < LONGEST_WORD; near += step) {
      const code = source.charCodeAt(near)
      if (Number.isNaN(code)) break
      if (isAsciiLetter(code)) return true
      const kind = classOf[code]!
      if (kind === 0 || kind === CONTROL) break
    }
  }
  return false
}

/** Folds `source` from `from` up to `to`, with `disguised` also setting words right. Linear, result no longer than the source. */
export function fold(source: string, from: number, to: number, disguised = false): Folded {
  const units = new Uint16Array(to - from)
  const at = new Uint32Array(to - from)
  const repaired = new Uint8Array(to - from)
  let hasRepairs = false
  let size = 0
  let last = LINE_END
  let invisible = false
  let comment = true // at a line's start, comment marks are white space
  const put = (code: number, place: number, repair = 0) => {
    units[size] = code
    at[size] = place
    repaired[size] = repair
    if (repair !== 0) hasRepairs = true
    size++
    last = code
  }
  const space = (code: number, place: number) => {
    if (last === LINE_END) return
    if (last === SPACE) {
      if (code === LINE_END) {
        units[size - 1] = LINE_END
        last = LINE_END
      }
      return
    }
    put(code, place)
  }
  for (let place = from; place < to; place++) {
    let code = source.charCodeAt(place)
    if (code === 0x5c) {
      // Escapes of strings in JSON and source text.
      const next = source.charCodeAt(place + 1)
      if (next === 0x6e || next === 0x72) code = LINE_END
      else if (next === 0x74) code = SPACE
      else if (next === QUOTE) code = QUOTE
      else {
        put(code, place)
        continue
      }
      place++
    }
    if (code === LINE_END || code === 13) {
      space(LINE_END, place)
      comment = true
      continue
    }
    if (
      code <= SPACE ||
      code === 0xa0 ||
      code === 0x5f ||
      (code >= 0x2000 && code <= 0x200a) ||
      code === 0x3000 ||
      code === 0x2028
    ) {
      space(SPACE, place)
      continue
    }
    if (comment && (code === 0x23 || code === 0x2a || code === 0x3e || code === 0x2f || code === 0x2b)) continue
    comment = false
    const kind = classOf[code]!
    if (kind === INVISIBLE || kind === CONTROL) {
      invisible = kind === INVISIBLE
      continue
    }
    const hiddenBefore = invisible && isAsciiLetter(last)
    invisible = false
    const letter = letterOf(code)
    if (letter !== 0) {
      if (code < 128) put(letter, place, hiddenBefore ? 1 : 0)
      else if (code < 0x370 || (code >= 0x1e00 && code < 0x1f00)) put(letter, place)
      else if (code >= 0xff00) put(letter, place, 1)
      else if (inLatinWord(source, place)) put(letter, place, 1)
      else put(lowerOf(code), place)
      continue
    }
    if (code === 0x2018 || code === 0x2019) code = 0x27
    else if (code === 0x201c || code === 0x201d || code === 0x201e) code = QUOTE
    put(kind === OTHER_SCRIPT ? lowerOf(code) : code, place)
  }
  const folded = {
    text: decoder.decode(units.subarray(0, size)),
    at: at.subarray(0, size),
    repaired: repaired.subarray(0, size),
    hasRepairs,
  }
  return disguised ? setRight(folded) : folded
}

/** Lower case that never changes the length. */
function lowerOf(code: number): number {
  const lower = String.fromCharCode(code).toLowerCase()
  return lower.length === 1 ? lower.charCodeAt(0) : code
}

// Lone surrogates become the replacement character, one for one, so that offsets stay.
const decoder = new TextDecoder('utf-16le', { ignoreBOM: true })

/** Replaces words with digits for letters or with letters out of place by the key words they stand for. */
function setRight(folded: Folded): Folded {
  let { hasRepairs } = folded
  const text = folded.text.replace(/[a-z0-9]{2,24}/g, (word, at: number) => {
    const right = plainWord(word) ?? unscrambled(word)
    if (right === undefined) return word
    folded.repaired.fill(1, at, at + word.length)
    hasRepairs = true
    return right
  })
  return { ...folded, text, hasRepairs }
}

function plainWord(word: string): string | undefined {
  if (!/[013457]/.test(word) || !/[a-z]/.test(word)) return undefined
  const plain = word.replace(/[013457]/g, (digit) => String.fromCharCode(letterOfDigit(digit.charCodeAt(0))))
  if (known.has(plain)) return plain
  const other = plain.replace(/i/g, 'l')
  return known.has(other) ? other : undefined
}

function unscrambled(word: string): string | undefined {
  if (word.length < 5 || known.has(word)) return undefined
  return bySignature.get(signatureOf(word)) ?? byLetters.get([...word].sort().join(''))
}

/** Puts blanks between key words that were written without: `ignoreallprevious`. */
export function segment(letters: string): string {
  let out = ''
  let at = 0
  while (at < letters.length) {
    let length = Math.min(LONGEST_WORD, letters.length - at)
    while (length > 2 && !known.has(letters.slice(at, at + length))) length--
    if (length > 2) {
      out += ` ${letters.slice(at, at + length)} `
      at += length
    } else out += letters[at++]
  }
  return out
}

/** The words that the first pass looks for in their scrambled, reversed and rotated forms. */
export const tellingWords = [
  'ignore',
  'disregard',
  'forget',
  'previous',
  'instructions',
  'password',
  'passwords',
  'execute',
  'assistant',
  'reveal',
]
