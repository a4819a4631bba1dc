import { createServer, type Server, type Socket } from 'node:net'
import { FrameReader } from '../../src/broker/frames.js'
import { MAX_REQUEST, type Reply, type Request, WireError } from '../../src/broker/wire.js'
import { decodeRequest, encode } from '../../src/broker/wire-codec.js'

type Answer = Omit<Extract<Reply, { type: 'verdict' }>, 'id'> | Omit<Extract<Reply, { type: 'hookreply' }>, 'id'>

/** What a broker of a test does with a request: answers now or later, or leaves it without one. */
export type Decide = (request: Request, reply: (reply: Reply) => void) => Answer | Promise<Answer> | undefined

export interface TestBroker {
  readonly requests: Request[]
  /** what came in and was no request */
  readonly errors: WireError[]
  close(): Promise<void>
}

export const allow: Answer = { type: 'verdict', action: 'allow', exitCode: 0, message: '' }

export function deny(message: string, exitCode = 126): Answer {
  return { type: 'verdict', action: 'deny', exitCode, message }
}

/** A broker on the real wire format that decides by a function, listening at `path`. */
export async function listen(path: string, decide: Decide): Promise<TestBroker> {
  const requests: Request[] = []
  const errors: WireError[] = []
  const sockets = new Set<Socket>()

  const server: Server = createServer((socket) => {
    const reader = new FrameReader(MAX_REQUEST)
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    const reply = (message: Reply) => void (socket.writable && socket.write(encode(message)))
    const take = async (payload: Buffer) => {
      const request = decodeRequest(payload)
      if (request instanceof WireError) {
        errors.push(request)
        socket.destroy()
        return
      }
      requests.push(request)
      const answer = decide(request, reply)
      const settled = answer instanceof Promise ? await answer : answer
      if (settled) reply({ ...settled, id: request.id })
    }
    socket.on('data', (chunk) => {
      const payloads = reader.push(chunk)
      if (payloads instanceof WireError) {
        errors.push(payloads)
        socket.destroy()
        return
      }
      for (const payload of payloads) void take(payload)
    })
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return {
    requests,
    errors,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
