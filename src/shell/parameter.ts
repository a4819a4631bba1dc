import type { ParameterExpansionPart, Word as SyntaxWord } from 'unbash'
import { escapePattern, matchingPrefix, matchingSuffix, replaceMatches } from './pattern.js'
import { mayAbort, type Where } from './run.js'
import { constant, derived, EMPTY, HOLE, partly, union, unknown, type Value } from './value.js'
import { assign, type Found, find } from './variables.js'

/**
 * What `$name` and `${...}` stand for: one value, or a list (`$@`, `${a[@]}`), which is `open` where more items may
 * follow than are known. `star` for `$*` and `${a[*]}`, which quotes join to one word.
 */
export type Expanded =
  | { readonly kind: 'one'; readonly value: Value; readonly unsplit?: boolean }
  /** The word of an unquoted `${x:-word}`, which is split by its own quotes where it stands. */
  | { readonly kind: 'word'; readonly word: SyntaxWord }
  | {
      readonly kind: 'list'
      readonly values: readonly Value[]
      readonly open: boolean
      readonly star: boolean
      readonly rest?: Value
    }

/** Expands a word inside `${...}`: as text, or as a pattern whose quoted parts are escaped. */
export type Operand = (word: SyntaxWord, as: 'text' | 'pattern') => Value

/** `$name`, without braces. */
export function expandName(name: string, where: Where): Expanded {
  const special = expandSpecial(name, where)
  return special ?? { kind: 'one', value: find(name, where).value }
}

/**
 * `${...}` with everything that can stand in it. What is not understood is unknown, with the names it depends on.
 * `quoted`: whether it stands in double quotes, or where nothing is split.
 */
export function expandParameter(
  part: ParameterExpansionPart,
  where: Where,
  operand: Operand,
  quoted: boolean,
): Expanded {
  const { parameter, operation } = part
  if (operation?.type === 'Unknown') return opaque(parameter)
  if (where.frame.dialect === 'sh' && isBashOnly(part)) {
    mayAbort(where)
    return opaque(parameter)
  }
  // zsh counts from 1, and takes names of arrays for all of their elements.
  if (where.frame.dialect === 'zsh' && (part.index || where.state.variable(parameter)?.elements !== undefined))
    return { kind: 'list', values: [], open: true, star: false }
  if (part.prefix === '!') return indirect(part, where, operand)
  const target = subject(part, where, operand)
  if (part.prefix === '#') return { kind: 'one', value: lengthOf(target, parameter), unsplit: true }
  if (!operation) return target
  if (target.kind === 'list') return expandList(part, target, where, operand)
  if (target.kind === 'word') return target
  const subjectFound = found(part, target.value, where)
  if (
    !quoted &&
    operation.type === 'Default' &&
    operation.operator.at(-1) !== '=' &&
    operation.operator.at(-1) !== '?'
  ) {
    const used = usable(subjectFound, operation.operator.startsWith(':'))
    const alternative = operation.operator.at(-1) === '+'
    if (used === alternative) return { kind: 'word', word: operation.operand }
  }
  const value = operate(part, subjectFound, where, operand)
  return { kind: 'one', value }
}

/** What a plain sh calls a bad substitution. */
function isBashOnly(part: ParameterExpansionPart): boolean {
  if (part.index || part.prefix === '!') return true
  switch (part.operation?.type) {
    case undefined:
    case 'Default':
    case 'Remove':
      return false
    default:
      return true
  }
}

function opaque(name: string): Expanded {
  return { kind: 'one', value: unknown('variable', [name]) }
}

