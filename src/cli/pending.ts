/** `gatesh pending`: what waits for an answer in the sessions that run, and what was refused and can still be approved. */
import { parseArgs } from 'node:util'
import type { PendingRow } from '../broker/control.js'
import { clip, printable, printableJson, wrap } from '../log/print.js'
import { pendingIn, sessionsHere } from './control.js'
import { EXIT, Failure } from './failure.js'
import { usageErrors } from './options.js'

const options = { json: { type: 'boolean' } } as const
const INDENT = '    '

export async function pending(args: readonly string[], print: (text: string) => void): Promise<number> {
  const { values } = usageErrors(() => parseArgs({ args: [...args], options }))
  const rows: PendingRow[] = []
  const unasked: Failure[] = []
  for (const session of sessionsHere()) {
    try {
      rows.push(...(await pendingIn(session)))
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      unasked.push(error)
    }
  }
  if (values.json) {
    for (const row of rows) print(printableJson(JSON.stringify(row)))
    return EXIT.ok
  }
  const width = process.stdout.columns || 120
  for (const row of rows) print(textOf(row, width))
  for (const { message, hint } of unasked) print(hint === undefined ? message : `${message}; ${hint}`)
  if (rows.length === 0 && unasked.length === 0)
    print('nothing waits; `gatesh log` shows what was blocked in sessions that have ended')
  return EXIT.ok
}

function textOf({ question, waiting, age }: PendingRow, width: number): string {
  const { id, kind, command, reason, rule, effects, facts, scopes, always } = question
  const state = waiting ? `waits for ${age} s` : `refused ${age} s ago`
  const head = clip(`${id}  ${state}  ${kind === 'limit' ? 'may the agent go on?' : printable(command)}`, width)
  const more = [`${rule}: ${reason}`, ...effects, ...facts, ...(always === undefined ? [] : [`rule: \`${always}\``])]
  const ways = scopes.map((scope) => `--${scope}`).join(', ')
  return [
    head,
    ...more.map((text) => wrap(printable(text), width, INDENT)),
    `${INDENT}gatesh approve ${id} (${ways}), gatesh deny ${id}`,
  ].join('\n')
}
