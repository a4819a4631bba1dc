/** Messages of the wire as requests of the core: what a door saw, in the words of src/request.ts. */
import type { Request, StdinKind } from '../request.js'
import type { Dialect } from '../shell/script.js'
import { EXEC_FLAG, type ExecRequest, type LineRequest } from './wire.js'

const has = (request: ExecRequest, flag: number) => (request.flags & flag) !== 0

const execDoor = { shim: 'command-shim', shell: 'shell-shim', supervisor: 'supervisor' } as const

function stdinOf({ stdin }: ExecRequest): StdinKind {
  // A file whose path the kernel could not name is a stream that nobody can read beforehand.
  if (stdin.kind !== 'file') return { kind: stdin.kind }
  return stdin.path === '' ? { kind: 'other' } : { kind: 'file', path: stdin.path }
}

export type Exec = Extract<Request, { kind: 'exec' }>

export function execRequest(message: ExecRequest): Exec {
  return {
    kind: 'exec',
    door: execDoor[message.door],
    exe: message.exe,
    execfn: message.execfn,
    argv: message.argv,
    cwd: message.cwd === '' ? null : message.cwd,
    stdin: stdinOf(message),
    truncated: has(message, EXEC_FLAG.argvTruncated | EXEC_FLAG.envTruncated | EXEC_FLAG.unreadable),
    nameless: has(message, EXEC_FLAG.memfd | EXEC_FLAG.deletedExe),
    setuid: has(message, EXEC_FLAG.setid),
  }
}

export function lineRequest(message: LineRequest): Request {
  const shell = message.shell.slice(message.shell.lastIndexOf('/') + 1)
  const dialect: Dialect = shell === 'zsh' ? 'zsh' : shell === 'bash' ? 'bash' : 'sh'
  return { kind: 'script', door: 'line', text: message.text, dialect, cwd: message.cwd }
}
