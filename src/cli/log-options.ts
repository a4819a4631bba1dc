/** The options of `gatesh log` and its subcommands, and what they mean. */
import { parseArgs } from 'node:util'
import type { Selection } from '../log/select.js'
import { momentOf } from '../log/times.js'
import { EXIT, Failure } from './failure.js'
import { usageErrors } from './options.js'

export const logOptions = {
  all: { type: 'boolean' },
  asked: { type: 'boolean' },
  findings: { type: 'boolean' },
  since: { type: 'string' },
  session: { type: 'string' },
  agent: { type: 'string' },
  rule: { type: 'string' },
  command: { type: 'string' },
  json: { type: 'boolean' },
  csv: { type: 'boolean' },
  follow: { type: 'boolean', short: 'f' },
  color: { type: 'string' },
  'no-pager': { type: 'boolean' },
  case: { type: 'boolean' },
  expect: { type: 'string' },
  speed: { type: 'string' },
} as const

export type LogValues = ReturnType<typeof parseLog>['values']

export function parseLog(args: readonly string[]) {
  return usageErrors(() => parseArgs({ args: [...args], options: logOptions, allowPositionals: true }))
}

/** Which entries are meant. Throws Failure where a value cannot be understood. */
export function selectionOf(values: LogValues, now: Date): Selection {
  if (values.all && values.asked) throw new Failure('`--all` and `--asked` are two different selections', EXIT.usage)
  return {
    outcome: values.all ? 'all' : values.asked ? 'asked' : 'blocked',
    session: values.session,
    since: values.since === undefined ? undefined : since(values.since, now),
    agent: values.agent,
    rule: values.rule,
    command: values.command === undefined ? undefined : pattern(values.command),
  }
}

/** Milliseconds since 1970. */
export function since(text: string, now: Date): number {
  const moment = momentOf(text, now)
  if (moment === undefined)
    throw new Failure(`\`${text}\` is no time`, EXIT.usage, 'for example `2h`, `3d`, `today` or `2026-11-21`')
  return moment
}

function pattern(text: string): RegExp {
  try {
    return new RegExp(text, 'u')
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^.*: /, '').toLowerCase() : String(error)
    throw new Failure(`\`--command ${text}\` is no regular expression: ${why}`, EXIT.usage)
  }
}

/** Options that are given but mean nothing to this subcommand are an error, not silence. */
export function allowOnly(values: LogValues, allowed: readonly (keyof LogValues)[], verb: string): void {
  const stray = (Object.keys(values) as (keyof LogValues)[]).find((name) => !allowed.includes(name))
  if (stray !== undefined)
    throw new Failure(`\`gatesh ${verb}\` has no option \`--${stray}\``, EXIT.usage, 'see `gatesh log help`')
}
