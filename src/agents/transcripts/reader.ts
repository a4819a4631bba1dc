/**
 * Reading an agent's transcript: one record in, the turns that it adds out. Every reader is total (a record that it does
 * not know adds nothing) and takes as the user's words only what the agent's own format marks as typed by a person:
 * tool results, reminders, notifications, summaries and the agent's prose are written by somebody else. Pure.
 */
import type { Turn } from '../../transcript/turn.js'

export interface TranscriptReader {
  /** `record`: one parsed line. Gives its turns, in order. */
  read(record: unknown): readonly Turn[]
}

export type Fields = Readonly<Record<string, unknown>>

/** `value` as an object, or one without fields. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Characters of prose that are kept: what a "yes" refers to stands at the end. */
const MAX_PROSE = 4_000
/** A longer reply says itself what it means. */
const MAX_BARE_REPLY = 120

/** What the agent said since the user's last message: only ever the thing that a bare reply refers to. */
export class Prose {
  private said = ''

  say(text: string): void {
    if (text.trim() === '') return
    this.said = `${this.said}\n${text}`.trim().slice(-MAX_PROSE)
  }

  /** The user's turn with these words, and the end of what came before it. */
  answeredBy(text: string): Turn {
    const referent = this.said
    this.said = ''
    const bare = text.trim().length <= MAX_BARE_REPLY && referent !== ''
    return { role: 'user', text, ...(bare ? { referent } : {}) }
  }
}

/** Ids that were met before. The oldest are forgotten: a record is written again soon or never. */
export class Seen {
  private readonly ids = new Set<string>()

  /** Whether this is the first time; an empty id is always new. */
  first(id: string): boolean {
    if (id === '') return true
    if (this.ids.has(id)) return false
    this.ids.add(id)
    if (this.ids.size > MAX_SEEN) this.ids.delete(this.ids.values().next().value ?? '')
    return true
  }
}
const MAX_SEEN = 20_000

/** Names under which agents offer their shell. */
const shellTools: ReadonlySet<string> = new Set([
  'Bash',
  'bash',
  'exec_command',
  'shell_command',
  'shell',
  'local_shell',
  'run_shell_command',
])

export function isShellTool(tool: string): boolean {
  return shellTools.has(tool)
}

/** A tool call as a turn: shell text where it is the agent's shell. */
export function callTurn(tool: string, input: Fields, cwd?: string): Turn {
  const where = cwd === undefined || cwd === '' ? {} : { cwd }
  const command = shellTools.has(tool) ? commandIn(input) : undefined
  return command === undefined ? { role: 'agent', tool, input, ...where } : { role: 'agent', command, ...where }
}

function commandIn(input: Fields): string | undefined {
  const given = input.command ?? input.cmd
  if (typeof given === 'string') return given
  if (!Array.isArray(given) || !given.every((word) => typeof word === 'string')) return undefined
  const [shell = '', option = '', script] = given as string[]
  const isScript = given.length === 3 && /(?:^|\/)(?:ba|z|da)?sh$/.test(shell) && /^-[a-z]*c$/.test(option)
  return isScript ? script : undefined
}

/** Text of content that is a string or a list of blocks of these types; undefined where another block is among them. */
export function plainText(
  content: unknown,
  types: readonly string[],
  others: readonly string[] = [],
): string | undefined {
  if (typeof content === 'string') return content
  const blocks = listOf(content).map(fieldsOf)
  const known = [...types, ...others]
  if (blocks.length === 0 || !blocks.every(({ type }) => known.includes(textOf(type)))) return undefined
  return blocks.flatMap(({ type, text }) => (types.includes(textOf(type)) ? [textOf(text)] : [])).join('\n')
}
