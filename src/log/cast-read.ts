/** Reads a recording (see cast.ts). A line that broke off, or is none, ends it: what came before is shown. */
import { blocksFromStart, textOf } from './blocks.js'

export interface CastHeader {
  readonly width: number
  readonly height: number
  /** Milliseconds since 1970. */
  readonly started: number
}

export interface CastEvent {
  /** Seconds since the start. */
  readonly at: number
  readonly kind: 'o' | 'r'
  readonly text: string
}

/** The header, and the events one by one. An Error where the file is no recording. */
export function readCast(path: string): { header: CastHeader; events: Iterable<CastEvent> } | Error {
  const lines = linesOf(path)
  const { value: first } = lines.next()
  const header = first === undefined ? undefined : headerOf(first)
  if (!header) return new Error('it does not begin as an asciicast of version 2')
  return { header, events: eventsOf(lines) }
}

function* linesOf(path: string): Generator<string, undefined, undefined> {
  for (const { bytes } of blocksFromStart(path, { unreadable: 0 }))
    for (const line of textOf(bytes).split('\n')) if (line !== '') yield line
  return undefined
}

function* eventsOf(lines: Iterable<string>): Generator<CastEvent, void, undefined> {
  for (const line of lines) {
    const [at, kind, text] = (parsed(line) ?? []) as unknown[]
    if (typeof at !== 'number' || typeof text !== 'string') return
    if (kind === 'o' || kind === 'r') yield { at, kind, text }
  }
}

function headerOf(line: string): CastHeader | undefined {
  const fields = parsed(line)
  if (fields === undefined || Array.isArray(fields)) return undefined
  const { version, width, height, timestamp, gatesh } = fields as Record<string, unknown>
  if (version !== 2 || typeof width !== 'number' || typeof height !== 'number') return undefined
  const own = typeof gatesh === 'object' && gatesh !== null ? (gatesh as Record<string, unknown>).started_ms : undefined
  const started = typeof own === 'number' ? own : typeof timestamp === 'number' ? timestamp * 1_000 : 0
  return { width, height, started }
}

function parsed(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
