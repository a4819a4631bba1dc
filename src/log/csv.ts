/** Entries for a spreadsheet: RFC 4180, with nothing in it that a spreadsheet would take for a formula. */
import type { Entry } from './entry.js'
import { printable } from './print.js'
import { outcomeOf } from './table.js'

const columns = [
  'id',
  'time',
  'session',
  'agent',
  'door',
  'outcome',
  'action',
  'tier',
  'rule',
  'command',
  'directory',
  'reason',
  'microseconds',
] as const

export const csvHeading = columns.join(',')

export function csvRow(entry: Entry): string {
  const values: Readonly<Record<(typeof columns)[number], string | number>> = {
    id: entry.id,
    time: entry.ts,
    session: entry.session,
    agent: entry.agent,
    door: entry.door,
    outcome: outcomeOf(entry),
    action: entry.action,
    tier: entry.tier,
    rule: entry.rule,
    command: entry.command,
    directory: entry.cwd ?? '',
    reason: entry.reason,
    microseconds: entry.times_us.total ?? 0,
  }
  return columns.map((name) => cell(String(values[name]))).join(',')
}

/** A text that begins with one of these is calculated by a spreadsheet; a quote before it makes it a text. */
const FORMULA = /^[=+\-@\t\r]/

function cell(text: string): string {
  const safe = printable(FORMULA.test(text) ? `'${text}` : text)
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
