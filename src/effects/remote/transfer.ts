/** sftp and ftp sessions: commands from a batch file or standard input. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, listed, literal, shown } from '../context.js'
import type { Effect, Flag, Target } from '../effect.js'
import { environmentFlags } from '../environment.js'
import { optionParser } from '../options.js'
import { fileSources, hostTarget, stdinSources } from '../payload.js'
import { hostFlags, remote, remotePath } from './copy.js'

const sftpParser = optionParser({ values: '-B -b -c -D -F -i -J -l -o -P -R -S -s -X' })

/** Most bytes of a batch file that are read. */
const MAX_BATCH_BYTES = 32 * 1024

export function sftp(command: Command, context: Context): readonly Effect[] {
  const given = sftpParser.parse(command.argv.slice(1))
  const [place, local] = given.operands
  if (!place) return [effect('sys.read', command, 'shows the help of `sftp`', { flags: ['dry-run'] })]
  const at = remotePath(place)
  const host = at?.host ?? remote(place)
  const flags = hostFlags(host, given)
  const batch = given.value('-b')
  const fed =
    command.stdin.kind === 'text' ? command.stdin.text.text : batch ? readBatch(batch, command, context) : undefined
  if (at && at.path !== '' && !batch) {
    return [
      effect('net.fetch', command, `fetches \`${shown(place)}\``, { targets: [host], flags }),
      effect('fs.write', command, `writes \`${shown(local ?? literal('.'))}\``, {
        targets: [context.path(local ?? literal('.'), command)],
      }),
    ]
  }
  if (fed === undefined || fed === null) {
    const opaque =
      command.stdin.kind === 'inherit' || command.stdin.kind === 'null' ? [] : stdinSources(command, context)
    return [
      effect(batch || opaque.length > 0 ? 'remote.exec' : 'net.connect', command, `connects to \`${shown(place)}\``, {
        targets: [host],
        flags,
        sources: opaque,
      }),
    ]
  }
  return fed.split('\n').flatMap((line) => transferLine(line.trim().split(/\s+/), command, context, host, flags))
}

function readBatch(batch: Word, command: Command, context: Context): string | null {
  const path = context.path(batch, command).value
  return (path === null ? undefined : context.world.readText(path, MAX_BATCH_BYTES)) ?? null
}

/** One line of an sftp or ftp session. */
function transferLine(
  words: readonly string[],
  command: Command,
  context: Context,
  host: Target,
  flags: readonly Flag[],
): readonly Effect[] {
  const verb = (words[0] ?? '').replace(/^-/, '').toLowerCase()
  const names = words.slice(1).filter((word) => !word.startsWith('-'))
  switch (verb) {
    case 'put':
    case 'mput':
    case 'reput':
    case 'send':
    case 'append':
    case 'mirror':
      return [
        effect('remote.copy', command, `uploads ${listed(names)}`, {
          targets: [host],
          flags,
          sources: names
            .slice(0, verb === 'mput' ? undefined : 1)
            .flatMap((name) => fileSources(literal(name), command, context)),
        }),
      ]
    case 'get':
    case 'mget':
    case 'reget':
    case 'recv':
      return [
        effect('net.fetch', command, `downloads ${listed(names)}`, { targets: [host], flags }),
        ...names.slice(-1).map((name) =>
          effect('fs.write', command, `writes \`${name}\``, {
            targets: [context.path(literal(name.slice(name.lastIndexOf('/') + 1)), command)],
          }),
        ),
      ]
    case 'rm':
    case 'rmdir':
    case 'mdelete':
    case 'delete':
    case 'rename':
    case 'mkdir':
    case 'chmod':
    case 'chown':
    case 'ln':
    case 'symlink':
    case 'mrm':
      return [
        effect('remote.exec', command, `runs \`${words.join(' ').slice(0, 120)}\` there`, {
          targets: [host],
          flags: verb.includes('rm') || verb.includes('del') ? [...flags, 'delete'] : flags,
        }),
      ]
    case 'open':
      return [
        effect('net.connect', command, `connects to \`${names[0] ?? '?'}\``, {
          targets: [hostTarget(literal(names[0] ?? ''))],
          flags,
        }),
      ]
    default:
      if (verb.startsWith('!')) return context.unfold(words.join(' ').slice(1), command)
      return verb === ''
        ? []
        : [
            effect('net.connect', command, `connects to \`${host.raw ?? host.value ?? '?'}\``, {
              targets: [host],
              flags,
            }),
          ]
  }
}

const ftpParser = optionParser({ values: '-e -c -u -p -P -s -f' })

/** ftp and lftp: commands from `-e`, `-c` or standard input. */
export function ftp(command: Command, context: Context): readonly Effect[] {
  const given = ftpParser.parse(command.argv.slice(1))
  const host: Target = given.operands[0]
    ? hostTarget(given.operands[0], 'destination')
    : { type: 'host', value: null, role: 'destination' }
  const flags = environmentFlags([host.value])
  const script = given.values('-e', '-c').map((word) => word.text ?? '')
  if (command.stdin.kind === 'text') script.push(command.stdin.text.text ?? '')
  if (script.length === 0) {
    const sources = command.stdin.kind === 'inherit' ? [] : stdinSources(command, context)
    return [
      effect(
        sources.length > 0 ? 'remote.exec' : 'net.connect',
        command,
        `connects to \`${host.raw ?? host.value ?? '?'}\``,
        { targets: [host], flags, sources },
      ),
    ]
  }
  return script
    .join('\n')
    .split(/[\n;]/)
    .flatMap((line) => transferLine(line.trim().split(/\s+/), command, context, host, flags))
}
