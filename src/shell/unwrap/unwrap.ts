import { type Call, emit, runCall } from '../call.js'
import { enclose } from '../files.js'
import { positionalOf } from '../function.js'
import { MAX_DEPTH } from '../limits.js'
import { join } from '../outcome.js'
import { programName } from '../program.js'
import { addOpaque, type Frame, newSink, rawOf } from '../run.js'
import type { Dialect, Stdin, Word } from '../script.js'
import { type Positional, State } from '../state.js'
import { scriptFile, scriptFromStdin, walkText } from '../text.js'
import { unknown, type Value, wordValue } from '../value.js'
import { assign } from '../variables.js'
import { perhaps } from '../walk.js'
import { nowhere } from './nowhere.js'
import { wrapperOf } from './table.js'
import type { Inner, What } from './wrapper.js'

/** Runs what a wrapper starts in its place. False when the command is none, and nothing was added. */
export function unwrap(call: Call): boolean {
  const name = programName(call.argv)
  const unwrapped = name === null ? undefined : wrapperOf(name)?.(call)
  if (!name || !unwrapped) return false
  const opens = unwrapped.inner.some((inner) => isOpen(inner.what, call))
  // A file that only has the name of a wrapper may do anything: it stays, as the program that it is.
  const claimed = !isInstalled(call.argv[0]?.text ?? '')
  const index = unwrapped.stays || opens || claimed ? emit(call) : undefined
  const before = call.run.commands.length
  const known = claimed ? (call.argv[0]?.text ?? name) : name
  for (const inner of unwrapped.inner) runInner(known, inner, call, index)
  // A shell with nothing to do is still a program that was started.
  if (index === undefined && call.run.commands.length === before) emit(call)
  return true
}

/** Where the system's owner alone puts programs. A bare name is looked up on PATH, which the text itself cannot set unseen. */
const systemPlaces = /^\/(?:usr|bin|sbin|lib|lib32|lib64|opt|snap|nix|gnu|run\/current-system)\//

function isInstalled(program: string): boolean {
  return !program.includes('/') || (systemPlaces.test(program) && !program.includes('/../'))
}

/** Whether a text to be run is not known: its shell then stays as the command that runs it. */
function isOpen(what: What, call: Call): boolean {
  switch (what.kind) {
    case 'argv':
      return false
    case 'text':
      return what.text.opaque !== undefined
    case 'file':
    case 'stdin': {
      const text = textOf(what, call, call.frame)
      return text !== 'none' && (typeof text === 'string' || text.opaque !== undefined)
    }
    case 'opaque':
      return true
  }
}

function runInner(name: string, inner: Inner, call: Call, index: number | undefined): void {
  const { run } = call
  const program = inner.via?.program ?? name
  const via = { ...inner.via, program, ...(index === undefined ? undefined : { command: index }) }
  const base = inner.maybe ? perhaps(call.frame) : call.frame
  const frame: Frame = {
    ...base,
    via: [...base.via, via],
    depth: base.depth + 1,
    level: base.level + 1,
    stdin: inner.stdin ?? { ...base.stdin },
    world: inner.elsewhere ? nowhere : base.world,
    complete: inner.elsewhere ? false : base.complete,
    locals: undefined,
    returns: undefined,
    loop: undefined,
    // A wrapper that stays has written its own line to the sink already.
    out: index === undefined ? base.out : inner.elsewhere ? newSink() : base.out,
  }
  if (frame.depth > MAX_DEPTH) {
    addOpaque(run, 'depth', 'script', call.source.slice(0, 200), index)
    return
  }
  const env = [...(inner.env ?? []), ...(inner.clearsEnv || inner.elsewhere ? [] : call.env)]
  const { what } = inner
  if (what.kind === 'opaque') {
    addOpaque(run, what.reason, what.role, what.source.slice(0, 200), index)
    return
  }
  if (what.kind === 'argv') {
    const state = call.state.fork()
    if (inner.cwd !== undefined) state.cwd = inner.cwd
    if (inner.elsewhere) state.cwd = inner.cwd ?? null
    if (inner.clearsEnv || inner.elsewhere) state.inherits = false
    runCall({ ...call, argv: what.argv, env, state, frame, source: rawOf(what.argv), started: true })
    return
  }
  const positional = what.kind === 'text' ? (what.positional ?? []) : what.positional
  const value = textOf(what, call, frame)
  if (value === 'none') return
  if (typeof value === 'string') {
    addOpaque(
      run,
      value,
      'script',
      (what.kind === 'file' ? (what.path.text ?? what.path.raw) : call.source).slice(0, 200),
      index,
    )
    return
  }
  if (what.kind === 'text' && positional.length === 0 && !inner.elsewhere && value.opaque === undefined)
    run.texts.push({ text: value.text, cwd: call.state.cwd })
  const state = shellState(inner, what.dialect, positional, call)
  for (const assignment of [...env].reverse())
    assign(assignment.name, wordValue(assignment.value), { run, state, frame }, { export: true })
  const { inside, done } = enclose({ ...frame, dialect: what.dialect, depth: frame.depth - 1 })
  const exits: State[] = []
  // A shell's input redirect concerns itself; its outputs are where its commands write.
  const redirects = inside.redirects.filter((redirect) => redirect.op !== 'read')
  const stdin: Stdin = what.kind === 'stdin' ? { kind: 'null' } : inside.stdin
  const script: Frame = { ...inside, redirects, inherited: redirects.length, stdin, exits, aborts: undefined }
  const outcome = walkText(value, state, script, run, index)
  let end = outcome ? join(outcome) : state
  for (const exit of exits) end = State.join(end, exit)
  call.state.seeFiles(end, !inner.maybe)
  done({ state: call.state, run })
}

function textOf(
  what: Exclude<What, { kind: 'argv' | 'opaque' }>,
  call: Call,
  frame: Frame,
): ReturnType<typeof scriptFromStdin> {
  switch (what.kind) {
    case 'text':
      return what.text
    case 'file':
      return scriptFile(what.path, call.state, frame, call.run)
    case 'stdin':
      return scriptFromStdin(frame.stdin, call.state, frame, call.run)
  }
}

/** The state of a new shell. `$0` is the first word of its positional parameters. */
function shellState(inner: Inner, dialect: Dialect, words: readonly Word[], call: Call): State {
  const [zero, ...rest] = words
  const name: Value = zero ? wordValue(zero) : unknown('variable', ['0'])
  const positional: Positional = zero?.splits ? { values: [], open: true } : positionalOf(rest)
  const options = {
    noglob: false,
    aliases: dialect !== 'bash',
    nocase: false,
    lastpipe: false,
    nullglob: false,
    errexit: false,
  }
  if (inner.elsewhere || inner.clearsEnv) {
    const fresh = new State(
      inner.elsewhere ? (inner.cwd ?? null) : inner.cwd === undefined ? call.state.cwd : inner.cwd,
      positional,
      name,
      options,
      Boolean(inner.elsewhere),
    )
    fresh.reachable = call.state.reachable
    return fresh
  }
  const child = call.state.child(positional, name, options)
  if (inner.cwd !== undefined) child.cwd = inner.cwd
  return child
}
