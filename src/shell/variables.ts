import { mayAbort, noteChange, spend, type Where } from './run.js'
import type { Variable } from './state.js'
import { concat, constant, derived, EMPTY, HOLE, partly, unknown, type Value } from './value.js'

/** What a name stands for. `set` is undefined where it is not known whether it is. */
export interface Found {
  readonly value: Value
  readonly set: boolean | undefined
  readonly elements?: ReadonlyMap<string, Value> | null
}

/** Variables that the shell sets by itself: a name that the environment lacks is not unset when it is one of these. */
const dynamic = new Set(
  `_ BASH BASHOPTS BASHPID BASH_ALIASES BASH_ARGC BASH_ARGV BASH_ARGV0 BASH_CMDS BASH_COMMAND BASH_EXECUTION_STRING
  BASH_LINENO BASH_LOADABLES_PATH BASH_MONOSECONDS BASH_REMATCH BASH_SOURCE BASH_SUBSHELL BASH_TRAPSIG BASH_VERSINFO
  BASH_VERSION COLUMNS COMP_CWORD COMP_KEY COMP_LINE COMP_POINT COMP_TYPE COMP_WORDBREAKS COMP_WORDS COPROC DIRSTACK
  EPOCHREALTIME EPOCHSECONDS EUID FUNCNAME GLOBSORT GROUPS HISTCMD HISTFILE HISTFILESIZE HISTSIZE HOSTNAME HOSTTYPE IFS
  LINENO LINES MACHTYPE MAILCHECK MAPFILE OLDPWD OPTARG OPTERR OPTIND OSTYPE PATH PIPESTATUS PPID PS1 PS2 PS4 PWD RANDOM
  READLINE_ARGUMENT READLINE_LINE READLINE_MARK READLINE_POINT REPLY SECONDS SHELL SHELLOPTS SHLVL SRANDOM TERM UID
  ZSH_VERSION ZSH_NAME HOST LOGNAME USERNAME VENDOR argv path fpath cdpath pipestatus status options`.split(/\s+/),
)

/** Variables whose value the shell runs, or expands, by itself. */
const hooks = new Set(['PROMPT_COMMAND', 'PS0', 'PS1', 'PS2', 'PS4'])

const DEFAULT_IFS = ' \t\n'

/** Finds a variable: in this text, then in the environment that the shell started with. */
export function find(name: string, where: Where): Found {
  const { state, frame } = where
  const own = state.variable(name)
  if (own?.attribute === 'reference' && !own.value.opaque && own.value.text !== name) return find(own.value.text, where)
  if (own) {
    if (own.unset) return { value: constant('', [name]), set: false }
    const set = own.value.opaque === 'variable' && own.value.text === HOLE ? undefined : true
    return { value: own.value, set, ...(own.elements === undefined ? undefined : { elements: own.elements }) }
  }
  if (state.saturated) return { value: unknown('variable', [name]), set: undefined }
  if (name === 'PWD')
    return { value: state.cwd === null ? unknown('variable', [name]) : constant(state.cwd, [name]), set: true }
  if (name === 'OLDPWD' && state.oldCwd !== null) return { value: constant(state.oldCwd, [name]), set: true }
  if (name === 'IFS') return { value: constant(DEFAULT_IFS), set: true }
  if (state.inherits) {
    const value = frame.world.env(name)
    if (value !== undefined) return { value: constant(value, [name]), set: true }
  }
  if (dynamic.has(name) || name.startsWith('BASH_')) return { value: unknown('variable', [name]), set: undefined }
  if (frame.complete || !state.inherits) return { value: constant('', [name]), set: false }
  return { value: unknown('variable', [name]), set: undefined }
}

/** The separators of word splitting; undefined where they are not known. */
export function separators(where: Where): string | undefined {
  const own = where.state.variable('IFS')
  if (!own || own.unset) return DEFAULT_IFS
  return own.value.opaque ? undefined : own.value.text
}

