/**
 * A receiver of OTLP/HTTP. What comes in is checked against OpenTelemetry's own protocol definitions, which the package
 * of its exporters carries; a field of another name or type is a fault here as it would be in a collector.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'

interface MessageType {
  fromObject(value: object): object
  toObject(message: object, options: object): Record<string, unknown>
  encode(message: object): { finish(): Uint8Array }
  decode(bytes: Uint8Array): object
}

const definitions = createRequire(import.meta.url)(
  '../../node_modules/@opentelemetry/otlp-transformer/build/src/generated/root.js',
) as { opentelemetry: { proto: { collector: Record<string, { v1: Record<string, MessageType> }> } } }
const { logs, metrics } = definitions.opentelemetry.proto.collector
export const LogsRequest = logs!.v1.ExportLogsServiceRequest!
export const MetricsRequest = metrics!.v1.ExportMetricsServiceRequest!

/**
 * `value` through the binary encoding and back, as plain data with strings for 64-bit integers and only the fields that
 * are set. What the definitions do not know is lost on the way, so that a comparison with `value` finds it.
 */
export function throughProtocol(type: MessageType, value: object): Record<string, unknown> {
  const bytes = type.encode(type.fromObject(value)).finish()
  return type.toObject(type.decode(bytes), { longs: String })
}

/** `before`: fails without having taken it; `after`: has taken it and its answer is lost. */
export type Behaviour = 'take' | 'before' | 'after' | 'refuse' | 'hang'

export interface Receiver {
  readonly url: string
  /** Records of logs, as often as they came. */
  readonly records: Record<string, unknown>[]
  readonly resources: Record<string, unknown>[]
  /** Latest metrics of each session. */
  readonly sums: Map<string, Record<string, unknown>>
  readonly headers: IncomingMessage['headers'][]
  readonly faults: string[]
  requests(): number
  close(): Promise<void>
}

type Attribute = { key: string; value: Record<string, unknown> }

/** Attributes as an object. */
export const plain = (attributes: unknown): Record<string, unknown> =>
  Object.fromEntries((attributes as Attribute[]).map(({ key, value }) => [key, Object.values(value)[0]]))

export async function receive(behave: (request: number) => Behaviour = () => 'take'): Promise<Receiver> {
  const state = { records: [], resources: [], headers: [], faults: [], sums: new Map() } as Omit<
    Receiver,
    'url' | 'requests' | 'close'
  >
  let count = 0
  const take = (path: string, body: Buffer) => {
    const type = path === '/v1/logs' ? LogsRequest : MetricsRequest
    const given = JSON.parse(body.toString('utf8')) as object
    const known = throughProtocol(type, given)
    if (path === '/v1/logs') {
      for (const { resource, scopeLogs } of known.resourceLogs as never[]) {
        state.resources.push(plain((resource as { attributes: Attribute[] }).attributes))
        for (const { logRecords } of scopeLogs as { logRecords: Record<string, unknown>[] }[])
          state.records.push(...logRecords)
      }
    } else {
      for (const { resource, scopeMetrics } of known.resourceMetrics as never[]) {
        const of = plain((resource as { attributes: Attribute[] }).attributes)
        state.sums.set(String(of['service.instance.id']), (scopeMetrics as Record<string, unknown>[])[0]!)
      }
    }
  }
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const raw = Buffer.concat(chunks)
    const behaviour = behave(count++)
    state.headers.push(request.headers)
    try {
      if (behaviour === 'take' || behaviour === 'after')
        take(request.url ?? '', request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw)
    } catch (error) {
      state.faults.push(String(error))
      response.writeHead(400).end()
      return
    }
    if (behaviour === 'hang') return
    if (behaviour === 'after') request.socket.destroy()
    else response.writeHead({ take: 200, before: 503, refuse: 400 }[behaviour]).end('{}')
  }
  const server = createServer((request, response) => void answer(request, response).catch(() => {}))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    ...state,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => count,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
