/**
 * What a person would say yes to: the acts that a decision stopped, so that the same ones are known again, and for how
 * long a yes may last. Pure.
 */
import { softRules } from '../classifier/embedded.js'
import type { Decision } from '../decide.js'
import { type Effect, effectVerbs, type Source } from '../effects/effect.js'
import type { Request } from '../request.js'
import type { Verdict } from '../verdict.js'
import { commandOf } from './entry-of.js'
import { effectKey } from './outcome.js'
import { shellText } from './shell-text.js'

/** `once`: this time; `session`: the same again until it ends; `always`: by a rule in the user's configuration. */
export type Scope = 'once' | 'session' | 'always'

export interface Acts {
  /** One for each part that stands against the request. The same keys: the same acts, for the same reasons. */
  readonly keys: readonly string[]
  /** What these acts do, whichever command does it: for what an approved command starts. */
  readonly effects: readonly string[]
  readonly scopes: readonly Scope[]
}

const strengths = new Map(softRules.map(({ id, strength }) => [id, strength]))

/**
 * The acts of what stands against a request, undefined where nobody can approve it: acts against the gate, what the
 * user's own configuration denies, faults. A rule that only naming thing and place clears is approved one act at a time.
 * @param all every judged part asks (`--mode ask`), not only those that stand against it
 */
export function actsOf(request: Request, decision: Decision, all = false): Acts | undefined {
  const against = decision.parts.filter(({ action, tier }) => action !== 'allow' || (all && tier === 3))
  if (against.length === 0 || against.some(isFinal)) return undefined
  const stopped = against.map(({ effect }) => (effect === undefined ? undefined : decision.effects[effect]))
  const hard = against.some(({ rule }) => strengths.get(rule) === 'hard')
  const unknown = stopped.some((effect) => effect === undefined || effect.kind === 'exec.opaque')
  const own = against.some(({ action, tier }) => action === 'ask' && tier === 0)
  return {
    keys: against.map((part, at) => keyOf(part, stopped[at], request)),
    effects: stopped.flatMap((effect) => (effect === undefined ? [] : [effectKey(effect)])),
    // A rule of the user that asks would still ask beside one that allows.
    scopes: hard || unknown ? ['once'] : own ? ['once', 'session'] : ['once', 'session', 'always'],
  }
}

/** Whether no person can approve it here. */
export function isFinal({ action, tier, rule }: Verdict): boolean {
  return (action === 'deny' && tier === 0) || strengths.get(rule) === 'never'
}

/**
 * Whether the same request later is the same act. A program that takes its orders from a stream is not: nobody saw
 * them, and the next ones may be others.
 */
export function isRetriable(request: Request, decision: Decision): boolean {
  if (request.kind !== 'exec' || shellText(request) !== undefined) return true
  if (request.stdin.kind === 'tty' || request.stdin.kind === 'null' || request.stdin.kind === 'closed') return true
  return !decision.effects.some(({ kind }) => kind === 'exec.opaque')
}

function keyOf({ rule }: Verdict, effect: Effect | undefined, request: Request): string {
  const exact = effect === undefined || !saysAll(effect) ? [commandOf(request), request.cwd] : []
  return JSON.stringify([rule, effect ? describe(effect) : null, ...exact])
}

function describe(effect: Effect): unknown {
  const sources = effect.sources.map(({ type, value }) => [type, value])
  return [effectKey(effect), effect.flags, sources, effect.where ?? null]
}

/** Whether the effect is all there is to the act: no code, and nothing unknown. */
function saysAll({ kind, targets, sources, where }: Effect): boolean {
  if (effectVerbs[kind] === 'run' || where?.name === null || targets.length === 0) return false
  const known = targets.every(({ value, many }) => value !== null && many !== true)
  return known && sources.every(({ type, value }) => value !== null && namedSources.has(type))
}

/** Sources that are the same where they are called the same. */
const namedSources: ReadonlySet<Source['type']> = new Set(['path', 'text', 'url', 'repo'])
