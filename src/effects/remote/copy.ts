/** Places on other machines, and copies to and from them: scp, rsync. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, type Family, listed, literal, shown } from '../context.js'
import type { Effect, Flag, Source, Target } from '../effect.js'
import { environmentFlags } from '../environment.js'
import { localSync, rsyncOptions } from '../files/sync.js'
import { isLocalHost } from '../hosts.js'
import { type Options, optionParser, wordFrom } from '../options.js'
import { fileSources, hostTarget } from '../payload.js'

/** A host word as ssh reads it: `user@host`, `ssh://user@host:port`. */
export function remote(word: Word): Target {
  return hostTarget(word.text?.startsWith('ssh://') ? wordFrom(word, 6) : word, 'destination')
}

export function hostFlags(host: Target, given: Options): readonly Flag[] {
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
