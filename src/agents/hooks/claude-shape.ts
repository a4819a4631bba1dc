/** The hooks that Claude Code has and that Codex and Qwen Code took over: fields of their events, answers, settings. */
import { fieldsOf, textOf } from '../transcripts/reader.js'
import {
  EXIT_REFUSES,
  type HookAnswer,
  type HookDialect,
  type HookEvent,
  type HookOutput,
  type HookRow,
  MAX_OUTPUT,
  silence,
} from './hook.js'

/** The dialect of an agent that has these hooks. */
export function claudeShape(agent: Pick<HookDialect, 'direct' | 'asks'>): HookDialect {
  return { ...agent, read, write }
}

function read(name: string, payload: unknown): HookEvent | undefined {
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

function write(name: string, answer: HookAnswer): HookOutput {
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
}

/** How a hook asks: `hook` in a session of gatesh, `installed` from the agent's own settings (see shims/asker.c). */
export type Asking = 'hook' | 'installed'

/** One shell command that asks: a program and its arguments, nothing else. */
export function hookCommand(asker: string, asking: Asking, agent: string, event: string): string {
  const path = /^[\w@%+=:,./-]+$/.test(asker) ? asker : `'${asker.replaceAll("'", "'\\''")}'`
  return [path, asking, agent, event].join(' ')
}

/** The entry of one event in settings whose commands a shell runs. `unit`: how many of theirs make a second. */
export function shellEntry({ event, matcher, seconds }: HookRow, command: string, unit: 1 | 1000): HookEntry {
  const timeout = seconds * unit
  return { event, group: { ...matched(matcher), hooks: [{ type: 'command', command, timeout }] } }
}

/** The entry of one event in settings whose commands are started as they stand, without a shell. */
export function execEntry({ event, matcher, seconds }: HookRow, asker: string, args: readonly string[]): HookEntry {
  const handler = { type: 'command', command: asker, args, timeout: seconds }
  return { event, group: { ...matched(matcher), hooks: [handler] } }
}

export interface HookEntry {
  readonly event: string
  readonly group: { readonly matcher?: string; readonly hooks: readonly Readonly<Record<string, unknown>>[] }
}

const matched = (matcher: string | undefined) => (matcher === undefined ? {} : { matcher })
