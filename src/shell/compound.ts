import type { ArithmeticFor, Case, For, If, Select, While } from 'unbash'
import { arithmetic, expandText, expandWords } from './expand.js'
import { MAX_LOOPS, MAX_TURNS } from './limits.js'
import { both, join, type Outcome } from './outcome.js'
import { matches } from './pattern.js'
import { readLoopLines } from './read.js'
import { type Frame, type Loop, type Run, spend } from './run.js'
import type { Word } from './script.js'
import { State } from './state.js'
import { common, constant, EMPTY, HOLE, partly, unknown, type Value, wordValue } from './value.js'
import { assign } from './variables.js'
import { conditional, perhaps, unreachable, walkBody } from './walk.js'

/** `if`: each part starts from how the condition before it ended. */
export function walkIf(node: If, state: State, frame: Frame, run: Run): Outcome {
  const clauses = [node, ...node.elif]
  let entry = state
  let here = frame
  let result: State | undefined
  for (const { clause, then } of clauses) {
    const test = walkBody(clause, entry, here, run)
    const taken = test.ok === test.fail ? test.ok.fork() : test.ok
    spend(run, taken.size)
    const body = join(walkBody(then, taken, conditional(here, test.ok.reachable, test.fail.reachable), run))
    result = result ? State.join(result, body) : body
    here = conditional(here, test.fail.reachable, test.ok.reachable)
    entry = test.fail
  }
  const rest = node.else ? join(walkBody(node.else, entry, here, run)) : entry
  return both(result ? State.join(result, rest) : rest)
}

/**
 * A loop of an unknown number of turns: what a turn changes is not known in any of them. A turn is walked with what is
 * known before the loop; where it changes some of that, what it added is taken back, and it is walked again without.
 */
function walkRepeated(state: State, frame: Frame, run: Run, turn: (state: State, frame: Frame) => State): Outcome {
  const inside = perhaps(frame)
  // Each turn goes on reading where the one before it stopped.
  if (frame.stdin.kind === 'text' || frame.stdin.kind === 'file') run.taken.add(frame.stdin)
  let entry = state
  let forgotten = false
  const forget = () => {
    entry = entry.fork()
    entry.forgetValues()
    forgotten = true
  }
  if (loopsAround(frame) >= MAX_LOOPS) forget()
  for (let attempt = 1; ; attempt++) {
    spend(run, 8 + entry.size)
    const undo = mark(frame, run)
    const loop: Loop = { breaks: [], continues: [], outer: frame.loop }
    const end = turn(entry.fork(), { ...inside, loop })
    let next = State.join(entry, end)
    for (const other of loop.continues) next = State.join(next, other)
    // With nothing known before it, a turn holds for all turns.
    if (forgotten || State.same(next, entry) || run.exhausted) {
      let after = next
      for (const other of loop.breaks) after = State.join(after, other)
      return both(after)
    }
    undo()
    entry = next
    if (attempt === MAX_ATTEMPTS) forget()
  }
}

/** Turns that are walked before a loop is given up on, and with it every value. One that settles does so in two or three. */
const MAX_ATTEMPTS = 4

/** What was found up to here; the answer takes back all that came later. */
function mark({ out }: Frame, run: Run): () => void {
  const { text, mixed } = out
  const lengths = [run.commands.length, run.opaque.length, run.deferred.length, out.writers.length] as const
  return () => {
    run.commands.length = lengths[0]
    run.opaque.length = lengths[1]
    run.deferred.length = lengths[2]
    out.writers.length = lengths[3]
    out.text = text
    out.mixed = mixed
  }
}

function loopsAround(frame: Frame): number {
  let count = 0
  for (let loop = frame.loop; loop; loop = loop.outer) count++
  return count
}

export function walkWhile(node: While, state: State, frame: Frame, run: Run): Outcome {
  const lines = readLoopLines(node, { run, state, frame })
  if (lines) {
    return walkKnownTurns(
      lines.turns.length,
      state,
      frame,
      run,
      (at, current, inside) => {
        lines.turns[at]?.(current)
        return join(walkBody(node.body, current, inside, run))
      },
      lines.last,
    )
  }
  return walkRepeated(state, frame, run, (current, inside) => {
    const test = walkBody(node.clause, current, inside, run)
    const [enter, leave] = node.kind === 'until' ? [test.fail, test.ok] : [test.ok, test.fail]
    const body = join(walkBody(node.body, enter === leave ? enter.fork() : enter, inside, run))
    return State.join(leave, body)
  })
}

/** A loop whose turns are known: each is walked with its own values. */
function walkKnownTurns(
  count: number,
  state: State,
  frame: Frame,
  run: Run,
  turn: (at: number, state: State, frame: Frame) => State,
  last?: (state: State) => void,
): Outcome {
  const loop: Loop = { breaks: [], continues: [], outer: frame.loop }
  let current = state
  let inside: Frame = { ...frame, loop }
  for (let at = 0; at < count && current.reachable && !run.exhausted; at++) {
    loop.continues.length = 0
    current = turn(at, current, inside)
    for (const other of loop.continues) current = State.join(current, other)
    if (loop.breaks.length > 0) inside = { ...perhaps(frame), loop }
  }
  last?.(current)
  for (const other of loop.breaks) current = State.join(current, other)
  return both(current)
}

