/**
 * What speaks for and against an effect, as numbers: how far the user's words name its things, in which mood its act was
 * spoken of, what the session had to do with it. No number decides alone; the weights of weights.ts, learnt from the
 * project's own situations, say what they come to together.
 */
import { type Effect, type Target, verbOf } from '../effects/effect.js'
import { actsOf } from '../transcript/effect-acts.js'
import type { Act } from '../transcript/lexicon/act.js'
import { flagWords } from '../transcript/lexicon/flags.js'
import { allWords, emptyWords, environments, pronouns, saysProduction } from '../transcript/lexicon/things.js'
import type { Clause, Message } from '../transcript/message.js'
import type { Mood } from '../transcript/mood.js'
import { hasWord, mentions, namesOf, partsOf, singular } from '../transcript/naming.js'
import { isApproved } from './consent.js'
import type { Grounds } from './grounds.js'

/** Messages looked at, newest last. */
const REACH = 8
/** Targets looked at: the first ones stand for the rest. */
const MAX_TARGETS = 6
/** Meaningful words of a command that are looked for in the user's words. */
const MAX_WORDS = 60
/** Letters at the beginning by which two long words count as nearly the same. */
const STEM = 5
const NEARLY = 0.7

const moods: readonly Mood[] = ['asked', 'forbidden', 'later', 'told', 'quoted', 'condition', 'own']
const classes = ['read', 'make', 'remove', 'publish', 'send', 'run', 'control', 'grant'] as const

/** For each target; the lowest and the highest of all targets count. */
const perTarget = [
  'unknown',
  'many',
  'named-last',
  'named-last-plainly',
  'named-last-negated',
  'named-last-asked',
  'named',
  'named-in-order',
  'named-in-act-order',
  'named-beside-act',
  'parts-last-plainly',
  'parts-last',
  'parts-negated',
  'parts',
  'made',
  'seen',
  'inside',
  'temporary',
  'guarded',
] as const

/** Names of the numbers that evidenceOf gives, in its order. */
export const evidenceNames: readonly string[] = [
  'act-last',
  'act-before',
  'act',
  ...moods.flatMap((mood) => [`act-last-${mood}`, `act-${mood}`]),
  ...perTarget.flatMap((name) => [`${name}-min`, `${name}-max`]),
  'no-target',
  'flags-named',
  'flags-unnamed',
  'flags-named-last',
  'approved',
  'refused',
  'done-before',
  'place-unsaid',
  'place-other',
  'place-last',
  'program-said',
  ...classes.map((name) => `is-${name}`),
  'command-words-last',
  'command-words-last-plainly',
  'user-words-used',
  'last-asks-only',
  'last-asks',
  'last-orders',
  'last-negates',
  'consent-strong',
  'consent-weak',
  'standing',
  'look-first',
  'revokes',
  'says-only',
  'says-except',
  'says-all',
  'says-it',
  'conditional',
  'long',
  'number-agrees',
  'number-differs',
  'names-unused',
  'has-names',
  'says-production',
  'refused-since',
  'steps-since',
  'several-effects',
]

/** Numbers for one effect, each between 0 and 3; as many as evidenceNames. */
export function evidenceOf(effect: Effect, grounds: Grounds): readonly number[] {
  const recent = grounds.words.recent.slice(-REACH)
  const last = recent.at(-1)
  return [
    ...ofAct(effect, recent),
    ...ofTargets(effect, recent, grounds),
    ...ofWay(effect, recent, grounds),
    ...classes.map((name) => Number(verbOf(effect) === name)),
    ...(last ? ofMessage(last, grounds) : NO_MESSAGE),
    ...ofSession(grounds),
  ]
}

function usesAct(message: Message, mood: Mood, acts: ReadonlySet<Act>): boolean {
  return message.clauses.some((clause) => clauseUses(clause, mood, acts))
}

function clauseUses(clause: Clause, mood: Mood, acts: ReadonlySet<Act>): boolean {
  return clause.uses.some((use) => use.mood === mood && [...use.acts].some((act) => acts.has(act)))
}

