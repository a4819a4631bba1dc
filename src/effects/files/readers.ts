/**
 * Programs that read files and print: one row each says which words are files, which options take values, and by which
 * options such a program writes after all (`sort -o`, `sed -i`).
 */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, type Family, programName, shown } from '../context.js'
import type { Effect, Flag, Target } from '../effect.js'
import { type OptionParser, optionParser } from '../options.js'
import { isSink } from '../paths.js'
import { seeksSecrets } from '../secrets.js'

/** One row: how the words of a reading program are to be taken. */
export interface Reader {
  /** Options that take a value. */
  readonly values?: string
  /** Short options that only take an attached value. */
  readonly attached?: string
  /** Options are long with one dash. */
  readonly singleDash?: boolean
  /** How many leading operands are no files: a pattern, a filter. */
  readonly leading?: number
  /** Options that give the leading operand instead. */
  readonly insteadOf?: string
  /** Options whose value is a file that is read, besides the operands. */
  readonly reads?: string
  /** Options whose value is a file that is written. */
  readonly writes?: string
  /** Options by which the operands are changed in place. */
  readonly inPlace?: string
  /** The operand at this position, counted after the leading ones, is written. */
  readonly writesOperand?: number
  /** Default `fs.read`; `fs.list` shows names and attributes only. */
  readonly kind?: 'fs.read' | 'fs.list' | 'sys.read'
  /** Without operands it looks at the working directory, always or with one of these options. */
  readonly here?: true | string
  /** Whether the leading operand, or the value of `insteadOf`, is what is searched for. */
  readonly searches?: boolean
  /** What a leading operand says where it gives out the environment. */
  readonly environment?: RegExp
  /** Takes directories with all that is in them. */
  readonly recursive?: true | string
}

const split = (names: string | undefined): readonly string[] => (names ? names.split(' ') : [])

/** The family of a row. */
export function reader(row: Reader): Family {
  const parser = optionParser({
    values: [row.values, row.insteadOf, row.reads, row.writes].filter((names) => names).join(' '),
    ...(row.attached ? { attached: row.attached } : {}),
    ...(row.singleDash ? { singleDash: true } : {}),
  })
  const lists = {
    insteadOf: split(row.insteadOf),
    reads: split(row.reads),
    writes: split(row.writes),
    inPlace: split(row.inPlace),
  }
  return (command, context) => readerEffects(row, lists, parser, command, context)
}

interface Lists {
  readonly insteadOf: readonly string[]
  readonly reads: readonly string[]
  readonly writes: readonly string[]
  readonly inPlace: readonly string[]
}

function readerEffects(
  row: Reader,
  lists: Lists,
  parser: OptionParser,
  command: Command,
  context: Context,
): readonly Effect[] {
  const options = parser.parse(command.argv.slice(1))
  if (options.has('--help', '--version'))
    return [effect('sys.read', command, `asks \`${programName(command)}\` for its help`)]
  const instead = lists.insteadOf.length > 0 && options.has(...lists.insteadOf)
  const leading = instead ? 0 : (row.leading ?? 0)
  const operands = options.operands.slice(leading).filter((word) => word.text !== '-')
  const written = row.writesOperand === undefined ? undefined : operands[row.writesOperand]
  const read = written ? operands.slice(0, row.writesOperand) : operands
  const asksEnvironment =
    row.environment !== undefined &&
    options.operands.slice(0, leading).some((word) => row.environment!.test(word.text ?? word.raw))
  const all = typeof row.recursive === 'string' ? options.has(...split(row.recursive)) : row.recursive === true
  const targets = read.map((word) => withMany(context.path(word, command), all))
  if (targets.length === 0 && startsHere(row, options.has.bind(options)) && command.stdin.kind !== 'pipe')
    targets.push(hereTarget(command, context))
  const files = lists.reads.flatMap((name) => options.values(name)).filter((word) => word.text !== '-')
  const found: Effect[] = asksEnvironment
    ? [
        effect('secret.read', command, 'reads every environment variable', {
          targets: [{ type: 'variable', value: '*', many: true }],
          sources: [{ type: 'secret', value: 'environment', secrets: ['environment'] }],
        }),
      ]
    : []
  if (lists.inPlace.length > 0 && options.has(...lists.inPlace)) found.push(inPlace(targets, command))
  else if (targets.length > 0) found.push(reads(row, targets, command))
  if (files.length > 0)
    found.push(
      reads(
        row,
        files.map((word) => context.path(word, command)),
        command,
      ),
    )
  for (const word of [...lists.writes.flatMap((name) => options.values(name)), ...(written ? [written] : [])]) {
    const target = context.path(word, command)
    if (!isSink(target))
      found.push(
        effect('fs.write', command, `writes \`${shown(word)}\``, {
          targets: [target],
          sources: [{ type: 'output', value: null, command: command.index }],
        }),
      )
  }
  if (row.searches) {
    const patterns = instead
      ? lists.insteadOf.flatMap((name) => options.values(name))
      : options.operands.slice(0, leading)
    const search = secretSearch(patterns, targets, command)
    if (search) found.push(search)
  }
  return found.length > 0
    ? found
    : [effect(row.kind ?? 'fs.read', command, `reads its input with \`${programName(command)}\``)]
}

function startsHere(row: Reader, has: (...names: string[]) => boolean): boolean {
  return row.here === true || (row.here !== undefined && has(...split(row.here)))
}

/** The working directory, for programs that look there when nothing is named. */
export function hereTarget(command: Command, context: Context): Target {
  return { ...context.path({ text: '.', raw: '.' }, command), many: true }
}

function withMany(target: Target, many: boolean): Target {
  return many && !target.many ? { ...target, many: true } : target
}

function reads(row: Reader, targets: readonly Target[], command: Command): Effect {
  const kind = row.kind ?? 'fs.read'
  return effect(kind, command, `${kind === 'fs.list' ? 'lists' : 'reads'} ${names(targets)}`, { targets })
}

function inPlace(targets: readonly Target[], command: Command): Effect {
  const flags: readonly Flag[] = ['in-place']
  return effect('fs.write', command, `changes ${names(targets)} in place`, { targets, flags })
}

/** Targets as they were written, for a reason. */
export function names(targets: readonly Target[]): string {
  if (targets.length === 0) return 'nothing that is named'
  const head = targets.slice(0, 3).map((target) => `\`${(target.raw ?? target.value ?? '?').slice(0, 120)}\``)
  return targets.length > 3 ? `${head.join(', ')} and ${targets.length - 3} more` : head.join(', ')
}

/** Looking for credentials where none was named: in the home, the system, other people's projects. */
export function secretSearch(
  patterns: readonly Word[],
  targets: readonly Target[],
  command: Command,
): Effect | undefined {
  if (!patterns.some((word) => seeksSecrets(word.text ?? word.prefix ?? ''))) return undefined
  const afar = targets.filter((target) => target.area !== 'project' && target.area !== 'temp')
  const credentials = targets.some((target) => target.guarded === 'credentials')
  if (afar.length === 0 && !credentials) return undefined
  return effect('secret.search', command, `searches ${names(afar.length > 0 ? afar : targets)} for credentials`, {
    targets: afar.length > 0 ? afar : targets,
  })
}
