/** `gatesh log show ID`: the whole story of one decision. */
import type { Directories } from '../config/directories.js'
import type { Entry, Line } from '../log/entry.js'
import type { EscapeLine } from '../log/escape.js'
import { escapeStory } from '../log/escape-story.js'
import { printableJson } from '../log/print.js'
import { findEntry, readOthers } from '../log/read.js'
import { story } from '../log/story.js'
import { wordsUntil } from '../log/words.js'
import { EXIT, Failure } from './failure.js'
import { caseOf } from './log-case.js'
import { allowOnly, type LogValues } from './log-options.js'
import { openScreen } from './screen.js'

/** Requests above an entry that are shown. */
const MAX_ANCESTORS = 16

export async function show(
  places: Directories,
  id: string,
  values: LogValues,
  print: (text: string) => void,
): Promise<number> {
  allowOnly(values, ['json', 'case', 'expect', 'color', 'no-pager'], 'log show')
  const { log, sessions } = places
  const found = findEntry(log, id)
  const outside = found ? undefined : escapeCalled(log, id)
  if (outside) {
    print(values.json ? printableJson(outside.text) : escapeStory(outside.line))
    return EXIT.ok
  }
  if (!found) throw new Failure(`there is no entry \`${id}\``, EXIT.usage, '`gatesh log --all` lists them')
  if (values.json) {
    print(printableJson(found.text))
    return EXIT.ok
  }
  const entry = found.line
  if (values.case) {
    print(JSON.stringify(caseOf(places, entry, expectation(values.expect))))
    return EXIT.ok
  }
  const words = wordsUntil(sessions, entry.session, entry.ts)
  const screen = openScreen({ color: values.color, paged: !values['no-pager'] })
  const { width, style } = screen
  await screen.print(
    story(
      entry,
      { ancestors: ancestorsOf(log, entry), words, others: othersOf(log, entry) },
      { width, style, now: new Date() },
    ),
  )
  await screen.close()
  return EXIT.ok
}

/** A write outside the project, which has an id of its own. */
function escapeCalled(directory: string, id: string): { line: EscapeLine; text: string } | undefined {
  const session = id.slice(0, Math.max(0, id.lastIndexOf('-')))
  if (session === '') return undefined
  for (const { line, text } of readOthers(directory, session, undefined))
    if ('kind' in line && line.kind === 'escape' && line.id === id) return { line, text }
  return undefined
}

function expectation(text: string | undefined): 'allow' | 'block' | undefined {
  if (text === undefined || text === 'allow' || text === 'block') return text
  throw new Failure(`\`--expect\` is \`allow\` or \`block\`, not \`${text}\``, EXIT.usage)
}

/** Lines of the session that speak of the entry, oldest first. */
function othersOf(directory: string, { session, id, approval }: Entry): Exclude<Line, Entry>[] {
  const about = (line: Exclude<Line, Entry>) => {
    if (!('kind' in line)) return false
    if (line.kind === 'approval') return line.approval.of === id || line.approval.of === approval?.of
    return line.kind === 'escape' && line.entry === id
  }
  return [...readOthers(directory, session, undefined)].flatMap(({ line }) => (about(line) ? [line] : [])).reverse()
}

/** The requests that an entry belongs to, the nearest first. */
function ancestorsOf(directory: string, entry: Entry): Entry[] {
  const ancestors: Entry[] = []
  let above = entry.parent
  while (above !== undefined && ancestors.length < MAX_ANCESTORS) {
    const parent = findEntry(directory, above)?.line
    if (!parent || ancestors.includes(parent)) break
    ancestors.push(parent)
    above = parent.parent
  }
  return ancestors
}
