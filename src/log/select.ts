/**
 * Which entries a reader wants, and how to find their lines without parsing the others: JSON.stringify writes a value in
 * one way, and a quote inside a text is escaped, so that a line which holds `"ran":false` is one of a refusal.
 */
import type { Entry } from './entry.js'

export interface Selection {
  /** What became of it: not run, `ask` (whatever was answered), or any. */
  readonly outcome: 'blocked' | 'asked' | 'all'
  readonly session?: string | undefined
  /** Milliseconds since 1970. */
  readonly since?: number | undefined
  /** Name of an agent, or of the program where gatesh does not know the agent. */
  readonly agent?: string | undefined
  /** Rule id; a star stands for any text. */
  readonly rule?: string | undefined
  readonly command?: RegExp | undefined
}

export interface Query {
  /** Text that stands in each line that may be meant; undefined where any may be. */
  readonly mark: string | undefined
  /** Whether the line from `start` to `end` of `block` may be meant; a cheap look. */
  mayBe(block: string, start: number, end: number): boolean
  accepts(entry: Entry): boolean
}

/** A selection as marks and tests. The rarest mark is searched for, the others are looked for in the lines found. */
export function queryOf(selection: Selection): Query {
  const { outcome, agent, rule, command, since } = selection
  const marks: string[] = []
  if (rule !== undefined) marks.push(ruleMark(rule))
  if (outcome === 'asked') marks.push('"action":"ask"')
  if (outcome === 'blocked') marks.push('"ran":false')
  if (agent !== undefined) marks.push(JSON.stringify(agent).slice(1))
  const [mark, ...others] = marks
  const isRule = rule === undefined ? undefined : glob(rule)
  return {
    mark,
    mayBe: (block, start, end) =>
      others.every((other) => isIn(block, other, start, end)) &&
      (command === undefined || commandMatches(command, block, start, end)),
    accepts: (entry) =>
      (outcome === 'all' || (outcome === 'blocked' ? !entry.ran : entry.action === 'ask')) &&
      (isRule === undefined || isRule.test(entry.rule)) &&
      (agent === undefined || entry.agent === agent || entry.agent.endsWith(`/${agent}`)) &&
      (since === undefined || Date.parse(entry.ts) >= since) &&
      (command === undefined || command.test(entry.command)),
  }
}

function ruleMark(rule: string): string {
  const star = rule.indexOf('*')
  return star < 0 ? `"rule":${JSON.stringify(rule)}` : `"rule":${JSON.stringify(rule.slice(0, star)).slice(0, -1)}`
}

function glob(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's')
}

function isIn(block: string, mark: string, start: number, end: number): boolean {
  return block.slice(start, end).includes(mark)
}

const COMMAND = '"command":"'

/** Whether the command of a line matches, as far as that can be said without parsing the line. */
function commandMatches(command: RegExp, block: string, start: number, end: number): boolean {
  const begin = block.indexOf(COMMAND, start) + COMMAND.length
  if (begin < COMMAND.length || begin > end) return false
  const text = block.slice(begin, block.indexOf('"', begin))
  // With an escape in it the text is not what was run; whoever parses the line will see.
  return text.includes('\\') || command.test(text)
}
