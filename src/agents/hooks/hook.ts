/** What an agent's hook tells, and what it is answered, in words that no agent has of its own. */
import { type Fields, fieldsOf, textOf } from '../transcripts/reader.js'

export type HookEvent = {
  /** Permission mode, where the event carries one. */
  readonly mode?: string
  /** The agent's transcript file. */
  readonly transcript?: string
} & (
  | { readonly kind: 'prompt'; readonly text: string; readonly delegated: boolean }
  | {
      readonly kind: 'before-tool'
      readonly tool: string
      readonly input: Fields
      readonly cwd: string
      readonly call: string
    }
  | {
      readonly kind: 'after-tool'
      readonly tool: string
      readonly input: Fields
      readonly output: unknown
      readonly call: string
    }
  | { readonly kind: 'turn-end'; readonly prose: string }
  | { readonly kind: 'other' }
)

export type HookAnswer =
  | { readonly kind: 'none' }
  | { readonly kind: 'deny'; readonly reason: string }
  | { readonly kind: 'ask'; readonly reason: string }
  | { readonly kind: 'context'; readonly text: string }

/** What the hook's process prints and ends with. */
export interface HookOutput {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** One agent's way of saying these. */
export interface HookDialect {
  /** `name`: the event that the hook was registered for. Undefined: not of this shape, or of another event. */
  read(name: string, payload: unknown): HookEvent | undefined
  write(name: string, answer: HookAnswer): HookOutput
}

export const silence: HookOutput = { exitCode: 0, stdout: '', stderr: '' }

/** The events that Claude Code, Codex and Qwen Code share, fields and all. */
export function readClaudeShape(name: string, payload: unknown): HookEvent | undefined {
  const fields = fieldsOf(payload)
  // A hook of another event, registered under this name, would have its payload taken for what it is not.
  if (fields.hook_event_name !== name) return undefined
  const about = {
    ...(typeof fields.permission_mode === 'string' ? { mode: fields.permission_mode } : {}),
    ...(typeof fields.transcript_path === 'string' ? { transcript: fields.transcript_path } : {}),
  }
  const tool = { tool: textOf(fields.tool_name), input: fieldsOf(fields.tool_input), call: textOf(fields.tool_use_id) }
  switch (name) {
    case 'UserPromptSubmit':
      if (typeof fields.prompt !== 'string') return undefined
      return { kind: 'prompt', text: fields.prompt, delegated: fields.agent_id !== undefined, ...about }
    case 'PreToolUse':
      return tool.tool === '' ? undefined : { kind: 'before-tool', ...tool, cwd: textOf(fields.cwd), ...about }
    case 'PostToolUse':
    case 'PostToolUseFailure':
      return { kind: 'after-tool', ...tool, output: fields.tool_response ?? fields.error, ...about }
    case 'Stop':
      return { kind: 'turn-end', prose: textOf(fields.last_assistant_message), ...about }
    default:
      return { kind: 'other', ...about }
  }
}
