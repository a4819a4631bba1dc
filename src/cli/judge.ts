/** Puts the flow together for a real machine: session, engine, world, facts. */
import { hostname } from 'node:os'
import type { Engine } from '../classifier/engine.js'
import { decide, type Grounds } from '../decide.js'
import { gatherFacts } from '../facts/gather.js'
import type { Host } from '../facts/host-world.js'
import type { SessionJudge } from '../launch/launch.js'
import type { Permissions } from '../permissions/permissions.js'
import { againstIt, literalRule } from '../permissions/proposal.js'
import { Session } from '../session.js'
import { settle } from '../tiers/tiers.js'
import type { Place } from '../world.js'

export interface JudgeParts {
  readonly place: Place
  /** What the user said with the launch. */
  readonly words: readonly string[]
  readonly permissions: Permissions
  readonly host: Host
  readonly engine: Engine
}

export function makeJudge({ place, words, permissions, host, engine }: JudgeParts): SessionJudge {
  // The session reads back commands that were judged before; whose environment they had is not known any more.
  const session = new Session(
    place,
    host.worldFor(() => undefined),
  )
  const name = hostname()
  for (const text of words) session.observe({ role: 'user', text })
  return {
    heard: (text, referent) => session.observe({ role: 'user', text, ...(referent === undefined ? {} : { referent }) }),
    decide: (request, world, decidedLater?: Grounds['decidedLater']) =>
      decide(request, {
        session,
        world,
        engine,
        ...(decidedLater ? { decidedLater } : {}),
        userRules: (asked, script) => permissions.rulingsFor(asked, script, session.ledger),
        gatherFacts: (effects, script) => {
          const cwdOf = (index: number) => (script === null ? request.cwd : (script.commands[index]?.cwd ?? null))
          return gatherFacts(effects, ({ command }) => cwdOf(command), world, name)
        },
        now: () => performance.now() * 1000,
      }),
    async proposal(request, world, decision) {
      const rule = literalRule(decision, '')
      const rulings = rule && permissions.rulingsWith(rule, request, decision.script, session.ledger)
      const git = world.git(request.cwd ?? place.cwd)
      const around = { place, world, facts: decision.facts, own: session.ledger, git }
      const { verdicts } = settle(decision.effects, around, rulings, (effect) => session.words.forbids(effect))
      const allows = (index: number) => verdicts.some(({ effect, action }) => effect === index && action === 'allow')
      return rule && rulings && againstIt(decision).every(allows) ? rule.text : undefined
    },
    settled: ({ cwd }, command, { effects }, ran) =>
      session.record({ effects, text: command, ...(cwd === null ? {} : { cwd }) }, ran),
  }
}
