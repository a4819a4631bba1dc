// gatesh for OpenCode: each tool call is asked about before it runs, each output is looked at, each prompt is told.
// Installed by gatesh; `gatesh init --remove opencode` takes it away.
import { spawn } from 'node:child_process'

const ask = '@ask@'
const asking = '@asking@'

/** Runs gatesh-ask; whatever goes wrong, the answer is no. */
function tell(event, payload) {
  return new Promise((resolve) => {
    const child = spawn(ask, [asking, 'opencode', event], { stdio: ['pipe', 'pipe', 'pipe'] })
    const out = { code: 2, stdout: '', stderr: '' }
    child.stdout.on('data', (data) => (out.stdout += data))
    child.stderr.on('data', (data) => (out.stderr += data))
    child.stdin.on('error', () => {})
    child.on('error', (error) => resolve({ ...out, stderr: `gatesh: not permitted: ${error.message}` }))
    child.on('close', (code) => resolve({ ...out, code: code ?? 2 }))
    child.stdin.end(JSON.stringify(payload))
  })
}

export const Gatesh = async ({ client, directory }) => ({
  'chat.message': async ({ sessionID }, { parts }) => {
    const text = parts
      .filter((part) => part.type === 'text' && !part.synthetic)
      .map((part) => part.text)
      .join('\n')
    // A session with a parent is a sub-agent's; one that cannot be looked up is taken for that.
    const session = await client.session.get({ path: { id: sessionID } }).catch(() => undefined)
    const delegated = session?.data === undefined || session.data.parentID !== undefined
    const { code, stderr } = await tell('prompt', { text, delegated })
    if (code !== 0) throw new Error(stderr.trim())
  },
  'tool.execute.before': async ({ tool, callID }, { args }) => {
    const { code, stderr } = await tell('before-tool', { tool, input: args, call: callID, cwd: directory })
    if (code !== 0) throw new Error(stderr.trim())
  },
  'tool.execute.after': async ({ tool, callID, args }, result) => {
    const { stdout } = await tell('after-tool', { tool, input: args, call: callID, output: result?.output })
    if (stdout !== '' && typeof result?.output === 'string') result.output += `\n\n${stdout}`
  },
})
