/** Rules are rows of data: what they match, why, what clears them, and examples both ways that are checked by a test. */
import type { Area, EffectKind, Flag, TargetType } from '../effects/effect.js'

/** All given fields must hold; lists are "one of". */
export interface EffectPattern {
  readonly kind: EffectKind | readonly EffectKind[]
  /** At least one of these flags. */
  readonly flags?: readonly Flag[]
  /** None of these flags. */
  readonly without?: readonly Flag[]
  /** At least one target of this type lies in one of these areas. */
  readonly area?: readonly Area[]
  readonly guarded?: boolean | readonly string[]
  readonly targetType?: readonly TargetType[]
  /** At least one source carries a secret. */
  readonly secret?: boolean
  /** Effect happens elsewhere (ssh host, container, pod). */
  readonly elsewhere?: boolean
  /** Some target cannot be known before it runs. */
  readonly opaque?: boolean
}

/** What the user must have named for a soft rule to be cleared; all of them. */
export type Need =
  | { readonly need: 'act' } // the verb class or a word for this act
  | { readonly need: 'target'; readonly type?: readonly TargetType[]; readonly of?: 'secrets' } // the thing itself, by name, or "all" where many; of secrets: the ones that are sent
  | { readonly need: 'flag'; readonly flag: readonly Flag[] } // the dangerous way of doing it
  | { readonly need: 'place' } // the host, environment or account where it happens
  | { readonly need: 'destination' } // where data goes

/** Facts and makings that clear a rule without the user's word. */
export type Clearance =
  | 'own-making'
  | 'nothing-lost'
  | 'local-only'
  | 'working-branch'
  | 'declared'
  | 'tracked-clean'
  | 'temp'
  | 'own-service'
  | 'used-before'

export type RuleGroup = 'destroy' | 'exfiltrate' | 'weaken' | 'trust' | 'review' | 'others'

export interface Rule {
  /** `family.what`, stable: it stands in logs and user rules. */
  readonly id: string
  readonly group: RuleGroup
  /** `hard`: only naming both thing and place clears it. `never`: nothing does. `soft`: the needs clear it. */
  readonly strength: 'soft' | 'hard' | 'never'
  readonly match: EffectPattern | readonly EffectPattern[]
  /** One sentence: what is lost or opened up. Lower case, no final stop. */
  readonly why: string
  readonly needs: readonly Need[]
  readonly clears?: readonly Clearance[]
  /** Commands that it touches, and commands that look alike and that it must not touch. Checked by test. */
  readonly yes: readonly string[]
  readonly no: readonly string[]
}
