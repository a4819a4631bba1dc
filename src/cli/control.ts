/** Asks running sessions from another terminal (broker/control.ts answers). */
import { connect } from 'node:net'
import { homedir } from 'node:os'
import type { Reply } from '../broker/approvals.js'
import type { Command, PendingRow } from '../broker/control.js'
import { FrameReader } from '../broker/frames.js'
import { type HookReply, MAX_REPLY, WireError } from '../broker/wire.js'
import { decodeReply, encode } from '../broker/wire-codec.js'
import { directories } from '../config/directories.js'
import { type RunningSession, runningSessions } from '../launch/outer-session.js'
import { printable } from '../log/print.js'
import { EXIT, Failure } from './failure.js'

/** A session answers this at once, whatever else waits there. */
const ANSWER_MS = 5_000

export function sessionsHere(): RunningSession[] {
  return runningSessions(directories(process.env, homedir()).sessions)
}

/** The session that an id of `gatesh pending` belongs to. */
export function sessionOf(id: string): RunningSession {
  const session = sessionsHere().find((each) => id.startsWith(`${each.id}-`))
  if (!session)
    throw new Failure(`no session that runs here has \`${id}\``, EXIT.usage, '`gatesh pending` lists what waits')
  return session
}

/** What waits in a session, or can still be approved there. */
export async function pendingIn(session: RunningSession): Promise<PendingRow[]> {
  return JSON.parse(await ask(session, { verb: 'pending' })) as PendingRow[]
}

export async function answer(session: RunningSession, id: string, reply: Reply): Promise<void> {
  await ask(session, { verb: 'answer', id, reply })
}

async function ask(session: RunningSession, command: Command): Promise<string> {
  const reply = await exchange(session, command)
  if (reply.exitCode === EXIT.ok) return reply.stdout.toString('utf8')
  throw new Failure(printable(reply.stderr.toString('utf8')), reply.exitCode)
}

function exchange({ id, control }: RunningSession, command: Command): Promise<HookReply> {
  const failure = (problem: string, hint?: string) =>
    new Failure(`session ${id} cannot be asked: ${problem}`, EXIT.gateshFailed, hint)
  return new Promise((resolve, reject) => {
    const socket = connect(control)
    const reader = new FrameReader(MAX_REPLY)
    const end = (outcome: HookReply | Failure) => {
      socket.destroy()
      if (outcome instanceof Failure) reject(outcome)
      else resolve(outcome)
    }
    socket.setTimeout(ANSWER_MS, () => end(failure('it does not answer')))
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const none = error.code === 'ENOENT' || error.code === 'ECONNREFUSED'
      end(none ? failure('it runs without the supervisor', 'answer at its own terminal') : failure(error.message))
    })
    socket.once('close', () => end(failure('it closed the connection')))
    socket.on('data', (chunk) => {
      const payloads = reader.push(chunk)
      const [payload] = payloads instanceof WireError ? [] : payloads
      if (payloads instanceof WireError) end(failure(payloads.reason))
      if (payload === undefined) return
      const reply = decodeReply(payload)
      if (reply instanceof WireError || reply.type !== 'hookreply') end(failure('it answered something else'))
      else end(reply)
    })
    const payload = Buffer.from(JSON.stringify(command))
    socket.write(encode({ type: 'control', id: 1, origin: undefined, outside: false, payload }))
  })
}
