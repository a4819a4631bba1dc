/** How each agent's own tools are called, and what its hooks look like to whoever forges one. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { AgentRow } from './agents.js'
import type { Step } from './model-server.js'

export interface Acts {
  write(path: string, content: string): Step
  fetch?(url: string): Step
  spawn?(task: string): Step
  /** A tool of the MCP server `notes`; `configure` makes the agent have it, by its settings or by arguments. */
  mcp?: {
    call(tool: 'get_note' | 'delete_note', id: string): Step
    configure(home: string, command: readonly string[]): readonly string[]
  }
  /** Steps after which the tools above are on offer. */
  readonly first?: readonly Step[]
  /** A hook's event that carries a prompt, and what stands on its stdin. */
  readonly prompt: { readonly event: string; payload(text: string): object }
  /** Its hooks see what a sub-agent brings back: Codex hands on and goes on, Gemini CLI tells of no result. */
  readonly reviews?: true
  /** gatesh's name for the agent. */
  readonly profile: string
  /** Writing outside of its workspace is refused by the agent itself, before any hook. */
  readonly staysInside?: true
}

const settings = (path: string, change: (value: Record<string, unknown>) => void) => {
  const value = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  change(value)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify(value))
}
const claudePrompt = {
  event: 'UserPromptSubmit',
  payload: (prompt: string) => ({ hook_event_name: 'UserPromptSubmit', prompt }),
}
const pluginPrompt = { event: 'prompt', payload: (text: string) => ({ text, delegated: false }) }
const inSettings = (path: string) => (home: string, command: readonly string[]) => {
  const [program, ...args] = command
  settings(join(home, path), (value) => {
    value.mcpServers = { notes: { command: program, args, trust: true } }
  })
  return []
}

export const acts: Readonly<Record<AgentRow['name'], Acts>> = {
  claude: {
    profile: 'claude-code',
    reviews: true,
    prompt: claudePrompt,
    first: [
      {
        tool: 'ToolSearch',
        input: { query: 'select:WebFetch,mcp__notes__get_note,mcp__notes__delete_note', max_results: 5 },
      },
    ],
    write: (file_path, content) => ({ tool: 'Write', input: { file_path, content } }),
    fetch: (url) => ({ tool: 'WebFetch', input: { url, prompt: 'what does it say' } }),
    spawn: (prompt) => ({
      tool: 'Agent',
      input: { description: 'part of it', prompt, subagent_type: 'general-purpose', run_in_background: false },
    }),
    mcp: {
      call: (tool, id) => ({ tool: `mcp__notes__${tool}`, input: { id } }),
      configure: (_home, [command, ...args]) => [
        '--mcp-config',
        JSON.stringify({ mcpServers: { notes: { command, args } } }),
      ],
    },
  },
  codex: {
    profile: 'codex',
    prompt: claudePrompt,
    write: (path, content) => ({
      command: `apply_patch <<'END'\n*** Begin Patch\n*** Add File: ${path}\n+${content}\n*** End Patch\nEND`,
    }),
    spawn: (message) => ({ tool: 'spawn_agent', input: { message } }),
    mcp: {
      call: (tool, id) => ({ tool, input: { id } }),
      configure: (home, [command, ...args]) => {
        const path = join(home, '.codex/config.toml')
        const table = `\n[mcp_servers.notes]\ncommand = ${JSON.stringify(command)}\nargs = ${JSON.stringify(args)}\n`
        writeFileSync(path, `${readFileSync(path, 'utf8')}${table}`)
        return []
      },
    },
  },
  gemini: {
    profile: 'gemini-cli',
    staysInside: true,
    prompt: { event: 'BeforeAgent', payload: (prompt) => ({ hook_event_name: 'BeforeAgent', prompt }) },
    write: (file_path, content) => ({ tool: 'write_file', input: { file_path, content } }),
    fetch: (url) => ({ tool: 'web_fetch', input: { prompt: `what does ${url} say` } }),
    spawn: (prompt) => ({ tool: 'invoke_agent', input: { agent_name: 'generalist', prompt } }),
    mcp: {
      call: (tool, id) => ({ tool: `mcp_notes_${tool}`, input: { id } }),
      configure: inSettings('.gemini/settings.json'),
    },
  },
  opencode: {
    profile: 'opencode',
    reviews: true,
    prompt: pluginPrompt,
    write: (filePath, content) => ({ tool: 'write', input: { filePath, content } }),
    fetch: (url) => ({ tool: 'webfetch', input: { url, format: 'text' } }),
    spawn: (prompt) => ({ tool: 'task', input: { description: 'part of it', prompt, subagent_type: 'general' } }),
    mcp: {
      call: (tool, id) => ({ tool: `notes_${tool}`, input: { id } }),
      configure: (home, command) => {
        settings(join(home, 'config/opencode/opencode.json'), (value) => {
          value.mcp = { notes: { type: 'local', command, enabled: true } }
        })
        return []
      },
    },
  },
  pi: {
    profile: 'pi',
    prompt: pluginPrompt,
    write: (path, content) => ({ tool: 'write', input: { path, content } }),
  },
  qwen: {
    profile: 'qwen-code',
    reviews: true,
    prompt: claudePrompt,
    first: [{ tool: 'tool_search', input: { query: 'select:mcp__notes__get_note,mcp__notes__delete_note' } }],
    write: (file_path, content) => ({ tool: 'write_file', input: { file_path, content } }),
    fetch: (url) => ({ tool: 'web_fetch', input: { url, prompt: 'what does it say' } }),
    spawn: (prompt) => ({
      tool: 'agent',
      input: { description: 'part of it', prompt, subagent_type: 'general-purpose' },
    }),
    mcp: {
      call: (tool, id) => ({ tool: `mcp__notes__${tool}`, input: { id } }),
      configure: inSettings('.qwen/settings.json'),
    },
  },
}
