/** Hooks of Claude Code (2.1), for one session or in its settings. */
import { fieldsOf, listOf } from '../transcripts/reader.js'
import { type Asking, claudeShape, execEntry, type HookEntry } from './claude-shape.js'
import { BEFORE_SECONDS, type HookDialect, type HookRow, OTHER_SECONDS } from './hook.js'

export const claudeCodeHooks: HookDialect = claudeShape({ direct: true, asks: true })

const rows: readonly HookRow[] = [
  { event: 'SessionStart', seconds: OTHER_SECONDS },
  { event: 'UserPromptSubmit', seconds: OTHER_SECONDS },
  { event: 'PreToolUse', matcher: '*', seconds: BEFORE_SECONDS },
  { event: 'PostToolUse', matcher: '*', seconds: OTHER_SECONDS },
  { event: 'PostToolUseFailure', matcher: '*', seconds: OTHER_SECONDS },
  { event: 'PermissionDenied', matcher: '*', seconds: OTHER_SECONDS },
  { event: 'Stop', seconds: OTHER_SECONDS },
]

/** `args` in an entry means no shell in between, so that the hook's process is the agent's own child. */
export const claudeCodeEntries = (asker: string, asking: Asking): readonly HookEntry[] =>
  rows.map((row) => execEntry(row, asker, [asking, 'claude-code', row.event]))

/**
 * The arguments of a launch with gatesh's hooks among its settings, beside those of a `--settings` that the user gave.
 * @param read text of a file; throws where there is none
 * @returns the arguments, or why the user's settings could not be joined; then nothing may be changed
 */
export function withHooks(
  args: readonly string[],
  { asker, read }: { asker: string; read: (path: string) => string },
): readonly string[] | Error {
  const end = args.indexOf('--')
  const options = end < 0 ? args : args.slice(0, end)
  const at = options.findLastIndex((arg) => arg === '--settings' || arg.startsWith('--settings='))
  const given =
    at < 0 ? undefined : options[at] === '--settings' ? options[at + 1] : options[at]?.slice('--settings='.length)
  const settings = given === undefined ? {} : settingsIn(given, read)
  if (settings instanceof Error) return settings
  const merged = JSON.stringify(settingsWith(settings, claudeCodeEntries(asker, 'hook')))
  if (at < 0) return ['--settings', merged, ...args]
  const width = options[at] === '--settings' ? 2 : 1
  return [...args.slice(0, at), '--settings', merged, ...args.slice(at + width)]
}

/** Settings with these entries after those that stand there. */
export function settingsWith(
  settings: Readonly<Record<string, unknown>>,
  entries: readonly HookEntry[],
): Readonly<Record<string, unknown>> {
  const theirs = fieldsOf(settings.hooks)
  const ours = entries.map(({ event, group }) => [event, [...listOf(theirs[event]), group]] as const)
  return { ...settings, hooks: { ...theirs, ...Object.fromEntries(ours) } }
}

function settingsIn(given: string, read: (path: string) => string): Readonly<Record<string, unknown>> | Error {
  try {
    const value: unknown = JSON.parse(given.trimStart().startsWith('{') ? given : read(given))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
    return new Error('it holds no object')
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
