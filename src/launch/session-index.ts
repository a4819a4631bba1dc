/** One line when a session starts and one when it ends, with the head of its log's hash chain: a log cut short shows. */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'

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

/** Appends to `sessions.jsonl` in the state directory. Throws where that cannot be written. */
export function appendIndex(state: string, line: IndexLine): void {
  appendFileSync(join(state, 'sessions.jsonl'), `${JSON.stringify({ v: 1, ...line })}\n`, { mode: 0o600 })
}
