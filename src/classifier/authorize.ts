/** Stage 2: whether what the user said covers an effect that a rule touches, and if not, what is missing. */
import type { Effect, Flag, Target } from '../effects/effect.js'
import type { Need, Rule } from '../tiers/rule.js'
import { flagWords } from '../transcript/lexicon/flags.js'
import type { Message } from '../transcript/message.js'
import { mentions } from '../transcript/naming.js'
import type { Order } from '../transcript/words.js'
import { candidates, freeHand, isTyped, stands } from './candidates.js'
import { isApproved } from './consent.js'
import {
  agreesOnAmounts,
  agreesOnDetails,
  asksForLess,
  countIn,
  isSpentPronoun,
  losesWork,
  partOf,
  takesExcepted,
  takesTooMany,
} from './details.js'
import type { Grounds } from './grounds.js'
import { type CommandLine, commandLine } from './lexical.js'
import { isExcluded, isNamedIn, withoutOtherHosts } from './named.js'
import { covers, isOnlyPlace } from './naming-targets.js'
import { speaksOfOthers } from './objects.js'
import { destinationsOf, isTrusted, namesDestination, namesPlace, placeToName } from './places.js'
import { submittedHere } from './unnamed.js'
import { isTooBroad } from './vague.js'

export interface Authorization {
  readonly granted: boolean
  /** What the user did not say, in words for the reason. */
  readonly missing: readonly string[]
  /** A dangerous way of doing it was asked about, and was named. */
  readonly byFlag?: boolean
  /** An order for this act was found that asks for something else or for less. */
  readonly contradicted?: boolean
  /** The user's words that were weighed. */
  readonly quotes: readonly string[]
}

/**
 * Weighs the user's words for one effect under one rule. Orders before message `since` do not count, nor do words for a
 * dangerous way of doing it before message `flagsSince`.
 */
export function authorize(
  effect: Effect,
  rule: Rule,
  grounds: Grounds,
  since: number,
  flagsSince = since,
): Authorization {
  if (isApproved(effect, grounds, since))
    return { granted: true, missing: [], quotes: ['the user agreed to this step'] }
  if (isTyped(effect, grounds, since)) return { granted: true, missing: [], quotes: ['the user typed this command'] }
  const line = commandLine(effect, grounds)
  const needs = needsFor(effect, rule, line?.flags ?? [])
  let best: Authorization | undefined
  let contradicted = false
  for (const order of candidates(effect, needs, grounds, since, line)) {
    if (asksForLess(order, effect, grounds)) {
      contradicted = true
      continue
    }
    if (isTooBroad(order, effect, grounds)) {
      contradicted ||= best === undefined
      continue
    }
    contradicted ||= speaksOfAnother(order, effect, grounds)
    const missing = needs
      .filter((need) => !satisfied(need, order, effect, grounds, line, flagsSince))
      .map((need) => nameOf(need, effect, line, grounds))
    const answer = {
      granted: missing.length === 0,
      missing,
      quotes: [order.clause.text.trim()],
      byFlag: needs.some((need) => need.need === 'flag'),
    }
    if (answer.granted) return answer
    if (!best || missing.length < best.missing.length) best = answer
  }
  const refused = best ?? {
    granted: false,
    missing: needs.map((need) => nameOf(need, effect, line, grounds)),
    quotes: [],
  }
  return contradicted ? { ...refused, contradicted } : refused
}

/** `reboot web2.acme.example` for web1; `the duplicates in ~/photos` for ~/photos. */
function speaksOfAnother(order: Order, effect: Effect, grounds: Grounds): boolean {
  const { text } = order.clause
  return effect.targets.some(
    (target) => withoutOtherHosts(text, target) !== text || isOnlyPlace(order, target, effect, grounds),
  )
}

function needsFor(effect: Effect, rule: Rule, told: readonly Flag[]): readonly Need[] {
  // To name a namespace is to name all that is in it.
  const whole =
    effect.kind === 'cluster.delete' &&
    effect.targets.every((target) => target.type === 'namespace' && target.value !== null)
  const needs = rule.needs.filter(
    (need) => need.need !== 'flag' || (!whole && need.flag.some((flag) => effect.flags.includes(flag))),
  )
  const production: readonly Need[] =
    effect.flags.includes('production') && !needs.some((need) => need.need === 'place') ? [{ need: 'place' }] : []
  return [...needs, ...production, ...(told.length > 0 ? [{ need: 'flag', flag: told } as const] : [])]
}

