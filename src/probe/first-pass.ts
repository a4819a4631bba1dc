/**
 * The cheap first pass: one walk that says which stretches of a text are worth the patterns of the second pass. It knows only the
 * anchors of the signal families and how much each can weigh, and passes over what could not reach FLAG_FROM whatever else stands there.
 */
import { ALPHABET_BITS, buildAutomaton, type Phrase } from './automaton.js'
import { BOUNDARY, CONTROL, classOf, INVISIBLE, OTHER_SCRIPT, SPECIAL } from './characters.js'
import { clauseWords } from './clause/gate.js'
import { tellingWords } from './fold.js'
import { anchorsOf } from './signals/anchors.js'
import { latinLanguages } from './signals/languages.js'
import type { Family } from './signals/signal.js'
import { talk } from './signals/talk.js'
import { turns } from './signals/turns.js'
import { FLAG_FROM, MOST_FROM_ACTS, REACH } from './weights.js'

/** Characters kept around a stretch, so that a pattern sees its sentence. */
const MARGIN = 260

/** Families that the walk looks for; a family's place is its bit. */
export const families: readonly Family[] = [...talk, ...turns, ...mergedLanguages()]

/** One family for all languages of Latin letters: a bit each would not fit, and few texts have any. */
function mergedLanguages(): Family[] {
  return [
    {
      name: 'language',
      anchors: latinLanguages.map((language) => language.anchors).join(','),
      signals: latinLanguages.flatMap((language) => language.signals),
      each: true,
    },
  ]
}

/** Beyond the families: forms of telling words that no reader uses. */
const scrambledBit = families.length
const reversedBit = families.length + 1
const rotatedBit = families.length + 2
/** Words of clauses that may be orders (see ./clause/gate.ts): strong and weak acts, whom they steer, what they are done to. */
const actBit = families.length + 3
const weakActBit = families.length + 4
const steerBit = families.length + 5
const thingBit = families.length + 6
const CLAUSE_BITS = (1 << actBit) | (1 << weakActBit) | (1 << steerBit) | (1 << thingBit)
/** Acts of so many letters count with any ending: `forwards`, `deleted`. */
const PREFIX = 5
/** How near the words of one order stand. */
const CLAUSE_REACH = 140

const reversed = (word: string) => [...word].reverse().join('')
/** ROT13 of lower-case letters. */
export const rotated = (text: string) =>
  text.replace(/[a-z]/gi, (char) => {
    const base = char <= 'Z' ? 65 : 97
    return String.fromCharCode(((char.charCodeAt(0) - base + 13) % 26) + base)
  })

function phrases(): Phrase[] {
  const list: Phrase[] = []
  const plain = (phrase: string, family: number) => list.push({ phrase, family, marked: false })
  for (const [bit, family] of families.entries()) {
    for (const anchor of anchorsOf(family.anchors)) list.push({ ...anchor, family: bit })
  }
  for (const word of tellingWords) {
    plain(`${reversed(word)} `, reversedBit)
    plain(`${rotated(word)} `, rotatedBit)
    for (const letters of [/[aeio]/g, /[aeios]/g, /[aeiost]/g]) plain(`${word.replace(letters, '0')} `, scrambledBit)
    for (let at = 0; at < word.length - 1; at++) {
      const swapped = word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2)
      if (swapped !== word) plain(`${swapped} `, scrambledBit)
    }
  }
  for (const word of clauseWords.acts) plain(word.length >= PREFIX ? word : `${word} `, actBit)
  for (const word of clauseWords.weakActs) plain(`${word} `, weakActBit)
  for (const word of clauseWords.steering) plain(`${word} `, steerBit)
  for (const word of clauseWords.things) plain(`${word} `, thingBit)
  return list
}

const automaton = buildAutomaton(phrases())
/** The most that each bit can weigh, in hundredths. */
const heaviest = Int32Array.from([
  ...families.map((family) => Math.round(100 * Math.max(...family.signals.map((signal) => signal.weight)))),
  ...[100, 100, 100],
])
const GATE = Math.round(100 * (FLAG_FROM - MOST_FROM_ACTS))

export interface Stretch {
  readonly from: number
  readonly to: number
  /** Bits of the families whose anchors were seen. */
  readonly families: number
  /** Words of an order stand together: its clauses are worth reading. */
  readonly clauses: boolean
  readonly scrambled: boolean
  readonly reversed: boolean
  readonly rotated: boolean
}

export interface FirstPass {
  /** Stretches for the second pass, in order, not overlapping. */
  readonly stretches: readonly Stretch[]
  /** Escape or C1 control characters. */
  readonly controls: boolean
  /** Units that nobody sees, more than emoji need. */
  readonly invisible: boolean
  /** Letters of scripts other than Latin. */
  readonly otherScript: boolean
}

