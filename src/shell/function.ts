import { builtins } from './builtins/table.js'
import type { Call } from './call.js'
import { emit, runProgram } from './call.js'
import { enclose } from './files.js'
import { MAX_LEVEL } from './limits.js'
import { both, join, type Outcome } from './outcome.js'
import { addOpaque, type Frame } from './run.js'
import type { Word } from './script.js'
import { type FunctionEntry, type Positional, State, type Variable } from './state.js'
import { constant, type Value, wordValue } from './value.js'
import { assign } from './variables.js'
import { perhaps, walkCommand, walkList } from './walk.js'

/** Calls a function of this text: its body runs in the same shell with its own positional parameters. */
export function callFunction(entry: FunctionEntry, call: Call): Outcome {
  const { state, frame, run } = call
  if (frame.level + 1 >= MAX_LEVEL) {
    const index = emit(call)
    addOpaque(run, 'depth', 'script', call.source.slice(0, 200), index)
    return both(state)
  }
  const several = entry.maybe || entry.bodies.length > 1
  let result: State | undefined
  for (const body of entry.bodies) {
    body.mark.called = true
    const start = several ? state.fork() : state
    const outer = start.positional
    const locals = new Map<string, Variable | undefined>()
    for (const assignment of [...call.env].reverse()) {
      if (!locals.has(assignment.name)) locals.set(assignment.name, start.variable(assignment.name))
      assign(assignment.name, wordValue(assignment.value), { run, state: start, frame }, { export: true })
    }
    start.positional = positionalOf(call.argv.slice(1))
    const returns: State[] = []
    const { inside: around, done } = enclose(several ? perhaps(frame) : frame)
    const inside: Frame = {
      ...around,
      source: body.source,
      line: body.line,
      depth: frame.depth + 1,
      level: frame.level + 1,
      via: [...frame.via, { program: 'function' }],
      returns,
      locals,
      loop: undefined,
    }
    const { body: syntax } = body.syntax
    let end = join(
      syntax.type === 'CompoundList'
        ? walkList(syntax.commands, start, inside, run)
        : walkCommand(syntax, start, inside, run),
    )
    for (const other of returns) end = State.join(end, other)
    for (const [name, before] of locals) end.restore(name, before)
    end.positional = outer
    done({ state: end, run })
    result = result ? State.join(result, end) : end
  }
  if (entry.maybe) {
    const builtin = builtins.get(call.argv[0]?.text ?? '')
    const otherwise = { ...call, state: state.fork(), frame: perhaps(frame) }
    const other = join(builtin ? builtin(otherwise) : runProgram(otherwise))
    result = result ? State.join(result, other) : other
  }
  return both(result ?? state)
}

/** Arguments as positional parameters, known up to the first that may be several. */
export function positionalOf(words: readonly Word[]): Positional {
  const values: Value[] = []
  for (const word of words) {
    if (word.splits) return { values, open: true }
    if (word.glob) {
      if (!word.matches || word.matches.length === 0) return { values, open: true }
      for (const path of word.matches) values.push(constant(path))
    } else values.push(wordValue(word))
  }
  return { values, open: false }
}
