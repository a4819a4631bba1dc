/** A write outside the project as text for a person. Nothing of it reaches a terminal with its control characters. */
import type { EscapedChange, EscapeLine } from './escape.js'
import { printable } from './print.js'

const who: Readonly<Record<EscapeLine['writer'], string>> = {
  command: 'a command that was let through',
  agent: 'the agent itself',
  unknown: 'nobody knows',
}

const seenBy: Readonly<Record<EscapeLine['source'], string>> = {
  fanotify: 'the kernel, of every write',
  places: 'the watch over single places',
}

/** All that is known of it, a line each. */
export function escapeStory(line: EscapeLine): string {
  const fields: [string, string][] = [
    ['id', line.id],
    ['when', line.ts],
    ['what', 'a write outside the project that no allowed command had named'],
    ['writer', who[line.writer]],
    ...(line.command === undefined ? [] : [['command', `${line.command} (${line.entry})`] as [string, string]]),
    ...(line.running === undefined ? [] : [['ran then', line.running.join(', ')] as [string, string]]),
    ['seen by', seenBy[line.source]],
    ['response', line.response],
    ['files', String(line.count)],
  ]
  const head = fields.map(([name, text]) => `${name.padEnd(12)}${printable(text)}`)
  return [...head, ...line.changes.flatMap(changeLines)].join('\n')
}

function changeLines(change: EscapedChange): string[] {
  const { path, kind, from, guarded, before, after, transient } = change
  const about = [
    kind,
    ...(from === undefined ? [] : [`from ${from}`]),
    ...(guarded === undefined ? [] : [guarded]),
    ...(transient ? ['gone again'] : []),
    ...(before && after ? [`${before.size} to ${after.size} bytes`] : after ? [`${after.size} bytes`] : []),
    ...(before && after && before.mode !== after.mode
      ? [`mode ${before.mode.toString(8)} to ${after.mode.toString(8)}`]
      : []),
  ].join(', ')
  const diff = change.diff?.split('\n').map((text) => `    ${printable(text)}`) ?? []
  return [`  ${printable(path)}  ${printable(about)}`, ...diff]
}
