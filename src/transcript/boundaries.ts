/** What the user forbade, and for which effects. */
import { phrasesAt } from './forms.js'
import type { Act } from './lexicon/act.js'
import {
  atAnotherTime,
  canWait,
  careful,
  delegated,
  keeping,
  leaveAlone,
  neverPlace,
  readOnly,
  staysHere,
  theOthers,
} from './lexicon/boundaries.js'
import { emptyWords, saysProduction, type Thing, thingsOf } from './lexicon/things.js'
import { givesUp } from './lexicon/wishes.js'
import type { Clause, Message } from './message.js'

export interface Boundary {
  /** Acts forbidden; `change`: anything that changes; `leave`: anything that leaves this machine. */
  readonly forbids: ReadonlySet<Act> | 'change' | 'leave' | 'other-places' | 'anything'
  /** The user's words. */
  readonly words: string
  readonly message: number
  /** What it is about; none: anything. */
  readonly objects: readonly string[]
  readonly things: readonly Thing[]
  /** Objects that stand behind a preposition (`to main`): these can only be names. */
  readonly named: readonly string[]
  readonly production: boolean
  /** Says that something is to be kept, and only that. */
  readonly keeps?: boolean
  /** Ends with the next order of the user: `just look`, `show me the plan first`. */
  readonly untilNextOrder: boolean
}

const removing: ReadonlySet<Act> = new Set(['delete', 'empty', 'discard', 'tidy', 'format', 'kill', 'rewrite-history'])

export const reading: ReadonlySet<Act> = new Set(['read', 'show', 'search', 'plan', 'test', 'keep'])

/** Words of a clause that may be objects: what is left when the small words and the verbs are gone. */
function objectsOf(clause: Clause): {
  readonly objects: readonly string[]
  readonly things: readonly Thing[]
  readonly named: readonly string[]
} {
  const objects: string[] = []
  const found: Thing[] = []
  for (const word of clause.words) {
    const kinds = thingsOf(word)
    found.push(...kinds)
    if (emptyWords.has(word)) continue
    const verb =
      kinds.length === 0 && !/[./_\d-]/.test(word) && phrasesAt(word).some((phrase) => phrase.form !== 'noun')
    if (!verb && !/[぀-ヿ一-鿿]/.test(word)) objects.push(word)
  }
  const named = [...clause.text.matchAll(/ (?:to|on|at|from|into|against|auf|nach|zu|gegen|en|contra) (\S+)/g)]
    .map((match) => match[1]!)
    .filter((word) => objects.includes(word))
  return { objects, things: found, named }
}

/** Objects of a clause; where it only says `that one`, those of the clause before it. */
function objectsAround(message: Message, at: number): ReturnType<typeof objectsOf> {
  const clause = message.clauses[at]!
  const own = objectsOf(clause)
  const before = message.clauses[at - 1]
  if (before && / work(?:ing)? around (?:it|that|them) /.test(clause.text)) return objectsOf(before)
  if (
    own.objects.length > 0 ||
    own.things.length > 0 ||
    !before ||
    before.sentence !== clause.sentence ||
    !/ (?:it|that|this|these|those|they|ese|esa|eso|esos|das|die|der|them|daran|davon|dran|damit|darin) /.test(
      clause.text,
    )
  )
    return own
  return objectsOf(before)
}

/** `chrome is frozen, kill it`: the program hangs; nobody froze it for others. */
function endsSomething(message: Message): boolean {
  return message.clauses.some((clause) =>
    clause.uses.some((use) => use.mood === 'order' && (use.acts.has('kill') || use.acts.has('restart'))),
  )
}