/** True where the word that ends before `at` is set off as a turn: `<user`, `[/USER]`, `"role":`, `### Instruction`, `user:` at a line's start. */
function withinMarks(text: string, at: number, length: number): boolean {
  let end = at - 1
  for (let skipped = 0; skipped < MAX_GAP && classOf[text.charCodeAt(end)] === 0; skipped++) end--
  const start = end - length
  const before = text[start] ?? '\n'
  const further = text[start - 1] ?? '\n'
  const after = text[end + 1] ?? '\n'
  if (before === '<' || before === '[' || before === '|' || before === '{') return true
  if (before === '/') return further === '<' || further === '['
  if (before === '"') return after === '"' || after === ':' || after === ','
  if (before === '#' || further === '#') return true
  if (after !== ':' && after !== ',' && after !== '!' && after !== '\n') return false
  return (
    before === '\n' ||
    further === '\n' ||
    (before === 'n' && further === '\\') ||
    (before === ' ' && '.!?>(*]'.includes(further)) ||
    "(>*'".includes(before)
  )
}

/** Boundary characters between a marked word and the place where it was found. */
const MAX_GAP = 4

interface Growing {
  clauses: boolean
  from: number
  to: number
  bits: number
}

/** Walks the text once. Linear in its length; memory in proportion to what was found. */
export function firstPass(text: string): FirstPass {
  const { next, firstFinding, found, foundMarked, markedLength, start } = automaton
  const last = new Int32Array(heaviest.length).fill(-REACH)
  const growing: Growing[] = []
  let lastAct = -CLAUSE_REACH
  let lastWeakAct = -CLAUSE_REACH
  let lastSteer = -CLAUSE_REACH
  let lastThing = -CLAUSE_REACH
  let controls = false
  let invisible = false
  let otherScript = false
  let state = start
  const size = text.length
  for (let at = 0; at <= size; at++) {
    // Beyond the end stands the boundary that ends the last word.
    const kind = at < size ? classOf[text.charCodeAt(at)]! : BOUNDARY
    if (kind >= SPECIAL) {
      if (kind === INVISIBLE) {
        invisible = true
        continue
      }
      if (kind === CONTROL) controls = true
      else if (kind === OTHER_SCRIPT) otherScript = true
      state = next[state << ALPHABET_BITS]!
      continue
    }
    state = next[(state << ALPHABET_BITS) | kind]!
    if (state < firstFinding) continue
    let near = 0
    let weight = 0
    let bits = found[state]!
    if (foundMarked[state] !== 0 && withinMarks(text, at, markedLength[state]!)) bits |= foundMarked[state]!
    if (bits === 0) continue
    let clauses = false
    if ((bits & CLAUSE_BITS) !== 0) {
      if ((bits & (1 << actBit)) !== 0) lastAct = at
      if ((bits & (1 << weakActBit)) !== 0) lastWeakAct = at
      const floor = at - CLAUSE_REACH
      if ((bits & (1 << steerBit)) !== 0) {
        clauses = lastSteer > floor
        lastSteer = at
      }
      if ((bits & (1 << thingBit)) !== 0) lastThing = at
      clauses ||=
        (lastAct > floor && (lastSteer > floor || lastThing > floor)) || (lastWeakAct > floor && lastSteer > floor)
      bits &= ~CLAUSE_BITS
      if (bits === 0 && !clauses) continue
    }
    for (let bit = 0; bit < heaviest.length; bit++) {
      if ((bits & (1 << bit)) !== 0) last[bit] = at
      if (at - last[bit]! < REACH) {
        near |= 1 << bit
        weight += heaviest[bit]!
      }
    }
    if (weight < GATE && !clauses) continue
    // A clause is read with its company; a passage reaches further.
    const around = weight < GATE ? MARGIN : REACH + MARGIN
    const from = Math.max(0, at - around)
    const previous = growing.at(-1)
    if (previous && from <= previous.to) {
      previous.to = Math.max(previous.to, at + around)
      previous.bits |= near
      previous.clauses ||= clauses
    } else growing.push({ from, to: at + around, bits: near, clauses })
  }
  const stretches = growing.map(({ from, to, bits, clauses }) => ({
    from,
    to: Math.min(size, to),
    families: bits & ((1 << families.length) - 1),
    clauses,
    scrambled: (bits & (1 << scrambledBit)) !== 0,
    reversed: (bits & (1 << reversedBit)) !== 0,
    rotated: (bits & (1 << rotatedBit)) !== 0,
  }))
  return { stretches, controls, invisible, otherScript }
}
