/** The session's side of its exporter. Whatever happens to that one, the session goes on: the log has everything. */
import { Worker } from 'node:worker_threads'
import type { Flushed, WorkerData } from './worker.js'

export interface Telemetry {
  /** Sends what is left, for at most this long; a sentence for the user where not all of it was taken. */
  flush(ms: number): Promise<string | undefined>
}

/** `file`: of the worker as it was built. */
export function followSession(file: URL, data: WorkerData): Telemetry {
  const worker = new Worker(file, { workerData: data, env: {}, execArgv: [] })
  worker.unref()
  let failure: string | undefined
  const failed = new Promise<Flushed>((resolve) => {
    worker.once('error', (error) => {
      failure = error.message
      resolve({ all: false, problem: failure })
    })
  })
  return {
    async flush(ms) {
      const answered = new Promise<Flushed>((resolve) => worker.once('message', resolve))
      worker.postMessage({ deadline: Date.now() + ms })
      // The worker keeps to the deadline; this is for one that cannot.
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<Flushed>((resolve) => {
        timer = setTimeout(() => resolve({ all: false, problem: 'its thread does not answer' }), ms + GRACE_MS)
      })
      const { all, problem } = await Promise.race([answered, failed, late])
      clearTimeout(timer)
      await worker.terminate()
      if (all && problem === undefined) return undefined
      const why = problem === undefined ? '' : ` (${problem})`
      return all
        ? `the collector refused some of the decisions${why}; they are in the log`
        : `not all decisions have reached the collector${why}; they are in the log, and \`gatesh telemetry send\` goes on`
    },
  }
}

const GRACE_MS = 2_000
