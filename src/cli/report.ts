/** `gatesh report`: a stretch of the log as one page to look at, or as Markdown. */
import { writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { parseArgs } from 'node:util'
import { directories } from '../config/directories.js'
import { installationKey } from '../log/key.js'
import { redactor } from '../log/redact.js'
import { collect, latestSession, type Report } from '../report/collect.js'
import { markdown } from '../report/markdown.js'
import { page } from '../report/page.js'
import { EXIT, Failure } from './failure.js'
import { since } from './log-options.js'
import { usageErrors } from './options.js'

const options = {
  session: { type: 'string' },
  since: { type: 'string' },
  markdown: { type: 'boolean' },
  output: { type: 'string', short: 'o' },
} as const

/** Without `--session` and `--since` it is about the latest session. HTML goes into a file, Markdown to `print`. */
export async function report(
  args: readonly string[],
  print: (text: string) => void,
  say: (line: string) => void,
): Promise<number> {
  const { values } = usageErrors(() => parseArgs({ args: [...args], options, allowPositionals: false }))
  const places = directories(process.env, homedir())
  const from = values.since === undefined ? undefined : since(values.since, new Date())
  const session = values.session ?? (from === undefined ? latestSession(places) : undefined)
  if (session === undefined && from === undefined)
    throw new Failure('nothing was decided yet', EXIT.usage, 'start an agent with `gatesh claude`')
  const found = collect(places, { session, since: from }, redactor(installationKey(places.state)))
  if (values.session !== undefined && found.statistics.newest === undefined)
    throw new Failure(
      `there is no session \`${values.session}\` in the log`,
      EXIT.usage,
      '`gatesh log --all` lists them',
    )
  const text = values.markdown ? markdown(found) : page(found, new Date())
  const output = values.output ?? (values.markdown ? '-' : nameOf(found, session))
  if (output === '-') print(text.trimEnd())
  else {
    write(output, text)
    say(`the report is in \`${output}\``)
  }
  return EXIT.ok
}

const nameOf = ({ statistics }: Report, session: string | undefined) =>
  `gatesh-report-${session ?? statistics.newest?.slice(0, 10) ?? 'empty'}.html`

/** Nobody else may read it: it shows what was run. */
function write(path: string, text: string): void {
  try {
    writeFileSync(path, text, { mode: 0o600 })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Failure(`the report cannot be written: ${why}`, EXIT.gateshFailed, '`--output FILE` writes it elsewhere')
  }
}
