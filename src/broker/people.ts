/**
 * The last step of an answer: what a person said or says to what the flow stopped. Here it is settled who is asked about
 * what; how the question is put is for the rim (launch/prompt.ts, control.ts).
 */
import type { SessionMode } from '../config/approvals.js'
import type { Decision } from '../decide.js'
import type { Approval, How } from '../log/entry.js'
import type { Redact } from '../log/redact.js'
import type { Request } from '../request.js'
import type { Verdict } from '../verdict.js'
import type { World } from '../world.js'
import { type Acts, actsOf, isFinal, isRetriable } from './act.js'
import type { Approvals } from './approvals.js'
import type { Answer } from './entry-of.js'
import { type Outcome, refusedBefore } from './outcome.js'
import { limitQuestion, type Question, questionOf } from './question.js'
import type { RequestRecord } from './record.js'

export interface PeopleOptions {
  readonly session: string
  readonly mode: SessionMode
  /** At a terminal: whether a soft denial is asked about. */
  readonly soft: 'ask' | 'deny'
  /** Somebody sits at the session's terminal. */
  readonly present: boolean
  readonly approvals: Approvals
  readonly redact: Redact
  /** The narrow rule that would let the request pass, where there is one. */
  proposal?(request: Request, world: World, decision: Decision): Promise<string | undefined>
  /** Told of each refusal that a person may still approve. */
  refused?(question: Question): void
}

export interface Stopped {
  readonly request: Request
  readonly decision: Decision | undefined
  readonly outcome: Outcome
  readonly parent: RequestRecord | undefined
  /** The same effect was refused before in this request. */
  readonly repeated: boolean
  /** What an agent does for itself is refused without a question: nobody asked for it, and it goes on without. */
  readonly quiet: boolean
  readonly world: World
}

/** How it ends; `acts` where a later approval can still let it pass. */
export interface Ending {
  readonly answer: Pick<Answer, 'verdict' | 'ran' | 'how'> & { readonly approval?: Approval }
  /** Milliseconds that a person took. */
  readonly waited: number
  readonly acts: Acts | undefined
}

export interface People {
  /** `gone`: nobody waits for the answer any more. */
  settle(stopped: Stopped, gone: AbortSignal | undefined): Promise<Ending>
  /** To be called when the entry of a refusal is written: from then on it can be approved. */
  refusedAs(entry: string, stopped: Stopped, ending: Ending): Promise<void>
  /** Whether a person is asked about a tool call by the agent's own prompt. */
  asksByAgent(request: Request, decision: Decision): boolean
  /** A limit was reached: whether the agent may go on; undefined where nobody answered. */
  mayGoOn(reason: string): Promise<boolean | undefined>
}

export function createPeople(options: PeopleOptions): People {
  const { mode, soft, present, approvals, redact, session } = options
  let questions = 0
  const nextId = () => `${session}-q${++questions}`

  /** Whether the request is one that a person is asked about, while there is one. */
  function isQuestion({ verdict, how }: Outcome): boolean {
    if (verdict.action === 'ask') return true
    if (verdict.action === 'deny') return soft === 'ask'
    return mode === 'ask' && verdict.tier === 3 && how === 'decided'
  }

  /** Without a rule that can be proposed the question has one answer less; that is no reason to fail. */
  async function proposal(request: Request, world: World, decision: Decision, { scopes }: Acts) {
    if (!scopes.includes('always')) return undefined
    return await options.proposal?.(request, world, decision).catch(() => undefined)
  }

  async function settle(stopped: Stopped, gone: AbortSignal | undefined): Promise<Ending> {
    const { request, decision, outcome, parent, repeated, quiet, world } = stopped
    const asks = isQuestion(outcome)
    if (outcome.verdict.action === 'allow' && !repeated && !asks) return ending(outcome, true)
    if (mode === 'observe')
      return ending({ verdict: repeated ? refusedBefore : outcome.verdict, how: 'observed' }, true)
    const acts = decision && !isFinal(outcome.verdict) ? actsOf(request, decision, mode === 'ask') : undefined
    const earlier = acts && (byParent(acts, parent) ?? approvals.covering(acts))
    if (earlier) return approved(outcome, { ...earlier, from: 'nobody' }, 0, acts)
    const later = decision && acts && isRetriable(request, decision) ? acts : undefined
    if (!decision || !acts || !asks || repeated || quiet || !present) {
      const verdict =
        outcome.verdict.action === 'allow' ? (repeated ? refusedBefore : asked(outcome.verdict)) : outcome.verdict
      return { ...ending({ verdict, how: outcome.how }, false), acts: later }
    }
    const verdict = asked(outcome.verdict)
    const always = await proposal(request, world, decision, acts)
    const question = questionOf({ request, decision, verdict, acts, always }, nextId(), redact)
    const approval = await approvals.ask(question, acts, gone)
    const waited = approval.waited_ms ?? 0
    switch (approval.answer) {
      case 'once':
      case 'session':
      case 'always':
        return approved(outcome, approval, waited, acts)
      case 'timeout':
      case 'gone':
        return { answer: { verdict, ran: false, how: outcome.how, approval }, waited, acts: later }
      case 'deny':
      case 'stop':
        return { answer: { verdict, ran: false, how: outcome.how, approval }, waited, acts: undefined }
    }
  }

  return {
    settle,
    async refusedAs(entry, { request, decision, world }, { acts, answer }) {
      if (!acts || !decision) return
      const always = await proposal(request, world, decision, acts)
      const question = questionOf({ request, decision, verdict: answer.verdict, acts, always }, entry, redact)
      approvals.refused(question, acts)
      options.refused?.(question)
    },
    asksByAgent: (request, decision) =>
      present && isQuestion({ verdict: decision.verdict, how: 'decided' }) && actsOf(request, decision) !== undefined,
    async mayGoOn(reason) {
      const { answer } = await approvals.ask(limitQuestion(nextId(), reason), undefined, undefined)
      return answer === 'once' ? true : answer === 'stop' || answer === 'deny' ? false : undefined
    },
  }
}

/** What an approved command starts is approved with it, as far as it does the same. */
function byParent(
  { effects, keys }: Acts,
  parent: RequestRecord | undefined,
): Pick<Approval, 'answer' | 'of'> | undefined {
  const approved = parent?.approved
  const covered = approved && effects.length === keys.length && effects.every((effect) => approved.effects.has(effect))
  return covered ? { answer: 'once', of: approved.of } : undefined
}

/** The verdict that a person speaks to: `ask`, whatever the classifier would have said by itself. */
function asked(verdict: Verdict): Verdict {
  if (verdict.action !== 'allow') return { ...verdict, action: 'ask' }
  return { ...verdict, action: 'ask', reason: `${verdict.reason}; in this mode a person is asked all the same` }
}

function ending({ verdict, how }: { verdict: Verdict; how: How }, ran: boolean): Ending {
  return { answer: { verdict, ran, how }, waited: 0, acts: undefined }
}

function approved({ verdict }: Outcome, approval: Approval, waited: number, acts: Acts): Ending {
  const reason = `approved by the user: ${verdict.reason}`
  return {
    answer: { verdict: { ...verdict, action: 'allow', reason }, ran: true, how: 'approved', approval },
    waited,
    acts,
  }
}
