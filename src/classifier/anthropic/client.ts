/**
 * Asks an endpoint that speaks the Messages API, through Anthropic's client. Loaded with the first question; a session
 * that asks no model never loads it. Time limits, the one retry and the size limit are here; what an answer is worth is
 * for the engine to say.
 */
import type { Anthropic } from '@anthropic-ai/sdk'
import type { ModelTokens } from '../../log/entry.js'
import { type Answer, type Ask, AskFailure, type Asking } from './ask.js'
import type { Key, Keys } from './key.js'

export interface Endpoint {
  /** Without the path `/v1/messages`. */
  readonly url: string
  readonly keys: Keys
  /** What to set where there is no key and it cannot be asked without; undefined where it can. */
  readonly needsKey: string | undefined
  /** Headers that the client would take from the environment and that are meant for another endpoint. */
  readonly withoutHeaders: readonly string[]
}

/** Bytes of one response. */
const MAX_RESPONSE = 1024 * 1024
const MAX_ANSWER = 32 * 1024
/** Wait before the retry, where the endpoint names none. */
const RETRY_MS = 300
/** Tokens beside the answer's own for a model that cannot be kept from thinking first. */
const THINKING_TOKENS = 4_000

/**
 * Ways to ask for an answer without thinking, which costs more time than stage 1 has. Which of them a model takes differs;
 * one that is refused is not tried again.
 */
const thinkings = [{ type: 'disabled' }, { type: 'between_tools' }, undefined] as const

export function anthropicAsk({ url, keys, needsKey, withoutHeaders }: Endpoint): Ask {
  const thinkingOf = new Map<string, number>()
  let client: { readonly key: Key | undefined; readonly made: Promise<Anthropic> } | undefined

  async function clientFor(key: Key | undefined): Promise<Anthropic> {
    if (client?.key?.value !== key?.value || !client) client = { key, made: make(url, key, withoutHeaders) }
    return client.made
  }

  return async (asking) => {
    const end = performance.now() + asking.timeout
    const limit = AbortSignal.timeout(asking.timeout)
    let retried = false
    for (;;) {
      const key = await Promise.race([keys.current(), late(limit, asking.timeout)])
      if (key instanceof AskFailure) return key
      if (key === undefined && needsKey !== undefined)
        return new AskFailure(`there is no key for ${url}; set ${needsKey}`, 'endpoint')
      const rung = thinkingOf.get(asking.model) ?? 0
      try {
        return await attempt(await clientFor(key), asking, rung, limit)
      } catch (error) {
        const failure = failureOf(error, limit.aborted, asking.timeout)
        if (failure.status === 401) keys.rejected()
        if (failure.status === 400 && /thinking/i.test(failure.why) && rung < thinkings.length - 1) {
          thinkingOf.set(asking.model, rung + 1)
          continue
        }
        const wait = failure.retryAfter ?? RETRY_MS
        if (!failure.passes || retried || performance.now() + wait >= end)
          return new AskFailure(failure.why, 'endpoint')
        retried = true
        await new Promise((resolve) => setTimeout(resolve, wait))
      }
    }
  }
}

/** The command for a key may take longer than the question can wait; the next one finds it there. */
function late(limit: AbortSignal, timeout: number): Promise<AskFailure> {
  const failure = new AskFailure(`no key within ${timeout / 1000} s`, 'endpoint')
  return new Promise((resolve) => {
    if (limit.aborted) resolve(failure)
    else limit.addEventListener('abort', () => resolve(failure), { once: true })
  })
}

async function make(url: string, key: Key | undefined, without: readonly string[]): Promise<Anthropic> {
  const { Anthropic } = await import('@anthropic-ai/sdk')
  // A credential is always given, so that the client looks for none in the environment or in files of its own. By itself
  // it sends every key as a bearer token, which not every endpoint takes.
  const value = key?.value ?? 'none'
  const dropped = Object.fromEntries(without.map((name) => [name, null]))
  const credential =
    key?.scheme === 'bearer'
      ? { authToken: value, defaultHeaders: dropped }
      : { apiKey: value, defaultHeaders: { ...dropped, authorization: null, 'x-api-key': value } }
  return new Anthropic({ baseURL: url, ...credential, maxRetries: 0, logLevel: 'off', fetch: boundedFetch })
}

/** A redirect would take the key and the transcript to a place that nobody configured. */
async function boundedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: 'error' })
  let size = 0
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      size += chunk.byteLength
      if (size > MAX_RESPONSE) controller.error(new Error('the response is too large'))
      else controller.enqueue(chunk)
    },
  })
  return response.body ? new Response(response.body.pipeThrough(limit), response) : response
}