export function walkFor(node: For | Select, state: State, frame: Frame, run: Run): Outcome {
  const where = { run, state, frame }
  const words = node.wordlist && expandWords(node.wordlist, where)
  const { positional } = state
  const values = words ? listed(words) : positional.open ? undefined : positional.values
  const name = node.name.value
  if (node.type === 'For' && values && values.length <= MAX_TURNS) {
    return walkKnownTurns(values.length, state, frame, run, (at, current, inside) => {
      assign(name, values[at] ?? EMPTY, { run, state: current, frame: inside })
      return join(walkBody(node.body, current, inside, run))
    })
  }
  const value = sharedBy(values ?? words?.map((word) => patternValue(word, state)))
  // Set once before, it is the same before and after each turn.
  assign(name, value, where)
  return walkRepeated(state, frame, run, (current, inside) => {
    assign(name, value, { run, state: current, frame: inside })
    if (node.type === 'Select') assign('REPLY', unknown('stdin', ['REPLY']), { run, state: current, frame: inside })
    return join(walkBody(node.body, current, inside, run))
  })
}

/** The values of a word list, patterns by what they match; undefined where their number is not known. */
function listed(words: readonly Word[]): readonly Value[] | undefined {
  const values: Value[] = []
  for (const word of words) {
    if (word.glob) {
      if (!word.matches || word.matches.length === 0) return undefined
      for (const path of word.matches) values.push(constant(path))
    } else if (word.splits) return undefined
    else values.push(wordValue(word))
  }
  return values
}

/** What every file that a pattern matches starts and ends with; undefined where there may be none. */
function patternValue(word: Word, { options }: State): Value | undefined {
  if (word.splits || (word.glob && options.nullglob)) return undefined
  if (!word.glob || word.text === null) return wordValue(word)
  const start = /^[^*?[\\+@!]*/.exec(word.text)?.[0] ?? ''
  const end = /[^*?\]\\)]*$/.exec(word.text)?.[0] ?? ''
  return partly(start + HOLE + end, 'glob')
}

/** What is true of all values of a loop that runs at least once, as one that is not known. */
function sharedBy(values: readonly (Value | undefined)[] | undefined): Value {
  let result: Value | undefined
  for (const value of values ?? []) {
    if (!value) return unknown('variable')
    result = result ? common(result, value) : value
  }
  if (!result) return unknown('variable')
  return result.opaque ? result : partly(result.text + HOLE, 'variable', result)
}

/** `for ((...))`: counted out while its condition is known, else a loop like any other. */
export function walkArithmeticFor(node: ArithmeticFor, state: State, frame: Frame, run: Run): Outcome {
  if (node.initialize) arithmetic(node.initialize, { run, state, frame })
  const undo = mark(frame, run)
  const loop: Loop = { breaks: [], continues: [], outer: frame.loop }
  let current = state.fork()
  for (let turn = 0; turn <= MAX_TURNS && !run.exhausted; turn++) {
    const test = node.test ? arithmetic(node.test, { run, state: current, frame }) : constant('1')
    if (test.opaque || loop.breaks.length > 0 || loop.continues.length > 0) break
    if (test.text === '0') return both(current)
    current = join(walkBody(node.body, current, { ...frame, loop }, run))
    if (node.update) arithmetic(node.update, { run, state: current, frame })
  }
  undo()
  return walkRepeated(state, frame, run, (turn, inside) => {
    if (node.test) arithmetic(node.test, { run, state: turn, frame: inside })
    const end = join(walkBody(node.body, turn, inside, run))
    if (node.update) arithmetic(node.update, { run, state: end, frame: inside })
    return end
  })
}

/** `case`: a branch that a known word cannot reach is only defined. */
export function walkCase(node: Case, state: State, frame: Frame, run: Run): Outcome {
  const where = { run, state, frame }
  const subject = expandText(node.word, where)
  let after: State | undefined
  let fallen: State | undefined
  let open = true
  for (const item of node.items) {
    let hit: boolean | undefined = false
    for (const pattern of item.pattern) {
      const text = expandText(pattern, where, 'pattern')
      const answer =
        subject.opaque || text.opaque || state.options.nocase ? undefined : matches(text.text, subject.text)
      if (answer === true) hit = true
      else if (answer === undefined && hit === false) hit = undefined
    }
    const entered = (open && hit !== false) || fallen !== undefined
    const certain = open && hit === true && after === undefined && fallen === undefined
    const entry = entered ? state.fork() : unreachable(state)
    spend(run, entry.size)
    const start = fallen ? (open && hit !== false ? State.join(fallen, entry) : fallen) : entry
    const body = join(
      walkBody(item.body, start, entered ? (certain ? frame : perhaps(frame)) : conditional(frame, false, true), run),
    )
    if (item.terminator === ';&') fallen = entered ? body : undefined
    else {
      fallen = undefined
      if (entered) after = after ? State.join(after, body) : body
    }
    if (open && hit === true && item.terminator !== ';;&') open = false
  }
  if (fallen) after = after ? State.join(after, fallen) : fallen
  if (!after) return both(state)
  return both(open ? State.join(after, state) : after)
}
