/**
 * What `gatesh pending`, `gatesh approve` and `gatesh deny` ask of a session from another terminal. They come over a socket
 * of their own, whose listening end the supervisor holds: it says whether the kernel knows the asker as somebody outside
 * the agent's tree (shims/exec/clients.c). Anybody else who tries to answer is tampering.
 */
import type { Approvals, Pending, Reply } from './approvals.js'
import type { HookOutcome } from './hooks.js'
import type { Question } from './question.js'
import { type ControlRequest, MAX_REPLY } from './wire.js'

/** One line of JSON each way. */
export type Command =
  | { readonly verb: 'pending' }
  | { readonly verb: 'answer'; readonly id: string; readonly reply: Reply }

/** What is pending, as `gatesh pending` shows it. */
export interface PendingRow extends Omit<Pending, 'since'> {
  /** Seconds that it has been so. */
  readonly age: number
}

export interface ControlOptions {
  readonly approvals: Approvals
  /** Milliseconds, the clock of the approvals. */
  now(): number
  /** Somebody of the gated side tried to answer: written down and counted. */
  tampering(what: string): void
}

const replies: readonly Reply[] = ['once', 'session', 'always', 'deny', 'stop']
/** Of one answer; the rest of the frame is small. */
const MAX_ROWS_BYTES = MAX_REPLY - 1_024
const MAX_ROW_TEXT = 500
const REFUSED = 126
const WRONG = 2

export function createControl({ approvals, now, tampering }: ControlOptions): (message: ControlRequest) => HookOutcome {
  return ({ outside, payload }) => {
    const command = commandIn(payload)
    if (!command) return said(WRONG, 'the request cannot be read; is it of another version of gatesh?')
    if (!outside) {
      if (command.verb === 'answer') tampering(`gatesh ${command.reply === 'deny' ? 'deny' : 'approve'} ${command.id}`)
      return said(REFUSED, 'only the user may do this, from a terminal outside the session')
    }
    if (command.verb === 'pending') {
      return { exitCode: 0, stdout: rowsOf(approvals.pending(), now()), stderr: Buffer.alloc(0) }
    }
    const problem = approvals.answer(command.id, command.reply, 'command')
    return problem === undefined ? said(0, '') : said(WRONG, problem)
  }
}

/** As JSON, as many as an answer holds: those that wait, then the latest refusals. */
function rowsOf(pending: readonly Pending[], now: number): Buffer {
  const first = [...pending.filter(({ waiting }) => waiting), ...pending.filter(({ waiting }) => !waiting).reverse()]
  const rows: string[] = []
  let bytes = 2
  for (const { question, waiting, since } of first) {
    const row: PendingRow = { question: shortened(question), waiting, age: Math.round((now - since) / 1000) }
    const text = JSON.stringify(row)
    bytes += Buffer.byteLength(text) + 1
    if (bytes > MAX_ROWS_BYTES) break
    rows.push(text)
  }
  return Buffer.from(`[${rows.join(',')}]`)
}

function shortened(question: Question): Question {
  const short = (text: string) => (text.length <= MAX_ROW_TEXT ? text : `${text.slice(0, MAX_ROW_TEXT)}...`)
  const { command, reason, effects } = question
  return { ...question, command: short(command), reason: short(reason), effects: effects.map(short) }
}

function said(exitCode: number, text: string): HookOutcome {
  return { exitCode, stdout: Buffer.alloc(0), stderr: Buffer.from(text) }
}

function commandIn(payload: Buffer): Command | undefined {
  let value: unknown
  try {
    value = JSON.parse(payload.toString('utf8'))
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { verb, id, reply } = value as Record<string, unknown>
  if (verb === 'pending') return { verb }
  const known = replies.find((each) => each === reply)
  return verb === 'answer' && typeof id === 'string' && known ? { verb, id, reply: known } : undefined
}
