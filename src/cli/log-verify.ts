/** `gatesh log verify`: whether the log is whole. */
import type { Directories } from '../config/directories.js'
import { printable } from '../log/print.js'
import { type SessionCheck, type SessionState, verifyLog } from '../log/verify.js'
import { EXIT } from './failure.js'
import { allowOnly, type LogValues } from './log-options.js'
import { openScreen, type Screen } from './screen.js'

/** Exit code where a log is broken. */
const BROKEN = 1

/** One line for each session that is not simply whole, and the totals. Exit code 0, or 1 where one is broken. */
export async function verify({ log, state }: Directories, values: LogValues): Promise<number> {
  allowOnly(values, ['session', 'json', 'color'], 'log verify')
  const screen = openScreen({ color: values.color, paged: false })
  const counts: Record<SessionState, number> = { whole: 0, open: 0, dropped: 0, broken: 0 }
  let entries = 0
  for (const check of verifyLog(log, state, values.session)) {
    counts[check.state] += 1
    entries += check.entries
    if (values.json) await screen.print(JSON.stringify(check))
    else for (const line of told(check, screen)) await screen.print(line)
  }
  if (!values.json) await screen.print(summary(counts, entries, screen))
  return counts.broken > 0 ? BROKEN : EXIT.ok
}

function told({ session, state, first, breaks, torn }: SessionCheck, { style }: Screen): string[] {
  const name = style('bold', printable(session))
  const lines: string[] = []
  if (first) {
    const place = first.line === 0 ? printable(first.path) : `${printable(first.path)}:${first.line}`
    const more = breaks > 1 ? ` (and ${breaks - 1} more places)` : ''
    lines.push(`${style('red', 'broken')}  ${name}  ${place}: ${first.what}${more}`)
  }
  if (torn > 0)
    lines.push(
      `${style('yellow', 'torn')}    ${name}  ${count(torn, 'line')} broke off while it was written; nothing else is missing`,
    )
  if (state === 'open')
    lines.push(`${style('dim', 'open')}    ${name}  no end was recorded: it runs, or was ended by force`)
  return lines
}

function summary(
  { whole, open, dropped, broken }: Record<SessionState, number>,
  entries: number,
  { style }: Screen,
): string {
  if (whole + open + dropped + broken === 0) return 'there is no log yet; start an agent with `gatesh claude`'
  const parts = [
    `${whole} whole`,
    ...(open > 0 ? [`${open} without an end`] : []),
    ...(dropped > 0 ? [`${dropped} dropped by age or size`] : []),
  ]
  const verdict = broken === 0 ? style('green', 'the log is whole') : style('red', `${count(broken, 'session')} broken`)
  return `${verdict}: ${count(entries, 'line')}; sessions: ${parts.join(', ')}`
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`
