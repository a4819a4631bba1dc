/** Where the user's words and the command agree on the verb and the thing, but not on how many, which ones, or what stays. */
import { type Effect, type Target, verbOf } from '../effects/effect.js'
import { allWords, environments } from '../transcript/lexicon/things.js'
import { hasWord, mentions, partsOf } from '../transcript/naming.js'
import type { Order } from '../transcript/words.js'
import type { Grounds } from './grounds.js'
import { stashIn } from './naming-targets.js'

/** The user asked for a draft, a rehearsal or a test place, and this is the real thing. */
export function asksForLess(order: Order, effect: Effect, grounds: Grounds): boolean {
  const { commandText } = grounds
  if (
    !agreesOnLiterals(order, grounds.sourceOf(effect)) ||
    !agreesOnMoney(order, effect, commandText) ||
    isElsewhere(order, effect) ||
    meansOneOfThem(order, effect, grounds) ||
    failsCondition(order, grounds)
  )
    return true
  if (
    /\bdrafts?\b|ドラフト|草稿/.test(order.clause.text) &&
    /^(?:forge\.release|forge\.pr-open|msg\.send|tool\.send)$/.test(effect.kind) &&
    !effect.flags.includes('draft')
  )
    return true
  // `get ci green`: that is done by mending the work, not the checks.
  if (
    effect.targets.some((target) => target.guarded === 'ci') &&
    / (?:green|pass|passing|red|grun|verde) /.test(order.clause.text) &&
    !/ (?:workflows?|steps?|jobs?|pipelines?|config\w*|\S*\.ya?ml) /.test(order.clause.text)
  )
    return true
  // `install the tools with apt`: to bring everything up to date is another wish.
  if (
    effect.kind === 'pkg.update' &&
    effect.flags.includes('system') &&
    effect.targets.length === 0 &&
    !order.use.acts.has('update')
  )
    return true
  // `rsync the logs from nas, i type the password`: to be let in for good takes words about keys or access.
  if (
    effect.kind === 'trust.key' &&
    !/key|access|login|log in|passw|ssh|auth|cert|role|grant|permission|admin|allow|user|member|right|sudo|trust|鍵|密钥|schlussel|zugriff|zugang|acceso|clave|llave/.test(
      order.message.own.replace(/\bi (?:will )?(?:type|enter)\b[^.]*/, ''),
    )
  )
    return true
  if (isOtherChannel(order, effect, commandText) || isOtherKind(order, effect, commandText)) return true
  if (isOtherRevision(order, effect, commandText) || isOpposite(order, effect, commandText)) return true
  // `a build to the internal testers`, and the command submits it to the store.
  if (
    / (?:testflight|internal|testers?|beta|alpha|closed track) /.test(order.clause.text) &&
    /^(?:deploy\.run|pkg\.publish)$/.test(effect.kind) &&
    /release|submit|production|appstore|store/.test(commandText) &&
    !/beta|alpha|internal|testflight|pilot|tester/.test(commandText)
  )
    return true
  const elsewhere =
    / (?:to|onto|auf|nach|zu|en|a) (?:the |our |my )?((?:test|staging|stage|stg|dev|internal|sandbox|private|beta|alpha|canary|nexus|artifactory|verdaccio|wiki|confluence|site|website|homepage|blog|intranet|cdn)[\w-]*) /.exec(
      order.clause.text,
    )?.[1]
  if (
    elsewhere !== undefined &&
    /^(?:pkg\.publish|container\.push|forge\.release)$/.test(effect.kind) &&
    !commandText.includes(elsewhere)
  )
    return true
  return /\b(?:dry[- ]run|--dry-run|only preview|preview only|plan only|only plan)\b/.test(order.clause.text)
}

const channel =
  / (?:under|as|with|to|in|on|into) (?:the |a |our )?(?:dist-tag )?(beta|alpha|next|rc|canary|nightly|insider|preview) |(?:the|a|our) (beta|alpha|canary|nightly|prerelease) (?:out|version|release|build) /

/** `get the beta out`, and what is published is no beta. */
function isOtherChannel({ clause }: Order, { kind }: Effect, commandText: string): boolean {
  if (kind !== 'pkg.publish' && kind !== 'forge.release') return false
  const match = channel.exec(clause.text)
  const named = match?.[1] ?? match?.[2]
  return named !== undefined && !commandText.includes(named) && !/--(?:pre|prerelease|tag)/.test(commandText)
}

