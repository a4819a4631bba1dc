/** What gatesh's own code inside an agent tells (hooks/opencode, hooks/pi): events in our words, answers by exit code. */
import { fieldsOf, textOf } from '../transcripts/reader.js'
import { EXIT_REFUSES, type HookAnswer, type HookDialect, type HookEvent, type HookOutput, silence } from './hook.js'

export const pluginHooks: HookDialect = { direct: true, asks: false, read, write }

function read(name: string, payload: unknown): HookEvent | undefined {
  const fields = fieldsOf(payload)
  const tool = { tool: textOf(fields.tool), input: fieldsOf(fields.input), call: textOf(fields.call) }
  switch (name) {
    case 'prompt':
      if (typeof fields.text !== 'string') return undefined
      return { kind: 'prompt', text: fields.text, delegated: fields.delegated !== false }
    case 'before-tool':
      return tool.tool === '' ? undefined : { kind: 'before-tool', ...tool, cwd: textOf(fields.cwd) }
    case 'after-tool':
      return { kind: 'after-tool', ...tool, output: fields.output }
    default:
      return undefined
  }
}

function write(_name: string, answer: HookAnswer): HookOutput {
  switch (answer.kind) {
    case 'none':
      return silence
    case 'deny':
    case 'ask':
      return { ...silence, exitCode: EXIT_REFUSES, stderr: answer.reason }
    case 'context':
      return { ...silence, stdout: answer.text }
  }
}
