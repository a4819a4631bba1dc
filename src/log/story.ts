/** The whole story of one entry, a field a line. */
import type { Approval, Entry, Line } from './entry.js'
import { columnsOf, padEnd, printable, wrap } from './print.js'
import type { Colour, Style } from './style.js'
import { agentName, outcomeColour, outcomeOf } from './table.js'
import { clockTime, duration, relativeTime } from './times.js'

/** What stands around an entry in the log and in the session's own files. */
export interface Surroundings {
  /** The request that it belongs to, the request of that, and so on. */
  readonly ancestors: readonly Entry[]
  /** What the user had said until then, oldest first. */
  readonly words: readonly SpokenWords[]
  /** Lines of the session that speak of this entry: a person's later answer, writes that left the project. */
  readonly others: readonly Exclude<Line, Entry>[]
}

/** A message of the user, as the session heard it. */
export interface SpokenWords {
  readonly ts: string
  readonly from: string
  readonly text: string
  readonly counts: boolean
  readonly why?: string
}

export interface StoryOptions {
  readonly width: number
  readonly style: Style
  readonly now: Date
}

type Field = readonly [name: string, text: string, colour?: Colour]

const INDENT = 12
/** Messages of the user that are shown; the last ones weigh most. */
const MAX_WORDS = 12

export function story(
  entry: Entry,
  { ancestors, words, others }: Surroundings,
  { width, style, now }: StoryOptions,
): string {
  const lines: Field[] = [
    ['id', entry.id, 'bold'],
    ['when', `${clockTime(entry.ts, now)}, ${relativeTime(entry.ts, now)} (${entry.ts})`],
    outcome(entry),
    ['command', entry.command],
    ...optional('of which', entry.stopped),
    ...optional('program', entry.exe),
    ['directory', entry.cwd ?? 'deleted or unknown'],
    ['project', entry.project],
    ['agent', `${agentName(entry.agent)}, session ${entry.session}`],
    ['door', `${entry.door}, coverage ${entry.coverage}`],
    ...optional('belongs to', entry.parent),
    ...ancestors.map(({ id, command }): Field => ['', `${id}  ${firstLine(command)}`, 'dim']),
    ...entry.effects.flatMap(effectFields),
    ...Object.entries(entry.facts ?? {}).map(([name, value]): Field => ['fact', `${name} = ${JSON.stringify(value)}`]),
    ...spoken(words),
    ['tier', tier(entry)],
    ['rule', entry.rule],
    ...(entry.stage1 ? [['stage 1', stage1(entry.stage1)] as const] : []),
    ...(entry.stage2 ?? []).flatMap((found) => stage2(found, isModel(entry.engine))),
    ['reason', entry.reason],
    ...(entry.approval ? [approval(entry.approval)] : []),
    ...others.flatMap(otherFields),
    ...engine(entry),
    ['times', times(entry.times_us)],
  ]
  return lines.map((field) => fieldText(field, width, style)).join('\n')
}

function fieldText([name, text, colour]: Field, width: number, style: Style): string {
  const indent = ' '.repeat(INDENT)
  const wrapped = text
    .split('\n')
    .map((line) => wrap(printable(line), width, indent))
    .join('\n')
    .slice(INDENT)
  const label = style('dim', padEnd(name, INDENT))
  return label + (colour === undefined ? wrapped : style(colour, wrapped))
}

const optional = (name: string, value: string | undefined): Field[] => (value === undefined ? [] : [[name, value]])

function firstLine(text: string): string {
  const [line = ''] = text.split('\n', 1)
  return line === text ? text : `${line} ...`
}

const EXIT_DENIED = 126

function outcome(entry: Entry): Field {
  const what = outcomeOf(entry)
  const exit = entry.ran ? '' : `; it ended with ${EXIT_DENIED}`
  return ['outcome', `${what} (${entry.action}, ${entry.how}${exit})`, outcomeColour[what]]
}

function tier({ tier: number }: Entry): string {
  switch (number) {
    case 0:
      return "0, before the tiers: hard rules, the user's own rules, the agent itself"
    case 1:
      return '1, safe reads'
    case 2:
      return '2, writes inside the project'
    case 3:
      return '3, what the user said decides'
    default:
      return String(number)
  }
}

function effectFields({ kind, says, targets }: Entry['effects'][number]): Field[] {
  const unsaid = targets.filter((target) => !says.includes(target))
  return [['effect', `${kind}: ${says}`], ...unsaid.map((target): Field => ['', target, 'dim'])]
}

