/**
 * An entry as a line of a case file, for `gatesh eval` and for bug reports: what the user had said, what the agent had done
 * until then, and the command. Redacted once more, since the session's copy of the user's words is not.
 */
import { homedir } from 'node:os'
import type { Directories } from '../config/directories.js'
import type { Entry } from '../log/entry.js'
import { installationKey } from '../log/key.js'
import { readLog } from '../log/read.js'
import { redactor } from '../log/redact.js'
import { wordsUntil } from '../log/words.js'

/** Steps before the command; the last ones weigh most. */
const MAX_STEPS = 200

interface Step {
  readonly at: string
  readonly turns: readonly object[]
}

/** The case; `expect` as the user says that it should have been. */
export function caseOf(
  { log, state, sessions }: Directories,
  entry: Entry,
  expect: 'allow' | 'block' | undefined,
): object {
  const redact = redactor(installationKey(state))
  const words = wordsUntil(sessions, entry.session, entry.ts)
  const said = words.flatMap(({ ts, text, counts }): Step[] =>
    counts ? [{ at: ts, turns: [{ role: 'user', text: redact(text) }] }] : [],
  )
  const steps = [...said, ...stepsBefore(log, entry)].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  return {
    id: entry.id,
    transcript: steps.slice(-MAX_STEPS).flatMap(({ turns }) => turns),
    ...requestOf(entry),
    ...(entry.cwd === null ? {} : { cwd: entry.cwd }),
    project: entry.project,
    home: homedir(),
    ...(entry.facts ? { facts: entry.facts } : {}),
    ...(expect === undefined ? {} : { expect }),
    why: `${entry.rule}: ${entry.reason}`,
  }
}

/** What the agent asked for before, each with what became of it. What only belonged to another request is left out. */
function stepsBefore(log: string, { id, session, ts }: Entry): Step[] {
  const agents = new Set<string>()
  const before: Entry[] = []
  for (const { line } of readLog(log, { outcome: 'all', session })) {
    if (line.how === 'agent') agents.add(line.id)
    else if (line.id !== id && line.ts <= ts) before.push(line)
  }
  const own = before.filter(({ parent }) => parent === undefined || agents.has(parent))
  return own.slice(0, MAX_STEPS).map((step) => ({
    at: step.ts,
    turns: [
      { role: 'agent', ...requestOf(step), ...(step.cwd === null ? {} : { cwd: step.cwd }) },
      ...(step.ran ? [] : [{ role: 'gate', verdict: 'block', ...requestOf(step) }]),
    ],
  }))
}

const TOOL_CALL = /^(\S+) (\{.*\})$/s

/** A tool call is logged as its name and its input; one that was cut is given as the text that there is. */
function requestOf({ door, command }: Entry): object {
  const [, tool, input] = (door === 'hook' && TOOL_CALL.exec(command)) || []
  if (tool === undefined || input === undefined) return { command }
  try {
    return { tool, input: JSON.parse(input) as unknown }
  } catch {
    return { command }
  }
}
