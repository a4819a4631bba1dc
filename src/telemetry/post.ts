/** One request to an OTLP/HTTP receiver, and what its answer means (OpenTelemetry Protocol Specification, "OTLP/HTTP"). */
import { type ClientRequest, type IncomingMessage, request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Receiver } from './settings.js'

export type Sent =
  | { readonly kind: 'taken' }
  /** It does not want this one again. */
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'later'; readonly why: string; readonly afterMs?: number }

const zipped = promisify(gzip)
/** Answers are short; more is not read. */
const MAX_ANSWER = 64 * 1024
const RETRYABLE = new Set([429, 502, 503, 504])

export interface PostOptions {
  readonly timeoutMs: number
  readonly gzip: boolean
}

/** Never rejects. `body`: a request object of OTLP. */
export async function post(to: Receiver, body: object, options: PostOptions): Promise<Sent> {
  const text = Buffer.from(JSON.stringify(body))
  const payload = options.gzip ? await zipped(text) : text
  const encoding = options.gzip ? { 'content-encoding': 'gzip' } : {}
  return new Promise((resolve) => {
    const send = to.url.startsWith('https:') ? secure : plain
    let call: ClientRequest
    try {
      call = send(to.url, {
        method: 'POST',
        headers: { ...to.headers, 'content-type': 'application/json', 'content-length': payload.length, ...encoding },
        timeout: options.timeoutMs,
      })
    } catch (error) {
      resolve({ kind: 'refused', why: (error as Error).message })
      return
    }
    // The socket's own timeout is one of silence; this one is of the whole.
    const timer = setTimeout(
      () => call.destroy(new Error(`no answer within ${options.timeoutMs} ms`)),
      options.timeoutMs,
    )
    const settle = (sent: Sent) => {
      clearTimeout(timer)
      resolve(sent)
    }
    call.on('error', (error) => settle({ kind: 'later', why: error.message }))
    call.on('timeout', () => call.destroy(new Error(`no answer within ${options.timeoutMs} ms`)))
    call.on('response', (answer) => {
      answer.on('error', (error) => settle({ kind: 'later', why: error.message }))
      // Only with its end is an answer whole.
      let size = 0
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > MAX_ANSWER) call.destroy(new Error('its answer does not end'))
      })
      answer.on('end', () => settle(meaning(answer)))
    })
    call.end(payload)
  })
}

function meaning({ statusCode = 0, headers }: IncomingMessage): Sent {
  if (statusCode >= 200 && statusCode < 300) return { kind: 'taken' }
  const why = `it answered ${statusCode}`
  if (!RETRYABLE.has(statusCode)) return { kind: 'refused', why }
  const seconds = Number(headers['retry-after'])
  return Number.isFinite(seconds) && seconds > 0
    ? { kind: 'later', why, afterMs: seconds * 1000 }
    : { kind: 'later', why }
}
