/** Stage 2: whether what the user said covers an effect that a rule touches, and if not, what is missing. */
import { type Effect, type Flag, type Target, verbOf } from '../effects/effect.js'
import type { Need, Rule } from '../tiers/rule.js'
import { actsOf } from '../transcript/effect-acts.js'
import type { Act } from '../transcript/lexicon/act.js'
import { flagWords } from '../transcript/lexicon/flags.js'
import { environments, pronouns, saysProduction } from '../transcript/lexicon/things.js'
import type { Message } from '../transcript/message.js'
import { hasWord, mentions, namedByParts, namesOf, partsOf } from '../transcript/naming.js'
import { tokenize } from '../transcript/tokens.js'
import type { Order } from '../transcript/words.js'
import { isApproved } from './consent.js'
import type { Grounds } from './grounds.js'
import { type CommandLine, commandLine } from './lexical.js'
import { covers, isExcluded, isNamedIn, isOnlyPlace, speaksOfOthers } from './naming-targets.js'
import { isTooBroad } from './vague.js'

export interface Authorization {
  readonly granted: boolean
  /** What the user did not say, in words for the reason. */
  readonly missing: readonly string[]
  /** A dangerous way of doing it was asked about, and was named. */
  readonly byFlag?: boolean
  /** The user's words that were weighed. */
  readonly quotes: readonly string[]
}

/** Tasks after which an order that names its target no longer stands, and one that does not. */
const NAMED_REACH = 6
const BARE_REACH = 2

/** Orders weighed for one effect: the newest. */
const MAX_WEIGHED = 12

/**
 * Weighs the user's words for one effect under one rule. Orders before message `since` do not count, nor do words for a
 * dangerous way of doing it before message `flagsSince`.
 */
export function authorize(effect: Effect, rule: Rule, grounds: Grounds, since: number, flagsSince = since): Authorization {
  if (isApproved(effect, grounds, since)) return { granted: true, missing: [], quotes: ['the user agreed to this step'] }
  if (isTyped(effect, grounds, since)) return { granted: true, missing: [], quotes: ['the user typed this command'] }
  const line = commandLine(effect, grounds)
  const needs = needsFor(effect, rule, line?.flags ?? [])
  let best: Authorization | undefined
  for (const order of candidates(effect, needs, grounds, since, line)) {
    if (asksForLess(order, effect, grounds) || isTooBroad(order, effect, grounds)) continue
    const missing = needs.filter((need) => !satisfied(need, order, effect, grounds, line, flagsSince)).map((need) => nameOf(need, effect, line, grounds))
    const answer = { granted: missing.length === 0, missing, quotes: [order.clause.text.trim()], byFlag: needs.some((need) => need.need === 'flag') }
    if (answer.granted) return answer
    if (!best || missing.length < best.missing.length) best = answer
  }
  return best ?? { granted: false, missing: needs.map((need) => nameOf(need, effect, line, grounds)), quotes: [] }
}

function needsFor(effect: Effect, rule: Rule, told: readonly Flag[]): readonly Need[] {
  // To name a namespace is to name all that is in it.
  const whole = effect.kind === 'cluster.delete' && effect.targets.every((target) => target.type === 'namespace' && target.value !== null)
  const needs = rule.needs.filter((need) => need.need !== 'flag' || (!whole && need.flag.some((flag) => effect.flags.includes(flag))))
  const production: readonly Need[] = effect.flags.includes('production') && !needs.some((need) => need.need === 'place') ? [{ need: 'place' }] : []
  return [...needs, ...production, ...(told.length > 0 ? [{ need: 'flag', flag: told } as const] : [])]
}

/** The user asked for a draft, a rehearsal or a test place, and this is the real thing. */
function asksForLess(order: Order, effect: Effect, { commandText }: Grounds): boolean {
  if (/\bdrafts?\b|ドラフト|草稿/.test(order.clause.text) && /^(?:forge\.release|forge\.pr-open|msg\.send|tool\.send)$/.test(effect.kind) && !effect.flags.includes('draft')) return true
  // `get ci green`: that is done by mending the work, not the checks.
  if (effect.targets.some((target) => target.guarded === 'ci') && / (?:green|pass|passing|red|grun|verde) /.test(order.clause.text) && !/ (?:workflows?|steps?|jobs?|pipelines?|config\w*|\S*\.ya?ml) /.test(order.clause.text)) return true
  const elsewhere = / (?:to|onto|auf|nach|zu|en|a) (?:the |our |my )?((?:test|staging|stage|stg|dev|internal|sandbox|private|beta|alpha|canary|nexus|artifactory|verdaccio)[\w-]*) /.exec(order.clause.text)?.[1]
  if (elsewhere !== undefined && /^(?:pkg\.publish|container\.push|forge\.release)$/.test(effect.kind) && !commandText.includes(elsewhere)) return true
  return /\b(?:dry[- ]run|--dry-run|only preview|preview only|plan only|only plan)\b/.test(order.clause.text)
}

