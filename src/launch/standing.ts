/**
 * The broker of a container in which nothing was launched: shims stand on PATH (`gatesh shims DIR`), and the first of
 * them started this process (shims/standing.h). One session for all commands of one user, until nobody has asked for a
 * while. What such commands may do, and for what task, the managed configuration alone says: the environment that they
 * bring along is the agent's own.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Broker } from '../broker/broker.js'
import { faultMessage } from '../broker/message.js'
import { type Answering, listen } from '../broker/server.js'
import type { ExecRequest } from '../broker/wire.js'
import type { Agent } from './start-agent.js'

export interface StandingOptions {
  /** 0700, of this user: holds the socket. */
  readonly home: string
  /** Ends after this long without an asker. */
  readonly idleMs: number
  /** The socket listens. */
  listening(): void
  /** Starts the session when the first command is there. `serve` is to be given to its launch. */
  start(first: ExecRequest, serve: Serve): Promise<void>
}

/** Takes the session's broker into service; the end of the "agent" is the end of all work. */
export type Serve = (broker: Broker) => { readonly agent: Agent; close(): Promise<void> }

const LAST_WORDS_MS = 100

/** Serves until the end. Rejects where the socket cannot be had or the session cannot be started. */
export async function stand({ home, idleMs, listening, start }: StandingOptions): Promise<void> {
  let session: Promise<Broker> | undefined
  let ended: () => void = () => {}
  let failed: (error: unknown) => void = () => {}
  const end = new Promise<void>((resolve) => {
    ended = resolve
  })
  const failure = new Promise<never>((_, reject) => {
    failed = reject
  })
  let done: Promise<void> = Promise.resolve()
  // A limit ends an agent. Here none was started: its commands stay refused, so this process has to stay.
  let over = false

  const agent: Agent = {
    pid: 0,
    end: end.then(() => ({ code: 0 })),
    kill: () => {
      over = true
    },
  }
  const brokerFor = (first: ExecRequest) => {
    session ??= new Promise((resolve, reject) => {
      const serve: Serve = (broker) => {
        resolve(broker)
        return { agent, close: async () => {} }
      }
      done = start(first, serve)
      done.catch((error) => {
        reject(error)
        // The refusals go out first.
        setTimeout(() => failed(error), LAST_WORDS_MS)
      })
    })
    return session
  }
  const idle = idleTimer(idleMs, () => !over, ended)
  const door: Answering = {
    async exec(message, gone) {
      idle.busy(1)
      try {
        return await (await brokerFor(message)).exec(message, gone)
      } catch (error) {
        return { ...refusedDoor, message: faultMessage(`its session did not start: ${(error as Error).message}`) }
      } finally {
        idle.busy(-1)
      }
    },
    // Shells that live on and hooks belong to a launched session.
    line: async () => refusedDoor,
    hook: async () => ({
      exitCode: 2,
      stdout: Buffer.alloc(0),
      stderr: Buffer.from('gatesh: no hooks are served here\n'),
    }),
    local: () => {},
    refused: () => {},
  }
  const server = await listen(join(home, 'sock'), 'anyone', door)
  listening()
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, ended)
  try {
    await Promise.race([end, failure])
  } finally {
    idle.stop()
    await server.close()
    await done.catch(() => {})
  }
}

const refusedDoor = { action: 'deny', exitCode: 126, message: 'this broker answers shims alone' } as const

/** Calls `end` once nothing has been asked for `ms`, where `may` allows it. */
function idleTimer(ms: number, may: () => boolean, end: () => void) {
  let asked = 0
  let timer = setTimeout(tick, ms)
  function tick(): void {
    if (may()) end()
  }
  return {
    busy(change: 1 | -1) {
      asked += change
      clearTimeout(timer)
      if (asked === 0) timer = setTimeout(tick, ms)
    },
    stop: () => clearTimeout(timer),
  }
}

/** An empty directory to stand for a project where none is named and none can be told. */
export function emptyProject(home: string): string {
  const path = join(home, 'no-project')
  mkdirSync(path, { recursive: true, mode: 0o700 })
  return path
}
