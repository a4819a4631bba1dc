/** Which of the user's orders may speak for an effect, and whether they still stand. */
import { type Effect, verbOf } from '../effects/effect.js'
import type { Need } from '../tiers/rule.js'
import { actsOf } from '../transcript/effect-acts.js'
import { chiefActs } from '../transcript/forms.js'
import type { Act } from '../transcript/lexicon/act.js'
import { mentions, namesOf } from '../transcript/naming.js'
import { tokenize } from '../transcript/tokens.js'
import type { Order } from '../transcript/words.js'
import type { Grounds } from './grounds.js'
import type { CommandLine } from './lexical.js'
import { isNamedIn } from './named.js'

/** Orders weighed for one effect: the newest. */
const MAX_WEIGHED = 12

/** Tasks after which an order that names its target no longer stands, and one that does not. */
const NAMED_REACH = 6

const BARE_REACH = 2

/** The user leaves it to the agent what to do with a thing. */
export const freeHand =
  /\b(?:as you (?:like|see fit|want|please|wish)|(?:a )?free hand|youre free|you are free|whatever you (?:like|want)|do what you (?:like|want)|anything you (?:like|want)|however you (?:like|want)|wie du (?:willst|magst)|como quieras|a tu gusto)\b/

/** Orders that may speak for the effect. Where a rule asks for no act, any clause that orders or asks may name the thing. */
export function candidates(
  effect: Effect,
  needs: readonly Need[],
  grounds: Grounds,
  since: number,
  line: CommandLine | undefined,
): readonly Order[] {
  const { words } = grounds
  const byAct = needs.some((need) => need.need === 'act')
  const acts = line && line.acts.length > 0 ? new Set(line.acts.flatMap((group) => [...group])) : actsOf(effect)
  let orders = byAct ? words.ordersFor(acts) : everyClause(grounds, asksToLook(effect))
  const free =
    effect.kind === 'fs.delete' ? everyClause(grounds).filter(({ clause }) => freeHand.test(clause.text)) : []
  // `free some space, mine are run-2024*`: vague, unless everything that goes was named.
  if (
    verbOf(effect) === 'remove' &&
    effect.targets.length > 0 &&
    effect.targets.every(
      (target) =>
        target.value !== null && words.recent.slice(-2).some((message) => isNamedIn(message.text, target, grounds)),
    )
  )
    return [...orders, ...words.ordersFor(new Set(['tidy']))].filter(
      (order) => order.message.index >= since && stands(order, effect, grounds),
    )
  // `remove left-pad`: whoever takes it out does not want it installed.
  if (effect.kind === 'pkg.install')
    orders = orders.filter(
      ({ clause }) =>
        !clause.uses.some((use) => use.mood === 'order' && chiefActs(use.words.split(' ')[0]!).has('delete')),
    )
  if (free.length > 0) return [...orders, ...free].filter((order) => order.message.index >= since)
  const asked = verbOf(effect) === 'read' && byAct ? questions(acts, grounds) : []
  // `why does the app not see secret/app?` asks for no look at the secret itself.
  const all = [
    ...orders,
    ...asked.filter(
      ({ clause }) =>
        !effect.kind.startsWith('secret.') ||
        !/ (?:why|how|does|do|did|is|are|warum|wie|por que|como) /.test(clause.text),
    ),
  ]
  return all.filter((order) => order.message.index >= since && stands(order, effect, grounds)).slice(0, MAX_WEIGHED)
}

/** To ask what is in a thing is to ask that it be read. */
function questions(acts: ReadonlySet<Act>, grounds: Grounds): readonly Order[] {
  return everyClause(grounds).filter(
    ({ clause }) =>
      /^ (?:\S+ )?(?:what|whats|which|where|who|how many|was|welche[rs]?|que|cual|cuales|donde) /.test(clause.text) ||
      /是什么|有什么|有哪些|哪些|何が|何の/.test(clause.text) ||
      clause.uses.some((use) => use.mood === 'asked' && [...use.acts].some((act) => acts.has(act))),
  )
}

