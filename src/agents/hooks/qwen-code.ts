/** Hooks of Qwen Code (0.15): Claude Code's events, run by a shell, with times in milliseconds. */
import { type Asking, claudeShape, type HookEntry, hookCommand, shellEntry } from './claude-shape.js'
import { BEFORE_SECONDS, type HookDialect, type HookRow, OTHER_SECONDS } from './hook.js'

/** Whether its `ask` waits for a person was not tried. */
export const qwenCodeHooks: HookDialect = claudeShape({ direct: false, asks: false })

const rows: readonly HookRow[] = [
  { event: 'UserPromptSubmit', seconds: OTHER_SECONDS },
  { event: 'PreToolUse', matcher: '*', seconds: BEFORE_SECONDS },
  { event: 'PostToolUse', matcher: '*', seconds: OTHER_SECONDS },
  { event: 'PostToolUseFailure', matcher: '*', seconds: OTHER_SECONDS },
]

export const qwenCodeEntries = (asker: string, asking: Asking): readonly HookEntry[] =>
  rows.map((row) => shellEntry(row, hookCommand(asker, asking, 'qwen-code', row.event), 1000))
