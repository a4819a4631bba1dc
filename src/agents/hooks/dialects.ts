/** Which agent's hooks speak which dialect. */
import { claudeCodeHooks } from './claude-code.js'
import { codexHooks } from './codex.js'
import { copilotCliHooks } from './copilot-cli.js'
import { cursorHooks } from './cursor.js'
import { geminiCliHooks } from './gemini-cli.js'
import type { HookDialect } from './hook.js'
import { pluginHooks } from './plugin.js'
import { qwenCodeHooks } from './qwen-code.js'

const dialects: ReadonlyMap<string, HookDialect> = new Map([
  ['claude-code', claudeCodeHooks],
  ['codex', codexHooks],
  ['gemini-cli', geminiCliHooks],
  ['qwen-code', qwenCodeHooks],
  ['opencode', pluginHooks],
  ['pi', pluginHooks],
  ['cursor', cursorHooks],
  ['copilot-cli', copilotCliHooks],
])

/** Undefined for an agent that gatesh has no hooks for. */
export function dialectOf(agent: string): HookDialect | undefined {
  return dialects.get(agent)
}
