/**
 * Everything the user said in a session, read once per message and indexed, so that looking something up costs the same
 * after a hundred thousand turns. Knows what was ordered and forbidden, not whether that suffices: that is the classifier's.
 */
import type { Effect } from '../effects/effect.js'
import type { Place } from '../world.js'
import { type Boundary, boundariesOf } from './boundaries.js'
import { concerns, subjectOf } from './concerns.js'
import type { Act } from './lexicon/act.js'
import { saysEnvironment, thingsOf } from './lexicon/things.js'
import { type Items, itemsIn, pickedIn } from './lists.js'
import { type ActUse, type Clause, type Message, readMessage } from './message.js'

export interface Order {
  readonly message: Message
  readonly clause: Clause
  readonly use: ActUse
  /** Number of the task it belongs to; it grows with each message that gives orders. */
  readonly task: number
  /** What it picked from a list of the user: its clause holds the items. */
  readonly picks?: true
}

/** Messages kept whole for looking up names; older ones only live on in standing orders and boundaries. */
const MAX_MESSAGES = 40
/** Orders kept for each act: the newest. */
const MAX_ORDERS = 24
const MAX_BOUNDARIES = 200
/** Messages for which a list of the user may be spoken of by its numbers. */
const MAX_LIST_AGE = 6

export class Words {
  /** The last messages, oldest first; the first message of the session stays at the front. */
  readonly recent: Message[] = []
  private readonly byAct = new Map<Act, Order[]>()
  private readonly standing = new Map<Act, Order[]>()
  private boundaries: Boundary[] = []
  private lastOrders: readonly Order[] = []
  private count = 0
  private revoked = -1
  private taskNumber = 0
  private items: { readonly list: Items; readonly message: number } | undefined

  constructor(private readonly place: Place) {}

  /** Number of messages so far. */
  get length(): number {
    return this.count
  }

  /** Number of the task that the newest orders belong to. */
  get task(): number {
    return this.taskNumber
  }

  get last(): Message | undefined {
    return this.recent.at(-1)
  }

  /** Takes in one message of the user. Cost: linear in its length. */
  observe(text: string, referent?: string): Message {
    const message = readMessage(text, this.count++, referent)
    const list = itemsIn(text)
    if (list) this.items = { list, message: message.index }
    // `no, staging i mean`: what was ordered of the other thing is dead; the order goes on with the one named now.
    if (message.revokes || corrects(message)) this.revoked = message.index
    if (message.orders) this.taskNumber++
    this.recent.push(message)
    if (this.recent.length > MAX_MESSAGES) this.recent.splice(1, 1)
    for (const order of ordersOf(message, this.taskNumber)) this.enter(this.withItems(order))
    for (const order of this.continued(message)) this.enter(order)
    if (message.orders)
      this.lastOrders = ordersOf(message, this.taskNumber).filter((order) =>
        [...order.use.acts].some((act) => !looking.has(act)),
      )
    if (message.orders) this.boundaries = this.boundaries.filter((boundary) => !boundary.untilNextOrder)
    this.boundaries.push(...boundariesOf(message))
    if (this.boundaries.length > MAX_BOUNDARIES) this.boundaries = this.boundaries.slice(-MAX_BOUNDARIES)
    return message
  }

  /** `and now all tenants`, `shop-redis-old`: a clause that only names carries the last order on to what it names. */
  private continued(message: Message): readonly Order[] {
    const clause = corrects(message)
      ? message.clauses.find((one) => !one.question && one.names.some((name) => /\p{L}/u.test(name)))
      : message.clauses.findLast(
          (one) => !one.question && !one.negative && one.condition === undefined && carriesOn(one, message.orders),
        )
    return clause ? this.lastOrders.map(({ use }) => ({ message, clause, use, task: this.taskNumber })) : []
  }

  /** `1 and 3 can go`: the order with the words of the items that it picks. */
  private withItems(order: Order): Order {
    if (!this.items || this.items.message < order.message.index - MAX_LIST_AGE) return order
    const { list } = this.items
    const numbers = pickedIn(order.clause.text, list)
    if (numbers.length === 0) return order
    const said = numbers.map((one) => list.get(one)!).join('')
    const clause = {
      ...order.clause,
      text: `${order.clause.text.trimEnd()} ${said.trim()} `.replace(/^(?! )/, ' '),
      words: new Set([...order.clause.words, ...said.trim().split(/\s+/)]),
    }
    return { ...order, clause, picks: true }
  }

