/** Hooks of Gemini CLI (0.61): events and answers of its own, settings like Claude Code's with times in milliseconds. */
import { fieldsOf, textOf } from '../transcripts/reader.js'
import { type Asking, type HookEntry, hookCommand, shellEntry } from './claude-shape.js'
import {
  BEFORE_SECONDS,
  EXIT_REFUSES,
  type HookAnswer,
  type HookDialect,
  type HookEvent,
  type HookOutput,
  type HookRow,
  MAX_OUTPUT,
  OTHER_SECONDS,
  silence,
} from './hook.js'

const rows: readonly HookRow[] = [
  { event: 'BeforeAgent', seconds: OTHER_SECONDS },
  { event: 'BeforeTool', matcher: '*', seconds: BEFORE_SECONDS },
  { event: 'AfterTool', matcher: '*', seconds: OTHER_SECONDS },
]

export const geminiCliEntries = (asker: string, asking: Asking): readonly HookEntry[] =>
  rows.map((row) => shellEntry(row, hookCommand(asker, asking, 'gemini-cli', row.event), 1000))

export const geminiCliHooks: HookDialect = { direct: false, asks: false, read, write }

function read(name: string, payload: unknown): HookEvent | undefined {
  const fields = fieldsOf(payload)
  if (fields.hook_event_name !== name) return undefined
  const about = typeof fields.transcript_path === 'string' ? { transcript: fields.transcript_path } : {}
  // It names no calls.
  const tool = { tool: toolOf(fields), input: fieldsOf(fields.tool_input), call: '' }
  switch (name) {
    case 'BeforeAgent':
      if (typeof fields.prompt !== 'string') return undefined
      return { kind: 'prompt', text: fields.prompt, delegated: false, ...about }
    case 'BeforeTool':
      return tool.tool === '' ? undefined : { kind: 'before-tool', ...tool, cwd: textOf(fields.cwd), ...about }
    case 'AfterTool':
      return { kind: 'after-tool', ...tool, output: fieldsOf(fields.tool_response).llmContent, ...about }
    default:
      return { kind: 'other', ...about }
  }
}

/** Tools of MCP servers have a name of their own and say beside it where they come from. */
function toolOf({ tool_name: name, mcp_context: mcp }: Readonly<Record<string, unknown>>): string {
  const { server_name: server, tool_name: tool } = fieldsOf(mcp)
  return typeof server === 'string' && typeof tool === 'string' ? `mcp__${server}__${tool}` : textOf(name)
}

function write(name: string, answer: HookAnswer): HookOutput {
  switch (answer.kind) {
    case 'none':
      return silence
    case 'deny':
    case 'ask':
      return { ...silence, exitCode: EXIT_REFUSES, stderr: `${answer.reason.slice(0, MAX_OUTPUT)}\n` }
    case 'context': {
      const specific = { hookEventName: name, additionalContext: answer.text.slice(0, MAX_OUTPUT) }
      return { ...silence, stdout: JSON.stringify({ hookSpecificOutput: specific }) }
    }
  }
}
