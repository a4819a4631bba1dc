/** Whether an order names the things that an effect would touch: in its own words, in what was said before, or by kind. */
import { type Effect, type Target, type TargetType, verbOf } from '../effects/effect.js'
import type { Ledger } from '../ledger/ledger.js'
import { isRegenerable } from '../tiers/regenerable.js'
import { isThingTarget } from '../transcript/boundaries.js'
import { flagWords } from '../transcript/lexicon/flags.js'
import { allWords, emptyWords, pronouns, saysEnvironment, thingsOf } from '../transcript/lexicon/things.js'
import type { Message } from '../transcript/message.js'
import { hasWord, inNamedRange, mentions, namedByParts, namesOf, partsOf, singular } from '../transcript/naming.js'
import type { Order } from '../transcript/words.js'
import type { Grounds } from './grounds.js'

/** How far back a name may stand that an order refers to without repeating it. */
const REACH = 4

/** Types whose value is an id that nobody can guess: it must have been said, made or seen. */
const ids = new Set<TargetType>(['pr', 'issue', 'job', 'process', 'commit'])

/** Things of which there is mostly one at hand, so that naming the kind names the thing. */
const singletons = new Set<TargetType>([
  'stash',
  'config',
  'volume',
  'script',
  'release',
  'workflow',
  'variable',
  'task',
  'agent',
  'tool',
  'user',
  'port',
  'device',
  'region',
  'channel',
  'table',
  'database',
  'queue',
])

const ordinals = 'first second third fourth fifth sixth seventh eighth'.split(' ')
const ordinal =
  / (?:(first|second|third|fourth|fifth|sixth|seventh|eighth|newest|latest|top) |(?:number|no|nr|num|entry|nummer) (\d{1,2}) |stash@\{(\d{1,2})\})/

/** Number of the stash that the words mean: git counts from 0, people who say `the second one` from 1. */
export function stashIn(text: string): number | undefined {
  const match = ordinal.exec(text)
  if (!match) return undefined
  const [, word, number, literal] = match
  if (word === undefined) return Number(number ?? literal)
  return Math.max(0, ordinals.indexOf(word))
}

