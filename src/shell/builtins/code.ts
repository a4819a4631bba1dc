import { type Call, emit, runCall, runProgram } from '../call.js'
import { positionalOf } from '../function.js'
import { both, join, type Outcome } from '../outcome.js'
import { addOpaque, type Frame, newSink, noteChange } from '../run.js'
import type { Word } from '../script.js'
import { type Options, State } from '../state.js'
import { scriptFile, walkText } from '../text.js'
import { concat, constant, EMPTY, unknown, type Value, wordValue } from '../value.js'
import { perhaps, unreachable } from '../walk.js'
import { builtins } from './table.js'

/** Builtins that run code, or change what a name or text means. */
export const code = {
  eval: evaluate,
  source: readScript,
  '.': readScript,
  trap: setTrap,
  alias: setAlias,
  unalias: removeAlias,
  command: runCommand,
  builtin: runBuiltin,
  exec: replaceShell,
  shopt: setOption,
  set: setOptions,
}

/** Words as the shell joins them again to a text. */
function joined(words: readonly Word[]): Value {
  let text = EMPTY
  words.forEach((word, index) => {
    text = index === 0 ? wordValue(word) : concat(concat(text, constant(' ')), wordValue(word))
  })
  return text
}

function evaluate(call: Call): Outcome {
  const { argv, state, run } = call
  const words = argv[1]?.text === '--' ? argv.slice(2) : argv.slice(1)
  if (words.length === 0) return both(state)
  const value = joined(words)
  const open = words.some((word) => word.splits) || value.opaque !== undefined
  const index = open ? emit(call) : undefined
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

/**
 * `trap`: the text runs at some later point, so what the script changes after this line is not known in it. One for
 * anything but the shell's end may run before any later command, which makes unknown what it changes itself.
 */
function setTrap(call: Call): Outcome {
  const { argv, state, run, frame } = call
  emit(call)
  const words = argv[1]?.text === '--' ? argv.slice(2) : argv.slice(1)
  const [text, ...signals] = words
  if (!text || signals.length === 0 || text.text === '' || text.text?.startsWith('-')) return both(state)
  const inside: Frame = {
    ...perhaps(frame),
    via: [...frame.via, { program: 'trap' }],
    out: newSink(),
    loop: undefined,
    returns: frame.returns && [],
    exits: [],
    aborts: undefined,
  }
  const value = wordValue(text)
  const since = run.clock
  const atEnd = signals.every((word) => word.text !== null && /^(0|exit)$/i.test(word.text))
  if (!atEnd) {
    const before = { commands: run.commands.length, opaque: run.opaque.length, deferred: run.deferred.length }
    walkText(value, state.fork(), inside, run)
    run.commands.length = before.commands
    run.opaque.length = before.opaque
    run.deferred.length = before.deferred
    forget(state, since, call)
  }
  const then = state.fork()
  run.deferred.push({
    mark: { called: false },
    walk: () => {
      forget(then, since, call)
      for (const [name, bodies] of run.functions) then.setFunction(name, { bodies, maybe: true, exported: false })
      walkText(value, then.fork(), inside, run)
      if (run.aliases.size === 0) return
      for (const [name, alias] of run.aliases) then.setAlias(name, alias)
      change(then, { aliases: true })
      walkText(value, then, inside, run)
    },
  })
  return both(state)
}

/** Makes unknown what was changed since then. */
function forget(state: State, since: number, { run }: Call): void {
  for (const [name, at] of run.changes) {
    if (at <= since) continue
    if (name === 'PWD') state.cwd = null
    else if (name === '@') state.positional = { values: [], open: true }
    else state.set(name, { value: unknown('variable', [name]), elements: null })
  }
}

function setAlias(call: Call): Outcome {
  const { argv, state, frame, run } = call
  emit(call)
  for (const word of argv.slice(1)) {
    const value = wordValue(word)
    const equals = value.text.indexOf('=')
    if (equals <= 0 || value.text.startsWith('-')) continue
    const name = value.text.slice(0, equals)
    const text: Value = { ...value, text: value.text.slice(equals + 1) }
    const alias = { text, since: frame.line }
    state.setAlias(name, alias)
    run.aliases.set(name, alias)
  }
  return both(state)
}

function removeAlias(call: Call): Outcome {
  const { argv, state } = call
  emit(call)
  for (const word of argv.slice(1)) {
    if (word.text === '-a') state.clearAliases()
    else if (word.text !== null) state.setAlias(word.text, undefined)
  }
  return both(state)
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
  emit(call)
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

function setOption(call: Call): Outcome {
  const { argv, state } = call
  emit(call)
  const flags = argv.slice(1).filter((word) => word.text?.startsWith('-'))
  const on = flags.some((word) => word.text?.includes('s'))
  const off = flags.some((word) => word.text?.includes('u'))
  if (on === off) return both(state)
  for (const word of argv.slice(1)) {
    if (word.text === 'expand_aliases') change(state, { aliases: on })
    else if (word.text === 'nocasematch') change(state, { nocase: on })
    else if (word.text === 'lastpipe') change(state, { lastpipe: on })
    else if (word.text === 'nullglob') change(state, { nullglob: on })
  }
  return both(state)
}

function change(state: State, options: Partial<Options>): void {
  state.options = { ...state.options, ...options }
}

/** `set`: options, and the positional parameters. */
function setOptions(call: Call): Outcome {
  const { argv, state, run } = call
  emit(call, { silent: argv.length > 1 })
  noteChange(run, '@')
  let at = 1
  for (; at < argv.length; at++) {
    const word = argv[at]
    const text = word?.text ?? null
    if (text === '--' || text === '-') {
      at++
      state.positional = positionalOf(argv.slice(at))
      return both(state)
    }
    if (word?.splits) {
      state.positional = { values: [], open: true }
      return both(state)
    }
    if (text === null || !/^[-+]/.test(text)) break
    const on = text.startsWith('-')
    if (text.includes('f')) change(state, { noglob: on })
    if (text.includes('e')) change(state, { errexit: on })
    if (text.endsWith('o')) {
      const name = argv[++at]?.text
      if (name === 'errexit') change(state, { errexit: on })
      if (name === 'noglob') change(state, { noglob: on })
      if (name === 'posix' && on) change(state, { aliases: true })
    }
  }
  if (at < argv.length) state.positional = positionalOf(argv.slice(at))
  return both(state)
}