/** The user leaves it to the agent what to do with a thing. */
const freeHand = /\b(?:as you (?:like|see fit|want|please|wish)|(?:a )?free hand|youre free|you are free|whatever you (?:like|want)|do what you (?:like|want)|anything you (?:like|want)|however you (?:like|want)|wie du (?:willst|magst)|como quieras|a tu gusto)\b/

/** Orders that may speak for the effect. Where a rule asks for no act, any clause that orders or asks may name the thing. */
function candidates(effect: Effect, needs: readonly Need[], grounds: Grounds, since: number, line: CommandLine | undefined): readonly Order[] {
  const { words } = grounds
  const byAct = needs.some((need) => need.need === 'act')
  const acts = line && line.acts.length > 0 ? new Set(line.acts.flatMap((group) => [...group])) : actsOf(effect)
  const orders = byAct ? words.ordersFor(acts) : everyClause(grounds)
  const free = effect.kind === 'fs.delete' ? everyClause(grounds).filter(({ clause }) => freeHand.test(clause.text)) : []
  // `free some space, mine are run-2024*`: vague, unless everything that goes was named.
  if (verbOf(effect) === 'remove' && effect.targets.length > 0 && effect.targets.every((target) => target.value !== null && words.recent.slice(-2).some((message) => isNamedIn(message.text, target, grounds)))) return [...orders, ...words.ordersFor(new Set(['tidy']))].filter((order) => order.message.index >= since && stands(order, effect, grounds))
  if (free.length > 0) return [...orders, ...free].filter((order) => order.message.index >= since)
  const all = verbOf(effect) === 'read' && byAct ? [...orders, ...questions(acts, grounds)] : orders
  return all.filter((order) => order.message.index >= since && stands(order, effect, grounds)).slice(0, MAX_WEIGHED)
}

/** To ask what is in a thing is to ask that it be read. */
function questions(acts: ReadonlySet<Act>, grounds: Grounds): readonly Order[] {
  return everyClause(grounds).filter(({ clause }) => /^ (?:\S+ )?(?:what|whats|which|where|who|how many|was|welche[rs]?|que|cual|cuales|donde) /.test(clause.text) || /是什么|有什么|有哪些|哪些|何が|何の/.test(clause.text) || clause.uses.some((use) => use.mood === 'asked' && [...use.acts].some((act) => acts.has(act))))
}

/** Each clause of the last messages as if it were an order: for rules that only ask that a thing was named. */
function everyClause({ words }: Grounds): readonly Order[] {
  return words.recent
    .slice(-6)
    .reverse()
    .flatMap((message) => message.clauses.filter((clause) => clause.uses.some((use) => use.mood === 'order') || (!clause.negative && (clause.uses.length === 0 || clause.question))).map((clause) => ({ message, clause, use: { acts: new Set<never>(), mood: 'order' as const, words: '', clause: 0 }, task: words.task })))
}

/** Whether an order still stands: one approval is no pattern, and a new task ends what was said for the last one. */
function stands(order: Order, effect: Effect, grounds: Grounds): boolean {
  if (order.use.afterWork && !worked.some((kind) => grounds.session.ledger.times(kind) > 0) && !worksNow(effect, grounds)) return false
  if (order.message.standing) return true
  const age = grounds.words.task - order.task
  const named = effect.targets.some((target) => target.value !== null && namesOf(target, grounds.place.project, grounds.place.home).some((name) => mentions(order.message.text, name)))
  if (age > (named ? NAMED_REACH : BARE_REACH)) return false
  return age === 0 || !isSpent(order, effect, grounds)
}

/** Steps by which an agent finds out whether its work holds. */
const worked: readonly Effect['kind'][] = ['exec.test', 'exec.build', 'exec.lint', 'exec.local', 'container.build', 'exec.unknown', 'infra.plan', 'exec.serve', 'container.run', 'net.fetch', 'db.migrate', 'deploy.run', 'forge.read']