/** Boundaries that a message sets. */
export function boundariesOf(message: Message): readonly Boundary[] {
  const found: Boundary[] = []
  for (const [at, clause] of message.clauses.entries()) {
    if (clause.question) continue
    const about = objectsAround(message, at)
    const base = {
      words: clause.text.trim(),
      message: message.index,
      ...about,
      production: saysProduction(clause.text),
      untilNextOrder: false,
    }
    const forbidden = new Set<Act>()
    for (const use of clause.uses)
      if (
        use.mood === 'forbidden' ||
        (use.mood === 'own' &&
          (delegated.test(clause.text) || (isOutward(use.acts) && atAnotherTime.test(sentenceAt(message, at)))) &&
          !isReading(use.acts))
      )
        for (const act of use.acts) forbidden.add(act)
    if (readOnly.test(clause.text)) {
      const soft = /\b(?:just|solo|nur)\b/.test(clause.text)
      found.push({
        ...base,
        ...(/\b(?:anything|any|nothing|nichts|nada|only|readonly|read)\b|-only/.test(clause.text) || soft
          ? { objects: [], things: [] }
          : {}),
        forbids: 'change',
        untilNextOrder: soft,
      })
    } else if (staysHere.test(clause.text)) {
      found.push({ ...base, forbids: 'leave', objects: [], things: [] })
    } else if (canWait.test(clause.text)) {
      found.push({ ...base, forbids: 'leave', objects: [], things: [] })
    } else if (neverPlace.test(clause.text)) {
      found.push({ ...base, forbids: 'anything', objects: [], things: [], production: true })
    } else if (
      !(theOthers.test(clause.text) && about.objects.length === 0 && about.things.length === 0) &&
      leaveAlone.test(clause.text) &&
      clause.condition === undefined &&
      !(/ (?:frozen|locked) /.test(clause.text) && endsSomething(message))
    ) {
      found.push({ ...base, forbids: 'change' })
    } else if (
      (keeping.test(clause.text) || careful.test(clause.text)) &&
      !givesUp.test(clause.text) &&
      (about.objects.length > 0 || about.things.length > 0)
    ) {
      const running = / (?:running|run|finish|up|alive|going|laufen|online) /.test(clause.text)
      found.push({
        ...base,
        forbids: running ? new Set([...removing, 'stop', 'restart', 'cancel']) : removing,
        keeps: true,
      })
      if (forbidden.size > 0) found.push({ ...base, forbids: forbidden })
    } else if (forbidden.size > 0) {
      found.push({ ...base, forbids: forbidden })
    } else if (
      /^ (?:no|not|nicht|kein|sin|nada de|never|without|except|but not|ausser|excepto|menos) (?!sorry|wait|i |,)/.test(
        clause.text,
      ) &&
      (base.objects.length > 0 || about.things.length > 0) &&
      clause.uses.every((use) => use.mood !== 'order') &&
      !/ (?:is|are|was|were|has|have|does|did|will|hay|ist|sind|hat) /.test(clause.text)
    ) {
      found.push({ ...base, forbids: 'change' })
    }
  }
  if (message.lookFirst) {
    const acts = message.clauses
      .filter((clause) => clause.condition === 'before')
      .flatMap((clause) => clause.uses.flatMap((use) => [...use.acts]))
    const soft: Boundary = {
      forbids: acts.length > 0 ? new Set(acts) : 'leave',
      words: message.own.trim().slice(0, 120),
      message: message.index,
      objects: [],
      things: [],
      named: [],
      production: false,
      untilNextOrder: acts.length === 0,
    }
    if (acts.length > 0) found.push(soft)
  }
  return found
}

const outward: ReadonlySet<Act> = new Set(['push', 'publish', 'release', 'merge'])

function isOutward(acts: ReadonlySet<Act>): boolean {
  return [...acts].some((act) => outward.has(act))
}

/** The whole sentence of a clause: `i push when i am back`. */
function sentenceAt({ clauses }: Message, at: number): string {
  const { sentence } = clauses[at]!
  return clauses.flatMap((clause) => (clause.sentence === sentence ? [clause.text] : [])).join(' ')
}

function isReading(acts: ReadonlySet<Act>): boolean {
  return [...acts].every((act) => reading.has(act))
}
