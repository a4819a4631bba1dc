/**
 * Where decisions are sent, from gatesh's configuration and the standard variables of OpenTelemetry. Off unless gatesh is
 * told to: a collector's address in the environment is there for other programs as well. Pure.
 */

type Environment = Readonly<Record<string, string | undefined>>

/** What the configuration says; `managed`: an organisation does, and then no variable says otherwise. */
export interface Wanted {
  readonly enabled?: boolean | undefined
  readonly endpoint?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly managed: boolean
}

export interface Target {
  /** Undefined: this signal is not sent. */
  readonly logs: Receiver | undefined
  readonly metrics: Receiver | undefined
  readonly timeoutMs: number
  readonly gzip: boolean
  /** Records in one request. */
  readonly batch: number
  /** Between looks at the log, and between metrics. */
  readonly everyMs: number
  readonly metricsEveryMs: number
  readonly resource: Readonly<Record<string, string>>
}

export interface Receiver {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

const DEFAULT_ENDPOINT = 'http://localhost:4318'
/** OpenTelemetry's own defaults (OTEL_BLRP_*, OTEL_METRIC_EXPORT_INTERVAL, OTEL_EXPORTER_OTLP_TIMEOUT), in ms. */
const DEFAULTS = { batch: 512, everyMs: 1_000, metricsEveryMs: 60_000, timeoutMs: 10_000 }
const MAX_BATCH = 2_048

/** Undefined: off. An Error says which setting cannot be followed. */
export function targetOf(wanted: Wanted, env: Environment): Target | undefined | Error {
  const { managed } = wanted
  const on =
    managed && wanted.enabled !== undefined ? wanted.enabled : isTrue(env.GATESH_TELEMETRY) || wanted.enabled === true
  if (!on || (isTrue(env.OTEL_SDK_DISABLED) && !(managed && wanted.enabled))) return undefined
  try {
    return {
      logs: receiver('logs', wanted, env),
      metrics: receiver('metrics', wanted, env),
      timeoutMs: number(env, 'OTEL_EXPORTER_OTLP_TIMEOUT', DEFAULTS.timeoutMs),
      gzip: compression(env),
      batch: Math.min(MAX_BATCH, number(env, 'OTEL_BLRP_MAX_EXPORT_BATCH_SIZE', DEFAULTS.batch)),
      everyMs: number(env, 'OTEL_BLRP_SCHEDULE_DELAY', DEFAULTS.everyMs),
      metricsEveryMs: number(env, 'OTEL_METRIC_EXPORT_INTERVAL', DEFAULTS.metricsEveryMs),
      resource: resourceOf(env),
    }
  } catch (error) {
    return error as Error
  }
}

function receiver(signal: 'logs' | 'metrics', wanted: Wanted, env: Environment): Receiver | undefined {
  const upper = signal.toUpperCase()
  const exporter = env[`OTEL_${upper}_EXPORTER`] || 'otlp'
  if (exporter === 'none' && !wanted.managed) return undefined
  const protocol = env[`OTEL_EXPORTER_OTLP_${upper}_PROTOCOL`] || env.OTEL_EXPORTER_OTLP_PROTOCOL || 'http/json'
  const own = wanted.managed && wanted.endpoint !== undefined
  if (protocol === 'grpc' && !own)
    throw new Error('`OTEL_EXPORTER_OTLP_PROTOCOL` asks for `grpc`; gatesh sends OTLP over HTTP, mostly at port 4318')
  const given = env[`OTEL_EXPORTER_OTLP_${upper}_ENDPOINT`]
  const base = (own ? wanted.endpoint : env.OTEL_EXPORTER_OTLP_ENDPOINT || wanted.endpoint) ?? DEFAULT_ENDPOINT
  const url = given && !own ? given : `${base.replace(/\/+$/, '')}/v1/${signal}`
  if (!/^https?:\/\/[^/]/.test(url) || !URL.canParse(url))
    throw new Error(`\`${url}\` is no address of an OTLP/HTTP receiver`)
  const fromEnv = { ...headers(env.OTEL_EXPORTER_OTLP_HEADERS), ...headers(env[`OTEL_EXPORTER_OTLP_${upper}_HEADERS`]) }
  // An organisation's credentials go where it says, and what the environment adds does not go there in their place.
  return { url, headers: own ? (wanted.headers ?? {}) : { ...wanted.headers, ...fromEnv } }
}

/** `name=value,name=value`, percent-encoded (W3C baggage). */
function headers(text: string | undefined): Record<string, string> {
  const pairs = (text ?? '').split(',').filter((pair) => pair.trim() !== '')
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      const name = pair.slice(0, at).trim()
      const value = decode(pair.slice(at + 1).trim())
      if (at < 1 || !/^[\w!#$%&'*+.^`|~-]+$/.test(name) || /[\r\n\0]/.test(value))
        throw new Error('`OTEL_EXPORTER_OTLP_HEADERS` is not of the form `name=value,name=value`')
      return [name.toLowerCase(), value]
    }),
  )
}

function resourceOf(env: Environment): Record<string, string> {
  const given = Object.fromEntries(
    (env.OTEL_RESOURCE_ATTRIBUTES ?? '').split(',').flatMap((pair) => {
      const at = pair.indexOf('=')
      return at < 1 ? [] : [[pair.slice(0, at).trim(), decode(pair.slice(at + 1).trim())]]
    }),
  )
  const run = {
    'cicd.pipeline.name': env.GITHUB_WORKFLOW ?? env.CI_PIPELINE_NAME,
    'cicd.pipeline.run.id': env.GITHUB_RUN_ID ?? env.CI_PIPELINE_ID,
    'cicd.pipeline.task.run.id': env.CI_JOB_ID,
    'vcs.repository.name': env.GITHUB_REPOSITORY ?? env.CI_PROJECT_PATH,
  }
  const known = Object.entries(run).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '')
  const name = env.OTEL_SERVICE_NAME ? { 'service.name': env.OTEL_SERVICE_NAME } : {}
  return { 'service.name': 'gatesh', ...Object.fromEntries(known), ...given, ...name }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function compression(env: Environment): boolean {
  const value = env.OTEL_EXPORTER_OTLP_COMPRESSION || 'none'
  if (value !== 'gzip' && value !== 'none')
    throw new Error(`\`OTEL_EXPORTER_OTLP_COMPRESSION\` is \`${value}\`; there are \`gzip\` and \`none\``)
  return value === 'gzip'
}

function number(env: Environment, name: string, otherwise: number): number {
  const text = env[name]
  if (text === undefined || text === '') return otherwise
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`\`${name}\` is \`${text}\`, which is no number above 0`)
  return Number(text)
}

const isTrue = (text: string | undefined) => text === '1' || text?.toLowerCase() === 'true'
