/** Entries as text for people. Nothing that came from the gated side reaches a terminal with its control characters. */
import type { Entry } from './entry.js'

/** C0, DEL, C1, and what reorders or hides text: shown as \u{...}, never sent to the terminal. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu

/** `text` on one line, with everything that a terminal would obey made visible. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    if (character === '\n') return '\\n'
    if (character === '\t') return '\\t'
    return `\\u{${character.codePointAt(0)?.toString(16)}}`
  })
}

const pad = (value: number) => String(value).padStart(2, '0')

/** Local time, to the second; the day where it is not `now`'s. */
function time(ts: string, now: Date): string {
  const at = new Date(ts)
  const clock = `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`
  return at.toDateString() === now.toDateString()
    ? clock
    : `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())} ${clock}`
}

/** `text` in at most `width` columns. */
export function clip(text: string, width: number): string {
  const characters = [...text]
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 3)).join('')}...`
}

/** Words of `text` in lines of at most `width` columns, each after `indent`. */
export function wrap(text: string, width: number, indent: string): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((each) => indent + clip(each, Math.max(20, width - indent.length))).join('\n')
}

const outcome = (entry: Entry) => (entry.ran ? 'ran' : entry.action === 'ask' ? 'ask' : 'blocked')

/** One row; where the command did not run, its rule and reason below. */
export function row(entry: Entry, now: Date, width: number): string {
  const head = `${time(entry.ts, now)}  ${entry.id.padEnd(10)}  ${outcome(entry).padEnd(7)}  `
  const first = head + clip(printable(entry.stopped ?? entry.command), Math.max(20, width - head.length))
  if (entry.ran) return first
  return `${first}\n${wrap(`${entry.rule}: ${printable(entry.reason)}`, width, '    ')}`
}

/** The whole story of one entry, a field a line. */
export function story(entry: Entry, now: Date, width: number): string {
  const lines: [string, string][] = [
    ['id', entry.id],
    ['when', `${time(entry.ts, now)} (${entry.ts})`],
    ['outcome', `${outcome(entry)} (${entry.action}, ${entry.how})`],
    ['command', printable(entry.command)],
    ...optional('of which', entry.stopped),
    ...optional('program', entry.exe),
    ['directory', entry.cwd === null ? 'deleted or unknown' : printable(entry.cwd)],
    ['project', printable(entry.project)],
    ['agent', `${printable(entry.agent)}, session ${entry.session}`],
    ['door', `${entry.door}, coverage ${entry.coverage}`],
    ...optional('belongs to', entry.parent),
    ...entry.effects.map((effect): [string, string] => ['effect', printable(`${effect.kind}: ${effect.says}`)]),
    ...Object.entries(entry.facts ?? {}).map(([name, value]): [string, string] => [
      'fact',
      printable(`${name} = ${JSON.stringify(value)}`),
    ]),
    ['tier', String(entry.tier)],
    ['rule', entry.rule],
    ...(entry.stage1 ? [['stage 1', stage1(entry.stage1)] as [string, string]] : []),
    ...(entry.stage2 ?? []).flatMap(stage2),
    ['reason', printable(entry.reason)],
    [
      'times',
      Object.entries(entry.times_us)
        .map(([step, us]) => `${step} ${us} us`)
        .join(', '),
    ],
  ]
  return lines.map(([name, text]) => `${name.padEnd(12)}${wrap(text, width, ' '.repeat(12)).trimStart()}`).join('\n')
}

const optional = (name: string, value: string | undefined): [string, string][] =>
  value === undefined ? [] : [[name, printable(value)]]

function stage1({ flagged, rules }: NonNullable<Entry['stage1']>): string {
  return flagged ? `flagged by ${rules.join(', ')}` : 'nothing flagged'
}

function stage2({ rule, missing, quotes }: NonNullable<Entry['stage2']>[number]): [string, string][] {
  const words = quotes.map((quote): [string, string] => ['the user', printable(`"${quote}"`)])
  return [
    ['stage 2', printable(missing.length === 0 ? `${rule}: covered` : `${rule}: missing ${missing.join(', ')}`)],
    ...words,
  ]
}