/** The parameter itself, before its operation. */
function subject(part: ParameterExpansionPart, where: Where, operand: Operand): Expanded {
  const name = part.parameter
  if (!part.index) return expandName(name, where)
  const variable = find(name, where)
  const key = part.index.value
  if (key === '@' || key === '*') {
    if (variable.elements === null || (variable.elements === undefined && variable.set === undefined)) {
      const rest = unknown('variable', variable.value.variables ?? [name], variable.value.outputOf)
      return { kind: 'list', values: [], open: true, star: key === '*', rest }
    }
    const values = variable.elements ? [...inOrder(variable.elements)] : variable.set ? [variable.value] : []
    return { kind: 'list', values, open: false, star: key === '*' }
  }
  const index = operand(part.index, 'text')
  if (index.opaque || variable.elements === null) return opaque(name)
  if (variable.elements === undefined)
    return { kind: 'one', value: index.text === '0' ? variable.value : constant('', [name]) }
  const at =
    /^-?\d+$/.test(index.text) || variable.elements.has(index.text) ? index.text : numericName(index.text, where)
  if (at === undefined) return opaque(name)
  const wanted = at.startsWith('-') ? fromEnd(variable.elements, Number(at)) : at
  return { kind: 'one', value: variable.elements.get(wanted) ?? constant('', [name]) }
}

/** Index given as a variable's name: `${a[i]}`. */
function numericName(name: string, where: Where): string | undefined {
  if (!/^[A-Za-z_]\w*$/.test(name)) return undefined
  const value = find(name, where).value
  return !value.opaque && /^\d+$/.test(value.text) ? value.text : undefined
}

function fromEnd(elements: ReadonlyMap<string, Value>, back: number): string {
  const keys = [...elements.keys()].map(Number)
  return String(Math.max(-1, ...keys) + 1 + back)
}

function* inOrder(elements: ReadonlyMap<string, Value>): Generator<Value> {
  const keys = [...elements.keys()]
  if (keys.every((key) => /^\d+$/.test(key))) keys.sort((a, b) => Number(a) - Number(b))
  for (const key of keys) yield elements.get(key) ?? EMPTY
}

function expandSpecial(name: string, where: Where): Expanded | undefined {
  const { positional } = where.state
  if (name === '@' || name === '*') {
    return { kind: 'list', values: positional.values, open: positional.open, star: name === '*' }
  }
  if (/^\d+$/.test(name)) {
    if (name === '0') return { kind: 'one', value: where.state.name }
    const value = positional.values[Number(name) - 1]
    if (value) return { kind: 'one', value }
    return { kind: 'one', value: positional.open ? unknown('variable', [name]) : constant('', [name]) }
  }
  if (name === '#') {
    const value = positional.open ? unknown('variable', ['#']) : constant(String(positional.values.length))
    return { kind: 'one', value, unsplit: true }
  }
  if (name === '?' || name === '$' || name === '!' || name === '-') {
    return { kind: 'one', value: unknown('variable', [name]), unsplit: true }
  }
  if (name === '_') return opaque(name)
  return undefined
}

function lengthOf(target: Expanded, name: string): Value {
  if (target.kind === 'word') return unknown('variable', [name])
  if (target.kind === 'list')
    return target.open ? unknown('variable', [name]) : constant(String(target.values.length), [name])
  return target.value.opaque
    ? unknown('variable', target.value.variables)
    : constant(String([...target.value.text].length), target.value.variables)
}

