/** rsync between trees of this machine. With a host in a path it is a matter of the network (remote family). */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect } from '../context.js'
import type { Effect, Flag } from '../effect.js'
import { type Options, optionParser } from '../options.js'
import { pathSource } from '../payload.js'
import { names } from './readers.js'

/** Options of rsync that take a value. */
export const rsyncOptions = optionParser({
  values:
    '-e --rsh --rsync-path --exclude --include --exclude-from --include-from --files-from -f --filter -T --temp-dir --partial-dir --backup-dir --suffix --compare-dest --copy-dest --link-dest --log-file --log-file-format --out-format --password-file --port --bwlimit --timeout --contimeout --max-size --min-size --max-delete --chmod --chown --usermap --groupmap -B --block-size --modify-window --address --sockopts --info --debug --compress-level --skip-compress --iconv -M --remote-option --stop-after --stop-at',
  long: '--archive --recursive --delete --delete-before --delete-during --delete-after --delete-delay --delete-excluded --dry-run --list-only --remove-source-files --verbose --compress --progress --partial --update --existing --ignore-existing --inplace --append',
})

/** Whether a word names another machine: `host:path`, `user@host:path`, `host::module`, `rsync://host/x`. */
export function isRemotePath(word: Word): boolean {
  return /^(?:rsync:\/\/|[^/:\s]*@?[^/:\s]+::?)/.test(word.text ?? word.prefix ?? '')
}

/** Effects of rsync without any remote path. */
export function localSync(options: Options, command: Command, context: Context): readonly Effect[] {
  if (options.has('--help', '--version')) return [effect('sys.read', command, 'asks `rsync` for its help')]
  const operands = options.operands
  const from = operands
    .slice(0, operands.length > 1 ? -1 : undefined)
    .map((word) => ({ ...context.path(word, command, 'from'), many: true }))
  const destination = operands.length > 1 ? operands[operands.length - 1]! : undefined
  if (!destination || options.has('-n', '--dry-run', '--list-only')) {
    const to = destination ? [context.path(destination, command)] : []
    return [
      effect('fs.list', command, `compares ${names([...from, ...to])}`, {
        targets: [...from, ...to],
        flags: ['dry-run'],
      }),
    ]
  }
  const to = { ...context.path(destination, command, 'to'), many: true }
  const deletes = options.names.some((name) => name.startsWith('--delete'))
  const flags: readonly Flag[] = deletes ? ['delete', 'recursive'] : []
  const found = [
    effect(
      'fs.sync',
      command,
      `${deletes ? 'makes' : 'copies'} ${deletes ? `${names([to])} the same as ${names(from)}, deleting the rest` : `${names(from)} to ${names([to])}`}`,
      { targets: [...from, to], flags, sources: from.map(pathSource) },
    ),
  ]
  if (options.has('--remove-source-files'))
    found.push(effect('fs.delete', command, `deletes ${names(from)} after the copy`, { targets: from }))
  return found
}
