/**
 * One request in, one verdict out. The only place that catches: whatever fails on the way to a decision, or on the way
 * of its entry into the log, is a denial with the reason. The entry is written before the answer goes out.
 */
import type { AgentProfile } from '../agents/agent.js'
import type { Decision } from '../decide.js'
import type { Host } from '../facts/host-world.js'
import type { SessionLog } from '../log/append.js'
import type { Redact } from '../log/redact.js'
import type { Request } from '../request.js'
import type { Verdict } from '../verdict.js'
import type { World } from '../world.js'
import { type Answer, commandOf, entryOf, type SessionFields } from './entry-of.js'
import { type Exec, execRequest, lineRequest } from './incoming.js'
import { createLatencies } from './latency.js'
import { countDenials, type DenialLimits } from './limits.js'
import { createLineage, type Lineage, processStat } from './lineage.js'
import { faultMessage, refusal } from './message.js'
import {
  effectKey,
  type Outcome,
  outcomeOf,
  part,
  refusedBefore,
  repeatsRefusal,
  stoppedEffects,
  theAgent,
} from './outcome.js'
import { isHarnessWork, isOwnText, ownProgram } from './own-program.js'
import {
  continues,
  isPredicted,
  isTransport,
  type Program,
  predictedBy,
  programOf,
  type RequestRecord,
} from './record.js'
import type { ExecRequest, LineRequest, Local, Refused, VerdictReply } from './wire.js'

/** Decides requests against the session's transcript, and learns how they were answered. */
export interface Judge {
  decide(request: Request, world: World): Promise<Decision>
  settled(request: Request, command: string, decision: Decision, ran: boolean): void
}

export interface BrokerOptions {
  readonly judge: Judge
  readonly host: Host
  readonly log: SessionLog
  readonly redact: Redact
  readonly session: Omit<SessionFields, 'coverage'>
  /** The program that the user launched. */
  readonly launched: Program
  /** Where it is an agent that gatesh knows, which runs programs for itself as well as for its model. */
  readonly profile: AgentProfile | undefined
  /** Directories of programs that the user had on PATH (see isPredicted). */
  readonly trustedPath: ReadonlySet<string>
  readonly limits: DenialLimits
  /** Called each time that a refusal reaches a limit. */
  onLimit(reason: string): void
  /** Monotonic microseconds. */
  now(): number
}

export type Reply = Omit<VerdictReply, 'type' | 'id'>

export interface Broker {
  exec(message: ExecRequest): Promise<Reply>
  line(message: LineRequest): Promise<Reply>
  /** What the supervisor answered by itself. */
  local(message: Local): void
  refused(message: Refused): void
  /** Which doors are closed; stands in every entry. `agentPid`: of the program that was launched. */
  covered(coverage: string, agentPid: number): void
  totals(): Totals
}

export interface Totals {
  readonly decided: number
  readonly blocked: number
  /** Microseconds inside the broker. */
  readonly median: number
  readonly p99: number
}

/** How an exec was answered, as far as its descendants care. */
interface Settled {
  readonly how: Answer['how']
  readonly parent: RequestRecord | undefined
  readonly decision: Decision | undefined
}

const EXIT_DENIED = 126
const allowReply: Reply = { action: 'allow', exitCode: 0, message: '' }