/** What a question may lead to: a look. What a shell on another host is given to do has effects of its own. */
function asksToLook(effect: Effect): boolean {
  return verbOf(effect) === 'read' || (effect.kind === 'remote.exec' && /^(?:ssh|mosh)$/.test(effect.program))
}

const looking: ReadonlySet<Act> = new Set(['read', 'show', 'search', 'plan', 'test'])

/** Each clause of the last messages as if it were an order: for rules that only ask that a thing was named. */
function everyClause({ words }: Grounds, questionsToo = true): readonly Order[] {
  return words.recent
    .slice(-6)
    .reverse()
    .flatMap((message) =>
      message.clauses
        .filter(
          (clause) =>
            clause.uses.some(
              (use) => use.mood === 'order' && (questionsToo || [...use.acts].some((act) => !looking.has(act))),
            ) ||
            (!clause.negative && ((clause.uses.length === 0 && !clause.question) || (clause.question && questionsToo))),
        )
        .map((clause) => ({
          message,
          clause,
          use: { acts: new Set<never>(), mood: 'order' as const, words: '', clause: 0 },
          task: words.task,
        })),
    )
}

/** Whether an order still stands: one approval is no pattern, and a new task ends what was said for the last one. */
export function stands(order: Order, effect: Effect, grounds: Grounds): boolean {
  if (
    order.use.afterWork &&
    !worked.some((kind) => grounds.session.ledger.times(kind) > 0) &&
    !worksNow(effect, grounds)
  )
    return false
  if (order.message.standing) return true
  const age = grounds.words.task - order.task
  const named = effect.targets.some(
    (target) =>
      target.value !== null &&
      namesOf(target, grounds.place.project, grounds.place.home).some((name) => mentions(order.message.text, name)),
  )
  if (age > (named ? NAMED_REACH : BARE_REACH)) return false
  return age === 0 || !isSpent(order, effect, grounds)
}

/** Steps by which an agent finds out whether its work holds. */
const worked: readonly Effect['kind'][] = [
  'exec.test',
  'exec.build',
  'exec.lint',
  'exec.local',
  'container.build',
  'exec.unknown',
  'infra.plan',
  'exec.serve',
  'container.run',
  'net.fetch',
  'db.migrate',
  'deploy.run',
  'forge.read',
]

/** The script does that work itself before it comes to this effect: `npm test && git push`. */
function worksNow(effect: Effect, { effects }: Grounds): boolean {
  return effects.some((other) => other.command < effect.command && worked.includes(other.kind))
}

/** The act was done for that order already, and the user has asked for something else since. */
function isSpent(order: Order, effect: Effect, grounds: Grounds): boolean {
  return grounds.session.ledger.done.some(
    (done) =>
      done.message > order.message.index &&
      done.effect.kind === effect.kind &&
      effect.flags.every((flag) => done.effect.flags.includes(flag)),
  )
}

/** The command is spoken of in a text that is to be written. */
const writingAbout =
  /\b(?:mention\w*|document\w*|runbook|literally|verbatim|warn\w*|explain\w*|instead of|readme|tutorial)\b/

/** The user wrote the command out. */
export function isTyped(effect: Effect, grounds: Grounds, since: number): boolean {
  const source = joinedTokens(grounds.sourceOf(effect))
  if (source.split(' ').length < 4) return false
  return grounds.words.recent.some(
    (message) =>
      message.index >= since &&
      grounds.words.length - message.index <= 3 &&
      message.own.includes(source) &&
      !writingAbout.test(message.own) &&
      message.clauses.every(
        (clause) => !clause.question && clause.uses.every((use) => use.mood !== 'forbidden' && use.mood !== 'quoted'),
      ),
  )
}

function joinedTokens(text: string): string {
  return ` ${tokenize(text.slice(0, 500))
    .filter((token) => token.text !== '\n')
    .map((token) => token.text)
    .join(' ')} `
}
