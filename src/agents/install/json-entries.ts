/**
 * Hook entries in a settings file that belongs to somebody else: put in and taken out as edits of the text, so that
 * comments, order, indentation and line ends of everything around them stay. Pure.
 */
import { applyEdits, type FormattingOptions, modify, type ParseError, parse, printParseErrorCode } from 'jsonc-parser'
import { fieldsOf, listOf } from '../transcripts/reader.js'

/** One value at the end of the list of an event below `hooks`. */
export interface JsonEntry {
  readonly event: string
  readonly value: unknown
}

const BOM = '\uFEFF'
/** Edits are computed one by one over the whole text. */
const MAX_TEXT = 4 * 1024 * 1024

/**
 * The text with these entries at the ends of their lists.
 * @param base fields that a file without them gets (`version` of some formats)
 * @returns an error with line and column where the text is not JSON with comments, or is not of the shape that it must be
 */
export function withEntries(
  text: string,
  entries: readonly JsonEntry[],
  base: Readonly<Record<string, unknown>> = {},
): string | Error {
  const document = read(text)
  if (document instanceof Error) return document
  let { body } = document
  const style = styleOf(body)
  const edit = (path: (string | number)[], value: unknown, isInsertion: boolean) => {
    body = applyEdits(body, modify(body, path, value, { formattingOptions: style, isArrayInsertion: isInsertion }))
  }
  const lists = fieldsOf(document.fields.hooks)
  const odd = entries.find(({ event }) => lists[event] !== undefined && !Array.isArray(lists[event]))
  if (odd) return new Error(`\`hooks.${odd.event}\` is no list`)
  if (document.isEmpty) body = `${body}{}${style.eol}`
  for (const [key, value] of Object.entries(base)) if (!(key in document.fields)) edit([key], value, false)
  for (const { event, value } of entries) {
    const list = fieldsOf(fieldsOf(parse(body)).hooks)[event]
    if (list === undefined) edit(['hooks', event], [value], false)
    else edit(['hooks', event, listOf(list).length], value, true)
  }
  return document.mark + body
}

/**
 * The text without the entries for which `isOurs` holds; lists and objects that are empty then, and that `before` did not
 * have, go as well.
 * @param before the text that they were put into, where that is known
 */
export function withoutEntries(
  text: string,
  isOurs: (value: unknown) => boolean,
  before: string | undefined,
): string | Error {
  const document = read(text)
  if (document instanceof Error) return document
  const earlier = before === undefined ? undefined : read(before)
  const had = fieldsOf(earlier === undefined || earlier instanceof Error ? undefined : earlier.fields.hooks)
  let { body } = document
  const formattingOptions = styleOf(body)
  const remove = (path: (string | number)[]) => {
    body = applyEdits(body, modify(body, path, undefined, { formattingOptions }))
  }
  for (const [event, list] of Object.entries(fieldsOf(document.fields.hooks))) {
    const ours = listOf(list).flatMap((value, index) => (isOurs(value) ? [index] : []))
    for (const index of ours.reverse()) remove(['hooks', event, index])
    if (ours.length > 0 && ours.length === listOf(list).length && !(event in had)) remove(['hooks', event])
  }
  const left = fieldsOf(parse(body)).hooks
  const isNew = earlier !== undefined && !(earlier instanceof Error) && !('hooks' in earlier.fields)
  if (isNew && left !== undefined && Object.keys(fieldsOf(left)).length === 0) remove(['hooks'])
  return document.mark + body
}

interface Document {
  readonly mark: string
  readonly body: string
  readonly fields: Readonly<Record<string, unknown>>
  /** Nothing but blanks and comments. */
  readonly isEmpty: boolean
}

function read(text: string): Document | Error {
  if (text.length > MAX_TEXT) return new Error('it is larger than 4 MiB')
  const mark = text.startsWith(BOM) ? BOM : ''
  const body = text.slice(mark.length)
  const errors: ParseError[] = []
  let value: unknown
  try {
    value = parse(body, errors, { allowTrailingComma: true, allowEmptyContent: true })
  } catch {
    // The parser calls itself for each level.
    return new Error('it is nested too deeply')
  }
  const [first] = errors
  if (first) return new Error(`${position(body, first.offset)}: ${printParseErrorCode(first.error)}`)
  if (value === undefined) return { mark, body, fields: {}, isEmpty: true }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Error('it holds no object')
  const fields = value as Readonly<Record<string, unknown>>
  const { hooks } = fields
  if (hooks !== undefined && (typeof hooks !== 'object' || hooks === null || Array.isArray(hooks)))
    return new Error('`hooks` is no object')
  return { mark, body, fields, isEmpty: false }
}

function position(text: string, offset: number): string {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return `line ${line}, column ${offset - before.lastIndexOf('\n')}`
}

/** Indentation and line ends as the text has them. */
function styleOf(text: string): Required<Pick<FormattingOptions, 'tabSize' | 'insertSpaces' | 'eol'>> {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  '
  return { tabSize: indent.length, insertSpaces: !indent.startsWith('\t'), eol: text.includes('\r\n') ? '\r\n' : '\n' }
}