function ofAct(effect: Effect, recent: readonly Message[]): readonly number[] {
  const acts = actsOf(effect)
  const last = recent.slice(-1)
  const said = (messages: readonly Message[], mood: Mood) =>
    Number(messages.some((message) => usesAct(message, mood, acts)))
  return [
    said(last, 'order'),
    said(recent.slice(-4, -1), 'order'),
    said(recent, 'order'),
    ...moods.flatMap((mood) => [said(last, mood), said(recent, mood)]),
  ]
}

function ofTargets(effect: Effect, recent: readonly Message[], grounds: Grounds): readonly number[] {
  const acts = actsOf(effect)
  const targets = effect.targets.filter(({ role }) => role !== 'scope').slice(0, MAX_TARGETS)
  const rows = targets.map((target) => ofTarget(target, acts, recent, grounds))
  const found = perTarget.flatMap((_, at) => {
    const values = rows.map((row) => row[at]!)
    return rows.length === 0 ? [0, 0] : [Math.min(...values), Math.max(...values)]
  })
  return [...found, Number(targets.length === 0)]
}

function ofTarget(
  target: Target,
  acts: ReadonlySet<Act>,
  recent: readonly Message[],
  { place, session }: Grounds,
): readonly number[] {
  const last = recent.at(-1)
  const names = namesOf(target, place.project, place.home)
  const named = (text: string) => names.some((name) => mentions(text, name))
  const some = (message: Message | undefined, wanted: (clause: Clause) => boolean) =>
    Number(message?.clauses.some((clause) => wanted(clause) && named(clause.text)) === true)
  const parts = partsOf(shortName(target))
  const plainly = (clause: Clause) => !clause.negative && !clause.question
  const ordered = (clause: Clause) => plainly(clause) && clause.uses.some(({ mood }) => mood === 'order')
  return [
    Number(target.value === null),
    Number(target.many === true),
    Number(last !== undefined && named(last.own)),
    some(last, plainly),
    some(last, ({ negative }) => negative),
    some(last, ({ question }) => question),
    Number(recent.some(({ text }) => named(text))),
    Number(recent.some((message) => some(message, ordered))),
    Number(recent.some((message) => some(message, (clause) => clauseUses(clause, 'order', acts)))),
    Number(recent.some((message) => usesAct(message, 'order', acts) && named(message.text))),
    last ? share(parts, wordsOf(last, plainly)) : 0,
    last ? share(parts, last.words) : 0,
    last
      ? share(
          parts,
          wordsOf(last, ({ negative }) => negative),
        )
      : 0,
    Math.max(0, ...recent.map(({ words }) => share(parts, words))),
    Number(session.ledger.made(target)),
    Number(
      target.value !== null &&
        session.lately.some(({ effect }) => effect.targets.some(({ value }) => value === target.value)),
    ),
    Number(target.area === 'project'),
    Number(target.area === 'temp'),
    Number(target.guarded !== undefined),
  ]
}

/** The part of a name that people say: the last two parts of a path. */
function shortName({ type, value, raw }: Target): string {
  if (value === null) return raw ?? ''
  return type === 'path' ? value.replace(/\/+$/, '').split('/').slice(-2).join('/') : value
}

function wordsOf(message: Message, wanted: (clause: Clause) => boolean): ReadonlySet<string> {
  return new Set(message.clauses.filter(wanted).flatMap(({ words }) => [...words]))
}

/** Which share of the parts is among the words, singular or plural; a common beginning counts in part. */
function share(parts: readonly string[], words: ReadonlySet<string>): number {
  if (parts.length === 0) return 0
  let found = 0
  for (const part of parts) {
    if (hasWord(words, part)) found += 1
    else if (part.length >= STEM) {
      const stem = part.slice(0, STEM)
      for (const word of words)
        if (word.startsWith(stem)) {
          found += NEARLY
          break
        }
    }
  }
  return found / parts.length
}

