import { interpret, interpretArgv, type Start } from '../../src/shell/interpret.js'
import type { Command, Dialect, Script, Word } from '../../src/shell/script.js'
import type { GitView, World } from '../../src/world.js'

/** A described machine: what is not named here is not known. */
export interface Machine {
  readonly files?: Readonly<Record<string, string>>
  readonly folders?: Readonly<Record<string, readonly string[]>>
  readonly missing?: readonly string[]
  readonly git?: GitView
  readonly env?: Readonly<Record<string, string>>
}

export const HOME = '/home/dev'
export const CWD = '/home/dev/app'

export function worldOf(machine: Machine = {}): World {
  const files = new Map(Object.entries(machine.files ?? {}))
  const folders = new Map(Object.entries(machine.folders ?? {}))
  return {
    readText: (path, most) =>
      (files.get(path)?.length ?? Number.POSITIVE_INFINITY) <= most ? files.get(path) : undefined,
    realpath: (path) => path,
    kind: (path) =>
      files.has(path)
        ? 'file'
        : folders.has(path)
          ? 'directory'
          : machine.missing?.includes(path)
            ? 'missing'
            : 'unknown',
    list: (path) => folders.get(path),
    git: () => machine.git,
    env: (name) => ({ HOME, PATH: '/usr/bin:/bin', ...machine.env })[name],
    hasProgram: () => undefined,
  }
}

export interface Reading extends Machine {
  readonly dialect?: Dialect
  readonly start?: Partial<Start>
}

export function read(text: string, reading: Reading = {}): Script {
  return interpret(text, reading.dialect ?? 'bash', { cwd: CWD, world: worldOf(reading), ...reading.start })
}

export function readArgv(argv: readonly string[], reading: Reading = {}): Script {
  return interpretArgv(argv, { cwd: CWD, world: worldOf(reading), ...reading.start })
}

/**
 * A whole script in lines that a person can check: each command with how it is reached, then each opaque part.
 * `?reason` stands for an unknown part of a word, `+` for one that may become several words.
 */
export function lines(script: Script): string[] {
  const commands = script.commands.map((command) => lineOf(command))
  return [...commands, ...script.opaque.map((part) => `opaque ${part.role} (${part.reason}): ${part.source}`)]
}

function lineOf(command: Command): string {
  const via = command.via
    .map(
      (step) =>
        step.program + (step.user === undefined ? '' : `(${step.user})`) + (step.where ? `@${step.where.name}` : ''),
    )
    .join(' > ')
  const words = command.argv.map(wordOf).join(' ')
  const assigns = command.assigns.map(
    (assignment) => `${assignment.name}${assignment.append ? '+' : ''}=${wordOf(assignment.value)}`,
  )
  const redirects = command.redirects.map((redirect) => `${redirect.fd}:${redirect.op}:${wordOf(redirect.target)}`)
  return [
    command.runs === 'always' ? '' : `[${command.runs}]`,
    via === '' ? '' : `${via} >`,
    words,
    command.argv.length === 0 ? assigns.join(' ') : '',
    redirects.join(' '),
    command.cwd === CWD ? '' : `in ${command.cwd}`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}

function wordOf(word: Word): string {
  const text = word.text ?? (word.pieces ?? [word.prefix ?? '', word.suffix ?? '']).join(`?${word.opaque}`)
  const quoted = text === '' || /[\s]/.test(text) ? `'${text}'` : text
  return quoted + (word.splits ? '+' : '')
}
