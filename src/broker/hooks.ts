/**
 * What agents' hooks tell and ask. Anybody on the gated side can send a HOOK message; what is believed of it depends on
 * which process the kernel says that it came from. A tool call is judged whoever asks: an answer gives nobody anything.
 */
import type { HookAnswer, HookDialect, HookEvent } from '../agents/hooks/hook.js'
import { isShellTool } from '../agents/transcripts/reader.js'
import type { Decision } from '../decide.js'
import type { Host } from '../facts/host-world.js'
import type { Request } from '../request.js'
import type { Verdict } from '../verdict.js'
import type { Judge } from './broker.js'
import { type Answer, commandOf } from './entry-of.js'
import { faultMessage, refusal } from './message.js'
import type { UserWords } from './user-words.js'
import type { HookReply, HookRequest, Origin } from './wire.js'

/** What the session has for hooks, beside the broker's own. */
export interface HookOptions {
  /** The agent whose hooks these are. */
  readonly agent: string
  /** Where the agent was started: of a call that says nothing else. */
  readonly cwd: string
  readonly dialect: HookDialect
  readonly words: UserWords
  /** A person sits at the agent's own permission prompt. */
  readonly terminal: boolean
  /** The agent said which permission mode it is in. */
  modeIs(mode: string): void
  /** The agent named its transcript. */
  transcriptIs(path: string): void
}

export interface HookContext extends HookOptions {
  readonly judge: Judge
  readonly host: Host
  /** Whether the process is a hook that the agent itself started. */
  isOwnHook(origin: Origin | undefined): boolean
  /** Writes the entry; its id, or why it could not be written. */
  write(answer: Omit<Answer, 'elapsed'>, start: number): string | Error
  countOutcome(ran: boolean): void
  now(): number
}

export type HookOutcome = Pick<HookReply, 'exitCode' | 'stdout' | 'stderr'>

/** Characters of a tool's output that are scanned: its beginning. */
const MAX_SCANNED = 256 * 1024
const MAX_DEPTH = 8
/** Tool calls that wait for their output. */
const MAX_WAITING = 200
const EXIT_REFUSES = 2

export interface Hooks {
  answer(message: HookRequest): Promise<HookOutcome>
}

