/**
 * Hooks of Codex (0.169), for one session or in its settings. Codex leaves out, without a word, every hook whose content
 * nobody has trusted: a digest of it stands beside the hook's key. Whoever launches Codex through gatesh, or installs the
 * hooks, wants exactly these, so that the digest is given with them; all other hooks keep the trust that they have.
 */
import { createHash } from 'node:crypto'
import { type Asking, claudeShape, type HookEntry, hookCommand, shellEntry } from './claude-shape.js'
import { BEFORE_SECONDS, type HookDialect, type HookRow, OTHER_SECONDS } from './hook.js'

/** Its `ask` lets the command run, so that it is never given. */
export const codexHooks: HookDialect = claudeShape({ direct: false, asks: false })

const rows: readonly HookRow[] = [
  { event: 'UserPromptSubmit', seconds: OTHER_SECONDS },
  { event: 'PreToolUse', matcher: '*', seconds: BEFORE_SECONDS },
  { event: 'PostToolUse', matcher: '*', seconds: OTHER_SECONDS },
]

export const codexEntries = (asker: string, asking: Asking): readonly HookEntry[] =>
  rows.map((row) => shellEntry(row, hookCommand(asker, asking, 'codex', row.event), 1))

/** Where hooks that come with the command line stand, in the words of Codex. */
const FROM_ARGUMENTS = '/<session-flags>/config.toml'

/** Event names as they stand in keys: `PreToolUse` is `pre_tool_use`. */
const snake = (event: string) => event.replace(/(?!^)[A-Z]/g, '_$&').toLowerCase()

/** The key of the first handler in group number `group` of an event, and the digest of that group. */
export function trustOf({ event, group }: HookEntry, source: string, index: number): { key: string; digest: string } {
  const hooks = group.hooks.map((handler) => ({ async: false, ...handler }))
  const identity = { event_name: snake(event), ...group, hooks }
  const digest = createHash('sha256')
    .update(JSON.stringify(sorted(identity)))
    .digest('hex')
  return { key: `${source}:${snake(event)}:${index}:0`, digest: `sha256:${digest}` }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(fields.map(([key, each]) => [key, sorted(each)]))
}

/** A value as TOML on one line. JSON's strings and numbers are TOML's as well. */
function toml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toml).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}=${toml(each)}`)
  return `{${fields.join(',')}}`
}

/**
 * The arguments of a launch with gatesh's hooks before them, and commands as the model wrote them: Codex starts a login
 * shell for each then, as it does wherever its snapshot of the user's shell fails.
 * @returns an error where the user gives hooks of their own there, which ours would replace or be replaced by
 */
export function codexArgs(args: readonly string[], asker: string): readonly string[] | Error {
  if (args.some((arg) => /^(?:-c|--config=)?\s*hooks\b/.test(arg))) return new Error('the arguments name hooks already')
  const entries = codexEntries(asker, 'hook')
  const trust = entries.map((entry) => trustOf(entry, FROM_ARGUMENTS, 0))
  const state = Object.fromEntries(trust.map(({ key, digest }) => [key, { trusted_hash: digest }]))
  const settings = [
    // With it each command comes inside a text of 40 KB that puts the user's shell together again, five times over.
    'features.shell_snapshot=false',
    ...entries.map(({ event, group }) => `hooks.${event}=${toml([group])}`),
    `hooks.state=${toml(state)}`,
  ]
  return [...settings.flatMap((setting) => ['-c', setting]), ...args]
}