/** The script does that work itself before it comes to this effect: `npm test && git push`. */
function worksNow(effect: Effect, { effects }: Grounds): boolean {
  return effects.some((other) => other.command < effect.command && worked.includes(other.kind))
}

/** The act was done for that order already, and the user has asked for something else since. */
function isSpent(order: Order, effect: Effect, grounds: Grounds): boolean {
  return grounds.session.ledger.done.some((done) => done.message > order.message.index && done.effect.kind === effect.kind && effect.flags.every((flag) => done.effect.flags.includes(flag)))
}

function satisfied(need: Need, order: Order, effect: Effect, grounds: Grounds, line: CommandLine | undefined, flagsSince: number): boolean {
  switch (need.need) {
    case 'act':
      // Each act that the line names was asked for, not only one of them.
      return line === undefined || line.acts.every((group, at) => isTypedWord(line.typed[at] ?? '', grounds) || grounds.words.ordersFor(group).some((other) => stands(other, effect, grounds)))
    case 'target':
      return coversAll(line && !effect.kind.startsWith('tool.') ? line.parameters : objectsOf(effect, need, grounds), order, effect, grounds)
    case 'flag':
      return [...effect.flags, ...(line?.flags ?? [])]
        .filter((flag) => need.flag.includes(flag) && !(flag !== 'mirror' && effect.flags.includes('mirror')) && !(flag === 'all' && takesNamespace(effect)))
        .every((flag) => namesFlag(flag, order, grounds, flagsSince))
    case 'place':
      return namesPlace(order, effect, grounds)
    case 'destination':
      return destinationsOf(effect).every((target) => isTrusted(target, grounds) || namesDestination(target, order, effect, grounds))
  }
}

/** Who names a namespace to be deleted means all that is in it. */
function takesNamespace(effect: Effect): boolean {
  return effect.kind === 'cluster.delete' && effect.targets.some((target) => target.type === 'namespace' && target.role !== 'scope')
}

/** A file below a folder that the clause names. */
function liesUnderNamed(target: Target, order: Order, grounds: Grounds): boolean {
  if (target.type !== 'path' || target.value === null) return false
  const { project } = grounds.place
  for (let path = target.value; path.length > project.length && path.startsWith(project); path = path.slice(0, path.lastIndexOf('/'))) {
    if (isNamedIn(order.clause.text, { ...target, value: path, raw: path }, grounds)) return !isExcluded(target, grounds)
  }
  return false
}

/** `kill it`, and since then one was killed: "it" meant that one. */
function isSpentPronoun(order: Order, effect: Effect, { session }: Grounds): boolean {
  if (!/ (?:it|that|this|that one|this one|ihn|das|lo|la) /.test(order.clause.text)) return false
  const known = new Set(effect.targets.map(({ value }) => value))
  return session.ledger.done.some((done) => done.message > order.message.index && done.effect.kind === effect.kind && !done.effect.targets.some(({ value }) => known.has(value)))
}

/** What the world says is there to lose must be named, not only its kind. */
function losesWork({ facts }: Grounds): boolean {
  return facts.dirty === true || facts.merged === false || (typeof facts.unpushed === 'number' ? facts.unpushed > 0 : facts.unpushed === true) || (typeof facts.untracked === 'number' ? facts.untracked > 0 : facts.untracked === true)
}

/** `remove the test.local line from /etc/hosts`: a part of a file is not the file. */
const partOf = / (?:lines?|entry|entries|sections?|blocks?|rows?|imports?|functions?|methods?|class|fields?|keys?|options?|settings?|comments?|words?|rules?|alias(?:es)?|paragraphs?|chapters?|columns?|zeilen?|eintrage?|lineas?|entradas?) (?:\S+ ){0,4}?(?:from|in|of|inside|out of|aus|von|de|en) /

const qualified = /\b(?:older than|newer than|larger than|bigger than|smaller than|longer than|more than|before|prior to|not (?:used|touched|modified|changed|opened)|untouched|alter als|grosser als|mas (?:antiguos?|viejos?|grandes?) (?:que|de))\b|より古い|以上前|之前|超过/
const filters = /mtime|mmin|ctime|atime|newer|older|size|until|before|since|date|days?\b|hours?\b|\d{4}|[<>]|awk|head|tail|interval|filter/

