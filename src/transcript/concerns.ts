/** Which effects a boundary is about. */
import { type Effect, type Target, type VerbClass, verbOf } from '../effects/effect.js'
import type { Place } from '../world.js'
import type { Boundary } from './boundaries.js'
import { actsOf } from './effect-acts.js'
import { type Thing, thingsOf } from './lexicon/things.js'
import { mentions, namesOf, partsOf, singular } from './naming.js'
import { fold } from './tokens.js'

export const changing: ReadonlySet<VerbClass> = new Set(['make', 'remove', 'publish', 'send', 'control', 'grant'])

/** Kinds of the class "make" or "run" that leave no trace a user would call a change. */
const leavesNoTrace = new Set(['fs.archive', 'vcs.clone', 'vcs.stash', 'pkg.cache', 'sys.notify', 'sys.env', 'db.dump'])

/** Whether the boundary is about this effect. */
export function concerns(boundary: Boundary, subject: Subject): boolean {
  const { effect } = subject
  const verb = verbOf(effect)
  if (effect.flags.includes('dry-run')) return false
  // `write the migration, i run it myself`: running it is to do what it is for.
  if (
    boundary.forbids instanceof Set &&
    (boundary.forbids.has('run') || boundary.forbids.has('build')) &&
    verb !== 'read' &&
    boundary.things.some((thing) => isThing(thing, effect))
  )
    return true
  if (!forbidsVerb(boundary, effect, verb)) return saysAll(boundary, effect, verb)
  // `deploy to staging, prod stays as it is`: what is forbidden there is not done here.
  if (boundary.production && effect.flags.includes('staging')) return false
  if (boundary.production && effect.flags.includes('production')) return true
  if (boundary.objects.length === 0 && boundary.things.length === 0) {
    if (boundary.production) return effect.flags.includes('production')
    return inReach(boundary, effect)
  }
  return concernsObject(boundary, subject)
}

/** The very words of the prohibition describe the effect: `never compile with shell escape`, `build_runner must not run`. */
function saysAll(boundary: Boundary, effect: Effect, verb: VerbClass): boolean {
  if (verb === 'read' || boundary.keeps || boundary.objects.length === 0 || boundary.things.length > 1) return false
  const says = fold(effect.says)
  return boundary.objects.every((word) => word.length >= 4 && says.includes(word)) && boundary.forbids instanceof Set
}

/** A general prohibition of changes does not reach scratch files. */
function inReach(boundary: Boundary, effect: Effect): boolean {
  if (boundary.forbids !== 'change') return true
  if (leavesNoTrace.has(effect.kind)) return false
  const paths = effect.targets.filter((target) => target.type === 'path')
  return !(
    effect.kind.startsWith('fs.') &&
    paths.length > 0 &&
    paths.every((target) => target.area === 'temp' || target.value === '/dev/null')
  )
}

function forbidsVerb(boundary: Boundary, effect: Effect, verb: VerbClass): boolean {
  switch (boundary.forbids) {
    case 'change':
      return changing.has(verb) || effect.kind === 'db.program'
    case 'leave':
      return (
        verb === 'send' ||
        verb === 'publish' ||
        effect.kind === 'net.tunnel' ||
        (effect.kind === 'net.fetch' && effect.sources.length > 0) ||
        (effect.kind === 'tool.read' && effect.sources.length > 0)
      )
    case 'anything':
      return verb !== 'read' || effect.kind.startsWith('db.')
    case 'other-places':
      return changing.has(verb)
    default: {
      for (const act of actsOf(effect)) if (boundary.forbids.has(act)) return true
      return boundary.forbids.has('touch') && changing.has(verb)
    }
  }
}

/** Classes of effects for which a prohibition with an object that we do not know counts in full. */
const grave: ReadonlySet<VerbClass> = new Set(['publish', 'send', 'remove', 'grant'])

