/**
 * How far a session's log has been sent, on disk beside it: the log itself is the spool, and a job that was killed loses
 * nothing that had been decided. Written after the receiver took a batch; a batch that was taken while this file was not
 * written is sent again, and its records have the same `log.record.uid`.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newTally, type Tally } from './metrics.js'

export interface Position {
  /** Part of the session's log (log/files.ts), and bytes of it that are done. */
  part: number
  offset: number
  /** Everything has been sent, the metrics as well. */
  done: boolean
  tally: Tally
}

const directoryOf = (state: string) => join(state, 'telemetry')
const pathOf = (state: string, session: string) => join(directoryOf(state), `${session}.json`)

/** From the start where there is none yet, or where it cannot be read: then records are sent twice rather than never. */
export function readPosition(state: string, session: string): Position {
  try {
    const value = JSON.parse(readFileSync(pathOf(state, session), 'utf8')) as Partial<Position>
    const { part, offset, done, tally } = value
    if (isCount(part) && isCount(offset) && typeof done === 'boolean' && isTally(tally))
      return { part, offset, done, tally }
  } catch {
    // Said above.
  }
  return { part: 1, offset: 0, done: false, tally: newTally() }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

function isTally(value: unknown): value is Tally {
  const { decisions, durations, dropped } = (value ?? {}) as Partial<Tally>
  return typeof decisions === 'object' && typeof durations === 'object' && isCount(dropped)
}

/** Throws where it cannot be written. */
export function writePosition(state: string, session: string, position: Position): void {
  mkdirSync(directoryOf(state), { recursive: true, mode: 0o700 })
  const path = pathOf(state, session)
  writeFileSync(`${path}.${process.pid}`, JSON.stringify(position), { mode: 0o600 })
  renameSync(`${path}.${process.pid}`, path)
}
