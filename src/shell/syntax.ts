import { type ParsedScript, parse } from 'unbash'
import { MAX_SCRIPT_BYTES } from './limits.js'
import { nestsTooDeep } from './nesting.js'
import type { OpaqueReason } from './script.js'

/** A tree with the place of the first error, if there was one, or why there is no tree at all. */
export type Syntax = { readonly tree: ParsedScript; readonly errorAt?: number } | { readonly refused: OpaqueReason }

/** Parses a whole text. Never throws: the parser is not ours, and text made to exhaust its stack is a value here too. */
export function readSyntax(text: string): Syntax {
  if (text.length > MAX_SCRIPT_BYTES || Buffer.byteLength(text) > MAX_SCRIPT_BYTES) return { refused: 'size' }
  if (nestsTooDeep(text)) return { refused: 'depth' }
  try {
    const tree = parse(text)
    const first = tree.errors?.[0]
    return first ? { tree, errorAt: first.pos } : { tree }
  } catch {
    return { refused: 'syntax' }
  }
}
