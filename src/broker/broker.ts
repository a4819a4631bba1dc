/**
 * One request in, one verdict out. The only place that catches: whatever fails on the way to a decision, or on the way
 * of its entry into the log, is a denial with the reason. The entry is written before the answer goes out.
 */
import type { Decision } from '../decide.js'
import type { Effect } from '../effects/effect.js'
import type { Host } from '../facts/host-world.js'
import type { SessionLog } from '../log/append.js'
import type { Redact } from '../log/redact.js'
import type { Request } from '../request.js'
import type { Verdict } from '../verdict.js'
import type { World } from '../world.js'
import { type Answer, commandOf, entryOf, type SessionFields } from './entry-of.js'
import { execRequest, lineRequest } from './incoming.js'
import { createLatencies } from './latency.js'
import { countDenials, type DenialLimits } from './limits.js'
import { createLineage, type Lineage, processStat } from './lineage.js'
import { faultMessage, refusal } from './message.js'
import { isHarnessWork, ownProgram } from './own-program.js'
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
  /** It is an agent that gatesh knows, which runs programs for itself as well as for its model. */
  readonly hasHarness: boolean
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

const EXIT_DENIED = 126
const allowReply: Reply = { action: 'allow', exitCode: 0, message: '' }

/** Kinds that say only that nobody knows what a program does; below an allowed request its own execs are judged. */
const unknownKinds: ReadonlySet<Effect['kind']> = new Set(['exec.unknown', 'exec.opaque'])

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
    const parent = lineage.parentOf(message)
    try {
      return await answerExec(message, request, parent, start)
    } catch (error) {
      return fault(request, error, start)
    }
  }

  async function answerExec(
    message: ExecRequest,
    request: ReturnType<typeof execRequest>,
    parent: RequestRecord | undefined,
    start: number,
  ): Promise<Reply> {
    if (request.kind !== 'exec') throw new Error('an exec message gave another request')
    const known = withoutDeciding(message, request, parent)
    const world = host.worldFor((name) => message.env.get(name))
    const decision = known ? undefined : await judge.decide(request, world)
    const outcome = known ?? outcomeOf(decision, parent, fields.coverage)
    const { verdict, how } = outcome
    const ran = verdict.action === 'allow' && !repeatsRefusal(decision, parent)
    const shown = ran || verdict.action !== 'allow' ? verdict : refusedBefore
    const belongs = parent ? { parent: parent.entry } : {}
    const { reply, entry } = write(
      { request, verdict: shown, ran, how, ...belongs, ...(decision ? { decision } : {}) },
      start,
    )
    const refused = how === 'agent' || parent?.kind !== 'request' ? new Set<string>() : parent.refused
    if (decision) {
      judge.settled(request, commandOf(request), decision, reply.action === 'allow')
      // A request that is refused again and again inside is counted once for each effect, not for each try.
      const counts = reply.action === 'allow' || !repeatsRefusal(decision, parent)
      if (counts && !(options.hasHarness && isHarnessWork(request, parent))) countOutcome(reply.action === 'allow')
      if (reply.action !== 'allow' && parent?.kind === 'request') {
        for (const effect of stoppedEffects(decision)) parent.refused.add(effectKey(effect))
      }
    }
    if (reply.action === 'allow') {
      const program = programOf(request)
      const predicted = decision ? predictedBy(decision.script) : new Set<string>()
      const started = message.door === 'supervisor' ? undefined : processStat(message.pid)?.started
      lineage.remember(message, {
        entry,
        kind: how === 'agent' ? 'agent' : 'request',
        parent,
        pid: message.pid,
        started,
        program,
        predicted,
        refused,
      })
    }
    return reply
  }

  /** An answer that needs no judgement: the program that the user launched, or a part of what was judged already. */
  function withoutDeciding(
    message: ExecRequest,
    request: Extract<Request, { kind: 'exec' }>,
    parent: RequestRecord | undefined,
  ): Outcome | undefined {
    if (!parent) {
      const isAgent = message.door === 'supervisor' && message.pid === agentPid && message.origin?.exec === 0
      return isAgent ? theAgent : undefined
    }
    if (continues(request, message.pid, parent)) return parent.kind === 'agent' ? theAgent : part(parent)
    if (parent.kind === 'agent') return ownProgram(request, message.pid, parent, launched) ? theAgent : undefined
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

interface Outcome {
  readonly verdict: Verdict
  readonly how: Answer['how']
}

const theAgent: Outcome = {
  verdict: { action: 'allow', tier: 0, rule: 'agent', reason: 'it is the program that the user launched' },
  how: 'agent',
}

const refusedBefore: Verdict = {
  action: 'deny',
  tier: 0,
  rule: 'refused-before',
  reason: 'the same effect was refused before in this request, and nothing has changed since',
}

function part(parent: RequestRecord): Outcome {
  const reason = `it is part of ${parent.entry}, which was allowed with it`
  return { verdict: { action: 'allow', tier: 0, rule: 'joined', reason }, how: 'joined' }
}

function denial(message: string): Reply {
  return { action: 'deny', exitCode: EXIT_DENIED, message }
}

/** Effects that a part of the decision, other than an allowing one, is about. */
function stoppedEffects({ parts, effects }: Decision): Effect[] {
  const indices = parts.flatMap(({ action, effect }) => (action === 'allow' || effect === undefined ? [] : [effect]))
  return indices.flatMap((index) => effects[index] ?? [])
}

const effectKey = (effect: Effect) =>
  [effect.kind, ...effect.targets.map((target) => `${target.type} ${target.value}`)].join('\0')

function repeatsRefusal(decision: Decision | undefined, parent: RequestRecord | undefined): boolean {
  if (!decision || parent?.kind !== 'request' || parent.refused.size === 0) return false
  return decision.effects.some((effect) => parent.refused.has(effectKey(effect)))
}

/** The verdict of the flow, unless all that stands against it is that nobody knows, and that is seen elsewhere. */
function outcomeOf(decision: Decision | undefined, parent: RequestRecord | undefined, coverage: string): Outcome {
  if (!decision) throw new Error('nothing was decided')
  const { verdict, parts } = decision
  if (verdict.action === 'allow') return { verdict, how: 'decided' }
  const against = parts.filter(({ action }) => action !== 'allow')
  const stopped = stoppedEffects(decision)
  const unknownOnly =
    stopped.length === against.length && against.length > 0 && stopped.every((effect) => unknownKinds.has(effect.kind))
  if (unknownOnly && parent?.kind === 'request') {
    const reason = `its program is unknown, and it belongs to ${parent.entry}, which was allowed`
    return { verdict: { action: 'allow', tier: 3, rule: 'lineage', reason }, how: 'lineage' }
  }
  if (unknownOnly && coverage === 'supervisor' && stopped.every((effect) => isOpaqueProgram(effect, decision))) {
    const reason = 'which program it runs is known only then, and the supervisor asks again at that exec'
    return { verdict: { action: 'allow', tier: 3, rule: 'opaque-program', reason }, how: 'decided' }
  }
  return { verdict, how: 'decided' }
}

/** The name of the program is what cannot be known, not a text that it would run. */
function isOpaqueProgram(effect: Effect, { script }: Decision): boolean {
  return effect.kind === 'exec.opaque' && script?.commands[effect.command]?.argv[0]?.text === null
}
