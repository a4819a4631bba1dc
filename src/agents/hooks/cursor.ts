/** Hooks of Cursor, written from its documentation and not tried: there is no Cursor that runs without an account. */
import { fieldsOf, textOf } from '../transcripts/reader.js'
import { type Asking, hookCommand } from './claude-shape.js'
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

export const cursorHooks: HookDialect = { direct: false, asks: false, read, write }

const rows: readonly HookRow[] = [
  { event: 'beforeSubmitPrompt', seconds: OTHER_SECONDS },
  { event: 'preToolUse', seconds: BEFORE_SECONDS },
  { event: 'postToolUse', seconds: OTHER_SECONDS },
]

/** Handlers by event. Without `failClosed` a hook that breaks lets the call go on. */
export const cursorHandlers = (asker: string, asking: Asking): readonly (readonly [event: string, handler: object])[] =>
  rows.map(({ event, seconds }) => [
    event,
    { command: hookCommand(asker, asking, 'cursor', event), timeout: seconds, failClosed: true },
  ])

function read(name: string, payload: unknown): HookEvent | undefined {
  const fields = fieldsOf(payload)
  if (fields.hook_event_name !== name) return undefined
  const tool = { tool: toolOf(fields.tool_name), input: inputOf(fields.tool_input), call: textOf(fields.tool_use_id) }
  switch (name) {
    case 'beforeSubmitPrompt':
      return typeof fields.prompt === 'string' ? { kind: 'prompt', text: fields.prompt, delegated: false } : undefined
    case 'preToolUse':
      return tool.tool === '' ? undefined : { kind: 'before-tool', ...tool, cwd: textOf(fields.cwd) }
    case 'postToolUse':
      return { kind: 'after-tool', ...tool, output: fields.tool_output }
    default:
      return { kind: 'other' }
  }
}

/** `MCP:search` says that a server has it, and not which. */
function toolOf(name: unknown): string {
  return textOf(name).replace(/^MCP:/, 'mcp__cursor__')
}

function inputOf(input: unknown): Readonly<Record<string, unknown>> {
  if (typeof input !== 'string') return fieldsOf(input)
  try {
    return fieldsOf(JSON.parse(input))
  } catch {
    return { arguments: input }
  }
}

function write(_name: string, answer: HookAnswer): HookOutput {
  switch (answer.kind) {
    case 'none':
      return silence
    case 'deny':
    case 'ask': {
      const reason = answer.reason.slice(0, MAX_OUTPUT)
      const said = { continue: false, permission: 'deny', user_message: reason, agent_message: reason }
      return { exitCode: EXIT_REFUSES, stdout: JSON.stringify(said), stderr: `${reason}\n` }
    }
    case 'context':
      return { ...silence, stdout: JSON.stringify({ additional_context: answer.text.slice(0, MAX_OUTPUT) }) }
  }
}
