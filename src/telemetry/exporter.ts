/** Sends one session's log on: in batches, with retry, from wherever it was left off. Decisions know nothing of it. */
import { type Batch, nextBatch } from './batches.js'
import { count, metricsRequest } from './metrics.js'
import { isTold, logsRequest } from './otlp.js'
import { type Position, readPosition, writePosition } from './position.js'
import { post, type Sent } from './post.js'
import type { Target } from './settings.js'

export interface ExporterOptions {
  readonly target: Target
  /** gatesh's state directory, and of the logs. */
  readonly state: string
  readonly log: string
  readonly session: string
  readonly version: string
  /** Milliseconds since 1970. */
  now(): number
}

export interface Exporter {
  /** Sends what is there. True: all of it was taken. False: the receiver does not answer as it should; try again later. */
  step(final: boolean): Promise<boolean>
  /** How long to wait after a step that was not taken, in ms. */
  pause(): number
  /** Why the last request was not taken. */
  problem(): string | undefined
}

/** Waits double from the first to the last, with chance in them: thousands of jobs do not come back all at once. */
const FIRST_PAUSE_MS = 200
const LAST_PAUSE_MS = 30_000

export function createExporter({ target, state, log, session, version, now }: ExporterOptions): Exporter {
  const position = readPosition(state, session)
  const resource = { ...target.resource, 'service.version': version, 'service.instance.id': session }
  let failures = 0
  let afterMs = 0
  let problem: string | undefined
  let metricsAt = Number.NEGATIVE_INFINITY
  let told = position.done

  /** True where the request is done with: taken, or refused for good. */
  function settle(sent: Sent, dropped: number): boolean {
    if (sent.kind === 'later') {
      failures += 1
      afterMs = sent.afterMs ?? 0
      problem = sent.why
      return false
    }
    failures = 0
    afterMs = 0
    if (sent.kind === 'refused') {
      problem = sent.why
      position.tally.dropped += dropped
    } else problem = undefined
    return true
  }

  async function sendLogs(batch: Batch): Promise<boolean> {
    const records = batch.lines.filter(isTold).length
    if (records > 0 && target.logs !== undefined) {
      const sent = await post(target.logs, logsRequest(batch.lines, resource, version), target)
      if (!settle(sent, records)) return false
    }
    for (const line of batch.lines) count(position.tally, line)
    position.tally.dropped += batch.unreadable
    save({ part: batch.part, offset: batch.offset, done: false })
    told = false
    return true
  }

  async function sendMetrics(): Promise<boolean> {
    metricsAt = now()
    if (target.metrics === undefined || position.tally.started === '') return true
    return settle(await post(target.metrics, metricsRequest(position.tally, resource, version), target), 0)
  }

  function save(change: Partial<Position>): void {
    Object.assign(position, change)
    writePosition(state, session, position)
  }

  return {
    async step(final) {
      for (;;) {
        const batch = nextBatch(log, session, position, target.batch)
        if (!batch) break
        if (!(await sendLogs(batch))) return false
      }
      const due = final ? !told : now() - metricsAt >= target.metricsEveryMs
      if (due && !(await sendMetrics())) return false
      if (final && !told) {
        save({ done: true })
        told = true
      }
      return true
    },
    pause() {
      const backoff = Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 10))
      return Math.max(afterMs, backoff * (0.5 + Math.random() / 2))
    },
    problem: () => problem,
  }
}

/** Steps until all is sent or `deadline` (as `now` counts) has passed; whether all is. */
export async function drain(exporter: Exporter, deadline: number, now: () => number): Promise<boolean> {
  for (;;) {
    if (await exporter.step(true)) return true
    const pause = exporter.pause()
    if (now() + pause > deadline) return false
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}
