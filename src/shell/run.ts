import type { ParsedScript, Redirection } from 'unbash'
import type { World } from '../world.js'
import { MAX_COMMANDS, MAX_TURNS, MAX_WORK } from './limits.js'
import type {
  Assignment,
  Command,
  Dialect,
  InnerText,
  OpaquePart,
  OpaqueReason,
  Redirect,
  Stdin,
  Via,
  Word,
} from './script.js'
import type { Alias, FunctionBody, State } from './state.js'
import { concat, EMPTY, unknown, type Value } from './value.js'

/** A command while the script is read: a later stage of its pipeline is known only when that is reached. */
export type Draft = { -readonly [Key in keyof Command]: Command[Key] }

/** Where output goes: what is written there, with a hole for what is not known of it. */
export interface Sink {
  text: Value
  /** Set where something writes at an unknown time, so that not even the order is known. */
  mixed: boolean
  readonly writers: number[]
}

/** Loops around a point, innermost first: where `break` and `continue` leave to. */
export interface Loop {
  readonly breaks: State[]
  readonly continues: State[]
  readonly outer: Loop | undefined
}

interface ExpandedAlias {
  readonly name: string
  /** The text that it was expanded in, and where its own part of that ends. */
  readonly source: string
  readonly end: number
  readonly outer: ExpandedAlias | undefined
}

/** Where in the text the walk is, and what its surroundings mean for the commands there. */
export interface Frame {
  /** Text that the positions of the tree count in. */
  readonly source: string
  /** Number of the line that is run, over all texts: a shell reads a line whole before it runs any of it. */
  readonly line: number
  readonly dialect: Dialect
  readonly via: readonly Via[]
  /** Texts around this one (MAX_DEPTH) and everything around it (MAX_LEVEL). */
  readonly depth: number
  readonly level: number
  readonly runs: Command['runs']
  /** Whether a command here runs exactly once between the start and the end of the sink. */
  readonly sure: boolean
  readonly stdin: Stdin
  readonly out: Sink
  /** Redirects of the compound commands around, which every command in them has too, and behind them its own. */
  readonly redirects: readonly Redirect[]
  /** How many of the redirects are those of what is around. */
  readonly inherited: number
  /** Aliases whose text this is part of. */
  readonly expanded: ExpandedAlias | undefined
  readonly loop: Loop | undefined
  /** Where `return` leaves to; undefined outside functions and sourced files. */
  readonly returns: State[] | undefined
  /** Where `exit` leaves to; undefined where nothing comes after it. */
  readonly exits: State[] | undefined
  /** Where an error in an expansion leaves to: the next line of the text that is run. */
  readonly aborts: State[] | undefined
  /** Names whose values a `local` has put aside, by function; undefined outside functions. */
  readonly locals: Map<string, ReturnType<State['variable']>> | undefined
  /** What may be asked here; one that knows nothing on another machine. */
  readonly world: World
  /** Whether the environment is known completely, so that a name it lacks is unset. */
  readonly complete: boolean
}

/** One interpretation: what it found so far, and what it has left to spend. */
export interface Run {
  readonly commands: Draft[]
  readonly opaque: OpaquePart[]
  readonly texts: InnerText[]
  work: number
  /** The latest list of assignments, which is paid for when it is made. */
  listed: readonly Assignment[]
  /** Set when MAX_WORK or MAX_COMMANDS was met; nothing more is walked then. */
  exhausted: boolean
  /** When each variable was changed last, counted in changes; `PWD` for the directory and `@` for the parameters. */
  readonly changes: Map<string, number>
  clock: number
  lines: number
  /** Every function body of the text, by name. */
  readonly functions: Map<string, FunctionBody[]>
  /** The latest alias of each name. */
  readonly aliases: Map<string, Alias>
  /** How many commands there were when a file was last written, by its path. */
  readonly written: Map<string, number>
  /** What a prompt or hook variable was set to: the shell runs it by itself. */
  readonly hooks: Map<string, Value>
  /** Inputs that something may have read from already: what is left of them is not known. */
  readonly taken: Set<Stdin>
  /** Bodies that run later or only if called, with the state they were defined in. */
  readonly deferred: Deferred[]
  /** Walks the script of a substitution. The one step upwards: expansion needs the walk, and the walk expansion. */
  readonly substitute: (script: ParsedScript, state: State, frame: Frame) => Substituted
  /** Redirects of one node, with the standard input and output that they leave. */
  readonly redirect: (nodes: readonly Redirection[], state: State, frame: Frame) => Frame
}

interface Deferred {
  readonly mark: { called: boolean }
  readonly walk: () => void
}

/** Output of a substituted script. */
export interface Substituted {
  readonly value: Value
  readonly writers: readonly number[]
}

export type Where = { readonly run: Run; readonly state: State; readonly frame: Frame }

/** Takes `units` from the work that is left. False when there is none. */
export function spend(run: Run, units: number): boolean {
  run.work += units
  if (run.work > MAX_WORK || run.commands.length >= MAX_COMMANDS) run.exhausted = true
  return !run.exhausted
}

/** Notes that a variable was changed, for what runs at an unknown later time (traps). */
export function noteChange(run: Run, name: string): void {
  run.changes.set(name, ++run.clock)
}

/** An error in an expansion ends the line that is run, or the subshell: what follows it there may not be reached. */
export function mayAbort({ frame, state }: Where): void {
  const ends = frame.aborts ?? frame.exits
  if (ends && ends.length < MAX_TURNS) ends.push(state.fork())
}

/** The frame of a command that may read its standard input, which is whole only for the first one that does. */
export function takeInput(frame: Frame, run: Run): Frame {
  const { stdin } = frame
  if (stdin.kind !== 'text' && stdin.kind !== 'file') return frame
  if (run.taken.has(stdin)) return { ...frame, stdin: { kind: 'pipe', from: [] } }
  run.taken.add(stdin)
  return frame
}

/** Notes a part that cannot be known. */
export function addOpaque(
  run: Run,
  reason: OpaqueReason,
  role: OpaquePart['role'],
  source: string,
  command?: number,
): void {
  run.opaque.push(command === undefined ? { reason, role, source } : { reason, role, source, command })
}

export function newSink(): Sink {
  return { text: EMPTY, mixed: false, writers: [] }
}

/** Adds what a command writes; null when that is not known. A writer that may not run, or run often, leaves a hole. */
export function write(frame: Frame, value: Value | null, index: number): void {
  const { out } = frame
  if (out.writers.length < MAX_WRITERS) out.writers.push(index)
  if (value === EMPTY) return
  out.text = concat(out.text, value && frame.sure && !out.mixed ? value : HIDDEN)
}

const MAX_WRITERS = 256
const HIDDEN = unknown('substitution')

/** The words of an argv as one source text, for commands that stand nowhere in the text as they are run. */
export function rawOf(argv: readonly Word[]): string {
  return argv.map((word) => word.raw).join(' ')
}
