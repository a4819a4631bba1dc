/** The logs of two hundred jobs at once, through the real program, to a receiver that fails half of the time. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { logName } from '../../src/log/files.js'
import { buildGatesh } from '../launch/gatesh.js'
import { decision } from './decisions.js'
import { plain, receive } from './receiver.js'

const JOBS = 200
const ENTRIES = 300
/** Node itself is about 45 MB of this. */
const MAX_RESIDENT_MB = 160

let home: string
let main: string
beforeAll(() => {
  main = buildGatesh()
  home = mkdtempSync(join(tmpdir(), 'gatesh-load-'))
  const log = join(home, 'state/gatesh/log')
  mkdirSync(log, { recursive: true })
  for (const session of sessions) {
    const lines = Array.from({ length: ENTRIES }, (_, n) => `${JSON.stringify(decision(session, n + 1))}\n`)
    writeFileSync(join(log, logName(new Date(0), session, 1)), lines.join(''))
  }
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const sessions = Array.from(
  { length: JOBS },
  (_, n) => `job${String(n + 100).replace(/[01]/g, 'x')}${'abcdefghij'[n % 10]}${n}`,
)

/** Exit code, what was printed, and the most memory it had, in MB. */
function send(url: string): Promise<{ code: number | null; printed: string; resident: number }> {
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    XDG_STATE_HOME: join(home, 'state'),
    XDG_CONFIG_HOME: join(home, 'config'),
    GATESH_TELEMETRY: '1',
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
  }
  const child = spawn(process.execPath, [main, 'telemetry', 'send', '--seconds', '100'], { cwd: home, env })
  let printed = ''
  let resident = 0
  child.stdout.on('data', (chunk) => {
    printed += chunk
  })
  child.stderr.on('data', (chunk) => {
    printed += chunk
  })
  const watch = setInterval(() => {
    const peak = /VmHWM:\s*(\d+) kB/.exec(readStatus(child.pid))?.[1]
    resident = Math.max(resident, Number(peak ?? 0) / 1024)
  }, 50)
  return new Promise((resolve) =>
    child.on('close', (code) => {
      clearInterval(watch)
      resolve({ code, printed, resident })
    }),
  )
}

function readStatus(pid: number | undefined): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return ''
  }
}

it('loses nothing, doubles nothing, and stays small', async () => {
  // Every second request fails, whoever sends it.
  const receiver = await receive((request) => (request % 2 === 0 ? 'before' : 'take'))
  try {
    const { code, printed, resident } = await send(receiver.url)
    expect([code, printed]).toEqual([0, `${JOBS} of ${JOBS} sessions sent\n`])
    const ids = receiver.records.map(({ attributes }) => plain(attributes)['log.record.uid'])
    expect(ids.length).toBe(JOBS * ENTRIES)
    expect(new Set(ids).size).toBe(JOBS * ENTRIES)
    expect(receiver.faults).toEqual([])
    const counted = [...receiver.sums.values()].map((scope) => {
      const { metrics } = scope as { metrics: { sum?: { dataPoints: { asInt: string }[] } }[] }
      return metrics[0]?.sum?.dataPoints.reduce((sum, { asInt }) => sum + Number(asInt), 0)
    })
    expect(counted).toEqual(Array(JOBS).fill(ENTRIES))
    expect(resident).toBeLessThan(MAX_RESIDENT_MB)
    // Once more: there is nothing left.
    const requests = receiver.requests()
    expect(await send(receiver.url)).toMatchObject({ code: 0, printed: '0 of 0 sessions sent\n' })
    expect(receiver.requests()).toBe(requests)
    process.stdout.write(`telemetry load: ${requests} requests, ${resident.toFixed(0)} MB resident\n`)
  } finally {
    await receiver.close()
  }
}, 150_000)
