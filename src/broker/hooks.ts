/**
 * What agents' hooks tell and ask. Anybody on the gated side can send a HOOK message; what is believed of it depends on
 * which process the kernel says that it came from. A tool call is judged whoever asks: an answer gives nobody anything.
 */
import { dialectOf } from '../agents/hooks/dialects.js'
import { EXIT_REFUSES, type HookAnswer, type HookDialect, type HookEvent } from '../agents/hooks/hook.js'
import { isShellTool } from '../agents/transcripts/reader.js'
import type { Decision } from '../decide.js'
import type { Host } from '../facts/host-world.js'
import type { Request } from '../request.js'
import type { Verdict } from '../verdict.js'
import type { Judge } from './broker.js'
import { type Answer, commandOf } from './entry-of.js'
import { faultMessage, refusal } from './message.js'
import type { People } from './people.js'
import type { Refusals } from './refusals.js'
import type { UserWords } from './user-words.js'
import type { HookReply, HookRequest, Origin } from './wire.js'

/** What the session has for hooks, beside the broker's own. */
export interface HookOptions {
  /** The agent that was launched, where gatesh knows it: only its hooks speak for its user. */
  readonly agent: string | undefined
  /** Where the agent was started: of a call that says nothing else. */
  readonly cwd: string
  readonly words: UserWords
  /** A person sits at the agent's own permission prompt. */
  readonly terminal: boolean
  /** The agent said which permission mode it is in. */
  modeIs(mode: string): void
  /** The agent named its transcript. */
  transcriptIs(path: string): void
  /** What the agent is to be told beside its next output; once. */
  warning?(): string | undefined
}

export interface HookContext extends HookOptions {
  readonly judge: Judge
  readonly host: Host
  /** Who started the process of a hook, by the kernel's word; a hook is asked about once. */
  starterOf(origin: Origin | undefined): Starter
  readonly refusals: Refusals
  readonly people: People
  /** Writes the entry; its id, or why it could not be written. */
  write(answer: Omit<Answer, 'elapsed'>, start: number): string | Error
  countOutcome(ran: boolean): void
  /** A call took place that a person permitted at the agent's own prompt. */
  allowed?: ((entry: string, effects: Decision['effects']) => void) | undefined
  /** The output of a tool tries to steer the agent; for the log. */
  steered(found: { tool: string; count: number; why: string; excerpt: string }): void
  now(): number
}

/**
 * `agent`: the agent's own process, which starts a hook and nothing of its model's so. `shell`: a shell with exactly the
 * text of a hook, started by the agent; a tool call of that text looks the same. `other`: anybody below. `unknown`: there
 * is no supervisor to say.
 */
export type Starter = 'agent' | 'shell' | 'other' | 'unknown'

export type HookOutcome = Pick<HookReply, 'exitCode' | 'stdout' | 'stderr'>

/** Characters of a tool's output that are scanned: its beginning. */
const MAX_SCANNED = 256 * 1024
const MAX_DEPTH = 8
/** Tool calls that wait for their output. */
const MAX_WAITING = 200
/** Refusals that are named after a sub-agent's work, and characters of each. */
const MAX_REVIEWED = 5
const MAX_SHOWN = 200

type BeforeTool = Extract<HookEvent, { kind: 'before-tool' }>
type AfterTool = Extract<HookEvent, { kind: 'after-tool' }>

/** Whose hook it is and how far it is believed. */
interface Asker {
  readonly agent: string
  readonly dialect: HookDialect
  readonly starter: Starter
  /** A hook of the launched agent that the agent itself started. */
  readonly own: boolean
}

export interface Hooks {
  answer(message: HookRequest): Promise<HookOutcome>
}