  private enter(order: Order): void {
    const index = order.message.standing ? this.standing : this.byAct
    for (const act of order.use.acts) {
      const orders = index.get(act)
      if (!orders) index.set(act, [order])
      else {
        orders.push(order)
        if (orders.length > MAX_ORDERS) orders.shift()
      }
    }
  }

  /** Orders for any of the acts, newest first, each once. */
  ordersFor(acts: ReadonlySet<Act>): readonly Order[] {
    const found = new Set<Order>()
    for (const act of acts) {
      for (const order of this.byAct.get(act) ?? []) found.add(order)
      for (const order of this.standing.get(act) ?? []) found.add(order)
    }
    return [...found]
      .filter((order) => order.message.index >= this.revoked || order.message.standing)
      .sort((a, b) => b.message.index - a.message.index || b.use.clause - a.use.clause)
  }

  /** Boundaries that concern the effect, newest first. */
  boundariesOn(effect: Effect): readonly Boundary[] {
    if (this.boundaries.length === 0) return []
    const subject = subjectOf(effect, this.place)
    return this.boundaries.filter((boundary) => concerns(boundary, subject)).reverse()
  }

  /** Whether a boundary concerns the effect, so that only the classifier may say whether it was lifted. */
  forbids(effect: Effect): boolean {
    if (this.boundaries.length === 0) return false
    const subject = subjectOf(effect, this.place)
    return this.boundaries.some((boundary) => concerns(boundary, subject))
  }
}

const correcting =
  /\b(?:i mean|i meant|meant|ich meine?|ich meinte|meinte|quise decir|correction|make that|wrong one|falsch|equivoqu\w+)\b|^ (?:(?:no|nope|nein|oh|ah|stop|sorry|halt|wait) (?:, )?)+(?:sorry|on|in|at|auf|en|the|das|der|die|el|la|\S*[-./_]\S*) |いや|じゃなくて|不是.*是/

/** A message that only puts another thing in the place of the one named before. */
function corrects(message: Message): boolean {
  return (
    message.words.size <= MAX_CORRECTION &&
    correcting.test(message.own) &&
    message.clauses.some((clause) => !clause.question && clause.names.some((name) => /\p{L}/u.test(name)))
  )
}

/** Most words of a correction. */
const MAX_CORRECTION = 14

const looking: ReadonlySet<Act> = new Set(['read', 'show', 'search', 'plan'])

function ordersOf(message: Message, task: number): readonly Order[] {
  return message.clauses.flatMap((clause) =>
    clause.uses.flatMap((use) => (use.mood === 'order' ? [{ message, clause, use, task }] : [])),
  )
}

/** Most words of a clause that only names: a longer one tells something. */
const MAX_NAMING = 8

const likewise =
  /\b(?:too|also|as well|likewise|ditto|same(?: way| thing| there| here)?|auch|ebenso|genauso|tambien|igual(?:mente)?)\b|也|同样|同様|も/

/** A clause without an act of its own; beside other orders only `likewise` carries on. */
function carriesOn(clause: Clause, beside: boolean): boolean {
  if (
    / same (?:treatment|change|edit|fix|thing|procedure|again)\b| likewise | ditto /.test(clause.text) &&
    clause.names.length > 0
  )
    return true
  if (
    / (?:shows?|is|are|was|were|has|have|looks?|seems?|does|did|works?|fails?|failed|passed|went|ist|sind|hat|es|esta|son) /.test(
      clause.text,
    )
  )
    return false
  if (clause.uses.some((use) => use.mood !== 'told' && !/^(?:do|repeat|haz|mach)$/.test(use.words))) return false
  const names =
    clause.names.some((name) => /\p{L}/u.test(name)) ||
    [...clause.words].some((word) => thingsOf(word).length > 0) ||
    saysEnvironment(clause.text)
  if (likewise.test(clause.text))
    return (
      (names || clause.names.length > 0 || / (?:do|repeat) (?:it|that|this|the same) /.test(clause.text)) &&
      clause.words.size <= MAX_NAMING + 2
    )
  if (beside || clause.words.size > MAX_NAMING) return false
  return (
    /^ (?:and|now|the other|next|plus|both|all|y|und|and now) /.test(clause.text) ||
    (names && clause.names.length > 0 && clause.words.size <= 4)
  )
}
