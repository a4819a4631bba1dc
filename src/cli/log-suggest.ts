/** `gatesh log suggest`: rules that would have saved questions. Narrow ones only: each permits one command, word for word. */
import { join } from 'node:path'
import type { Directories } from '../config/directories.js'
import { createHost } from '../facts/host-world.js'
import type { Entry } from '../log/entry.js'
import { printable } from '../log/print.js'
import { readLog, readOthers } from '../log/read.js'
import { isYes } from '../log/statistics.js'
import { blanketOf } from '../permissions/blanket.js'
import { ruleForCommand } from '../permissions/proposal.js'
import { interpret } from '../shell/interpret.js'
import { EXIT } from './failure.js'
import { allowOnly, type LogValues, selectionOf } from './log-options.js'

/** A person approved it this often, and never refused it. */
const APPROVED_FROM = 2
const MAX_SUGGESTED = 20
/** What stands in place of a secret: a rule with it would fit nothing. */
const REDACTED = /\[[a-z-]+:[0-9a-f]{8}\]/

interface Answers {
  approved: number
  refused: number
  readonly cwd: string | null
  readonly entry: string
}

export async function suggest(places: Directories, values: LogValues, print: (text: string) => void): Promise<number> {
  allowOnly(values, ['since', 'session', 'agent', 'json'], 'log suggest')
  const file = join(places.config, 'config.jsonc')
  const suggestions = [...answersByCommand(places.log, values)]
    .filter(([, { approved, refused }]) => approved >= APPROVED_FROM && refused === 0)
    .flatMap(([command, { approved, cwd, entry }]) => {
      const rule = narrowRule(command, cwd, file)
      return rule === undefined ? [] : [{ rule, approved, entry }]
    })
    .sort((a, b) => b.approved - a.approved)
    .slice(0, MAX_SUGGESTED)
  if (values.json) print(JSON.stringify(suggestions))
  else for (const line of told(suggestions, file)) print(line)
  return EXIT.ok
}

function told(suggestions: readonly { rule: string; approved: number; entry: string }[], file: string): string[] {
  if (suggestions.length === 0)
    return ['no rule is worth writing: nothing was approved again and again; `gatesh log stats` shows which rules ask']
  const rows = suggestions.map(
    ({ rule, approved, entry }) =>
      `  ${JSON.stringify(printable(rule))},  // approved ${approved} times, such as ${entry}`,
  )
  return [
    'each of these permits one command, word for word, whatever you said; the classifier does not look at it any more',
    `in \`${file}\`, under \`permissions.allow\`:`,
    '',
    ...rows,
  ]
}

/** Commands that a person was asked about or spoke to afterwards, and what they answered. */
function answersByCommand(log: string, values: LogValues): ReadonlyMap<string, Answers> {
  const selection = { ...selectionOf(values, new Date()), outcome: 'all' as const }
  const later = new Map<string, boolean>()
  for (const { line } of readOthers(log, selection.session, selection.since))
    if ('kind' in line && line.kind === 'approval' && !later.has(line.approval.of))
      later.set(line.approval.of, isYes(line.approval.answer))
  const commands = new Map<string, Answers>()
  for (const { line } of readLog(log, selection)) {
    const answer = line.approval ? isYes(line.approval.answer) : later.get(line.id)
    if (answer === undefined || !isSpoken(line)) continue
    const command = line.stopped ?? line.command
    const answers = commands.get(command) ?? { approved: 0, refused: 0, cwd: line.cwd, entry: line.id }
    commands.set(command, answers)
    if (answer) answers.approved += 1
    else answers.refused += 1
  }
  return commands
}

/** Nobody being there is no answer. */
const isSpoken = ({ approval }: Entry) => approval?.answer !== 'timeout' && approval?.answer !== 'gone'

function narrowRule(text: string, cwd: string | null, file: string): string | undefined {
  if (REDACTED.test(text)) return undefined
  const world = createHost(undefined).worldFor(() => undefined)
  const { commands } = interpret(text, 'bash', { cwd, world })
  const [command] = commands
  const rule = commands.length === 1 && command ? ruleForCommand(command, file) : undefined
  return rule && !blanketOf(rule) ? rule.text : undefined
}
