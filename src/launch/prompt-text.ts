/** A question as it stands on the screen. Everything that came from the gated side is made printable. Pure. */
import type { Reply } from '../broker/approvals.js'
import type { Question } from '../broker/question.js'
import { clip, printable, wrap } from '../log/print.js'
import type { Size } from './emulator.js'

export interface Option {
  readonly key: string
  readonly reply: Reply
  readonly says: string
}

export interface Shown {
  readonly question: Question
  /** Of those that wait. */
  readonly index: number
  readonly total: number
  readonly secondsLeft: number
  readonly selected: Reply | undefined
  readonly agent: string
  /** Where a rule would be written. */
  readonly configFile: string
  /** Why the last answer could not be taken. */
  readonly problem: string | undefined
}

const LABEL = 10
const bold = (text: string) => `\x1b[1m${text}\x1b[0m`
const dim = (text: string) => `\x1b[2m${text}\x1b[0m`
const inverse = (text: string) => `\x1b[7m${text}\x1b[0m`

export function optionsOf({ kind, scopes }: Question): readonly Option[] {
  if (kind === 'limit')
    return [
      { key: 'o', reply: 'once', says: 'go on; it is counted from the beginning' },
      { key: 'x', reply: 'stop', says: 'stop the agent' },
    ]
  const approving: readonly Option[] = [
    { key: 'o', reply: 'once', says: 'allow it this once' },
    { key: 's', reply: 'session', says: 'allow the same again in this session' },
    { key: 'a', reply: 'always', says: 'always allow it: write the rule above' },
  ]
  return [
    ...approving.filter(({ reply }) => (scopes as readonly Reply[]).includes(reply)),
    { key: 'd', reply: 'deny', says: 'deny it' },
    { key: 'x', reply: 'stop', says: 'deny it and stop the agent' },
  ]
}

/** At most `size.rows` lines of at most `size.cols` columns. The options are always among them, before anything else. */
export function promptLines(shown: Shown, size: Size): string[] {
  const width = Math.max(10, size.cols - 1)
  const options = optionsOf(shown.question).map((option) => optionLine(option, shown.selected, width))
  const foot = [
    '',
    dim(clip('a letter, then return; esc shows the agent; ctrl-c goes to the agent', width)),
    ...(shown.problem === undefined ? [] : wrap(printable(shown.problem), width, '').split('\n').slice(0, 3)),
  ]
  const head = [bold(clip(headOf(shown), width)), '']
  const room = Math.max(0, size.rows - head.length - options.length - foot.length - 1)
  const body = bodyOf(shown, width)
  const cut = body.length > room ? [...body.slice(0, Math.max(0, room - 1)), dim('...')].slice(0, room) : body
  return [...head, ...cut, '', ...options, ...foot].slice(0, size.rows)
}

function headOf({ question, index, total, secondsLeft, agent }: Shown): string {
  const title = question.kind === 'limit' ? 'may the agent go on?' : 'may this run?'
  const left = `${Math.floor(secondsLeft / 60)}:${String(secondsLeft % 60).padStart(2, '0')}`
  const parts = [
    `gatesh: ${title}`,
    total > 1 ? `${index} of ${total}` : '',
    `${left} left`,
    printable(agent),
    question.id,
  ]
  return parts.filter((part) => part !== '').join('  ')
}

function bodyOf({ question, configFile }: Shown, width: number): string[] {
  const { kind, command, cwd, effects, reason, rule, facts, always } = question
  if (kind === 'limit') return field('why', reason, width)
  return [
    ...field('command', command, width),
    ...field('in', cwd ?? 'a directory that is gone', width),
    ...effects.flatMap((says, at) => field(at === 0 ? 'it' : '', says, width)),
    ...field('because', reason, width),
    ...facts.flatMap((fact, at) => field(at === 0 ? 'facts' : '', fact, width)),
    ...field('rule', rule, width),
    ...(always === undefined ? [] : field('always', `writes \`${always}\` to ${configFile}`, width)),
  ]
}

function field(name: string, text: string, width: number): string[] {
  const lines = wrap(printable(text), width, ' '.repeat(LABEL)).split('\n')
  return lines.map((line, at) => (at === 0 ? `${dim(name.padEnd(LABEL))}${line.slice(LABEL)}` : line))
}

function optionLine({ key, reply, says }: Option, selected: Reply | undefined, width: number): string {
  const text = clip(`  ${key}  ${says}`, width)
  return reply === selected ? inverse(text) : text
}
