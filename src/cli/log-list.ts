/** `gatesh log`: the entries of a selection as a table, JSON or CSV; and with `--follow` those to come. */
import { existsSync } from 'node:fs'
import type { Tally } from '../log/blocks.js'
import { csvHeading, csvRow } from '../log/csv.js'
import { isFinding, sayFinding } from '../log/finding.js'
import { followLog } from '../log/follow.js'
import { clip, padEnd, printable, printableJson, wrap } from '../log/print.js'
import type { Found } from '../log/read.js'
import { readLog, readOthers } from '../log/read.js'
import type { Selection } from '../log/select.js'
import { heading, row, type TableOptions } from '../log/table.js'
import { clockTime, relativeTime } from '../log/times.js'
import { EXIT, Failure } from './failure.js'
import { allowOnly, type LogValues, selectionOf } from './log-options.js'
import { openScreen, type Screen } from './screen.js'

const allowed = [
  'all',
  'asked',
  'findings',
  'since',
  'session',
  'agent',
  'rule',
  'command',
  'json',
  'csv',
  'follow',
  'color',
  'no-pager',
] as const

/** Entries that `--follow` begins with. */
const FOLLOW_BEGINS = 10

export async function list(directory: string, values: LogValues, warn: (text: string) => void): Promise<number> {
  allowOnly(values, allowed, 'log')
  if (values.json && values.csv) throw new Failure('`--json` and `--csv` are two different forms', EXIT.usage)
  const selection = selectionOf(values, new Date())
  const follow = values.follow ?? false
  const screen = openScreen({
    color: values.color,
    paged: !follow && !values['no-pager'] && !values.json && !values.csv,
  })
  const form = formOf(values, screen)
  const tally: Tally = { unreadable: 0 }
  if (values.findings) return findings(directory, values, selection, screen)
  if (follow) return followed(directory, selection, screen, form)

  let count = 0
  for (const found of readLog(directory, selection, tally)) {
    const text = form.text(found)
    if (!(await screen.print(count === 0 && form.heading !== undefined ? `${form.heading}\n${text}` : text))) break
    count += 1
  }
  if (count === 0 && form.empty) await screen.print(nothing(directory, values))
  await screen.close()
  if (tally.unreadable > 0)
    warn(`${tally.unreadable} lines of the log could not be read; \`gatesh log verify\` names them`)
  return EXIT.ok
}

/** What was found beside the decisions, newest first. */
async function findings(directory: string, values: LogValues, selection: Selection, screen: Screen): Promise<number> {
  allowOnly(values, ['findings', 'since', 'session', 'json', 'color', 'no-pager'], 'log --findings')
  const { style, width, terminal } = screen
  let count = 0
  for (const { line, text } of readOthers(directory, selection.session, selection.since)) {
    if (!isFinding(line)) continue
    const { title, detail } = sayFinding(line)
    const when = terminal ? relativeTime(line.ts, new Date()) : clockTime(line.ts, new Date())
    const head = `${padEnd(when, 10)}  ${padEnd(printable(line.id), 11)}  `
    const told = `${head}${clip(printable(title), Math.max(20, width - head.length))}\n${style('dim', wrap(printable(detail), width, '    '))}`
    if (!(await screen.print(values.json ? printableJson(text) : told))) break
    count += 1
  }
  if (count === 0 && !values.json) await screen.print('nothing was found beside the decisions')
  await screen.close()
  return EXIT.ok
}

interface Form {
  readonly heading?: string
  /** Whether a person reads it, who is told that there is nothing. */
  readonly empty: boolean
  text(found: Found): string
}

function formOf({ json, csv }: LogValues, { width, style, terminal }: Screen): Form {
  if (json) return { empty: false, text: ({ text }) => printableJson(text) }
  if (csv) return { heading: csvHeading, empty: false, text: ({ line }) => csvRow(line) }
  const options = (): TableOptions => ({ width, style, now: new Date(), relative: terminal })
  return {
    ...(terminal ? { heading: heading(options()) } : {}),
    empty: true,
    text: ({ line }) => row(line, options()),
  }
}

function nothing(directory: string, values: LogValues): string {
  const filters = ['since', 'session', 'agent', 'rule', 'command'] as const
  if (!existsSync(directory)) return 'nothing was decided yet; start an agent with `gatesh claude`'
  if (filters.some((name) => values[name] !== undefined))
    return values.all
      ? 'no entry matches; leave a filter out'
      : 'nothing that was blocked matches; `--all` looks at what ran as well'
  if (values.asked) return 'nobody was asked; `gatesh log --all` shows what ran'
  return values.all
    ? 'nothing was decided yet; start an agent with `gatesh claude`'
    : 'nothing was blocked; `gatesh log --all` shows what ran'
}

/** The last entries, oldest first, and then each as it is written, until the process is ended. */
async function followed(directory: string, selection: Selection, screen: Screen, form: Form): Promise<number> {
  const begins: string[] = []
  for (const found of readLog(directory, selection)) if (begins.push(form.text(found)) >= FOLLOW_BEGINS) break
  if (form.heading !== undefined) await screen.print(form.heading)
  for (const text of begins.reverse()) await screen.print(text)
  try {
    await followLog(directory, selection, new AbortController().signal, (found) => void screen.print(form.text(found)))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Failure(`the log cannot be followed: ${why}`, EXIT.gateshFailed)
  }
  return EXIT.ok
}
