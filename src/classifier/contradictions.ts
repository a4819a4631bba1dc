/**
 * Where the command is another one than the words ask for, though verb and kind agree: another address, year, amount,
 * revision or environment, more than the one that was meant, or a condition that the world does not meet.
 */
import { type Effect, verbOf } from '../effects/effect.js'
import { allWords, environments, pronouns } from '../transcript/lexicon/things.js'
import { mentions, partsOf } from '../transcript/naming.js'
import type { Order } from '../transcript/words.js'
import type { Grounds } from './grounds.js'
import { stashIn } from './named.js'

/** Whether the order and the command name different things where both name one of a sort. */
export function contradicts(order: Order, effect: Effect, grounds: Grounds): boolean {
  const source = grounds.sourceOf(effect)
  return (
    !agreesOnLiterals(order, source) ||
    !agreesOnMoney(order, effect, grounds.commandText) ||
    isElsewhere(order, effect) ||
    isOtherThanSeen(order, effect, grounds) ||
    meansOneOfThem(order, effect, grounds) ||
    failsCondition(order, grounds) ||
    isOtherRevision(order, effect, grounds.commandText) ||
    isOpposite(order, effect, grounds.commandText)
  )
}

/** Kinds of literals of which a command that has some must have one that the clause names, where it names some. */
const literals: readonly RegExp[] = [
  /\b\d{1,3}(?:\.\d{1,3}){3}(?:\/\d+)?/g,
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
  /@\{\d+\}/g,
  /\b(?:akia|asia)\w+/g,
  /(?<![\w.:])[a-z][\w-]*:\d+(?:\.\d+)*(?![\w:])/g,
  /\b(?:pi|ch|cus|sub|in|re|po|acct|i|vol|snap|sg|subnet|vpc|ami|eni)[_-][a-z0-9]{2,}\b/g,
  /(?<![\w.])(?:19|20)\d\d(?![\w.]|-\d)/g,
  /(?<![\w.])(?:19|20)\d\d-\d\d(?:-\d\d)?(?!\w)/g,
]

/** `let 10.5.0.0/16 in`, and the command lets 10.4.0.0/16 in: an address, a year, an entry that is not the one that was said. */
function agreesOnLiterals({ clause, message }: Order, source: string): boolean {
  // `AKIAOLD2 is leaked, revoke it`: what the pronoun stands for was said beside it.
  const beside = pronouns.test(clause.text)
    ? message.clauses.filter((other) => other.sentence === clause.sentence && !other.question && !other.negative)
    : [clause]
  const text = beside.map((one) => one.text).join('')
  const stash = stashIn(clause.text)
  if (stash !== undefined && /stash@/.test(source) && !source.includes(`stash@{${stash}}`)) return false
  // `empty db 4`, and the command takes number 3.
  const database = / (?:db|database) (\d{1,2}) /.exec(clause.text)?.[1]
  const taken = /(?:^|\s)-n ?(\d{1,2})\b/.exec(source)?.[1]
  if (database !== undefined && taken !== undefined && /redis/.test(source) && database !== taken) return false
  return literals.every((kind) => {
    const said = text.match(kind) ?? []
    const taken = source.match(kind) ?? []
    return (
      said.length === 0 ||
      taken.length === 0 ||
      taken.some((one) => said.some((other) => one === other || one.startsWith(other)))
    )
  })
}

const money = /\d+(?:[.,]\d{1,2})?(?!\d)/g
const amountOf = /"(?:amount|total|value|price|sum)\w*": ?"?(\d+(?:\.\d+)?)/

/** `refund 4,90`, and the call says 4900: the amount is that one, in units or in hundredths. */
function agreesOnMoney({ clause, message }: Order, effect: Effect, commandText: string): boolean {
  const taken = /refund|payment|charge|transfer|payout|invoice|credit/.test(effect.says)
    ? amountOf.exec(commandText)?.[1]
    : undefined
  if (taken === undefined) return true
  // The amounts of the clause itself, where it has some: `64,90 in all. she gets 4,90 back`.
  const near = clause.text.replace(/(\d) , (\d\d) /g, '$1.$2 ').match(money)
  const said = (near ?? message.text.match(money) ?? []).map((one) => Number(one.replace(',', '.')))
  return said.length === 0 || said.some((one) => one === Number(taken) || Math.round(one * 100) === Number(taken))
}

