/** A clause in its surroundings as numbers: its own features, those of the clauses near it, and where it stands. */
import { shareLeft } from '../context.js'
import type { TextContext } from '../finding.js'
import type { Folded } from '../fold.js'
import { hidingPlaceAt, isAmongData } from '../hiding.js'
import type { Passage } from '../passage.js'
import { featureNames, featuresOf } from './features.js'
import { type Clause, clausesOf } from './words.js'

/** How near a clause has to be to count as company, in clauses and in characters. */
const COMPANY = 2
const COMPANY_REACH = 320
/** Clauses before and after whose orders make a text a manual. */
const AROUND = 6

/** Kinds of features that mean more together than alone. */
const kinds = {
  model: [
    'is.for-model',
    'is.calls-model',
    'is.model-must',
    'is.you-are-model',
    'is.reading-model',
    'is.model-noun-phrase',
    'has.who.model',
  ],
  agent: ['is.for-agent', 'is.calls-agent', 'is.agent-must'],
  drop: ['is.drop-instructions', 'is.drop-prior', 'is.drop-user', 'is.override-words', 'is.new-task'],
  before: ['is.before-task', 'is.when-done', 'has.order-of-things'],
  user: ['is.user-wants', 'has.who.user', 'act.say-to-user', 'is.is-user'],
  hush: ['is.not-tell-user', 'is.without-asking', 'has.hush'],
  mark: ['is.forged-mark', 'is.role-mark'],
  self: ['is.your-self', 'is.obey'],
  urgent: ['has.urgent', 'has.authority'],
  also: ['has.also'],
  attacks: ['has.talk-of-attacks'],
  quoted: ['is.has-quotation', 'is.example'],
  manual: ['is.if-you-use', 'is.code-mark'],
  people: ['has.who.people', 'is.letter', 'is.by-name'],
  take: [
    'act.send-to',
    'act.send-private',
    'act.send-secret',
    'act.share',
    'act.reveal',
    'act.reveal-private',
    'act.get-secret',
    'is.send-what-where',
  ],
  money: ['act.pay', 'act.pay-money'],
  change: ['act.access', 'act.invite', 'act.destroy', 'act.book', 'act.device', 'act.approve', 'act.remember'],
  run: ['act.run', 'act.visit', 'act.get-url', 'act.install', 'act.call-tool'],
  answer: ['act.shape-answer', 'act.say-to-user', 'act.say-praise', 'act.reveal-instructions', 'act.follow'],
  order: ['is.order'],
} as const
const kindNames = Object.keys(kinds) as (keyof typeof kinds)[]
const members = kindNames.map((kind) => kinds[kind].map((name) => featureNames.indexOf(name)))
const pairs = kindNames.flatMap((_, at) => kindNames.slice(at + 1).map((_, further) => [at, at + 1 + further] as const))
export const pairNames = pairs.map(([one, other]) => `both.${kindNames[one]}+${kindNames[other]}`)

export const placeNames = [
  'place.hidden',
  'place.data',
  'place.orders-around',
  'place.alone',
  'said',
  'said.near',
] as const

/** Names of the numbers of a vector, in order. */
export const vectorNames: readonly string[] = [
  ...featureNames,
  ...featureNames.map((name) => `near.${name}`),
  ...placeNames,
  ...pairNames,
]

/** What context leaves of a clause's suspicion, as a factor; words that it quotes are judged as a quotation. */
export function shareOf(source: string, folded: Folded, { from, to }: Clause, context: TextContext): number {
  const place = (at: number) => folded.at[at] ?? 0
  const share = shareLeft(source, place(from), place(to - 1) + 1, context)
  const said = /["`][^"`]{8,}/.exec(folded.text.slice(from, to))
  if (!said) return share
  const start = from + said.index + 1
  return Math.min(share, shareLeft(source, place(start), place(start + said[0].length - 2) + 1, context))
}

export interface Placed {
  readonly clause: Clause
  readonly vector: Float32Array
}

const order = featureNames.indexOf('is.order')
/** A clause without any of these is company for others, never the attempt itself. */
const candidate = [
  'is.order',
  'has.drop',
  'is.override-words',
  'is.forged-mark',
  'is.role-mark',
  'is.not-tell-user',
  'is.calls-model',
  'is.calls-agent',
  'is.for-model',
  'is.for-agent',
  'is.model-must',
  'is.agent-must',
  'is.user-wants',
  'is.is-user',
  'is.you-must',
  'is.your-self',
].map((name) => featureNames.indexOf(name))
const width = featureNames.length

/** Vectors of the clauses of a folded stretch that could be part of an attempt. `passages` are what the signals found in it. Clauses
 * whose own features are not `hopeful` are company only. */
export function vectorsOf(
  source: string,
  folded: Folded,
  passages: readonly Passage[],
  hopeful: (features: Float32Array) => boolean = () => true,
): Placed[] {
  const startsLine = (at: number) => {
    const place = folded.at[at]
    if (place === undefined) return true
    const first = source.charCodeAt(place)
    const isLower = (first >= 0x61 && first <= 0x7a) || first > 0xbf
    return !isLower
  }
  const clauses = clausesOf(folded.text, startsLine)
  const own = clauses.map((clause) => {
    const features = new Float32Array(width)
    featuresOf(clause, folded.text, features)
    return features
  })
  const placed: Placed[] = []
  for (const [at, clause] of clauses.entries()) {
    if (!candidate.some((number) => own[at]![number]! > 0) || !hopeful(own[at]!)) continue
    const vector = new Float32Array(vectorNames.length)
    vector.set(own[at]!)
    for (let other = Math.max(0, at - COMPANY); other <= Math.min(clauses.length - 1, at + COMPANY); other++) {
      if (other === at) continue
      const gap = other < at ? clause.from - clauses[other]!.to : clauses[other]!.from - clause.to
      if (gap > COMPANY_REACH) continue
      for (let number = 0; number < width; number++) {
        if (own[other]![number]! > 0) vector[width + number] = 1
      }
    }
    let orders = 0
    let seen = 0
    for (let other = Math.max(0, at - AROUND); other <= Math.min(clauses.length - 1, at + AROUND); other++) {
      if (other === at) continue
      seen++
      if (own[other]![order]! > 0) orders++
    }
    const place = folded.at[clause.from] ?? 0
    const base = width * 2
    const hiding = hidingPlaceAt(source, place)
    if (hiding) vector[base] = hiding.bonus * 4
    if (isAmongData(source, place)) vector[base + 1] = 1
    vector[base + 2] = seen === 0 ? 0 : orders / seen
    vector[base + 3] = orders === 0 && own[at]![order]! > 0 ? 1 : 0
    for (const passage of passages) {
      const gap = Math.max(passage.from - clause.to, clause.from - passage.to)
      if (gap <= 0) vector[base + 4] = Math.max(vector[base + 4]!, passage.score)
      else if (gap < COMPANY_REACH) vector[base + 5] = Math.max(vector[base + 5]!, passage.score)
    }
    const there = members.map((list) => list.some((number) => vector[number]! > 0 || vector[width + number]! > 0))
    for (const [number, [one, other]] of pairs.entries()) {
      if (there[one] && there[other]) vector[base + placeNames.length + number] = 1
    }
    placed.push({ clause, vector })
  }
  return placed
}
