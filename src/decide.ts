/**
 * THE FLOW. One request in, one decision out; `gatesh check` and `gatesh eval` print the trace of this very call.
 * Nothing here knows a file, a socket or a clock: the rim passes in what the world says.
 */
import type { Engine, Judgement } from './classifier/engine.js'
import type { Effect } from './effects/effect.js'
import type { Request } from './request.js'
import type { Session } from './session.js'
import type { Script } from './shell/script.js'
import { settle, type UserRules } from './tiers/tiers.js'
import { understand } from './understand.js'
import { strictest, type Verdict } from './verdict.js'
import type { Facts, World } from './world.js'

/** What a decision rests on, beside the request. */
export interface Grounds {
  readonly session: Session
  readonly world: World
  readonly engine: Engine
  /** The user's own rules for this request. */
  userRules?(request: Request, script: Script | null): UserRules
  /** Costlier facts about these effects; must be bounded, and answers `{}` where nothing asks for one. */
  gatherFacts(effects: readonly Effect[], script: Script | null): Facts | Promise<Facts>
  /** See Question. */
  decidedLater?(effect: Effect, script: Script | null): boolean
  /** Monotonic microseconds, for the trace. */
  now(): number
}

/** Microseconds that each step took. */
export interface StepTimes {
  readonly understand: number
  readonly facts: number
  readonly tiers: number
  readonly classifier: number
}

export interface Decision {
  readonly verdict: Verdict
  /** Every part that was judged, in no order of importance. */
  readonly parts: readonly Verdict[]
  readonly script: Script | null
  readonly effects: readonly Effect[]
  readonly facts: Facts
  readonly judgement?: Judgement
  readonly times: StepTimes
}

/** Decides one request. Never throws for what the gated side sent; a rejected promise is a fault of the rim and means denial. */
export async function decide(request: Request, grounds: Grounds): Promise<Decision> {
  const { session, world, engine } = grounds
  const start = grounds.now()

  const { script, effects } = understand(request, session.place, world)
  const understood = grounds.now()

  const gathered = grounds.gatherFacts(effects, script)
  const facts = gathered instanceof Promise ? await gathered : gathered
  const known = grounds.now()

  const git = world.git(request.cwd ?? session.place.cwd)
  const around = { place: session.place, world, facts, own: session.ledger, git }
  const { verdicts, open } = settle(effects, around, grounds.userRules?.(request, script), (effect) =>
    session.words.forbids(effect),
  )
  const settled = grounds.now()

  const decidedLater = (effect: Effect) => grounds.decidedLater?.(effect, script) ?? false
  const question = { request, script, effects, open, settled: verdicts, decidedLater, facts, session, world }
  const judged = open.length > 0 ? engine.judge(question) : undefined
  const judgement = judged instanceof Promise ? await judged : judged
  const done = grounds.now()

  const parts = judgement ? [...verdicts, ...judgement.verdicts] : verdicts
  return {
    verdict: effects.length === 0 ? nothingToDo : strictest(parts),
    parts,
    script,
    effects,
    facts,
    ...(judgement ? { judgement } : {}),
    times: {
      understand: understood - start,
      facts: known - understood,
      tiers: settled - known,
      classifier: done - settled,
    },
  }
}

/** A text without any command (blank, comments) has nothing to judge. A text that could not be read has opaque effects instead. */
const nothingToDo: Verdict = { action: 'allow', tier: 1, rule: 'tier1.empty', reason: 'it runs no command' }
