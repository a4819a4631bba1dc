/** The options of `gatesh run` and their meaning. Everything after the first word that is no option belongs to the agent. */
import { parseArgs } from 'node:util'
import type { SessionMode } from '../config/approvals.js'
import { EXIT, Failure } from './failure.js'

export const runOptions = {
  task: { type: 'string' },
  'task-file': { type: 'string' },
  project: { type: 'string' },
  mode: { type: 'string' },
  shims: { type: 'boolean' },
  strict: { type: 'boolean' },
  'allow-ptrace': { type: 'boolean' },
  'allow-sudo': { type: 'boolean' },
  record: { type: 'boolean' },
  confine: { type: 'string' },
} as const

export interface RunOptions {
  readonly task?: string | undefined
  readonly taskFile?: string | undefined
  readonly project?: string | undefined
  readonly mode?: SessionMode | undefined
  readonly coverage: 'auto' | 'supervisor' | 'shims'
  readonly allowPtrace: boolean
  readonly allowSudo: boolean
  readonly record: boolean
  readonly confine?: 'walls' | 'secrets' | undefined
  /** Program and its arguments. */
  readonly command: readonly string[]
}

/** `args`: after `gatesh` or `gatesh run`. */
export function parseRun(args: readonly string[]): RunOptions {
  const [own, command] = splitCommand(args, runOptions)
  const { values } = usageErrors(() => parseArgs({ args: own.map(withValue), options: runOptions, strict: true }))
  if (command.length === 0)
    throw new Failure('which program?', EXIT.usage, 'for example `gatesh claude` or `gatesh -- bash`')
  return runOptionsOf(values, command)
}

type RunValues = ReturnType<typeof parseArgs<{ options: typeof runOptions }>>['values']

/** What the options of a session mean; `command`: program and its arguments. */
export function runOptionsOf(values: RunValues, command: readonly string[]): RunOptions {
  const shims = values.shims || values['allow-sudo']
  if (values.strict && shims)
    throw new Failure('`--strict` asks for the supervisor, which `--shims` and `--allow-sudo` leave out', EXIT.usage)
  return {
    task: values.task,
    taskFile: values['task-file'],
    project: values.project,
    mode: modeNamed(values.mode),
    coverage: values.strict ? 'supervisor' : shims ? 'shims' : 'auto',
    allowPtrace: values['allow-ptrace'] ?? false,
    allowSudo: values['allow-sudo'] ?? false,
    record: values.record ?? false,
    confine: confineNamed(values.confine),
    command,
  }
}

/** Options that may stand without their value. */
const alone: ReadonlySet<string> = new Set(['--confine'])

const withValue = (arg: string) => (alone.has(arg) ? `${arg}=` : arg)

function confineNamed(name: string | undefined): RunOptions['confine'] {
  switch (name) {
    case undefined:
      return undefined
    case '':
      return 'walls'
    case 'secrets':
      return name
    default:
      throw new Failure(`\`--confine=${name}\` is not known`, EXIT.usage, '`--confine` or `--confine=secrets`')
  }
}

function modeNamed(name: string | undefined): SessionMode | undefined {
  if (name === undefined || name === 'auto' || name === 'ask' || name === 'observe') return name
  throw new Failure(`there is no mode \`${name}\``, EXIT.usage, '`auto`, `ask` or `observe`')
}

type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>

/** gatesh's own words, and the program with its arguments: from `--` on, or from the first word that is no option. */
export function splitCommand(args: readonly string[], options: Options): [own: string[], command: string[]] {
  const split = endOfOptions(args, options)
  const rest = args.slice(split)
  return [args.slice(0, split), rest[0] === '--' ? rest.slice(1) : rest]
}

/** Index of `--` or of the first word that is neither an option nor the value of one. */
function endOfOptions(args: readonly string[], options: Options): number {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? ''
    if (arg === '--' || !arg.startsWith('-') || arg === '-') return at
    const option = options[arg.replace(/^--/, '')]
    if (option?.type === 'string' && !alone.has(arg)) at += 1
  }
  return args.length
}

/** What parseArgs throws, as an error of usage in our words. */
export function usageErrors<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const [sentence = ''] = error.message.replaceAll("'", '`').split('. ')
    throw new Failure(sentence.charAt(0).toLowerCase() + sentence.slice(1), EXIT.usage, 'see `gatesh help`')
  }
}
