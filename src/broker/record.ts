/**
 * What an allowed request lets its descendants do without being asked anew: run what its text named, word for word and
 * in the same directory. The text was judged with exactly these commands in it. Pure.
 */
import type { Request } from '../request.js'
import type { Command, Script } from '../shell/script.js'
import { shellText } from './shell-text.js'

export interface RequestRecord {
  /** Log entry of the request. */
  readonly entry: string
  /** `agent`: the program that the user launched; what it starts is judged on its own. */
  readonly kind: 'agent' | 'request'
  readonly parent: RequestRecord | undefined
  readonly pid: number
  /** Start time of the process where pids are all there is; a pid that was reused has another one. */
  readonly started: string | undefined
  readonly program: Program | undefined
  readonly predicted: ReadonlySet<string>
  /** Effects that were refused below this request: shared by all records of one request. */
  readonly refused: Set<string>
  /** A known agent does it for itself, and not for its model (see isHarnessWork); so does what it starts. */
  readonly forItself?: boolean
  /** Effects that a person approved for this request, and the question or entry that they were approved with. */
  readonly approved?: { readonly of: string; readonly effects: ReadonlySet<string> }
}

/** The file that was started and its arguments; a script's own path and arguments where an interpreter runs it. */
export interface Program {
  readonly path: string
  readonly args: readonly string[]
}

type Exec = Extract<Request, { kind: 'exec' }>

/** Levels of records that are looked through. */
const MAX_LEVELS = 32

const basename = (path: string) => path.slice(path.lastIndexOf('/') + 1)
const dirname = (path: string) => path.slice(0, Math.max(1, path.lastIndexOf('/')))

/** What was started. `execfn` is the path that the kernel was given: the script, where `exe` is its interpreter. */
export function programOf(request: Exec): Program {
  const path = request.execfn?.startsWith('/') ? request.execfn : request.exe
  const at = path === request.exe ? 0 : request.argv.indexOf(path)
  return { path, args: request.argv.slice(at > 0 ? at + 1 : 1) }
}

const keyOf = (name: string, args: readonly string[], cwd: string) => JSON.stringify([cwd, name, args])

/** Stands for "a shell with this text" among the names of programs. */
const TEXT = 'sh -c'

/** Keys of the commands and texts of `script` that are the same on every run. */
export function predictedBy(script: Script | null): ReadonlySet<string> {
  const keys = (script?.commands ?? []).map(keyOfCommand)
  const texts = (script?.texts ?? []).map(({ text, cwd }) =>
    cwd !== null && isSelfContained(text) ? keyOf(TEXT, [text], cwd) : undefined,
  )
  return new Set([...keys, ...texts].filter((key) => key !== undefined))
}

/** Whether every variable of the text is one that it sets itself: else it means something else in another environment. */
function isSelfContained(text: string): boolean {
  if (/`|\$\(|\$\{/.test(text)) return false
  return [...text.matchAll(/\$(\w+)/g)].every(
    ([, name = '']) => /^\d$/.test(name) === false && new RegExp(`(?:^|[\\s;'"&|(])${name}=`).test(text),
  )
}

function keyOfCommand({ argv, cwd }: Command): string | undefined {
  const words = argv.map((word) => (word.glob || word.splits ? null : word.text))
  const [name, ...args] = words
  if (name === undefined || name === null || cwd === null || args.includes(null)) return undefined
  return keyOf(name, args as string[], cwd)
}

/**
 * Whether an allowed request that `parent` belongs to named this very exec. `trusted`: directories that were on PATH
 * when the session started and that are not the project's or for temporary files; a bare name stands only for a program
 * in one of these.
 */
export function isPredicted(request: Exec, parent: RequestRecord, trusted: ReadonlySet<string>): boolean {
  if (request.cwd === null || request.truncated || request.nameless) return false
  const { path, args } = programOf(request)
  const keys = [keyOf(path, args, request.cwd)]
  if (trusted.has(dirname(path))) keys.push(keyOf(basename(path), args, request.cwd))
  const text = trusted.has(dirname(request.exe)) && path === request.exe ? shellText(request) : undefined
  if (text !== undefined && request.argv.at(-1) === text && request.argv.length === 3)
    keys.push(keyOf(TEXT, [text], request.cwd))
  for (
    let record: RequestRecord | undefined = parent, level = 0;
    record && level < MAX_LEVELS;
    record = record.parent, level++
  ) {
    const { predicted } = record
    if (keys.some((key) => predicted.has(key))) return true
  }
  return false
}

/**
 * Whether this exec is only the interpreter's turn in starting what was allowed: `#!/usr/bin/env node` makes the kernel
 * run env and env run node, in one process, with the script's path and arguments unchanged.
 */
export function continues(request: Exec, pid: number, parent: RequestRecord): boolean {
  const { program } = parent
  if (!program || pid !== parent.pid || request.truncated || request.nameless) return false
  const at = request.argv.indexOf(program.path, 1)
  const rest = at < 0 ? [] : request.argv.slice(at + 1)
  return (
    at >= 1 && at <= 3 && rest.length === program.args.length && rest.every((arg, index) => arg === program.args[index])
  )
}

/** Programs that do part of their work through ssh; the remote command tells that it is this part and no other. */
const throughSsh: Readonly<Record<string, RegExp>> = {
  git: /^git[- ](?:upload-pack|receive-pack|upload-archive) /,
  rsync: /^rsync --server /,
  scp: /^scp -[tf]|^sftp$/,
  sftp: /^sftp$/,
}

/** Whether an allowed program starts its own transport: the act was judged when it was asked as `git push`. */
export function isTransport(request: Exec, parent: RequestRecord, trusted: ReadonlySet<string>): boolean {
  const shape = throughSsh[basename(parent.program?.path ?? '')]
  const { path, args } = programOf(request)
  if (!shape || parent.kind !== 'request' || basename(path) !== 'ssh' || !trusted.has(dirname(path))) return false
  return shape.test(args.at(-1) ?? '') || shape.test(args.slice(-4).join(' '))
}
