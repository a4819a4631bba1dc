/** Judges cases through the very flow that decides real requests, in the world that each case describes. */
import type { Engine } from '../classifier/engine.js'
import { type Decision, decide } from '../decide.js'
import type { Request } from '../request.js'
import { Session } from '../session.js'
import type { World } from '../world.js'
import type { Situation } from './case.js'
import { caseWorld, factsOf, placeOf, replay } from './case-world.js'

export interface Judged {
  readonly situation: Situation
  readonly decision: Decision
  /** Microseconds for the decision itself, facts given, the transcript already read. */
  readonly micros: number
}

function requestOf(situation: Situation): Request {
  const cwd = situation.cwd ?? placeOf(situation).cwd
  if (situation.command !== undefined)
    return { kind: 'script', door: 'eval', text: situation.command, dialect: 'bash', cwd }
  return { kind: 'tool', door: 'eval', agent: '', tool: situation.tool ?? '', input: situation.input ?? {}, cwd }
}

/** Decides one case. `now` gives monotonic microseconds. Nothing of this machine is read and nothing is run. */
export async function judgeCase(
  situation: Situation,
  engine: Engine,
  now: () => number,
  parsePostgres?: World['parsePostgres'],
): Promise<Judged> {
  const world = { ...caseWorld(situation), parsePostgres }
  const session = new Session(placeOf(situation), world)
  replay(situation, session)
  const facts = factsOf(situation)
  const start = now()
  const decision = await decide(requestOf(situation), { session, world, engine, gatherFacts: () => facts, now })
  return { situation, decision, micros: now() - start }
}
