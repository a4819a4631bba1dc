/** Entries as rows of a table that fits the terminal. */
import type { Entry } from './entry.js'
import { clip, columnsOf, padEnd, printable, wrap } from './print.js'
import type { Colour, Style } from './style.js'
import { clockTime, relativeTime } from './times.js'

export interface TableOptions {
  /** Columns of the terminal. */
  readonly width: number
  readonly style: Style
  readonly now: Date
  /** `3 min ago` in place of the time. */
  readonly relative: boolean
}

export type Outcome = 'ran' | 'ask' | 'blocked'

/** What became of a request, in one word. */
export function outcomeOf(entry: Entry): Outcome {
  return entry.ran ? 'ran' : entry.action === 'ask' ? 'ask' : 'blocked'
}

export const outcomeColour: Readonly<Record<Outcome, Colour>> = { ran: 'green', ask: 'yellow', blocked: 'red' }

/** Program name of an agent that gatesh does not know. */
export function agentName(agent: string): string {
  return agent.slice(agent.lastIndexOf('/') + 1)
}

const ID_WIDTH = 11
const AGENT_WIDTH = 11
const OUTCOME_WIDTH = 7
/** Narrower than this, the agent is left out. */
const AGENT_FROM = 100
const MIN_TEXT = 20

/** Titles of the columns of `row`. */
export function heading({ width, style, relative }: TableOptions): string {
  return style('dim', `${columns(relative, width, relative ? 'WHEN' : 'TIME', 'ID', 'AGENT', 'OUTCOME')}COMMAND`)
}

/** One row; where the command did not run, its rule and reason below. */
export function row(entry: Entry, { width, style, now, relative }: TableOptions): string {
  const outcome = outcomeOf(entry)
  const when = relative ? relativeTime(entry.ts, now) : clockTime(entry.ts, now)
  const agent = clip(printable(agentName(entry.agent)), AGENT_WIDTH)
  const id = printable(entry.id)
  const start = columns(relative, width, when, id, agent, outcome)
  const room = Math.max(MIN_TEXT, width - columnsOf(start))
  const command = clip(printable(entry.stopped ?? entry.command), room)
  const painted = start
    .replace(id, () => style('bold', id))
    .replace(/(\S+)(\s*)$/, (_all, word, space) => style(outcomeColour[outcome], word) + space)
  if (entry.ran) return painted + command
  const reason = `${printable(entry.rule)}: ${printable(entry.reason)}`
  return `${painted}${command}\n${style('dim', wrap(reason, width, '    '))}`
}

function columns(relative: boolean, width: number, when: string, id: string, agent: string, outcome: string): string {
  const cells = [padEnd(when, relative ? 10 : 8), padEnd(id, ID_WIDTH)]
  if (width >= AGENT_FROM) cells.push(padEnd(agent, AGENT_WIDTH))
  return [...cells, padEnd(outcome, OUTCOME_WIDTH), ''].join('  ')
}
