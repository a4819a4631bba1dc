import { globPaths } from './glob.js'
import { MAX_EXPANSION } from './limits.js'
import { escapePattern, looksLikePattern } from './pattern.js'
import { spend, type Where } from './run.js'
import type { Word } from './script.js'
import { splitFields } from './split.js'
import { concat, constant, EMPTY, HOLE, partly, unknown, type Value, wordOf } from './value.js'
import { separators } from './variables.js'

/** A word under construction, and the finished ones before it. */
export interface Fields {
  readonly done: Word[]
  readonly raw: string
  value: Value
  /** The same text with what was quoted escaped: the pattern, where there is one. */
  pattern: string
  /** Whether anything is there, if only an empty quoted part. */
  started: boolean
  glob: boolean
  splits: boolean
  /** A list ended here of which more may follow: as words of their own, or joined to what comes next in this word. */
  open: boolean
  readonly fromBraces: boolean
  content: Word | undefined
}

const MORE = unknown('variable', ['@'])

/** Nothing yet of a word that stands in the source as `raw`; finished words go to `into`. */
export function newFields(raw: string, into: Word[], fromBraces: boolean): Fields {
  return {
    done: into,
    raw,
    value: EMPTY,
    pattern: '',
    started: false,
    glob: false,
    splits: false,
    open: false,
    fromBraces,
    content: undefined,
  }
}

/** Ends the current word, where one was begun. */
export function finish(fields: Fields, where: Where): void {
  if (!fields.started) return
  if (fields.done.length > MAX_EXPANSION || !spend(where.run, 1 + (fields.value.text.length >> 8))) {
    fields.started = false
    return
  }
  const { value } = fields
  let word = wordOf(value, fields.raw)
  if (fields.splits) word = { ...word, splits: true }
  if (fields.content) word = { ...word, content: fields.content }
  if (fields.glob && !where.state.options.noglob) {
    const matches = value.opaque ? undefined : globPaths(fields.pattern, where.state.cwd, where.frame.world)
    word = {
      ...word,
      ...(value.opaque ? undefined : { text: fields.pattern }),
      glob: true,
      ...(matches ? { matches } : undefined),
    }
  }
  fields.done.push(word)
  if (fields.open) fields.done.push({ ...wordOf(MORE, fields.raw), splits: true })
  fields.open = false
  fields.value = EMPTY
  fields.pattern = ''
  fields.started = false
  fields.glob = false
  fields.splits = false
  fields.content = undefined
}

/** Adds to the current word. What was not quoted may be several words when it is unknown, or a pattern. */
export function appendText(fields: Fields, value: Value, quoted: boolean): void {
  if (fields.open) {
    fields.open = false
    appendText(fields, MORE, false)
  }
  fields.value = fields.started ? concat(fields.value, value) : value
  fields.pattern += quoted ? escapePattern(value.text) : value.text
  fields.started = true
  if (!quoted) {
    if (value.opaque) fields.splits = true
    else if (looksLikePattern(value.text)) fields.glob = true
  }
}

/** Adds a pattern for file names. */
export function appendPattern(fields: Fields, text: string): void {
  appendText(fields, constant(text), false)
  fields.glob = true
}

/** The unknown rest of a list. */
export function appendMore(
  fields: Fields,
  list: { readonly values: readonly Value[]; readonly open: boolean; readonly rest?: Value },
): void {
  if (!list.open) return
  if (list.values.length > 0) fields.open = true
  else appendText(fields, list.rest ?? MORE, false)
}

/** zsh leaves the value of a variable in one piece, and splits only what a command wrote. */
export function appendSplit(fields: Fields, value: Value, where: Where): void {
  if (where.frame.dialect !== 'zsh') splitInto(fields, value, where)
  else if (value.text !== '' || value.opaque) appendText(fields, value, true)
}

/** Splits by IFS into words, the first and last of which belong to what stands beside them. */
export function splitInto(fields: Fields, value: Value, where: Where): void {
  const ifs = separators(where)
  if (value.opaque || ifs === undefined) {
    appendText(fields, value.opaque ? value : partly(HOLE, 'variable', value), false)
    return
  }
  const split = splitFields(value.text, ifs)
  if (split.leading) finish(fields, where)
  split.words.forEach((text, index) => {
    if (index > 0) finish(fields, where)
    appendText(fields, { ...value, text }, false)
  })
  if (split.trailing && split.words.length > 0) finish(fields, where)
}
