/** What a model is asked, and what comes back: the seam between the engine, which is pure, and the client at the rim. */
import type { ModelTokens } from '../../log/entry.js'

/** One prompt for both stages; only the instruction at its end differs. */
export interface Prompt {
  /** The same for the whole session. */
  readonly system: string
  /** Grows at its end only, so that a provider can keep the beginning. Not empty. */
  readonly transcript: readonly string[]
  readonly request: string
}

export interface Asking {
  readonly prompt: Prompt
  readonly instruction: string
  readonly stage: 1 | 2
  readonly model: string
  /** Tokens of the answer itself. */
  readonly maxTokens: number
  /** Milliseconds for all attempts together. */
  readonly timeout: number
}

export interface Answer {
  readonly text: string
  /** The model came to its end by itself. */
  readonly whole: boolean
  readonly call: ModelTokens
}

/** Why there is no answer. */
export class AskFailure {
  constructor(
    /** Without a secret, and bounded; on one line. */
    readonly why: string,
    /** `question`: the endpoint is well and would answer another one. */
    readonly blames: 'endpoint' | 'question',
    readonly call?: ModelTokens,
  ) {}
}

/** Never rejects. */
export type Ask = (asking: Asking) => Promise<Answer | AskFailure>