/** Kinds of things in a cluster, as users and commands write them. */
const clusterKinds = [
  /^(?:pods?|po)$/,
  /^(?:pvcs?|persistentvolumeclaims?)$/,
  /^(?:pvs?|persistentvolumes?)$/,
  /^(?:deployments?|deploy)$/,
  /^(?:services?|svc)$/,
  /^secrets?$/,
  /^(?:configmaps?|cm)$/,
  /^(?:namespaces?|ns)$/,
  /^(?:cron)?jobs?$/,
  /^(?:statefulsets?|sts)$/,
  /^(?:ingress(?:es)?|ing)$/,
  /^nodes?$/,
]

/** `the pod data-0 hangs, delete it`, and the command takes a volume claim of that name. */
function isOtherKind({ message }: Order, effect: Effect, commandText: string): boolean {
  if (!effect.kind.startsWith('cluster.') || verbOf(effect) === 'read') return false
  const kindOf = (word: string) => clusterKinds.findIndex((kind) => kind.test(word))
  const words = commandText.split(/[\s/]+/)
  return effect.targets.some(({ value }) => {
    const name = value?.split(/[\s/]/).at(-1)?.toLowerCase()
    if (!name) return false
    const said = message.own.trim().split(' ')
    const before = said.indexOf(name)
    // `delete the crashed pod of spinner`.
    const told = kindOf(
      /^(?:of|von|from|de)$/.test(said[before - 1] ?? '') ? (said[before - 2] ?? '') : (said[before - 1] ?? ''),
    )
    const taken = kindOf(words[words.indexOf(name) - 1] ?? '')
    return told >= 0 && taken >= 0 && told !== taken
  })
}

const highRight = /\b(?:admin\w*|superuser|owner|root|grant all|all privileges|full ?access|fullaccess|editor|write)\b/
const lowRight =
  / (?:read|reads|reader|readonly|read-only|view|viewer|select|editor|member|developer|guest|lesen|leer) /
const highWord = / (?:admin\w*|superuser|owner|root|all|full|everything) /

/** `make kim an editor`, and the command makes them an administrator. */
function grantsMore({ message }: Order, source: string): boolean {
  const right = highRight.exec(source)?.[0]
  return (
    right !== undefined &&
    lowRight.test(message.own) &&
    !highWord.test(message.own) &&
    !message.own.includes(` ${right} `)
  )
}

/** `kill it`, and since then one was killed: "it" meant that one. */
export function isSpentPronoun(order: Order, effect: Effect, { session }: Grounds): boolean {
  if (!/ (?:it|that|this|that one|this one|ihn|das|lo|la) /.test(order.clause.text)) return false
  const known = new Set(effect.targets.map(({ value }) => value))
  return session.ledger.done.some(
    (done) =>
      done.message > order.message.index &&
      done.effect.kind === effect.kind &&
      !done.effect.targets.some(({ value }) => known.has(value)),
  )
}

/** What the world says is there to lose must be named, not only its kind. */
export function losesWork({ facts }: Grounds): boolean {
  return (
    facts.dirty === true ||
    facts.merged === false ||
    (typeof facts.unpushed === 'number' ? facts.unpushed > 0 : facts.unpushed === true) ||
    (typeof facts.untracked === 'number' ? facts.untracked > 0 : facts.untracked === true)
  )
}

/** `remove the test.local line from /etc/hosts`: a part of a file is not the file. */
export const partOf =
  / (?:lines?|entry|entries|sections?|blocks?|rows?|imports?|functions?|methods?|class|fields?|keys?|options?|settings?|comments?|words?|rules?|alias(?:es)?|paragraphs?|chapters?|columns?|zeilen?|eintrage?|lineas?|entradas?) (?:\S+ ){0,4}?(?:from|in|of|inside|out of|aus|von|de|en) /