/** Whether the text names the target by one of its spellings. */
export function isNamedIn(text: string, target: Target, grounds: Grounds): boolean {
  if (target.type === 'stash' && stashIn(text) !== undefined) return target.value === `stash@{${stashIn(text)}}`
  if (target.value !== null && /^\d+$/.test(target.value) && inNamedRange(text, Number(target.value))) return true
  const own = withoutOtherHosts(text, target)
  if (namesOf(target, grounds.place.project, grounds.place.home).some((name) => mentions(own, name))) return true
  // `2020 in the acme-logs bucket` for `s3://acme-logs/2020`: each part of the address was said.
  const parts =
    target.type === 'bucket'
      ? (target.value ?? '')
          .replace(/^[a-z0-9]+:\/\//i, '')
          .split('/')
          .filter((part) => part !== '')
      : []
  return parts.length > 1 && parts.every((part) => mentions(text, part.toLowerCase()))
}

/** `web2.acme.example` does not name `web1.acme.example`, though both have parts in common. */
export function withoutOtherHosts(text: string, { type, value }: Target): string {
  const host = type === 'url' ? /^[a-z][\w+.-]*:\/\/(?:[^/@]*@)?([^/:?#]+)/i.exec(value ?? '')?.[1] : value
  if (!host || (type !== 'host' && type !== 'url') || !/\.\D/.test(host)) return text
  const domain = host.toLowerCase().split('.').slice(-2).join('.')
  return text.replace(/[\w-]+(?:\.[\w-]+)+/g, (name) =>
    name !== host.toLowerCase() && name.endsWith(`.${domain}`) && !host.toLowerCase().endsWith(`.${name}`) ? ' ' : name,
  )
}

/** The last message that names the target excludes it: `not shop-redis-old`. */
export function isExcluded(target: Target, grounds: Grounds): boolean {
  const { recent } = grounds.words
  for (let at = recent.length - 1; at >= 0 && at >= recent.length - REACH; at--) {
    let named = false
    let kept = true
    for (const clause of recent[at]!.clauses) {
      if (!isNamedIn(clause.text, target, grounds)) continue
      named = true
      const ordered = clause.uses.some((use) => use.mood === 'order' && !use.acts.has('keep'))
      if (!clause.negative || (ordered && !excludes(clause.text, target, grounds))) kept = false
    }
    if (named) return kept
  }
  return false
}

/** `delete all but main`: the name stands behind the excluding word. */
function excludes(text: string, target: Target, grounds: Grounds): boolean {
  const cut = text.search(
    / (?:except|instead of|but not|but|not|other than|apart from|besides|excluding|keep|leave|bis auf|ausser|nicht|excepto|menos|salvo) /,
  )
  return cut >= 0 && isNamedIn(text.slice(cut), target, grounds)
}

/** A job that the session submitted under this name. */
export function submittedHere({ type, value }: Target, { started }: Ledger): boolean {
  return (
    type === 'job' &&
    value !== null &&
    /\p{L}{3}/u.test(value) &&
    started.some((text) => mentions(` ${text.replaceAll('=', ' ')} `, value.toLowerCase()))
  )
}

/** Whether the session's last steps, or the step that was refused, had this very target: what "it" means. */
function inFocus(target: Target, order: Order, grounds: Grounds): boolean {
  return grounds.session.lately.some(
    ({ effect, message }) =>
      message >= order.message.index - 1 &&
      effect.targets.some(
        (other) =>
          other.value !== null &&
          (other.value === target.value || (other.raw !== undefined && other.raw === target.raw)) &&
          other.type === target.type,
      ),
  )
}

const recurs =
  / (?:every|each|nightly|daily|hourly|weekly|monthly|cron|crontab|cronjob|schedule[sd]?|timer|automatic\w*|automatisch|jede[nrsm]?|taglich|stundlich|nachts|cada|todas|todos|itself) |\d\d? ?(?:uhr|am|pm)|毎|每|定期/

function isDefault(target: Target, order: Order, effect: Effect, grounds: Grounds): boolean {
  const { git } = grounds
  switch (target.type) {
    case 'branch':
    case 'ref':
      // Gerrit's way of asking for a review.
      if (/^refs\/for\//.test(target.value ?? '')) return / (?:gerrit|review) /.test(order.message.own)
      return (
        target.value !== null &&
        (target.value === git?.branch || /^(?:head|@|fetch_head|orig_head)(?:$|[~^@{])/i.test(target.value))
      )
    case 'commit':
      return target.value !== null && /^(?:head|@)(?:$|[~^@{])/i.test(target.value)
    case 'remote':
      return target.value === 'origin' || (target.value !== null && git !== undefined && target.value in git.remotes)
    case 'path':
      // There is one crontab; what it is to run must have been spoken of.
      if (effect.kind === 'sys.persist' && target.value === '/var/spool/cron')
        return recurs.test(order.clause.text) && speaksOfScheduled(effect, grounds)
      return (
        effect.kind.startsWith('vcs.') &&
        (target.value === null || target.value === grounds.place.project || target.many === true)
      )
    case 'repo':
      return (
        target.value !== null &&
        Object.values(git?.remotes ?? {}).some((url) => url.toLowerCase().includes(target.value!.toLowerCase()))
      )
    case 'resource':
    case 'stack':
      return (
        target.value !== null &&
        target.value === grounds.place.project.slice(grounds.place.project.lastIndexOf('/') + 1)
      )
    case 'environment':
    case 'namespace':
    case 'cluster':
    case 'region':
    case 'program':
    case 'key':
    case 'tool':
      return true
    default:
      return false
  }
}

/** Whether the script or program in the new line of the crontab was named or made in this session. */
function speaksOfScheduled(effect: Effect, grounds: Grounds): boolean {
  const texts = effect.sources.flatMap(({ type, value }) => (type === 'text' && value !== null ? [value] : []))
  const paths = texts.flatMap((text) => text.match(/[~/][\w./-]*\/[\w.-]+/g) ?? [])
  return (
    paths.length > 0 &&
    paths.some((value) => {
      const target: Target = { type: 'path', value, raw: value }
      return (
        grounds.session.ledger.made(target) ||
        grounds.words.recent.slice(-REACH).some((message) => isNamedIn(message.text, target, grounds))
      )
    })
  )
}

/** Names in the clause that are things and stand nowhere in the command: then the order is about something else. */
export function speaksOfOthers(order: Order, grounds: Grounds): boolean {
  return order.clause.names.some((name) => {
    // `cancel 88120`: a number of that length is an id.
    if (
      /^\d{4,}$/.test(name) &&
      !/^(?:19|20)\d\d$/.test(name) &&
      grounds.effects.some(({ targets }) => targets.some(({ type }) => ids.has(type)))
    )
      return !grounds.commandText.includes(name)
    if (/^-|^\d+$|^\d+[%a-z]{0,3}$|^\d{1,2}[:.]\d\d$|^\$|^https?:/.test(name) || name.length < 3) return false
    const plain = name.replace(/^[~./]+|\/+$|[*]+$/g, '')
    return plain.length >= 3 && !grounds.commandText.includes(plain)
  })
}

/** Words of the clause; where it has no object of its own, with what its sentence tells beside it: `the vm is a mess, start over`. */
function wordsAround({ clause, message }: Order): readonly string[] {
  if (!pronouns.test(clause.text) && clause.words.size > 2 && !/ (?:start|begin|over|again|anew) /.test(clause.text))
    return [...clause.words]
  const told = message.clauses.filter(
    (other) =>
      other.sentence === clause.sentence &&
      !other.negative &&
      !other.question &&
      other.uses.every(({ mood }) => mood === 'told'),
  )
  return [...clause.words, ...told.flatMap((other) => [...other.words])]
}

/** `the new disk is /dev/sdc, format it`: what the pronoun stands for was named, and the command has none of it. */
function leansOnOthers({ clause, message }: Order, target: Target, grounds: Grounds): boolean {
  if (clause.names.some((name) => /[./_-]/.test(name))) return false
  const before = message.clauses
    .slice(0, message.clauses.indexOf(clause))
    .findLast((other) => !other.question && other.names.some((name) => /[./\d]/.test(name) && /\p{L}/u.test(name)))
  return (
    before !== undefined &&
    target.value !== null &&
    (target.type === 'device' || ids.has(target.type) || target.type === 'table' || target.type === 'database') &&
    !before.names.some((name) => grounds.commandText.includes(name.replace(/^[~./]+|\/+$/g, '')))
  )
}

function namedByKind(target: Target, order: Order, effect: Effect, grounds: Grounds): boolean {
  const { clause } = order
  if (clauseIsBare(order) && leansOnOthers(order, target, grounds)) return false
  const kinds = wordsAround(order)
    .flatMap((word) => thingsOf(word))
    .filter(
      (thing) =>
        isThingTarget(thing, target) ||
        (target.type === 'path' && thing.types?.includes('path')) ||
        thing.kinds?.includes(effect.kind),
    )
  if (kinds.length === 0) return false
  if (target.type === 'path' && target.area !== 'project' && target.area !== 'temp' && target.guarded === undefined)
    return false
  if (target.guarded !== undefined && kinds.some((thing) => thing.guarded?.includes(target.guarded!))) return true
  if (target.many && target.value !== null && target.type !== 'path' && grounds.session.ledger.made(target)) return true
  if (target.many || target.value === null)
    return (
      allWords.test(clause.text) ||
      [...clause.words].some((word) => word.length > 3 && word.endsWith('s') && thingsOf(word).length > 0)
    )
  if (allWords.test(clause.text)) return true
  if (
    inFocus(target, order, grounds) ||
    grounds.session.ledger.made(target) ||
    submittedHere(target, grounds.session.ledger)
  )
    return true
  return !ids.has(target.type) && singletons.has(target.type)
}

function saidBefore(target: Target, order: Order, grounds: Grounds): boolean {
  const { recent } = grounds.words
  const until = order.message.index
  for (let at = recent.length - 1; at >= 0; at--) {
    const message: Message = recent[at]!
    if (message.index < until - REACH) break
    if (isNamedIn(message.text, target, grounds)) return true
  }
  return false
}

/** Kinds of things that a verb takes as its object by their bare name. */
const nameable = new Set<TargetType>([
  'resource',
  'service',
  'table',
  'branch',
  'container',
  'job',
  'stack',
  'queue',
  'bucket',
  'database',
  'device',
  'package',
])

/**
 * The order is about another thing of the same sort: `restart search, cart is fine` restarts no cart, and in `tmp is
 * copied to events, truncate it` the pronoun stands for what its sentence began with.
 */
function standsForAnother(order: Order, target: Target, effect: Effect, grounds: Grounds): boolean {
  const verb = verbOf(effect)
  if (
    !nameable.has(target.type) ||
    (verb !== 'remove' && verb !== 'control' && !/restart|rolls|empties/.test(effect.says))
  )
    return false
  const { clause, message, use } = order
  const object = new RegExp(
    ` ${use.words.split(' ')[0]!.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')} (?:please |the |my |our |this |that |only |just )*([\\p{L}][\\p{L}\\d_.-]*)`,
    'u',
  ).exec(clause.text)?.[1]
  if (object === undefined || pronouns.test(` ${object} `)) {
    const before = message.clauses
      .slice(0, message.clauses.indexOf(clause))
      .findLast((other) => !other.question && other.sentence === clause.sentence)
    const subject =
      before === undefined ? undefined : /^ (?:the |my |our |so |and |ok |but )*(\S+)/.exec(before.text)?.[1]
    return (
      subject !== undefined &&
      /[_-]|\w\.\w/.test(subject) &&
      subject.length >= 4 &&
      !grounds.commandText.includes(subject.replace(/^[~./]+|\/+$/g, '')) &&
      !/^v?\d/.test(subject)
    )
  }
  return (
    !emptyWords.has(object) &&
    thingsOf(object).length === 0 &&
    object.length >= 4 &&
    !/(?:ly|ing|ed)$/.test(object) &&
    !grounds.commandText.includes(singular(object)) &&
    !saysEnvironment(object) &&
    isSubjectElsewhere(target, order, grounds)
  )
}

/** `fill a from b and empty the latter`: of the two named, the last one is meant. */
function isFormer(target: Target, { clause, message }: Order, grounds: Grounds): boolean {
  if (!/ (?:latter|letztere[nsr]?|ultim[oa]) /.test(clause.text)) return false
  const before = message.clauses.slice(0, message.clauses.indexOf(clause)).findLast(({ names }) => names.length > 1)
  const last = before?.names.at(-1)
  return last !== undefined && !isNamedIn(` ${last} `, target, grounds)
}

/** The target is what another clause of the message tells something of. */
function isSubjectElsewhere(target: Target, { clause, message }: Order, grounds: Grounds): boolean {
  return message.clauses.some(
    (other) =>
      other !== clause && !other.uses.some(({ mood }) => mood === 'order') && isNamedIn(other.text, target, grounds),
  )
}

const onlyHere =
  / (?:ours|our own|unsere[nrs]?|only here|just here|only this one|nur hier|hier nur|solo aqui|nuestr[ao]s?) /

function isPlace({ type }: Target): boolean {
  return ['region', 'namespace', 'cluster', 'host', 'account', 'environment', 'database'].includes(type)
}

/** Letters that a description and a part of a name have in common at least. */
const MIN_COMMON = 4

/** `the one with the colours`, `der mit den farbversuchen` for `experiment/farben`. */
function isDescribed({ type, value }: Target, { clause }: Order): boolean {
  if (value === null || !['branch', 'ref', 'stash', 'container', 'resource', 'table'].includes(type)) return false
  const word =
    / (?:one|ones|der|die|das|el|la) (?:with|about|for|mit|uber|fur|von|de|con) (?:the |my |all the |den |dem |der |die |das |los |las )?(\p{L}{4,})/u.exec(
      clause.text,
    )?.[1]
  return (
    word !== undefined &&
    partsOf(value).some(
      (part) => part.length >= MIN_COMMON && commonStart(part, word) >= Math.max(MIN_COMMON, part.length - 2),
    )
  )
}

function commonStart(a: string, b: string): number {
  let at = 0
  while (at < a.length && at < b.length && a[at] === b[at]) at++
  return at
}

/** A unit whose file this session wrote: `write a timer and switch it on`. */
function isOwnUnit({ type, value }: Target, { kind }: Effect, { session }: Grounds): boolean {
  return (
    kind === 'sys.persist' &&
    type === 'service' &&
    value !== null &&
    session.ledger.done.some(({ effect }) =>
      effect.targets.some((made) => made.type === 'path' && made.value?.endsWith(`/${value}`) === true),
    )
  )
}

/** `same change in ~/knot`: a file to be written below a folder that was named as one. */
function liesInNamedFolder(target: Target, order: Order, effect: Effect, grounds: Grounds): boolean {
  if (target.type !== 'path' || target.value === null || verbOf(effect) !== 'make') return false
  const { home } = grounds.place
  const said = order.message.clauses.flatMap((other) => (other.question || other.negative ? [] : other.names))
  return said.some((name) => {
    const path = name.startsWith('~/') ? `${home}${name.slice(1)}` : name
    return (
      /^\/[^/]+\/[^/]+\/[^/]/.test(path) &&
      target.value!.toLowerCase().startsWith(`${path.replace(/\/+$/, '').toLowerCase()}/`)
    )
  })
}

/** Whether the order covers this target of the effect. */
export function covers(order: Order, target: Target, effect: Effect, grounds: Grounds): boolean {
  if (isExcluded(target, grounds)) return false
  if (target.type === 'path' && target.area !== 'project' && target.area !== 'temp' && onlyHere.test(order.message.own))
    return false
  // `1 and 3 can go`: what was picked from the list, and no other item of it.
  if (order.picks && target.value !== null && !isPlace(target))
    return isNamedIn(order.clause.text, target, grounds) || namedByParts(target.value, order.clause.words)
  if (
    liesInNamedFolder(target, order, effect, grounds) ||
    isDescribed(target, order) ||
    isOwnUnit(target, effect, grounds)
  )
    return true
  const { clause, message } = order
  // What cannot be known before it runs may be anything: only words for many reach that far.
  if (target.value === null) return coversUnknown(order, target, effect, grounds)
  if (
    target.type === 'path' &&
    target.value !== null &&
    verbOf(effect) === 'send' &&
    pronouns.test(clause.text) &&
    isRegenerable(target.value, grounds.place.project)
  )
    return true
  if (
    namesPattern(target, order) ||
    (target.type === 'service' &&
      clause.words.has(effect.program) &&
      [...clause.words].some((word) => thingsOf(word).length > 0))
  )
    return true
  if (isOnesOwn(target, order, grounds) || isItsTest(target, order, grounds)) return true
  const others = speaksOfOthers(order, grounds)
  if (isNamedIn(clause.text, target, grounds)) return !isOnlyPlace(order, target, effect, grounds)
  if (
    target.value !== null &&
    [target.value, target.raw ?? ''].some(
      (name) => name !== '' && namedByParts(withoutProject(baseOf(name, target), grounds), clause.words),
    )
  )
    return true
  // The whole crontab goes by that word, a line of it does not.
  if (
    target.type === 'job' &&
    target.value === '*' &&
    / (?:crontab|cron|cronjobs?) /.test(clauseIsBare(order) ? message.own : clause.text)
  )
    return !/ (?:lines?|entry|entries|jobs? (?:for|that|of|named)|zeilen?|lineas?) /.test(clause.text)
  if (
    target.type === 'config' &&
    (namesOption(target.value, clause.words) ||
      (/ssl|tls|cert/i.test(target.value) && flagWords.insecure!.test(clause.text)))
  )
    return true
  if (
    target.type === 'path' &&
    target.value !== null &&
    target.area === 'project' &&
    namedByParts(bareName(target.value), clause.words)
  )
    return true
  if (isDefault(target, order, effect, grounds) && !(others && (target.type === 'branch' || target.type === 'path')))
    return true
  if (others) return false
  if (target.value !== null && namedApartFromNumbers(target, clause.words, message.words)) return true
  if (isFormer(target, order, grounds) || standsForAnother(order, target, effect, grounds)) return false
  if (isNamedIn(message.text, target, grounds) && (clauseIsBare(order) || !hasOtherObject(order, target, grounds)))
    return true
  if (target.value !== null && namedByParts(withoutProject(baseOf(target.value, target), grounds), message.words))
    return true
  if (namedByKind(target, order, effect, grounds)) return true
  if (target.type === 'path' && target.value !== null && clauseIsBare(order) && !others) {
    // `40G of blender tiles. away with them` for `~/.cache/blender-tiles`.
    const last = target.value.slice(target.value.lastIndexOf('/') + 1)
    if (partsOf(last).length > 1 && namedByParts(last, message.words)) return true
  }
  if (clauseIsBare(order) && submittedHere(target, grounds.session.ledger)) return true
  if (clauseIsBare(order) && (saidBefore(target, order, grounds) || inFocus(target, order, grounds))) return true
  return saidBefore(target, order, grounds) && !hasOtherObject(order, target, grounds)
}

/** Letters in which a word and a part of an option's name agree: `verification` for `verify`. */
const STEM = 5

/** `ssl verification` for `http.sslVerify`: the option's own part, in words. */
function namesOption(option: string, words: ReadonlySet<string>): boolean {
  const own = option.slice(option.lastIndexOf('.') + 1)
  const said = [...words]
  const parts = own.includes('-') || own.includes('_') ? partsOf(own) : splitByWords(own.toLowerCase(), said)
  return (
    parts.length > 1 &&
    parts.every((part) =>
      said.some((word) => word === part || (part.length >= STEM && word.startsWith(part.slice(0, STEM)))),
    )
  )
}

/** `sslverify` cut where the words of the user cut it. */
function splitByWords(name: string, said: readonly string[]): readonly string[] {
  const first = said.find((word) => word.length >= 3 && name.startsWith(word) && word.length < name.length)
  return first === undefined ? [name] : [first, name.slice(first.length)]
}

/** `the latex droppings (aux log toc)` for `*.aux`: what is literal in the pattern was said. */
function namesPattern(target: Target, { clause }: Order): boolean {
  if (
    target.type !== 'path' ||
    target.value === null ||
    !target.value.includes('*') ||
    (target.area !== 'project' && target.area !== 'temp' && !namesFolder(target.value, clause.words))
  )
    return false
  const parts = partsOf(target.value.slice(target.value.lastIndexOf('/') + 1))
  return (
    parts.length > 0 &&
    parts.every((part) => hasWord(clause.words, part) || clause.names.some((name) => name.includes(part)))
  )
}

/** The folder of a pattern was said too: `isos in downloads`. */
function namesFolder(path: string, words: ReadonlySet<string>): boolean {
  const folder = path.slice(0, path.lastIndexOf('/'))
  const name = folder.slice(folder.lastIndexOf('/') + 1).toLowerCase()
  return name.length > 3 && words.has(name)
}

/** `the repro script` for `scripts/repro.py`: neither the folder nor the ending is said. */
function bareName(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1)
  return /^[^.]*[a-z]{4}[^.]*\.[a-z]{1,4}$/i.test(base) ? base.slice(0, base.lastIndexOf('.')) : ''
}

/** `remove legacy.ts and its test`. */
function isItsTest(target: Target, { clause, message }: Order, grounds: Grounds): boolean {
  if (target.type !== 'path' || target.value === null || !/ (?:its|the|their) (?:tests?|specs?) /.test(clause.text))
    return false
  const tested = target.value
    .replace(/[._-](?:test|spec)(?=\.\w+$)/, '')
    .replace(/\/(?:__tests__|tests?|specs?)\//, '/')
  return tested !== target.value && isNamedIn(message.text, { type: 'path', value: tested }, grounds)
}

/** Things that hold others: to delete something in one is not to delete it. */
const holding = new Set<TargetType>([
  'path',
  'namespace',
  'database',
  'bucket',
  'cluster',
  'host',
  'repo',
  'stack',
  'account',
  'environment',
])

/** `delete the web deployment in staging-eva`: the name only says where. */
export function isOnlyPlace({ clause }: Order, target: Target, effect: Effect, grounds: Grounds): boolean {
  if (!holding.has(target.type) || verbOf(effect) !== 'remove' || allWords.test(clause.text)) return false
  if (target.type === 'path' && effect.kind !== 'fs.delete') return false
  // `the files in out/` are all that is there; `the duplicates in out/` are not.
  if (
    target.type === 'path' &&
    / (?:files?|contents?|stuff|mess|junk|things|cruft|inhalte?|dateien|contenidos?|archivos?) (?:in|from|of|inside|within|aus|von|de|en) /.test(
      clause.text,
    )
  )
    return false
  // Where the thing itself is a target too, its place is just where it is.
  if (effect.targets.some((other) => !holding.has(other.type) && other.value !== null)) return false
  // `rid me of x`, `the whole of x`.
  if (/ (?:rid|dispose|shot|whole|rest|lot|all|everything) (?:\S+ ){0,2}?of /.test(clause.text)) return false
  return namesOf(target, grounds.place.project, grounds.place.home).some((name) =>
    new RegExp(
      ` (?:in|from|on|of|inside|within|aus|von|en|de) (?:the |my |our |namespace |database |bucket )?${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')} `,
    ).test(clause.text),
  )
}

/** `evt_teamrunde_0611` for "teamrunde", `emulator-5554` for "the emulator": ids whose number nobody says. */
function namedApartFromNumbers(target: Target, words: ReadonlySet<string>, more: ReadonlySet<string>): boolean {
  if (!['resource', 'device', 'key', 'container'].includes(target.type)) return false
  const parts = partsOf(target.value!)
  const spoken = parts.filter((part) => /^\p{L}{4,}$/u.test(part))
  return (
    spoken.length > 0 &&
    parts.some((part) => /\d/.test(part)) &&
    spoken.every((part) => hasWord(words, part) || hasWord(more, part))
  )
}

/** `all my pending jobs` for the user's own name, `this project's derived data` for a path with the project's name. */
function isOnesOwn(target: Target, { clause }: Order, { place }: Grounds): boolean {
  if (target.value === null) return false
  if (
    target.type === 'user' &&
    / (?:mine|to me|my) /.test(clause.text) &&
    target.value.split(':')[0] === place.home.slice(place.home.lastIndexOf('/') + 1) &&
    !/ (?:all|every) /.test(clause.text)
  )
    return / mine | to me /.test(clause.text)
  if (target.type === 'user')
    return (
      target.value.split(':')[0] === place.home.slice(place.home.lastIndexOf('/') + 1) &&
      / (?:my|mine|meine|meiner|mis|mi) |私の|我的/.test(clause.text) &&
      (allWords.test(clause.text) ||
        [...clause.words].some((word) => word.length > 3 && word.endsWith('s') && thingsOf(word).length > 0))
    )
  const name = place.project.slice(place.project.lastIndexOf('/') + 1).toLowerCase()
  if (
    target.type !== 'path' ||
    !/ (?:this|the|my|dieses|este) (?:project|app|repo|projekts?|proyecto) /.test(clause.text)
  )
    return false
  const rest = target.value.split('/').flatMap((part) => partsOf(part))
  return rest.includes(name) && rest.some((part) => part !== name && clause.words.has(part))
}

function coversUnknown(order: Order, target: Target, effect: Effect, grounds: Grounds): boolean {
  // All jobs of a name that this session gave.
  if (effect.kind === 'job.cancel' && effect.targets.some((other) => submittedHere(other, grounds.session.ledger)))
    return true
  if (speaksOfOthers(order, grounds) || speaksOfOtherPlace(order, grounds)) return false
  const start = target.prefix ?? ''
  if (
    start.length > 3 &&
    isNamedIn(order.message.text, { type: target.type, value: start.replace(/[^\p{L}\p{N}]+$/u, '') }, grounds)
  )
    return true
  const { clause } = order
  const said = pronouns.test(clause.text) ? order.message.own : clause.text
  if (
    target.raw !== undefined &&
    [...target.raw.matchAll(/\d{2,}|[\w-]+\.(?:pid|py|js|ts|sh)/g)].some((match) =>
      mentions(said, match[0].toLowerCase()),
    )
  )
    return true
  if (allWords.test(clause.text) || speaksOfThisPlace(order, grounds)) return true
  const raw = target.raw
  if (
    raw !== undefined &&
    effect.where !== undefined &&
    [...clause.words].some((word) => thingsOf(word).some((thing) => thing.inPath?.test(raw)))
  )
    return true
  const single = wordsAround(order).some((word) => /^(?:vm|vms|machine|stack|containers?|volumes?)$/.test(word))
  if (single && effect.kind.startsWith('container.')) return true
  const kinds = [...clause.words].filter(
    (word) =>
      word.length > 3 &&
      word.endsWith('s') &&
      thingsOf(word).some(
        (thing) =>
          isThingTarget(thing, target) || thing.types?.includes(target.type) || thing.kinds?.includes(effect.kind),
      ),
  )
  const ones =
    / (?:ones|those|them|these) /.test(clause.text) &&
    [...order.message.words].some((word) => thingsOf(word).some((thing) => isThingTarget(thing, target)))
  return kinds.length > 0 || ones
}

/** `change it in docs/`, and the command works there. */
function speaksOfThisPlace({ clause }: Order, { commandText }: Grounds): boolean {
  const place =
    / (?:in|inside|under|within|unter|dentro de|en) (?:the |my |our |this )?([\p{L}\d_.-]*\/[\p{L}\d_./-]*|src|docs|lib|app|test|tests) /u.exec(
      clause.text,
    )?.[1]
  return place !== undefined && commandText.includes(place.replace(/^[~./]+|\/+$/g, ''))
}

/** `rename it in src`, and the command looks elsewhere. */
function speaksOfOtherPlace({ clause }: Order, grounds: Grounds): boolean {
  const place = / (?:in|inside|under|within|below|unter|dentro de|en) (?:the |my |our |this )?([\p{L}\d_./-]+) /u.exec(
    clause.text,
  )?.[1]
  if (
    place === undefined ||
    emptyWords.has(place) ||
    /^(?:project|repo|repository|tree|folder|directory|codebase|background|place|total|general|order|parallel|case|production|prod|staging|dev|docker|git|kubernetes|proyecto)$/.test(
      place,
    )
  )
    return false
  return (
    thingsOf(place).length === 0 &&
    !grounds.commandText.includes(place.replace(/^[~./]+|\/+$/g, '')) &&
    !grounds.place.cwd.toLowerCase().endsWith(place)
  )
}

function baseOf(name: string, { type }: Target): string {
  if (!name.includes('/') || name.includes(' ')) return name
  return name
    .replace(/\/+$/, '')
    .split('/')
    .slice(type === 'package' ? -1 : -2)
    .join('/')
}

/** In a project called clinic, "the sync timer" is `sync-clinic.timer`. */
function withoutProject(name: string, { place }: Grounds): string {
  const project = place.project.slice(place.project.lastIndexOf('/') + 1).toLowerCase()
  // Capitals are kept: they part `DerivedData` in its words.
  const at = name.toLowerCase().indexOf(project)
  const rest = project === '' || at < 0 ? name : `${name.slice(0, at)}-${name.slice(at + project.length)}`
  return partsOf(rest).length > 0 ? rest : name
}

/** The clause has no object of its own, or only a pronoun. */
function clauseIsBare({ clause }: Order): boolean {
  return (
    pronouns.test(clause.text) ||
    / (?:both|all|everything|beide|alle|alles|ambos|todos?) /.test(clause.text) ||
    clause.words.size <= 3
  )
}

/** Another thing stands where the object stands; behind a preposition it is only a place. */
function hasOtherObject({ clause }: Order, target: Target, { commandText }: Grounds): boolean {
  return (
    [...clause.words].some(
      (word) =>
        thingsOf(word).length > 0 &&
        !thingsOf(word).some((thing) => isThingTarget(thing, target)) &&
        !commandText.includes(word) &&
        !placed(clause.text, word),
    ) && !hasWord(clause.words, target.type)
  )
}

function placed(text: string, word: string): boolean {
  const before = text.slice(0, text.indexOf(` ${word} `))
  return / (?:on|in|at|from|to|into|onto|of|for|with|by|auf|in|im|am|von|aus|mit|en|de|con)(?: (?:the|my|our|a|this|that|dem|der|den|la|el))?$/.test(
    before,
  )
}
