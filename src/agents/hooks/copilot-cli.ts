/** Hooks of GitHub Copilot CLI, written from its documentation and not tried: it does not run without an account. */
import { fieldsOf, textOf } from '../transcripts/reader.js'
import { type Asking, hookCommand } from './claude-shape.js'
import {
  BEFORE_SECONDS,
  type HookAnswer,
  type HookDialect,
  type HookEvent,
  type HookOutput,
  type HookRow,
  MAX_OUTPUT,
  OTHER_SECONDS,
  silence,
} from './hook.js'

export const copilotCliHooks: HookDialect = { direct: false, asks: false, read, write }

const rows: readonly HookRow[] = [
  { event: 'userPromptSubmitted', seconds: OTHER_SECONDS },
  { event: 'preToolUse', seconds: BEFORE_SECONDS },
  { event: 'postToolUse', seconds: OTHER_SECONDS },
]

/** The whole file of hooks: it reads every one in its directory, so that ours is a file of its own. */
export function copilotCliFile(asker: string, asking: Asking): string {
  const hooks = rows.map(({ event, seconds }) => [
    event,
    [{ type: 'command', bash: hookCommand(asker, asking, 'copilot-cli', event), timeoutSec: seconds }],
  ])
  return `${JSON.stringify({ version: 1, hooks: Object.fromEntries(hooks) }, null, 2)}\n`
}

function read(name: string, payload: unknown): HookEvent | undefined {
  const fields = fieldsOf(payload)
  const tool = { tool: textOf(fields.toolName), input: argumentsOf(fields.toolArgs), call: '' }
  switch (name) {
    case 'userPromptSubmitted':
      return typeof fields.prompt === 'string' ? { kind: 'prompt', text: fields.prompt, delegated: false } : undefined
    case 'preToolUse':
      return tool.tool === '' ? undefined : { kind: 'before-tool', ...tool, cwd: textOf(fields.cwd) }
    case 'postToolUse':
      return { kind: 'after-tool', ...tool, output: fields.toolResult }
    default:
      return undefined
  }
}

/** JSON in a string; what cannot be read is handed on as text. */
function argumentsOf(given: unknown): Readonly<Record<string, unknown>> {
  if (typeof given !== 'string') return fieldsOf(given)
  try {
    return fieldsOf(JSON.parse(given))
  } catch {
    return { arguments: given }
  }
}

function write(_name: string, answer: HookAnswer): HookOutput {
  switch (answer.kind) {
    case 'none':
      return silence
    case 'deny':
    case 'ask': {
      const reason = answer.reason.slice(0, MAX_OUTPUT)
      const said = { permissionDecision: 'deny', permissionDecisionReason: reason }
      return { ...silence, stdout: JSON.stringify(said) }
    }
    case 'context':
      return { ...silence, stdout: JSON.stringify({ additionalContext: answer.text.slice(0, MAX_OUTPUT) }) }
  }
}