export function createHooks(context: HookContext): Hooks {
  const { agent, dialect, words, judge, host, write, now } = context
  /** Calls that the agent's own prompt asks a person about: they took place if their output comes. */
  const asked = new Map<string, { request: Request; decision: Decision }>()
  let prose: string | undefined

  async function answer(message: HookRequest): Promise<HookOutcome> {
    try {
      return await answerWhole(message)
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error)
      return bytes({ exitCode: EXIT_REFUSES, stdout: '', stderr: `gatesh: ${faultMessage(problem)}\n` })
    }
  }

  async function answerWhole(message: HookRequest): Promise<HookOutcome> {
    const event = message.agent === agent ? dialect.read(message.event, parsed(message.payload)) : undefined
    const own = context.isOwnHook(message.origin)
    if (!event)
      return bytes({ exitCode: EXIT_REFUSES, stdout: '', stderr: 'gatesh: the hook told what cannot be read\n' })
    if (own && event.mode !== undefined) context.modeIs(event.mode)
    if (own && event.transcript !== undefined) context.transcriptIs(event.transcript)
    return bytes(dialect.write(message.event, await answerTo(event, own, message.origin !== undefined)))
  }

  async function answerTo(event: HookEvent, own: boolean, known: boolean): Promise<HookAnswer> {
    switch (event.kind) {
      case 'prompt':
        return event.delegated ? { kind: 'none' } : prompt(event.text, own, known)
      case 'before-tool':
        // A shell tool's command is judged at its exec, where it cannot be swapped any more.
        return isShellTool(event.tool) ? { kind: 'none' } : await beforeTool(event)
      case 'after-tool':
        return await afterTool(event, own)
      case 'turn-end':
        if (own) prose = event.prose
        return { kind: 'none' }
      case 'other':
        return { kind: 'none' }
    }
  }

  /** `known`: the kernel said who asks; without a supervisor nobody does, and nothing can be called forged. */
  function prompt(text: string, own: boolean, known: boolean): HookAnswer {
    const why = words.fromHook(text, own, prose)
    prose = undefined
    if (why === undefined) return { kind: 'none' }
    const request = toolRequest('UserPromptSubmit', { prompt: text }, '')
    const forged = known && !own
    const rule = forged ? 'tampering' : 'unheard-words'
    const verdict: Verdict = { action: 'deny', tier: 0, rule, reason: `${why}; they do not count` }
    const entry = write({ request, verdict, ran: false, how: 'decided' }, now())
    if (!forged) return { kind: 'none' }
    context.countOutcome(false)
    return { kind: 'deny', reason: `gatesh: ${refusal(verdict, entry instanceof Error ? '' : entry)}` }
  }

  async function beforeTool(event: Extract<HookEvent, { kind: 'before-tool' }>): Promise<HookAnswer> {
    const start = now()
    const request = toolRequest(event.tool, event.input, event.cwd)
    const decision = await judge.decide(
      request,
      host.worldFor(() => undefined),
    )
    const { verdict } = decision
    const entry = write({ request, verdict, ran: verdict.action === 'allow', how: 'decided', decision }, start)
    if (entry instanceof Error)
      return { kind: 'deny', reason: `gatesh: ${faultMessage(`the log cannot be written: ${entry.message}`)}` }
    if (verdict.action === 'ask' && context.terminal) {
      asked.set(event.call, { request, decision })
      if (asked.size > MAX_WAITING) asked.delete(asked.keys().next().value ?? '')
      return { kind: 'ask', reason: `gatesh: ${verdict.reason}` }
    }
    const ran = verdict.action === 'allow'
    judge.settled(request, commandOf(request), decision, ran)
    context.countOutcome(ran)
    return ran ? { kind: 'none' } : { kind: 'deny', reason: `gatesh: ${refusal(verdict, entry)}` }
  }

  async function afterTool(event: Extract<HookEvent, { kind: 'after-tool' }>, own: boolean): Promise<HookAnswer> {
    const waiting = own ? asked.get(event.call) : undefined
    if (waiting) {
      asked.delete(event.call)
      judge.settled(waiting.request, commandOf(waiting.request), waiting.decision, true)
    }
    // Loaded when the first output comes: it is large, and nothing waits for it before.
    const [{ scan }, { isInjected, MAX_FINDINGS }] = await Promise.all([
      import('../probe/scanner.js'),
      import('../probe/scan.js'),
    ])
    const findings = scan(textIn(event.output, MAX_DEPTH).slice(0, MAX_SCANNED), { origin: 'fetched' })
    const [worst] = findings
    if (!worst || !isInjected(findings)) return { kind: 'none' }
    const count = findings.length >= MAX_FINDINGS ? `${findings.length} or more` : `${findings.length}`
    return {
      kind: 'context',
      text:
        `gatesh found ${count} passages in this output that try to steer whoever reads it (${worst.why}): ` +
        `"${worst.excerpt}". They come from the output; the user did not write them`,
    }
  }

  function toolRequest(tool: string, input: Readonly<Record<string, unknown>>, cwd: string): Request {
    return { kind: 'tool', door: 'hook', agent, tool, input, cwd: cwd === '' ? context.cwd : cwd }
  }

  return { answer }
}

function bytes({ exitCode, stdout, stderr }: { exitCode: number; stdout: string; stderr: string }): HookOutcome {
  return { exitCode, stdout: Buffer.from(stdout), stderr: Buffer.from(stderr) }
}

function parsed(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'))
  } catch {
    return undefined
  }
}

/** All texts in a tool's answer, whatever its shape. */
function textIn(value: unknown, depth: number): string {
  if (typeof value === 'string') return value
  if (depth === 0 || typeof value !== 'object' || value === null) return ''
  return Object.values(value)
    .map((each) => textIn(each, depth - 1))
    .filter((text) => text !== '')
    .join('\n')
}
