/**
 * One line when a session starts and one when it ends, with the head of its log's hash chain: a log cut short shows. What
 * rotation removed is named as well, so that a log that is missing is told from one that was dropped.
 */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { blocksFromStart, textOf } from './blocks.js'

export type IndexLine =
  | {
      readonly event: 'start'
      readonly session: string
      readonly ts: string
      readonly agent: string
      readonly command: string
      readonly project: string
      readonly log: string
    }
  | {
      readonly event: 'end'
      readonly session: string
      readonly ts: string
      readonly coverage: string
      readonly entries: number
      readonly head: string
    }
  | {
      readonly event: 'dropped'
      readonly session: string
      readonly ts: string
      readonly why: string
    }

/** What the index says of one session. */
export interface SessionRecord {
  readonly start?: Extract<IndexLine, { event: 'start' }>
  readonly end?: Extract<IndexLine, { event: 'end' }>
  readonly dropped?: Extract<IndexLine, { event: 'dropped' }>
}

const pathOf = (state: string) => join(state, 'sessions.jsonl')

/** Appends to `sessions.jsonl` in the state directory. Throws where that cannot be written. */
export function appendIndex(state: string, line: IndexLine): void {
  appendFileSync(pathOf(state), `${JSON.stringify({ v: 1, ...line })}\n`, { mode: 0o600 })
}

/** All sessions that the index knows, in the order in which they started; empty where there is no index. */
export function readIndex(state: string): ReadonlyMap<string, SessionRecord> {
  const sessions = new Map<string, SessionRecord>()
  try {
    for (const { bytes } of blocksFromStart(pathOf(state), { unreadable: 0 }))
      for (const text of textOf(bytes).split('\n')) {
        const line = parseIndexLine(text)
        if (line) sessions.set(line.session, { ...sessions.get(line.session), [line.event]: line })
      }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  return sessions
}

function parseIndexLine(text: string): IndexLine | undefined {
  let fields: Record<string, unknown>
  try {
    fields = JSON.parse(text) as Record<string, unknown>
  } catch {
    return undefined
  }
  if (typeof fields !== 'object' || fields === null || fields.v !== 1) return undefined
  const are = (...names: string[]) => names.every((name) => typeof fields[name] === 'string')
  if (!are('session', 'ts')) return undefined
  switch (fields.event) {
    case 'start':
      return are('agent', 'command', 'project', 'log') ? (fields as unknown as IndexLine) : undefined
    case 'end':
      return are('coverage', 'head') && typeof fields.entries === 'number'
        ? (fields as unknown as IndexLine)
        : undefined
    case 'dropped':
      return are('why') ? (fields as unknown as IndexLine) : undefined
    default:
      return undefined
  }
}
