/** `gatesh log replay FILE|SESSION`: judges a log once more, with another engine, model or set of rules, and shows what differs. */
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { parseArgs } from 'node:util'
import { type Directories, directories } from '../config/directories.js'
import { canReplay, type Replayed, type ReplayGrounds, replay } from '../eval/replay.js'
import { createHost } from '../facts/host-world.js'
import { blocksFromStart, textOf } from '../log/blocks.js'
import { type Entry, isEntry } from '../log/entry.js'
import { logFiles } from '../log/files.js'
import { parseLine } from '../log/line.js'
import { printable, wrap } from '../log/print.js'
import { wordsUntil } from '../log/words.js'
import type { Place } from '../world.js'
import { engineNamed } from './engine.js'
import { EXIT, Failure } from './failure.js'
import { usageErrors } from './options.js'
import { configHere, permissionsHere } from './permissions.js'
import { placeHere } from './place.js'

const options = {
  engine: { type: 'string' },
  diff: { type: 'boolean' },
  json: { type: 'boolean' },
} as const

type Print = (text: string) => void

/** Later than any time that a log has. */
const END_OF_TIME = '9999'

/** With `--diff` only what comes out differently. Exit code 0 where it ran, whatever came out. */
export async function logReplay(args: readonly string[], print: Print, warn: Print): Promise<number> {
  const { values, positionals } = usageErrors(() => parseArgs({ args: [...args], options, allowPositionals: true }))
  const [named, ...more] = positionals
  if (named === undefined || more.length > 0)
    throw new Failure('name one log file or session', EXIT.usage, '`gatesh log replay FILE --engine anthropic --diff`')
  const places = directories(process.env, homedir())
  const here = placeHere(undefined)
  const { engine, spent } = await engineNamed(values.engine ?? configHere(here).classifier.engine)
  const tally = { unreadable: 0, left: 0 }
  const entries = entriesIn(filesOf(named, places), tally)
  const first = entries.next().value
  if (!first) throw new Failure(`\`${named}\` has no entries`, EXIT.usage)
  const place: Place = { ...here, project: first.project, cwd: first.project }
  // A program that gatesh does not know stands there by its path.
  const agent = first.agent.includes('/') ? undefined : first.agent
  const permissions = permissionsHere(configHere(place), place, agent, [])
  const words = wordsUntil(places.sessions, first.session, END_OF_TIME)
  if (words.length === 0)
    warn('what the user said in that session is not kept any more; it is judged as if nothing was')

  let judged = 0
  let flips = 0
  const grounds: ReplayGrounds = {
    engine,
    place,
    world: createHost(undefined).worldFor(() => undefined),
    userRules: (request, script, { ledger }) => permissions.rulingsFor(request, script, ledger),
    now: () => performance.now() * 1000,
  }
  for await (const replayed of replay(after(first, entries), words, grounds)) {
    judged += 1
    if (replayed.flipped) flips += 1
    if (replayed.flipped || !values.diff) print(values.json ? JSON.stringify(rowData(replayed)) : row(replayed))
  }
  if (tally.unreadable > 0) warn(`${tally.unreadable} lines could not be read`)
  if (values.json) return EXIT.ok
  const model = spent()
  print(`\n${flips} of ${judged} decisions come out differently with the engine \`${engine.name}\``)
  if (tally.left > 0)
    print(`${tally.left} others rest on more than the command, or their text was cut, and were left out`)
  if (model) print(`model: ${model.line}`)
  return EXIT.ok
}

/** The file of that path, or all of the session with that id, oldest first. */
function filesOf(named: string, { log }: Directories): readonly string[] {
  if (existsSync(named)) return [named]
  const files = logFiles(log, named)
  if (files.length > 0) return files.map(({ path }) => path)
  throw new Failure(`there is no log file and no session \`${named}\``, EXIT.usage, '`gatesh log --all` shows sessions')
}

/** Entries of the files, one after the other; a log may be larger than what fits into memory. */
function* entriesIn(paths: readonly string[], tally: { unreadable: number; left: number }) {
  for (const path of paths)
    for (const { bytes } of blocksFromStart(path, tally))
      for (const text of textOf(bytes).split('\n')) {
        const line = text === '' ? undefined : parseLine(text)
        if (text !== '' && !line) tally.unreadable += 1
        if (!line || !isEntry(line)) continue
        if (line.how === 'decided' && !canReplay(line)) tally.left += 1
        yield line
      }
}

function* after(first: Entry, rest: Iterable<Entry>) {
  yield first
  yield* rest
}

function rowData({ entry, decision: { verdict, judgement }, flipped }: Replayed): object {
  const { id, command, action, rule, reason } = entry
  const { engine, fallback, calls } = judgement ?? {}
  return {
    id,
    command,
    flipped,
    before: { action, rule, reason },
    now: { action: verdict.action, rule: verdict.rule, reason: verdict.reason },
    ...(engine === undefined ? {} : { engine }),
    ...(fallback === undefined ? {} : { fallback }),
    ...(calls ? { calls } : {}),
  }
}

function row({ entry, decision: { verdict, judgement }, flipped }: Replayed): string {
  const columns = process.stdout.columns || 120
  const lines = [`${flipped ? '*' : ' '} ${entry.id}  ${printable(entry.command)}`]
  const side = (name: string, action: string, rule: string, reason: string) =>
    wrap(printable(`${name} ${action} by ${rule}: ${reason}`), columns, '    ')
  if (!flipped) return `${lines[0]}\n    ${verdict.action}, as before`
  lines.push(side('before', entry.action, entry.rule, entry.reason))
  lines.push(side('now', verdict.action, verdict.rule, verdict.reason))
  if (judgement?.fallback !== undefined) lines.push(`    (the model gave no answer: ${printable(judgement.fallback)})`)
  return lines.join('\n')
}
