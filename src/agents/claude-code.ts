import { type AgentProfile, positionals } from './agent.js'

/** Options of `claude` that take a value (claude --help, 2.1). */
const withValue = new Set([
  '--model',
  '--fallback-model',
  '--permission-mode',
  '--output-format',
  '--input-format',
  '--append-system-prompt',
  '--system-prompt',
  '--settings',
  '--setting-sources',
  '--session-id',
  '--resume',
  '-r',
  '--agent',
  '--agents',
  '--json-schema',
  '--max-turns',
  '--max-budget-usd',
  '--permission-prompt-tool',
  '--add-dir',
  '--allowedTools',
  '--allowed-tools',
  '--disallowedTools',
  '--disallowed-tools',
  '--mcp-config',
  '--plugin-dir',
  '--betas',
  '--tools',
  '--effort',
  '--debug-file',
  '--system-prompt-file',
  '--append-system-prompt-file',
])
const subcommands = new Set([
  'mcp',
  'plugin',
  'config',
  'doctor',
  'update',
  'install',
  'setup-token',
  'auto-mode',
  'agents',
  'auth',
])

/** How the user's functions and aliases are taken down, once for each session. */
const snapshot = /^SNAPSHOT_FILE=\S*\/\.claude\/shell-snapshots\/snapshot-(?:ba|z)sh-\d+-[a-z0-9]+\.sh\n/

/** `claude "prompt"`, `claude -p "prompt"`, `... | claude -p`. */
export const claudeCode: AgentProfile = {
  name: 'claude-code',
  programs: ['claude'],
  wordsIn(args) {
    const [prompt] = positionals(args, withValue)
    return prompt === undefined || subcommands.has(prompt) ? [] : [prompt]
  },
  promptOnStdin: (args) => (args.includes('-p') || args.includes('--print')) && !args.includes('stream-json'),
  // A tool call stands inside `eval '...'` after some options of the shell; these two stand alone, at the start.
  isOwnText: (text) => text === 'env' || snapshot.test(text),
}
