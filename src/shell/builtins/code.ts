import { type Call, emit, runCall, runProgram } from '../call.js'
import { positionalOf } from '../function.js'
import { both, join, type Outcome } from '../outcome.js'
import { joinWords } from '../program.js'
import { addOpaque } from '../run.js'
import type { Word } from '../script.js'
import { State } from '../state.js'
import { scriptFile, walkText } from '../text.js'
import { unreachable } from '../walk.js'
import { builtins } from './table.js'
import { setTrap } from './trap.js'

/** Builtins that run code. */
export const code = {
  eval: evaluate,
  source: readScript,
  '.': readScript,
  trap: setTrap,
  command: runCommand,
  builtin: runBuiltin,
  exec: replaceShell,
}

function evaluate(call: Call): Outcome {
  const { argv, state, run } = call
  const words = argv[1]?.text === '--' ? argv.slice(2) : argv.slice(1)
  if (words.length === 0) return both(state)
  const value = joinWords(words)
  const index = value.opaque ? emit(call) : undefined
  const frame = { ...call.frame, via: [...call.frame.via, { program: 'eval' }] }
  return walkText(value, state, frame, run, index) ?? both(state)
}

function readScript(call: Call): Outcome {
  const { argv, state, run, frame } = call
  const at = argv[1]?.text === '--' ? 2 : 1
  const path = argv[at]
  if (!path) {
    emit(call)
    return both(state)
  }
  const index = emit(call, { silent: true })
  // A plain name is looked for on PATH first, and is then not the file beside us.
  const file =
    path.text !== null && !path.text.includes('/') && !path.content
      ? ({ ...path, text: `./${path.text}` } as Word)
      : path
  const content = isSnapshot(path) ? 'file' : scriptFile(file, state, frame, run)
  if (typeof content === 'string') {
    addOpaque(run, content, 'script', path.text ?? path.raw, index)
    return both(state)
  }
  const outer = state.positional
  const args = argv.slice(at + 1)
  if (args.length > 0) state.positional = positionalOf(args)
  const returns: State[] = []
  const inside = { ...frame, via: [...frame.via, { program: 'source', command: index }], returns }
  const outcome = walkText(content, state, inside, run, index)
  if (!outcome) return both(state)
  let end = join(outcome)
  for (const other of returns) end = State.join(end, other)
  if (args.length > 0) end.positional = outer
  return both(end)
}

/**
 * The functions and options of the user's shell that Claude Code puts aside at its start and sources before every
 * command. It is large, and its find, grep and pkill stand for the real ones, which is how their calls should read.
 */
function isSnapshot(path: Word): boolean {
  return path.text !== null && /\/\.claude\/shell-snapshots\/snapshot-(bash|zsh|sh)-[\w-]+\.sh$/.test(path.text)
}

/** `command NAME`: past functions. With `-v` or `-V` it only asks. */
function runCommand(call: Call): Outcome {
  let at = 1
  for (; call.argv[at]?.text?.startsWith('-'); at++) {
    const text = call.argv[at]?.text as string
    if (text === '--') {
      at++
      break
    }
    if (/[vV]/.test(text)) {
      emit(call)
      return both(call.state)
    }
  }
  const argv = call.argv.slice(at)
  if (argv.length === 0) {
    emit(call)
    return both(call.state)
  }
  const inner = within(call, argv, 'command')
  const builtin = builtins.get(argv[0]?.text ?? '')
  return builtin ? builtin(inner) : runCall({ ...inner, started: true })
}

function runBuiltin(call: Call): Outcome {
  const argv = call.argv.slice(call.argv[1]?.text === '--' ? 2 : 1)
  const builtin = builtins.get(argv[0]?.text ?? '')
  if (builtin) return builtin(within(call, argv, 'builtin'))
  // One that changes nothing here, or that another shell has (`builtin setopt`), by its own name.
  emit(argv.length === 0 ? call : within(call, argv, 'builtin'))
  return both(call.state)
}

function within(call: Call, argv: readonly Word[], program: string): Call {
  return { ...call, argv, frame: { ...call.frame, via: [...call.frame.via, { program }] } }
}

/** `exec PROGRAM`: the shell ends in it. Without a program it only moves the shell's own descriptors. */
function replaceShell(call: Call): Outcome {
  let at = 1
  for (; call.argv[at]?.text?.startsWith('-'); at++) {
    const text = call.argv[at]?.text as string
    if (text === '--') {
      at++
      break
    }
    if (text.endsWith('a')) at++
  }
  const argv = call.argv.slice(at)
  if (argv.length === 0) {
    emit(call)
    return both(call.state)
  }
  const state = call.state.fork()
  const inner = within(call, argv, 'exec')
  if (argv[0]?.text === null) runCall({ ...inner, state })
  else runProgram({ ...inner, state, started: true })
  // Only an interactive shell, or one with execfail, lives on after a program that could not be started.
  return both(unreachable(call.state))
}