function satisfied(
  need: Need,
  order: Order,
  effect: Effect,
  grounds: Grounds,
  line: CommandLine | undefined,
  flagsSince: number,
): boolean {
  switch (need.need) {
    case 'act':
      // Each act that the line names was asked for, not only one of them.
      return (
        line === undefined ||
        line.acts.every(
          (group, at) =>
            isTypedWord(line.typed[at] ?? '', grounds) ||
            grounds.words.ordersFor(group).some((other) => stands(other, effect, grounds)),
        )
      )
    case 'target':
      return coversAll(
        line && !effect.kind.startsWith('tool.') ? line.parameters : objectsOf(effect, need, grounds),
        order,
        effect,
        grounds,
      )
    case 'flag':
      return [...effect.flags, ...(line?.flags ?? [])]
        .filter(
          (flag) =>
            need.flag.includes(flag) &&
            !(flag !== 'mirror' && effect.flags.includes('mirror')) &&
            !(flag === 'all' && effect.kind === 'job.cancel' && ownsAll(effect, grounds)) &&
            !(flag === 'all' && takesNamespace(effect)),
        )
        .every((flag) => namesFlag(flag, order, grounds, flagsSince))
    case 'place':
      return namesPlace(order, effect, grounds)
    case 'destination':
      return destinationsOf(effect).every(
        (target) => isTrusted(target, grounds) || namesDestination(target, order, effect, grounds),
      )
  }
}

/** All that goes by that name is the session's: `scancel --name=x` after `sbatch --job-name=x`. */
function ownsAll({ targets }: Effect, { session }: Grounds): boolean {
  const named = targets.filter(({ value }) => value !== null)
  return (
    named.length > 0 && named.every((target) => session.ledger.made(target) || submittedHere(target, session.ledger))
  )
}

/** Who names a namespace to be deleted means all that is in it. */
function takesNamespace(effect: Effect): boolean {
  return (
    effect.kind === 'cluster.delete' &&
    effect.targets.some((target) => target.type === 'namespace' && target.role !== 'scope')
  )
}

/** A file below a folder that the clause names. */
function liesUnderNamed(target: Target, order: Order, grounds: Grounds): boolean {
  if (target.type !== 'path' || target.value === null) return false
  const { project } = grounds.place
  for (
    let path = target.value;
    path.length > project.length && path.startsWith(project);
    path = path.slice(0, path.lastIndexOf('/'))
  ) {
    if (isNamedIn(order.clause.text, { ...target, value: path, raw: path }, grounds))
      return !isExcluded(target, grounds)
  }
  return false
}

/** A word of the command line stands in the user's own words: `do a migrate:fresh`. */
function isTypedWord(word: string, { words }: Grounds): boolean {
  return (
    word.length >= 5 &&
    /[:_-]/.test(word) &&
    words.recent
      .slice(-3)
      .some((message) =>
        message.clauses.some((clause) => !clause.question && !clause.negative && mentions(clause.text, word)),
      )
  )
}

/** Every target is covered; where the order names some of a kind, it means these and not the ones beside them. */
function coversAll(targets: readonly Target[], order: Order, effect: Effect, grounds: Grounds): boolean {
  // Rows are told apart by more than their table: `the readings of sensor roof-2` is not every reading.
  const rows = effect.kind === 'db.delete' || effect.kind === 'db.write'
  if (
    rows &&
    speaksOfOthers(order, grounds) &&
    !targets.some((target) => order.clause.names.some((name) => isNamedIn(` ${name} `, target, grounds)))
  )
    return false
  const named = targets.map(
    (target) => isNamedIn(order.clause.text, target, grounds) && !isOnlyPlace(order, target, effect, grounds),
  )
  if (named.length > 0 && !named.some(Boolean) && isSpentPronoun(order, effect, grounds)) return false
  if (effect.kind === 'vcs.delete-ref' && !named.every(Boolean) && losesWork(grounds)) return false
  if (effect.kind === 'fs.delete' && partOf.test(order.clause.text)) return false
  if (!agreesOnAmounts(order, effect, grounds) || !agreesOnDetails(order, effect, grounds)) return false
  if (takesTooMany(order, effect, grounds) || takesExcepted(targets, order, effect, grounds)) return false
  const count = countIn(order.clause)
  // The remote or host that they are on is none of them.
  const counted = targets.filter(({ type }) => type !== 'remote' && type !== 'host' && type !== 'namespace')
  if (count !== undefined && counted.length > count && named.filter(Boolean).length < targets.length) return false
  const some = new Set(targets.filter((_, at) => named[at]).map(({ type }) => type))
  if (freeHand.test(order.clause.text)) return targets.every((target) => liesUnderNamed(target, order, grounds))
  return targets.every((target, at) =>
    named[at] ? !isExcluded(target, grounds) : !some.has(target.type) && covers(order, target, effect, grounds),
  )
}

