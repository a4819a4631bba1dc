/** The classifier's interface: what it is asked, and what it answers. Two engines stand behind it. */
import type { Effect } from '../effects/effect.js'
import type { ModelTokens } from '../log/entry.js'
import type { Request } from '../request.js'
import type { Session } from '../session.js'
import type { Script } from '../shell/script.js'
import type { Verdict } from '../verdict.js'
import type { Facts, World } from '../world.js'

export interface Question {
  readonly request: Request
  /** Null for a tool call that carries no shell text. */
  readonly script: Script | null
  readonly effects: readonly Effect[]
  /** Indices into `effects` that the tiers left undecided. */
  readonly open: readonly number[]
  /** What the tiers said of the others. */
  readonly settled: readonly Verdict[]
  /**
   * Effects of which nothing is known, and which are decided when they happen: of a program below an allowed request, or
   * one whose name is known only at its exec. They are worth no costly answer.
   */
  decidedLater(effect: Effect): boolean
  readonly facts: Facts
  readonly session: Session
  readonly world: World
}

/** How stage 2 came to its answer on one rule, for the trace. */
export interface Finding {
  readonly rule: string
  readonly effect: number
  /** What the user did not say; empty where the rule is cleared. */
  readonly missing: readonly string[]
  /** The user's words that it rests on. */
  readonly quotes: readonly string[]
}

export interface Judgement {
  /** One for each open effect, or more. */
  readonly verdicts: readonly Verdict[]
  readonly stage1: { readonly flagged: boolean; readonly rules: readonly string[] }
  readonly stage2?: readonly Finding[]
  /** The one that answered. */
  readonly engine: string
  /** Why the one that was asked did not. */
  readonly fallback?: string
  readonly calls?: readonly ModelTokens[]
}

export interface Engine {
  readonly name: string
  judge(question: Question): Judgement | Promise<Judgement>
}
