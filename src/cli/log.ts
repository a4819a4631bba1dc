/** `gatesh log` and `gatesh log show ID`. */
import { homedir } from 'node:os'
import { parseArgs } from 'node:util'
import { directories } from '../config/directories.js'
import type { Entry } from '../log/entry.js'
import { row, story } from '../log/print.js'
import { findEntry, followLog, readLog } from '../log/read.js'
import { EXIT, Failure } from './failure.js'
import { usageErrors } from './options.js'

const options = {
  all: { type: 'boolean' },
  json: { type: 'boolean' },
  follow: { type: 'boolean' },
  session: { type: 'string' },
} as const

const columns = () => process.stdout.columns || 120

/** Prints entries, newest last. With `--follow` it goes on until the process is ended. */
export async function log(
  args: readonly string[],
  print: (text: string) => void,
  warn: (text: string) => void,
): Promise<number> {
  const { values, positionals } = usageErrors(() => parseArgs({ args: [...args], options, allowPositionals: true }))
  const directory = directories(process.env, homedir()).log
  const [verb, id, ...more] = positionals
  if (verb === 'show' && id !== undefined && more.length === 0) return show(directory, id, values.json ?? false, print)
  if (verb !== undefined)
    throw new Failure(`\`gatesh log ${positionals.join(' ')}\` is not known`, EXIT.usage, 'see `gatesh help`')

  const all = values.all ?? false
  const render = (entry: Entry) => (values.json ? JSON.stringify(entry) : row(entry, new Date(), columns()))
  const { entries, unreadable } = await readLog(directory, {
    all,
    ...(values.session === undefined ? {} : { session: values.session }),
  })
  for (const entry of entries) print(render(entry))
  if (unreadable > 0) warn(`${unreadable} lines of the log could not be read`)
  if (values.follow) return follow(directory, all, values.session, (entry) => print(render(entry)))
  if (entries.length === 0 && !values.json)
    print(
      all
        ? 'nothing was decided yet; start an agent with `gatesh claude`'
        : 'nothing was blocked; `gatesh log --all` shows what ran',
    )
  return EXIT.ok
}

async function show(directory: string, id: string, json: boolean, print: (text: string) => void): Promise<number> {
  const entry = await findEntry(directory, id)
  if (!entry) throw new Failure(`there is no entry \`${id}\``, EXIT.usage, '`gatesh log --all` lists them')
  print(json ? JSON.stringify(entry) : story(entry, new Date(), columns()))
  return EXIT.ok
}

function follow(
  directory: string,
  all: boolean,
  session: string | undefined,
  each: (entry: Entry) => void,
): Promise<never> {
  followLog(directory, new AbortController().signal, (entry) => {
    if ((all || !entry.ran) && (session === undefined || entry.session === session)) each(entry)
  })
  return new Promise(() => {})
}