/** What the effect acts on: for what is sent, the things sent; else its targets without the places they are in. */
function objectsOf(
  effect: Effect,
  { type: types, of }: Extract<Need, { need: 'target' }>,
  grounds: Grounds,
): readonly Target[] {
  const sent = effect.sources.flatMap((source): Target[] =>
    source.type === 'path'
      ? [{ type: 'path', value: source.value, ...(source.area ? { area: source.area } : {}) }]
      : [],
  )
  if (of === 'secrets') {
    // The address itself may be a secret; it goes nowhere but to its own place.
    const secrets = effect.sources.filter(
      (source) =>
        (source.secrets?.length ?? 0) > 0 &&
        !effect.targets.some(
          (target) => target.raw !== undefined && source.value !== null && target.raw.includes(source.value),
        ),
    )
    return secrets.flatMap((source): Target[] =>
      source.type === 'path' || source.type === 'variable' ? [{ type: source.type, value: source.value }] : [],
    )
  }
  if (
    sent.length > 0 &&
    (types === undefined || types.length === 0) &&
    /^(?:remote\.copy|cloud\.storage|forge\.gist|net\.send)$/.test(effect.kind)
  )
    return sent
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
  const objects =
    types === undefined || types.length === 0 ? plain : plain.filter((target) => types.includes(target.type))
  const isUnknownMany =
    grounds.isFed(effect) &&
    !objects.some((target) => target.value !== null && target.type !== 'program') &&
    types === undefined
  return isUnknownMany && !objects.some((target) => target.value === null)
    ? [...objects, { type: 'resource', value: null, many: true }]
    : objects
}

function namesFlag(flag: Flag, order: Order, grounds: Grounds, since: number): boolean {
  const pattern = flagWords[flag]
  if (!pattern) return false
  if ((flag === 'insecure' || flag === 'skip-checks') && namesSetting(order, grounds)) return true
  return grounds.words.recent.some(
    (message) =>
      message.index >= Math.max(order.message.index, since) &&
      message.clauses.some(
        (clause) =>
          !clause.question &&
          clause.uses.every((use) => use.mood !== 'forbidden') &&
          (pattern.test(withoutKept(flag, clause.text)) ||
            pattern.test(withoutKept(flag, sentenceOf(message, clause.sentence)))),
      ),
  )
}

/** Shortest plain word that can only be the name of a setting. */
const SETTING = 14

/** The user wrote the very setting that switches something off: `allow_anonymous`, `StrictHostKeyChecking`, a CVE's number. */
function namesSetting({ clause }: Order, { commandText }: Grounds): boolean {
  return (
    clause.uses.some(({ mood }) => mood === 'order') &&
    [...clause.words].some(
      (word) =>
        (/^[a-z][\w-]*[_-]\w/.test(word) ? word.length >= 6 : word.length >= SETTING) &&
        commandText.includes(word) &&
        !/[./]/.test(word),
    )
  )
}

const sparing: ReadonlySet<Flag> = new Set(['volumes', 'all', 'untracked', 'ignored', 'delete'])

/** `take the stack down, leave the volumes`: what is to stay is no word for taking it. */
function withoutKept(flag: Flag, text: string): string {
  if (!sparing.has(flag)) return text
  const cut = text.search(/ (?:keep|leave|spare|but not|not|never|without|behalt\w*|lass|ohne|nicht|conserva|deja) /)
  return cut < 0 ? text : text.slice(0, cut + 1)
}

/** The clauses of a sentence that state or order. */
function sentenceOf(message: Message, sentence: number): string {
  return message.clauses
    .flatMap((clause) =>
      clause.sentence === sentence && !clause.question && clause.uses.every((use) => use.mood !== 'forbidden')
        ? [clause.text]
        : [],
    )
    .join(' ')
}

/** What a need asks for, in words. */
function nameOf(need: Need, effect: Effect, line: CommandLine | undefined, grounds: Grounds): string {
  switch (need.need) {
    case 'act':
      return 'ask for this'
    case 'target': {
      const names = (line ? line.parameters : objectsOf(effect, need, grounds)).flatMap((target) =>
        (target.raw ?? target.value) ? [`\`${target.raw ?? target.value}\``] : [],
      )
      return names.length > 0 ? `name ${names.slice(0, 3).join(', ')}` : 'say what exactly it is about'
    }
    case 'flag':
      return `say that it may be done with ${[...effect.flags, ...(line?.flags ?? [])]
        .filter((flag) => need.flag.includes(flag))
        .map((flag) => `\`${flag}\``)
        .join(', ')}`
    case 'place':
      return effect.flags.includes('production') ? 'say that production is meant' : placeToName(effect)
    case 'destination': {
      const names = destinationsOf(effect).flatMap((target) =>
        target.value ? [`\`${target.raw ?? target.value}\``] : [],
      )
      return names.length > 0 ? `name the destination ${names.slice(0, 3).join(', ')}` : 'say where it goes'
    }
  }
}
