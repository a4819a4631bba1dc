/** A session's log on its way to a collector, over a real connection, in OpenTelemetry's own terms. */
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { logName } from '../../src/log/files.js'
import { createExporter, drain } from '../../src/telemetry/exporter.js'
import { count, metricsRequest, newTally } from '../../src/telemetry/metrics.js'
import { logsRequest } from '../../src/telemetry/otlp.js'
import { type Target, targetOf } from '../../src/telemetry/settings.js'
import { decision } from './decisions.js'
import { LogsRequest, MetricsRequest, plain, type Receiver, receive, throughProtocol } from './receiver.js'

let state: string
let receiver: Receiver
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'gatesh-otlp-'))
})
afterEach(async () => {
  rmSync(state, { recursive: true })
  await receiver?.close()
})

const session = 'abc234'
const part = (number: number) => join(state, logName(new Date(0), session, number))
const write = (number: number, from: number, to: number) => {
  for (let n = from; n <= to; n++) appendFileSync(part(number), `${JSON.stringify(decision(session, n))}\n`)
}
const exporter = (env: Record<string, string> = {}) => {
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '10', ...env }
  const target = targetOf({ enabled: true, managed: false }, endpoint) as Target
  return createExporter({ target, state, log: state, session, version: '1.2.3', now: Date.now })
}
const soon = () => Date.now() + 20_000
const ids = () => receiver.records.map(({ attributes }) => plain(attributes)['log.record.uid'])
const numbered = (to: number) => Array.from({ length: to }, (_, n) => `${session}-${n + 1}`)

describe('what is sent', () => {
  const lines = [decision(session, 1), decision(session, 2), decision(session, 3)]

  it('is OTLP to the letter: nothing is lost between our JSON and the protocol', () => {
    const logs = logsRequest(lines, { 'service.name': 'gatesh' }, '1.2.3')
    expect(throughProtocol(LogsRequest, logs)).toEqual(logs)
    const tally = newTally()
    for (const line of lines) count(tally, line)
    const metrics = metricsRequest(tally, { 'service.name': 'gatesh' }, '1.2.3')
    expect(throughProtocol(MetricsRequest, metrics)).toEqual(metrics)
  })

  it('carries the decision and where it came from', async () => {
    receiver = await receive()
    write(1, 1, 3)
    expect(await drain(exporter({ OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' }), soon(), Date.now)).toBe(true)
    expect(receiver.faults).toEqual([])
    const [allowed, , blocked] = receiver.records
    expect(blocked).toMatchObject({
      severityText: 'WARN',
      body: { stringValue: 'blocked: git push --force origin main: it overwrites `main`' },
    })
    expect(allowed).toMatchObject({ severityText: 'INFO', timeUnixNano: '1767225601000000000' })
    expect(plain(blocked?.attributes)).toMatchObject({
      'event.name': 'gatesh.decision',
      'log.record.uid': 'abc234-3',
      'gatesh.rule': 'git.push-force',
      'gatesh.ran': false,
      'process.command_line': 'git push --force origin main',
    })
    expect(receiver.resources[0]).toEqual({
      'service.name': 'gatesh',
      'service.version': '1.2.3',
      'service.instance.id': session,
    })
  })
})

describe('a receiver that does not take it', () => {
  it('gets it again, once: nothing is lost and nothing doubled', async () => {
    receiver = await receive((request) => (request % 2 === 0 ? 'before' : 'take'))
    write(1, 1, 35)
    expect(await drain(exporter(), soon(), Date.now)).toBe(true)
    expect(ids()).toEqual(numbered(35))
  })

  it('that took it and lost its answer can tell by the id', async () => {
    receiver = await receive((request) => (request === 1 ? 'after' : 'take'))
    write(1, 1, 25)
    expect(await drain(exporter(), soon(), Date.now)).toBe(true)
    expect(ids().length).toBe(35)
    expect([...new Set(ids())]).toEqual(numbered(25))
  })

  it('and never will: it is counted, and the rest goes on', async () => {
    receiver = await receive((request) => (request === 0 ? 'refuse' : 'take'))
    write(1, 1, 15)
    const it = exporter()
    expect(await drain(it, soon(), Date.now)).toBe(true)
    expect(ids()).toEqual(numbered(15).slice(10))
    const { metrics } = receiver.sums.get(session) as { metrics: { name: string; sum: { dataPoints: object[] } }[] }
    expect(metrics.find(({ name }) => name === 'gatesh.telemetry.dropped')?.sum.dataPoints).toMatchObject([
      { asInt: '10' },
    ])
  })

  it('is left alone at the deadline, and the next one goes on from there', async () => {
    receiver = await receive((request) => (request < 2 ? 'take' : 'hang'))
    write(1, 1, 35)
    const started = Date.now()
    const impatient = exporter({ OTEL_EXPORTER_OTLP_TIMEOUT: '200' })
    expect(await drain(impatient, started + 700, Date.now)).toBe(false)
    expect(Date.now() - started).toBeLessThan(3_000)
    expect(impatient.problem()).toBe('no answer within 200 ms')
    const before = receiver
    await before.close()
    receiver = await receive()
    expect(await drain(exporter(), soon(), Date.now)).toBe(true)
    expect([before.records.length, ids()]).toEqual([20, numbered(35).slice(20)])
  })
})

describe('a log', () => {
  it('in parts, with torn and foreign lines, is sent to its last whole line', async () => {
    receiver = await receive()
    write(1, 1, 12)
    appendFileSync(part(1), 'no line of ours\n{"v":1,"id":"torn')
    write(2, 13, 14)
    appendFileSync(part(2), '{"v":1,"id":"abc234-15","ts":')
    expect(await drain(exporter(), soon(), Date.now)).toBe(true)
    expect(ids()).toEqual(numbered(14))
    writeFileSync(part(3), `${JSON.stringify(decision(session, 16))}\n`)
    expect(await drain(exporter(), soon(), Date.now)).toBe(true)
    expect(ids().at(-1)).toBe('abc234-16')
  })

  it('with a line beyond all bounds is sent without it', async () => {
    receiver = await receive()
    write(1, 1, 1)
    writeFileSync(part(1), `${'x'.repeat(9 * 1024 * 1024)}\n`, { flag: 'a' })
    write(1, 2, 2)
    expect(await drain(exporter(), soon(), Date.now)).toBe(true)
    expect(ids()).toEqual(numbered(2))
  })
})
