/**
 * A shell that lives on and asks for each of its lines (hooks/shell/). Here: whether a shell that is started will, and
 * whether a line would take its hook away. Pure.
 */
import type { Request } from '../request.js'
import type { Command, Script } from '../shell/script.js'
import type { EnvBlock } from './wire.js'

/** A program as the kernel names it; device and inode in decimal. */
export interface ProgramFile {
  readonly path: string
  readonly dev: string
  readonly ino: string
}

/** How hooked shells are known; values that the launch put into the agent's environment. */
export interface LiveShells {
  readonly asker: ProgramFile
  readonly bashEnv: string
  readonly promptCommand: string
  readonly zdotdir: string
}

type Exec = Extract<Request, { kind: 'exec' }>

/** Arguments with which a shell reads commands from stdin or a terminal, and reads the file that arms it. */
const liveOptions = /^-[il]+$|^-s$|^--(?:login|interactive|noediting)$/

/** Variables that would make the hook believe that it stands already, or that there is nothing to do. */
const disarming = ['__gatesh_armed', 'POSIXLY_CORRECT', 'ZSH_EXECUTION_STRING', 'ZSH_SCRIPT'] as const

/** Whether the shell that this exec starts asks for each line. What it does is judged then, not now. */
export function asksByLine(request: Exec, env: EnvBlock, shells: LiveShells): boolean {
  const [name = '', ...args] = request.argv
  if (request.truncated || request.nameless || !args.every((arg) => liveOptions.test(arg))) return false
  if (disarming.some((variable) => env.get(variable) !== undefined)) return false
  if (/\/zsh\d?$/.test(request.exe)) return env.get('ZDOTDIR') === shells.zdotdir
  if (!request.exe.endsWith('/bash') || !/^-?(?:.*\/)?bash$/.test(name)) return false
  const atTerminal = request.stdin.kind === 'tty' || args.some((arg) => arg.includes('i'))
  return atTerminal
    ? env.get('PROMPT_COMMAND') === shells.promptCommand
    : env.get('BASH_ENV') === shells.bashEnv && !args.some((arg) => arg.includes('l'))
}

/** Whether a command of a line is such a shell, as far as the line shows it; its exec shows the rest. */
export function isLiveShell({ argv, stdin, redirects }: Command): boolean {
  const [name, ...args] = argv.map(({ text }) => text)
  const plain = args.every((arg) => typeof arg === 'string' && liveOptions.test(arg))
  return (
    /^(?:\/(?:usr\/)?bin\/)?(?:ba|z)sh$/.test(name ?? '') && plain && stdin.kind === 'inherit' && redirects.length === 0
  )
}

const ownNames = /__gatesh|^PS0$|^TRAPDEBUG$|^(?:preexec|precmd)(?:_functions)?$/
const hookOptions = /^(?:extdebug|functrace|posix|history|cmdhist|debug_?before_?cmd)$/i

/** Builtins that change hooks: the words that would, and whether a word that cannot be known counts as one of these. */
interface Change {
  readonly words: RegExp
  readonly unknown: boolean
}
const option: Change = { words: hookOptions, unknown: true }
const removal: Change = { words: ownNames, unknown: true }
const declaration: Change = { words: ownNames, unknown: false }
const changes: Readonly<Record<string, Change>> = {
  trap: { words: /^(?:SIG)?DEBUG$/i, unknown: true },
  shopt: option,
  set: { words: new RegExp(`${hookOptions.source}|^\\+[a-zA-Z]*T`, 'i'), unknown: false },
  setopt: option,
  unsetopt: option,
  unset: removal,
  unfunction: removal,
  unhash: removal,
  disable: removal,
  'add-zsh-hook': removal,
  autoload: declaration,
  functions: declaration,
  typeset: declaration,
  declare: declaration,
  readonly: declaration,
  export: declaration,
  local: declaration,
}
const prefixes = new Set(['builtin', 'command', 'noglob', 'nocorrect'])

/** The command of a line that would take away what asks for the lines after it. */
export function disarms(script: Script | null): Command | undefined {
  return script?.commands.find(({ argv, assigns }) => {
    if (assigns.some(({ name }) => ownNames.test(name))) return true
    let at = 0
    while (at < argv.length - 1 && prefixes.has(argv[at]?.text ?? '')) at += 1
    const name = argv[at]?.text ?? ''
    const change = Object.hasOwn(changes, name) ? changes[name] : undefined
    // The first word of `trap` is what is to run.
    const args = argv.slice(name === 'trap' && argv.length > at + 2 ? at + 2 : at + 1)
    return (
      change !== undefined &&
      args.some(({ text }) => (text === null ? change.unknown : change.words.test(text.replace(/=.*/s, ''))))
    )
  })
}
