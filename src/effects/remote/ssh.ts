/** ssh, scp, sftp, rsync to and from other machines, mosh. What a remote command does has effects of its own, with `where`. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, type Family, listed, literal, shown } from '../context.js'
import type { Effect, Flag, Source, Target } from '../effect.js'
import { environmentFlags } from '../environment.js'
import { localSync, rsyncOptions } from '../files/sync.js'
import { isLocalHost } from '../hosts.js'
import { type Options, optionParser, wordFrom } from '../options.js'
import { fileSources, hostTarget, stdinSources, textSources } from '../payload.js'

const sshParser = optionParser({
  values: '-B -b -c -D -E -e -F -I -i -J -L -l -m -O -o -P -p -Q -R -S -W -w',
  stopsAtOperand: true,
})

/** A host word as ssh reads it: `user@host`, `ssh://user@host:port`. */
function remote(word: Word): Target {
  return hostTarget(word.text?.startsWith('ssh://') ? wordFrom(word, 6) : word, 'destination')
}

function hostFlags(host: Target, given: Options): readonly Flag[] {
  const flags = new Set<Flag>(environmentFlags([host.value, host.raw]))
  if (host.value !== null && isLocalHost(host.value)) flags.add('local')
  if (
    given
      .values('-o')
      .some((word) =>
        /StrictHostKeyChecking\s*[= ]\s*(no|off)|UserKnownHostsFile\s*[= ]\s*\/dev\/null/i.test(
          (word.text ?? '').slice(0, 256),
        ),
      )
  )
    flags.add('insecure')
  return [...flags]
}

export function ssh(command: Command, context: Context): readonly Effect[] {
  let given = sshParser.parse(command.argv.slice(1))
  if (given.has('-V', '-Q', '-G')) return [effect('sys.read', command, 'reads the setup of `ssh`')]
  const [host, ...rest] = given.operands
  if (!host) return [effect('sys.read', command, 'shows the help of `ssh`', { flags: ['dry-run'] })]
  // Options may follow the host; the command begins at the next operand.
  const after = sshParser.parse(rest)
  const words = after.operands
  given = merged(given, after)
  const target = remote(host)
  const flags = hostFlags(target, given)
  const found: Effect[] = []
  if (flags.includes('insecure') && !flags.includes('local'))
    found.push(
      effect('trust.tls', command, `does not check the host key of \`${shown(host)}\``, { targets: [target], flags }),
    )
  for (const word of given.values('-R', '-D', '-w')) {
    found.push(
      effect('net.tunnel', command, `opens a tunnel through \`${shown(host)}\` with \`${shown(word)}\``, {
        targets: [target, { type: 'port', value: word.text, raw: word.raw }],
        flags: given.has('-R') ? [...flags, 'public'] : flags,
      }),
    )
  }
  if (given.has('-A'))
    found.push(
      effect('trust.weaken', command, `lends the login keys of this machine to \`${shown(host)}\``, {
        targets: [target],
        flags,
      }),
    )
  const fed =
    command.stdin.kind === 'text' || command.stdin.kind === 'file' || command.stdin.kind === 'pipe'
      ? stdinSources(command, context)
      : []
  if (words.length > 0) {
    const text = words.map((word) => word.text ?? word.raw).join(' ')
    found.push(
      effect('remote.exec', command, `runs \`${shown(literal(text))}\` on \`${shown(host)}\``, {
        targets: [target],
        flags,
        sources: [...fed, { type: 'text', value: text }],
      }),
    )
  } else if (fed.length > 0 && !given.has('-N')) {
    found.push(
      effect('remote.exec', command, `runs what it is fed on \`${shown(host)}\``, {
        targets: [target],
        flags,
        sources: fed,
      }),
    )
  } else
    found.push(
      effect('net.connect', command, `connects to \`${shown(host)}\``, {
        targets: [target],
        flags: given.has('-f') ? [...flags, 'background'] : flags,
      }),
    )
  return found
}

function merged(one: Options, other: Options): Options {
  return {
    ...other,
    has: (...names) => one.has(...names) || other.has(...names),
    value: (...names) => other.value(...names) ?? one.value(...names),
    values: (...names) => [...one.values(...names), ...other.values(...names)],
  }
}

/** `host:path`, `user@host:path`, `scp://host/path`, `host::module`; undefined for a path here. */
export function remotePath(word: Word): { readonly host: Target; readonly path: string } | undefined {
  const text = word.text ?? word.prefix ?? ''
  const url = /^(?:scp|sftp|rsync):\/\/([^/]+)(\/.*)?$/.exec(text)
  if (url) return { host: remote(literal(url[1]!)), path: url[2] ?? '' }
  const spec = /^(?:\[([^\]]+)\]|([^/:]+)):(.*)$/s.exec(text)
  if (spec && !/^[./~]/.test(text)) return { host: remote(literal(spec[1] ?? spec[2]!)), path: spec[3]! }
  // `$HOST:/path` is a place elsewhere that is not known; `$FILE` alone counts as a path here.
  if (word.text === null && /^[^/]*:/.test(word.suffix ?? ''))
    return { host: { type: 'host', value: null, raw: word.raw, role: 'destination' }, path: '' }
  return undefined
}

