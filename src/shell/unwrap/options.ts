import type { Word } from '../script.js'

/**
 * Options of one wrapper, in getopt's notation. `short`: letters, each followed by `:` if it takes a value and `::` if it
 * takes one only when joined to it. `long`: names, with `=` at the end if they take a value, `=?` if they may.
 */
export interface OptionSpec {
  readonly short?: string
  readonly long?: readonly string[]
  /** Whether words after the first operand are options too (GNU's habit of sorting them to the front). */
  readonly permute?: boolean
}

export interface Options {
  /** In order; a value of undefined for one without. Long names stand with their dashes. */
  readonly given: readonly { readonly name: string; readonly value: Word | undefined }[]
  /** Index of the first operand; with `permute`, operands are collected instead. */
  readonly rest: number
  readonly operands: readonly Word[]
}

/** Reads the options of `argv` from `from` on. An unknown word, or one that may be several, counts as an operand. */
export function readOptions(argv: readonly Word[], spec: OptionSpec, from = 1): Options {
  const given: { name: string; value: Word | undefined }[] = []
  const operands: Word[] = []
  let at = from
  for (; at < argv.length; at++) {
    const word = argv[at] as Word
    const text = word.text ?? word.prefix ?? ''
    if (text === '--') {
      at++
      break
    }
    if (!text.startsWith('-') || text === '-' || (word.text === null && !/^-[-\w]*=|^-[A-Za-z]/.test(text))) {
      if (!spec.permute) break
      operands.push(word)
    } else if (text.startsWith('--')) at = readLong(argv, at, text, spec, given)
    else at = readShort(argv, at, text, spec, given)
  }
  return { given, rest: at, operands: [...operands, ...argv.slice(at)] }
}

function readLong(
  argv: readonly Word[],
  at: number,
  text: string,
  spec: OptionSpec,
  given: { name: string; value: Word | undefined }[],
): number {
  const equals = text.indexOf('=')
  const written = (equals < 0 ? text : text.slice(0, equals)).slice(2)
  const known = spec.long ?? []
  const bare = (name: string) => name.replace(/=\??$/, '')
  const candidates = known.filter((name) => bare(name) === written)
  // A unique start of a long name stands for it.
  const found =
    candidates[0] ??
    (known.filter((name) => bare(name).startsWith(written)).length === 1
      ? known.find((name) => bare(name).startsWith(written))
      : undefined)
  const name = `--${found ? bare(found) : written}`
  if (equals >= 0) {
    given.push({ name, value: tail(argv[at] as Word, equals + 1) })
    return at
  }
  if (found?.endsWith('=')) {
    given.push({ name, value: argv[at + 1] })
    return at + 1
  }
  given.push({ name, value: undefined })
  return at
}

function readShort(
  argv: readonly Word[],
  at: number,
  text: string,
  spec: OptionSpec,
  given: { name: string; value: Word | undefined }[],
): number {
  const short = spec.short ?? ''
  for (let letter = 1; letter < text.length; letter++) {
    const name = text[letter] as string
    const place = short.indexOf(name)
    const takes = name !== ':' && place >= 0 && short[place + 1] === ':'
    if (!takes) {
      given.push({ name: `-${name}`, value: undefined })
      continue
    }
    const joined = letter + 1 < text.length || argv[at]?.text === null
    if (joined) {
      given.push({ name: `-${name}`, value: tail(argv[at] as Word, letter + 1) })
      return at
    }
    if (short[place + 2] === ':') {
      given.push({ name: `-${name}`, value: undefined })
      return at
    }
    given.push({ name: `-${name}`, value: argv[at + 1] })
    return at + 1
  }
  return at
}

/** What follows the first `from` characters of a word. */
export function tail(word: Word, from: number): Word {
  if (word.text !== null) return { ...word, text: word.text.slice(from), raw: word.raw }
  const prefix = (word.prefix ?? '').slice(from)
  const pieces = word.pieces ? [prefix, ...word.pieces.slice(1)] : undefined
  return { ...word, prefix, ...(pieces ? { pieces } : undefined) }
}
