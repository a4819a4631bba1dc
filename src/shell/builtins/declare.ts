import { parse } from 'unbash'
import { type Call, emit } from '../call.js'
import { expandWords } from '../expand.js'
import { both, type Outcome } from '../outcome.js'
import type { Assignment, Word } from '../script.js'
import type { Variable } from '../state.js'
import { constant, derived, HOLE, unknown, type Value, wordOf, wordValue } from '../value.js'
import { assign, assignElement, mark, setArray } from '../variables.js'
import { unreachable } from '../walk.js'

/** `declare` and its kin, with what their options come to. */
interface Declaration {
  readonly program: string
  readonly flags: ReadonlySet<string>
  readonly operands: readonly Word[]
  readonly attributes: Partial<Variable>
  /** Whether names are kept to the function around. */
  readonly local: boolean
}

/** One operand: `NAME`, `NAME=VALUE`, `NAME+=VALUE`, `NAME[KEY]=VALUE`. */
interface Operand {
  readonly name: string
  readonly key: string | undefined
  readonly append: boolean
  readonly value: Value | undefined
}

/** `export`, `declare`, `typeset`, `local`, `readonly`: sets names, and marks them. */
export function declareNames(call: Call): Outcome {
  const { state, frame } = call
  const declaration = readDeclaration(call)
  const { program, flags, operands } = declaration
  const shows = flags.has('p') || operands.length === 0
  const functions = flags.has('f') || flags.has('F')
  // `local` needs a function around it, and without one sets nothing.
  const stray = program === 'local' && frame.locals === undefined
  const assigns: Assignment[] = []
  let blocked = stray
  for (const word of shows || stray ? [] : operands) {
    const operand = readOperand(word)
    if (!operand) blocked = true
    else if (functions) exportFunction(operand.name, declaration, call)
    else {
      if (state.variable(operand.name)?.readonly) blocked = true
      assigns.push(...declareName(operand, word, declaration, call))
    }
  }
  emit(call, { assigns, silent: !shows })
  // Only plain names that may be set are certain to succeed.
  return shows || functions || blocked ? both(state) : { ok: state, fail: unreachable(state) }
}

function readDeclaration(call: Call): Declaration {
  const program = call.argv[0]?.text ?? ''
  const flags = new Set<string>()
  const off = new Set<string>()
  const operands: Word[] = []
  let options = true
  for (const word of call.argv.slice(1)) {
    if (options && word.text === '--') options = false
    else if (options && word.text !== null && /^[-+][A-Za-z]+$/.test(word.text)) {
      for (const letter of word.text.slice(1)) (word.text.startsWith('-') ? flags : off).add(letter)
    } else operands.push(word)
  }
  const exported = program === 'export' ? !flags.has('n') : flags.has('x') ? true : off.has('x') ? false : undefined
  const attribute = attributeOf(program, flags)
  const attributes: Partial<Variable> = {
    ...(exported === undefined ? undefined : { exported }),
    ...(program === 'readonly' || flags.has('r') ? { readonly: true } : undefined),
    ...(attribute ? { attribute } : undefined),
  }
  const scoped = program !== 'export' && program !== 'readonly'
  return { program, flags, operands, attributes, local: scoped && call.frame.locals !== undefined && !flags.has('g') }
}

function attributeOf(program: string, flags: ReadonlySet<string>): Variable['attribute'] {
  if (program === 'export') return undefined
  if (program === 'integer' || flags.has('i')) return 'integer'
  if (flags.has('l')) return 'lower'
  if (flags.has('u')) return 'upper'
  return flags.has('n') ? 'reference' : undefined
}

function readOperand(word: Word): Operand | undefined {
  const value = wordValue(word)
  const match = /^([A-Za-z_]\w*)(?:\[([^\]]*)\])?(?:(\+?)=|$)/.exec(value.text)
  if (!match) return undefined
  const name = match[1] as string
  const assigned = match[0].endsWith('=')
  const rest = value.text.slice(match[0].length)
  // What was unknown may have stood in the key alone.
  const text =
    value.opaque && !rest.includes(HOLE) ? constant(rest, value.variables, value.outputOf) : derived(rest, value)
  return { name, key: match[2], append: match[3] === '+', value: assigned ? text : undefined }
}

function exportFunction(name: string, { program, flags }: Declaration, { state }: Call): void {
  const entry = state.function(name)
  if (entry && program === 'export') state.setFunction(name, { ...entry, exported: !flags.has('n') })
}

function declareName(operand: Operand, word: Word, declaration: Declaration, call: Call): Assignment[] {
  const { name, key, append } = operand
  const { state, frame } = call
  const { flags, attributes, program } = declaration
  if (declaration.local && !frame.locals?.has(name)) {
    frame.locals?.set(name, state.variable(name))
    if (operand.value === undefined && !flags.has('I')) state.set(name, { value: constant('', [name]), unset: true })
    else state.restore(name, undefined)
  }
  const array = flags.has('a') || flags.has('A') || (key === undefined && operand.value?.text.startsWith('('))
  if (array) {
    if (operand.value) setArray(name, literalArray(operand.value, call, flags.has('A')), call)
    else if (state.variable(name)?.elements === undefined) setArray(name, new Map(), call)
    mark(name, call, attributes)
    return []
  }
  // A plain sh has no `declare`.
  const foreign = frame.dialect === 'sh' && ['declare', 'typeset', 'integer'].includes(program)
  const value = operand.value && foreign ? unknown('dialect', [name]) : operand.value
  // What is done to the value on assignment counts for this one already; that it is readonly does not.
  const { readonly: _, ...before } = attributes
  if (!value || before.attribute) mark(name, call, before)
  if (value && key !== undefined) assignElement(name, key.includes(HOLE) ? undefined : key, value, call, append)
  else if (value) assign(name, value, call, { append, export: attributes.exported === true })
  if (Object.keys(attributes).length > 0) mark(name, call, attributes)
  if (!value) return []
  const assignment = { name, value: wordOf(value, word.raw) }
  return [append ? { ...assignment, append } : assignment]
}

/** Elements of an array given as one word (`declare -a "x=(1 2)"`), read as the shell reads them; null where unknown. */
function literalArray(value: Value, call: Call, keyed: boolean): ReadonlyMap<string, Value> | null {
  const { text } = value
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
