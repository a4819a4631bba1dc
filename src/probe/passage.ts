/** The second pass: adds up what one stretch of folded text says. */
import type { FindingKind } from './finding.js'
import type { Folded } from './fold.js'
import { acts, anyOrder } from './signals/acts.js'
import type { Family, Signal } from './signals/signal.js'
import { FAR_SHARE, FLAG_FROM, FURTHER_ACT, hidingBonus, MOST_FROM_ACTS, NEAR, REACH } from './weights.js'

/** Matches looked at in one stretch: more say nothing new, and weighing them takes the square of their number. */
const MAX_MATCHES = 120

interface Match {
  readonly signal: Signal
  /** Only the heaviest match of a group counts. */
  readonly group: string
  readonly from: number
  readonly to: number
  readonly repaired: boolean
}

/** What a passage adds up to, before context is weighed. Offsets are those of the folded text. */
export interface Passage {
  readonly kind: FindingKind
  readonly score: number
  readonly from: number
  readonly to: number
  /** Reasons, heaviest first. */
  readonly why: readonly string[]
  /** Disguised letters stand in what was found. */
  readonly repaired: boolean
}

/** The heaviest passages of a folded stretch, not overlapping, best first; `families` are those whose anchors stand in it. */
export function weighPassages(folded: Folded, families: readonly Family[]): Passage[] {
  const talk: Match[] = []
  for (const family of families) {
    for (const signal of family.signals) collect(talk, signal, family.each ? signal.id : family.name, folded)
  }
  if (talk.length === 0 || mostOf(talk) < FLAG_FROM - MOST_FROM_ACTS) return []
  const asked: Match[] = []
  for (const act of acts) collect(asked, act, act.id, folded)

  const passages: Passage[] = []
  const centres = talk.map((centre) => weigh(centre, talk, asked)).sort((a, b) => b.score - a.score)
  for (const passage of centres) {
    if (passages.every((taken) => passage.to < taken.from || passage.from > taken.to)) passages.push(passage)
  }
  return passages
}

function collect(into: Match[], signal: Signal, group: string, folded: Folded): void {
  const { pattern } = signal
  pattern.lastIndex = 0
  for (let match = pattern.exec(folded.text); match && into.length < MAX_MATCHES; match = pattern.exec(folded.text)) {
    const from = match.index
    const to = from + match[0].length
    if (to === from) pattern.lastIndex++
    into.push({
      signal,
      group,
      from,
      to,
      repaired: folded.hasRepairs && folded.repaired.subarray(from, to).includes(1),
    })
  }
  pattern.lastIndex = 0
}

function mostOf(matches: readonly Match[]): number {
  const best = new Map<string, number>()
  for (const { group, signal } of matches) best.set(group, Math.max(best.get(group) ?? 0, signal.weight))
  return [...best.values()].reduce((sum, weight) => sum + weight, 0)
}

const gap = (a: Match, b: Match) => Math.max(0, a.from - b.to, b.from - a.to)

interface Weighed {
  readonly match: Match
  readonly weight: number
}

/** Orders of any kind count only where nothing graver is asked and a model is surely meant. */
const ADDRESSED = 'address'
const SURELY = 0.28

/** The heaviest match of each group around a centre, by distance. */
function around(centre: Match, matches: readonly Match[]): Weighed[] {
  const best = new Map<string, Weighed>()
  for (const match of matches) {
    const distance = gap(centre, match)
    if (distance > REACH) continue
    const weight = match.signal.weight * (distance <= NEAR ? 1 : FAR_SHARE)
    if (weight > (best.get(match.group)?.weight ?? 0)) best.set(match.group, { match, weight })
  }
  const heaviest = [...best.values()].sort((a, b) => b.weight - a.weight)
  // The same words count once.
  return heaviest.filter(({ match }, rank) => !heaviest.slice(0, rank).some((heavier) => covers(heavier.match, match)))
}

/** True where most of the lesser match lies within the other. */
function covers(match: Match, lesser: Match): boolean {
  const shared = Math.min(match.to, lesser.to) - Math.max(match.from, lesser.from)
  return shared > (lesser.to - lesser.from) * MOSTLY
}

const MOSTLY = 0.6

function weigh(centre: Match, talk: readonly Match[], asked: readonly Match[]): Passage {
  const said = around(centre, talk)
  const toModel = said.some(({ match, weight }) => match.group === ADDRESSED && weight >= SURELY)
  const wanted = around(centre, asked)
    .filter(({ match }, _, all) => match.signal !== anyOrder || (toModel && all.length === 1))
    .slice(0, 3)
  const fromTalk = said.reduce((sum, { weight }) => sum + weight, 0)
  const [first, ...more] = wanted
  const fromActs = first ? first.weight + FURTHER_ACT * more.length : 0
  const parts = [...said, ...wanted]
  const repaired = parts.some(({ match }) => match.repaired)
  const heaviest = said[0]?.match.signal ?? centre.signal
  const near = parts.filter(({ match }) => gap(centre, match) <= NEAR)
  return {
    kind: heaviest.kind,
    score: fromTalk + Math.min(MOST_FROM_ACTS, fromActs) + (repaired ? hidingBonus.repaired : 0),
    from: Math.min(centre.from, ...near.map(({ match }) => match.from)),
    to: Math.max(centre.to, ...near.map(({ match }) => match.to)),
    why: parts.map(({ match }) => match.signal.why),
    repaired,
  }
}
