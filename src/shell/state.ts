import type { Function as FunctionSyntax } from 'unbash'
import { MAX_VARIABLES } from './limits.js'
import type { Assignment } from './script.js'
import { common, EMPTY, HOLE, type Value, wordOf } from './value.js'

/** A shell variable. `elements` for an array, by index or key; null where its contents are not known. */
export interface Variable {
  readonly value: Value
  readonly unset?: boolean | undefined
  readonly elements?: ReadonlyMap<string, Value> | null | undefined
  readonly exported?: boolean | undefined
  readonly readonly?: boolean | undefined
  /** `declare -i`, `-l`, `-u`, `-n`: what an assignment does to the text. */
  readonly attribute?: 'integer' | 'lower' | 'upper' | 'reference' | undefined
}

/** A function of this text, with the text that its positions count in. */
export interface FunctionBody {
  readonly syntax: FunctionSyntax
  readonly source: string
  /** The line that it was read with, whose aliases count in it. */
  readonly line: number
  /** Set when it is called, so that the rest can be listed as defined only. */
  readonly mark: { called: boolean }
}

/** Functions of one name: more than one, or `maybe`, after a branch that defined it. */
export interface FunctionEntry {
  readonly bodies: readonly FunctionBody[]
  readonly maybe: boolean
  readonly exported: boolean
}

/** An alias counts from the line after the one that it is defined on, since bash reads whole lines. */
export interface Alias {
  readonly text: Value
  readonly since: number
}

/** `$1`...; `open` when more may follow that are not known. */
export interface Positional {
  readonly values: readonly Value[]
  readonly open: boolean
}

/** Shell options that change what text means. */
export interface Options {
  readonly noglob: boolean
  readonly aliases: boolean
  readonly nocase: boolean
  readonly lastpipe: boolean
  readonly nullglob: boolean
  readonly errexit: boolean
}

/**
 * What is known of a shell at one point of its run. One state is changed in place along straight text; `fork` makes a
 * second one cheaply (maps are shared until written), `join` says what is true after two ways met.
 */
export class State {
  cwd: string | null
  oldCwd: string | null = null
  directories: readonly (string | null)[] = NONE
  positional: Positional
  /** `$0`. */
  name: Value
  options: Options
  /** Whether this point can be reached: false after `exit`, `return`, `break`. */
  reachable = true
  /** Whether the environment of the outside still shows through (`env -i` takes it away). */
  inherits: boolean
  /** Directories that this text made, so that a `cd` into them works although they do not exist yet. */
  made: ReadonlySet<string> = NO_PATHS
  /** Whether variables were set that are not followed. */
  saturated = false
  // Shared between forks until one of them writes; `owned` has a bit for each map that is this state's alone.
  private variables: Map<string, Variable> = NO_VARIABLES
  private functions: Map<string, FunctionEntry> = NO_FUNCTIONS
  private aliases: Map<string, Alias> = NO_ALIASES
  private files: Map<string, Value> = NO_FILES
  private owned = 0
  private listed: readonly Assignment[] | undefined = NONE

  constructor(cwd: string | null, positional: Positional, name: Value, options: Options, inherits: boolean) {
    this.cwd = cwd
    this.positional = positional
    this.name = name
    this.options = options
    this.inherits = inherits
  }

  /** An independent copy. */
  fork(): State {
    const copy = new State(this.cwd, this.positional, this.name, this.options, this.inherits)
    copy.oldCwd = this.oldCwd
    copy.directories = this.directories
    copy.reachable = this.reachable
    copy.made = this.made
    copy.saturated = this.saturated
    copy.variables = this.variables
    copy.functions = this.functions
    copy.aliases = this.aliases
    copy.files = this.files
    copy.listed = this.listed
    this.owned = 0
    return copy
  }

  /** How much the next write after a fork copies. */
  get size(): number {
    return this.variables.size + this.functions.size + this.aliases.size + this.files.size
  }

  private ownVariables(): Map<string, Variable> {
    if ((this.owned & 1) === 0) this.variables = new Map(this.variables)
    this.owned |= 1
    this.listed = undefined
    return this.variables
  }

  private ownFunctions(): Map<string, FunctionEntry> {
    if ((this.owned & 2) === 0) this.functions = new Map(this.functions)
    this.owned |= 2
    return this.functions
  }

  private ownAliases(): Map<string, Alias> {
    if ((this.owned & 4) === 0) this.aliases = new Map(this.aliases)
    this.owned |= 4
    return this.aliases
  }

