// An MCP server on stdio with a tool that reads and one that deletes. What was deleted is a line in the file of argv[2].
import { appendFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const text = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] }
const tools = [
  { name: 'get_note', description: 'reads a note', inputSchema: text },
  { name: 'delete_note', description: 'deletes a note', inputSchema: text },
]

function result({ method, params }) {
  switch (method) {
    case 'initialize':
      return {
        protocolVersion: params.protocolVersion,
        capabilities: { tools: {} },
        serverInfo: { name: 'notes', version: '1' },
      }
    case 'tools/list':
      return { tools }
    case 'tools/call':
      if (params.name === 'delete_note') appendFileSync(process.argv[2], `${params.arguments.id}\n`)
      return { content: [{ type: 'text', text: `note ${params.arguments.id}` }] }
    default:
      return {}
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const message = JSON.parse(line)
  if (message.id === undefined) return
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id: message.id, result: result(message) })}\n`)
})
