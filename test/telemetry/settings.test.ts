/** Where decisions go: gatesh's configuration and OpenTelemetry's variables. */
import { describe, expect, it } from 'vitest'
import { type Target, targetOf, type Wanted } from '../../src/telemetry/settings.js'

const user = (wanted: Partial<Wanted> = {}): Wanted => ({ enabled: true, managed: false, ...wanted })
const target = (wanted: Wanted, env: Record<string, string> = {}): Target => {
  const found = targetOf(wanted, env)
  if (found === undefined || found instanceof Error) throw new Error(`no target: ${found?.message}`)
  return found
}
const problem = (env: Record<string, string>) => (targetOf(user(), env) as Error).message

describe('telemetry', () => {
  it('is off unless somebody turned it on, whatever address the environment has', () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }
    expect(targetOf({ managed: false }, env)).toBeUndefined()
    expect(targetOf({ managed: false }, { ...env, GATESH_TELEMETRY: '0' })).toBeUndefined()
    expect(targetOf({ managed: false }, { ...env, GATESH_TELEMETRY: '1' })).toMatchObject({
      logs: { url: 'http://collector:4318/v1/logs' },
    })
    expect(targetOf(user(), { ...env, OTEL_SDK_DISABLED: 'true' })).toBeUndefined()
  })

  it('an organisation has the last word', () => {
    const env = {
      OTEL_SDK_DISABLED: 'true',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://elsewhere',
      OTEL_LOGS_EXPORTER: 'none',
    }
    const headers = { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=mine' }
    const wanted = { enabled: true, endpoint: 'https://otel.example/', headers: { 'x-team': 'ci' }, managed: true }
    expect(target(wanted, { ...env, ...headers }).logs).toEqual({
      url: 'https://otel.example/v1/logs',
      headers: { 'x-team': 'ci' },
    })
    expect(targetOf({ enabled: false, managed: true }, { GATESH_TELEMETRY: '1' })).toBeUndefined()
  })

  it('follows the standard variables', () => {
    const found = target(user({ endpoint: 'http://mine:1' }), {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/otlp/',
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://m:4318/push',
      OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer%20x, x-a=b',
      OTEL_EXPORTER_OTLP_LOGS_HEADERS: 'x-a=c',
      OTEL_EXPORTER_OTLP_TIMEOUT: '500',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '9999',
      OTEL_BLRP_SCHEDULE_DELAY: '50',
      OTEL_RESOURCE_ATTRIBUTES: 'service.name=x,team=payments%2Ceu',
      OTEL_SERVICE_NAME: 'agents',
      GITHUB_RUN_ID: '77',
    })
    expect(found).toEqual({
      logs: { url: 'http://c:4318/otlp/v1/logs', headers: { authorization: 'Bearer x', 'x-a': 'c' } },
      metrics: { url: 'http://m:4318/push', headers: { authorization: 'Bearer x', 'x-a': 'b' } },
      timeoutMs: 500,
      gzip: true,
      batch: 2048,
      everyMs: 50,
      metricsEveryMs: 60_000,
      resource: { 'service.name': 'agents', team: 'payments,eu', 'cicd.pipeline.run.id': '77' },
    })
    expect(target(user(), { OTEL_METRICS_EXPORTER: 'none' })).toMatchObject({
      logs: { url: 'http://localhost:4318/v1/logs' },
      metrics: undefined,
    })
  })

  it.each<[Record<string, string>, RegExp]>([
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, /asks for `grpc`; gatesh sends OTLP over HTTP/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, /`collector:4318\/v1\/logs` is no address/],
    [{ OTEL_EXPORTER_OTLP_TIMEOUT: '-1' }, /`OTEL_EXPORTER_OTLP_TIMEOUT` is `-1`/],
    [{ OTEL_EXPORTER_OTLP_HEADERS: 'secret' }, /is not of the form `name=value,name=value`/],
    [{ OTEL_EXPORTER_OTLP_HEADERS: 'a=b%0d%0ac' }, /is not of the form/],
    [{ OTEL_EXPORTER_OTLP_COMPRESSION: 'zstd' }, /there are `gzip` and `none`/],
  ])('%j cannot be followed, and says so', (env, message) => expect(problem(env)).toMatch(message))
})
