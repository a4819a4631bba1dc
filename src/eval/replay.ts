/**
 * Judges the entries of a log once more, each in the session as it stood then: the user's words up to that moment and
 * what had run. What came out then is what the session goes on from, whatever comes out now.
 */
import type { Engine } from '../classifier/engine.js'
import { type Decision, decide } from '../decide.js'
import type { Entry } from '../log/entry.js'
import type { SpokenWords } from '../log/story.js'
import type { Request } from '../request.js'
import { Session } from '../session.js'
import type { Script } from '../shell/script.js'
import type { UserRules } from '../tiers/tiers.js'
import type { Facts, Place, World } from '../world.js'

export interface ReplayGrounds {
  readonly engine: Engine
  readonly place: Place
  /** Files and git as they are now; the log does not keep them. */
  readonly world: World
  /** The user's rules as they are now. */
  userRules?(request: Request, script: Script | null, session: Session): UserRules
  now(): number
}

export interface Replayed {
  readonly entry: Entry
  readonly decision: Decision
  /** It would pass where it was blocked, or the other way round; `ask` is a block. */
  readonly flipped: boolean
}

/** Answers that rest on more than the request: what it belonged to, a limit, a person, a fault. */
const notJudged: ReadonlySet<string> = new Set([
  'agent',
  'asks-by-line',
  'fault',
  'joined',
  'limit',
  'lineage',
  'opaque-program',
  'refused-before',
  'supervisor',
  'tampering',
  'unheard-words',
])
/** How the log marks a text that it cut (see log/redact.ts). */
const CUT = / \.\.\. \(\d+ characters\)$/

/** Whether the entry's own judgement can be made again: all of its text is there, and it was the flow that decided. */
export function canReplay({ how, rule, command, effects }: Entry): boolean {
  return how === 'decided' && !notJudged.has(rule) && effects.length > 0 && !CUT.test(command)
}

/** `entries`: of one session, oldest first; `words`: what its user said, oldest first. */
export async function* replay(
  entries: Iterable<Entry>,
  words: readonly SpokenWords[],
  grounds: ReplayGrounds,
): AsyncGenerator<Replayed, void, undefined> {
  const { engine, place, world, now } = grounds
  const session = new Session(place, world)
  let heard = 0
  const agents = new Set<string>()
  for (const entry of entries) {
    if (entry.how === 'agent') agents.add(entry.id)
    for (; heard < words.length && words[heard]!.ts <= entry.ts; heard++)
      if (words[heard]!.counts) session.observe({ role: 'user', text: words[heard]!.text })
    if (!canReplay(entry)) continue
    const request = requestOf(entry, place)
    const userRules = grounds.userRules
    // As the session had it: an unknown program below an allowed request passes, and is not worth a model's time.
    const isBelow = entry.parent !== undefined && !agents.has(entry.parent)
    const decision = await decide(request, {
      session,
      world,
      engine,
      ...(userRules ? { userRules: (asked, script) => userRules(asked, script, session) } : {}),
      gatherFacts: () => (entry.facts ?? {}) as Facts,
      decidedLater: ({ kind }) => isBelow && (kind === 'exec.unknown' || kind === 'exec.opaque'),
      now,
    })
    yield { entry, decision, flipped: (entry.action === 'allow') !== (decision.verdict.action === 'allow') }
    session.record({ effects: decision.effects, text: entry.command }, entry.ran)
  }
}

function requestOf({ command, cwd, door }: Entry, place: Place): Request {
  const where = cwd ?? place.cwd
  const call = door === 'hook' ? toolCall(command) : undefined
  return call
    ? { kind: 'tool', door: 'eval', agent: '', ...call, cwd: where }
    : { kind: 'script', door: 'eval', text: command, dialect: 'bash', cwd: where }
}

/** `Tool {"input": ...}`, as entries of tool calls have it. */
function toolCall(command: string): { tool: string; input: Readonly<Record<string, unknown>> } | undefined {
  const space = command.indexOf(' ')
  try {
    const input: unknown = JSON.parse(command.slice(space + 1))
    const isInput = typeof input === 'object' && input !== null && !Array.isArray(input)
    return space > 0 && isInput ? { tool: command.slice(0, space), input: { ...input } } : undefined
  } catch {
    return undefined
  }
}
