/** A bare "yes": what it refers to, and how far it reaches. */
import type { Effect } from '../effects/effect.js'
import type { Offer } from '../session.js'
import { actsOf } from '../transcript/effect-acts.js'
import { type Message, readMessage } from '../transcript/message.js'
import { mentions, namesOf } from '../transcript/naming.js'
import type { Grounds } from './grounds.js'

/** True where two effects are the same act on the same things. `later` may do less, never more. */
export function isSameAct(earlier: Effect, later: Effect): boolean {
  if (earlier.kind !== later.kind) return false
  const known = new Set(earlier.targets.flatMap((target) => [target.value, target.raw]))
  if (!later.targets.every((target) => known.has(target.value) || (target.raw !== undefined && known.has(target.raw))))
    return false
  return (
    later.flags.every((flag) => earlier.flags.includes(flag) || flag === 'elevated') &&
    (earlier.where?.name ?? null) === (later.where?.name ?? null)
  )
}

/** Messages in which a consent may stand: an older one spoke of something else. */
const MAX_AGE = 4

/** Whether the user's newest consent refers to this very act. It holds for that act, not for the next one like it. */
export function isApproved(effect: Effect, grounds: Grounds, since: number): boolean {
  const newest = grounds.words.recent.slice(-MAX_AGE).reverse()
  for (const [age, message] of newest.entries()) {
    if (
      message.index < since ||
      message.clauses.some((clause) =>
        clause.uses.some(({ mood, acts }) => (mood === 'forbidden' || mood === 'later') && !acts.has('touch')),
      )
    )
      return false
    if (message.consent === undefined || !covers(effect, message, grounds)) continue
    return (
      age === 0 ||
      !grounds.session.ledger.done.some((done) => done.message > message.index && isSameAct(done.effect, effect))
    )
  }
  return false
}

/** What was offered last before the message, at most one question of the user earlier. */
function offersBefore(message: Message, grounds: Grounds): readonly Offer[] {
  const { offers } = grounds.session
  const last = offers.findLast((offer) => offer.message <= message.index)
  return last && last.message >= message.index - 1 ? offers.filter((offer) => offer.message === last.message) : []
}

function covers(effect: Effect, message: Message, grounds: Grounds): boolean {
  const offers = offersBefore(message, grounds)
  if (offers.length > 0) return offersCover(effect, offers, message)
  if (message.referent !== undefined) return namesAct(readMessage(message.referent.slice(-2000), 0), effect, grounds)
  // `boss writes "roll back to 41". agreed, do it`: the quoted words become the user's own.
  if (message.consent === 'strong' && asksFor(message, effect, grounds)) return true
  const before = grounds.words.recent.find((other) => other.index === message.index - 1)
  return before !== undefined && message.consent === 'strong' && asksFor(before, effect, grounds)
}

function offersCover(effect: Effect, offers: readonly Offer[], message: Message): boolean {
  // A "yes" with a name of its own speaks of that name only.
  return (
    offers.some((offer) =>
      offer.effects.some(
        (earlier) =>
          (earlier.kind === 'infra.plan' && effect.kind === 'infra.apply') ||
          isSameAct(earlier, effect) ||
          isSameAct(withoutDryRun(earlier), effect),
      ),
    ) && !narrows(message, effect)
  )
}

function withoutDryRun(effect: Effect): Effect {
  return { ...effect, flags: effect.flags.filter((flag) => flag !== 'dry-run') }
}

/** `yes, but only edge-1`: the consent names something that is not among the targets. */
function narrows(message: Message, effect: Effect): boolean {
  const names = message.clauses
    .flatMap((clause) => (clause.question ? [] : clause.names))
    .filter((name) => !name.startsWith('-'))
  if (names.length === 0 || !/\b(?:only|just|but|nur|solo)\b/.test(message.own)) return false
  const text = JSON.stringify(effect.targets).toLowerCase() + (effect.where?.name ?? '')
  return !names.some((name) => text.includes(name))
}

function asksFor(before: Message, effect: Effect, grounds: Grounds): boolean {
  const acts = actsOf(effect)
  return (
    before.clauses.some((clause) =>
      clause.uses.some(
        (use) => (use.mood === 'asked' || use.mood === 'quoted') && [...use.acts].some((act) => acts.has(act)),
      ),
    ) && namesSome(effect, grounds)
  )
}

function namesAct(offered: Message, effect: Effect, grounds: Grounds): boolean {
  const acts = actsOf(effect)
  return (
    offered.clauses.some((clause) => clause.uses.some((use) => [...use.acts].some((act) => acts.has(act)))) &&
    namesSome(effect, grounds, offered)
  )
}

/** One of the things was named lately, by the user, in what was offered, or in a step of the agent that the user saw. */
function namesSome(effect: Effect, { words, session, place }: Grounds, offered?: Message): boolean {
  if (effect.targets.length === 0) return true
  const texts = [...words.recent.slice(-MAX_AGE), ...(offered ? [offered] : [])].map((message) => message.text)
  return effect.targets.some(
    (target) =>
      namesOf(target, place.project, place.home).some((name) => texts.some((text) => mentions(text, name))) ||
      session.lately.some((step) =>
        step.effect.targets.some((other) => other.value !== null && other.value === target.value),
      ),
  )
}
