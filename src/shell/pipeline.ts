import type { Pipeline } from 'unbash'
import { both, type Outcome } from './outcome.js'
import { type Frame, newSink, type Run, type Sink, spend } from './run.js'
import type { Stdin } from './script.js'
import type { State } from './state.js'
import { HOLE, wordOf } from './value.js'
import { inSubshell, walkCommand } from './walk.js'

/** A pipeline, or one command with `!` or `time` before it. */
export function walkPipeline(node: Pipeline, state: State, frame: Frame, run: Run): Outcome {
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
    const piped: Frame = { ...frame, stdin, out: sink, sure: last ? frame.sure : true }
    const stage = last ? piped : withoutOutput(piped)
    const first = run.commands.length
    if (inShell) result = walkCommand(command, state, stage, run)
    else inSubshell(state, stage, true, (inner, inside) => walkCommand(command, inner, inside, run))
    let reader = first
    while (run.commands[reader]?.runs === 'output') reader++
    if (reader < run.commands.length) {
      for (const writer of writers) {
        const draft = run.commands[writer]
        if (draft) draft.pipesTo = reader
      }
    }
    writers = sink.writers
    stdin = stdinOf(sink)
  }
  return result
}

/** What a stage hands to the next one: a text as far as it is known, else only who writes it. */
function stdinOf(sink: Sink): Stdin {
  const { text } = sink
  if (text.opaque && text.text.replaceAll(HOLE, '').trim() === '') return { kind: 'pipe', from: [...sink.writers] }
  return { kind: 'text', text: wordOf(text, text.text.replaceAll(HOLE, '…')) }
}

/** Redirects of the output around a pipeline concern its last stage only. */
function withoutOutput(frame: Frame): Frame {
  const redirects = frame.redirects.filter((redirect) => redirect.fd !== 1)
  return redirects.length === frame.redirects.length ? frame : { ...frame, redirects, inherited: redirects.length }
}