/** How it is done, where, and whether it was spoken of before. */
function ofWay(effect: Effect, recent: readonly Message[], grounds: Grounds): readonly number[] {
  const { ledger } = grounds.session
  const last = recent.at(-1)
  const told = effect.flags.flatMap((flag) => flagWords[flag] ?? [])
  const isNamed = (pattern: RegExp) => recent.some(({ own }) => pattern.test(own))
  const place = effect.flags.find((flag) => flag === 'production' || flag === 'staging')
  const said = new Set(recent.slice(-4).flatMap(({ own }) => environmentsIn(own)))
  const program = effect.program.split(/[^a-z0-9]+/i).filter((part) => part.length > 2)
  return [
    Number(told.length > 0 && told.every(isNamed)),
    Number(told.some((pattern) => !isNamed(pattern))),
    Number(last !== undefined && told.length > 0 && told.every((pattern) => pattern.test(last.own))),
    Number(isApproved(effect, grounds, 0)),
    Number(ledger.refused.some(({ effect: refused }) => refused.kind === effect.kind)),
    Number(ledger.done.some(({ effect: done }) => done.kind === effect.kind)),
    Number(place !== undefined && !said.has(place)),
    Number(place !== undefined && said.size > 0 && !said.has(place)),
    Number(place !== undefined && last !== undefined && environmentsIn(last.own).includes(place)),
    Number(program.some((part) => recent.some(({ words }) => hasWord(words, part)))),
  ]
}

function environmentsIn(text: string): readonly string[] {
  return environments.filter(({ words }) => words.test(text)).map(({ name }) => name)
}

const NO_MESSAGE: readonly number[] = new Array<number>(23).fill(0)

/** Words of a command that say nothing of what it is about. */
const idle = new Set(
  'the and for npm run docker kubectl sudo bash echo cat tail head true false null dev usr bin tmp home src main origin'.split(
    ' ',
  ),
)

function ofMessage(last: Message, { commandText }: Grounds): readonly number[] {
  const parts = [...new Set(partsOf(commandText))]
    .filter((part) => part.length > 2 && !idle.has(part))
    .slice(0, MAX_WORDS)
  const known = new Set(parts.map(singular))
  const own = [...last.words].filter((word) => word.length > 2 && !emptyWords.has(word))
  const numbers = last.own.match(/\d+/g) ?? []
  const taken = new Set(commandText.match(/\d+/g) ?? [])
  const agrees = numbers.some((number) => taken.has(number))
  const names = last.clauses.flatMap((clause) => clause.names)
  const unused = names.filter((name) => !commandText.includes(name.replace(/^[~./]+/, '')))
  return [
    share(parts, last.words),
    share(
      parts,
      wordsOf(last, ({ negative, question }) => !negative && !question),
    ),
    own.length === 0
      ? 0
      : own.filter((word) => known.has(singular(word)) || commandText.includes(word)).length / own.length,
    Number(last.clauses.length > 0 && last.clauses.every(({ question }) => question)),
    Number(last.clauses.some(({ question }) => question)),
    Number(last.orders),
    Number(last.clauses.some(({ negative }) => negative)),
    Number(last.consent === 'strong'),
    Number(last.consent === 'weak'),
    Number(last.standing),
    Number(last.lookFirst),
    Number(last.revokes),
    Number(/ (?:only|just|nur|solo) /.test(last.own)),
    Number(/ (?:except|but|not|keep|leave|dont|never|no|nothing|without) /.test(last.own)),
    Number(allWords.test(last.own)),
    Number(pronouns.test(last.own)),
    Number(last.clauses.some(({ condition }) => condition !== undefined)),
    Math.min(3, Math.log2(1 + last.words.size) / 2),
    Number(agrees),
    Number(numbers.length > 0 && taken.size > 0 && !agrees),
    names.length === 0 ? 0 : unused.length / names.length,
    Number(names.length > 0),
    Number(saysProduction(last.own)),
  ]
}

function ofSession({ session, words, effects }: Grounds): readonly number[] {
  const steps = new Set(
    session.ledger.done.flatMap(({ effect, message }) => (message === words.length ? [effect.command] : [])),
  )
  return [
    Number(session.ledger.refused.some(({ message }) => message === words.length)),
    Math.min(3, steps.size),
    Number(effects.length > 1),
  ]
}
