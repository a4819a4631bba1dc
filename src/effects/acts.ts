/**
 * Programs that are one table of subcommands (docker, kubectl, aws, gh ...): which words name which act, which options
 * take values, and which of them say what is acted on. A family of such a program is its table and, where words alone do
 * not tell, a `refine` function.
 */
import type { Command, Word } from '../shell/script.js'
import { type Context, effect, type Family, listed, literal, shown } from './context.js'
import type { Effect, EffectKind, Flag, Source, Target, TargetType } from './effect.js'
import { environmentFlags } from './environment.js'
import { isLocalHost } from './hosts.js'
import { type OptionParser, type Options, optionParser } from './options.js'
import { fileSources, hostOf, payloadSources, stdinSources, unquoted, urlTargets } from './payload.js'

export interface Act {
  readonly kind: EffectKind
  /** Verb phrase; the names of the targets follow. */
  readonly says: string
  /** Types of the operands in order, the last one for all that follow; null: no target. */
  readonly args: readonly (TargetType | null)[]
  readonly flags: readonly Flag[]
}

/** A row of a table. */
export function act(
  kind: EffectKind,
  says: string,
  args: readonly (TargetType | null)[] = [],
  flags: readonly Flag[] = [],
): Act {
  return { kind, says, args, flags }
}

/** Rows that differ only in the subcommand: `runs \`list\` on`. */
export function acts(
  kind: EffectKind,
  words: readonly string[],
  type?: TargetType,
  flags: readonly Flag[] = [],
): Record<string, Act> {
  return Object.fromEntries(words.map((word) => [word, act(kind, `runs \`${word}\``, type ? [type] : [], flags)]))
}

export interface Program {
  /** Kind of `--help`, `--version`, dry runs and a call without a subcommand. */
  readonly read: EffectKind
  /** Options that take a value, separated by spaces. */
  readonly values: string
  /** Where given, every other `--option` takes a value, and these do not. */
  readonly booleans?: string
  /** Options with one dash are long ones (`-target=x`). */
  readonly singleDash?: boolean
  /** Subcommand words to act; the longest match decides. */
  readonly acts: Readonly<Record<string, Act>>
  /** What a subcommand without a row does. */
  readonly otherwise: Act | ((words: readonly string[]) => Act)
  /** How many words make a subcommand without a row, or which word ends it (default 1). */
  readonly pathWords?: number | ((words: readonly string[]) => number)
  /** Options whose value is a target. */
  readonly targets?: Readonly<Record<string, TargetType>>
  /** Environment variables whose value is a target. */
  readonly variables?: Readonly<Record<string, TargetType>>
  /** Options whose value may name an environment without being a target (`-f compose.prod.yml`). */
  readonly named?: readonly string[]
  readonly flags?: Readonly<Record<string, Flag>>
  readonly dryRun?: readonly string[]
  /** The directory inside the project says which environment is meant (`infra/prod`). */
  readonly place?: boolean
  /** Options with values where they differ for a subcommand. */
  readonly valuesOf?: (words: readonly string[]) => string | undefined
  /** Subcommands that carry another command: after the first operand, or after `--`. */
  readonly stops?: (path: string) => 'operand' | 'dashes' | undefined
  /** Last look at an effect with the whole call at hand. */
  readonly refine?: (effect: Effect, call: Call) => readonly Effect[]
}

/** One call of such a program, taken apart. */
export interface Call {
  readonly command: Command
  readonly context: Context
  /** Matched subcommand words. */
  readonly path: string
  /** Verb phrase of the act, without names. */
  readonly says: string
  /** Operands after them. */
  readonly args: readonly Word[]
  has(...names: readonly string[]): boolean
  /** Last value of any of these options. */
  value(...names: readonly string[]): Word | undefined
  text(...names: readonly string[]): string | undefined
  values(...names: readonly string[]): readonly Word[]
  /** Effects on a file here. */
  write(word: Word): Effect
  read(word: Word): Effect
  /** A file or address that is given to the program. */
  source(word: Word): Target
  urls(word: Word): readonly Target[]
  /** A text that is sent, or `@file`. */
  payload(word: Word): readonly Source[]
  /** A file whose content is sent; `-` is standard input. */
  file(word: Word): readonly Source[]
  stdin(): readonly Source[]
  /** Whether a host path given to a container lies outside project and temporary directories. */
  reachesOut(path: string): boolean
}

