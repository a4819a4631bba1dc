import type { Call } from '../call.js'
import type { Assignment, Dialect, OpaqueReason, Stdin, Via, Word } from '../script.js'
import type { Value } from '../value.js'

/** What a wrapper starts, and how that differs from where the wrapper itself stands. */
export interface Inner {
  readonly what: What
  readonly via?: Omit<Via, 'command'>
  /** Assignments for it, over the ones of the wrapper. */
  readonly env?: readonly Assignment[]
  /** Whether nothing else of the environment reaches it. */
  readonly clearsEnv?: boolean
  /** Working directory, where it is another; null when unknown. */
  readonly cwd?: string | null
  /** On another machine or in another root: nothing that the world says holds there. */
  readonly elsewhere?: boolean
  /** Runs on a condition, or any number of times. */
  readonly maybe?: boolean
  readonly stdin?: Stdin
}

export type What =
  | { readonly kind: 'argv'; readonly argv: readonly Word[] }
  | {
      readonly kind: 'text'
      readonly text: Value
      readonly dialect: Dialect
      /** `$0`, `$1`...; without it there are none. */
      readonly positional?: readonly Word[]
    }
  | { readonly kind: 'file'; readonly path: Word; readonly dialect: Dialect; readonly positional: readonly Word[] }
  /** A shell that reads its commands from standard input. */
  | { readonly kind: 'stdin'; readonly dialect: Dialect; readonly positional: readonly Word[] }
  | {
      readonly kind: 'opaque'
      readonly reason: OpaqueReason
      readonly role: 'program' | 'script'
      readonly source: string
    }

export interface Unwrapped {
  /** Whether the wrapper has an effect of its own and stays in the list as a command. */
  readonly stays: boolean
  readonly inner: readonly Inner[]
}

/** Looks into one command. Undefined when it starts nothing of its own: it is then a command like any other. */
export type Wrapper = (call: Call) => Unwrapped | undefined
export type Wrappers = Readonly<Record<string, Wrapper>>
