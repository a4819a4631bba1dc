/**
 * Small guarded files as they were when the session started, 0600 in its state, so that a change can be shown and taken
 * back. Where a copy is spoilt later the log has its hash, and a copy that does not fit it is not put back.
 */
import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, mkdirSync, openSync, readSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathSecret } from '../effects/secrets.js'
import type { FileState } from '../log/escape.js'

/** Larger ones are known by size and time alone. */
const MAX_FILE = 256 * 1024
const MAX_ALL = 8 * 1024 * 1024
const MAX_FILES = 500

/** A regular file; `content` where it is small. */
export interface Read {
  readonly state: FileState
  readonly content?: Buffer
}

/** Undefined where there is no regular file, or it cannot be read. Never waits: a FIFO of that name is none. */
export function readSmall(path: string): Read | undefined {
  let fd: number
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
  } catch {
    return undefined
  }
  try {
    const stat = fstatSync(fd)
    if (!stat.isFile()) return undefined
    const state = { size: stat.size, mode: stat.mode & 0o7777 }
    if (stat.size > MAX_FILE) return { state }
    const content = Buffer.alloc(stat.size)
    const length = readSync(fd, content, 0, content.length, 0)
    const whole = content.subarray(0, length)
    return { state: { ...state, hash: sha256(whole) }, content: whole }
  } catch {
    return undefined
  } finally {
    closeSync(fd)
  }
}

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

export interface Kept {
  /** What stood there when the session started, or was last reported; undefined: nothing did, or it is not known. */
  before(path: string): Read | undefined
  /** Whether a copy lies in the session's state, of just this content. */
  holds(path: string, content: Buffer): boolean
  /** Every path that was there to be kept. */
  readonly paths: readonly string[]
  /** What is there now becomes what the next change is compared with. */
  renew(path: string, now: Read | undefined): void
}

export const KEPT_DIRECTORY = 'kept'

/** Name of the copy of `path`: nothing of the path but its hash, whatever characters it has. */
export const keptName = (path: string) => sha256(Buffer.from(path))

/**
 * Keeps `paths`, as far as they exist and are small; of those that hold secrets no copy is made. `state`: directory of the
 * session. Throws where a copy cannot be written.
 */
export function keep(paths: readonly string[], state: string, home: string): Kept {
  const directory = join(state, KEPT_DIRECTORY)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const known = new Map<string, Read>()
  const copied = new Map<string, Buffer>()
  let bytes = 0
  for (const path of paths.slice(0, MAX_FILES)) {
    const read = readSmall(path)
    if (!read) continue
    const { content } = read
    known.set(path, read)
    if (content === undefined || bytes + content.length > MAX_ALL || holdsSecret(path, home)) continue
    bytes += content.length
    writeFileSync(join(directory, keptName(path)), content, { mode: 0o600 })
    copied.set(path, content)
  }
  return {
    before: (path) => known.get(path),
    holds: (path, content) => copied.get(path)?.equals(content) ?? false,
    paths: [...known.keys()],
    renew(path, now) {
      if (now && (known.has(path) || known.size < MAX_FILES)) known.set(path, now)
      else known.delete(path)
    },
  }
}

/** Of such a file nothing is written down: no copy, no hash that guesses could be tested against, no line of it. */
export function holdsSecret(path: string, home: string): boolean {
  return pathSecret(path, home) !== undefined || pathSecret(realPath(path), home) !== undefined
}

/** The path itself where it leads nowhere. */
export function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
