/**
 * The broker's end of the wire: sockets, frames, and who may send what. A connection that sends anything that cannot be
 * read is closed, and everything that was asked on it is thereby denied (see wire.ts).
 */
import { createServer, type Server, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Broker, Reply } from './broker.js'
import { FrameReader } from './frames.js'
import { faultMessage } from './message.js'
import {
  type Coverage,
  type ExecRequest,
  type LineRequest,
  MAX_REQUEST,
  type Message,
  type Request,
  type Unseen,
  WireError,
  type Wrote,
} from './wire.js'
import { decodeRequest, encode } from './wire-codec.js'

/** Connections at one time; more wait in the listening queue. */
const MAX_CONNECTIONS = 1024
/** The asker gives up after 10 s without a sign (wire.ts); a model may take longer. */
const HELD_AFTER_MS = 4_000
const EXIT_DENIED = 126
const LAST_WORDS_MS = 2_000

export interface ServerEvents {
  /** The supervisor is on the line and says what it could install. */
  coverage?(message: Coverage): void
  /** What the file watch of the supervisor saw, and what it does not see. */
  wrote?(message: Wrote): void
  unseen?(message: Unseen): void
}

/** Who answers what is asked here. */
export type Answering = Pick<Broker, 'exec' | 'line' | 'hook' | 'local' | 'refused'> & Partial<Pick<Broker, 'control'>>

export interface BrokerServer {
  close(): Promise<void>
}

/**
 * Listens at `path`.
 * @param accepts `anyone` who can reach the socket (shims; nothing is proven about them), or the `supervisor` alone:
 * the first connection is taken and the path is gone before anything of the gated side runs.
 */
export async function listen(
  path: string,
  accepts: 'anyone' | 'supervisor',
  broker: Answering,
  events: ServerEvents = {},
): Promise<BrokerServer> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    if (accepts === 'supervisor') server.close()
    sockets.add(socket)
    serve(socket, accepts === 'supervisor', broker, events)
    socket.on('close', () => sockets.delete(socket))
  })
  server.maxConnections = MAX_CONNECTIONS
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => resolve())
  })
  return {
    async close() {
      // The supervisor's last reports may not have been read yet; its own end closes the connection.
      if (accepts === 'supervisor')
        await Promise.race([Promise.all([...sockets].map(closed)), wait(LAST_WORDS_MS, undefined, { ref: false })])
      for (const socket of sockets) socket.destroy()
      if (server.listening) await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) resolve()
    else socket.once('close', () => resolve())
  })
}

function serve(socket: Socket, supervised: boolean, broker: Answering, events: ServerEvents): void {
  const reader = new FrameReader(MAX_REQUEST)
  const waiting: Waiting = new Map()
  const send = (message: Message) => {
    if (socket.writable) socket.write(encode(message))
  }
  // A peer that is gone cannot be answered; `close` follows.
  socket.on('error', () => socket.destroy())
  socket.on('close', () => {
    for (const asker of waiting.values()) asker.abort()
  })
  socket.on('data', (chunk) => {
    const payloads = reader.push(chunk)
    if (payloads instanceof WireError) {
      socket.destroy()
      return
    }
    for (const payload of payloads) {
      const request = decodeRequest(payload)
      if (request instanceof WireError) {
        socket.destroy()
        return
      }
      receive(request, supervised, broker, events, send, waiting)
    }
  })
}

/** Requests of one connection that have no answer yet, by id; aborted when their asker is gone. */
type Waiting = Map<number, AbortController>

/** What only the supervisor may say (its own reports, its door) is not taken from anyone else: that asker is denied. */
function receive(
  request: Request,
  supervised: boolean,
  broker: Answering,
  events: ServerEvents,
  send: (message: Message) => void,
  waiting: Waiting,
): void {
  switch (request.type) {
    case 'exec':
      if (request.door === 'supervisor' && !supervised) send({ type: 'verdict', id: request.id, ...forged })
      else void answer(request, (gone) => broker.exec(request, gone), send, waiting)
      return
    case 'line':
      void answer(request, (gone) => broker.line(request, gone), send, waiting)
      return
    case 'hook':
      void withHeld(request.id, broker.hook(request), send).then((reply) =>
        send({ type: 'hookreply', id: request.id, ...reply }),
      )
      return
    case 'coverage':
      if (supervised) events.coverage?.(request)
      return
    case 'local':
      if (supervised) broker.local(request)
      return
    case 'refused':
      if (supervised) broker.refused(request)
      return
    case 'control':
      // Whether somebody outside asks is the supervisor's word; from anyone else it is nobody's.
      if (supervised && broker.control) send({ type: 'hookreply', id: request.id, ...broker.control(request) })
      return
    case 'cancel':
      waiting.get(request.id)?.abort()
      return
    case 'wrote':
      if (supervised) events.wrote?.(request)
      return
    case 'unseen':
      if (supervised) events.unseen?.(request)
      return
    case 'hello':
    case 'stats':
      // Nothing to do: the broker keeps totals of its own.
      return
  }
}

const forged: Reply = { action: 'deny', exitCode: EXIT_DENIED, message: faultMessage('this door is not yours') }

/** An answer that nobody waits for is sent all the same; the asker passes it over. */
async function answer(
  { id }: ExecRequest | LineRequest,
  decide: (gone: AbortSignal) => Promise<Reply>,
  send: (message: Message) => void,
  waiting: Waiting,
): Promise<void> {
  const asker = new AbortController()
  waiting.set(id, asker)
  const reply = await withHeld(id, decide(asker.signal), send)
  waiting.delete(id)
  send({ type: 'verdict', id, ...reply })
}

/** Tells the asker to go on waiting where the answer takes long. */
async function withHeld<T>(id: number, answered: Promise<T>, send: (message: Message) => void): Promise<T> {
  const held = setTimeout(() => send({ type: 'held', id }), HELD_AFTER_MS)
  const reply = await answered
  clearTimeout(held)
  return reply
}
