import { type AgentProfile, optionValues, positionals } from './agent.js'

const withValue = new Set([
  '-m',
  '--model',
  '-p',
  '--prompt',
  '-i',
  '--prompt-interactive',
  '--approval-mode',
  '--allowed-tools',
  '--allowed-mcp-server-names',
  '-e',
  '--extensions',
  '-r',
  '--resume',
  '--include-directories',
  '-o',
  '--output-format',
  '--policy',
])

/** `gemini "prompt"`, `gemini -p "prompt"`, `gemini -i "prompt"`, `... | gemini`. */
export const geminiCli: AgentProfile = {
  name: 'gemini-cli',
  programs: ['gemini'],
  wordsIn(args) {
    const given = optionValues(args, ['-p', '--prompt', '-i', '--prompt-interactive'])
    return given.length > 0 ? given : positionals(args, withValue)
  },
  promptOnStdin: () => true,
}