/** `${!name}`, `${!prefix*}`, `${!array[@]}`. */
function indirect(part: ParameterExpansionPart, where: Where, operand: Operand): Expanded {
  const key = part.index?.value
  if (part.operation?.type === 'Names')
    return { kind: 'list', values: [], open: true, star: part.operation.operator === '*' }
  if (key === '@' || key === '*') {
    const { elements, set } = find(part.parameter, where)
    if (!elements && (elements === null || set === undefined))
      return { kind: 'list', values: [], open: true, star: key === '*' }
    const keys = elements ? [...elements.keys()] : set ? ['0'] : []
    return { kind: 'list', values: keys.map((name) => constant(name)), open: false, star: key === '*' }
  }
  const own = where.state.variable(part.parameter)
  if (own?.attribute === 'reference') return { kind: 'one', value: own.value }
  const through = subject(part, where, operand)
  if (through.kind !== 'one' || through.value.opaque || !/^([A-Za-z_]\w*|\d+|[@*#?])$/.test(through.value.text)) {
    // A value that names nothing is an error.
    mayAbort(where)
    return opaque(part.parameter)
  }
  const target = expandName(through.value.text, where)
  if (!part.operation) return target
  if (target.kind !== 'one') return opaque(part.parameter)
  return { kind: 'one', value: operate(part, { value: target.value, set: undefined }, where, operand) }
}

function found(part: ParameterExpansionPart, value: Value, where: Where): Found {
  const name = part.parameter
  if (/^\d+$/.test(name) && name !== '0') {
    const { positional } = where.state
    return { value, set: Number(name) <= positional.values.length ? true : positional.open ? undefined : false }
  }
  if (!/^[A-Za-z_]/.test(name)) return { value, set: true }
  if (part.index) return { value, set: value.opaque ? undefined : value.text !== '' ? true : undefined }
  return { value, set: find(name, where).set }
}

/** `${@:2}`, `${a[@]/x/y}`: the operation on each item, or a slice of the list. */
function expandList(
  part: ParameterExpansionPart,
  list: Extract<Expanded, { kind: 'list' }>,
  where: Where,
  operand: Operand,
): Expanded {
  const { operation } = part
  if (operation?.type === 'Slice') {
    const offset = numeric(operand(operation.offset, 'text'))
    const length = operation.length ? numeric(operand(operation.length, 'text')) : Number.POSITIVE_INFINITY
    if (offset === undefined || length === undefined) mayAbort(where)
    // Negative offsets and lengths count from an end that an open list does not have.
    if (offset === undefined || length === undefined || length < 0 || (list.open && offset < 0))
      return { ...list, values: [], open: true }
    const positional = part.parameter === '@' || part.parameter === '*'
    const all = positional ? [where.state.name, ...list.values] : list.values
    const from = offset < 0 ? Math.max(0, all.length + offset) : offset
    const values = all.slice(from, from + length)
    return { ...list, values, open: list.open && from + length > all.length }
  }
  if (operation?.type === 'Default') {
    if (list.open) return { ...list, values: [], open: true }
    const isSet = list.values.length > 0
    const alternative = operation.operator === '+' || operation.operator === ':+'
    if (list.values.length === 1 && operation.operator.startsWith(':') && list.values[0]?.text === '')
      return { ...list, values: [], open: true }
    if (isSet !== alternative) return alternative ? { kind: 'one', value: EMPTY } : list
    return { kind: 'one', value: operand(operation.operand, 'text') }
  }
  return { ...list, values: list.values.map((value) => operate(part, { value, set: true }, where, operand)) }
}

function numeric(value: Value): number | undefined {
  const text = value.text.trim()
  return !value.opaque && /^-?\d{1,9}$/.test(text) ? Number(text) : undefined
}

/** One operation on one value. */
function operate(part: ParameterExpansionPart, target: Found, where: Where, operand: Operand): Value {
  const { operation } = part
  const { value } = target
  if (!operation) return value
  switch (operation.type) {
    case 'Default':
      return expandDefault(part, operation.operator, operation.operand, target, where, operand)
    case 'Remove': {
      const pattern = operand(operation.operand, 'pattern')
      return removeMatch(value, pattern, operation.operator)
    }
    case 'Replace': {
      const pattern = operand(operation.pattern, 'pattern')
      const replacement = operand(operation.replacement, 'text')
      if (value.opaque || pattern.opaque || replacement.opaque || replacement.text.includes('&'))
        return partly(HOLE, 'variable', value)
      const text = replaceMatches(pattern.text, value.text, replacement.text, operation.operator)
      return text === undefined ? partly(HOLE, 'variable', value) : derived(text, value)
    }
    case 'Slice': {
      const offset = numeric(operand(operation.offset, 'text'))
      const length = operation.length ? numeric(operand(operation.length, 'text')) : undefined
      if (offset === undefined || (operation.length && length === undefined)) mayAbort(where)
      if (value.opaque || offset === undefined || (operation.length && length === undefined))
        return partly(HOLE, 'variable', value)
      const from = offset < 0 ? value.text.length + offset : offset
      if (from < 0) return derived('', value)
      const to = length === undefined ? value.text.length : length < 0 ? value.text.length + length : from + length
      return derived(value.text.slice(from, Math.max(from, to)), value)
    }
    case 'CaseModification': {
      if (value.opaque || operation.operand) return partly(HOLE, 'variable', value)
      const change = operation.operator.startsWith('^')
        ? (text: string) => text.toUpperCase()
        : (text: string) => text.toLowerCase()
      const all = operation.operator.length === 2
      return derived(all ? change(value.text) : change(value.text.slice(0, 1)) + value.text.slice(1), value)
    }
    case 'Transform': {
      const kind = operation.operand.value
      if (value.opaque) return partly(HOLE, 'variable', value)
      if (kind === 'U') return derived(value.text.toUpperCase(), value)
      if (kind === 'L') return derived(value.text.toLowerCase(), value)
      if (kind === 'u') return derived(value.text.slice(0, 1).toUpperCase() + value.text.slice(1), value)
      return partly(HOLE, 'variable', value)
    }
    case 'Names':
    case 'Unknown':
      return unknown('variable', [part.parameter])
  }
}

function expandDefault(
  part: ParameterExpansionPart,
  operator: string,
  word: SyntaxWord,
  target: Found,
  where: Where,
  operand: Operand,
): Value {
  const { value } = target
  const counts = usable(target, operator.startsWith(':'))
  const kind = operator.at(-1)
  if (kind === '+') {
    if (counts === true) return operand(word, 'text')
    if (counts === false) return constant('', [part.parameter])
    operand(word, 'text')
    return unknown('variable', [part.parameter])
  }
  if (counts === true) return value
  if (kind === '?') {
    where.frame.exits?.push(where.state.fork())
    return value.opaque ? value : unknown('variable', [part.parameter])
  }
  const alternative = operand(word, 'text')
  if (counts === undefined) {
    if (kind === '=') assign(part.parameter, unknown('variable', [part.parameter]), where)
    return unknown('variable', union([part.parameter], alternative.variables), alternative.outputOf)
  }
  if (kind === '=') assign(part.parameter, alternative, where)
  return { ...alternative, variables: union([part.parameter], alternative.variables) }
}

/** Whether the value itself counts, and not its default: undefined where that depends on what is not known. */
function usable({ value, set }: Found, colon: boolean): boolean | undefined {
  if (set !== true || !colon) return set
  if (!value.opaque) return value.text !== ''
  return value.text.replaceAll(HOLE, '') === '' ? undefined : true
}

function removeMatch(value: Value, pattern: Value, operator: '#' | '##' | '%' | '%%'): Value {
  if (pattern.opaque) return partly(HOLE, 'variable', value)
  if (value.opaque) {
    // A literal end or start of a value that is partly known can still be taken away.
    const plain = pattern.text
    if (escapePattern(plain) === plain && operator.startsWith('%') && value.text.endsWith(plain)) {
      return partly(value.text.slice(0, value.text.length - plain.length), value.opaque, value)
    }
    if (escapePattern(plain) === plain && operator.startsWith('#') && value.text.startsWith(plain)) {
      return partly(value.text.slice(plain.length), value.opaque, value)
    }
    return partly(HOLE, value.opaque, value)
  }
  const longest = operator.length === 2
  if (operator.startsWith('#')) {
    const end = matchingPrefix(pattern.text, value.text, longest)
    return end === undefined ? partly(HOLE, 'variable', value) : derived(value.text.slice(Math.max(0, end)), value)
  }
  const start = matchingSuffix(pattern.text, value.text, longest)
  return start === undefined
    ? partly(HOLE, 'variable', value)
    : derived(start < 0 ? value.text : value.text.slice(0, start), value)
}
