/**
 * Whole lines of a log file, a block at a time, so that a file of any size costs a block of memory and a line. Nothing here
 * knows what a line means; what is longer than any line of ours is dropped and counted.
 */
import { isAscii } from 'node:buffer'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

const BLOCK_BYTES = 1024 * 1024
/** The last lines of a file are often all that is wanted: its first block is smaller, the next ones grow. */
const FIRST_BLOCK_BYTES = 32 * 1024
/** A bounded entry is far smaller (see MAX_FIELD in redact.ts); only a foreign line can be longer. */
export const MAX_LINE_BYTES = 8 * 1024 * 1024

const NEWLINE = 0x0a

/** Lines that could not be read, over one reading of the log. */
export interface Tally {
  unreadable: number
}

/**
 * Blocks of whole lines, those at the end of the file first; within a block in the file's own order. What stands after the
 * last newline comes with the first block.
 */
export function* blocksFromEnd(path: string, tally: Tally): Generator<Buffer, void, undefined> {
  const fd = openSync(path, 'r')
  try {
    let end = fstatSync(fd).size
    /** Rest of a line that began before `end`. */
    let rest: Buffer[] = []
    let restBytes = 0
    let overlong = false
    let size = FIRST_BLOCK_BYTES
    while (end > 0) {
      const start = Math.max(0, end - size)
      size = Math.min(BLOCK_BYTES, size * 4)
      const bytes = readFully(fd, start, end - start)
      const cut = start === 0 ? -1 : bytes.indexOf(NEWLINE)
      end = start
      if (start > 0 && cut < 0) {
        overlong ||= restBytes + bytes.length > MAX_LINE_BYTES
        rest = overlong ? [] : [bytes, ...rest]
        restBytes = overlong ? 0 : restBytes + bytes.length
        continue
      }
      const lines = overlong
        ? bytes.subarray(cut + 1, bytes.lastIndexOf(NEWLINE) + 1)
        : Buffer.concat([bytes.subarray(cut + 1), ...rest])
      if (overlong) tally.unreadable += 1
      overlong = false
      rest = [bytes.subarray(0, cut + 1)]
      restBytes = cut + 1
      if (lines.length > 0) yield lines
    }
  } finally {
    closeSync(fd)
  }
}

export interface Block {
  readonly bytes: Buffer
  /** Where in the file it ends. */
  readonly end: number
}

/** Blocks of whole lines from byte `from` on; returns what stands after the last newline. */
export function* blocksFromStart(path: string, tally: Tally, from = 0): Generator<Block, Buffer, undefined> {
  const fd = openSync(path, 'r')
  try {
    let rest: Buffer = Buffer.alloc(0)
    let overlong = false
    for (let at = from; ; ) {
      const bytes = readFully(fd, at, BLOCK_BYTES)
      at += bytes.length
      const cut = bytes.lastIndexOf(NEWLINE)
      if (bytes.length > 0 && cut < 0) {
        overlong ||= rest.length + bytes.length > MAX_LINE_BYTES
        rest = overlong ? Buffer.alloc(0) : Buffer.concat([rest, bytes])
        continue
      }
      if (bytes.length === 0) return rest
      const first = overlong ? bytes.indexOf(NEWLINE) + 1 : 0
      if (overlong) tally.unreadable += 1
      overlong = false
      const lines = Buffer.concat([rest, bytes.subarray(first, cut + 1)])
      rest = Buffer.from(bytes.subarray(cut + 1))
      if (lines.length > 0) yield { bytes: lines, end: at - rest.length }
    }
  } finally {
    closeSync(fd)
  }
}

/** At most `length` bytes from `start`: fewer at the end of the file. */
function readFully(fd: number, start: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const read = readSync(fd, bytes, filled, length - filled, start + filled)
    if (read === 0) break
    filled += read
  }
  return bytes.subarray(0, filled)
}

/** The block as text. Most are ASCII, for which the cheaper way gives the same. */
export function textOf(bytes: Buffer): string {
  return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8')
}
