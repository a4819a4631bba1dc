/** A decision as a line of the log: redacted and bounded. Pure but for the redaction's key. */
import type { Decision } from '../decide.js'
import type { Effect } from '../effects/effect.js'
import type { Approval, Entry, How, LoggedEffect, Unchained } from '../log/entry.js'
import type { Redact } from '../log/redact.js'
import type { Request } from '../request.js'
import { quote } from '../shell/quote.js'
import type { Verdict } from '../verdict.js'
import { shellText } from './shell-text.js'

const MAX_EFFECTS = 32
const MAX_TARGETS = 16
const MAX_ARGUMENTS = 256
const MAX_QUOTES = 8

/** What every line of a session says. */
export interface SessionFields {
  readonly agent: string
  readonly project: string
  readonly coverage: string
}

/** How one request was answered. */
export interface Answer {
  readonly request: Request
  readonly verdict: Verdict
  readonly ran: boolean
  readonly how: How
  /** Absent where nothing had to be decided, or could be. */
  readonly decision?: Decision
  readonly parent?: string
  readonly approval?: Approval
  /** Microseconds since the request came in. */
  readonly elapsed: number
}

export function entryOf(answer: Answer, session: SessionFields, redact: Redact): Unchained<Entry> {
  const { request, verdict, decision, ran, how, parent, approval } = answer
  const judgement = decision?.judgement
  const command = commandOf(request)
  const stopped = ran ? undefined : stoppedSource(decision)
  return {
    agent: session.agent,
    door: request.door,
    coverage: session.coverage,
    project: session.project,
    cwd: request.cwd === null ? null : redact(request.cwd),
    command: redact(command),
    ...(stopped === undefined || stopped === command ? {} : { stopped: redact(stopped) }),
    ...(request.kind === 'exec' ? { exe: redact(request.exe) } : {}),
    effects: (decision?.effects ?? []).slice(0, MAX_EFFECTS).map((effect) => loggedEffect(effect, redact)),
    action: verdict.action,
    ran,
    tier: verdict.tier,
    rule: verdict.rule,
    reason: redact(verdict.reason),
    how,
    ...(parent === undefined ? {} : { parent }),
    ...(judgement ? judged(judgement, redact) : {}),
    ...(decision && Object.keys(decision.facts).length > 0 ? { facts: { ...decision.facts } } : {}),
    ...(approval ? { approval } : {}),
    times_us: times(decision, answer.elapsed),
  }
}

/** The request as one text, as a person would type it: for a shell with `-c` the text that it was given. */
export function commandOf(request: Request): string {
  switch (request.kind) {
    case 'script':
      return request.text
    case 'exec':
      return (
        shellText(request) ?? quote(request.argv.length === 0 ? [request.exe] : request.argv.slice(0, MAX_ARGUMENTS))
      )
    case 'tool':
      return `${request.tool} ${JSON.stringify(request.input)}`
  }
}

/** Source of the commands that a part of the decision, other than an allowing one, is about. */
function stoppedSource(decision: Decision | undefined): string | undefined {
  const effects = decision?.parts.flatMap((part) => (part.action === 'allow' ? [] : (part.effect ?? []))) ?? []
  const sources = effects.map((index) => decision?.script?.commands[decision.effects[index]?.command ?? -1]?.source)
  const known = [...new Set(sources.filter((source) => source !== undefined && source !== ''))]
  return known.length === 0 ? undefined : known.join('; ')
}

function loggedEffect(effect: Effect, redact: Redact): LoggedEffect {
  const targets = effect.targets.slice(0, MAX_TARGETS).map((target) => redact(target.value ?? target.raw ?? '?'))
  return { kind: effect.kind, says: redact(effect.says), targets }
}

function judged(
  judgement: NonNullable<Decision['judgement']>,
  redact: Redact,
): Pick<Entry, 'engine' | 'fallback' | 'calls' | 'stage1' | 'stage2'> {
  const { engine, fallback, calls, stage1, stage2 } = judgement
  const words = (texts: readonly string[]) => texts.slice(0, MAX_QUOTES).map(redact)
  return {
    engine,
    ...(fallback === undefined ? {} : { fallback: redact(fallback) }),
    ...(calls ? { calls } : {}),
    stage1: { flagged: stage1.flagged, rules: stage1.rules },
    ...(stage2
      ? {
          stage2: stage2.map(({ rule, missing, quotes }) => ({ rule, missing: words(missing), quotes: words(quotes) })),
        }
      : {}),
  }
}

function times(decision: Decision | undefined, elapsed: number): Record<string, number> {
  const rounded = Object.entries(decision?.times ?? {}).map(([step, us]) => [step, Math.round(us)] as const)
  return { ...Object.fromEntries(rounded), total: Math.round(elapsed) }
}
