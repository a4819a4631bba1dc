/**
 * The engine that asks a model. The embedded engine goes first and stays the measure: what it does not flag is not asked
 * about, and whenever the model gives no proper answer in time, its judgement is the answer. So a failure neither allows
 * anything nor blocks what would have passed without a model. Pure but for `ask` and `now`.
 */
import type { Effect } from '../../effects/effect.js'
import type { ModelTokens } from '../../log/entry.js'
import type { Session } from '../../session.js'
import type { Verdict } from '../../verdict.js'
import { embeddedEngine, softRules, touching } from '../embedded.js'
import type { Engine, Finding, Judgement, Question } from '../engine.js'
import { type Opinion, readFlag, readOpinion } from './answer.js'
import { type Answer, type Ask, AskFailure, type Prompt } from './ask.js'
import { Breaker } from './breaker.js'
import { instructions, requestText, systemText } from './prompt.js'
import { requestLines } from './request-lines.js'
import type { Slots } from './slots.js'
import { Spending, type Totals } from './spending.js'
import { TranscriptBlocks } from './transcript-blocks.js'

export interface ModelEngineOptions {
  /** `both`: the strictest of the two engines; the model is asked about what the embedded one allows. */
  readonly name: 'anthropic' | 'both'
  readonly ask: Ask
  readonly models: readonly [stage1: string, stage2: string]
  /** Milliseconds for each stage. */
  readonly timeouts: readonly [stage1: number, stage2: number]
  /** Tokens of a session (see Spending). */
  readonly budget: number
  readonly slots: Slots
  /** Replaces secrets in what leaves this machine. */
  redact(text: string): string
  /** Monotonic milliseconds. */
  now(): number
  /** Told each time that the embedded engine answers instead. */
  fellBack?(why: string): void
}

export interface ModelEngine extends Engine {
  totals(): Totals
}

const hardRules: ReadonlySet<string> = new Set(
  softRules.filter(({ strength }) => strength !== 'soft').map(({ id }) => id),
)

/** Kinds of which the embedded engine can only say that it knows nothing. */
const unknownKinds: ReadonlySet<Effect['kind']> = new Set(['exec.unknown', 'exec.opaque', 'tool.unknown'])

/** Tokens of an answer: one word, and a paragraph with an object. Sixteen is the least that some endpoints take. */
const WORD_TOKENS = 16
const OPINION_TOKENS = 1_024
/** Questions on their way at one time; more than that is a flood, and the embedded engine takes it. */
const MAX_IN_FLIGHT = 200
/** Answers kept for a session; the oldest go first. */
const MAX_KEPT = 500

/** What the model said. `opinion` is absent where stage 1 saw nothing. */
interface Said {
  readonly calls: readonly ModelTokens[]
  readonly opinion?: Opinion
}
/** Why it said nothing, with the calls that were paid all the same. */
class Nothing {
  constructor(
    readonly why: string,
    readonly calls: readonly ModelTokens[],
  ) {}
}

/** What is kept for one session. */
interface Memory {
  readonly blocks: TranscriptBlocks
  readonly said: Map<string, Said>
  readonly inFlight: Map<string, Promise<Said | Nothing>>
}