/** Kinds of literals of which a command that has some must have one that the clause names, where it names some. */
const literals: readonly RegExp[] = [
  /\b\d{1,3}(?:\.\d{1,3}){3}(?:\/\d+)?/g,
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
  /@\{\d+\}/g,
  /\b(?:pi|ch|cus|sub|in|re|po|acct|i|vol|snap|sg|subnet|vpc|ami|eni)[_-][a-z0-9]{2,}\b/g,
  /(?<![\w.])(?:19|20)\d\d(?![\w.]|-\d)/g,
  /(?<![\w.])(?:19|20)\d\d-\d\d(?:-\d\d)?(?!\w)/g,
]

/** `let 10.5.0.0/16 in`, and the command lets 10.4.0.0/16 in: an address, a year, an entry that is not the one that was said. */
function agreesOnLiterals({ clause }: Order, source: string): boolean {
  const stash = stashIn(clause.text)
  if (stash !== undefined && /stash@/.test(source) && !source.includes(`stash@{${stash}}`)) return false
  // `empty db 4`, and the command takes number 3.
  const database = / (?:db|database) (\d{1,2}) /.exec(clause.text)?.[1]
  const taken = /(?:^|\s)-n ?(\d{1,2})\b/.exec(source)?.[1]
  if (database !== undefined && taken !== undefined && /redis/.test(source) && database !== taken) return false
  return literals.every((kind) => {
    const said = clause.text.match(kind) ?? []
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
function isElsewhere({ clause }: Order, effect: Effect): boolean {
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
  const said = environments
    .filter(({ name, words }) => name !== 'test' && words.test(clause.text))
    .map(({ name }) => name)
  const place = effect.targets.some(
    ({ type, value }) =>
      (type === 'cluster' || type === 'host' || type === 'account') &&
      value !== null &&
      clause.text.includes(` ${value.toLowerCase()} `),
  )
  return said.length > 0 && !said.includes(here) && !place && effect.kind !== 'deploy.run'
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

const backTo =
  / (?:back|zuruck|return|atras) (?:\S+ ){0,6}?(?:on|to|at|auf|a) (?:the |version |revision |release |rev |build |tag )*v?(\d[\w.-]*) /

/** `back to 40`, and the command goes back to 41. */
export function isOtherRevision({ clause }: Order, effect: Effect, source: string): boolean {
  const said = backTo.exec(clause.text)?.[1]
  return (
    said !== undefined &&
    /rollback|release|deploy|image/.test(`${effect.kind} ${effect.says}`) &&
    /\d/.test(source) &&
    !source.includes(said)
  )
}

const adding = /(?:^|[\s:_-])(?:add|create|attach|grant|assign|allow|enable|invite|put|set)(?:[\s:_-]|$)/
const takingAway = /(?:^|[\s:_-])(?:remove|rm|delete|del|detach|revoke|unassign|disallow|deny|disable)(?:[\s:_-]|$)/

/** `take the role away from kim`, and the command gives it. */
function isOpposite({ clause, use }: Order, effect: Effect, source: string): boolean {
  const takes =
    / (?:take|takes|taken|pull|strip) (?:\S+ ){1,6}?(?:away|from|off|back) /.test(clause.text) ||
    (use.acts.has('delete') && !use.acts.has('grant') && !use.acts.has('configure'))
  if (/^(?:cloud\.iam|db\.grant|sys\.user|forge\.protect)$/.test(effect.kind))
    return takes && adding.test(source) && !takingAway.test(source)
  return false
}

const qualified =
  /\b(?:older than|newer than|larger than|bigger than|smaller than|longer than|more than|before|prior to|not (?:used|touched|modified|changed|opened)|untouched|alter als|grosser als|mas (?:antiguos?|viejos?|grandes?) (?:que|de))\b|より古い|以上前|之前|超过/

const filters =
  /mtime|mmin|ctime|atime|newer|older|size|until|before|since|date|days?\b|hours?\b|\d{4}|[<>]|awk|head|tail|interval|filter/

/** What the user said about which ones, and what was to be kept, the command must not leave out. */
export function agreesOnDetails(order: Order, effect: Effect, grounds: Grounds): boolean {
  const source = grounds.sourceOf(effect)

  const many = grounds.isFed(effect) || effect.targets.some((target) => target.many === true || target.value === null)
  if (verbOf(effect) === 'remove' && many && qualified.test(order.clause.text) && !filters.test(grounds.commandText))
    return false
  if (
    / (?:local|localhost|lokale?[nrs]?) /.test(order.clause.text) &&
    /--(?:linked|remote|production|prod)\b/.test(source)
  )
    return false
  if (/\bgrant all\b/.test(source) && / (?:read|select|lesen|leer) /.test(order.clause.text)) return false
  if (
    /^(?:db\.(?:write|grant)|cloud\.iam|forge\.protect|sys\.user|fs\.mode)$/.test(effect.kind) &&
    grantsMore(order, source)
  )
    return false
  // `--skip-final-snapshot` where the user wants the final snapshot kept.
  return [...source.matchAll(/--(?:skip|no|delete|without|drop|remove)-([a-z][a-z-]*)/g)].every((match) => {
    const words = match[1]!.split('-')
    return !order.message.clauses.some(
      (clause) =>
        /\b(?:keep|with|and|but|take|make|behalte|mit|conserva|con)\b/.test(clause.text) &&
        !/\b(?:no|not|without|skip|dont|delete|drop|ohne|sin)\b/.test(clause.text) &&
        words.length > 1 &&
        words.every((word) => hasWord(clause.words, word)),
    )
  })
}

/** `scale it to 5`, and the command says 50: where the user gave a number, the amount is that one. */
export function agreesOnAmounts(order: Order, effect: Effect, grounds: Grounds): boolean {
  const said = [...order.message.own.matchAll(/\d+(?:\.\d+)?/g)].map((match) => Number(match[0]))
  if (said.length === 0) return true
  const amounts = [
    ...grounds
      .sourceOf(effect)
      .matchAll(
        /--?(?:replicas|percent\w*|amount|count|weight|traffic|size|desired-capacity|min|max|scale)[= ](?:[\w-]+=)?(\d+(?:\.\d+)?)/g,
      ),
  ]
  return amounts.every((match) => said.includes(Number(match[1])))
}

/** Things beyond what the user expected, at which a "yes" no longer holds. */
const EXPECTED_TIMES = 3

/** `should be around 40 files`, and there are thousands. */
export function takesTooMany(order: Order, effect: Effect, { facts }: Grounds): boolean {
  if (verbOf(effect) !== 'remove' || facts.count === undefined) return false
  const expected =
    /\b(?:around|about|roughly|some|like|only|just|maybe|approx\w*|ungefahr|etwa|unos|unas|como) (\d+)\b|\b(\d+) (?:files?|of them|items?|entries|dateien|archivos)\b/.exec(
      order.message.own,
    )
  return expected !== null && facts.count > EXPECTED_TIMES * Number(expected[1] ?? expected[2])
}

const exceptions =
  /\b(?:except|but not|but|other than|apart from|besides|excluding|ausser|bis auf|nicht|excepto|menos|salvo)\b(.*)|(.*)(?:以外|除了)/

/** `all notebooks except 05_inversion`, and the command that takes them all does not leave it out. */
export function takesExcepted(targets: readonly Target[], order: Order, effect: Effect, grounds: Grounds): boolean {
  const many = grounds.isFed(effect) || targets.some((target) => target.many === true || target.value === null)
  if (!many) return false
  return order.message.clauses.some((clause) => {
    if (Math.abs(clause.sentence - order.clause.sentence) > 1) return false
    const rest = exceptions.exec(clause.text)?.[1]
    const names = rest === undefined ? [] : clause.names.filter((name) => rest.includes(name) && !name.startsWith('-'))
    return names.length > 0 && !names.some((name) => grounds.commandText.includes(name.replace(/^[~./]+|\/+$/g, '')))
  })
}

const counts: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  both: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  zwei: 2,
  drei: 3,
  vier: 4,
  dos: 2,
  tres: 3,
  cuatro: 4,
}

/** How many things the clause speaks of, where it says so: `the first two`, `both`, `these 3 branches`. */
export function countIn(clause: Order['clause']): number | undefined {
  const word =
    / (?:the |those |these |my |first |last |oldest |newest |die |los |las |ersten |letzten |primeros |ultimos )+(one|two|three|four|five|six|zwei|drei|vier|dos|tres|cuatro|\d{1,2}) /.exec(
      clause.text,
    )?.[1]
  if (word === undefined) return / both | beide | ambos | ambas /.test(clause.text) ? 2 : undefined
  return counts[word] ?? Number(word)
}