  private ownFiles(): Map<string, Value> {
    if ((this.owned & 8) === 0) this.files = new Map(this.files)
    this.owned |= 8
    return this.files
  }

  variable(name: string): Variable | undefined {
    return this.variables.get(name)
  }

  /** Sets a variable. Past MAX_VARIABLES a new one is not followed, so reading it finds nothing known. */
  set(name: string, variable: Variable): void {
    if (this.variables.size >= MAX_VARIABLES && !this.variables.has(name)) this.saturated = true
    else this.ownVariables().set(name, variable)
  }

  /** Takes a variable back to what it was before (`undefined`: as the environment has it), when a function returns. */
  restore(name: string, variable: Variable | undefined): void {
    if (variable) this.ownVariables().set(name, variable)
    else this.ownVariables().delete(name)
  }

  /** Forgets every value: what is read from now on is unknown until it is set again. */
  forgetValues(): void {
    this.variables = NO_VARIABLES
    this.owned &= ~1
    this.listed = NONE
    this.saturated = true
    this.cwd = null
    this.oldCwd = null
    this.directories = NONE
    this.positional = { values: [], open: true }
  }

  function(name: string): FunctionEntry | undefined {
    return this.functions.get(name)
  }

  setFunction(name: string, entry: FunctionEntry | undefined): void {
    if (entry) this.ownFunctions().set(name, entry)
    else if (this.functions.has(name)) this.ownFunctions().delete(name)
  }

  alias(name: string): Alias | undefined {
    return this.aliases.get(name)
  }

  setAlias(name: string, alias: Alias | undefined): void {
    if (alias) this.ownAliases().set(name, alias)
    else if (this.aliases.has(name)) this.ownAliases().delete(name)
  }

  clearAliases(): void {
    this.ownAliases().clear()
  }

  /** What this text wrote to the file, or undefined where it did not write there. */
  file(path: string): Value | undefined {
    return this.files.get(path)
  }

  setFile(path: string, content: Value): void {
    this.ownFiles().set(path, content)
  }

  /**
   * Takes over what a process started from here wrote to files: for certain where it is known to have ended, else its
   * text and the one from before are both possible.
   */
  seeFiles(other: State, ended: boolean): void {
    if (other.made !== this.made) this.made = new Set([...this.made, ...other.made])
    if (other.files === this.files) return
    for (const [path, content] of other.files) {
      const before = this.files.get(path)
      if (before !== content) this.setFile(path, ended ? content : UNKNOWN_FILE)
    }
  }

  /** Assignments in force for a command that is started now. */
  assignments(): readonly Assignment[] {
    if (this.listed) return this.listed
    const all: Assignment[] = []
    for (const [name, variable] of this.variables) {
      if (!variable.unset && variable.elements === undefined)
        all.push({ name, value: wordOf(variable.value, variable.value.text) })
    }
    this.listed = all
    return all
  }

  /** The state of a shell that this one starts: exported variables and functions only. */
  child(positional: Positional, name: Value, options: Options): State {
    const child = new State(this.cwd, positional, name, options, this.inherits)
    child.reachable = this.reachable
    child.made = this.made
    child.files = this.files
    child.saturated = this.saturated
    this.owned &= ~8
    for (const [key, variable] of this.variables) if (variable.exported || variable.unset) child.set(key, variable)
    for (const [key, entry] of this.functions) if (entry.exported) child.setFunction(key, entry)
    return child
  }