export function modelEngine(options: ModelEngineOptions): ModelEngine {
  const { name, models, timeouts, slots, redact, now } = options
  const system = systemText(slots)
  const breakers = { 1: new Breaker(), 2: new Breaker() }
  const spending = new Spending(options.budget)
  const memories = new WeakMap<Session, Memory>()
  let inFlight = 0

  function judge(question: Question): Judgement | Promise<Judgement> {
    const own = embeddedEngine.judge(question)
    const asked = questionsFor(question, own, name)
    return asked.length === 0 ? own : askAbout(question, own, asked)
  }

  async function askAbout(question: Question, own: Judgement, asked: readonly number[]): Promise<Judgement> {
    const touched = new Map(asked.map((index) => [index, touching(question.effects[index]!).map(({ id }) => id)]))
    const { lines, whole } = requestLines(question, asked, touched, redact)
    // Of what the model is not shown the embedded engine knows more: then both have to allow it.
    const joint = name === 'both' || !whole
    if (joint && denies(own)) return own
    const request = requestText(lines)
    // The same step, the same facts, and no word of the user since: the same answer. Refusals in between change nothing.
    const memory = memoryOf(question.session)
    const key = `${question.session.words.length}\0${request}`
    const before = memory.said.get(key) ?? memory.inFlight.get(key)
    if (before) spending.answeredAgain()
    const said = await (before ?? start(memory, key, request, isGrave(own)))
    const paid = before ? [] : said.calls
    if (said instanceof Nothing) {
      spending.fellBack()
      options.fellBack?.(said.why)
      return { ...own, fallback: said.why, ...(paid.length > 0 ? { calls: paid } : {}) }
    }
    return judgementOf(question, own, { asked, touched, said, paid, joint }, name, slots)
  }

  function start(memory: Memory, key: string, request: string, grave: boolean): Promise<Said | Nothing> {
    const prompt = { system, transcript: memory.blocks.current(), request }
    const asking = stages(prompt, grave).then((said) => {
      memory.inFlight.delete(key)
      if (!(said instanceof Nothing)) keep(memory.said, key, said)
      return said
    })
    memory.inFlight.set(key, asking)
    return asking
  }

  /** `grave`: one word does not lift what stands against it; it takes reasons. */
  async function stages(prompt: Prompt, grave: boolean): Promise<Said | Nothing> {
    const first = await put(prompt, 1)
    if (first instanceof Nothing) return first
    const flag = readFlag(first.text)
    if (flag === undefined) return odd([first.call], 1)
    breakers[1].answered()
    if (!flag && !grave) return { calls: [first.call] }
    const second = await put(prompt, 2)
    if (second instanceof Nothing) return new Nothing(second.why, [first.call, ...second.calls])
    const calls = [first.call, second.call]
    if (!second.whole) return odd(calls, 2, 'was cut off')
    const opinion = readOpinion(second.text)
    if (!opinion) return odd(calls, 2)
    breakers[2].answered()
    return { calls, opinion }
  }

  /** A model that does not answer as it should will not do so next time either. */
  function odd(calls: readonly ModelTokens[], stage: 1 | 2, what = 'is none that was asked for'): Nothing {
    breakers[stage].failed(now())
    return new Nothing(`the answer of stage ${stage} ${what}`, calls)
  }

  /** One question to the model, if one may be asked now. */
  async function put(prompt: Prompt, stage: 1 | 2): Promise<Answer | Nothing> {
    if (spending.isSpent) return new Nothing('the budget of this session is spent', [])
    if (inFlight >= MAX_IN_FLIGHT) return new Nothing(`${MAX_IN_FLIGHT} questions are waiting already`, [])
    const breaker = breakers[stage]
    if (!breaker.mayAsk(now())) return new Nothing('the endpoint failed repeatedly and is left alone for a minute', [])
    inFlight += 1
    const answer = await options.ask({
      prompt,
      instruction: instructions[stage],
      stage,
      model: models[stage - 1]!,
      maxTokens: stage === 1 ? WORD_TOKENS : OPINION_TOKENS,
      timeout: timeouts[stage - 1]!,
    })
    inFlight -= 1
    if (answer.call) spending.add(answer.call)
    if (!(answer instanceof AskFailure)) return answer
    if (answer.blames === 'endpoint') breaker.failed(now())
    else breaker.answered()
    return new Nothing(`stage ${stage}: ${redact(answer.why)}`, answer.call ? [answer.call] : [])
  }

  function memoryOf(session: Session): Memory {
    const memory = memories.get(session) ?? {
      blocks: new TranscriptBlocks(session.history, redact),
      said: new Map(),
      inFlight: new Map(),
    }
    memories.set(session, memory)
    return memory
  }

  return { name, judge, totals: () => spending.totals() }
}

