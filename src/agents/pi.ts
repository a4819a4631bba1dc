import { type AgentProfile, positionals } from './agent.js'

const withValue = new Set([
  '--provider',
  '--model',
  '--api-key',
  '--system-prompt',
  '--append-system-prompt',
  '--mode',
  '--session',
  '--session-dir',
  '--models',
  '--tools',
  '--thinking',
  '-e',
  '--extension',
  '--skill',
  '--export',
])

/** `pi "prompt"`, `pi -p "prompt"`; `@file` arguments are files, not words. */
export const pi: AgentProfile = {
  name: 'pi',
  programs: ['pi'],
  wordsIn: (args) => positionals(args, withValue).filter((word) => !word.startsWith('@')),
  promptOnStdin: (args) => args.includes('-p') || args.includes('--print'),
}
