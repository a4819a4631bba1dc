import { MAX_VALUE } from './limits.js'
import type { OpaqueReason, Word } from './script.js'

/**
 * Stands in a value for text that cannot be known. It is a private-use character, so that values are plain strings and
 * every operation on them is one on strings; where a text contains it by itself it counts as unknown too, which errs on
 * the safe side.
 */
export const HOLE = '\uE000'

/** What an expansion yields: known text, or text with holes in it and the reason for the first of them. */
export interface Value {
  readonly text: string
  readonly opaque: OpaqueReason | undefined
  readonly variables: readonly string[] | undefined
  readonly outputOf: readonly number[] | undefined
}

export const EMPTY: Value = { text: '', opaque: undefined, variables: undefined, outputOf: undefined }

/** A known text. */
export function constant(text: string, variables?: readonly string[], outputOf?: readonly number[]): Value {
  if (text.includes(HOLE)) return { text, opaque: 'variable', variables, outputOf }
  if (text.length > MAX_VALUE) return { text: HOLE, opaque: 'size', variables, outputOf }
  return { text, opaque: undefined, variables, outputOf }
}

/** Text of which nothing is known. */
export function unknown(opaque: OpaqueReason, variables?: readonly string[], outputOf?: readonly number[]): Value {
  return { text: HOLE, opaque, variables, outputOf }
}

/** Text of which some is known: holes stand in it. */
export function partly(text: string, opaque: OpaqueReason, from?: Value): Value {
  return { text: text.length > MAX_VALUE ? HOLE : text, opaque, variables: from?.variables, outputOf: from?.outputOf }
}

/** Both, one after the other. */
export function concat(a: Value, b: Value): Value {
  if (a === EMPTY) return b
  const text = a.text + b.text
  return {
    text: text.length > MAX_VALUE ? HOLE : text,
    opaque: a.opaque ?? b.opaque ?? (text.length > MAX_VALUE ? 'size' : undefined),
    variables: union(a.variables, b.variables),
    outputOf: union(a.outputOf, b.outputOf),
  }
}

/** What is true of both: the same text, or their common start and end around a hole. */
export function common(a: Value, b: Value): Value {
  if (a === b) return a
  const variables = union(a.variables, b.variables)
  const outputOf = union(a.outputOf, b.outputOf)
  if (a.text === b.text) return { text: a.text, opaque: a.opaque ?? b.opaque, variables, outputOf }
  const most = Math.min(a.text.length, b.text.length)
  let start = 0
  while (start < most && a.text[start] === b.text[start]) start++
  let end = 0
  while (end < most - start && a.text[a.text.length - 1 - end] === b.text[b.text.length - 1 - end]) end++
  // One hole beside another says no more than one does, and a loop that adds to a value comes to rest.
  const text = (a.text.slice(0, start) + HOLE + a.text.slice(a.text.length - end)).replace(/\uE000+/g, HOLE)
  return { text, opaque: a.opaque ?? b.opaque ?? 'variable', variables, outputOf }
}

/** Another text that depends on the same variables and commands as `from`. */
export function derived(text: string, from: Value): Value {
  if (from.opaque || text.includes(HOLE)) return partly(text, from.opaque ?? 'variable', from)
  return constant(text, from.variables, from.outputOf)
}

/** Output as `$(...)` takes it: without the newlines at its end. */
export function withoutFinalNewlines(value: Value): Value {
  let end = value.text.length
  while (end > 0 && value.text.charCodeAt(end - 1) === 10) end--
  return end === value.text.length ? value : { ...value, text: value.text.slice(0, end) }
}

/** Union of two small lists, in order; undefined stands for none. */
export function union<T>(a: readonly T[] | undefined, b: readonly T[] | undefined): readonly T[] | undefined {
  if (!a || a === b) return b ?? a
  if (!b) return a
  const more = b.filter((item) => !a.includes(item))
  return more.length === 0 ? a : [...a, ...more]
}

/** The value as a word of a command, with `raw` as it stands in the source. */
export function wordOf(value: Value, raw: string): Word {
  const deps = {
    ...(value.variables ? { variables: value.variables } : undefined),
    ...(value.outputOf ? { outputOf: value.outputOf } : undefined),
  }
  if (!value.opaque) return { text: value.text, raw, ...deps }
  const pieces = value.text.split(HOLE)
  return {
    text: null,
    raw,
    opaque: value.opaque,
    prefix: pieces[0] ?? '',
    suffix: pieces.at(-1) ?? '',
    pieces,
    ...deps,
  }
}

/** The value behind a word. */
export function wordValue(word: Word): Value {
  if (word.text !== null) return constant(word.text, word.variables, word.outputOf)
  const text = word.pieces?.join(HOLE) ?? (word.prefix ?? '') + HOLE + (word.suffix ?? '')
  return { text, opaque: word.opaque ?? 'variable', variables: word.variables, outputOf: word.outputOf }
}

/** A word whose text is known. */
export function literal(text: string, raw = text): Word {
  return { text, raw }
}
