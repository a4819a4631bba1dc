/** What stands where the object of an order stands: another thing, a pronoun and what it stands for, or only a place. */
import { type Effect, type Target, type TargetType, verbOf } from '../effects/effect.js'
import { isThingTarget } from '../transcript/concerns.js'
import { emptyWords, pronouns, saysEnvironment, thingsOf } from '../transcript/lexicon/things.js'
import { hasWord, singular } from '../transcript/naming.js'
import type { Order } from '../transcript/words.js'
import type { Grounds } from './grounds.js'
import { isNamedIn } from './named.js'

/** Types whose value is an id that nobody can guess: it must have been said, made or seen. */
export const ids = new Set<TargetType>(['pr', 'issue', 'job', 'process', 'commit'])

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
export function wordsAround({ clause, message }: Order): readonly string[] {
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
export function leansOnOthers({ clause, message }: Order, target: Target, grounds: Grounds): boolean {
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
export function standsForAnother(order: Order, target: Target, effect: Effect, grounds: Grounds): boolean {
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
export function isFormer(target: Target, { clause, message }: Order, grounds: Grounds): boolean {
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

/** `change it in docs/`, and the command works there. */
export function speaksOfThisPlace({ clause }: Order, { commandText }: Grounds): boolean {
  const place =
    / (?:in|inside|under|within|unter|dentro de|en) (?:the |my |our |this )?([\p{L}\d_.-]*\/[\p{L}\d_./-]*|src|docs|lib|app|test|tests) /u.exec(
      clause.text,
    )?.[1]
  return place !== undefined && commandText.includes(place.replace(/^[~./]+|\/+$/g, ''))
}

/** `rename it in src`, and the command looks elsewhere. */
export function speaksOfOtherPlace({ clause }: Order, grounds: Grounds): boolean {
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

/** The clause has no object of its own, or only a pronoun. */
export function clauseIsBare({ clause }: Order): boolean {
  return (
    pronouns.test(clause.text) ||
    / (?:both|all|everything|beide|alle|alles|ambos|todos?) /.test(clause.text) ||
    clause.words.size <= 3
  )
}

/** Another thing stands where the object stands; behind a preposition it is only a place. */
export function hasOtherObject({ clause }: Order, target: Target, { commandText }: Grounds): boolean {
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
