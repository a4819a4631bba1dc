/** ssh and what logs in like it. What a remote command does has effects of its own, with `where`. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, literal, shown } from '../context.js'
import type { Effect, Target } from '../effect.js'
import { environmentFlags } from '../environment.js'
import { isLocalHost } from '../hosts.js'
import { type Options, optionParser } from '../options.js'
import { hostTarget, stdinSources, textSources } from '../payload.js'
import { hostFlags, remote } from './copy.js'

const sshParser = optionParser({
  values: '-B -b -c -D -E -e -F -I -i -J -L -l -m -O -o -P -p -Q -R -S -W -w',
  stopsAtOperand: true,
})

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
        targets: [target, ...forwardedPorts(given.values('-L'))],
        flags: given.has('-f') ? [...flags, 'background'] : flags,
      }),
    )
  return found
}

/** Ports of this machine that lead elsewhere: `-L [address:]5433:db:5432`. */
function forwardedPorts(words: readonly Word[]): readonly Target[] {
  return words.flatMap((word): Target[] => {
    const port = /^(?:[^:]*:)?(\d{1,5}):[^:]+:\d{1,5}$/.exec(word.text ?? '')?.[1]
    return port === undefined ? [] : [{ type: 'port', value: port, raw: word.raw, role: 'scope' }]
  })
}

function merged(one: Options, other: Options): Options {
  return {
    ...other,
    has: (...names) => one.has(...names) || other.has(...names),
    value: (...names) => other.value(...names) ?? one.value(...names),
    values: (...names) => [...one.values(...names), ...other.values(...names)],
  }
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