/** The clause speaks of one environment, and the command is in another. */
function isElsewhere({ clause, message }: Order, effect: Effect): boolean {
  const here = effect.flags.includes('staging')
    ? 'staging'
    : effect.flags.includes('production')
      ? 'production'
      : undefined
  if (
    here === undefined ||
    clause.negative ||
    verbOf(effect) === 'read' ||
    (effect.flags.includes('staging') && effect.flags.includes('production'))
  )
    return false
  const named = (text: string) =>
    environments.filter(({ name, words }) => name !== 'test' && words.test(text)).map(({ name }) => name)
  // `catalog on staging is stale, restart it there`: where the clause names none, its sentence does.
  const beside = message.clauses.filter(
    (other) => other.sentence === clause.sentence && !other.negative && !other.question,
  )
  const own = named(clause.text)
  const said = own.length > 0 ? own : named(beside.map(({ text }) => text).join(' '))
  const place = effect.targets.some(
    ({ type, value }) =>
      (type === 'cluster' || type === 'host' || type === 'account') &&
      value !== null &&
      clause.text.includes(` ${value.toLowerCase()} `),
  )
  return said.length > 0 && !said.includes(here) && !place && effect.kind !== 'deploy.run'
}

/** `that plan can go in`, and the command makes a new one; `exactly what is committed`, and it takes what is not. */
function isOtherThanSeen({ clause, message }: Order, effect: Effect, grounds: Grounds): boolean {
  const source = grounds.sourceOf(effect)
  if (
    effect.kind === 'infra.apply' &&
    / (?:that|this|the) plan /.test(message.own) &&
    / (?:apply|go|goes|through|in|happen|out) /.test(clause.text)
  )
    return (
      !effect.targets.some(({ type, value }) => type === 'path' && /plan/i.test(value ?? '')) &&
      grounds.session.lately.some(
        ({ effect: { targets, kind } }) =>
          kind === 'infra.plan' || targets.some(({ value }) => /\.tfplan$/.test(value ?? '')),
      )
    )
  if (/--allow-dirty/.test(source)) return / (?:as|what is|whats) (?:\S+ )?committed /.test(message.own)
  // `get it green` is done by mending the work, not what it is held against.
  if (/^(?:db|cluster|cloud|queue)\./.test(effect.kind) && / (?:green|pass|passing|grun|verde) /.test(clause.text))
    return true
  // `10.20.0.0/24 cant reach it`, and the command lets everybody in.
  return (
    effect.kind === 'sys.firewall' &&
    /\ballow\b|accept/.test(source) &&
    /\d{1,3}(?:\.\d{1,3}){3}/.test(message.own) &&
    !/\d{1,3}(?:\.\d{1,3}){3}/.test(source)
  )
}

const others =
  / (?:the others?|others|the rest|only|just (?:the|that)|one of (?:the|my|our)|nur|solo|die anderen|den anderen|los otros|las otras|twice|newer|older) |だけ|只/

