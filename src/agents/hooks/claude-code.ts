/** Hooks of Claude Code (2.1): their settings for one session, what they tell and how they are answered. */
import { fieldsOf, listOf } from '../transcripts/reader.js'
import { type HookAnswer, type HookDialect, type HookOutput, readClaudeShape, silence } from './hook.js'

/** Exit 2 refuses, with stderr as the reason; every other code but 0 lets the call go on. */
const EXIT_REFUSES = 2
/** The harness cuts longer strings into a file. */
const MAX_OUTPUT = 9_000

export const claudeCodeHooks: HookDialect = {
  read: readClaudeShape,
  write(name: string, answer: HookAnswer): HookOutput {
    const json = (specific: object): HookOutput => ({
      ...silence,
      stdout: JSON.stringify({ hookSpecificOutput: { hookEventName: name, ...specific } }),
    })
    const decision = (permissionDecision: 'deny' | 'ask', reason: string) =>
      json({ permissionDecision, permissionDecisionReason: reason.slice(0, MAX_OUTPUT) })
    switch (answer.kind) {
      // Never `allow`: that would answer the agent's own permission prompt in the user's place.
      case 'none':
        return silence
      case 'deny':
        return name === 'PreToolUse'
          ? decision('deny', answer.reason)
          : { ...silence, exitCode: EXIT_REFUSES, stderr: `${answer.reason}\n` }
      case 'ask':
        return decision('ask', answer.reason)
      case 'context':
        return json({ additionalContext: answer.text.slice(0, MAX_OUTPUT) })
    }
  },
}

/** Seconds that the harness waits: a person or a model may be asked before a tool runs. */
const events: readonly { readonly event: string; readonly matcher?: string; readonly timeout: number }[] = [
  { event: 'SessionStart', timeout: 30 },
  { event: 'UserPromptSubmit', timeout: 30 },
  { event: 'PreToolUse', matcher: '*', timeout: 600 },
  { event: 'PostToolUse', matcher: '*', timeout: 30 },
  { event: 'PostToolUseFailure', matcher: '*', timeout: 30 },
  { event: 'PermissionDenied', matcher: '*', timeout: 30 },
  { event: 'Stop', timeout: 30 },
]

/** `args` present means no shell in between, so that the hook's process is the agent's own child. */
function hooksAsking(asker: string): Record<string, object[]> {
  return Object.fromEntries(
    events.map(({ event, matcher, timeout }) => [
      event,
      [
        {
          ...(matcher === undefined ? {} : { matcher }),
          hooks: [{ type: 'command', command: asker, args: ['hook', 'claude-code', event], timeout }],
        },
      ],
    ]),
  )
}

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
  const ours = hooksAsking(asker)
  const theirs = fieldsOf(settings.hooks)
  const hooks = {
    ...theirs,
    ...Object.fromEntries(Object.entries(ours).map(([event, rows]) => [event, [...listOf(theirs[event]), ...rows]])),
  }
  const merged = JSON.stringify({ ...settings, hooks })
  if (at < 0) return ['--settings', merged, ...args]
  const width = options[at] === '--settings' ? 2 : 1
  return [...args.slice(0, at), '--settings', merged, ...args.slice(at + width)]
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