function concernsObject(boundary: Boundary, subject: Subject): boolean {
  const { effect } = subject
  if (boundary.objects.some((word) => namesEffect(word, subject))) return true
  // `don't touch the orders table` is about that table: a name or word beside the kind narrows it.
  const unknown = boundary.objects.filter((word) => thingsOf(word).length === 0)
  // `dont lose the nvs partition`, and the whole flash is erased.
  if (boundary.keeps && effect.kind === 'sys.disk' && boundary.things.some((thing) => isThing(thing, effect)))
    return true
  if (boundary.things.some((thing) => isThing(thing, effect))) return unknown.length === 0
  if (boundary.things.some((thing) => thing.types?.includes('path')) && effect.kind === 'fs.delete')
    return unknown.every((word) => !/[./_\d]/.test(word))
  if (boundary.keeps) return false
  // `don't push half-finished work`: nothing in it names another thing.
  return (
    boundary.things.length === 0 &&
    (grave.has(verbOf(effect)) || effect.kind.startsWith('secret.')) &&
    boundary.forbids !== 'change' &&
    !unknown.some((word) => /[./_\d]/.test(word) || boundary.named.includes(word))
  )
}

/** Whether a target or kind of the effect is such a thing. */
export function isThing(thing: Thing, effect: Effect): boolean {
  if (thing.kinds?.some((kind) => effect.kind === kind || effect.kind.startsWith(`${kind}.`))) return true
  return effect.targets.some((target) => isThingTarget(thing, target))
}

/** Whether a target is such a thing. */
export function isThingTarget(thing: Thing, target: Target): boolean {
  if (thing.types?.includes(target.type) && target.type !== 'path') return true
  if (target.guarded !== undefined && thing.guarded?.includes(target.guarded)) return true
  if (target.area !== undefined && thing.area?.includes(target.area as 'home')) return true
  return target.type === 'path' && target.value !== null && thing.inPath?.test(target.value) === true
}

/** A file or folder that the user wants kept lies in what the effect takes as a whole. */
function liesWithin(word: string, effect: Effect, place: Place): boolean {
  if (!/[./_\d-]/.test(word) || verbOf(effect) !== 'remove') return false
  const path = word.startsWith('/')
    ? word
    : word.startsWith('~/')
      ? place.home + word.slice(1)
      : `${place.project}/${word.replace(/^\.\//, '')}`
  return effect.targets.some(
    (target) =>
      target.type === 'path' &&
      target.value !== null &&
      (path.startsWith(`${target.value.replace(/\/+$/, '')}/`) ||
        (target.many === true && target.value === place.project)),
  )
}

/** What an effect is called, worked out once for all boundaries that it is held against. */
export interface Subject {
  readonly effect: Effect
  readonly place: Place
  /** Spellings of its targets and of the files that it sends; plain words in the singular beside them. */
  readonly names: ReadonlySet<string>
  /** Meaningful parts of the names, in the singular. */
  readonly parts: ReadonlySet<string>
  /** All names in one text, between blanks. */
  readonly text: string
  /** Paths of its targets, from the project on, lower case, with a slash at the end. */
  readonly paths: readonly string[]
}

/** An effect made ready to be held against boundaries. */
export function subjectOf(effect: Effect, place: Place): Subject {
  const sources = effect.sources.flatMap((source): Target[] =>
    source.type === 'path' ? [{ type: 'path', value: source.value }] : [],
  )
  const targets = [...effect.targets, ...sources]
  const names = targets.flatMap((target) => namesOf(target, place.project, place.home))
  const paths = targets.flatMap(({ type, value }) =>
    type === 'path' && value !== null
      ? [`${(value.startsWith(`${place.project}/`) ? value.slice(place.project.length) : value).toLowerCase()}/`]
      : [],
  )
  return {
    effect,
    place,
    names: new Set([...names, ...names.map(singular)]),
    parts: new Set(names.flatMap((name) => partsOf(name).map(singular))),
    text: ` ${names.join(' ')} `,
    paths,
  }
}

function namesEffect(word: string, subject: Subject): boolean {
  const { effect, names, parts, text, paths, place } = subject
  const plain = singular(word)
  if (
    plain === effect.program ||
    word === effect.program ||
    names.has(word) ||
    names.has(plain) ||
    mentions(text, word)
  )
    return true
  if (word.length >= 2 && parts.has(plain)) return true
  const folder = word
    .replace(/\/+$/, '')
    .replace(/^\.\//, '')
    .replace(/^~\//, `${place.home.slice(1)}/`)
  if (folder.length >= 3 && paths.some((path) => path.includes(`/${folder}/`))) return true
  return liesWithin(word, effect, place)
}
