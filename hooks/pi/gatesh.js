// gatesh for pi: each tool call is asked about before it runs, each output is looked at, each prompt is told.
// Installed by gatesh; `gatesh init --remove pi` takes it away.
import { spawn } from 'node:child_process'

const ask = '@ask@'
const asking = '@asking@'

/** Runs gatesh-ask; whatever goes wrong, the answer is no. */
function tell(event, payload) {
  return new Promise((resolve) => {
    const child = spawn(ask, [asking, 'pi', event], { stdio: ['pipe', 'pipe', 'pipe'] })
    const out = { code: 2, stdout: '', stderr: '' }
    child.stdout.on('data', (data) => (out.stdout += data))
    child.stderr.on('data', (data) => (out.stderr += data))
    child.stdin.on('error', () => {})
    child.on('error', (error) => resolve({ ...out, stderr: `gatesh: not permitted: ${error.message}` }))
    child.on('close', (code) => resolve({ ...out, code: code ?? 2 }))
    child.stdin.end(JSON.stringify(payload))
  })
}

export default function (pi) {
  pi.on('input', async ({ text, source }) => {
    const { code } = await tell('prompt', { text, delegated: source === 'extension' })
    return { action: code === 0 ? 'continue' : 'handled' }
  })
  pi.on('tool_call', async ({ toolName, toolCallId, input }, { cwd }) => {
    const { code, stderr } = await tell('before-tool', { tool: toolName, input, call: toolCallId, cwd })
    if (code !== 0) return { block: true, reason: stderr.trim() }
  })
  pi.on('tool_result', async ({ toolName, toolCallId, input, content }) => {
    const { stdout } = await tell('after-tool', { tool: toolName, input, call: toolCallId, output: content })
    if (stdout !== '') return { content: [...content, { type: 'text', text: stdout }] }
  })
}
