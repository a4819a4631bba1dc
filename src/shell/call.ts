import { builtins } from './builtins/table.js'
import { keepsOutput, noteMade, noteWrites } from './files.js'
import { callFunction } from './function.js'
import { MAX_DEPTH } from './limits.js'
import { both, type Outcome } from './outcome.js'
import { outputOf } from './output.js'
import { addOpaque, type Draft, type Frame, type Run, rawOf, spend, takeInput, write } from './run.js'
import type { Assignment, Word } from './script.js'
import type { State } from './state.js'
import { unwrap } from './unwrap/unwrap.js'
import { EMPTY } from './value.js'

/** One simple command after expansion, about to be run. */
export interface Call {
  readonly argv: readonly Word[]
  /** Assignments before the command word and by wrappers around it, for this command alone. */
  readonly env: readonly Assignment[]
  readonly state: State
  readonly frame: Frame
  readonly run: Run
  readonly source: string
  /** Started by a program and not by the shell: functions, aliases and builtins do not apply. */
  readonly started: boolean
}

/** Runs one command: function, builtin, wrapper or program. */
export function runCall(call: Call): Outcome {
  const { argv, run, state, frame } = call
  if (!spend(run, 2)) return both(state)
  const name = argv[0]
  if (!name) return both(state)
  const text = name.text
  if (text === null) {
    const index = emit(call)
    addOpaque(run, name.opaque ?? 'variable', 'program', name.raw, index)
    return both(state)
  }
  if (frame.depth >= MAX_DEPTH) {
    const index = emit(call)
    addOpaque(run, 'depth', 'script', call.source.slice(0, 200), index)
    return both(state)
  }
  if (!call.started && !text.includes('/')) {
    const entry = state.function(text)
    if (entry) return callFunction(entry, call)
    const builtin = builtins.get(text)
    if (builtin) return builtin(call)
  }
  return runProgram(call)
}

/** Runs a program by its file: a wrapper shows what it starts, any other is taken as it is. */
export function runProgram(outer: Call): Outcome {
  const call = { ...outer, frame: takeInput(outer.frame, outer.run) }
  if (!unwrap(call)) {
    emit(call)
    noteMade(call.argv, call.state)
  }
  return both(call.state)
}

/** Adds a command to the script, with its output to where that goes. Returns its index. */
export function emit(call: Call, more: { assigns?: readonly Assignment[]; silent?: boolean } = {}): number {
  const { run, frame, state } = call
  const index = run.commands.length
  const assignments = state.assignments()
  if (assignments !== run.listed) {
    run.listed = assignments
    spend(run, assignments.length >> 2)
  }
  const draft: Draft = {
    index,
    argv: call.argv,
    env: call.env.length > 0 ? [...call.env, ...assignments] : assignments,
    assigns: more.assigns ?? [],
    redirects: frame.redirects,
    stdin: frame.stdin,
    cwd: state.cwd,
    via: frame.via,
    runs: frame.runs,
    source: call.source || rawOf(call.argv),
  }
  run.commands.push(draft)
  const output = more.silent ? EMPTY : outputOf(call)
  if (keepsOutput(frame)) write(frame, output, index)
  noteWrites(output, call)
  return index
}
