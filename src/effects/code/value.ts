/** What is known of a value in a program that is read and not run, and the calls that it makes. */
import type { Word } from '../../shell/script.js'
import type { Source } from '../effect.js'

/** What is known of one value. */
export interface Value {
  /** The value as a string, where it is one. */
  readonly word: Word
  /** Dotted name of the thing that it is: `subprocess.run`, `pathlib.Path()` for what that call gives. */
  readonly ref?: string
  /** Elements of a literal list. */
  readonly items?: readonly Value[]
  /** Entries of a literal map. */
  readonly entries?: ReadonlyMap<string, Value>
  /** What an element is, where it is walked through. */
  readonly element?: Value
  /** Where its data comes from. */
  readonly from: readonly Source[]
}

/** One call, in the order of the text. */
export interface CodeCall {
  /** Dotted name; `?.name` for a method of something unknown. */
  readonly name: string
  readonly self: Value | undefined
  readonly args: readonly Value[]
  readonly named: ReadonlyMap<string, Value>
  /** Its source text, bounded. */
  readonly raw: string
}

/** A program as far as it was read. */
export interface Code {
  readonly calls: readonly CodeCall[]
  /** Modules by name as written. */
  readonly imports: readonly string[]
  /** Why it was not read completely; undefined where it was. */
  readonly incomplete?: string
}

/** Longest program that is read, in UTF-16 units. */
export const MAX_CODE = 64 * 1024

/** Syntax nodes looked at in one program. */
export const MAX_NODES = 20_000

/** Nesting of expressions. */
export const MAX_EXPRESSION_DEPTH = 120

/** Open brackets at once. The parsers keep one level of their stack for each, and real code has a few dozen. */
const MAX_BRACKETS = 150

/** Why a text is not given to a parser; undefined where it is. One look at each character, quotes not minded. */
export function tooBig(text: string): string | undefined {
  if (text.length > MAX_CODE) return 'it is too long'
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 40 || code === 91 || code === 123) {
      if (++depth > MAX_BRACKETS) return 'it is nested too deep'
    } else if ((code === 41 || code === 93 || code === 125) && depth > 0) depth--
  }
  return undefined
}

/** Nothing is known. */
export const UNKNOWN: Value = { word: { text: null, raw: '', opaque: 'variable' }, from: [] }

/** A constant. */
export function constant(text: string, raw = text): Value {
  return { word: { text, raw }, from: [] }
}

/** A value of which only the source text is known. */
export function unknown(raw: string, from: readonly Source[] = []): Value {
  return { word: { text: null, raw: raw.slice(0, 200), opaque: 'variable' }, from }
}

/** A thing by its dotted name. */
export function reference(ref: string, raw = ref): Value {
  return { word: { text: null, raw: raw.slice(0, 200), opaque: 'variable' }, ref, from: [] }
}

/** Strings one after the other. */
export function joined(parts: readonly Value[], raw: string): Value {
  const from = sourcesOf(parts)
  const variables = parts.flatMap((part) => part.word.variables ?? [])
  const withVariables = variables.length > 0 ? { variables } : {}
  if (parts.every((part) => part.word.text !== null)) {
    const text = parts.map((part) => part.word.text).join('')
    if (text.length <= MAX_CODE) return { word: { text, raw: raw.slice(0, 200), ...withVariables }, from }
  }
  // Literal pieces around the unknown parts, as the shell stage has them.
  const pieces: string[] = ['']
  for (const { word } of parts) {
    if (word.text !== null) pieces[pieces.length - 1] += word.text.slice(0, 4096)
    else {
      const inner = word.pieces ?? [word.prefix ?? '', word.suffix ?? '']
      pieces[pieces.length - 1] += inner[0] ?? ''
      pieces.push(...inner.slice(1))
    }
    if (pieces.length > 64) break
  }
  return {
    word: {
      text: null,
      raw: raw.slice(0, 200),
      opaque: 'variable',
      prefix: pieces[0]!,
      suffix: pieces.at(-1)!,
      pieces,
      ...withVariables,
    },
    from,
  }
}

/** Path segments joined; an absolute one starts anew. */
export function joinedPath(parts: readonly Value[], raw: string): Value {
  const kept: Value[] = []
  for (const part of parts) {
    const start = part.word.text ?? part.word.prefix ?? ''
    if (start.startsWith('/')) kept.length = 0
    else if (kept.length > 0) kept.push(constant('/'))
    kept.push(part)
  }
  return joined(kept, raw)
}

/** Sources of several values, none twice, at most 32. */
export function sourcesOf(values: readonly Value[]): readonly Source[] {
  if (values.every((value) => value.from.length === 0)) return []
  const found: Source[] = []
  for (const value of values)
    for (const source of value.from) if (found.length < 32 && !found.includes(source)) found.push(source)
  return found
}

/** A variable of the environment by its name, where that is known. */
export function variableValue(name: string | undefined, raw: string): Value {
  if (name === undefined) return unknown(raw, [{ type: 'variable', value: null }])
  if (name === 'HOME') return constant('~')
  return { word: { text: null, raw, opaque: 'variable', variables: [name] }, from: [{ type: 'variable', value: name }] }
}
