import { parse } from 'unbash'
import { type Call, emit } from '../call.js'
import { arithmetic } from '../expand.js'
import { both, type Outcome } from '../outcome.js'
import { printfText } from '../printf.js'
import { readInto } from '../read.js'
import { noteChange, takeInput } from '../run.js'
import { constant, unknown } from '../value.js'
import { assign, setArray, unset } from '../variables.js'
import { declareNames } from './declare.js'

/** Builtins that set, mark or remove variables and positional parameters. */
export const variables = {
  export: declareNames,
  declare: declareNames,
  typeset: declareNames,
  local: declareNames,
  readonly: declareNames,
  integer: declareNames,
  unset: unsetNames,
  read: readNames,
  mapfile: readArray,
  readarray: readArray,
  shift: shiftPositional,
  getopts: getOptions,
  printf: runPrintf,
  let: evaluateEach,
}

function unsetNames(call: Call): Outcome {
  const { argv, state } = call
  emit(call, { silent: true })
  const functions = argv.some((word) => word.text === '-f')
  for (const word of argv.slice(1)) {
    const name = word.text
    if (name === null || name.startsWith('-')) continue
    const bracket = name.indexOf('[')
    if (bracket > 0) setArray(name.slice(0, bracket), null, call)
    else if (functions) state.setFunction(name, undefined)
    else if (state.variable(name) === undefined && state.function(name) && state.inherits === false)
      state.setFunction(name, undefined)
    else if (!/^[A-Za-z_]\w*$/.test(name)) state.setFunction(name, undefined)
    else if (argv.some((other) => other.text === '-v') || state.variable(name) || !state.function(name))
      unset(name, call)
    else state.setFunction(name, undefined)
  }
  return both(state)
}

function readNames(outer: Call): Outcome {
  const call = { ...outer, frame: takeInput(outer.frame, outer.run) }
  emit(call, { silent: true })
  readInto(call.argv, call.frame.stdin, call)
  return both(call.state)
}

function readArray(outer: Call): Outcome {
  const call = { ...outer, frame: takeInput(outer.frame, outer.run) }
  emit(call, { silent: true })
  const { argv, frame } = call
  const flags = argv.slice(1).filter((word) => word.text?.startsWith('-'))
  const last = argv.at(-1)
  const name = last && argv.length > 1 && last.text !== null && /^[A-Za-z_]\w*$/.test(last.text) ? last.text : 'MAPFILE'
  const { stdin } = frame
  if (stdin.kind === 'text' && stdin.text.text !== null && flags.length === 1 && flags[0]?.text === '-t') {
    const lines = stdin.text.text.split('\n')
    if (lines.at(-1) === '') lines.pop()
    setArray(name, new Map(lines.map((line, index) => [String(index), constant(line)])), call)
  } else setArray(name, null, call)
  return both(call.state)
}

function shiftPositional(call: Call): Outcome {
  const { state, argv } = call
  emit(call, { silent: true })
  noteChange(call.run, '@')
  const count = argv[1] ? Number(argv[1].text ?? Number.NaN) : 1
  const { values, open } = state.positional
  if (Number.isInteger(count) && count >= 0) {
    if (count <= values.length || open) state.positional = { values: values.slice(count), open }
  } else state.positional = { values: [], open: true }
  return both(state)
}

function getOptions(call: Call): Outcome {
  emit(call, { silent: true })
  const name = call.argv[2]?.text
  if (name && /^[A-Za-z_]\w*$/.test(name)) assign(name, unknown('variable', [name]), call)
  for (const other of ['OPTARG', 'OPTIND']) assign(other, unknown('variable', [other]), call)
  return both(call.state)
}

/** `printf -v NAME` sets a variable in place of writing. */
function runPrintf(call: Call): Outcome {
  const { argv, state } = call
  const name =
    argv[1]?.text === '-v' ? argv[2]?.text : argv[1]?.text?.startsWith('-v') ? argv[1].text.slice(2) : undefined
  emit(call, { silent: name !== undefined })
  if (!name) return both(state)
  const rest = argv.slice(argv[1]?.text === '-v' ? 3 : 2)
  const text = (call.frame.dialect === 'sh' ? undefined : printfText(rest)) ?? unknown('variable', [name])
  if (/^[A-Za-z_]\w*$/.test(name)) assign(name, text, call)
  else if (name.includes('[')) setArray(name.slice(0, name.indexOf('[')), null, call)
  return both(state)
}

function evaluateEach(call: Call): Outcome {
  emit(call, { silent: true })
  for (const word of call.argv.slice(1)) {
    if (word.text === null) continue
    const statement = parse(`((${word.text}))`).commands[0]?.command
    if (statement?.type === 'ArithmeticCommand') arithmetic(statement.expression, call)
  }
  return both(call.state)
}
