/**
 * One request in, one verdict out. The only place that catches: whatever fails on the way to a decision, or on the way
 * of its entry into the log, is a denial with the reason. The entry is written before the answer goes out.
 */
import type { AgentProfile } from '../agents/agent.js'
import { isServer } from '../agents/servers.js'
import type { Decision, Grounds } from '../decide.js'
import type { Effect } from '../effects/effect.js'
import type { Host } from '../facts/host-world.js'
import type { SessionLog } from '../log/append.js'
import type { Redact } from '../log/redact.js'
import type { Request } from '../request.js'
import { quote } from '../shell/quote.js'
import type { Script } from '../shell/script.js'
import type { Verdict } from '../verdict.js'
import type { World } from '../world.js'
import { createControl } from './control.js'
import { type Answer, commandOf, entryOf, type SessionFields } from './entry-of.js'
import { createHookProcesses } from './hook-processes.js'
import { createHooks, type HookOptions, type HookOutcome } from './hooks.js'
import { type Exec, execRequest, lineRequest } from './incoming.js'
import { createLatencies } from './latency.js'
import type { DenialLimits } from './limits.js'
import { createLineage, type Lineage, processStat } from './lineage.js'
import { asksByLine, disarms, isLiveShell, type LiveShells, type ProgramFile } from './live-shell.js'
import { faultMessage, refusal } from './message.js'
import {
  byLine,
  configured,
  disarmed,
  effectKey,
  type Outcome,
  outcomeOf,
  part,
  repeatsRefusal,
  seenAtExec,
  settledLater,
  stoppedEffects,
  theAgent,
} from './outcome.js'
import { isHarnessWork, isOfPackage, isOwnExec, isOwnText, isRelaunch, ownProgram } from './own-program.js'
import { createPeople, type Ending, type PeopleOptions } from './people.js'
import {
  continues,
  isPredicted,
  isTransport,
  type Program,
  predictedBy,
  programOf,
  type RequestRecord,
} from './record.js'
import { createRefusals } from './refusals.js'
import { createSessionState } from './session-state.js'
import type { ControlRequest, ExecRequest, HookRequest, LineRequest, Local, Refused, VerdictReply } from './wire.js'

/** Decides requests against the session's transcript, and learns how they were answered. */
export interface Judge {
  /** `decidedLater`: effects that need no judgement here (see Question). */
  decide(request: Request, world: World, decidedLater?: Grounds['decidedLater']): Promise<Decision>
  settled(request: Request, command: string, decision: Decision, ran: boolean): void
  /** The narrow rule for the user's configuration that would let this pass, where there is one. */
  proposal?(request: Request, world: World, decision: Decision): Promise<string | undefined>
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
  /** Command lines of the MCP servers that the user configured for it. */
  readonly servers?: readonly (readonly string[])[]
  /** Directories of programs that the user had on PATH (see isPredicted). */
  readonly trustedPath: ReadonlySet<string>
  readonly limits: DenialLimits
  /** Shells that ask for each of their lines; undefined where none can. */
  readonly liveShells: LiveShells | undefined
  /** The gatesh-ask that hooks in an agent's settings run. */
  readonly installedAsker?: ProgramFile | undefined
  /** What the agent's hooks tell; undefined for a program without any. */
  readonly hooks?: HookOptions | undefined
  readonly people: PeopleOptions
  /** A request was let through, with what it said that it would do. */
  allowed?(entry: string, effects: readonly Effect[]): void
  /** A limit was reached and nobody is here to look. True: the session is over, and nothing of it runs any more. */
  onLimit(reason: string): boolean
  /** A person stops the agent. */
  onStop(reason: string): void
  /** Monotonic microseconds. */
  now(): number
}

export type Reply = Omit<VerdictReply, 'type' | 'id'>

export interface Broker {
  /** `gone`: nobody waits for the answer any more. */
  exec(message: ExecRequest, gone?: AbortSignal): Promise<Reply>
  line(message: LineRequest, gone?: AbortSignal): Promise<Reply>
  hook(message: HookRequest): Promise<HookOutcome>
  /** From the session's other socket (see control.ts). */
  control(message: ControlRequest): HookOutcome
  /** What the supervisor answered by itself. */
  local(message: Local): void
  refused(message: Refused): void
  /** Which doors are closed; stands in every entry. `agentPid`: of the program that was launched. */
  covered(coverage: string, agentPid: number): void
  /**
   * Something happened that somebody has to look at before anything new runs (`ask`; where nobody is here, the agent is
   * ended), or that ends the agent (`stop`).
   */
  suspect(reason: string, response: 'ask' | 'stop'): void
  /** Whose doing it is what the image of this exec id does, or this process; undefined where nobody knows. */
  writerOf(writer: { readonly exec: number } | { readonly pid: number }): WriterRecord | undefined
  totals(): Totals
}

