/** What an agent's hook tells, and what it is answered, in words that no agent has of its own. */
import type { Fields } from '../transcripts/reader.js'

export type HookEvent = {
  /** Permission mode, where the event carries one. */
  readonly mode?: string
  /** The agent's transcript file. */
  readonly transcript?: string
} & (
  | { readonly kind: 'prompt'; readonly text: string; readonly delegated: boolean }
  | {
      readonly kind: 'before-tool'
      readonly tool: string
      readonly input: Fields
      readonly cwd: string
      readonly call: string
    }
  | {
      readonly kind: 'after-tool'
      readonly tool: string
      readonly input: Fields
      readonly output: unknown
      readonly call: string
    }
  | { readonly kind: 'turn-end'; readonly prose: string }
  | { readonly kind: 'other' }
)

export type HookAnswer =
  | { readonly kind: 'none' }
  | { readonly kind: 'deny'; readonly reason: string }
  | { readonly kind: 'ask'; readonly reason: string }
  | { readonly kind: 'context'; readonly text: string }

/** What the hook's process prints and ends with. */
export interface HookOutput {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** One agent's way of saying these. */
export interface HookDialect {
  /** The harness starts the hook's program itself. Where a shell stands between, a tool call can look just the same. */
  readonly direct: boolean
  /** `ask` holds the call until a person has answered at the agent's own prompt; elsewhere it is a refusal. */
  readonly asks: boolean
  /** `name`: the event that the hook was registered for. Undefined: not of this shape, or of another event. */
  read(name: string, payload: unknown): HookEvent | undefined
  write(name: string, answer: HookAnswer): HookOutput
}

/** An event that gatesh registers for. */
export interface HookRow {
  readonly event: string
  /** Which tools; absent where the event has none. */
  readonly matcher?: string
  /** How long the harness waits. */
  readonly seconds: number
}

export const silence: HookOutput = { exitCode: 0, stdout: '', stderr: '' }

/** Every agent here takes this code for a refusal, with stderr as the reason; other codes but 0 let the call go on. */
export const EXIT_REFUSES = 2

/** Agents cut longer strings, or put them into a file. */
export const MAX_OUTPUT = 9_000

/** A person or a model may be asked before a tool runs. */
export const BEFORE_SECONDS = 600
export const OTHER_SECONDS = 30