/** Copies between here and elsewhere; undefined where every operand is here. */
export function remoteCopy(
  command: Command,
  context: Context,
  operands: readonly Word[],
  given: Options,
  flags: readonly Flag[],
): readonly Effect[] | undefined {
  const to = operands.at(-1)
  const from = operands.slice(0, -1)
  if (!to || from.length === 0) return undefined
  const destination = remotePath(to)
  const origins = from.map((word) => ({ word, at: remotePath(word) }))
  if (!destination && origins.every((origin) => !origin.at)) return undefined
  if (destination) {
    const own = [...new Set([...flags, ...hostFlags(destination.host, given)])]
    const sources = origins.flatMap(({ word, at }): readonly Source[] =>
      at ? [{ type: 'url', value: word.text }] : fileSources(word, command, context),
    )
    const target: Target = { type: 'path', value: destination.path || null, raw: shown(to), role: 'to' }
    const copy = effect('remote.copy', command, `copies ${listed(from.map(shown))} to \`${shown(to)}\``, {
      targets: [destination.host, target],
      flags: own,
      sources,
    })
    const reads = origins
      .filter(({ at }) => !at)
      .map(({ word }) =>
        effect('fs.read', command, `reads \`${shown(word)}\``, { targets: [context.path(word, command)] }),
      )
    return [copy, ...reads, ...untrusted(own, destination.host, command)]
  }
  const hosts = origins.flatMap(({ at }) => (at ? [at.host] : []))
  const own = [...new Set([...flags, ...hosts.flatMap((host) => hostFlags(host, given))])]
  return [
    effect('net.fetch', command, `copies ${listed(from.map(shown))} here`, {
      targets: [...hosts, ...origins.map(({ word }): Target => ({ type: 'url', value: word.text, raw: word.raw }))],
      flags: own,
    }),
    effect('fs.write', command, `writes \`${shown(to)}\``, {
      targets: [context.path(to, command)],
      flags: flags.includes('delete') ? ['recursive'] : [],
      sources: from.map((word): Source => ({ type: 'url', value: word.text })),
    }),
    ...(flags.includes('delete')
      ? [
          effect('fs.delete', command, `deletes what is only here in \`${shown(to)}\``, {
            targets: [{ ...context.path(to, command), many: true }],
            flags: ['recursive'],
          }),
        ]
      : []),
    ...hosts.flatMap((host) => untrusted(own, host, command)),
  ]
}

function untrusted(flags: readonly Flag[], host: Target, command: Command): readonly Effect[] {
  return flags.includes('insecure') && !flags.includes('local')
    ? [
        effect('trust.tls', command, `does not check the host key of \`${host.raw ?? host.value ?? '?'}\``, {
          targets: [host],
          flags,
        }),
      ]
    : []
}

const scpParser = optionParser({ values: '-c -D -F -i -J -l -o -P -S -X' })

export function scp(command: Command, context: Context): readonly Effect[] {
  const given = scpParser.parse(command.argv.slice(1))
  const flags: readonly Flag[] = given.has('-r') ? ['recursive'] : []
  const copied = remoteCopy(command, context, given.operands, given, flags)
  if (copied) return copied
  const to = given.operands.at(-1)
  if (!to || given.operands.length < 2)
    return [effect('sys.read', command, 'shows the help of `scp`', { flags: ['dry-run'] })]
  return [
    effect('fs.copy', command, `copies ${listed(given.operands.slice(0, -1).map(shown))}`, {
      targets: [
        ...given.operands.slice(0, -1).map((word) => context.path(word, command, 'from')),
        context.path(to, command, 'to'),
      ],
      flags,
    }),
  ]
}

/** rsync with at least one operand elsewhere; undefined for copies within this machine. */
function remoteRsync(command: Command, context: Context): readonly Effect[] | undefined {
  const given = rsyncOptions.parse(command.argv.slice(1))
  const flags = new Set<Flag>(given.has('-r', '-a', '--archive', '--recursive') ? ['recursive'] : [])
  if (given.names.some((name) => name.startsWith('--delete') || name === '--del')) flags.add('delete')
  const operands = given.operands.length === 1 ? [...given.operands, literal('.')] : given.operands
  const copied = remoteCopy(command, context, operands, given, [...flags])
  if (!copied) return undefined
  if (given.operands.length === 1)
    return [effect('net.fetch', command, `lists \`${shown(given.operands[0]!)}\``, { targets: copied[0]!.targets })]
  if (given.has('-n', '--dry-run', '--list-only'))
    return copied.slice(0, 1).map((one) => ({ ...one, kind: 'net.fetch', flags: [...one.flags, 'dry-run'] }))
  if (!given.has('--remove-source-files')) return copied
  return [
    ...copied,
    effect('fs.delete', command, 'deletes the files that it has copied', {
      targets: operands.slice(0, -1).map((word) => context.path(word, command)),
    }),
  ]
}

/** rsync: between machines here, within this one by the file family. */
export const rsync: Family = (command, context) =>
  remoteRsync(command, context) ?? localSync(rsyncOptions.parse(command.argv.slice(1)), command, context)

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

/** Programs that log in like ssh but take no options worth knowing: mosh, et, autossh, telnet, rlogin. */
export function login(command: Command): readonly Effect[] {
  const given = optionParser({ values: '-p --port --ssh -M -l -L -R -D' }).parse(command.argv.slice(1))
  const [host, ...rest] = given.operands
  if (!host) return [effect('sys.read', command, 'shows its help', { flags: ['dry-run'] })]
  const target = hostTarget(host, 'destination')
  const flags = environmentFlags([target.value])
  const carries = rest.length > 0 && !/^\d+$/.test(rest[0]!.text ?? '')
  return [
    effect(carries ? 'remote.exec' : 'net.connect', command, `connects to \`${shown(host)}\``, {
      targets: [target],
      flags: target.value !== null && isLocalHost(target.value) ? [...flags, 'local'] : flags,
      sources: carries ? rest.flatMap((word) => textSources(word)) : [],
    }),
  ]
}
