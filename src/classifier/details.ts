/** Where the user's words and the command agree on the verb and the thing, but not on how many, which ones, or what stays. */
import { type Effect, type Target, verbOf } from '../effects/effect.js'
import { hasWord } from '../transcript/naming.js'
import type { Order } from '../transcript/words.js'
import { contradicts } from './contradictions.js'
import type { Grounds } from './grounds.js'

/** The user asked for a draft, a rehearsal or a test place, and this is the real thing. */
export function asksForLess(order: Order, effect: Effect, grounds: Grounds): boolean {
  const { commandText } = grounds
  if (contradicts(order, effect, grounds)) return true
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