/** The agent itself, or a request with those that it belongs to, nearest first. */
export type WriterRecord =
  | { readonly by: 'agent' }
  | { readonly by: 'command'; readonly chain: readonly string[]; readonly text: string }

export interface Totals {
  readonly decided: number
  readonly blocked: number
  /** Microseconds inside the broker. */
  readonly median: number
  readonly p99: number
}

/** How an exec was answered, as far as its descendants care. */
interface Settled {
  readonly outcome: Outcome
  readonly parent: RequestRecord | undefined
  readonly decision: Decision | undefined
  readonly ending: Ending
}

const EXIT_DENIED = 126
/** Requests that one belongs to which are named. */
const MAX_CHAIN = 32
const noHooks: HookOutcome = {
  exitCode: 2,
  stdout: Buffer.alloc(0),
  stderr: Buffer.from('gatesh: this session serves no hooks\n'),
}
const allowReply: Reply = { action: 'allow', exitCode: 0, message: '' }

export function createBroker(options: BrokerOptions): Broker {
  const { judge, host, log, redact, launched, trustedPath, now } = options
  const lineage: Lineage = createLineage()
  const latencies = createLatencies()
  const fields = { ...options.session, coverage: 'starting' }
  let agentPid = 0
  let blocked = 0
  let decided = 0
  const people = createPeople(options.people)
  const state = createSessionState({ ...options, people, present: options.people.present })
  const control = createControl({
    approvals: options.people.approvals,
    now: () => now() / 1000,
    tampering(what) {
      const request: Request = {
        kind: 'script',
        door: 'control',
        text: what,
        dialect: 'bash',
        cwd: options.session.project,
      }
      const verdict: Verdict = {
        action: 'deny',
        tier: 0,
        rule: 'tampering',
        reason: 'a process of the session tried to approve for the user',
      }
      write({ request, verdict, ran: false, how: 'decided' }, now())
      state.count(false)
    },
  })
  const refusals = createRefusals()
  const { starterOf, ...hookProcesses } = createHookProcesses({
    session: options.liveShells?.asker,
    installed: options.installedAsker,
  })
  const hooks =
    options.hooks &&
    createHooks({
      ...options.hooks,
      allowed: options.allowed,
      steered: ({ tool, count, why, excerpt }) =>
        void log.append({ kind: 'probe', tool: redact(tool), count, why, excerpt: redact(excerpt) }),
      judge,
      host,
      starterOf,
      refusals,
      people,
      write: writeForHook,
      countOutcome: state.count,
      now,
    })

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
    if (answer.ran) {
      options.allowed?.(entry, answer.decision?.effects ?? [])
      return { reply: allowReply, entry }
    }
    blocked += 1
    refusals.note(redact(commandOf(answer.request).slice(0, 400)), answer.verdict.rule)
    return { reply: denial(refusal(answer.verdict, entry, answer.approval)), entry }
  }

  function writeForHook(answer: Omit<Answer, 'elapsed'>, start: number): string | Error {
    const { entry } = write(answer, start)
    return entry === '' ? new Error('it cannot be appended to') : entry
  }

  async function exec(message: ExecRequest, gone?: AbortSignal): Promise<Reply> {
    const start = now()
    const request = execRequest(message)
    try {
      return await answerExec(message, request, gone, start)
    } catch (error) {
      return fault(request, error, start)
    }
  }

  async function answerExec(
    message: ExecRequest,
    request: Exec,
    gone: AbortSignal | undefined,
    began: number,
  ): Promise<Reply> {
    let start = began
    const parent = lineage.parentOf(message)
    if (state.over !== undefined) return ended(request, state.over, start)
    const asking = hookProcesses.asking(message)
    if (asking !== undefined) {
      if (asking === 'line') lineage.asks(message)
      else hookProcesses.started(message, parent, isAgentItself(parent))
      return allowReply
    }
    const known = withoutDeciding(message, request, parent)
    if (!known && state.paused) {
      await state.paused
      if (state.over !== undefined) return ended(request, state.over, start)
      start = now()
    }
    const world = host.worldFor((name) => message.env.get(name))
    const byItsLines = options.liveShells !== undefined && asksByLine(request, message.env, options.liveShells)
    const later = settledLater(parent, fields.coverage, byItsLines)
    const decision = known ? undefined : await judge.decide(request, world, later)
    const outcome = known ?? liveShell(message, request, decision) ?? outcomeOf(decision, parent, fields.coverage)
    const repeated = repeatsRefusal(decision, parent)
    const quiet = isForAgentItself(request, parent)
    const stopped = { request, decision, outcome, parent, repeated, quiet, world }
    const ending = await people.settle(stopped, gone)
    if (state.over !== undefined) return ended(request, state.over, start)
    const answer = {
      request,
      ...ending.answer,
      ...(parent ? { parent: parent.entry } : {}),
      ...(decision ? { decision } : {}),
    }
    const { reply, entry } = write(answer, start + ending.waited * 1000)
    const allowed = reply.action === 'allow'
    if (decision) {
      if (isWitnessed(message)) judge.settled(request, commandOf(request), decision, allowed)
      // An act that is tried again and again within one request is one refusal.
      if ((allowed || !repeated) && !quiet) state.countEnding(ending, allowed)
      if (!allowed) refuseBelow(parent, decision)
    }
    if (allowed) remember(message, request, entry, { outcome, parent, decision, ending })
    else if (entry !== '') void people.refusedAs(entry, stopped, ending)
    return reply
  }

  function refuseBelow(parent: RequestRecord | undefined, decision: Decision): void {
    if (parent?.kind !== 'request') return
    for (const effect of stoppedEffects(decision)) parent.refused.add(effectKey(effect))
  }

  function remember(message: ExecRequest, request: Exec, entry: string, settled: Settled): void {
    const { outcome, parent, decision, ending } = settled
    const approved = approvedWith(ending) ?? parent?.approved
    const kind = outcome.how === 'agent' || outcome === byLine ? 'agent' : 'request'
    lineage.remember(message, {
      entry,
      kind,
      parent,
      pid: message.pid,
      started: message.door === 'supervisor' ? undefined : processStat(message.pid)?.started,
      program: programOf(request),
      predicted: decision ? predictedBy(decision.script) : new Set(),
      refused: kind === 'request' && parent?.kind === 'request' ? parent.refused : new Set(),
      ...(approved ? { approved } : {}),
      ...(isForAgentItself(request, parent) ? { forItself: true } : {}),
    })
  }

  function isForAgentItself(request: Exec, parent: RequestRecord | undefined): boolean {
    return options.profile !== undefined && (isHarnessWork(request, parent) || parent?.forItself === true)
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
      const isOwn =
        ownProgram(request, message.pid, parent, launched) ||
        isOwnText(request, parent, options.profile) ||
        isOwnExec(request, options.profile) ||
        (message.door === 'supervisor' && hookProcesses.isHookText(request))
      if (isOwn) return theAgent
      return message.door === 'supervisor' && isAgentItself(parent) && isConfigured(request) ? configured : undefined
    }
    if (isPredicted(request, parent, trustedPath) || isTransport(request, parent, trustedPath)) return part(parent)
    return undefined
  }

  /** An MCP server as the user configured it, by the file that was named or by what runs it. */
  function isConfigured(request: Exec): boolean {
    if (request.truncated || request.nameless || !options.servers) return false
    return (
      isServer(programOf(request), options.servers, trustedPath) ||
      isServer({ path: request.exe, args: request.argv.slice(1) }, options.servers, trustedPath)
    )
  }

  /**
   * Whether the record is of the agent's own image, and not of a shell that it started for itself or for its model: only
   * what the agent itself starts as a hook speaks for its user.
   */
  function isAgentItself(record: RequestRecord | undefined): boolean {
    if (record?.kind !== 'agent') return false
    if (record.pid === agentPid || isOfPackage(record.program?.path ?? '', launched.path)) return true
    return isRelaunch(record.program, record.parent?.program) && isAgentItself(record.parent)
  }

  /** A shell of which all that stands against it is that its commands come later. */
  function liveShell(
    message: ExecRequest,
    request: Extract<Request, { kind: 'exec' }>,
    decision: Decision | undefined,
  ): Outcome | undefined {
    const against = decision?.parts.filter(({ action }) => action !== 'allow') ?? []
    const stopped = decision ? stoppedEffects(decision) : []
    if (against.length === 0 || stopped.length !== against.length || !options.liveShells) return undefined
    if (!stopped.every(({ kind }) => kind === 'exec.opaque')) return undefined
    return asksByLine(request, message.env, options.liveShells) ? byLine : undefined
  }

  async function line(message: LineRequest, gone?: AbortSignal): Promise<Reply> {
    const start = now()
    const request = lineRequest(message)
    try {
      await state.paused
      if (state.over !== undefined) return ended(request, state.over, start)
      const world = host.worldFor(() => undefined)
      const decision = await judge.decide(request, world, leadsToShell)
      const outcome = lineOutcome(decision)
      const stopped = { request, decision, outcome, parent: undefined, repeated: false, quiet: false, world }
      const ending = await people.settle(stopped, gone)
      if (state.over !== undefined) return ended(request, state.over, start)
      const { reply, entry } = write({ request, ...ending.answer, decision }, start + ending.waited * 1000)
      const ran = reply.action === 'allow'
      state.countEnding(ending, ran)
      if (!ran && entry !== '') void people.refusedAs(entry, stopped, ending)
      const approved = approvedWith(ending)
      const joined =
        ran && outcome !== seenAtExec
          ? { entry, predicted: predictedBy(decision.script), ...(approved ? { approved } : {}) }
          : undefined
      // Anybody can ask about a line that is no shell's; then nothing happens, and nothing is learnt from it.
      const ofShell = lineage.line(message, joined)
      if (ofShell || fields.coverage !== 'supervisor') judge.settled(request, commandOf(request), decision, ran)
      if (approved && !ofShell && ending.acts) options.people.approvals.carry(ending.acts, approved.of)
      return reply
    } catch (error) {
      return fault(request, error, start)
    }
  }

  /** Whether what cannot be known is a shell, which is looked at when it starts. */
  function leadsToShell({ kind, command }: Effect, script: Script | null): boolean {
    const started = script?.commands[command]
    return fields.coverage === 'supervisor' && kind === 'exec.opaque' && started !== undefined && isLiveShell(started)
  }

  function lineOutcome(decision: Decision): Outcome {
    if (disarms(decision.script)) return disarmed
    // A word of which nobody knows what it stands for may be a builtin, and no exec would show it: that is not let pass here.
    const outcome = outcomeOf(decision, undefined, 'line')
    const stopped = stoppedEffects(decision)
    const against = decision.parts.filter(({ action }) => action !== 'allow')
    const commands = stopped.map((effect) => decision.script?.commands[effect.command])
    const leads =
      fields.coverage === 'supervisor' &&
      against.length > 0 &&
      stopped.length === against.length &&
      commands.every((command) => command !== undefined && isLiveShell(command))
    return leads ? seenAtExec : outcome
  }

  function ended(request: Request, reached: string, start: number): Reply {
    const reason = `${reached}, and gatesh is ending the session`
    return write(
      { request, verdict: { action: 'deny', tier: 0, rule: 'limit', reason }, ran: false, how: 'decided' },
      start,
    ).reply
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
    control,
    hook: async (message) => (hooks ? await hooks.answer(message) : noHooks),
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
    suspect: state.suspect,
    writerOf: (writer) =>
      writerOf('exec' in writer ? lineage.recordOf(writer.exec) : lineage.recordOfProcess(writer.pid)),
    totals: () => ({ decided, blocked, median: latencies.quantile(0.5), p99: latencies.quantile(0.99) }),
  }
}

function approvedWith({ answer: { approval, ran }, acts }: Ending): RequestRecord['approved'] {
  return ran && approval && acts ? { of: approval.of, effects: new Set(acts.effects) } : undefined
}

function denial(message: string): Reply {
  return { action: 'deny', exitCode: EXIT_DENIED, message }
}

function writerOf(record: RequestRecord | undefined): WriterRecord | undefined {
  // What an agent's own errand writes (a snapshot of the shell, through cat) the agent writes.
  if (!record || record.kind === 'agent' || record.forItself) return record && { by: 'agent' }
  const chain: string[] = []
  for (let at: RequestRecord | undefined = record; at?.kind === 'request' && chain.length < MAX_CHAIN; at = at.parent)
    chain.push(at.entry)
  const { program } = record
  return { by: 'command', chain, text: program ? quote([program.path, ...program.args]) : '' }
}
