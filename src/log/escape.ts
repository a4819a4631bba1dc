/** Lines of the log that the watch writes. Texts are redacted and bounded before they come here. */
import type { ENTRY_VERSION } from './entry.js'

/** A file as it was or is. `hash`: SHA-256 of its content; absent where it was too large or could not be read. */
export interface FileState {
  readonly size: number
  readonly mode: number
  readonly hash?: string
}

export interface EscapedChange {
  readonly path: string
  readonly kind: 'create' | 'modify' | 'delete' | 'rename' | 'chmod' | 'link'
  /** Where it came from, of a rename. */
  readonly from?: string
  /** Made and gone again. */
  readonly transient?: true
  /** Kind of guarded place. */
  readonly guarded?: string
  readonly before?: FileState
  readonly after?: FileState
  /** Lines that went (`-`) and came (`+`), of a text file of which the content before is known. */
  readonly diff?: string
  /** The content before is kept, and `gatesh restore` can put it back. */
  readonly kept?: true
}

/** A write that left the project and that no allowed command had named. */
export interface EscapeLine {
  readonly v: typeof ENTRY_VERSION
  readonly id: string
  readonly ts: string
  readonly session: string
  readonly kind: 'escape'
  readonly writer: 'command' | 'agent' | 'unknown'
  /** Entry of the command that wrote, and its text. */
  readonly entry?: string
  readonly command?: string
  /** Where the writer is not known: entries of what was let through shortly before. It need not be one of these. */
  readonly running?: readonly string[]
  /** How the write was seen. */
  readonly source: 'fanotify' | 'places'
  /** What was done about it. */
  readonly response: 'warn' | 'ask' | 'stop'
  readonly changes: readonly EscapedChange[]
  /** Files in all; `changes` names the first of them. */
  readonly count: number
  readonly prev: string
  readonly hash: string
}

/** How the watch sees, and where it stopped seeing. */
export interface WatchLine {
  readonly v: typeof ENTRY_VERSION
  readonly id: string
  readonly ts: string
  readonly session: string
  readonly kind: 'watch'
  readonly source: 'fanotify' | 'places' | 'none'
  readonly state: 'started' | 'degraded' | 'ended'
  readonly reason: string
  readonly prev: string
  readonly hash: string
}
