/**
 * Records a terminal as asciicast v2: a header line, then one line for each output, `[seconds, "o", text]`. What is typed is
 * not recorded. Nothing is written before its secrets are out: output is held until a line ends, and longer while what
 * looks like a secret goes on.
 */
import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { type NameSecret, redactOutput } from './cast-redaction.js'

export interface Recording {
  output(bytes: Uint8Array): void
  resized(columns: number, rows: number): void
  /** Writes what is held. Why the recording is not whole; undefined where it is. */
  close(): string | undefined
}

export interface RecordingOptions {
  readonly columns: number
  readonly rows: number
  readonly session: string
  readonly terminal: string
  readonly nameOf: NameSecret
  /** Milliseconds since 1970. */
  clock(): number
}

/** The recording, below the session's state directory. */
export const RECORDING_FILE = 'terminal.cast'

/** Output that is held at least: a secret that spans lines, such as a key, is looked at as a whole. */
const HELD_UNITS = 16 * 1024
const MAX_HELD_UNITS = 128 * 1024
/** After this long what is held is written as far as the last line, so that a crash loses little. */
const MAX_HELD_MS = 5_000

/** `r`: the terminal got another size, which is no text. */
interface Held {
  readonly at: number
  readonly kind: 'o' | 'r'
  readonly text: string
}

/** Begins a file of this session alone, 0600. Throws where it cannot be made. */
export function startRecording(path: string, options: RecordingOptions): Recording {
  const fd = openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL, 0o600)
  return recordTo(fd, options)
}

/** Records to an open descriptor. */
export function recordTo(fd: number, options: RecordingOptions): Recording {
  const { columns, rows, session, terminal, nameOf, clock } = options
  const started = clock()
  const decoder = new StringDecoder('utf8')
  let held: Held[] = []
  let units = 0
  /** Held units at which it is looked again: a screen without line ends is not read over and over. */
  let enough = HELD_UNITS
  let failed: string | undefined

  const header = {
    version: 2,
    width: columns,
    height: rows,
    timestamp: Math.floor(started / 1_000),
    env: { TERM: terminal },
    gatesh: { session, started_ms: started },
  }
  write(`${JSON.stringify(header)}\n`)

  function write(text: string): void {
    if (failed !== undefined) return
    try {
      const bytes = Buffer.from(text)
      if (writeSync(fd, bytes) < bytes.length) failed = 'the disk is full'
    } catch (error) {
      failed = error instanceof Error ? error.message : String(error)
    }
  }

  const seconds = (at: number) => Math.max(0, Math.round(at - started) / 1_000)
  const event = (at: number, kind: 'o' | 'r', text: string) => `${JSON.stringify([seconds(at), kind, text])}\n`

  /** Writes what is held, but for the end that could be half of a secret; all of it where `whole`. */
  function settle(whole: boolean): void {
    const joined = held.map(({ kind, text }) => (kind === 'o' ? text : '')).join('')
    const { text, unfinished } = redactOutput(joined, nameOf)
    const cut = whole ? joined.length : cutOf(joined, unfinished)
    const rest: Held[] = []
    let from = 0
    let lines = ''
    for (const piece of held) {
      const to = piece.kind === 'o' ? from + piece.text.length : from
      if (piece.kind === 'r' && from <= cut) lines += event(piece.at, 'r', piece.text)
      else if (piece.kind === 'r') rest.push(piece)
      else {
        if (from < cut) lines += event(piece.at, 'o', text.slice(from, Math.min(to, cut)))
        if (to > cut) rest.push({ ...piece, text: joined.slice(Math.max(from, cut), to) })
      }
      from = to
    }
    if (lines !== '') write(lines)
    held = rest
    units = joined.length - cut
    enough = Math.max(HELD_UNITS, Math.min(MAX_HELD_UNITS, units * 2))
  }

  return {
    output(bytes) {
      const text = decoder.write(Buffer.from(bytes))
      if (text === '' || failed !== undefined) return
      const at = clock()
      held.push({ at, kind: 'o', text })
      units += text.length
      if (units > enough || at - (held[0]?.at ?? at) > MAX_HELD_MS) settle(false)
    },
    resized(width, height) {
      held.push({ at: clock(), kind: 'r', text: `${width}x${height}` })
    },
    close() {
      settle(true)
      closeSync(fd)
      return failed
    },
  }
}

/**
 * Where what is held may be parted: behind the last line that ends before a secret that may go on. A screen that is drawn
 * without line ends has no better place than before a sequence, when too much of it is held.
 */
function cutOf(text: string, unfinished: number): number {
  const line = text.lastIndexOf('\n', unfinished - 1) + 1
  if (line > 0 || text.length <= MAX_HELD_UNITS) return line
  const sequence = text.lastIndexOf('\x1b', Math.min(unfinished, text.length - HELD_UNITS))
  return sequence > 0 ? sequence : text.length
}
