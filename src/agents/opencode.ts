import { type AgentProfile, optionValues, positionals } from './agent.js'

const withValue = new Set([
  '-m',
  '--model',
  '-s',
  '--session',
  '--agent',
  '--prompt',
  '-p',
  '--format',
  '-f',
  '--file',
  '--title',
  '--port',
  '--attach',
  '--variant',
])

/** `opencode run "prompt"`, `opencode --prompt "prompt"`. */
export const opencode: AgentProfile = {
  name: 'opencode',
  programs: ['opencode'],
  wordsIn(args) {
    const given = optionValues(args, ['--prompt'])
    const [first, ...rest] = positionals(args, withValue)
    return first === 'run' && rest.length > 0 ? [...given, rest.join(' ')] : given
  },
  promptOnStdin: (args) => args.includes('run'),
}