/** What the user said about which ones, and what was to be kept, the command must not leave out. */
function agreesOnDetails(order: Order, effect: Effect, grounds: Grounds): boolean {
  const source = grounds.sourceOf(effect)
  const many = grounds.isFed(effect) || effect.targets.some((target) => target.many === true || target.value === null)
  if (verbOf(effect) === 'remove' && many && qualified.test(order.clause.text) && !filters.test(grounds.commandText)) return false
  if (/ (?:local|localhost|lokale?[nrs]?) /.test(order.clause.text) && /--(?:linked|remote|production|prod)\b/.test(source)) return false
  if (/\bgrant all\b/.test(source) && / (?:read|select|lesen|leer) /.test(order.clause.text)) return false
  // `--skip-final-snapshot` where the user wants the final snapshot kept.
  return [...source.matchAll(/--(?:skip|no|delete|without|drop|remove)-([a-z][a-z-]*)/g)].every((match) => {
    const words = match[1]!.split('-')
    return !order.message.clauses.some((clause) => /\b(?:keep|with|and|but|take|make|behalte|mit|conserva|con)\b/.test(clause.text) && !/\b(?:no|not|without|skip|dont|delete|drop|ohne|sin)\b/.test(clause.text) && words.length > 1 && words.every((word) => hasWord(clause.words, word)))
  })
}

/** `scale it to 5`, and the command says 50: where the user gave a number, the amount is that one. */
function agreesOnAmounts(order: Order, effect: Effect, grounds: Grounds): boolean {
  const said = [...order.message.own.matchAll(/\d+(?:\.\d+)?/g)].map((match) => Number(match[0]))
  if (said.length === 0) return true
  const amounts = [...grounds.sourceOf(effect).matchAll(/--?(?:replicas|percent\w*|amount|count|weight|traffic|size|desired-capacity|min|max|scale)[= ](?:[\w-]+=)?(\d+(?:\.\d+)?)/g)]
  return amounts.every((match) => said.includes(Number(match[1])))
}

/** Things beyond what the user expected, at which a "yes" no longer holds. */
const EXPECTED_TIMES = 3

/** `should be around 40 files`, and there are thousands. */
function takesTooMany(order: Order, effect: Effect, { facts }: Grounds): boolean {
  if (verbOf(effect) !== 'remove' || facts.count === undefined) return false
  const expected = /\b(?:around|about|roughly|some|like|only|just|maybe|approx\w*|ungefahr|etwa|unos|unas|como) (\d+)\b|\b(\d+) (?:files?|of them|items?|entries|dateien|archivos)\b/.exec(order.message.own)
  return expected !== null && facts.count > EXPECTED_TIMES * Number(expected[1] ?? expected[2])
}

const exceptions = /\b(?:except|but not|but|other than|apart from|besides|excluding|ausser|bis auf|nicht|excepto|menos|salvo)\b(.*)|(.*)(?:以外|除了)/

/** `all notebooks except 05_inversion`, and the command that takes them all does not leave it out. */
function takesExcepted(targets: readonly Target[], order: Order, effect: Effect, grounds: Grounds): boolean {
  const many = grounds.isFed(effect) || targets.some((target) => target.many === true || target.value === null)
  if (!many) return false
  return order.message.clauses.some((clause) => {
    if (Math.abs(clause.sentence - order.clause.sentence) > 1) return false
    const rest = exceptions.exec(clause.text)?.[1]
    const names = rest === undefined ? [] : clause.names.filter((name) => rest.includes(name) && !name.startsWith('-'))
    return names.length > 0 && !names.some((name) => grounds.commandText.includes(name.replace(/^[~./]+|\/+$/g, '')))
  })
}

const counts: Readonly<Record<string, number>> = { one: 1, two: 2, both: 2, three: 3, four: 4, five: 5, six: 6, zwei: 2, drei: 3, vier: 4, dos: 2, tres: 3, cuatro: 4 }

/** How many things the clause speaks of, where it says so: `the first two`, `both`, `these 3 branches`. */
function countIn(clause: Order['clause']): number | undefined {
  const word = / (?:the |those |these |my |first |last |oldest |newest |die |los |las |ersten |letzten |primeros |ultimos )+(one|two|three|four|five|six|zwei|drei|vier|dos|tres|cuatro|\d{1,2}) /.exec(clause.text)?.[1]
  if (word === undefined) return / both | beide | ambos | ambas /.test(clause.text) ? 2 : undefined
  return counts[word] ?? Number(word)
}