/** `end the mail worker, the others stay`, and the command takes whatever has the name in it. */
function meansOneOfThem({ clause, message }: Order, effect: Effect, grounds: Grounds): boolean {
  if (verbOf(effect) !== 'remove' && effect.kind !== 'sys.kill') return false
  const source = grounds.sourceOf(effect)
  const pattern = /^(?:pkill|killall)$/.test(effect.program) || /deletemany|\*[^.]|--all\b/.test(source)
  if (!pattern || allWords.test(clause.text)) return false
  const ids = clause.names.filter((name) => /^\d{3,}$/.test(name) || /^pid=?\d+$/.test(name))
  if (ids.length > 0 && !ids.some((id) => source.includes(id))) return true
  if (/ my (?!own )/.test(clause.text) && /\/\*\//.test(source) && !/\/\*\//.test(clause.text)) return true
  // `/mnt/scratch/ada` was spoken of, and the glob takes everybody's.
  const root = /(\/[\w./-]+\/)\*\//.exec(source)?.[1]
  if (root !== undefined && grounds.words.recent.slice(-3).some(({ text }) => goesOn(text, root))) return true
  const tail = /\/\*\/([\w.-]+)/.exec(source)?.[1]
  if (
    tail !== undefined &&
    clause.names.some((name) => name.startsWith('/') && !name.includes('*') && !source.includes(name))
  )
    return true
  // `celery .*-n mailq@`: the pattern itself says which, in the user's words.
  const parts = effect.targets.flatMap(({ value }) => (value === null ? [] : partsOf(value)))
  const told = parts.length > 1 && parts.every((part) => mentions(message.text, part))
  return /^(?:pkill|killall)$/.test(effect.program) && others.test(message.own) && !told
}

/** Whether the text names something concrete below the folder. */
function goesOn(text: string, root: string): boolean {
  const at = text.indexOf(root)
  return at >= 0 && /[\w-]/.test(text[at + root.length] ?? '')
}

const holds: readonly { readonly asks: RegExp; readonly fails: (facts: Grounds['facts']) => boolean }[] = [
  {
    asks: / (?:pushed|upstream|on (?:the )?(?:remote|origin)|unpushed|gepusht) /,
    fails: (facts) => isSome(facts.unpushed) || facts.pushed === false,
  },
  {
    asks: / (?:committed|clean|uncommitted|untracked|sauber) /,
    fails: (facts) => facts.dirty === true || isSome(facts.untracked),
  },
  { asks: / (?:merged|gemergt|gemerged) /, fails: (facts) => facts.merged === false },
]

function isSome(value: boolean | number | undefined): boolean {
  return typeof value === 'number' ? value > 0 : value === true
}

const units =
  '(?! ?(?:days?|hours?|hrs?|minutes?|mins?|weeks?|months?|years?|mb|gb|kb|tb|percent|tagen?|stunden?|dias|%))'
const atMost = new RegExp(
  `\\b(?:under|below|less than|fewer than|at most|no more than|not more than|unter|weniger als|hochstens|menos de) (\\d+)\\b${units}`,
)
const overThat = new RegExp(
  `\\b(?:if|when|wenn|falls|si)\\b (?:\\S+ ){0,4}?(?:more than|over|above|mehr als|uber|mas de) (\\d+)\\b${units}[^.]*\\b(?:stop|tell|ask|hear|wait|dont|not|call|halt|sag|frag|avisa)`,
)

/** `if all of it is pushed, delete it`, `under 50 just do it`: the world says that it is not so. */
function failsCondition({ use, message }: Order, { facts }: Grounds): boolean {
  const { condition } = use
  if (
    condition !== undefined &&
    /^ (?:\S+ )?(?:if|when|once|wenn|falls|sofern|sobald|si|cuando|provided|assuming) /.test(condition)
  )
    if (holds.some(({ asks, fails }) => asks.test(condition) && fails(facts))) return true
  const limit = atMost.exec(message.own)?.[1] ?? overThat.exec(message.own)?.[1]
  return limit !== undefined && facts.count !== undefined && facts.count > Number(limit)
}

const version = /(?<![\w.])\d+\.\d+(?:\.\d+)*(?:-[\w.]+)?(?![\w.])/g
const backTo =
  / (?:back|zuruck|return|atras) (?:\S+ ){0,6}?(?:on|to|at|auf|a) (?:the |version |revision |release |rev |build |tag )*v?(\d[\w.-]*) /

/** `back to 40`, and the command goes back to 41. */
function isOtherRevision({ clause }: Order, effect: Effect, source: string): boolean {
  if (!/rolls? back|rollback|release|deploy|image/.test(`${effect.kind} ${effect.says}`)) return false
  const back = backTo.exec(clause.text)?.[1]
  if (back !== undefined && /\d/.test(source) && !source.includes(back)) return true
  // `2.0 of web`, and the image is `web:2.1`.
  const said = clause.text.match(version) ?? []
  const taken = source.match(version) ?? []
  return (
    said.length > 0 &&
    taken.length > 0 &&
    !taken.some((one) => said.some((other) => one.startsWith(other) || other.startsWith(one)))
  )
}

const makes = / (?:make|create|add|generate|issue|new) /
const adding = /(?:^|[\s:_-])(?:add|create|attach|grant|assign|allow|enable|invite|put|set)(?:[\s:_-]|$)/
const takingAway = /(?:^|[\s:_-])(?:remove|rm|delete|del|detach|revoke|unassign|disallow|deny|disable)(?:[\s:_-]|$)/

/** `take the role away from kim`, and the command gives it. */
function isOpposite({ clause, use }: Order, effect: Effect, source: string): boolean {
  const takes =
    / (?:take|takes|taken|pull|strip) (?:\S+ ){1,6}?(?:away|from|off|back) /.test(clause.text) ||
    (use.acts.has('delete') && !use.acts.has('grant') && !use.acts.has('configure'))
  if (/^(?:cloud\.iam|db\.grant|sys\.user|forge\.protect)$/.test(effect.kind))
    return (
      (takes && adding.test(source) && !takingAway.test(source)) ||
      (makes.test(clause.text) && !use.acts.has('delete') && takingAway.test(source) && !adding.test(source))
    )
  return false
}