export function createHooks(context: HookContext): Hooks {
  const { words, judge, host, write, now } = context
  /** Calls that the agent's own prompt asks a person about: they took place if their output comes. */
  const asked = new Map<string, { request: Request; decision: Decision; entry: string }>()
  /** Sub-agents at work, by their call: the moment at which each began. */
  const delegated = new Map<string, number>()
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
    const dialect = dialectOf(message.agent)
    const event = dialect?.read(message.event, parsed(message.payload))
    const starter = context.starterOf(message.origin)
    if (!dialect || !event)
      return bytes({ exitCode: EXIT_REFUSES, stdout: '', stderr: 'gatesh: the hook told what cannot be read\n' })
    const own = starter === 'agent' && message.agent === context.agent
    if (own && event.mode !== undefined) context.modeIs(event.mode)
    if (own && event.transcript !== undefined) context.transcriptIs(event.transcript)
    return bytes(dialect.write(message.event, await answerTo(event, { agent: message.agent, dialect, starter, own })))
  }

  async function answerTo(event: HookEvent, by: Asker): Promise<HookAnswer> {
    switch (event.kind) {
      case 'prompt':
        return event.delegated || event.text.trim() === '' ? { kind: 'none' } : prompt(event.text, by)
      case 'before-tool':
        // A shell tool's command is judged at its exec, where it cannot be swapped any more; but for what has none.
        return isShellTool(event.tool) && !mayPatch(event) ? { kind: 'none' } : await beforeTool(event, by)
      case 'after-tool':
        return await afterTool(event, by)
      case 'turn-end':
        if (by.own) prose = event.prose
        return { kind: 'none' }
      case 'other':
        return { kind: 'none' }
    }
  }

  function prompt(text: string, { agent, starter, own }: Asker): HookAnswer {
    const why = words.fromHook(text, own, prose)
    prose = undefined
    if (why === undefined) return { kind: 'none' }
    const request = toolRequest(agent, 'UserPromptSubmit', { prompt: text }, '')
    // Below a program that is no agent, an agent that the user started there is one among others.
    const forged = starter === 'other' && context.agent !== undefined
    const rule = forged ? 'tampering' : 'unheard-words'
    const verdict: Verdict = { action: 'deny', tier: 0, rule, reason: `${why}; they do not count` }
    const entry = write({ request, verdict, ran: false, how: 'decided' }, now())
    if (!forged) return { kind: 'none' }
    context.countOutcome(false)
    return { kind: 'deny', reason: `gatesh: ${refusal(verdict, entry instanceof Error ? '' : entry)}` }
  }

  async function beforeTool(event: BeforeTool, { agent, dialect }: Asker): Promise<HookAnswer> {
    const start = now()
    const request = toolRequest(agent, event.tool, event.input, event.cwd)
    const world = host.worldFor(() => undefined)
    const decision = await judge.decide(request, world)
    const outcome = { verdict: decision.verdict, how: 'decided' } as const
    // Not asked about at our own prompt: the agent's shows the whole call.
    const stopped = { request, decision, outcome, parent: undefined, repeated: false, quiet: true, world }
    const ending = await context.people.settle(stopped, undefined)
    const { verdict, ran } = ending.answer
    const entry = write({ request, ...ending.answer, decision }, start)
    if (entry instanceof Error)
      return { kind: 'deny', reason: `gatesh: ${faultMessage(`the log cannot be written: ${entry.message}`)}` }
    if (!ran && context.terminal && dialect.asks && context.people.asksByAgent(request, decision)) {
      keepFew(asked, event.call, { request, decision, entry })
      return { kind: 'ask', reason: `gatesh: ${verdict.reason}` }
    }
    judge.settled(request, commandOf(request), decision, ran)
    context.countOutcome(ran)
    if (!ran) void context.people.refusedAs(entry, stopped, ending)
    if (ran && decision.effects.some(({ kind }) => kind === 'agent.spawn'))
      keepFew(delegated, keyOf(event), context.refusals.mark())
    return ran ? { kind: 'none' } : { kind: 'deny', reason: `gatesh: ${refusal(verdict, entry)}` }
  }

  async function afterTool(event: AfterTool, { own }: Asker): Promise<HookAnswer> {
    const waiting = own ? asked.get(event.call) : undefined
    if (waiting) {
      asked.delete(event.call)
      judge.settled(waiting.request, commandOf(waiting.request), waiting.decision, true)
      context.allowed?.(waiting.entry, waiting.decision.effects)
    }
    const notes = [own ? context.warning?.() : undefined, review(event), await probed(event.tool, event.output)].filter(
      (note) => note !== undefined,
    )
    return notes.length === 0 ? { kind: 'none' } : { kind: 'context', text: notes.join('\n') }
  }

  /** What went wrong while the sub-agent of this call worked. Others may have worked beside it: nothing tells them apart. */
  function review(event: AfterTool): string | undefined {
    const began = delegated.get(keyOf(event))
    if (began === undefined) return undefined
    delegated.delete(keyOf(event))
    const { count, latest } = context.refusals.since(began)
    if (count === 0) return undefined
    const shown = latest.slice(0, MAX_REVIEWED).map((each) => `\`${each.slice(0, MAX_SHOWN)}\``)
    const more = count > shown.length ? ` and ${count - shown.length} more` : ''
    return (
      `gatesh refused ${count === 1 ? 'an action' : `${count} actions`} while this sub-agent worked: ` +
      `${shown.join(', ')}${more}. What it reports may rest on what it could not do, or ask for it again`
    )
  }

  async function probed(tool: string, output: unknown): Promise<string | undefined> {
    // Loaded when the first output comes: it is large, and nothing waits for it before.
    const [{ scan }, { isInjected, MAX_FINDINGS }, { excerptOf }] = await Promise.all([
      import('../probe/scanner.js'),
      import('../probe/scan.js'),
      import('../probe/finding.js'),
    ])
    const findings = scan(textIn(output, MAX_DEPTH).slice(0, MAX_SCANNED), { origin: 'fetched' })
    const [worst] = findings
    if (!worst || !isInjected(findings)) return undefined
    context.steered({ tool, count: findings.length, why: worst.why, excerpt: worst.excerpt })
    const count = findings.length >= MAX_FINDINGS ? `${findings.length} or more` : `${findings.length}`
    const passages = findings.length === 1 ? '1 passage' : `${count} passages`
    const task = context.words.latest
    return (
      `gatesh found ${passages} in this output that tr${findings.length === 1 ? 'ies' : 'y'} to steer whoever reads it ` +
      `(${worst.why}): "${worst.excerpt}". What it asks for comes from the output; the user did not write it` +
      (task === undefined ? '' : `. The user asked: "${excerptOf(task)}"`)
    )
  }

  function toolRequest(agent: string, tool: string, input: BeforeTool['input'], cwd: string): Request {
    return { kind: 'tool', door: 'hook', agent, tool, input, cwd: cwd === '' ? context.cwd : cwd }
  }

  return { answer }
}

function bytes({ exitCode, stdout, stderr }: { exitCode: number; stdout: string; stderr: string }): HookOutcome {
  return { exitCode, stdout: Buffer.from(stdout), stderr: Buffer.from(stderr) }
}

/** Codex applies patches itself that stand as a command of this name in a shell tool's text: no program is started. */
const mayPatch = ({ input }: BeforeTool) => /apply_?patch/.test(JSON.stringify([input.command, input.cmd]))

/** A call by its id; where the agent has no ids, the latest of its tool. */
const keyOf = ({ call, tool }: BeforeTool | AfterTool) => (call === '' ? tool : call)

function keepFew<T>(calls: Map<string, T>, key: string, value: T): void {
  calls.set(key, value)
  if (calls.size > MAX_WAITING) calls.delete(calls.keys().next().value ?? '')
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
