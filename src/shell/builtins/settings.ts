import { parse } from 'unbash'
import { type Call, emit } from '../call.js'
import { positionalOf } from '../function.js'
import { both, type Outcome } from '../outcome.js'
import { quote } from '../quote.js'
import { addOpaque, noteChange } from '../run.js'
import type { Options, State } from '../state.js'
import { type Value, wordValue } from '../value.js'

/** Builtins that change how later text is read. */
export const settings = {
  alias: setAlias,
  unalias: removeAlias,
  shopt: setOption,
  set: setOptions,
  hash: setHashed,
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

export function change(state: State, options: Partial<Options>): void {
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

/** `hash -p FILE NAME`: from now on the name stands for that file, which reads like a function that calls it. */
function setHashed(call: Call): Outcome {
  emit(call)
  const at = call.argv.findIndex((word) => word.text === '-p')
  const [path, ...names] = at < 0 ? [] : call.argv.slice(at + 1)
  if (!path) return both(call.state)
  for (const name of names) {
    const syntax = parse(`${name.text}() { ${quote([path.text ?? ''])} "$@"; }`).commands[0]?.command
    if (name.text === null || path.text === null || syntax?.type !== 'Function') {
      addOpaque(call.run, path.opaque ?? 'variable', 'script', call.source.slice(0, 200))
      continue
    }
    const source = `${name.text}() { ${quote([path.text])} "$@"; }`
    const body = { syntax, source, line: call.frame.line, mark: { called: true } }
    call.state.setFunction(name.text, { bodies: [body], maybe: false, exported: false })
  }
  return both(call.state)
}
