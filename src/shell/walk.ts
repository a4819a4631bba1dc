import type {
  AndOr,
  CommandNode,
  CompoundList,
  ParsedScript,
  Pipeline,
  PipelineNode,
  Redirected,
  Statement,
} from 'unbash'
import { walkArithmeticFor, walkCase, walkFor, walkIf, walkWhile } from './compound.js'
import { arithmetic } from './expand.js'
import { MAX_LEVEL } from './limits.js'
import { both, join, type Outcome } from './outcome.js'
import { addOpaque, type Frame, newSink, type Run, type Substituted, spend } from './run.js'
import { runSimple } from './simple.js'
import { State } from './state.js'
import { visitTest } from './test-expression.js'
import { unknown, withoutFinalNewlines } from './value.js'

/** Walks statements one after the other; the result is where the last one leaves the shell. */
export function walkList(statements: readonly Statement[], state: State, frame: Frame, run: Run): Outcome {
  let outcome = both(state)
  let here = frame
  for (const [index, statement] of statements.entries()) {
    if (!spend(run, 1)) return outcome
    let next = index === 0 ? state : join(outcome)
    if (!next.reachable && here.runs === 'always') here = { ...here, runs: 'maybe', sure: false }
    if (outcome.ok !== outcome.fail && next === outcome.ok) next = next.fork()
    outcome = walkStatement(statement, next, here, run)
  }
  return outcome
}

function walkStatement(statement: Statement, state: State, frame: Frame, run: Run): Outcome {
  if (!statement.background) return walkNode(statement.command, state, frame, run)
  // A background list is a subshell; bash takes its standard input away when there is no job control.
  walkNode(statement.command, state.fork(), subshell({ ...frame, sure: false }), run)
  return both(state)
}

/** A frame inside a subshell: nothing in it can leave a loop or function outside. */
export function subshell(frame: Frame): Frame {
  return { ...frame, loop: undefined, returns: undefined }
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

function walkPipeline(node: Pipeline, state: State, frame: Frame, run: Run): Outcome {
  const negated = node.prefixes.filter((prefix) => prefix.type === 'Negation').length % 2 === 1
  const outcome =
    node.commands.length === 1 && node.commands[0]
      ? walkCommand(node.commands[0], state, frame, run)
      : walkStages(node, state, frame, run)
  return negated ? { ok: outcome.fail, fail: outcome.ok } : outcome
}

/** Each stage is a subshell whose output is the next one's input; zsh and lastpipe run the last one in the shell itself. */
function walkStages(node: Pipeline, state: State, frame: Frame, run: Run): Outcome {
  let stdin = frame.stdin
  let writers: readonly number[] = []
  let result = both(state)
  for (const [index, command] of node.commands.entries()) {
    if (!spend(run, 1)) break
    const last = index === node.commands.length - 1
    const inShell = last && (frame.dialect === 'zsh' || state.options.lastpipe)
    const sink = last ? frame.out : newSink()
    const stage: Frame = { ...(inShell ? frame : subshell(frame)), stdin, out: sink, sure: last ? frame.sure : true }
    const first = run.commands.length
    const outcome = walkCommand(
      command,
      inShell ? state : state.fork(),
      last ? stage : { ...stage, redirects: withoutOutput(stage) },
      run,
    )
    for (const writer of writers) {
      const draft = run.commands[writer]
      const reader = run.commands.findIndex((other, at) => at >= first && other.runs !== 'output')
      if (draft && reader >= 0) draft.pipesTo = reader
    }
    if (inShell) result = outcome
    writers = sink.writers
    stdin = sink.text
      ? {
          kind: 'text',
          text: {
            ...wordOfOutput(sink.text.text),
            ...(sink.text.opaque ? { text: null, opaque: sink.text.opaque } : undefined),
          },
        }
      : { kind: 'pipe', from: [...writers] }
    if (!sink.text || sink.text.opaque) stdin = { kind: 'pipe', from: [...writers] }
  }
  return result
}

function wordOfOutput(text: string) {
  return { text, raw: text }
}

/** Redirects of the output around a pipeline concern its last stage only. */
function withoutOutput(frame: Frame) {
  return frame.redirects.filter((redirect) => redirect.fd !== 1)
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

function walkCompound(node: Exclude<CommandNode, { type: 'Command' }>, state: State, frame: Frame, run: Run): Outcome {
  switch (node.type) {
    case 'Redirected':
      return walkRedirected(node, state, frame, run)
    case 'BraceGroup':
      return walkList(node.body.commands, state, frame, run)
    case 'Subshell':
      walkList(node.body.commands, state.fork(), subshell(frame), run)
      return both(state)
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
      return visitTest(node.expression, { run, state, frame })
    case 'ArithmeticCommand': {
      const value = arithmetic(node.expression, { run, state, frame })
      if (value.opaque) return both(state)
      return value.text === '0' ? { ok: unreachable(state), fail: state } : { ok: state, fail: unreachable(state) }
    }
    case 'Function': {
      const name = node.name.value
      const mark = { called: false }
      state.setFunction(name, { bodies: [{ syntax: node, source: frame.source, mark }], maybe: false, exported: false })
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
      const inside: Frame = { ...subshell(frame), out: newSink(), stdin: { kind: 'pipe', from: [] }, sure: false }
      const { body } = node
      if (body.type === 'CompoundList') walkList(body.commands, state.fork(), inside, run)
      else walkCommand(body, state.fork(), inside, run)
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
  const inside = run.redirect(node.redirects, state, frame)
  const first = run.commands.length
  const outcome = walkCommand(node.command, state, inside, run)
  // Without a command inside, the redirect still happens and is one of its own.
  if (run.commands.length === first && inside.redirects.length > frame.redirects.length) {
    run.commands.push({
      index: first,
      argv: [],
      env: state.assignments(),
      assigns: [],
      redirects: inside.redirects,
      stdin: inside.stdin,
      cwd: state.cwd,
      via: frame.via,
      runs: frame.runs,
      source: frame.source.slice(node.pos, node.end),
    })
  }
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
    ...subshell(frame),
    source,
    level: frame.level + 1,
    runs: frame.runs === 'defined' ? 'defined' : 'output',
    sure: true,
    out,
    redirects: [],
  }
  const inner = state.fork()
  spend(run, inner.size)
  walkList(script.commands, inner, inside, run)
  const { writers } = out
  if (!out.text) return { value: unknown('substitution', undefined, writers), writers }
  const text = withoutFinalNewlines(out.text)
  return { value: { ...text, outputOf: writers.length > 0 ? writers : text.outputOf }, writers }
}
