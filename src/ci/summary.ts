/** What a job's page shows of a session: how it went, and each command that was blocked with its reason. Pure. */
import type { Entry } from '../log/entry.js'
import { printable } from '../log/print.js'

export interface JobResult {
  readonly session: string
  readonly agent: string
  readonly coverage: string
  readonly decided: number
  readonly blocked: number
  /** How it ended, as a sentence: `ended with exit code 0`. */
  readonly end: string
  /** Where the log is. */
  readonly log: string
  /** Words that counted as the user's. */
  readonly task: readonly string[]
  /** Blocked entries, oldest first; those that are more than this are counted only. */
  readonly entries: readonly Entry[]
}

/** GitHub takes 1 MiB a step; a page with more than this is not read either. */
const MAX_ROWS = 50
const MAX_CELL = 300

/** Markdown, without anything of the commands being taken for Markdown or HTML. */
export function summaryOf(result: JobResult): string {
  const { session, agent, coverage, decided, blocked, end, log, task, entries } = result
  const rows = entries
    .slice(0, MAX_ROWS)
    .map(
      ({ id, stopped, command, rule, reason }) =>
        `| ${[id, code(stopped ?? command), rule, cell(reason)].join(' | ')} |`,
    )
  const more = blocked - rows.length
  return [
    `### gatesh: ${blocked === 0 ? 'nothing was blocked' : `${blocked} of ${decided} commands blocked`}`,
    '',
    `${cell(agent)}, session \`${session}\`, coverage ${coverage}: ${decided} commands decided; ${cell(end)}.`,
    '',
    task.length === 0
      ? "No task was given: what needs the user's word was blocked."
      : `What counted as said: ${task.map((words) => code(words)).join(' ')}`,
    '',
    ...(rows.length === 0 ? [] : ['| entry | command | rule | reason |', '|---|---|---|---|', ...rows, '']),
    ...(more > 0 && rows.length > 0 ? [`and ${more} more.`, ''] : []),
    `Log: ${code(log)}`,
    '',
  ].join('\n')
}

/** Text for a table cell. Backslashes before what Markdown or HTML would take as its own. */
const cell = (text: string) => clipped(printable(text)).replaceAll(/[\\`*_{}[\]<>()#+\-!|~&]/g, (each) => `\\${each}`)

/** Text as code in a table cell: a fence longer than any in it; a bar would end the cell. */
function code(text: string): string {
  const shown = clipped(printable(text)).replaceAll('|', '\\|')
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  const space = longest > 0 || shown === '' ? ' ' : ''
  return `${fence}${space}${shown}${space}${fence}`
}

const clipped = (text: string) => (text.length <= MAX_CELL ? text : `${text.slice(0, MAX_CELL)}...`)
