/**
 * What makes a shell that lives on ask for each of its lines (hooks/shell/): files in the session's own directory, and
 * the variables by which bash and zsh find them. None of the user's own files is touched, and all of them are read.
 */
import { chmodSync, copyFileSync, mkdirSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LiveShells, ProgramFile } from '../broker/live-shell.js'
import type { Environment } from './environment.js'
import { hookFile } from './hook-files.js'
import { bashEnvOf, quoted, type SessionDirectory } from './session-directory.js'

export interface ShellHooks {
  /** Makes a bash that lives on ask. */
  readonly bash: string
  /** For the bash that the user launches: reads the user's own ~/.bashrc first. */
  readonly bashrc: string
  /** How the broker knows the shells that ask. */
  readonly live: LiveShells
}

/** Writes them into the session's directory. Throws where that fails. `ask`: gatesh-ask as it was built. */
export function layOutShellHooks(directory: SessionDirectory, ask: string, env: Environment): ShellHooks {
  const { root, bin } = directory
  const asker = join(bin, 'gatesh-ask')
  copyFileSync(ask, asker)
  chmodSync(asker, 0o500)
  const home = join(root, 'shell')
  mkdirSync(home, { mode: 0o700 })
  const bash = join(home, 'bash')
  const bashrc = join(home, 'bashrc')
  write(bash, template('bash.bash', { ask: asker }))
  write(bashrc, `[ ! -r ~/.bashrc ] || . ~/.bashrc\n. ${quoted(bash)}\n`)
  write(join(home, '.zshenv'), template('zshenv.zsh', { ask: asker, home, zdotdir: env.ZDOTDIR ?? '' }))
  const live = {
    asker: programFile(asker),
    bashEnv: bashEnvOf(directory),
    promptCommand: promptCommand(bash, env.PROMPT_COMMAND),
    zdotdir: home,
  }
  return { bash, bashrc, live }
}

/** The program as the kernel names it. Throws where there is none. */
export function programFile(path: string): ProgramFile {
  const { dev, ino } = statSync(path, { bigint: true })
  return { path: realpathSync(path), dev: String(dev), ino: String(ino) }
}

const write = (path: string, text: string) => writeFileSync(path, text, { mode: 0o400 })

/** The hook with its `@word@`s filled in: none of them is inside quotes. */
function template(name: string, words: Readonly<Record<string, string>>): string {
  const text = hookFile(`shell/${name}`)
  return Object.entries(words).reduce((so, [word, value]) => so.replaceAll(`=@${word}@`, `=${quoted(value)}`), text)
}

/** The value of PROMPT_COMMAND that arms a bash at a terminal; `before`: what the user exports as such. */
const promptCommand = (bash: string, before?: string) =>
  `[ ! -r ${quoted(bash)} ] || . ${quoted(bash)}${before ? `; ${before}` : ''}`

export function hookedEnvironment(env: Environment, { live }: ShellHooks): Environment {
  return { ...env, BASH_ENV: live.bashEnv, PROMPT_COMMAND: live.promptCommand, ZDOTDIR: live.zdotdir }
}

/** Options before which `--rcfile` may stand: the shell stays one at a terminal that reads its startup file. */
const plainOptions = new Set(['-i', '--interactive', '--noediting', '--verbose'])

/** Arguments for the launched program: a plain bash at a terminal reads our startup file, which reads the user's. */
export function hookedArgs(program: string, args: readonly string[], { bashrc }: ShellHooks): readonly string[] {
  const isBash = program.endsWith('/bash') && args.every((arg) => plainOptions.has(arg))
  return isBash ? ['--rcfile', bashrc, ...args] : args
}
