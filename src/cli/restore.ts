/** `gatesh restore ID`: puts a small guarded file back as it was when the session started. */
import { chmodSync, chownSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { directories } from '../config/directories.js'
import type { EscapedChange, EscapeLine } from '../log/escape.js'
import { printable } from '../log/print.js'
import { readOthers } from '../log/read.js'
import { shortDiff } from '../watch/diff.js'
import { KEPT_DIRECTORY, keptName, readSmall, realPath } from '../watch/kept.js'
import { EXIT, Failure } from './failure.js'
import { usageErrors } from './options.js'

const options = { yes: { type: 'boolean' } } as const

/** `confirm`: asks whoever sits at this terminal; undefined where nobody does. */
export async function restore(
  args: readonly string[],
  print: (text: string) => void,
  confirm: (question: string) => Promise<boolean | undefined>,
): Promise<number> {
  const { values, positionals } = usageErrors(() => parseArgs({ args: [...args], options, allowPositionals: true }))
  const [id, ...more] = positionals
  if (id === undefined || more.length > 0)
    throw new Failure('which finding?', EXIT.usage, '`gatesh log` shows them, with the ids to give here')
  const { log, sessions } = directories(process.env, homedir())
  const { session, changes } = findingOf(log, id)
  const kept = changes.filter((change) => change.kept)
  if (kept.length === 0)
    throw new Failure(`nothing of \`${id}\` was kept`, EXIT.usage, 'only small guarded files without secrets are')
  for (const change of kept) {
    const content = keptContent(join(sessions, session, KEPT_DIRECTORY), change)
    const now = readSmall(change.path)?.content ?? Buffer.alloc(0)
    print(`${printable(change.path)}, as it was when the session started:`)
    print(differences(now, content))
    if (now.equals(content)) continue
    const wanted = values.yes ? true : await confirm('put it back?')
    if (wanted === undefined) throw new Failure('nobody is here to be asked', EXIT.usage, 'with `--yes` it is put back')
    if (wanted) {
      putBack(change, content)
      print(`\`${printable(change.path)}\` is as it was`)
    }
  }
  return EXIT.ok
}

function findingOf(log: string, id: string): EscapeLine {
  const session = id.slice(0, Math.max(0, id.lastIndexOf('-')))
  if (session !== '')
    for (const { line } of readOthers(log, session, undefined))
      if ('kind' in line && line.kind === 'escape' && line.id === id) return line
  throw new Failure(`there is no finding \`${id}\``, EXIT.usage, '`gatesh log` shows them')
}

/** The copy, if it is still the one that the log speaks of: the log is chained, the copy is only a file. */
function keptContent(directory: string, { path, before }: EscapedChange): Buffer {
  const read = readSmall(join(directory, keptName(path)))
  if (read?.content === undefined)
    throw new Failure(
      `the copy of \`${printable(path)}\` is gone`,
      EXIT.gateshFailed,
      'its session may have been dropped',
    )
  if (before?.hash === undefined || read.state.hash !== before.hash)
    throw new Failure(
      `the copy of \`${printable(path)}\` is not what the log says it was`,
      EXIT.gateshFailed,
      'it is not put back',
    )
  return read.content
}

function differences(now: Buffer, content: Buffer): string {
  if (now.equals(content)) return '  nothing has changed'
  const diff = shortDiff(now, content)
  const lines = diff?.split('\n') ?? [`${now.length} bytes to ${content.length} bytes, not shown`]
  return lines.map((line) => `  ${printable(line)}`).join('\n')
}

/** Written beside it and moved into place, with mode and owner; what a link leads to, not the link. */
function putBack({ path, before }: EscapedChange, content: Buffer): void {
  const target = realPath(path)
  const aside = join(dirname(target), `.${basename(target)}.gatesh-${process.pid}`)
  try {
    writeFileSync(aside, content, { mode: 0o600, flag: 'wx' })
    const owner = statSync(target, { throwIfNoEntry: false })
    if (owner && process.getuid?.() === 0) chownSync(aside, owner.uid, owner.gid)
    chmodSync(aside, before?.mode ?? 0o600)
    renameSync(aside, target)
  } catch (error) {
    rmSync(aside, { force: true })
    throw new Failure(
      `\`${printable(path)}\` cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      EXIT.gateshFailed,
    )
  }
}