/** A word of the command line stands in the user's own words: `do a migrate:fresh`. */
function isTypedWord(word: string, { words }: Grounds): boolean {
  return word.length >= 5 && /[:_-]/.test(word) && words.recent.slice(-3).some((message) => message.clauses.some((clause) => !clause.question && !clause.negative && mentions(clause.text, word)))
}

/** Every target is covered; where the order names some of a kind, it means these and not the ones beside them. */
function coversAll(targets: readonly Target[], order: Order, effect: Effect, grounds: Grounds): boolean {
  // Rows are told apart by more than their table: `the readings of sensor roof-2` is not every reading.
  const rows = effect.kind === 'db.delete' || effect.kind === 'db.write'
  if (rows && speaksOfOthers(order, grounds) && !targets.some((target) => order.clause.names.some((name) => isNamedIn(` ${name} `, target, grounds)))) return false
  const named = targets.map((target) => isNamedIn(order.clause.text, target, grounds) && !isOnlyPlace(order, target, effect, grounds))
  if (named.length > 0 && !named.some(Boolean) && isSpentPronoun(order, effect, grounds)) return false
  if (effect.kind === 'vcs.delete-ref' && !named.every(Boolean) && losesWork(grounds)) return false
  if (effect.kind === 'fs.delete' && partOf.test(order.clause.text)) return false
  if (!agreesOnAmounts(order, effect, grounds) || !agreesOnDetails(order, effect, grounds)) return false
  if (takesTooMany(order, effect, grounds) || takesExcepted(targets, order, effect, grounds)) return false
  const count = countIn(order.clause)
  if (count !== undefined && targets.length > count && named.filter(Boolean).length < targets.length) return false
  const some = new Set(targets.filter((_, at) => named[at]).map(({ type }) => type))
  if (freeHand.test(order.clause.text)) return targets.every((target) => liesUnderNamed(target, order, grounds))
  return targets.every((target, at) => named[at] ? !isExcluded(target, grounds) : !some.has(target.type) && covers(order, target, effect, grounds))
}

/** What the effect acts on: for what is sent, the things sent; else its targets without the places they are in. */
function objectsOf(effect: Effect, { type: types, of }: Extract<Need, { need: 'target' }>, grounds: Grounds): readonly Target[] {
  const sent = effect.sources.flatMap((source): Target[] => (source.type === 'path' ? [{ type: 'path', value: source.value, ...(source.area ? { area: source.area } : {}) }] : []))
  if (of === 'secrets') {
    // The address itself may be a secret; it goes nowhere but to its own place.
    const secrets = effect.sources.filter((source) => (source.secrets?.length ?? 0) > 0 && !effect.targets.some((target) => target.raw !== undefined && source.value !== null && target.raw.includes(source.value)))
    return secrets.flatMap((source): Target[] => (source.type === 'path' || source.type === 'variable' ? [{ type: source.type, value: source.value }] : []))
  }
  if (sent.length > 0 && (types === undefined || types.length === 0) && /^(?:remote\.copy|cloud\.storage|forge\.gist|net\.send)$/.test(effect.kind)) return sent
  const inDatabase = effect.targets.some((target) => target.type === 'table' || target.type === 'key')
  const plain = effect.targets.filter(
    (target) =>
      target.role !== 'destination' &&
      target.role !== 'remote' &&
      target.role !== 'scope' &&
      !/^(?:secret )?(?:generic|tls|docker-registry)$|^latest$|^now\b|^\d{1,2}:\d{2}/.test(target.value ?? '') &&
      !(target.role === 'from' && effect.kind === 'fs.copy') &&
      !(target.type === 'host' && effect.targets.some((other) => other.type === 'url')) &&
      !(effect.kind.startsWith('db.') && (target.type === 'host' || (inDatabase && target.type === 'database'))),
  )
  const objects = types === undefined || types.length === 0 ? plain : plain.filter((target) => types.includes(target.type))
  const isUnknownMany = grounds.isFed(effect) && !objects.some((target) => target.value !== null && target.type !== 'program') && types === undefined
  return isUnknownMany && !objects.some((target) => target.value === null) ? [...objects, { type: 'resource', value: null, many: true }] : objects
}

