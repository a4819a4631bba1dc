/** What an agent's own command line says about permissions. Pure; `argv` is the program's arguments without its name. */
import { type Mode, parseMode } from './mode.js'

export interface LaunchFlags {
  readonly mode: Mode | undefined
  /** Started so that nobody can answer. */
  readonly headless: boolean
  /** Value of `--settings`: a file, or JSON text. */
  readonly settings: string | undefined
  readonly allow: readonly string[]
  readonly deny: readonly string[]
}

const none: LaunchFlags = { mode: undefined, headless: false, settings: undefined, allow: [], deny: [] }

/** Flags of the agents that have some; undefined for a program without permission modes. */
export function launchFlags(agent: string, argv: readonly string[]): LaunchFlags | undefined {
  switch (agent) {
    case 'claude-code':
      return claudeFlags(argv)
    case 'codex':
      return codexFlags(argv)
    case 'gemini-cli':
    case 'qwen-code':
      return geminiFlags(argv)
    default:
      return undefined
  }
}

/** Values of an option, as `--name value` or `--name=value`; `many`: all words up to the next option. */
function valuesOf(argv: readonly string[], names: readonly string[], many = false): string[] {
  const values: string[] = []
  for (let at = 0; at < argv.length && argv[at] !== '--'; at++) {
    const word = argv[at]!
    const name = names.find((option) => word === option || (option.startsWith('--') && word.startsWith(`${option}=`)))
    if (name === undefined) continue
    if (word !== name) values.push(word.slice(name.length + 1))
    else
      for (let next = at + 1; next < argv.length && !argv[next]!.startsWith('-') && (many || next === at + 1); next++)
        values.push(argv[next]!)
  }
  return values
}

/** Whether a flag stands among the options; what follows `--` is no option. */
function has(argv: readonly string[], ...names: string[]): boolean {
  const end = argv.indexOf('--')
  return (end < 0 ? argv : argv.slice(0, end)).some((word) => names.includes(word))
}

/** Rules in one argument stand between commas or spaces, but not inside parentheses. */
function splitRules(text: string): string[] {
  const rules: string[] = []
  let depth = 0
  let rule = ''
  for (const character of text) {
    if (character === '(') depth += 1
    if (character === ')') depth -= 1
    if (depth <= 0 && (character === ',' || character === ' ')) {
      if (rule !== '') rules.push(rule)
      rule = ''
    } else rule += character
  }
  return rule === '' ? rules : [...rules, rule]
}

function claudeFlags(argv: readonly string[]): LaunchFlags {
  const skips = has(argv, '--dangerously-skip-permissions')
  const named = valuesOf(argv, ['--permission-mode']).at(-1)
  return {
    mode: skips ? 'bypassPermissions' : parseMode(named),
    headless: has(argv, '-p', '--print'),
    settings: valuesOf(argv, ['--settings']).at(-1),
    allow: valuesOf(argv, ['--allowedTools', '--allowed-tools'], true).flatMap(splitRules),
    deny: valuesOf(argv, ['--disallowedTools', '--disallowed-tools'], true).flatMap(splitRules),
  }
}

/** Codex asks unless told otherwise; `exec` and approval policy `never` ask nobody, `--approve-for-me` asks a model. */
function codexFlags(argv: readonly string[]): LaunchFlags {
  if (has(argv, '--yolo', '--dangerously-bypass-approvals-and-sandbox')) return { ...none, mode: 'bypassPermissions' }
  const policy = valuesOf(argv, ['-a', '--ask-for-approval']).at(-1)
  const isExec = argv.includes('exec') || argv.includes('e')
  if (policy === 'never' || isExec) return { ...none, mode: 'dontAsk', headless: isExec }
  return { ...none, mode: has(argv, '--approve-for-me', '--full-auto') ? 'auto' : 'default' }
}

function geminiFlags(argv: readonly string[]): LaunchFlags {
  const approval = valuesOf(argv, ['--approval-mode']).at(-1)
  const headless = has(argv, '-p', '--prompt') || argv.some((word) => word.startsWith('--prompt='))
  if (has(argv, '-y', '--yolo') || approval === 'yolo') return { ...none, mode: 'bypassPermissions', headless }
  return { ...none, mode: approval === 'auto_edit' ? 'acceptEdits' : 'default', headless }
}
