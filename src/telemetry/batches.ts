/** Reads a session's log on from a position, in batches of whole lines. Memory is bounded whatever the log holds. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { Line } from '../log/entry.js'
import { logFiles } from '../log/files.js'
import { parseLine } from '../log/line.js'

export interface Batch {
  readonly lines: readonly Line[]
  /** Where the next one begins. */
  readonly part: number
  readonly offset: number
  /** Lines that are none of ours, or too long to be sent. */
  readonly unreadable: number
}

/** Bytes of log in one request: below the 4 MiB that collectors take, with room for what OTLP adds. */
const BATCH_BYTES = 1024 * 1024
/** A longer line is passed over. */
const MAX_LINE = 8 * 1024 * 1024
const LINE_FEED = 0x0a

/** The next lines, at most `most`; undefined where there is none that is whole. */
export function nextBatch(
  directory: string,
  session: string,
  { part, offset }: Pick<Batch, 'part' | 'offset'>,
  most: number,
): Batch | undefined {
  const files = logFiles(directory, session).filter((file) => file.part >= part)
  for (const file of files) {
    const batch = readLines(file.path, file.part === part ? offset : 0, most)
    if (batch) return { ...batch, part: file.part }
  }
  return undefined
}

function readLines(path: string, offset: number, most: number): Omit<Batch, 'part'> | undefined {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch {
    // Dropped by age or size meanwhile: what was in it is gone.
    return undefined
  }
  try {
    const left = fstatSync(fd).size - offset
    if (left <= 0) return undefined
    const bytes = readAt(fd, offset, Math.min(left, BATCH_BYTES))
    if (bytes.includes(LINE_FEED)) return cut(bytes, offset, most)
    if (left < BATCH_BYTES) return undefined
    return longLine(fd, offset, left)
  } finally {
    closeSync(fd)
  }
}

/** A line that is longer than a batch: alone, or passed over. */
function longLine(fd: number, offset: number, left: number): Omit<Batch, 'part'> | undefined {
  const bytes = readAt(fd, offset, Math.min(left, MAX_LINE))
  if (bytes.includes(LINE_FEED)) return cut(bytes, offset, 1)
  for (let at = offset + MAX_LINE; at < offset + left; at += BATCH_BYTES) {
    const end = readAt(fd, at, BATCH_BYTES).indexOf(LINE_FEED)
    if (end >= 0) return { lines: [], offset: at + end + 1, unreadable: 1 }
  }
  return undefined
}

function readAt(fd: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  let used = 0
  for (let read = -1; read !== 0 && used < length; used += read)
    read = readSync(fd, bytes, used, length - used, offset + used)
  return bytes.subarray(0, used)
}

function cut(bytes: Buffer, offset: number, most: number): Omit<Batch, 'part'> {
  const lines: Line[] = []
  let unreadable = 0
  let start = 0
  for (let count = 0; count < most; count++) {
    const end = bytes.indexOf(LINE_FEED, start)
    if (end < 0) break
    const text = bytes.toString('utf8', start, end)
    const line = text === '' ? undefined : parseLine(text)
    if (line) lines.push(line)
    else if (text !== '') unreadable += 1
    start = end + 1
  }
  return { lines, offset: offset + start, unreadable }
}
