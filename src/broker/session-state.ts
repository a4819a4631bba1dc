/** Whether the session goes on: refusals counted, a person asked at a limit, the end. Nothing of a session that is over runs. */
import { countDenials, type DenialLimits } from './limits.js'
import type { Ending, People } from './people.js'

export interface SessionStateOptions {
  readonly limits: DenialLimits
  readonly people: People
  /** Somebody sits at the session's terminal. */
  readonly present: boolean
  /** A limit was reached and nobody is here to look. True: the session is over. */
  onLimit(reason: string): boolean
  onStop(reason: string): void
}

export interface SessionState {
  /** Why the session is over, once it is. */
  readonly over: string | undefined
  /** While a person is asked whether the agent may go on, nothing new is decided. */
  readonly paused: Promise<void> | undefined
  /** Something was judged, and ran or did not. */
  count(ran: boolean): void
  /** The same for what a person may have been asked about. */
  countEnding(ending: Ending, ran: boolean): void
  suspect(reason: string, response: 'ask' | 'stop'): void
}

export function createSessionState({ limits, people, present, onLimit, onStop }: SessionStateOptions): SessionState {
  const denials = countDenials(limits)
  let over: string | undefined
  let paused: Promise<void> | undefined

  function count(ran: boolean): void {
    const reached = ran ? denials.allowed() : denials.denied()
    if (reached === undefined || paused || over !== undefined) return
    if (present) paused = atLimit(reached)
    else if (onLimit(reached)) over = reached
  }

  async function atLimit(reached: string): Promise<void> {
    const mayGoOn = await people.mayGoOn(reached)
    paused = undefined
    denials.looked()
    if (mayGoOn === false) stop('the user stopped the agent')
    else if (mayGoOn === undefined && onLimit(reached)) over = reached
  }

  function stop(reason: string): void {
    over = reason
    onStop(reason)
  }

  return {
    get over() {
      return over
    },
    get paused() {
      return paused
    },
    count,
    countEnding({ answer }, ran) {
      const answered = answer.approval?.answer
      if (answered === 'stop') stop('the user stopped the agent')
      // What a person answered is no sign of an agent that nobody looks at.
      if (ran || (answered !== 'deny' && answered !== 'stop' && answered !== 'gone')) count(ran)
    },
    suspect(reason, response) {
      if (over !== undefined || paused) return
      if (response === 'ask' && present) paused = atLimit(reason)
      else stop(reason)
    },
  }
}
