/**
 * Reads the decision log, newest first: from the ends of the files, so that the first screen of a million entries costs no
 * more than of a hundred. Torn lines, foreign lines and files that vanish meanwhile are passed over and counted.
 */
import { statSync } from 'node:fs'
import { blocksFromEnd, type Tally, textOf } from './blocks.js'
import { type Entry, isEntry, type Line } from './entry.js'
import { type LogFile, logFiles } from './files.js'
import { parseLine } from './line.js'
import { type Query, queryOf, type Selection } from './select.js'

/** A line of the log with its text as it was written. */
export interface Found<T extends Line = Entry> {
  readonly line: T
  readonly text: string
}

/** The file system's clock may be this far behind the one that entries are stamped with. */
const CLOCK_SLACK_MS = 1_000

/** The entries of a selection, newest first. `tally` counts lines that looked as if they were meant and cannot be read. */
export function* readLog(
  directory: string,
  selection: Selection,
  tally: Tally = { unreadable: 0 },
): Generator<Found, void, undefined> {
  const query = queryOf(selection)
  yield* merged(directory, selection, (file) => entriesOf(file, query, selection.since, tally))
}

/** Lines of a session that are no entries (changes of the user's rules, findings), newest first. */
export function* readOthers(
  directory: string,
  session: string | undefined,
  since: number | undefined,
  tally: Tally = { unreadable: 0 },
): Generator<Found<Exclude<Line, Entry>>, void, undefined> {
  const isOther = (block: string, from: number, end: number) => !block.slice(from, end).includes('"effects":[')
  const query: Query = { mark: '"kind":"', mayBe: isOther, accepts: () => true }
  const isMeant = (line: Line): line is Exclude<Line, Entry> => !isEntry(line)
  yield* merged(directory, { session, since }, (file) => linesOf(file, query, since, tally, isMeant))
}

/** The entry with this id; its session, and so its files, stand in the id. */
export function findEntry(directory: string, id: string): Found | undefined {
  const session = id.slice(0, id.lastIndexOf('-'))
  if (session === '') return undefined
  const query: Query = { mark: `"id":${JSON.stringify(id)}`, mayBe: () => true, accepts: (entry) => entry.id === id }
  for (const file of logFiles(directory, session).reverse())
    for (const found of entriesOf(file, query, undefined, { unreadable: 0 })) return found
  return undefined
}

type Source<T extends Line> = Generator<Found<T>, void, undefined>

/**
 * What the files give, joined newest first. Each file is in order already, and holds nothing newer than its last change:
 * one is opened only when it may have the next line.
 */
function* merged<T extends Line>(
  directory: string,
  { session, since }: Pick<Selection, 'session' | 'since'>,
  open: (file: LogFile) => Source<T>,
): Source<T> {
  const waiting = logFiles(directory, session)
    .flatMap((file) => {
      const changed = changedAt(file.path)
      return changed === undefined || changed < (since ?? 0) ? [] : [{ file, newest: changed + CLOCK_SLACK_MS }]
    })
    .sort((a, b) => a.newest - b.newest)
  const opened: { source: Source<T>; next: Found<T>; at: number }[] = []
  const take = (source: Source<T>) => {
    const { value } = source.next()
    if (value) opened.push({ source, next: value, at: Date.parse(value.line.ts) })
  }
  while (opened.length > 0 || waiting.length > 0) {
    const newest = Math.max(...opened.map(({ at }) => at))
    const unopened = waiting.at(-1)
    if (unopened && unopened.newest >= newest) {
      waiting.pop()
      take(open(unopened.file))
      continue
    }
    const index = opened.findIndex(({ at }) => at === newest)
    const [first] = opened.splice(index, 1)
    if (!first) return
    yield first.next
    take(first.source)
  }
}

function changedAt(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs
}

const entriesOf = (file: LogFile, query: Query, since: number | undefined, tally: Tally): Source<Entry> =>
  linesOf(file, query, since, tally, isEntry)

/** Selected lines of one file, newest first. */
function* linesOf<T extends Line>(
  { path }: LogFile,
  query: Query,
  since: number | undefined,
  tally: Tally,
  isMeant: (line: Line) => line is T,
): Source<T> {
  try {
    for (const bytes of blocksFromEnd(path, tally)) {
      const block = textOf(bytes)
      // Found from the front, which is faster, and parsed from the end, as far as somebody wants them.
      for (const text of [...candidates(block, query)].reverse()) {
        const line = parseLine(text)
        if (!line) tally.unreadable += 1
        else if (isMeant(line) && (!isEntry(line) || query.accepts(line))) yield { line, text }
      }
      if (since !== undefined && isOlder(block, since)) return
    }
  } catch (error) {
    // Rotated away while it was read.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

/** Lines of a block that may be meant, in its order. */
export function* candidates(block: string, { mark, mayBe }: Query): Generator<string, void, undefined> {
  let at = 0
  while (at < block.length) {
    const hit = mark === undefined ? at : block.indexOf(mark, at)
    if (hit < 0) return
    const start = mark === undefined ? at : block.lastIndexOf('\n', hit) + 1
    const newline = block.indexOf('\n', hit)
    const end = newline < 0 ? block.length : newline
    if (end > start && mayBe(block, start, end)) yield block.slice(start, end)
    at = end + 1
  }
}

const TIME = '"ts":"'

/** Whether the block begins before that time: then so does all that stands before it in the file. */
function isOlder(block: string, since: number): boolean {
  const at = block.indexOf(TIME)
  const time = at < 0 ? Number.NaN : Date.parse(block.slice(at + TIME.length, at + TIME.length + 24))
  return time < since
}
