/** What a decision comes to, given what the request belongs to. Pure. */
import type { Decision } from '../decide.js'
import type { Effect } from '../effects/effect.js'
import type { How } from '../log/entry.js'
import type { Script } from '../shell/script.js'
import type { Verdict } from '../verdict.js'
import type { RequestRecord } from './record.js'

/** Kinds that say only that nobody knows what a program does; below an allowed request its own execs are judged. */
const unknownKinds: ReadonlySet<Effect['kind']> = new Set(['exec.unknown', 'exec.opaque'])

export interface Outcome {
  readonly verdict: Verdict
  readonly how: How
}

export const theAgent: Outcome = {
  verdict: { action: 'allow', tier: 0, rule: 'agent', reason: 'it is the program that the user launched' },
  how: 'agent',
}

/** A shell that is let start, since each of its lines is asked about (see live-shell.ts). */
export const byLine: Outcome = {
  verdict: { action: 'allow', tier: 0, rule: 'asks-by-line', reason: 'this shell asks for each of its lines' },
  how: 'decided',
}

/** A line that starts such a shell: whether it asks is seen at its exec, and only there. */
export const seenAtExec: Outcome = {
  verdict: {
    action: 'allow',
    tier: 0,
    rule: 'asks-by-line',
    reason: 'it starts a shell, which is looked at when it starts',
  },
  how: 'decided',
}

export const disarmed: Outcome = {
  verdict: {
    action: 'deny',
    tier: 0,
    rule: 'gate.tamper',
    reason: 'the line would take away what asks gatesh for the lines after it',
  },
  how: 'decided',
}

export const refusedBefore: Verdict = {
  action: 'deny',
  tier: 0,
  rule: 'refused-before',
  reason: 'the same effect was refused before in this request, and nothing has changed since',
}

/** What the user configured for the agent, which it starts by itself; what that starts is seen at its own exec. */
export const configured: Outcome = {
  verdict: { action: 'allow', tier: 0, rule: 'agent.server', reason: 'you configured this server for the agent' },
  how: 'lineage',
}

export function part(parent: RequestRecord): Outcome {
  const reason = `it is part of ${parent.entry}, which was allowed with it`
  return { verdict: { action: 'allow', tier: 0, rule: 'joined', reason }, how: 'joined' }
}

/** Effects that a part of the decision, other than an allowing one, is about. */
export function stoppedEffects({ parts, effects }: Decision): Effect[] {
  const indices = parts.flatMap(({ action, effect }) => (action === 'allow' || effect === undefined ? [] : [effect]))
  return indices.flatMap((index) => effects[index] ?? [])
}

export const effectKey = (effect: Effect) =>
  [effect.kind, ...effect.targets.map((target) => `${target.type} ${target.value}`)].join('\0')

export function repeatsRefusal(decision: Decision | undefined, parent: RequestRecord | undefined): boolean {
  if (!decision || parent?.kind !== 'request' || parent.refused.size === 0) return false
  return decision.effects.some((effect) => parent.refused.has(effectKey(effect)))
}

/** The verdict of the flow, unless all that stands against it is that nobody knows, and that is seen elsewhere. */
export function outcomeOf(
  decision: Decision | undefined,
  parent: RequestRecord | undefined,
  coverage: string,
): Outcome {
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

/**
 * Effects that `outcomeOf` or the exec itself settles whatever an engine says of them: nothing is gained by a costly
 * judgement. `asksByLine`: the program is a shell that asks for each of its lines.
 */
export function settledLater(
  parent: RequestRecord | undefined,
  coverage: string,
  asksByLine: boolean,
): (effect: Effect, script: Script | null) => boolean {
  return (effect, script) => {
    if (!unknownKinds.has(effect.kind)) return false
    if (parent?.kind === 'request' || (asksByLine && effect.kind === 'exec.opaque')) return true
    return coverage === 'supervisor' && isOpaqueProgram(effect, { script })
  }
}

/** The name of the program is what cannot be known, not a text that it would run. */
function isOpaqueProgram(effect: Effect, { script }: Pick<Decision, 'script'>): boolean {
  return effect.kind === 'exec.opaque' && script?.commands[effect.command]?.argv[0]?.text === null
}
