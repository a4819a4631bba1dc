/**
 * Writes one session's decisions. "Written" means that write(2) took the whole line; a line that could not be written is
 * an error value, and then the command does not run. No fsync: it would cost more than the decision itself.
 */
import { constants, openSync, writeSync } from 'node:fs'
import { chained, chainStart } from './chain.js'
import { ENTRY_VERSION, type Unwritten } from './entry.js'

export interface SessionLog {
  readonly path: string
  /** Appends a line; its id, or why it could not be written. */
  append(line: Unwritten): string | Error
  /** Hash of the last line and how many there are, for the session index. */
  head(): { readonly hash: string; readonly entries: number }
}

/** `path`: file of this session alone, made 0600. Throws where it cannot be made. `clock` in milliseconds since 1970. */
export function openLog(path: string, session: string, clock: () => number): SessionLog {
  const fd = openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL, 0o600)
  return openLogAt(fd, path, session, clock)
}

/** The log of a session that is written to an open descriptor. */
export function openLogAt(fd: number, path: string, session: string, clock: () => number): SessionLog {
  let hash = chainStart(session)
  let entries = 0
  /** A line broke off in the middle (disk full): the next one starts on a fresh line. */
  let torn = false

  function append(fields: Unwritten): string | Error {
    const id = `${session}-${entries + 1}`
    const ts = new Date(clock()).toISOString()
    const body = JSON.stringify({ v: ENTRY_VERSION, id, ts, session, ...fields, prev: hash })
    const next = chained(body, hash)
    const bytes = Buffer.from(`${torn ? '\n' : ''}${next.line}\n`)
    try {
      const written = writeSync(fd, bytes)
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