function spoken(words: readonly SpokenWords[]): Field[] {
  const shown = words.slice(-MAX_WORDS)
  const more = words.length - shown.length
  return [
    ...(more > 0 ? [['user said', `(${more} earlier messages)`, 'dim'] as const] : []),
    ...shown.map(
      ({ text, from, counts, why }): Field =>
        counts
          ? ['user said', `"${text}" (${from})`]
          : ['user said', `"${text}" (${from}; does not count: ${why ?? 'unproven'})`, 'dim'],
    ),
  ]
}

function stage1({ flagged, rules }: NonNullable<Entry['stage1']>): string {
  return flagged ? `flagged by ${rules.join(', ') || 'the model'}` : 'nothing flagged'
}

function approval({ answer, from, of, waited_ms }: Approval): Field {
  const waited = waited_ms === undefined ? '' : `, after ${duration(waited_ms * 1_000)}`
  const by =
    from === 'nobody' ? 'nobody answered' : from === 'prompt' ? 'at the prompt' : 'by `gatesh approve` or `deny`'
  return ['approval', `${answer}, ${by}${waited} (${of})`, 'magenta']
}

function otherFields(line: Exclude<Line, Entry>): Field[] {
  if (!('kind' in line)) return []
  switch (line.kind) {
    case 'approval':
      return [approval(line.approval)]
    case 'escape':
      return line.changes.map(
        ({ path, kind }): Field => ['touched', `${path} (${kind}, outside the project)`, 'yellow'],
      )
    case 'rules':
    case 'probe':
    case 'watch':
      return []
  }
}

const isModel = (name: string | undefined) => name !== undefined && name !== 'embedded'

/** Where a model was asked: who answered, and what it cost. */
function engine({ engine: name, fallback, calls = [] }: Entry): Field[] {
  if (!isModel(name) && fallback === undefined) return []
  return [
    ['engine', fallback === undefined ? `${name}` : `${name}, in place of a model: ${fallback}`],
    ...calls.map(
      ({ stage, model, fresh, cached, written, output }): Field => [
        '',
        `stage ${stage}, ${model}: ${fresh + cached + written} tokens in (${cached} cached), ${output} out`,
        'dim',
      ],
    ),
  ]
}

/**
 * By what the session itself cleared a rule, in words; undefined where the user's words were weighed. The quotes of such a
 * finding name the clearance.
 */
export function clearanceOf({ missing, quotes }: NonNullable<Entry['stage2']>[number]): string | undefined {
  const [first = ''] = quotes
  const isName = missing.length === 0 && quotes.length === 1 && /^[a-z]+(?:-[a-z]+)*$/.test(first)
  return isName ? first.replaceAll('-', ' ') : undefined
}

function stage2(finding: NonNullable<Entry['stage2']>[number], byModel: boolean): Field[] {
  const { rule, missing, quotes } = finding
  const clearance = clearanceOf(finding)
  if (clearance !== undefined) return [['stage 2', `${rule}: cleared, ${clearance}`]]
  const silent: Field[] =
    quotes.length === 0 && !byModel ? [['looked at', 'no words of the user speak of it', 'dim']] : []
  return [
    ['stage 2', missing.length === 0 ? `${rule}: covered` : `${rule}: missing ${missing.join(', ')}`],
    ...quotes.map((quote): Field => ['the user', `"${quote}"`, 'cyan']),
    ...silent,
  ]
}

const order = ['understand', 'facts', 'tiers', 'classifier']
const BAR = 24

/** Each step with its share of the whole as a bar. */
function times(all: Entry['times_us']): string {
  const total = all.total ?? 0
  const steps = Object.keys(all)
    .filter((name) => name !== 'total')
    .sort((a, b) => order.indexOf(a) - order.indexOf(b))
  const known = steps.map((name): [string, number] => [name, all[name] ?? 0])
  const rest = total - known.reduce((sum, [, us]) => sum + us, 0)
  const rows = [...known, ...(known.length > 0 && rest > 0 ? [['waiting', rest] as [string, number]] : [])]
  const width = Math.max(0, ...rows.map(([name]) => columnsOf(name)))
  const bars = rows.map(
    ([name, us]) =>
      `${padEnd(name, width)} ${duration(us).padStart(7)} ${'#'.repeat(Math.round((us / total) * BAR) || 0)}`,
  )
  return [`${duration(total)} in all`, ...bars].join('\n')
}
