/**
 * The log's files. Each session writes its own, so that sessions never wait for each other, and goes on in a next part
 * when one has grown large. A name begins with the time at which the session started: names sort by age.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

export interface LogFile {
  readonly path: string
  readonly session: string
  /** Counts from 1. */
  readonly part: number
}

const NAME = /^\d{8}T\d{6}Z-([A-Za-z0-9]{1,64})(?:\.(\d{1,6}))?\.jsonl$/

/** Name of a part of a session's log. */
export function logName(started: Date, session: string, part: number): string {
  const time = started.toISOString().replace(/[-:]|\.\d+/g, '')
  return part === 1 ? `${time}-${session}.jsonl` : `${time}-${session}.${part}.jsonl`
}

/** Session and part that a file name stands for; undefined where it is no log of ours. */
export function parseLogName(name: string): Omit<LogFile, 'path'> | undefined {
  const match = NAME.exec(name)
  return match ? { session: match[1] ?? '', part: Number(match[2] ?? 1) } : undefined
}

/** Files of all sessions or of one, oldest session first, its parts in order. None where there is no log yet. */
export function logFiles(directory: string, session?: string): LogFile[] {
  let names: string[]
  try {
    names = readdirSync(directory)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  const files = names.flatMap((name) => {
    const parsed = parseLogName(name)
    const ours = parsed !== undefined && (session === undefined || parsed.session === session)
    return ours ? [{ name, path: join(directory, name), ...parsed }] : []
  })
  const start = ({ name }: { name: string }) => name.slice(0, 16)
  return files
    .sort((a, b) => compare(start(a), start(b)) || compare(a.session, b.session) || a.part - b.part)
    .map(({ path, session, part }) => ({ path, session, part }))
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
