/**
 * Tells the outside that somebody is wanted: a notification of the desktop, a webhook. Neither is waited for, and what
 * they are told was redacted; that one fails is said once and changes nothing.
 */
import { spawn } from 'node:child_process'
import type { Question } from '../broker/question.js'

export interface NotifierOptions {
  readonly notify: 'off' | 'desktop'
  readonly webhook: string | undefined
  readonly session: string
  readonly agent: string
  say(line: string): void
}

/** `asked`: a command waits; `limit`: the agent waits; `refused`: it did not run, and may still be approved. */
export type Event = 'asked' | 'limit' | 'refused'

export interface Notifier {
  tell(event: Event, question: Question): void
}

const WEBHOOK_MS = 5_000
/** Calls of the webhook at one time; one more is dropped, since nobody reads so many. */
const MAX_CALLS = 20
const MAX_TEXT = 200

export function createNotifier({ notify, webhook, session, agent, say }: NotifierOptions): Notifier {
  let calls = 0
  let failed = false

  function fail(problem: string): void {
    if (!failed) say(problem)
    failed = true
  }

  async function post(url: string, body: object): Promise<void> {
    if (calls >= MAX_CALLS) return
    calls += 1
    try {
      const headers = { 'content-type': 'application/json' }
      const signal = AbortSignal.timeout(WEBHOOK_MS)
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
        signal,
        redirect: 'error',
      })
      await response.body?.cancel()
      if (!response.ok) fail(`the webhook answered ${response.status}`)
    } catch (error) {
      fail(`the webhook cannot be reached: ${error instanceof Error ? error.message : String(error)}`)
    } finally {
      calls -= 1
    }
  }

  return {
    tell(event, question) {
      const { id, command, cwd, rule, reason, effects } = question
      if (webhook !== undefined) {
        const ts = new Date().toISOString()
        void post(webhook, { v: 1, event, ts, session, agent, id, command, cwd, rule, reason, effects })
      }
      if (notify === 'desktop' && event !== 'refused') {
        const text = event === 'limit' ? reason : command
        desktop('gatesh asks', text.slice(0, MAX_TEXT), () => fail('the desktop shows no notifications'))
      }
    },
  }
}

/** Arguments, never a shell: the text is the agent's. */
function desktop(title: string, text: string, failed: () => void): void {
  const [program, args] =
    process.platform === 'darwin'
      ? ([
          '/usr/bin/osascript',
          [
            '-e',
            'on run argv',
            '-e',
            'display notification (item 2 of argv) with title (item 1 of argv)',
            '-e',
            'end run',
            title,
            text,
          ],
        ] as const)
      : (['notify-send', ['--app-name=gatesh', '--urgency=critical', '--', title, text]] as const)
  const child = spawn(program, args, { stdio: 'ignore', detached: true })
  child.once('error', failed)
  child.unref()
}
