/**
 * The ordered value that every decision is made of. Parts combine to the strictest; nothing is dropped on the way,
 * so that `gatesh check` and `gatesh log show` print the very trace that decided.
 */

/** In order of strictness: `allow` < `ask` < `deny`. */
export type Action = 'allow' | 'ask' | 'deny'

/** 1 safe reads, 2 in-project writes, 3 everything else (the classifier); 0 for hard denials and user rules. */
export type Tier = 0 | 1 | 2 | 3

/** One judgement with the rule that made it. */
export interface Verdict {
  readonly action: Action
  readonly tier: Tier
  /** Rule id such as `git.push-delete`, or the name of the step that decided (`tier1`, `tier2`, `user-rule`, `opaque`). */
  readonly rule: string
  /** One sentence a person can act on: rule, effect, target, and what the user would have to say. Lower case, no final stop. */
  readonly reason: string
  /** Index into the effects that this verdict is about; absent when it is about the request as a whole. */
  readonly effect?: number
}

const order: Record<Action, number> = { allow: 0, ask: 1, deny: 2 }

/** True where `a` is at least as strict as `b`. */
export function atLeast(a: Action, b: Action): boolean {
  return order[a] >= order[b]
}

/**
 * The strictest of the parts, the first one among equals; on a tie the higher tier speaks, since it looked closer.
 * An empty list is no permission: it is a denial.
 */
export function strictest(parts: readonly Verdict[]): Verdict {
  const first = parts[0]
  if (!first)
    return { action: 'deny', tier: 0, rule: 'nothing-judged', reason: 'nothing was judged, so nothing is permitted' }
  let worst = first
  for (const part of parts) {
    const stricter = order[part.action] - order[worst.action]
    if (stricter > 0 || (stricter === 0 && part.tier > worst.tier)) worst = part
  }
  return worst
}
