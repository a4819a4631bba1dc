import { type AgentProfile, positionals } from './agent.js'

/** Options of `codex` and `codex exec` that take a value (codex --help, 0.169). */
const withValue = new Set([
  '-c',
  '--config',
  '-m',
  '--model',
  '-p',
  '--profile',
  '-s',
  '--sandbox',
  '-a',
  '--ask-for-approval',
  '-C',
  '--cd',
  '-i',
  '--image',
  '--add-dir',
  '--enable',
  '--disable',
  '--local-provider',
  '--output-schema',
  '-o',
  '--output-last-message',
  '--color',
])
const subcommands = new Set([
  'login',
  'logout',
  'mcp',
  'mcp-server',
  'app-server',
  'completion',
  'sandbox',
  'debug',
  'apply',
  'a',
  'cloud',
  'features',
  'review',
  'help',
  'execpolicy',
])

/** At every start it looks whether its list of plugins has changed; git starts a program of its own for that. */
const list = 'https://github.com/openai/plugins.git'
const plugins = [
  ['-c', 'safe.bareRepository=explicit', 'ls-remote', list, 'HEAD'],
  ['remote-https', list, list],
].map((args) => JSON.stringify(args))

/** `codex "prompt"`, `codex exec "prompt"`, `codex exec resume ID "prompt"`, `... | codex exec -`. */
export const codex: AgentProfile = {
  name: 'codex',
  programs: ['codex'],
  wordsIn(args) {
    const words = positionals(args, withValue)
    const [first, second] = words
    if (first === undefined || subcommands.has(first)) return []
    if (first === 'resume' || first === 'fork') return words.slice(2)
    if (first !== 'exec' && first !== 'e') return [first]
    return (second === 'resume' ? words.slice(3) : words.slice(1)).filter((word) => word !== '-')
  },
  promptOnStdin: (args) => args.includes('exec') || args.includes('e'),
  isOwnExec: ([, ...args]) => plugins.includes(JSON.stringify(args)),
}