/** The family of a program that is a table. */
export function family(name: string, program: Program): Family {
  // By the list itself, which is a constant of the table, and by where options end: each parser is made once.
  const parsers = new Map<string, OptionParser[]>()
  const parserFor = (values: string, stopsAfter = 0): OptionParser => {
    let known = parsers.get(values)
    if (!known) {
      known = []
      parsers.set(values, known)
    }
    const { booleans, singleDash } = program
    known[stopsAfter] ??= optionParser({
      values,
      ...(booleans === undefined ? {} : { booleans }),
      ...(singleDash ? { singleDash } : {}),
      ...(stopsAfter === 0 ? {} : { stopsAfter }),
    })
    return known[stopsAfter]
  }
  const table: Table = {
    ...program,
    name,
    targetOptions: Object.entries(program.targets ?? {}),
    targetVariables: Object.entries(program.variables ?? {}),
    flagOptions: Object.entries(program.flags ?? {}),
  }
  return (command, context) => effectsOfCall(table, split(command, program, parserFor), command, context)
}

/** A program with what every call looks through made once. */
interface Table extends Program {
  readonly name: string
  readonly targetOptions: readonly (readonly [string, TargetType])[]
  readonly targetVariables: readonly (readonly [string, TargetType])[]
  readonly flagOptions: readonly (readonly [string, Flag])[]
}

interface Split {
  /** Subcommand words: constant, in order, as many as a row or the program's own count takes. */
  readonly path: readonly string[]
  readonly row: Act | undefined
  readonly args: readonly Word[]
  readonly options: Options
  /** The word that stands where the subcommand should, if it is not constant. */
  readonly opaque: Word | undefined
}

/** Most words of a subcommand. */
const MAX_PATH = 5

/**
 * Options first with the program's own list, which is enough to find the subcommand; then, where that has a list of its
 * own or carries another command, once more with what is known of it.
 */
function split(
  command: Command,
  program: Program,
  parserFor: (values: string, stopsAfter?: number) => OptionParser,
): Split {
  const words = command.argv.slice(1)
  let values = program.values
  let options = parserFor(values).parse(words)
  let lead = rowPath(program, options.operands)
  if (program.valuesOf) {
    // One word of the subcommand at a time: `compose -f x down` needs compose's own list to get as far as `down`.
    for (let round = 0; round < MAX_PATH; round++) {
      const first = options.operands[0]?.text
      const own = program.valuesOf(lead.length > 0 ? lead : first ? [first] : [])
      if (own === undefined || own === values) break
      values = own
      options = parserFor(values).parse(words)
      lead = rowPath(program, options.operands)
    }
  }
  const stop = program.stops?.(lead.join(' '))
  if (stop === undefined) return resolve(program, lead, options, options.operands)
  if (stop === 'operand') options = parserFor(values, lead.length + 1).parse(words)
  const inner = stop === 'operand' ? options.operands.length - lead.length - 1 : (options.afterDashes?.length ?? 0)
  return resolve(program, lead, options, inner > 0 ? options.operands.slice(0, -inner) : options.operands)
}

/** The longest run of leading operands that has a row. */
function rowPath(program: Program, operands: readonly Word[]): readonly string[] {
  const words: string[] = []
  for (const word of operands.slice(0, MAX_PATH)) {
    if (word.text === null) break
    words.push(word.text)
  }
  for (let count = words.length; count > 0; count--) {
    const path = words.slice(0, count)
    if (Object.hasOwn(program.acts, path.join(' '))) return path
  }
  return []
}