async function attempt(
  client: Anthropic,
  asking: Asking,
  rung: number,
  signal: AbortSignal,
): Promise<Answer | AskFailure> {
  const { prompt, instruction, model } = asking
  const cached = { cache_control: { type: 'ephemeral' as const } }
  const text = (words: string) => ({ type: 'text' as const, text: words })
  const thinking = thinkings[rung]
  const last = prompt.transcript.length - 1
  const body = {
    model,
    max_tokens: asking.maxTokens + (thinking === undefined ? THINKING_TOKENS : 0),
    ...(thinking === undefined ? {} : { thinking }),
    system: [{ ...text(prompt.system), ...cached }],
    messages: [
      {
        role: 'user' as const,
        content: [
          ...prompt.transcript.map((block, at) => ({ ...text(block), ...(at === last ? cached : {}) })),
          { ...text(prompt.request), ...cached },
          text(instruction),
        ],
      },
    ],
  }
  const options = { signal, timeout: asking.timeout, maxRetries: 0 }
  // One word comes at once; a longer answer as it is written, since gateways cut connections on which nothing moves.
  const message =
    asking.stage === 1
      ? partsOf(await client.messages.create(body, options))
      : await streamed(await client.messages.create({ ...body, stream: true }, options))
  const call = callOf(asking, message.usage)
  if (message.stop === 'refusal') return new AskFailure('the model refused to answer', 'question', call)
  const whole = message.stop === 'end_turn' || message.stop === 'stop_sequence'
  if (!whole && message.stop !== 'max_tokens')
    return new AskFailure(`the answer ended for the reason \`${String(message.stop).slice(0, 40)}\``, 'endpoint', call)
  return { text: message.text, whole, call }
}

/** What of a message counts, from whatever the endpoint made of it. */
interface Parts {
  readonly text: string
  readonly stop: unknown
  readonly usage: object
}

function partsOf(message: Anthropic.Message): Parts {
  const blocks: readonly { type?: unknown; text?: unknown }[] = Array.isArray(message?.content) ? message.content : []
  const text = blocks.map((block) => (block?.type === 'text' && typeof block.text === 'string' ? block.text : ''))
  return { text: text.join('').slice(0, MAX_ANSWER), stop: message?.stop_reason, usage: message?.usage ?? {} }
}

async function streamed(events: AsyncIterable<Anthropic.RawMessageStreamEvent>): Promise<Parts> {
  let text = ''
  let stop: unknown
  let usage: object = {}
  let ended = false
  for await (const event of events) {
    if (event.type === 'message_start') usage = { ...event.message?.usage }
    else if (event.type === 'content_block_delta' && event.delta?.type === 'text_delta') text += event.delta.text
    else if (event.type === 'message_delta') {
      stop = event.delta?.stop_reason
      usage = { ...usage, ...known(event.usage) }
    } else if (event.type === 'message_stop') ended = true
    if (text.length > MAX_ANSWER) throw new Error('the answer is too long')
  }
  if (!ended) throw new Error('the answer broke off')
  return { text, stop, usage }
}

/** A later count of null is no count. */
const known = (usage: object | undefined) =>
  Object.fromEntries(Object.entries(usage ?? {}).filter(([, value]) => typeof value === 'number'))

function callOf({ stage, model }: Asking, usage: object): ModelTokens {
  const count = (name: string) => {
    const value = (usage as Record<string, unknown>)[name]
    return typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.round(value) : 0
  }
  return {
    stage,
    model,
    fresh: count('input_tokens'),
    cached: count('cache_read_input_tokens'),
    written: count('cache_creation_input_tokens'),
    output: count('output_tokens'),
  }
}

interface Failed {
  readonly why: string
  readonly status: number | undefined
  /** Another attempt may succeed. */
  readonly passes: boolean
  /** Milliseconds. */
  readonly retryAfter: number | undefined
}

const MAX_WHY = 200

function failureOf(error: unknown, isLate: boolean, timeout: number): Failed {
  const { status, headers } = error as { status?: unknown; headers?: Headers }
  const known = typeof status === 'number' ? status : undefined
  if (isLate && known === undefined)
    return { why: `no answer within ${timeout / 1000} s`, status: known, passes: false, retryAfter: undefined }
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : ''
  const message = `${error instanceof Error ? error.message : String(error)}${cause}`
  const why = message.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').slice(0, MAX_WHY)
  const isConnection = error instanceof Error && error.name === 'APIConnectionError'
  return {
    why,
    status: known,
    passes: known === 429 || (known !== undefined && known >= 500) || isConnection,
    retryAfter: retryAfter(headers),
  }
}

function retryAfter(headers: Headers | undefined): number | undefined {
  const value = headers?.get?.('retry-after')
  const seconds = Number(value ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined
}
