import type { AndOr, CommandNode, CompoundList, ParsedScript, PipelineNode, Redirected, Statement } from 'unbash'
import { emit } from './call.js'
import { walkArithmeticFor, walkCase, walkFor, walkIf, walkWhile } from './compound.js'
import { arithmetic } from './expand.js'
import { enclose } from './files.js'
import { MAX_LEVEL } from './limits.js'
import { both, join, type Outcome } from './outcome.js'
import { walkPipeline } from './pipeline.js'
import { addOpaque, type Frame, newSink, type Run, type Substituted, spend } from './run.js'
import { runSimple } from './simple.js'
import { State } from './state.js'
import { visitTest } from './test-expression.js'
import { unknown, withoutFinalNewlines } from './value.js'

/** Walks statements one after the other; the result is where the last one leaves the shell. */
export function walkList(statements: readonly Statement[], state: State, frame: Frame, run: Run): Outcome {
  let outcome = both(state)
  let here = frame
  const left = waysOut(frame)
  for (const [index, statement] of statements.entries()) {
    if (!spend(run, 1)) return outcome
    let next = index === 0 ? state : join(outcome)
    if (!next.reachable && here.runs === 'always') here = { ...here, runs: 'maybe', sure: false }
    // Once something may have left, or a failure ends the shell, what follows may not be reached.
    else if (here.sure && index > 0 && (next.options.errexit || waysOut(frame) > left)) here = { ...here, sure: false }
    if (outcome.ok !== outcome.fail && next === outcome.ok) next = next.fork()
    outcome = walkStatement(statement, next, here, run)
  }
  return outcome
}

/** How often something may have left the list so far. */
export function waysOut({ exits, returns, aborts, loop }: Frame): number {
  return (
    (exits?.length ?? 0) +
    (aborts?.length ?? 0) +
    (returns?.length ?? 0) +
    (loop ? loop.breaks.length + loop.continues.length : 0)
  )
}

function walkStatement(statement: Statement, state: State, frame: Frame, run: Run): Outcome {
  if (!statement.background) return walkNode(statement.command, state, frame, run)
  // A background list is a subshell; bash takes its standard input away when there is no job control.
  frame.out.mixed = true
  inSubshell(state, { ...frame, sure: false }, false, (inner, inside) =>
    walkNode(statement.command, inner, inside, run),
  )
  return both(state)
}

/**
 * Walks something in a copy of the shell. Nothing in it can leave a loop or function outside, and of what it does only
 * the files that it writes stay; `ended` says whether it is over before what follows begins.
 */
export function inSubshell(
  state: State,
  frame: Frame,
  ended: boolean,
  walk: (state: State, frame: Frame) => Outcome,
): void {
  const exits: State[] = []
  let end = join(walk(state.fork(), { ...frame, loop: undefined, returns: undefined, exits, aborts: undefined }))
  for (const exit of exits) end = State.join(end, exit)
  state.seeFiles(end, ended)
}

function walkNode(node: PipelineNode | AndOr, state: State, frame: Frame, run: Run): Outcome {
  switch (node.type) {
    case 'AndOr':
      return walkAndOr(node, state, frame, run)
    case 'Pipeline':
      return walkPipeline(node, state, frame, run)
    default:
      return walkCommand(node, state, frame, run)
  }
}

function walkAndOr(node: AndOr, state: State, frame: Frame, run: Run): Outcome {
  const first = node.commands[0]
  if (!first) return both(state)
  let outcome = walkNode(first, state, frame, run)
  for (const [index, operator] of node.operators.entries()) {
    const next = node.commands[index + 1]
    if (!next || !spend(run, 1)) return outcome
    const onOk = operator === '&&'
    const from = onOk ? outcome.ok : outcome.fail
    const other = onOk ? outcome.fail : outcome.ok
    const runs = conditional(frame, from.reachable, other.reachable)
    const start = from === other ? from.fork() : from
    spend(run, start.size)
    const right = walkNode(next, start, runs, run)
    outcome = onOk
      ? { ok: right.ok, fail: State.join(outcome.fail, right.fail) }
      : { ok: State.join(outcome.ok, right.ok), fail: right.fail }
  }
  return outcome
}

/** The frame of a branch: taken for certain, never (then it is only defined), or perhaps. */
export function conditional(frame: Frame, reachable: boolean, otherReachable: boolean): Frame {
  if (reachable && !otherReachable) return frame
  if (!reachable && otherReachable) return { ...frame, sure: false, runs: 'defined' }
  return perhaps(frame)
}

/** The frame of something that runs on a condition. */
export function perhaps(frame: Frame): Frame {
  return { ...frame, sure: false, runs: frame.runs === 'always' ? 'maybe' : frame.runs }
}

/** One command of a pipeline: simple, compound, function or coprocess. */
export function walkCommand(node: CommandNode, state: State, frame: Frame, run: Run): Outcome {
  if (!spend(run, 1)) return both(state)
  if (node.type === 'Command') return runSimple(node, state, frame, run)
  if (frame.level >= MAX_LEVEL) {
    addOpaque(run, 'depth', 'script', frame.source.slice(node.pos, Math.min(node.end, node.pos + 200)))
    return both(state)
  }
  return walkCompound(node, state, { ...frame, level: frame.level + 1 }, run)
}

