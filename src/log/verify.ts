/**
 * Whether the log is whole: each line follows from the one before it, numbers have no gap, parts none either, and a session
 * ends where the index says. Who can write these files can also write a new chain; what stands elsewhere (a copy of the
 * index, of an entry's hash) then shows it.
 */
import { blocksFromStart, textOf } from './blocks.js'
import { chainStart, verifyLine } from './chain.js'
import { type LogFile, logFiles } from './files.js'
import { parseLine } from './line.js'
import { readIndex, type SessionRecord } from './session-index.js'

/** `open`: no end was recorded, so that the session runs, or was ended by force, and a cut at its end does not show. */
export type SessionState = 'whole' | 'open' | 'dropped' | 'broken'

export interface SessionCheck {
  readonly session: string
  readonly state: SessionState
  readonly entries: number
  /** Lines that broke off while they were written; nothing of the chain is lost by them. */
  readonly torn: number
  /** Where it is broken first, and how many places there are. */
  readonly first?: Break
  readonly breaks: number
}

export interface Break {
  readonly path: string
  /** Counts from 1; 0 where it is about the file. */
  readonly line: number
  readonly what: string
}

/** Checks all sessions, or one, in the order in which they started. */
export function* verifyLog(log: string, state: string, only?: string): Generator<SessionCheck, void, undefined> {
  const index = readIndex(state)
  const files = grouped(logFiles(log, only))
  const sessions = new Set([...index.keys(), ...files.keys()])
  for (const session of sessions) {
    if (only !== undefined && session !== only) continue
    yield verifySession(session, files.get(session) ?? [], index.get(session))
  }
}

function grouped(files: readonly LogFile[]): Map<string, LogFile[]> {
  const groups = new Map<string, LogFile[]>()
  for (const file of files) groups.set(file.session, [...(groups.get(file.session) ?? []), file])
  return groups
}

function verifySession(session: string, files: readonly LogFile[], record: SessionRecord | undefined): SessionCheck {
  const last = files.at(-1)
  if (!last) {
    if (record?.dropped) return { session, state: 'dropped', entries: 0, torn: 0, breaks: 0 }
    const what = 'the index names this log, and it is missing'
    return {
      session,
      state: 'broken',
      entries: 0,
      torn: 0,
      breaks: 1,
      first: { path: record?.start?.log ?? session, line: 0, what },
    }
  }
  const chain = new Chain(session)
  for (const [at, file] of files.entries()) {
    if (file.part !== at + 1)
      chain.broken({ path: file.path, line: 0, what: `part ${at + 1} of the session is missing` })
    chain.file(file.path)
  }
  chain.close()
  const end = record?.end
  if (end) chain.endsAt(end, last.path)
  const state = chain.breaks > 0 ? 'broken' : end ? 'whole' : 'open'
  const { entries, torn, breaks, first } = chain
  return { session, state, entries, torn, breaks, ...(first ? { first } : {}) }
}

class Chain {
  entries = 0
  torn = 0
  breaks = 0
  first: Break | undefined
  private hash: string
  /** Number that the next batch of execs must begin with. */
  private nextLocal: number | undefined
  /** A line that cannot be read: torn if the next one follows nevertheless, else the place of a break. */
  private doubtful: Break | undefined

  constructor(private readonly session: string) {
    this.hash = chainStart(session)
  }

  broken(found: Break): void {
    this.breaks += 1
    this.first ??= found
  }

  file(path: string): void {
    let line = 0
    const tally = { unreadable: 0 }
    const blocks = blocksFromStart(path, tally)
    for (;;) {
      const { value, done } = blocks.next()
      const texts = textOf(done ? value : value.bytes).split('\n')
      if (!done) texts.pop()
      for (const text of texts) if (text !== '' || !done) this.line(text, path, ++line)
      if (done) break
    }
    if (tally.unreadable > 0) this.broken({ path, line: 0, what: 'it has a line that is far too long' })
  }

  private line(text: string, path: string, line: number): void {
    const hash = verifyLine(text, this.hash)
    if (hash !== undefined) {
      if (this.doubtful) this.torn += 1
      this.doubtful = undefined
      this.hash = hash
      this.entries += 1
      this.numbers(text, path, line)
      return
    }
    const parsed = parseLine(text)
    if (!parsed) {
      if (this.doubtful) this.broken(this.doubtful)
      this.doubtful = { path, line, what: 'it is no line of the log' }
      return
    }
    const missing = Number(parsed.id.slice(parsed.id.lastIndexOf('-') + 1)) - this.entries - 1
    const isItself = verifyLine(text, parsed.prev) !== undefined
    this.broken(
      this.doubtful ?? {
        path,
        line,
        what: !isItself
          ? 'it was changed'
          : missing > 0
            ? `${missing} lines before it are missing`
            : 'it does not follow from the line before it',
      },
    )
    this.doubtful = undefined
    // What stands behind the break is looked at by itself.
    this.hash = parsed.hash
    this.entries += isItself && missing > 0 ? missing + 1 : 1
  }

  private numbers(text: string, path: string, line: number): void {
    if (!text.startsWith(`{"v":1,"id":"${this.session}-${this.entries}"`)) {
      this.broken({ path, line, what: `its number is not ${this.session}-${this.entries}` })
      return
    }
    if (!text.includes('"local":{')) return
    const parsed = parseLine(text)
    if (!parsed || !('local' in parsed)) return
    const { first, count } = parsed.local
    if (this.nextLocal !== undefined && first !== this.nextLocal)
      this.broken({ path, line, what: `execs ${this.nextLocal} to ${first - 1} of the supervisor were never told` })
    this.nextLocal = first + count
  }

  /** No more files: a line that broke off was the last one. */
  close(): void {
    if (this.doubtful) this.torn += 1
    this.doubtful = undefined
  }

  endsAt({ entries, head }: NonNullable<SessionRecord['end']>, path: string): void {
    if (this.entries < entries)
      this.broken({ path, line: 0, what: `it was cut short: the index says ${entries} lines, it has ${this.entries}` })
    else if (this.entries > entries || (this.breaks === 0 && this.hash !== head))
      this.broken({ path, line: 0, what: 'it does not end as the index says' })
  }
}
