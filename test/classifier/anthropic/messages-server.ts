/**
 * A server on loopback that speaks the Messages API as its reference describes it: checks requests, keeps prefixes that
 * were marked for its cache and counts what it finds there, answers whole or as server-sent events, and fails on demand.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Block {
  readonly type: string
  readonly text: string
  readonly cache_control?: unknown
}

export interface Body {
  readonly model: string
  readonly max_tokens: number
  readonly stream?: boolean
  readonly thinking?: { readonly type: string }
  readonly system: readonly Block[]
  readonly messages: readonly { readonly role: string; readonly content: readonly Block[] }[]
}

export interface Usage {
  readonly input_tokens: number
  readonly cache_creation_input_tokens: number
  readonly cache_read_input_tokens: number
  readonly output_tokens: number
}

export interface Call {
  readonly body: Body
  readonly headers: IncomingMessage['headers']
  /** By the instruction at the end. */
  readonly stage: 1 | 2
  /** Everything that was sent, in order. */
  readonly text: string
  readonly usage: Usage
}

export type Reaction =
  | { readonly text: string; readonly stop?: string; readonly after?: number | Promise<void>; readonly breakOff?: true }
  | { readonly status: number; readonly error: string; readonly headers?: Record<string, string> }
  | {
      readonly raw: string
      readonly type?: string
      readonly status?: number
      readonly headers?: Record<string, string>
    }
  | { readonly block: object; readonly stop: string }
  | { readonly hang: true }
  | { readonly hangUp: true }

export interface MessagesServer {
  readonly url: string
  readonly calls: Call[]
  /** What comes next; called with each question and its number. */
  react: (call: Call, number: number) => Reaction
  close(): Promise<void>
}

/** Blocks that are looked back through for a prefix that is known. */
const LOOK_BACK = 20
const tokens = (text: string) => Math.ceil(text.length / 4)

export async function messagesServer(react: MessagesServer['react']): Promise<MessagesServer> {
  const calls: Call[] = []
  const known = new Set<string>()
  const server = createServer((request, response) => void answer(request, response))
  const self: MessagesServer = {
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    },
    calls,
    react,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Body
    const problem = problemOf(request, body)
    if (problem) {
      fail(response, problem.status, problem.error)
      return
    }
    const blocks = [...body.system, ...body.messages.flatMap(({ content }) => content)]
    const text = blocks.map((block) => block.text).join('')
    const last = blocks.at(-1)!.text
    const usage = count(body, blocks, known)
    const call = { body, headers: request.headers, stage: last.startsWith('First') ? 1 : 2, text, usage } as const
    calls.push(call)
    const reaction = self.react(call, calls.length)
    if ('hang' in reaction) return
    if ('hangUp' in reaction) {
      response.destroy()
      return
    }
    if ('after' in reaction) {
      const { after = 0 } = reaction
      await (typeof after === 'number' ? new Promise((resolve) => setTimeout(resolve, after)) : after)
    }
    respond(response, call, reaction)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return self
}

/** What the API refuses. */
function problemOf(
  { url, method, headers }: IncomingMessage,
  body: Body,
): { status: number; error: string } | undefined {
  if (method !== 'POST' || url !== '/v1/messages') return { status: 404, error: 'not_found_error' }
  if (!headers['x-api-key'] && !headers.authorization) return { status: 401, error: 'authentication_error' }
  if (!headers['anthropic-version']) return { status: 400, error: 'anthropic-version is missing' }
  const blocks = [...body.system, ...body.messages.flatMap(({ content }) => content)]
  if (blocks.some((block) => block.type !== 'text' || block.text === ''))
    return { status: 400, error: 'text content blocks must be non-empty' }
  if (blocks.filter((block) => block.cache_control).length > 4)
    return { status: 400, error: 'a maximum of 4 blocks with cache_control may be provided' }
  if (!(body.max_tokens >= 1) || body.messages.length === 0 || body.messages[0]?.role !== 'user')
    return { status: 400, error: 'invalid_request_error' }
  return undefined
}

/** A prefix is found if a marked block, or one of the blocks before it, ends what an earlier request marked. */
function count(body: Body, blocks: readonly Block[], known: Set<string>): Usage {
  const prefixes: string[] = []
  let prefix = JSON.stringify([body.model, body.thinking])
  for (const block of blocks) {
    prefix = `${prefix}\0${block.text}`
    prefixes.push(prefix)
  }
  const size = (upTo: number) => blocks.slice(0, upTo + 1).reduce((sum, block) => sum + tokens(block.text), 0)
  const marked = blocks.flatMap((block, at) => (block.cache_control ? [at] : []))
  let read = -1
  for (const at of marked)
    for (let back = at; back > Math.max(-1, at - LOOK_BACK); back--)
      if (known.has(prefixes[back]!)) {
        read = Math.max(read, back)
        break
      }
  for (const at of marked) known.add(prefixes[at]!)
  const lastMarked = marked.at(-1) ?? -1
  const cached = read < 0 ? 0 : size(read)
  const written = lastMarked > read ? size(lastMarked) - cached : 0
  return {
    input_tokens: size(blocks.length - 1) - cached - written,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: cached,
    output_tokens: 1,
  }
}

function fail(response: ServerResponse, status: number, error: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify({ type: 'error', error: { type: error.split(' ')[0], message: error } }))
}

function respond(
  response: ServerResponse,
  call: Call,
  reaction: Exclude<Reaction, { hang: true } | { hangUp: true }>,
): void {
  if ('error' in reaction) {
    fail(response, reaction.status, reaction.error, reaction.headers)
    return
  }
  if ('raw' in reaction) {
    response.writeHead(reaction.status ?? 200, {
      'content-type': reaction.type ?? 'application/json',
      ...reaction.headers,
    })
    response.end(reaction.raw)
    return
  }
  const content = 'block' in reaction ? reaction.block : { type: 'text', text: reaction.text }
  const stop = reaction.stop ?? 'end_turn'
  const usage = { ...call.usage, output_tokens: 'text' in reaction ? tokens(reaction.text) : 1 }
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: call.body.model, stop_sequence: null }
  if (!call.body.stream) {
    const text = JSON.stringify({ ...message, content: [content], stop_reason: stop, usage })
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    if ('breakOff' in reaction) response.write(text.slice(0, text.length / 2), () => response.destroy())
    else response.end(text)
    return
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const event = (type: string, data: object) =>
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`)
  event('message_start', {
    message: { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
  })
  event('ping', {})
  if ('block' in reaction) event('content_block_start', { index: 0, content_block: reaction.block })
  else {
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } })
    const parts = reaction.text.match(/.{1,40}/gs) ?? []
    for (const part of reaction.breakOff ? parts.slice(0, parts.length / 2) : parts)
      event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: part } })
  }
  if ('breakOff' in reaction) {
    setTimeout(() => response.destroy(), 20)
    return
  }
  event('content_block_stop', { index: 0 })
  event('message_delta', {
    delta: { stop_reason: stop, stop_sequence: null },
    usage: { output_tokens: usage.output_tokens },
  })
  event('message_stop', {})
  response.end()
}