/**
 * Effects that the model is asked about: what stage 1 of the embedded engine flags, and what it knows nothing of. None
 * where the request is refused whatever the model says.
 */
function questionsFor(question: Question, own: Judgement, name: ModelEngineOptions['name']): readonly number[] {
  if (question.settled.some(({ action }) => action === 'deny')) return []
  if (name === 'both' && denies(own)) return []
  return question.open.filter((index) => {
    const effect = question.effects[index]
    return effect && !question.decidedLater(effect) && (unknownKinds.has(effect.kind) || isFlagged(own, index))
  })
}

const denies = ({ verdicts }: Judgement) => verdicts.some(({ action }) => action === 'deny')

/** A boundary of the user, or a rule that is cleared by naming both thing and place, stands against it. */
function isGrave({ verdicts }: Judgement): boolean {
  return verdicts.some(({ action, rule }) => action === 'deny' && (rule === 'boundary' || hardRules.has(rule)))
}

/** Everyday steps that a rule would touch by its letter are no flags (see embedded.ts). */
function isFlagged(own: Judgement, index: number): boolean {
  return own.verdicts.some(
    ({ effect, rule }) =>
      effect === index &&
      rule !== 'stage1' &&
      !own.stage2?.some((found) => found.effect === index && found.rule === rule && found.quotes[0] === 'declared'),
  )
}

interface Answered {
  readonly asked: readonly number[]
  readonly touched: ReadonlyMap<number, readonly string[]>
  readonly said: Said
  readonly paid: readonly ModelTokens[]
  /** The embedded engine's verdicts count as well. */
  readonly joint: boolean
}

function judgementOf(
  question: Question,
  own: Judgement,
  { asked, touched, said: { opinion }, paid, joint }: Answered,
  engine: string,
  slots: Slots,
): Judgement {
  const rule = opinion?.block && slots.ids.has(opinion.rule) ? opinion.rule : 'model'
  // The effect that the named rule touches; all of them where it could be any.
  const meant = asked.filter((index) => touched.get(index)?.includes(rule))
  const concerned = opinion?.block && meant.length > 0 ? meant : asked
  const verdicts = concerned.map((index) => verdictOn(question.effects[index]!, index, rule, opinion))
  const findings = concerned.map(
    (effect): Finding => ({ rule, effect, missing: opinion?.block ? opinion.missing : [], quotes: [] }),
  )
  const others = joint ? own.verdicts : own.verdicts.filter(({ effect }) => !asked.includes(effect ?? -1))
  return {
    verdicts: [...others, ...verdicts],
    stage1: { flagged: opinion !== undefined, rules: own.stage1.rules },
    ...(opinion ? { stage2: [...(joint ? (own.stage2 ?? []) : []), ...findings] } : {}),
    engine,
    ...(paid.length > 0 ? { calls: paid } : {}),
  }
}

function verdictOn(effect: Effect, index: number, rule: string, opinion: Opinion | undefined): Verdict {
  if (!opinion)
    return {
      action: 'allow',
      tier: 3,
      rule,
      reason: `${effect.says}: the model sees nothing against it`,
      effect: index,
    }
  if (!opinion.block)
    return { action: 'allow', tier: 3, rule, reason: `${effect.says}: ${opinion.reason}`, effect: index }
  const missing = opinion.missing.join(', and ') || 'ask for it'
  const reason = `${effect.says}: ${opinion.reason}; your words would have to ${missing}`
  return { action: 'deny', tier: 3, rule, reason, effect: index }
}

function keep(said: Map<string, Said>, key: string, value: Said): void {
  said.set(key, value)
  if (said.size > MAX_KEPT) said.delete(said.keys().next().value ?? '')
}
