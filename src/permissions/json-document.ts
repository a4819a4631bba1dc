/** JSON with positions: every value's line and column, and the first thing wrong as a value. */
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser'
import type { Fault } from './rule.js'

/** The parser calls itself for each level; settings have five. */
const MAX_NESTING = 100

export interface Document {
  readonly file: string
  readonly value: unknown
  /** Line and column, from 1, of the value at a path of keys and indices; of its nearest ancestor where it is missing. */
  at(path: readonly (string | number)[]): { readonly line: number; readonly column: number }
}

/** `comments`: whether the format has comments and trailing commas. */
export function parseDocument(
  text: string,
  file: string,
  { comments }: { readonly comments: boolean },
): Document | Fault {
  const lines = lineStarts(text)
  const deep = firstTooDeep(text)
  if (deep >= 0) return { file, ...positionIn(lines, deep), problem: `is nested deeper than ${MAX_NESTING} levels` }
  const errors: ParseError[] = []
  const root = parseTree(text, errors, {
    allowTrailingComma: comments,
    disallowComments: !comments,
    allowEmptyContent: false,
  })
  const wrong = errors[0]
  if (wrong || !root)
    return {
      file,
      ...positionIn(lines, wrong?.offset ?? 0),
      problem: wrong ? sayError(printParseErrorCode(wrong.error)) : 'is empty',
    }
  return {
    file,
    value: getNodeValue(root),
    at: (path) => positionIn(lines, nearest(root, path).offset),
  }
}

/** `PropertyNameExpected` as `property name expected`. */
const sayError = (code: string) => code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()

function nearest(root: Node, path: readonly (string | number)[]): Node {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length))
    if (node) return node
  }
  return root
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

function positionIn(starts: readonly number[], offset: number): { line: number; column: number } {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - starts[low]! + 1 }
}

/** Offset of the first bracket that is too deep, or -1. Strings are passed over; brackets in comments count, which is harmless. */
function firstTooDeep(text: string): number {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if (character === 34) {
      for (at++; at < text.length && text.charCodeAt(at) !== 34; at++) if (text.charCodeAt(at) === 92) at++
    } else if (character === 91 || character === 123) {
      if (++depth > MAX_NESTING) return at
    } else if (character === 93 || character === 125) depth--
  }
  return -1
}
