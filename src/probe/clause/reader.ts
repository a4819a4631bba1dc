/** Weighs clauses by what was learned from the project's own texts: one sum of named features, no more. */
import type { FindingKind, TextContext } from '../finding.js'
import type { Folded } from '../fold.js'
import type { Passage } from '../passage.js'
import { featureNames } from './features.js'
import { BIAS, learned } from './learned.js'
import { type Placed, shareOf, vectorNames, vectorsOf } from './vector.js'

const weights = Float64Array.from(vectorNames, (name) => learned[name] ?? 0)

/** The most that place and company add to what a clause says itself; measured on the project's texts, with room. */
const MOST_FROM_COMPANY = 6.5
/** No sum is surer than this, so that what context halves stays below the threshold. */
const SUREST = 0.97
const own = featureNames.length

/** Whether a clause could reach the threshold in any company: most cannot, and are not looked at any further. */
function hopeful(features: Float32Array): boolean {
  let sum = BIAS + MOST_FROM_COMPANY
  for (let number = 0; number < own; number++) if (features[number]! > 0) sum += weights[number]!
  return sum > 0
}

export interface Weighed {
  readonly kind: FindingKind
  /** 0 to 1, from FLAG_FROM on an attempt to steer. */
  readonly score: number
  /** Offsets in the folded text. */
  readonly from: number
  readonly to: number
  readonly why: string
}

/** The clauses of a folded stretch that score at least `least`, best first. */
export function weighClauses(
  source: string,
  folded: Folded,
  passages: readonly Passage[],
  context: TextContext,
  least: number,
): Weighed[] {
  const weighed: Weighed[] = []
  for (const placed of vectorsOf(source, folded, passages, hopeful)) {
    const sum = BIAS + dot(placed.vector)
    if (probability(sum) < least) continue
    const { from, to } = placed.clause
    const score = Math.min(SUREST, probability(sum)) * shareOf(source, folded, placed.clause, context)
    if (score >= least) weighed.push({ ...saying(placed), score, from, to })
  }
  return weighed.sort((one, other) => other.score - one.score)
}

const probability = (sum: number) => 1 / (1 + Math.exp(-sum))

function dot(vector: Float32Array): number {
  let sum = 0
  for (let number = 0; number < vector.length; number++) sum += weights[number]! * vector[number]!
  return sum
}

/** What a clause is said to do, by the gravest of its kinds. */
const sayings: readonly { readonly both: string; readonly kind: FindingKind; readonly why: string }[] = [
  { both: 'order+mark', kind: 'forged', why: 'has an order after the mark of another turn' },
  { both: 'drop+order', kind: 'override', why: 'wants earlier instructions dropped and something else done' },
  { both: 'model+order', kind: 'addressed', why: 'gives orders to a model' },
  { both: 'agent+order', kind: 'addressed', why: 'gives orders to an assistant' },
  { both: 'hush+order', kind: 'addressed', why: 'wants something done and kept from the user' },
  { both: 'user+order', kind: 'demand', why: 'gives orders in the name of the user' },
]
const pairAt = (both: string) => {
  const [one, other] = both.split('+')
  const found = vectorNames.indexOf(`both.${one}+${other}`)
  return found < 0 ? vectorNames.indexOf(`both.${other}+${one}`) : found
}
const rows = sayings.map((row) => ({ ...row, at: pairAt(row.both) }))

function saying({ vector }: Placed): { kind: FindingKind; why: string } {
  const row = rows.find(({ at }) => vector[at]! > 0)
  return row ?? { kind: 'demand', why: 'asks for an act where nobody asks anybody for anything' }
}
