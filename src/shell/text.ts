import type { Statement } from 'unbash'
import { readFile } from './files.js'
import { MAX_DEPTH, MAX_LEVEL, MAX_SCRIPT_BYTES } from './limits.js'
import { both, join, type Outcome } from './outcome.js'
import { addOpaque, type Frame, type Run } from './run.js'
import type { Dialect, OpaqueReason, Stdin, Word } from './script.js'
import { State } from './state.js'
import { readSyntax } from './syntax.js'
import { HOLE, type Value } from './value.js'
import { walkList } from './walk.js'
import { isZshOnly } from './zsh.js'

/**
 * Walks a text inside the current one. What is not known of it is noted as opaque, and what is known is walked all the
 * same, so that a denied part in it is seen. False when nothing at all could be read.
 */
export function walkText(value: Value, state: State, frame: Frame, run: Run, command?: number): Outcome | undefined {
  const { text } = value
  if (value.opaque && text === HOLE) {
    const source = command === undefined ? '' : (run.commands[command]?.source ?? '')
    addOpaque(run, value.opaque, 'script', source.slice(0, 200), command)
    return undefined
  }
  if (frame.depth >= MAX_DEPTH || frame.level >= MAX_LEVEL) {
    addOpaque(run, 'depth', 'script', text.slice(0, 200), command)
    return undefined
  }
  if (value.opaque) addOpaque(run, value.opaque, 'script', text.replaceAll(HOLE, '…').slice(0, 200), command)
  return walkSource(text, state, { ...frame, depth: frame.depth + 1, level: frame.level + 1 }, run)
}

/** Parses and walks one text; from the first error on it is opaque as well, since what follows may be read wrongly. */
function walkSource(text: string, state: State, frame: Frame, run: Run): Outcome | undefined {
  const syntax = readSyntax(text)
  if ('refused' in syntax) {
    addOpaque(run, syntax.refused, 'script', text.slice(0, 200))
    return undefined
  }
  if (syntax.errorAt !== undefined)
    addOpaque(run, 'syntax', 'syntax', text.slice(syntax.errorAt, syntax.errorAt + 200) || text.slice(0, 200))
  // What a backslash at the very end means differs between a file and a text.
  if (endsInBackslash(text)) addOpaque(run, 'syntax', 'syntax', text.slice(-200))
  if (frame.dialect === 'zsh' && isZshOnly(text)) addOpaque(run, 'dialect', 'syntax', text.slice(0, 200))
  const inside: Frame = { ...frame, source: text, line: ++run.lines }
  return frame.aborts || !text.includes('\n')
    ? walkList(syntax.tree.commands, state, inside, run)
    : walkLines(syntax.tree.commands, state, inside, run)
}

function endsInBackslash(text: string): boolean {
  let count = 0
  while (text[text.length - 1 - count] === '\\') count++
  return count % 2 === 1
}

/** Line by line, as a shell reads a text: an error in one line leaves the next one to run. */
function walkLines(statements: readonly Statement[], state: State, frame: Frame, run: Run): Outcome {
  let outcome = both(state)
  let from = 0
  while (from < statements.length) {
    let to = from + 1
    while (to < statements.length && !frame.source.slice(statements[to - 1]?.end, statements[to]?.pos).includes('\n'))
      to++
    const aborts: State[] = []
    const next = from === 0 ? state : join(outcome)
    outcome = walkList(
      statements.slice(from, to),
      outcome.ok === outcome.fail || from === 0 ? next : next.fork(),
      { ...frame, aborts, line: ++run.lines },
      run,
    )
    if (aborts.length > 0) {
      let end = join(outcome)
      for (const other of aborts) end = State.join(end, other)
      outcome = both(end)
    }
    from = to
  }
  return outcome
}

/** Text of a file that a shell is told to run, or why there is none. */
export function scriptFile(path: Word, state: State, frame: Frame, run: Run): Value | OpaqueReason {
  const content = readFile(path, MAX_SCRIPT_BYTES, { run, state, frame })
  if (!content) return path.text === null ? (path.opaque ?? 'variable') : 'file'
  return content
}

/** Text that standard input brings, or why it is not known; `none` where it brings nothing. */
export function scriptFromStdin(stdin: Stdin, state: State, frame: Frame, run: Run): Value | OpaqueReason | 'none' {
  switch (stdin.kind) {
    case 'null':
      return 'none'
    case 'text':
      return stdin.text.text === null
        ? {
            text: (stdin.text.pieces ?? ['', '']).join(HOLE),
            opaque: stdin.text.opaque ?? 'variable',
            variables: stdin.text.variables,
            outputOf: stdin.text.outputOf,
          }
        : { text: stdin.text.text, opaque: undefined, variables: undefined, outputOf: undefined }
    case 'file':
      return scriptFile(stdin.path, state, frame, run)
    case 'pipe':
    case 'inherit':
      return 'stdin'
  }
}

/** Dialect by the name of a shell; undefined for a name that is none. */
export function dialectOf(name: string): Dialect | undefined {
  switch (name) {
    case 'bash':
    case 'rbash':
      return 'bash'
    case 'sh':
    case 'dash':
    case 'ash':
    case 'ksh':
    case 'mksh':
    case 'ksh93':
    case 'posh':
    case 'yash':
      return 'sh'
    case 'zsh':
      return 'zsh'
    default:
      return undefined
  }
}