  /** Makes this the state after either of both ways. A way that does not arrive here does not count. */
  static join(a: State, b: State): State {
    if (a === b || !b.reachable) return a
    if (!a.reachable) return b
    const joined = a.fork()
    joined.cwd = a.cwd === b.cwd ? a.cwd : null
    joined.oldCwd = a.oldCwd === b.oldCwd ? a.oldCwd : null
    if (a.directories !== b.directories) joined.directories = []
    joined.positional = joinPositional(a.positional, b.positional)
    joined.inherits = a.inherits && b.inherits
    joined.saturated = a.saturated || b.saturated
    if (a.options !== b.options) {
      // An option that may be on counts as on where that only makes more unknown, and as off where it hides something.
      joined.options = {
        noglob: a.options.noglob && b.options.noglob,
        aliases: a.options.aliases || b.options.aliases,
        nocase: a.options.nocase || b.options.nocase,
        lastpipe: a.options.lastpipe || b.options.lastpipe,
        nullglob: a.options.nullglob && b.options.nullglob,
        errexit: a.options.errexit || b.options.errexit,
      }
    }
    if (a.made !== b.made) joined.made = new Set([...a.made, ...b.made])
    if (a.variables !== b.variables) {
      for (const name of new Set([...a.variables.keys(), ...b.variables.keys()])) {
        const merged = joinVariable(a.variables.get(name), b.variables.get(name))
        if (merged !== a.variables.get(name)) joined.set(name, merged)
      }
    }
    if (a.functions !== b.functions) {
      for (const name of new Set([...a.functions.keys(), ...b.functions.keys()])) {
        const merged = joinFunction(a.functions.get(name), b.functions.get(name))
        if (merged !== a.functions.get(name)) joined.setFunction(name, merged)
      }
    }
    if (a.aliases !== b.aliases)
      for (const [name, alias] of b.aliases) if (!a.aliases.has(name)) joined.setAlias(name, alias)
    if (a.files !== b.files) {
      for (const path of new Set([...a.files.keys(), ...b.files.keys()])) {
        const one = a.files.get(path)
        const other = b.files.get(path)
        if (one !== other) joined.setFile(path, one && other ? common(one, other) : UNKNOWN_FILE)
      }
    }
    return joined
  }

  /** Whether both know the same; the end of a loop's search for what stays true over its turns. */
  static same(a: State, b: State): boolean {
    if (a.cwd !== b.cwd || a.positional !== b.positional || a.options !== b.options) return false
    if (a.functions !== b.functions && a.functions.size !== b.functions.size) return false
    if (a.files !== b.files) {
      if (a.files.size !== b.files.size) return false
      for (const [path, content] of a.files) if (b.files.get(path)?.text !== content.text) return false
    }
    if (a.variables === b.variables) return true
    if (a.variables.size !== b.variables.size) return false
    for (const [name, one] of a.variables) {
      const other = b.variables.get(name)
      if (one === other) continue
      if (!other || one.value.text !== other.value.text || one.unset !== other.unset || one.elements !== other.elements)
        return false
    }
    return true
  }
}

// Never written to: a state copies a map that is not its own before it writes.
const NONE: readonly never[] = []
const NO_PATHS: ReadonlySet<string> = new Set()
const NO_VARIABLES = new Map<string, Variable>()
const NO_FUNCTIONS = new Map<string, FunctionEntry>()
const NO_ALIASES = new Map<string, Alias>()
const NO_FILES = new Map<string, Value>()

const UNKNOWN_FILE: Value = { text: HOLE, opaque: 'file', variables: undefined, outputOf: undefined }

function joinPositional(a: Positional, b: Positional): Positional {
  if (a === b) return a
  const values: Value[] = []
  for (let i = 0; i < Math.min(a.values.length, b.values.length); i++)
    values.push(common(a.values[i] ?? EMPTY, b.values[i] ?? EMPTY))
  return { values, open: a.open || b.open || a.values.length !== b.values.length }
}

function joinVariable(a: Variable | undefined, b: Variable | undefined): Variable {
  if (a && a === b) return a
  const either: Value = { text: HOLE, opaque: 'variable', variables: undefined, outputOf: undefined }
  if (!a || !b) {
    const one = a ?? b
    return {
      value: { ...either, outputOf: one?.value.outputOf, variables: one?.value.variables },
      elements: one?.elements === undefined ? undefined : null,
      // Unset on one way and as the environment has it on the other: a child may see either.
      exported: one?.exported || one?.unset,
    }
  }
  const arrays = a.elements !== undefined || b.elements !== undefined
  return {
    value: a.unset !== b.unset ? either : common(a.value, b.value),
    unset: a.unset && b.unset,
    elements: arrays ? (a.elements === b.elements ? a.elements : null) : undefined,
    exported: a.exported || b.exported,
    readonly: a.readonly && b.readonly,
    attribute: a.attribute === b.attribute ? a.attribute : undefined,
  }
}

function joinFunction(a: FunctionEntry | undefined, b: FunctionEntry | undefined): FunctionEntry {
  if (a && a === b) return a
  const bodies = [...(a?.bodies ?? [])]
  for (const body of b?.bodies ?? []) if (!bodies.includes(body)) bodies.push(body)
  return { bodies, maybe: !a || !b || a.maybe || b.maybe, exported: Boolean(a?.exported || b?.exported) }
}