/** What `NAME=value` sets, with the attributes that the name has. A readonly name keeps what it had. */
export function assign(
  name: string,
  value: Value,
  where: Where,
  how: { append?: boolean; export?: boolean } = {},
): void {
  const { state } = where
  const before = state.variable(name)
  if (before?.attribute === 'reference' && !before.value.opaque && before.value.text !== name) {
    assign(before.value.text, value, where, how)
    return
  }
  if (before?.readonly) return
  noteChange(where.run, name)
  spend(where.run, 1 + (value.text.length >> 6))
  const base = how.append ? concat(find(name, where).value, value) : value
  const result = withAttribute(base, before, how.append === true)
  // What is no number is an expression, and one that is wrong is an error.
  if (before?.attribute === 'integer' && result.opaque) mayAbort(where)
  // What the environment has already is nothing that this text makes a shell do.
  const isNew = result.opaque || result.text !== where.frame.world.env(name)
  if (hooks.has(name) && isNew && /[$`\w]/.test(result.text)) where.run.hooks.set(name, result)
  const exported = how.export || before?.exported || (before === undefined && exportedOutside(name, where))
  const elements = before?.elements === undefined ? undefined : withElement(before.elements, '0', result)
  state.set(name, { value: result, elements, exported, attribute: before?.attribute })
}

function withElement(
  elements: ReadonlyMap<string, Value> | null,
  key: string,
  value: Value,
): ReadonlyMap<string, Value> | null {
  return elements && new Map(elements).set(key, value)
}

function withAttribute(value: Value, before: Variable | undefined, append: boolean): Value {
  switch (before?.attribute) {
    case undefined:
    case 'reference':
      return value
    case 'lower':
      return derived(value.text.toLowerCase(), value)
    case 'upper':
      return derived(value.text.toUpperCase(), value)
    case 'integer':
      return !append && /^(0|-?[1-9]\d{0,14})$/.test(value.text) ? value : partly(HOLE, 'arithmetic', value)
  }
}

function exportedOutside(name: string, where: Where): boolean {
  return where.state.inherits && where.frame.world.env(name) !== undefined
}

/** Sets one element; without a known key nothing of the array is known afterwards. */
export function assignElement(name: string, key: string | undefined, value: Value, where: Where, append = false): void {
  const before = where.state.variable(name)
  if (before?.readonly) return
  const known =
    before?.elements ??
    (before && !before.unset && before.elements === undefined ? new Map([['0', before.value]]) : new Map())
  const elements = key === undefined || before?.elements === null ? null : new Map(known)
  if (elements && key !== undefined) elements.set(key, append ? concat(elements.get(key) ?? EMPTY, value) : value)
  setArray(name, elements, where)
}

/** Makes the name an array of these elements; null where they are not known, and then `whole` says what they depend on. */
export function setArray(
  name: string,
  elements: ReadonlyMap<string, Value> | null,
  where: Where,
  whole = unknown('variable', [name]),
): void {
  const before = where.state.variable(name)
  if (before?.readonly) return
  spend(where.run, elements?.size ?? 1)
  noteChange(where.run, name)
  const first = elements === null ? whole : (elements.get('0') ?? constant('', [name]))
  where.state.set(name, { value: first, elements, exported: before?.exported, attribute: before?.attribute })
}

/** Gives a name attributes and keeps its value. */
export function mark(name: string, where: Where, attributes: Partial<Variable>): void {
  const found = find(name, where)
  const before = where.state.variable(name)
  if (before?.readonly && attributes.readonly === undefined && attributes.exported === undefined) return
  noteChange(where.run, name)
  where.state.set(name, {
    value: found.value,
    unset: found.set === false,
    elements: found.elements,
    exported: before?.exported ?? exportedOutside(name, where),
    readonly: before?.readonly,
    attribute: before?.attribute,
    ...attributes,
  })
}

/** `unset NAME`. */
export function unset(name: string, where: Where): void {
  if (where.state.variable(name)?.readonly) return
  noteChange(where.run, name)
  where.state.set(name, { value: constant('', [name]), unset: true })
}