function destinationsOf(effect: Effect): readonly Target[] {
  const marked = effect.targets.filter((target) => target.role === 'destination' || target.role === 'remote')
  if (marked.length > 0) return marked
  return effect.targets.filter((target) => ['host', 'url', 'bucket', 'recipient', 'channel', 'registry', 'remote', 'domain'].includes(target.type))
}

/** Places that need no naming: this machine, and the remotes of the repository at the start of the session. */
export function isTrusted(target: Target, { git }: Grounds): boolean {
  if (target.value === null) return false
  if (target.type === 'remote') return git ? target.value in git.remotes || Object.values(git.remotes).includes(target.value) : target.value === 'origin'
  return isLocal(target.value)
}

/** An address of this machine. */
export function isLocal(address: string): boolean {
  const host = /^(?:[a-z][\w+.-]*:\/\/)?(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#]+)/i.exec(address)?.[1] ?? address
  return /^(?:localhost|(?:.+\.)?localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[?::1?\]?|host\.docker\.internal)$/i.test(host)
}

/** Places that code comes from are named by their address, not by a word that occurs in it. */
const strictlyNamed = /^(?:exec\.fetched|pkg\.config|vcs\.(?:remote|submodule))$/

function namesDestination(target: Target, order: Order, effect: Effect, grounds: Grounds): boolean {
  if (target.value === null) return namesVariable(target.raw ?? '', order, grounds)
  if (isExcluded(target, grounds)) return false
  const names = destinationNames(target, grounds).filter((name) => !strictlyNamed.test(effect.kind) || /[./:]/.test(name))
  // A bucket is named by its address too: `s3://photos/2019`.
  const within = target.type === 'bucket' ? names.flatMap((name) => [`://${name}/`, ` ${name}/`, ` ${name}:`]) : []
  return recentFrom(order, grounds).some((message) => names.some((name) => mentions(message.text, name)) || within.some((name) => message.text.includes(name)))
}

/** `over the slack webhook` for `$SLACK_WEBHOOK_URL`. */
function namesVariable(raw: string, order: Order, grounds: Grounds): boolean {
  const name = /^["']?\$\{?(\w+)\}?["']?$/.exec(raw)?.[1]
  if (name === undefined) return false
  const parts = partsOf(name).filter((part) => !/^(?:url|uri|host|endpoint|addr|address|token|key)$/.test(part))
  return recentFrom(order, grounds).some((message) => mentions(message.text, name.toLowerCase()) || (parts.length > 0 && parts.every((part) => hasWord(message.words, part))))
}

/** How a place is named that data goes to: never by the name of what is put there. */
function destinationNames(target: Target, { place }: Grounds): readonly string[] {
  const host = /^[a-z][\w+.-]*:\/\/(?:[^/@]*@)?([^/:?#]+)/i.exec(target.value ?? '')?.[1]
  const repository = /^[a-z][\w+.-]*:\/\/[^/]+\/([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/i.exec(target.value ?? '')?.[1]?.toLowerCase()
  if (repository !== undefined && host) return [repository, ...namesOf({ type: 'host', value: host }, '', '')]
  if (target.type === 'url' || target.type === 'registry') return host ? namesOf({ type: 'host', value: host }, '', '') : [target.value!.toLowerCase()]
  if (target.type === 'bucket') return [target.value!.replace(/^[a-z0-9]+:\/\//i, '').split(/[/:]/)[0]!.toLowerCase()]
  return namesOf(target, place.project, place.home)
}

/** The message of the order, later ones, and a few before it. */
function recentFrom(order: Order, { words }: Grounds): readonly Message[] {
  return words.recent.filter((message) => message.index >= order.message.index - 4)
}

function namesFlag(flag: Flag, order: Order, grounds: Grounds, since: number): boolean {
  const pattern = flagWords[flag]
  if (!pattern) return false
  return grounds.words.recent.some(
    (message) => message.index >= Math.max(order.message.index, since) && message.clauses.some((clause) => !clause.question && clause.uses.every((use) => use.mood !== 'forbidden') && (pattern.test(clause.text) || pattern.test(sentenceOf(message, clause.sentence)))),
  )
}

/** The clauses of a sentence that state or order. */
function sentenceOf(message: Message, sentence: number): string {
  return message.clauses.flatMap((clause) => (clause.sentence === sentence && !clause.question && clause.uses.every((use) => use.mood !== 'forbidden') ? [clause.text] : [])).join(' ')
}

function namesPlace(order: Order, effect: Effect, grounds: Grounds): boolean {
  const messages = recentFrom(order, grounds)
  const words = new Set(messages.flatMap((message) => [...message.words]))
  const named = (name: string) => messages.some((message) => namesOf({ type: 'host', value: name }, '', '').some((spelling) => mentions(message.text, spelling))) || namedByParts(name.split('@').at(-1)!.split('.')[0]!, words)
  if (effect.where?.kind === 'host') return effect.where.name !== null && (isLocal(effect.where.name) || named(effect.where.name))
  const places = effect.targets.filter((target) => ['host', 'cluster', 'account', 'stack', 'environment', 'database'].includes(target.type) && target.value !== null)
  const byName = places.some((target) => namesOf(target, '', '').some((name) => mentions(order.message.text, name)))
  if (effect.flags.includes('production')) {
    // A deployment goes to production where nothing says otherwise; then asking for it is asking for that.
    const byDefault = effect.kind === 'deploy.run' && !/prod|live|prd/.test(grounds.sourceOf(effect)) && !environments.some(({ name, words: say }) => name !== 'production' && say.test(order.clause.text))
    if (byDefault) return true
    const since = pronouns.test(order.clause.text) ? 0 : order.message.index
    return byName || messages.some((message) => message.index >= since && message.clauses.some((clause) => !clause.negative && saysProduction(clause.text))) || (saysProduction(order.message.own) && !order.clause.negative)
  }
  const host = effect.targets.find((target) => target.type === 'host')
  if (host && host.value !== null && !isLocal(host.value) && !named(host.value) && !byName) return speaksOfPlace(order, effect)
  return byName || agreesOnPlace(order, effect)
}

function speaksOfPlace(order: Order, effect: Effect): boolean {
  return effect.flags.includes('staging') && /\b(?:staging|stage|stg)\b/.test(order.message.own)
}

/** The user spoke of one environment and the effect is in another. */
function agreesOnPlace(order: Order, effect: Effect): boolean {
  if (!effect.flags.includes('staging')) return true
  const said = environments.filter((environment) => environment.words.test(order.message.own)).map((environment) => environment.name)
  return said.length === 0 || said.includes('staging')
}

/** The user wrote the command out. */
function isTyped(effect: Effect, grounds: Grounds, since: number): boolean {
  const source = joinedTokens(grounds.sourceOf(effect))
  if (source.split(' ').length < 4) return false
  return grounds.words.recent.some((message) => message.index >= since && grounds.words.length - message.index <= 3 && message.own.includes(source) && message.clauses.every((clause) => !clause.question && clause.uses.every((use) => use.mood !== 'forbidden' && use.mood !== 'quoted')))
}

function joinedTokens(text: string): string {
  return ` ${tokenize(text.slice(0, 500))
    .filter((token) => token.text !== '\n')
    .map((token) => token.text)
    .join(' ')} `
}

/** What a need asks for, in words. */
function nameOf(need: Need, effect: Effect, line: CommandLine | undefined, grounds: Grounds): string {
  switch (need.need) {
    case 'act':
      return 'ask for this'
    case 'target': {
      const names = (line ? line.parameters : objectsOf(effect, need, grounds)).flatMap((target) => (target.raw ?? target.value ? [`\`${target.raw ?? target.value}\``] : []))
      return names.length > 0 ? `name ${names.slice(0, 3).join(', ')}` : 'say what exactly it is about'
    }
    case 'flag':
      return `say that it may be done with ${[...effect.flags, ...(line?.flags ?? [])].filter((flag) => need.flag.includes(flag)).map((flag) => `\`${flag}\``).join(', ')}`
    case 'place':
      return effect.flags.includes('production') ? 'say that production is meant' : placeToName(effect)
    case 'destination': {
      const names = destinationsOf(effect).flatMap((target) => (target.value ? [`\`${target.raw ?? target.value}\``] : []))
      return names.length > 0 ? `name the destination ${names.slice(0, 3).join(', ')}` : 'say where it goes'
    }
  }
}

function placeToName(effect: Effect): string {
  const place = effect.where?.name ?? effect.targets.find((target) => target.type === 'host')?.value
  if (place) return `name \`${place}\``
  return effect.kind === 'vcs.push' ? 'say that the remote is meant' : 'say where'
}
