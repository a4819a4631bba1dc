/** What the watch sees and what it makes of it. */

export type ChangeKind = 'create' | 'modify' | 'delete' | 'rename' | 'chmod' | 'link'

/** Who wrote. Never guessed: where it is not known, what ran at the time is named as that and no more. */
export type Writer =
  /** A command that was let through. `chain`: its entry and those that it belongs to, nearest first. */
  | { readonly by: 'command'; readonly chain: readonly string[]; readonly text: string }
  /** The agent's own process: a file tool of it, or its own doing. */
  | { readonly by: 'agent' }
  | { readonly by: 'unknown' }

/** One change of one file, as a source reports it. Paths absolute; `at` in milliseconds of one clock. */
export interface FileEvent {
  readonly path: string
  readonly kind: ChangeKind
  /** Where it came from, of a rename. */
  readonly from?: string
  readonly writer: Writer
  readonly at: number
}

/** A path with everything that happened to it in one act. */
export interface Change {
  readonly path: string
  readonly kind: ChangeKind
  readonly from?: string
  /** Made in this act and gone again: an editor's temporary file, or something that hides. */
  readonly transient?: true
}

/** What one writer did at one time. `count` may exceed the changes that were kept. */
export interface Act {
  readonly writer: Writer
  readonly changes: readonly Change[]
  readonly count: number
  /** Milliseconds between the first and the last. */
  readonly lasted: number
}
