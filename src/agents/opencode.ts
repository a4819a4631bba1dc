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

/** Settings that it gives the repository in which it keeps snapshots of its own. */
const snapshotSettings = new Set([
  'core.autocrlf false',
  'core.longpaths true',
  'core.symlinks true',
  'core.fsmonitor false',
  'feature.manyFiles true',
  'index.version 4',
  'index.threads true',
  'core.untrackedCache true',
])
const snapshots = /\/opencode\/snapshot\/[0-9a-f/]+$/

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
  isOwnExec([, option, directory = '', verb, ...setting]) {
    if (option !== '--git-dir' || verb !== 'config' || !snapshots.test(directory)) return false
    return snapshotSettings.has(setting.join(' '))
  },
}
