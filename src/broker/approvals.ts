/**
 * What waits for a person, what was refused and may still be approved, and what was approved. Whoever calls `answer` has
 * made sure that a person speaks and not the gated side: the session's own terminal, or control.ts.
 */
import type { Approval } from '../log/entry.js'
import type { Acts, Scope } from './act.js'
import type { Question } from './question.js'

/** Refusals that can still be approved; the oldest goes first. */
const MAX_REFUSED = 100
/** Questions that wait at one time. More are refused: nobody answers a thousand. */
const MAX_WAITING = 100
const MAX_APPROVED = 500
/** From a line of a shell to the programs that it starts. */
const CARRY_MS = 5_000

export type Reply = Scope | 'deny' | 'stop'

/** A question that holds a command, or a refusal that can be approved for a retry. */
export interface Pending {
  readonly question: Question
  readonly waiting: boolean
  /** Clock of `ApprovalOptions.now`. */
  readonly since: number
}

export interface ApprovalOptions {
  /** How long a question waits. */
  readonly timeoutMs: number
  /** Milliseconds, monotonic. */
  now(): number
  /** Writes a rule into the user's configuration; why it could not be. */
  remember(rule: string): string | undefined
  /** Appends the answer to something that was refused before; why it could not be. */
  record(approval: Approval): string | undefined
}

export interface Approvals {
  /** The id of the question or refusal whose approval covers these acts. One that holds once is used up. */
  covering(acts: Acts): { readonly of: string; readonly answer: Scope } | undefined
  /** Asks, and waits for the answer. `gone`: the command ended meanwhile. */
  ask(question: Question, acts: Acts | undefined, gone: AbortSignal | undefined): Promise<Approval>
  /** From now on it can be approved: the same acts then pass once more. */
  refused(question: Question, acts: Acts): void
  /** A line was approved once, and nobody can say which exec belongs to it: the same acts pass once more, soon or never. */
  carry(acts: Acts, of: string): void
  /** Oldest first, those that wait before those that were refused. */
  pending(): readonly Pending[]
  /** A person's answer; why it cannot be taken, undefined where it was. */
  answer(id: string, reply: Reply, from: 'prompt' | 'command'): string | undefined
  /** Called whenever what waits has changed. */
  onChange(listener: () => void): void
  /** Denies what waits: nobody will answer any more. */
  close(): void
}

interface Waiting {
  readonly question: Question
  readonly acts: Acts | undefined
  readonly since: number
  settle(answer: Approval['answer'], from: Approval['from'], of?: string): void
}

interface Refused {
  readonly question: Question
  readonly acts: Acts
  readonly since: number
}

