/**
 * Everything by which a session asks people: the prompt at its terminal, `gatesh approve` from another one, a notification,
 * a webhook. Joined in one place, as user-side.ts does for what a session hears.
 */
import type { Approvals } from '../broker/approvals.js'
import { createApprovals } from '../broker/approvals.js'
import type { Judge } from '../broker/broker.js'
import type { PeopleOptions } from '../broker/people.js'
import type { SessionMode } from '../config/approvals.js'
import type { Config } from '../config/config.js'
import type { SessionLog } from '../log/append.js'
import type { Redact } from '../log/redact.js'
import { createNotifier } from './notify.js'
import type { Prompt } from './prompt.js'
import { createPrompt } from './prompt.js'
import { addAllowRule } from './remember-rule.js'
import type { Screen } from './screen.js'

export interface PeopleSideOptions {
  readonly session: string
  readonly agent: string
  readonly mode: SessionMode
  readonly settings: Config['approvals']
  /** Somebody sits at this terminal. */
  readonly present: boolean
  readonly log: SessionLog
  readonly redact: Redact
  readonly judge: Judge
  /** The user's `config.jsonc`. */
  readonly configFile: string
  say(line: string): void
}

/** The agent's terminal, as far as a question needs it. */
export interface Terminal {
  readonly screen: Screen
  pass(data: Uint8Array): void
  ring(): void
}

export interface PeopleSide {
  readonly approvals: Approvals
  readonly people: PeopleOptions
  /** Puts questions over the agent's screen. */
  attach(terminal: Terminal): Prompt
  close(): void
}

export function askPeople(options: PeopleSideOptions): PeopleSide {
  const { session, agent, mode, settings, present, log, redact, judge, configFile, say } = options
  const now = () => performance.now()
  const timeoutMs = settings.timeout * 1000
  const approvals = createApprovals({
    timeoutMs,
    now,
    remember: (rule) => addAllowRule(configFile, rule),
    record(approval) {
      const written = log.append({ kind: 'approval', approval })
      return written instanceof Error ? `the log cannot be written: ${written.message}` : undefined
    },
  })
  const notifier = createNotifier({ ...settings, session, agent, say })
  let told: ReadonlySet<string> = new Set()
  approvals.onChange(() => {
    const pending = approvals.pending()
    for (const { question, waiting } of pending) {
      if (told.has(question.id)) continue
      notifier.tell(waiting ? (question.kind === 'limit' ? 'limit' : 'asked') : 'refused', question)
    }
    told = new Set(pending.map(({ question }) => question.id))
  })
  return {
    approvals,
    people: {
      session,
      mode,
      soft: settings.soft,
      present,
      approvals,
      redact,
      ...(judge.proposal ? { proposal: judge.proposal } : {}),
    },
    attach: ({ screen, pass, ring }) =>
      createPrompt({ approvals, screen, timeoutMs, agent, configFile, pass, ring, now }),
    close: () => approvals.close(),
  }
}
