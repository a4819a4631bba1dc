/** The exporter of a running session, in a thread of its own: a slow receiver or a large batch costs no decision time. */
import { parentPort, workerData } from 'node:worker_threads'
import { createExporter, drain, type ExporterOptions } from './exporter.js'

/** From the session: send what is left, until then (milliseconds since 1970). */
export interface Flush {
  readonly deadline: number
}

/** To the session: how that went. */
export interface Flushed {
  readonly all: boolean
  readonly problem: string | undefined
}

export type WorkerData = Omit<ExporterOptions, 'now'>

const exporter = createExporter({ ...(workerData as WorkerData), now: Date.now })
const { everyMs } = (workerData as WorkerData).target
let timer: NodeJS.Timeout | undefined
let working: Promise<unknown> = Promise.resolve()

function look(after: number): void {
  timer = setTimeout(() => {
    working = exporter.step(false).then((taken) => timer !== undefined && look(taken ? everyMs : exporter.pause()))
  }, after)
}

parentPort?.once('message', ({ deadline }: Flush) => {
  clearTimeout(timer)
  timer = undefined
  void working
    .then(() => drain(exporter, deadline, Date.now))
    .then((all) => parentPort?.postMessage({ all, problem: exporter.problem() } satisfies Flushed))
})
look(everyMs)