export function createApprovals({ timeoutMs, now, remember, record }: ApprovalOptions): Approvals {
  const waiting = new Map<string, Waiting>()
  const refused = new Map<string, Refused>()
  /** By key of an act: the approval that covers it. */
  const approved = new Map<string, { readonly of: string; readonly answer: Scope }>()
  const listeners: (() => void)[] = []
  const changed = () => {
    for (const listener of listeners) listener()
  }

  function covering({ keys }: Acts): { of: string; answer: Scope } | undefined {
    const found = keys.map((key) => approved.get(key))
    const [first] = found
    if (!first || found.includes(undefined)) return undefined
    for (const key of keys) if (approved.get(key)?.answer === 'once') approved.delete(key)
    return first
  }

  function approve({ keys }: Acts, of: string, answer: Scope): void {
    for (const key of keys) {
      // What holds for longer is not cut short by a yes to one time.
      if (answer !== 'once' || (approved.get(key)?.answer ?? 'once') === 'once') approved.set(key, { of, answer })
    }
    for (const [oldest] of approved) {
      if (approved.size <= MAX_APPROVED) break
      approved.delete(oldest)
    }
  }

  function ask(question: Question, acts: Acts | undefined, gone: AbortSignal | undefined): Promise<Approval> {
    const since = now()
    const of = question.id
    if (gone?.aborted) return Promise.resolve({ answer: 'gone', from: 'nobody', of, waited_ms: 0 })
    if (waiting.size >= MAX_WAITING) return Promise.resolve({ answer: 'timeout', from: 'nobody', of, waited_ms: 0 })
    return new Promise((resolve) => {
      const left = () => settle('gone', 'nobody')
      const timer = setTimeout(() => settle('timeout', 'nobody'), timeoutMs)
      const settle: Waiting['settle'] = (answer, from, by = of) => {
        if (!waiting.delete(of)) return
        clearTimeout(timer)
        gone?.removeEventListener('abort', left)
        resolve({ answer, from, of: by, waited_ms: Math.round(now() - since) })
        changed()
      }
      gone?.addEventListener('abort', left)
      waiting.set(of, { question, acts, since, settle })
      changed()
    })
  }

  /** Others that wait may be covered by what was just approved: nobody is asked twice for one act. */
  function settleCovered(from: 'prompt' | 'command'): void {
    for (const { acts, settle } of [...waiting.values()]) {
      const by = acts && covering(acts)
      if (by) settle(by.answer, from, by.of)
    }
  }

  function answerWaiting(asked: Waiting, reply: Reply, from: 'prompt' | 'command'): string | undefined {
    const { question, acts } = asked
    if (reply === 'session' || reply === 'always') {
      if (acts) approve(acts, question.id, reply)
    }
    asked.settle(reply, from)
    settleCovered(from)
    return undefined
  }

  function answerRefused(earlier: Refused, reply: Reply, from: 'prompt' | 'command'): string | undefined {
    const { question, acts } = earlier
    if (reply === 'stop') return `\`${question.id}\` was refused already; only what waits can stop the agent`
    const problem = record({ answer: reply, from, of: question.id })
    if (problem !== undefined) return problem
    refused.delete(question.id)
    if (reply !== 'deny') approve(acts, question.id, reply)
    settleCovered(from)
    changed()
    return undefined
  }

  return {
    covering,
    ask,
    refused(question, acts) {
      // Tried again and refused again: one yes is for both.
      const same = [...refused.values()].find((earlier) => String(earlier.acts.keys) === String(acts.keys))
      if (same) refused.delete(same.question.id)
      refused.set(question.id, { question, acts, since: now() })
      const [oldest] = refused.keys()
      if (refused.size > MAX_REFUSED && oldest !== undefined) refused.delete(oldest)
      changed()
    },
    carry(acts, of) {
      approve(acts, of, 'once')
      setTimeout(() => {
        for (const key of acts.keys)
          if (approved.get(key)?.of === of && approved.get(key)?.answer === 'once') approved.delete(key)
      }, CARRY_MS).unref()
    },
    pending: () => [
      ...[...waiting.values()].map(({ question, since }) => ({ question, since, waiting: true })),
      ...[...refused.values()].map(({ question, since }) => ({ question, since, waiting: false })),
    ],
    answer(id, reply, from) {
      const asked = waiting.get(id)
      const earlier = refused.get(id)
      const question = asked?.question ?? earlier?.question
      if (!question) return `nothing waits for an answer under \`${id}\`; \`gatesh pending\` lists what does`
      const isScope = reply !== 'deny' && reply !== 'stop'
      if (isScope && !question.scopes.includes(reply))
        return `\`${id}\` can be approved ${question.scopes.map((scope) => `\`--${scope}\``).join(' or ')} only`
      if (reply === 'always') {
        const problem = question.always === undefined ? 'there is no rule for it' : remember(question.always)
        if (problem !== undefined) return `the rule was not written: ${problem}`
      }
      if (asked) return answerWaiting(asked, reply, from)
      return earlier && answerRefused(earlier, reply, from)
    },
    onChange: (listener) => void listeners.push(listener),
    close() {
      for (const { settle } of [...waiting.values()]) settle('gone', 'nobody')
    },
  }
}
