/** Rows of tiers 1 and 2: what is decided at once, with the reason why that is safe and examples both ways. */
import type { EffectPattern } from './rule.js'

/** A condition that data cannot say; each is a small named test in `conditions.ts`. */
export type Condition =
  | 'known-targets' // no target is opaque or a pattern that reaches outside
  | 'inside' // every path target lies in the project or in a temporary directory
  | 'own-or-tracked' // every path was made in this session, is regenerable, or is tracked without changes
  | 'no-planted-program' // neither repository nor environment names a program that git would run
  | 'not-production'
  | 'here' // on this machine, not through ssh or into a container
  | 'known-remote' // a remote that was configured when the session started
  | 'usual-registry' // packages come from where the project's own configuration says
  | 'weakens-nothing' // the text switches off no verification, test or check
  | 'plain-path' // no credential, gate or other guarded place

export interface TierRow {
  readonly id: string
  readonly tier: 1 | 2
  readonly match: EffectPattern | readonly EffectPattern[]
  /** All must hold. */
  readonly when: readonly Condition[]
  readonly why: string
  readonly yes: readonly string[]
  readonly no: readonly string[]
}
