/**
 * A second look at what stage 2 found for a soft rule. Rows of rules ask for each thing to be said; people leave out what
 * is plain and say more than they mean. Where all that speaks for and against an effect comes out clearly on the other
 * side, it decides. It never touches hard rules, boundaries, or an act that was refused before.
 */
import type { Effect } from '../effects/effect.js'
import type { Authorization } from './authorize.js'
import { evidenceOf } from './evidence.js'
import type { Grounds } from './grounds.js'
import { probability } from './trees.js'
import { weights } from './weights.js'

export type Weigh = (answer: Authorization, effect: Effect, grounds: Grounds) => Authorization

/** Probabilities of "not covered" below and above which the evidence overrides the rules' answer. */
const CLEARLY_COVERED = 0.25
const CLEARLY_NOT = 0.75

/** One effect may be touched by several rules; what speaks against it is worked out once for each decision. */
const known = new WeakMap<Grounds, Map<Effect, number>>()

function againstIt(effect: Effect, grounds: Grounds): number {
  const found = known.get(grounds) ?? new Map<Effect, number>()
  known.set(grounds, found)
  const before = found.get(effect)
  if (before !== undefined) return before
  const against = probability(weights, evidenceOf(effect, grounds))
  found.set(effect, against)
  return against
}

/** The rules' answer, or the evidence's where that is clear and different. */
export const weighEvidence: Weigh = (answer, effect, grounds) => {
  const last = grounds.words.last
  if (!last) return answer
  const against = againstIt(effect, grounds)
  if (!answer.granted && !answer.contradicted && against < CLEARLY_COVERED)
    return { granted: true, missing: [], quotes: [answer.quotes[0] ?? last.own.trim()] }
  if (answer.granted && against > CLEARLY_NOT)
    return { granted: false, missing: ['ask for this step by its name'], quotes: answer.quotes }
  return answer
}