function resolve(program: Program, lead: readonly string[], options: Options, operands: readonly Word[]): Split {
  if (lead.length > 0) {
    return {
      path: lead,
      row: program.acts[lead.join(' ')],
      args: operands.slice(lead.length),
      options,
      opaque: undefined,
    }
  }
  const constant: string[] = []
  for (const word of operands) {
    if (word.text === null) break
    constant.push(word.text)
  }
  const wanted = typeof program.pathWords === 'function' ? program.pathWords(constant) : (program.pathWords ?? 1)
  const path = constant.slice(0, wanted)
  const opaque =
    path.length < Math.min(wanted, operands.length) || (path.length === 0 && wanted !== 0)
      ? operands[path.length]
      : undefined
  return {
    path,
    row: undefined,
    args: operands.slice(path.length),
    options,
    opaque: opaque?.text === null ? opaque : undefined,
  }
}

function effectsOfCall(program: Table, parts: Split, command: Command, context: Context): readonly Effect[] {
  const { name } = program
  const row = rowOf(program, parts)
  const call = callOf(parts, row.says, command, context)
  const scope = scopeTargets(program, call)
  if (parts.opaque) {
    const target: Target = { type: 'program', value: null, raw: parts.opaque.raw }
    const says = `runs \`${name}\` with a subcommand that is not known before it runs`
    return [effect('exec.opaque', command, says, { targets: [target, ...scope], program: name })]
  }
  const operands = row.args.length > 0 ? typed(parts.args, row.args) : []
  const says =
    operands.length > 0
      ? `${row.says} ${listed(operands.map((target) => target.raw ?? target.value ?? '?'))}`
      : row.says
  const base = effect(row.kind, command, says, {
    targets: [...operands, ...scope],
    flags: flagsOf(program, row, call, [...operands, ...scope]),
    program: name,
  })
  if (asksForHelp(program, parts)) {
    return [
      { ...base, kind: program.read, flags: ['dry-run'], says: `shows help of \`${[name, ...parts.path].join(' ')}\`` },
    ]
  }
  if (program.dryRun?.some((option) => isDryRun(call, option))) {
    return [{ ...base, kind: program.read, flags: [...base.flags, 'dry-run'], says: `tries out what ${says}` }]
  }
  return program.refine ? program.refine(base, call) : [base]
}

function rowOf(program: Program, parts: Split): Act {
  if (parts.row) return parts.row
  if (parts.path.length === 0 && program.pathWords !== 0) return act(program.read, 'shows its help')
  return typeof program.otherwise === 'function' ? program.otherwise(parts.path) : program.otherwise
}

function flagsOf(program: Table, row: Act, call: Call, targets: readonly Target[]): readonly Flag[] {
  const names: (string | null | undefined)[] = targets.map((target) => target.value ?? target.prefix)
  for (const option of program.named ?? []) for (const word of call.values(option)) names.push(word.text)
  if (program.place) names.push(below(call.context, call.command))
  const flags = new Set<Flag>([...row.flags, ...environmentFlags(names)])
  if (targets.some(isLocalTarget) && !targets.some((target) => target.type === 'host' && !isLocalTarget(target)))
    flags.add('local')
  for (const [option, flag] of program.flagOptions) if (call.has(option)) flags.add(flag)
  return [...flags]
}

function asksForHelp(program: Program, { options, path }: Split): boolean {
  if (options.has('--help', '-help') || path[0] === 'help' || path[0] === 'completion') return true
  if (options.has('--version') && path.length === 0) return true
  return options.has('-h') && options.value('-h') === undefined && !program.flags?.['-h']
}

/** `--dry-run`, `--dry-run=client`; `--dry-run=none`, `=false` and an unknown value are real runs. */
function isDryRun(call: Call, option: string): boolean {
  if (!call.has(option)) return false
  const value = call.value(option)
  return value === undefined || (value.text !== null && value.text !== 'none')
}

function typed(args: readonly Word[], types: Act['args']): readonly Target[] {
  const found: Target[] = []
  for (let at = 0; at < args.length && found.length < MAX_TARGETS; at++) {
    const type = types[Math.min(at, types.length - 1)]
    if (type) found.push(wordTarget(args[at]!, type))
  }
  return found
}

