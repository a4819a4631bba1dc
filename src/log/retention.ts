/**
 * How long the log is kept: whole sessions go, the oldest first, with their recordings and their copy of the user's words.
 * The index keeps their names, so that what was dropped is told from what was taken away.
 */
import { readdirSync, rmSync, statSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { type LogFile, logFiles } from './files.js'
import { appendIndex } from './session-index.js'

export interface Retention {
  readonly days: number
  readonly megabytes: number
}

export const defaultRetention: Retention = { days: 90, megabytes: 4096 }

export interface RetentionPlaces {
  readonly state: string
  readonly log: string
  readonly sessions: string
}

const DAY_MS = 86_400_000
const MEGABYTE = 1024 * 1024

interface Kept {
  readonly session: string
  readonly paths: readonly string[]
  readonly bytes: number
  /** Milliseconds since 1970. */
  readonly changed: number
}

/**
 * Drops what is older than its time or over the limit; gives the sessions that went. Sessions for which `isRunning` holds
 * stay. Throws where the index cannot be written: nothing is dropped without a word.
 */
export function dropOld(
  { state, log, sessions }: RetentionPlaces,
  { days, megabytes }: Retention,
  isRunning: (session: string) => boolean,
  now: number,
): string[] {
  const kept = bySession(logFiles(log), sessions)
  const dropped: string[] = []
  let total = kept.reduce((sum, { bytes }) => sum + bytes, 0)
  for (const { session, paths, bytes, changed } of kept) {
    const isOld = changed < now - days * DAY_MS
    if ((!isOld && total <= megabytes * MEGABYTE) || isRunning(session)) continue
    const why = isOld ? `older than ${days} days` : `the log was larger than ${megabytes} MB`
    appendIndex(state, { event: 'dropped', session, ts: new Date(now).toISOString(), why })
    for (const path of paths) unlink(path)
    rmSync(join(sessions, session), { recursive: true, force: true })
    dropped.push(session)
    total -= bytes
  }
  return dropped
}

/** Oldest first. */
function bySession(files: readonly LogFile[], sessions: string): Kept[] {
  const groups = new Map<string, Kept>()
  for (const { session, path } of files) {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (!stat) continue
    const before = groups.get(session) ?? { session, paths: [], bytes: sizeOf(join(sessions, session)), changed: 0 }
    groups.set(session, {
      session,
      paths: [...before.paths, path],
      bytes: before.bytes + stat.size,
      changed: Math.max(before.changed, stat.mtimeMs),
    })
  }
  return [...groups.values()].sort((a, b) => a.changed - b.changed)
}

/** Bytes of the files in a directory; recordings are the large ones. */
function sizeOf(directory: string): number {
  try {
    return readdirSync(directory)
      .map((name) => statSync(join(directory, name), { throwIfNoEntry: false })?.size ?? 0)
      .reduce((sum, size) => sum + size, 0)
  } catch {
    return 0
  }
}

/** Two sessions that start at once may drop the same file. */
function unlink(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
