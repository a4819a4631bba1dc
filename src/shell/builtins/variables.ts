import { parse } from 'unbash'
import { type Call, emit } from '../call.js'
import { arithmetic, expandWords } from '../expand.js'
import { both, type Outcome } from '../outcome.js'
import { printfText } from '../printf.js'
import { readInto } from '../read.js'
import { noteChange, takeInput } from '../run.js'
import type { Assignment, Word } from '../script.js'
import type { Variable } from '../state.js'
import { constant, unknown, type Value, wordValue } from '../value.js'
import { assign, assignElement, mark, setArray, unset } from '../variables.js'
import { unreachable } from '../walk.js'

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

function declareNames(call: Call): Outcome {
  const { argv, state, frame } = call
  const program = argv[0]?.text as string
  const flags = new Set<string>()
  const off = new Set<string>()
  const operands: Word[] = []
  let options = true
  for (const word of argv.slice(1)) {
    if (options && word.text === '--') options = false
    else if (options && word.text !== null && /^[-+][A-Za-z]+$/.test(word.text)) {
      for (const letter of word.text.slice(1)) (word.text.startsWith('-') ? flags : off).add(letter)
    } else operands.push(word)
  }
  const assigns: Assignment[] = []
  const attributes: Partial<Variable> = {
    ...(program === 'export' || flags.has('x')
      ? { exported: true }
      : off.has('x') || (program === 'export' && flags.has('n'))
        ? { exported: false }
        : {}),
    ...(program === 'readonly' || flags.has('r') ? { readonly: true } : {}),
    ...(program === 'integer' || flags.has('i')
      ? { attribute: 'integer' as const }
      : flags.has('l')
        ? { attribute: 'lower' as const }
        : flags.has('u') && program !== 'export'
          ? { attribute: 'upper' as const }
          : flags.has('n') && program !== 'export'
            ? { attribute: 'reference' as const }
            : {}),
  }
  const functions = flags.has('f') || flags.has('F')
  const shows = flags.has('p') || operands.length === 0
  const local =
    frame.locals !== undefined && !flags.has('g') && ['local', 'declare', 'typeset', 'integer'].includes(program)
  let blocked = false
  for (const word of operands) {
    if (shows || (program === 'local' && frame.locals === undefined)) break
    const value = wordValue(word)
    const equals = value.text.indexOf('=')
    const append = equals > 0 && value.text[equals - 1] === '+'
    const target = equals < 0 ? value.text : value.text.slice(0, append ? equals - 1 : equals)
    const bracket = target.indexOf('[')
    const name = bracket < 0 ? target : target.slice(0, bracket)
    if (!/^[A-Za-z_]\w*$/.test(name)) continue
    if (state.variable(name)?.readonly) blocked = true
    if (functions) {
      const entry = state.function(name)
      if (entry && program === 'export') state.setFunction(name, { ...entry, exported: !flags.has('n') })
      continue
    }
    if (local && !frame.locals?.has(name)) {
      frame.locals?.set(name, state.variable(name))
      if (equals < 0 && !flags.has('I')) state.set(name, { value: constant('', [name]), unset: true })
      else state.restore(name, undefined)
    }
    if (flags.has('a') || flags.has('A') || value.text.slice(equals + 1).startsWith('(')) {
      if (equals >= 0) setArray(name, literalArray(value, equals, call, flags.has('A')), call)
      else if (state.variable(name)?.elements === undefined) setArray(name, new Map(), call)
      mark(name, call, attributes)
      continue
    }
    const given: Value | undefined = equals < 0 ? undefined : { ...value, text: value.text.slice(equals + 1) }
    // A plain sh has no `declare`.
    const wanted =
      given && frame.dialect === 'sh' && ['declare', 'typeset', 'integer'].includes(program)
        ? unknown('dialect', [name])
        : given
    const before = { ...attributes }
    delete before.readonly
    if (Object.keys(before).length > 0 || wanted === undefined) {
      if (wanted === undefined || before.attribute) mark(name, call, before)
    }
    if (wanted) {
      const plain = wanted.opaque && !wanted.text.includes('\uE000') ? constant(wanted.text) : wanted
      if (bracket >= 0) assignElement(name, target.slice(bracket + 1, -1), plain, call, append)
      else assign(name, plain, call, { append, ...(attributes.exported ? { export: true } : {}) })
      assigns.push({
        name,
        value: { ...word, text: word.text === null ? null : plain.text },
        ...(append ? { append } : {}),
      })
    }
    if (Object.keys(attributes).length > 0) mark(name, call, attributes)
  }
  emit(call, { assigns, silent: !shows })
  // Only plain names that may be set are certain to succeed; `local` needs a function around it.
  const certain =
    !shows &&
    !functions &&
    operands.every((word) => /^[A-Za-z_]\w*(=|$)/.test(word.text ?? '')) &&
    !blocked &&
    (program !== 'local' || frame.locals !== undefined)
  return certain ? { ok: state, fail: unreachable(state) } : both(state)
}

/** Elements of an array given as one word (`declare -a "x=(1 2)"`), read as the shell reads them; null where unknown. */
function literalArray(value: Value, equals: number, call: Call, keyed: boolean): ReadonlyMap<string, Value> | null {
  const text = value.text.slice(equals + 1)
  if (value.opaque || !text.startsWith('(') || !text.endsWith(')')) return null
  const statement = parse(`x=${text}`).commands[0]?.command
  const prefix = statement?.type === 'Command' ? statement.prefix[0] : undefined
  if (prefix?.type !== 'Assignment' || prefix.value.type !== 'ArrayValue') return null
  const elements = new Map<string, Value>()
  for (const element of prefix.value.elements) {
    const pair = /^\[([\w-]+)\]=/.exec(element.text)
    if (element.text.startsWith('[') && !pair) return null
    if (keyed && !pair) return null
    for (const word of expandWords([element], call)) {
      if (word.text === null || word.splits || word.glob) return null
      if (pair) elements.set(pair[1] as string, constant(word.text.slice(word.text.indexOf(']=') + 2)))
      else elements.set(String(elements.size), constant(word.text))
    }
  }
  return elements
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