/** Most operands kept as targets of one effect. */
const MAX_TARGETS = 64

/** A word as a target of a type that is not a path. */
export function wordTarget(word: Word, type: TargetType): Target {
  if (word.text === null)
    return { type, value: null, raw: unquoted(word), ...(word.prefix ? { prefix: word.prefix } : {}) }
  if (type === 'host') return namedHost(word.text)
  return word.glob ? { type, value: word.text, many: true } : { type, value: word.text }
}

/** A host as options of these programs give it: a name, an address with scheme, a socket of this machine. */
function namedHost(text: string): Target {
  const value = /^(?:unix|npipe|ssh\+unix):|^\//.test(text) ? 'localhost' : (hostOf(text, true)?.name ?? text)
  return value === text ? { type: 'host', value } : { type: 'host', value, raw: text }
}

/** Contexts that the makers of local clusters use. */
const localContexts =
  /^(?:kind-|k3d-|k3s-default$|minikube|docker-desktop$|rancher-desktop$|orbstack$|colima|default-local$)/

/** Whether a target lies on this machine, so that nobody else is touched. */
function isLocalTarget({ type, value }: Target): boolean {
  if (value === null) return false
  return type === 'host' ? isLocalHost(value) : type === 'cluster' && localContexts.test(value)
}

function scopeTargets(program: Table, call: Call): readonly Target[] {
  const found: Target[] = []
  const seen = new Set<TargetType>()
  for (const [option, type] of program.targetOptions) {
    for (const word of call.values(option)) {
      found.push(wordTarget(word, type))
      seen.add(type)
    }
  }
  for (const [variable, type] of program.targetVariables) {
    const value = seen.has(type) ? undefined : variableOf(variable, call.command, call.context)
    if (value) found.push(wordTarget(value, type))
  }
  return found
}

/** Value of an environment variable for this command: its own assignment, else the asking process's. */
export function variableOf(name: string, command: Command, context: Context): Word | undefined {
  for (let at = command.env.length - 1; at >= 0; at--) {
    const assignment = command.env[at]!
    if (assignment.name === name) return assignment.value
  }
  const text = context.world.env(name)
  return text === undefined || text === '' ? undefined : literal(text)
}

/** The working directory below the project, which often says the environment (`infra/prod`). */
export function below(context: Context, command: Command): string | undefined {
  const { project } = context.place
  return command.cwd?.startsWith(`${project}/`) ? command.cwd.slice(project.length + 1) : undefined
}

function callOf({ options, path, args }: Split, says: string, command: Command, context: Context): Call {
  return {
    command,
    context,
    path: path.join(' '),
    says,
    args,
    has: (...names) => names.some((name) => options.has(name) && options.value(name)?.text !== 'false'),
    value: (...names) => options.value(...names),
    text: (...names) => options.value(...names)?.text ?? undefined,
    values: (...names) => options.values(...names),
    write: (word) =>
      effect('fs.write', command, `writes \`${shown(word)}\``, { targets: [context.path(word, command)] }),
    read: (word) => effect('fs.read', command, `reads \`${shown(word)}\``, { targets: [context.path(word, command)] }),
    source: (word) =>
      /^[a-z][\w+.-]*:\/\//.test(word.text ?? '') ? wordTarget(word, 'url') : context.path(word, command),
    urls: (word) => urlTargets(word),
    payload: (word) => payloadSources(word, command, context),
    file: (word) => fileSources(word, command, context),
    stdin: () => stdinSources(command, context),
    reachesOut: (place) => reachesOut(place, command, context),
  }
}

/** A bare word is a named volume; project and temporary directories are no way out. */
function reachesOut(place: string, command: Command, context: Context): boolean {
  if (!/^[./~]/.test(place)) return false
  const { area, guarded } = context.path(literal(place), command)
  return guarded !== undefined || (area !== 'project' && area !== 'temp')
}
