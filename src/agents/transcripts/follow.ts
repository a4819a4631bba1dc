/**
 * Follows the transcript files of one session: reads only what is new, and notices when what stood there was changed. The
 * files belong to the agent, and whatever it starts can write them: what comes from here is told, never believed by itself.
 */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import type { Turn } from '../../transcript/turn.js'
import { JsonLines } from './lines.js'
import type { TranscriptReader } from './reader.js'

const CHUNK = 256 * 1024
/** Bytes read in one turn; more waits for the next, so that a decision is never held up by a huge output. */
const MAX_READ = 64 * 1024 * 1024
/** The last bytes that were read are looked at again: a file that grew by being written anew has others there. */
const TAIL = 256
/** Files of one session: a resumed or compacted one may begin another. */
const MAX_FILES = 16

export interface Told {
  /** A turn that was written since. */
  turn(turn: Turn): void
  /** Something about the file that a person should know; once for each kind and file. */
  warn(problem: string): void
}

class Followed {
  private readonly lines = new JsonLines()
  private tail: Buffer
  private readonly said = new Set<string>()
  private inode: number | undefined
  /** As it was when it was read last. */
  private stamp: string | undefined

  constructor(
    private readonly path: string,
    private at: number,
    private readonly reader: TranscriptReader,
    private readonly told: Told,
  ) {
    this.tail = Buffer.alloc(0)
  }

  poll(): void {
    const stamp = this.stampNow()
    if (stamp !== undefined && stamp === this.stamp) return
    this.stamp = stamp
    let fd: number
    try {
      fd = openSync(this.path, 'r')
    } catch {
      if (this.inode !== undefined) this.once('is gone')
      return
    }
    try {
      this.read(fd)
    } catch (error) {
      this.once(`cannot be read (${error instanceof Error ? error.message : String(error)})`)
    } finally {
      closeSync(fd)
    }
    const { tooLong, broken } = this.lines.skipped
    if (tooLong > 0) this.once('has a line of more than 16 MiB, which was left out')
    if (broken > 0) this.once('has a line that is no record, which was left out')
  }

  private stampNow(): string | undefined {
    const stat = statSync(this.path, { throwIfNoEntry: false })
    // What was left for the next turn is read then, whether or not anything was written.
    return stat && (this.inode === undefined || this.at >= stat.size)
      ? `${stat.ino} ${stat.size} ${stat.mtimeMs}`
      : undefined
  }

  private read(fd: number): void {
    const { ino, size } = fstatSync(fd)
    if (this.inode !== undefined && (ino !== this.inode || size < this.at || !this.hasTail(fd))) {
      this.once('was rewritten; what the user said before stays as it was heard')
      // The reader knows what it met before.
      this.at = 0
      this.tail = Buffer.alloc(0)
    }
    this.inode = ino
    const bytes = Buffer.allocUnsafe(Math.min(CHUNK, Math.max(1, size - this.at)))
    for (let read = 0; this.at < size && read < MAX_READ; ) {
      const got = readSync(fd, bytes, 0, bytes.length, this.at)
      if (got === 0) return
      const chunk = bytes.subarray(0, got)
      this.at += got
      read += got
      this.tail = Buffer.concat([this.tail, chunk.subarray(-TAIL)]).subarray(-TAIL)
      this.lines.push(chunk, (record) => {
        for (const turn of this.reader.read(record)) this.told.turn(turn)
      })
    }
  }

  private hasTail(fd: number): boolean {
    const now = Buffer.alloc(this.tail.length)
    return readSync(fd, now, 0, now.length, this.at - this.tail.length) === now.length && now.equals(this.tail)
  }

  private once(problem: string): void {
    if (this.said.has(problem)) return
    this.said.add(problem)
    this.told.warn(`the transcript ${this.path} ${problem}`)
  }
}

export interface TranscriptFollower {
  /** Looks for files and reads what was written since. Never throws. */
  poll(): void
  /** Reads the files that are known only: a few microseconds where nothing was written. */
  pollKnown(): void
  /** The harness named its file: it is read from its start if it is new, else from where it ended at the start. */
  follow(path: string): void
}

/**
 * @param list paths of the transcripts that may be this session's: those that are new, or grow, from now on are followed;
 * what stands in them already was said in earlier sessions
 */
export function followTranscripts(
  list: () => readonly string[],
  newReader: () => TranscriptReader,
  told: Told,
): TranscriptFollower {
  const before = new Map(list().map((path) => [path, sizeOf(path)]))
  const followed = new Map<string, Followed>()
  const follow = (path: string) => {
    if (followed.has(path) || followed.size >= MAX_FILES) return
    followed.set(path, new Followed(path, before.get(path) ?? 0, newReader(), told))
  }
  const pollKnown = () => {
    for (const file of followed.values()) file.poll()
  }
  return {
    follow,
    pollKnown,
    poll() {
      for (const path of list()) {
        if (!followed.has(path) && sizeOf(path) !== (before.get(path) ?? 0)) follow(path)
      }
      pollKnown()
    },
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size
  } catch {
    return 0
  }
}