/** Functions of one name that are tried where it is not known which of them is meant. */
const MAX_BODIES = 8

function walkCompound(node: Exclude<CommandNode, { type: 'Command' }>, state: State, frame: Frame, run: Run): Outcome {
  switch (node.type) {
    case 'Redirected':
      return walkRedirected(node, state, frame, run)
    case 'BraceGroup':
      return walkList(node.body.commands, state, frame, run)
    case 'Subshell': {
      inSubshell(state, frame, true, (inner, inside) => walkList(node.body.commands, inner, inside, run))
      return both(state)
    }
    case 'If':
      return walkIf(node, state, frame, run)
    case 'While':
      return walkWhile(node, state, frame, run)
    case 'For':
    case 'Select':
      return walkFor(node, state, frame, run)
    case 'ArithmeticFor':
      return walkArithmeticFor(node, state, frame, run)
    case 'Case':
      return walkCase(node, state, frame, run)
    case 'TestCommand':
      // Where sh has no `[[` it is a command that is not found.
      return frame.dialect === 'sh'
        ? both(join(visitTest(node.expression, { run, state, frame })))
        : visitTest(node.expression, { run, state, frame })
    case 'ArithmeticCommand': {
      // A plain sh reads `((` as two subshells.
      if (frame.dialect === 'sh')
        addOpaque(run, 'dialect', 'syntax', frame.source.slice(node.pos, node.end).slice(0, 200))
      const value = arithmetic(node.expression, { run, state, frame }, node.body)
      if (value.opaque) return both(state)
      return value.text === '0' ? { ok: unreachable(state), fail: state } : { ok: state, fail: unreachable(state) }
    }
    case 'Function': {
      const name = node.name.value
      const mark = { called: false }
      const definition = { syntax: node, source: frame.source, line: frame.line, mark }
      state.setFunction(name, { bodies: [definition], maybe: false, exported: false })
      run.functions.set(name, [...(run.functions.get(name) ?? []), definition].slice(-MAX_BODIES))
      const defined = state.fork()
      defined.positional = { values: [], open: true }
      const { body } = node
      run.deferred.push({
        mark,
        walk: () => {
          const inside: Frame = {
            ...frame,
            runs: 'defined',
            sure: false,
            out: newSink(),
            returns: [],
            loop: undefined,
            locals: new Map(),
          }
          if (body.type === 'CompoundList') walkList(body.commands, defined, inside, run)
          else walkCommand(body, defined, inside, run)
        },
      })
      return { ok: state, fail: unreachable(state) }
    }
    case 'Coproc': {
      const { body } = node
      inSubshell(
        state,
        { ...frame, out: newSink(), stdin: { kind: 'pipe', from: [] }, sure: false },
        false,
        (inner, inside) =>
          body.type === 'CompoundList'
            ? walkList(body.commands, inner, inside, run)
            : walkCommand(body, inner, inside, run),
      )
      return both(state)
    }
  }
}

/** The same state, marked as one that is not arrived at. */
export function unreachable(state: State): State {
  const never = state.fork()
  never.reachable = false
  return never
}

function walkRedirected(node: Redirected, state: State, frame: Frame, run: Run): Outcome {
  const redirected = run.redirect(node.redirects, state, frame)
  const { inside, done } = enclose(redirected)
  const first = run.commands.length
  const outcome = walkCommand(node.command, state, inside, run)
  // Without a command inside, the redirect still happens and is one of its own.
  if (run.commands.length === first && redirected.redirects.length > frame.redirects.length) {
    emit(
      {
        argv: [],
        env: [],
        state,
        frame: { ...inside, via: frame.via },
        run,
        source: frame.source.slice(node.pos, node.end),
        started: false,
      },
      { silent: true },
    )
  }
  done({ state: outcome.ok, run })
  if (outcome.fail !== outcome.ok) done({ state: outcome.fail, run })
  return outcome
}

export function walkBody(body: CompoundList, state: State, frame: Frame, run: Run): Outcome {
  return walkList(body.commands, state, frame, run)
}

/** A substituted script: a subshell whose output becomes text. */
export function substitute(script: ParsedScript, state: State, frame: Frame, run: Run): Substituted {
  if (!spend(run, 2)) return { value: unknown('size'), writers: [] }
  if (frame.level >= MAX_LEVEL) {
    addOpaque(run, 'depth', 'script', frame.source.slice(script.pos, Math.min(script.end, script.pos + 200)))
    return { value: unknown('depth'), writers: [] }
  }
  const out = newSink()
  const source = script.source ?? frame.source
  for (const error of script.errors ?? []) {
    addOpaque(run, 'syntax', 'syntax', source.slice(error.pos, error.pos + 200))
    break
  }
  const inside: Frame = {
    ...frame,
    source,
    level: frame.level + 1,
    runs: frame.runs === 'defined' ? 'defined' : 'output',
    sure: true,
    out,
    redirects: [],
    inherited: 0,
  }
  spend(run, state.size)
  inSubshell(state, inside, true, (inner, within) => walkList(script.commands, inner, within, run))
  const { writers } = out
  const text = withoutFinalNewlines(out.text)
  return { value: { ...text, outputOf: writers.length > 0 ? writers : text.outputOf }, writers }
}
