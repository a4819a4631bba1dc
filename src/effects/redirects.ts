/** Redirects are file effects of whatever command carries them. */
import { printfText } from '../shell/printf.js'
import type { Command, Redirect } from '../shell/script.js'
import { wordOf } from '../shell/value.js'
import { type Context, effect, programName, shown } from './context.js'
import type { Effect, Flag, Source } from './effect.js'
import { isSink } from './paths.js'
import { hostTarget, stdinSources, textSources } from './payload.js'

/** Commands without output of their own: a redirect empties the file. */
const silent = new Set(['', ':', 'true', 'false', 'exec'])

/** Reads and writes through `<`, `>`, `>>`, `>|`, `<>` and the shell's own network paths. */
export function redirectEffects(command: Command, context: Context): readonly Effect[] {
  if (command.redirects.length === 0) return []
  return command.redirects.flatMap((redirect) => redirectEffect(redirect, command, context))
}

function redirectEffect({ fd, op, target }: Redirect, command: Command, context: Context): readonly Effect[] {
  if (op === 'duplicate') return []
  const network = /^\/dev\/(?:tcp|udp)\/(?:([^/]*)\/?)?/.exec(target.text ?? target.prefix ?? '')
  if (network) return [socketEffect(network[1] ?? '', op !== 'read', command, context)]
  const path = context.path(target, command)
  if (isSink(path)) return []
  if (op === 'read') return [effect('fs.read', command, `reads \`${shown(target)}\``, { targets: [path] })]
  const flags: Flag[] = []
  if (op === 'append') flags.push('append')
  else if (op !== 'readwrite' && empties(command)) flags.push('truncate')
  const sources: readonly Source[] = fd === 1 && !flags.includes('truncate') ? outputOf(command, context) : []
  return [effect('fs.write', command, `writes \`${shown(target)}\``, { targets: [path], flags, sources })]
}

function empties(command: Command): boolean {
  const name = programName(command)
  if (silent.has(name)) return true
  return name === 'cat' && command.argv.length === 2 && command.argv[1]!.text === '/dev/null'
}

/** What goes into the file, in the terms of the command that stands before the redirect. */
function outputOf(command: Command, context: Context): readonly Source[] {
  const name = programName(command)
  if (name === 'echo') {
    const words = command.argv.slice(1).filter((word) => !/^-[neE]+$/.test(word.text ?? ''))
    if (words.every((word) => word.text !== null))
      return textSources({ text: `${words.map((word) => word.text).join(' ')}\n`, raw: command.source })
    return words.flatMap((word) => textSources(word))
  }
  if (name === 'printf') {
    const text = printfText(command.argv.slice(1))
    return text ? textSources(wordOf(text, command.source)) : command.argv.slice(1).flatMap((word) => textSources(word))
  }
  if ((name === 'cat' || name === 'tee') && command.argv.length === 1) return stdinSources(command, context)
  return [{ type: 'output', value: null, command: command.index }]
}

/** `/dev/tcp/host/port`: a socket that the shell opens itself. */
function socketEffect(host: string, sends: boolean, command: Command, context: Context): Effect {
  const target = hostTarget(host === '' ? { text: null, raw: '/dev/tcp' } : { text: host, raw: host }, 'destination')
  if (!sends) return effect('net.connect', command, `opens a connection to \`${host || '?'}\``, { targets: [target] })
  return effect('net.send', command, `sends to \`${host || '?'}\` over a socket of the shell`, {
    targets: [target],
    sources: outputOf(command, context),
  })
}
