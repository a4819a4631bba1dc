/** Puts the flow together for a real machine: session, engine, world, facts. */
import { hostname } from 'node:os'
import { embeddedEngine } from '../classifier/embedded.js'
import { decide } from '../decide.js'
import { gatherFacts } from '../facts/gather.js'
import type { Host } from '../facts/host-world.js'
import type { SessionJudge } from '../launch/launch.js'
import type { Permissions } from '../permissions/permissions.js'
import { Session } from '../session.js'
import type { Place } from '../world.js'

export function makeJudge(place: Place, words: readonly string[], permissions: Permissions, host: Host): SessionJudge {
  // The session reads back commands that were judged before; whose environment they had is not known any more.
  const session = new Session(
    place,
    host.worldFor(() => undefined),
  )
  const name = hostname()
  for (const text of words) session.observe({ role: 'user', text })
  return {
    heard: (text, referent) => session.observe({ role: 'user', text, ...(referent === undefined ? {} : { referent }) }),
    decide: (request, world) =>
      decide(request, {
        session,
        world,
        engine: embeddedEngine,
        userRules: (asked, script) => permissions.rulingsFor(asked, script, session.ledger),
        gatherFacts: (effects, script) => {
          const cwdOf = (index: number) => (script === null ? request.cwd : (script.commands[index]?.cwd ?? null))
          return gatherFacts(effects, ({ command }) => cwdOf(command), world, name)
        },
        now: () => performance.now() * 1000,
      }),
    settled: (_request, command, decision, ran) => session.record({ effects: decision.effects, text: command }, ran),
  }
}
