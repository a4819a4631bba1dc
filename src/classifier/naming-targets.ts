/** Whether an order names the things that an effect would touch: in its own words, in what was said before, or by kind. */
import { type Effect, type Target, type TargetType, verbOf } from '../effects/effect.js'
import { isRegenerable } from '../tiers/regenerable.js'
import { isThingTarget } from '../transcript/concerns.js'
import { flagWords } from '../transcript/lexicon/flags.js'
import { allWords, pronouns, thingsOf } from '../transcript/lexicon/things.js'
import type { Message } from '../transcript/message.js'
import { mentions, namedByParts, namesOf, partsOf } from '../transcript/naming.js'
import type { Order } from '../transcript/words.js'
import { bareName, isDescribed, isItsTest, namedApartFromNumbers, namesOption, namesPattern } from './descriptions.js'
import type { Grounds } from './grounds.js'
import { isExcluded, isNamedIn, REACH } from './named.js'
import {
  clauseIsBare,
  hasOtherObject,
  ids,
  isFormer,
  leansOnOthers,
  speaksOfOtherPlace,
  speaksOfOthers,
  speaksOfThisPlace,
  standsForAnother,
  wordsAround,
} from './objects.js'
import { inFocus, isDefault, isOnesOwn, isOwnUnit, submittedHere } from './unnamed.js'

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

const onlyHere =
  / (?:ours|our own|unsere[nrs]?|only here|just here|only this one|nur hier|hier nur|solo aqui|nuestr[ao]s?) /

function isPlace({ type }: Target): boolean {
  return ['region', 'namespace', 'cluster', 'host', 'account', 'environment', 'database'].includes(type)
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
