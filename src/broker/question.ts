/** What a person is asked, in words that were redacted. Pure. */
import type { Decision } from '../decide.js'
import type { Redact } from '../log/redact.js'
import type { Request } from '../request.js'
import type { Verdict } from '../verdict.js'
import type { Acts, Scope } from './act.js'
import { commandOf } from './entry-of.js'
import { factWords } from './fact-words.js'
import { stoppedEffects } from './outcome.js'

export interface Question {
  /** `SESSION-qNUMBER` while it waits for its answer; the log entry of what was refused meanwhile. */
  readonly id: string
  readonly kind: 'command' | 'limit'
  readonly command: string
  readonly cwd: string | null
  /** What it would do: `pushes branch main to origin`. */
  readonly effects: readonly string[]
  readonly rule: string
  readonly reason: string
  readonly facts: readonly string[]
  readonly scopes: readonly Scope[]
  /** What `always` would write into the user's configuration. */
  readonly always?: string
}

const MAX_EFFECTS = 8
/** Characters of one text; nobody reads more before answering. */
const MAX_TEXT = 4_000

export interface Asked {
  readonly request: Request
  readonly decision: Decision
  readonly verdict: Verdict
  readonly acts: Acts
  /** The narrow rule that would let it pass, where there is one. */
  readonly always: string | undefined
}

export function questionOf({ request, decision, verdict, acts, always }: Asked, id: string, redact: Redact): Question {
  const stopped = stoppedEffects(decision)
  const effects = stopped.length > 0 ? stopped : decision.effects
  // What a rule would write has to be seen as it is written; one that holds a secret is not written.
  const rule = always !== undefined && redact(always) === always ? always : undefined
  return {
    id,
    kind: 'command',
    command: bounded(redact(commandOf(request))),
    cwd: request.cwd,
    effects: [...new Set(effects.slice(0, MAX_EFFECTS).map(({ says }) => bounded(redact(says))))],
    rule: verdict.rule,
    reason: bounded(redact(verdict.reason)),
    facts: factWords(decision.facts),
    scopes: acts.scopes.filter((scope) => scope !== 'always' || rule !== undefined),
    ...(rule === undefined ? {} : { always: rule }),
  }
}

function bounded(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)} ... (${text.length - MAX_TEXT} characters more)`
}

export function limitQuestion(id: string, reason: string): Question {
  return {
    id,
    kind: 'limit',
    command: '',
    cwd: null,
    effects: [],
    rule: 'limit',
    reason,
    facts: [],
    scopes: ['once'],
  }
}
