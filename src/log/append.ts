/**
 * Writes one session's decisions. "Written" means that write(2) took the whole line; a line that could not be written is
 * an error value, and then the command does not run. No fsync: it would cost more than the decision itself.
 */
import { closeSync, constants, fstatSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { chained, chainStart } from './chain.js'
import { ENTRY_VERSION, type Unwritten } from './entry.js'

export interface SessionLog {
  /** Its first part. */
  readonly path: string
  /** Appends a line; its id, or why it could not be written. */
  append(line: Unwritten): string | Error
  /** Hash of the last line and how many there are, for the session index. */
  head(): { readonly hash: string; readonly entries: number }
}

/** A file that has grown to this is followed by a next part: old ones can be dropped, and an editor still opens one. */
export const MAX_PART_BYTES = 64 * 1024 * 1024
/**
 * A file that somebody removed still takes lines, which nobody would ever read. Looked for this often; by the clock of
 * the entries, so that it costs nothing in between.
 */
const LOOK_EVERY_MS = 1_000

export interface LogOptions {
  readonly maxPartBytes?: number
}

/** `path`: file of this session alone, made 0600. Throws where it cannot be made. `clock` in milliseconds since 1970. */
export function openLog(path: string, session: string, clock: () => number, options: LogOptions = {}): SessionLog {
  return openLogAt(openPart(path), path, session, clock, options)
}

function openPart(path: string): number {
  return openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL, 0o600)
}

/** The log of a session that is written to an open descriptor. */
export function openLogAt(
  opened: number,
  path: string,
  session: string,
  clock: () => number,
  { maxPartBytes = MAX_PART_BYTES }: LogOptions = {},
): SessionLog {
  let fd = opened
  let part = 1
  let partBytes = 0
  let looked = 0
  let hash = chainStart(session)
  let entries = 0
  /** A line broke off in the middle (disk full): the next one starts on a fresh line. */
  let torn = false

  /** Goes on in a next part, in a directory that is made again where it went. The chain goes on, so that a lost part shows. */
  function nextPart(): void {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const next = openPart(path.replace(/(?:\.jsonl)?$/, `.${part + 1}.jsonl`))
    closeSync(fd)
    fd = next
    part += 1
    partBytes = 0
    torn = false
  }

  function isGone(now: number): boolean {
    if (now - looked < LOOK_EVERY_MS) return false
    looked = now
    return fstatSync(fd).nlink === 0
  }

  function append(fields: Unwritten): string | Error {
    const id = `${session}-${entries + 1}`
    const now = clock()
    const ts = new Date(now).toISOString()
    const body = JSON.stringify({ v: ENTRY_VERSION, id, ts, session, ...fields, prev: hash })
    const next = chained(body, hash)
    try {
      if (partBytes >= maxPartBytes || isGone(now)) nextPart()
      const bytes = Buffer.from(`${torn ? '\n' : ''}${next.line}\n`)
      const written = writeSync(fd, bytes)
      partBytes += written
      if (written < bytes.length) {
        torn = true
        return new Error('the disk is full')
      }
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
    torn = false
    hash = next.hash
    entries += 1
    return id
  }

  return { path, append, head: () => ({ hash, entries }) }
}
