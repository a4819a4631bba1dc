/** Reads the decision log. Torn lines, foreign lines and lines of a newer version are passed over and counted. */
import { closeSync, createReadStream, openSync, readdirSync, readSync, statSync, watch } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Entry, isEntry, type Line } from './entry.js'

export interface Selection {
  /** Blocked ones only, unless set. */
  readonly all?: boolean
  readonly session?: string
}

export interface Found {
  /** Oldest first. */
  readonly entries: readonly Entry[]
  /** Lines that could not be read. */
  readonly unreadable: number
}

/** What stands in the line of a command that did not run, as JSON.stringify writes it: spares parsing the others. */
const BLOCKED_MARK = '"ran":false'

/** One line of a log file; undefined where it is none of ours. */
export function parseLine(text: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const line = value as Partial<Line>
    const known = typeof value === 'object' && value !== null && line.v === 1 && typeof line.id === 'string'
    return known && typeof line.ts === 'string' ? (value as Line) : undefined
  } catch {
    return undefined
  }
}

/** Log files, oldest session first: their names begin with the time at which the session started. */
export function logFiles(directory: string, session?: string): string[] {
  let names: string[]
  try {
    names = readdirSync(directory)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  const ours = names.filter((name) => name.endsWith(session === undefined ? '.jsonl' : `-${session}.jsonl`))
  return ours.sort().map((name) => join(directory, name))
}

/** The entries of a selection. */
export async function readLog(directory: string, { all, session }: Selection): Promise<Found> {
  const entries: Entry[] = []
  let unreadable = 0
  for (const path of logFiles(directory, session)) {
    for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
      if (text === '' || (!all && !text.includes(BLOCKED_MARK))) continue
      const line = parseLine(text)
      if (!line) unreadable += 1
      else if (isEntry(line) && (all || !line.ran)) entries.push(line)
    }
  }
  entries.sort((a, b) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0))
  return { entries, unreadable }
}

/** The entry with this id; its session, and so its file, stands in the id. */
export async function findEntry(directory: string, id: string): Promise<Entry | undefined> {
  const session = id.slice(0, id.lastIndexOf('-'))
  const { entries } = await readLog(directory, { all: true, session })
  return entries.find((entry) => entry.id === id)
}

/** Calls `each` for every entry that is written from now on, until `signal` aborts. Told by the system, not by polling. */
export function followLog(directory: string, signal: AbortSignal, each: (entry: Entry) => void): void {
  const offsets = new Map<string, number>()
  for (const path of logFiles(directory)) offsets.set(path, statSync(path).size)
  watch(directory, { signal }, (_event, name) => {
    if (!name?.endsWith('.jsonl')) return
    const path = join(directory, name)
    const { text, end } = readFrom(path, offsets.get(path) ?? 0)
    offsets.set(path, end)
    for (const part of text.split('\n')) {
      const line = part === '' ? undefined : parseLine(part)
      if (line && isEntry(line)) each(line)
    }
  })
}

/** Whole lines from `offset` on, and where they end. */
function readFrom(path: string, offset: number): { text: string; end: number } {
  const fd = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(Math.max(0, statSync(path).size - offset))
    const read = readSync(fd, bytes, 0, bytes.length, offset)
    const whole = bytes.subarray(0, bytes.subarray(0, read).lastIndexOf(0x0a) + 1)
    return { text: whole.toString(), end: offset + whole.length }
  } finally {
    closeSync(fd)
  }
}