export function createBroker(options: BrokerOptions): Broker {
  const { judge, host, log, redact, launched, trustedPath, now } = options
  const lineage: Lineage = createLineage()
  const denials = countDenials(options.limits)
  const latencies = createLatencies()
  const fields = { ...options.session, coverage: 'starting' }
  let agentPid = 0
  let blocked = 0
  let decided = 0

  /** Writes the entry; then the answer may go out. Without an entry nothing runs. */
  function write(answer: Omit<Answer, 'elapsed'>, start: number): { reply: Reply; entry: string } {
    const elapsed = now() - start
    const entry = log.append(entryOf({ ...answer, elapsed }, fields, redact))
    decided += 1
    latencies.add(elapsed)
    if (entry instanceof Error) {
      blocked += 1
      return { reply: denial(faultMessage(`the log cannot be written: ${entry.message}`)), entry: '' }
    }
    if (answer.ran) return { reply: allowReply, entry }
    blocked += 1
    return { reply: denial(refusal(answer.verdict, entry)), entry }
  }

  function countOutcome(ran: boolean): void {
    const reached = ran ? denials.allowed() : denials.denied()
    if (reached !== undefined) options.onLimit(reached)
  }

  async function exec(message: ExecRequest): Promise<Reply> {
    const start = now()
    const request = execRequest(message)
    try {
      return await answerExec(message, request, start)
    } catch (error) {
      return fault(request, error, start)
    }
  }

  async function answerExec(message: ExecRequest, request: Exec, start: number): Promise<Reply> {
    const parent = lineage.parentOf(message)
    const known = withoutDeciding(message, request, parent)
    const decision = known
      ? undefined
      : await judge.decide(
          request,
          host.worldFor((name) => message.env.get(name)),
        )
    const { verdict, how } = known ?? outcomeOf(decision, parent, fields.coverage)
    const repeated = repeatsRefusal(decision, parent)
    const ran = verdict.action === 'allow' && !repeated
    const answer = {
      request,
      verdict: verdict.action === 'allow' && repeated ? refusedBefore : verdict,
      ran,
      how,
      ...(parent ? { parent: parent.entry } : {}),
      ...(decision ? { decision } : {}),
    }
    const { reply, entry } = write(answer, start)
    const allowed = reply.action === 'allow'
    if (decision) {
      if (isWitnessed(message)) judge.settled(request, commandOf(request), decision, allowed)
      // An act that is tried again and again within one request is one refusal.
      if ((allowed || !repeated) && !(options.profile && isHarnessWork(request, parent))) countOutcome(allowed)
      if (!allowed) refuseBelow(parent, decision)
    }
    if (allowed) remember(message, request, entry, { how, parent, decision })
    return reply
  }

  function refuseBelow(parent: RequestRecord | undefined, decision: Decision): void {
    if (parent?.kind !== 'request') return
    for (const effect of stoppedEffects(decision)) parent.refused.add(effectKey(effect))
  }

  function remember(message: ExecRequest, request: Exec, entry: string, settled: Settled): void {
    const { how, parent, decision } = settled
    const kind = how === 'agent' ? 'agent' : 'request'
    lineage.remember(message, {
      entry,
      kind,
      parent,
      pid: message.pid,
      started: message.door === 'supervisor' ? undefined : processStat(message.pid)?.started,
      program: programOf(request),
      predicted: decision ? predictedBy(decision.script) : new Set(),
      refused: kind === 'request' && parent?.kind === 'request' ? parent.refused : new Set(),
    })
  }

  /**
   * Whether the exec is one that really happens. What a shim says of itself may be made up by anybody below the agent, to
   * make the ledger believe in things that were never done; where there is a supervisor nobody needs to take its word.
   */
  function isWitnessed({ door }: ExecRequest): boolean {
    return door === 'supervisor' || fields.coverage !== 'supervisor'
  }

  /** An answer that needs no judgement: the program that the user launched, or a part of what was judged already. */
  function withoutDeciding(
    message: ExecRequest,
    request: Exec,
    parent: RequestRecord | undefined,
  ): Outcome | undefined {
    if (!parent) {
      const isAgent = message.door === 'supervisor' && message.pid === agentPid && message.origin?.exec === 0
      return isAgent ? theAgent : undefined
    }
    if (continues(request, message.pid, parent)) return parent.kind === 'agent' ? theAgent : part(parent)
    if (parent.kind === 'agent') {
      const isOwn = ownProgram(request, message.pid, parent, launched) || isOwnText(request, parent, options.profile)
      return isOwn ? theAgent : undefined
    }
    if (isPredicted(request, parent, trustedPath) || isTransport(request, parent, trustedPath)) return part(parent)
    return undefined
  }

  async function line(message: LineRequest): Promise<Reply> {
    const start = now()
    const request = lineRequest(message)
    try {
      const decision = await judge.decide(
        request,
        host.worldFor(() => undefined),
      )
      const { verdict, how } = outcomeOf(decision, undefined, fields.coverage)
      const ran = verdict.action === 'allow'
      const { reply } = write({ request, verdict, ran, how, decision }, start)
      if (fields.coverage !== 'supervisor')
        judge.settled(request, commandOf(request), decision, reply.action === 'allow')
      countOutcome(reply.action === 'allow')
      return reply
    } catch (error) {
      return fault(request, error, start)
    }
  }

  function fault(request: Request, error: unknown, start: number): Reply {
    const problem = error instanceof Error ? error.message : String(error)
    const verdict: Verdict = { action: 'deny', tier: 0, rule: 'fault', reason: `gatesh could not decide: ${problem}` }
    try {
      write({ request, verdict, ran: false, how: 'fault' }, start)
    } catch {
      // The entry itself was the fault; the denial stands all the same.
    }
    return denial(faultMessage(problem))
  }

  return {
    exec,
    line,
    local({ first, records }) {
      const programs: Record<string, number> = {}
      for (const { exe } of records) programs[exe] = (programs[exe] ?? 0) + 1
      log.append({ local: { first, count: records.length, programs } })
      decided += records.length
    },
    refused({ name, why }) {
      const request: Request = {
        kind: 'exec',
        door: 'supervisor',
        exe: name,
        argv: [name],
        cwd: null,
        stdin: { kind: 'other' },
      }
      const verdict: Verdict = { action: 'deny', tier: 0, rule: 'supervisor', reason: why }
      write({ request, verdict, ran: false, how: 'fault' }, now())
    },
    covered(coverage, pid) {
      fields.coverage = coverage
      agentPid = pid
      if (coverage !== 'supervisor') {
        const started = processStat(pid)?.started
        lineage.rememberRoot({
          entry: '',
          kind: 'agent',
          parent: undefined,
          pid,
          started,
          program: launched,
          predicted: new Set(),
          refused: new Set(),
        })
      }
    },
    totals: () => ({ decided, blocked, median: latencies.quantile(0.5), p99: latencies.quantile(0.99) }),
  }
}

function denial(message: string): Reply {
  return { action: 'deny', exitCode: EXIT_DENIED, message }
}
