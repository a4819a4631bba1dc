/** Raw connections, listeners, tunnels, scans and look-ups. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, type Family, listed, literal, programName, shown } from '../context.js'
import type { Effect, Flag, Source, Target } from '../effect.js'
import { hostFlags, isLocalHost } from '../hosts.js'
import { isEngineSocket } from '../http/request.js'
import { optionParser, wordFrom } from '../options.js'
import { fileSources, hostTarget, stdinSources, textSources } from '../payload.js'

function place(host: Target, port?: Word): { readonly targets: readonly Target[]; readonly flags: readonly Flag[] } {
  const flags: readonly Flag[] =
    host.value === null ? [] : [...hostFlags(host.value), ...(isLocalHost(host.value) ? (['local'] as const) : [])]
  return { targets: port ? [host, { type: 'port', value: port.text, raw: port.raw }] : [host], flags }
}

const ncParser = optionParser({
  values:
    '-e -c -g -G -i -I -M -m -O -o -P -p -q -s -T -V -W -w -X -x --exec --sh-exec --lua-exec --source --source-port --proxy --proxy-type --proxy-auth --idle-timeout --wait --delay --allow --deny --ssl-cert --ssl-key --output --max-conns',
})

export function nc(command: Command, context: Context): readonly Effect[] {
  const given = ncParser.parse(command.argv.slice(1))
  const program = given.value('-e', '--exec', '-c', '--sh-exec', '--lua-exec')
  const inner = program
    ? program.text === null
      ? [
          effect('exec.opaque', command, 'gives a connection to a program that is not known before it runs', {
            targets: [{ type: 'program', value: null, raw: program.raw }],
          }),
        ]
      : context.unfold(program.text, command)
    : []
  if (given.has('-l', '--listen')) {
    const port = given.value('-p') ?? given.operands.at(-1)
    const host = given.operands.length > 1 ? given.operands[0] : given.value('-s')
    const local = host?.text ? isLocalHost(host.text) && host.text !== '0.0.0.0' : false
    const listens = effect('net.listen', command, `listens on port \`${port ? shown(port) : '?'}\``, {
      targets: port ? [{ type: 'port', value: port.text, raw: port.raw }] : [],
      flags: local ? ['local'] : ['listen-all'],
    })
    return program
      ? [
          listens,
          effect('net.tunnel', command, 'gives a program of this machine to whoever connects', {
            targets: listens.targets,
            flags: ['public'],
          }),
          ...inner,
        ]
      : [listens]
  }
  const unix = given.has('-U') ? given.operands[0] : undefined
  if (unix) return unixSocket(context.path(unix, command), stdinOf(command, context), command)
  const [word, port] = given.operands
  if (!word) return [effect('sys.read', command, 'shows the help of `nc`', { flags: ['dry-run'] })]
  const host = hostTarget(word, 'destination')
  const parts = place(host, port)
  const through = given.values('-x', '--proxy').map((proxy): Target => ({ ...hostTarget(proxy), role: 'remote' }))
  const targets = [...parts.targets, ...through]
  if (given.has('-z')) return [effect('net.scan', command, `tries ports of \`${shown(word)}\``, { ...parts, targets })]
  if (program)
    return [
      effect('net.tunnel', command, `gives a program of this machine to \`${shown(word)}\``, {
        targets,
        flags: [...parts.flags, 'public'],
      }),
      ...inner,
    ]
  return [sending(word, targets, parts.flags, stdinOf(command, context), command)]
}

function sending(
  word: Word,
  targets: readonly Target[],
  flags: readonly Flag[],
  sources: readonly Source[],
  command: Command,
): Effect {
  return sources.length > 0
    ? effect('net.send', command, `sends what it is fed to \`${shown(word)}\``, { targets, flags, sources })
    : effect('net.connect', command, `connects to \`${shown(word)}\``, { targets, flags })
}

/** Standard input where something is fed; a terminal or nothing is no payload. */
function stdinOf(command: Command, context: Context): readonly Source[] {
  return command.stdin.kind === 'inherit' || command.stdin.kind === 'null' ? [] : stdinSources(command, context)
}

function unixSocket(socket: Target, sources: readonly Source[], command: Command): readonly Effect[] {
  const engine = isEngineSocket(socket.value)
  const talks = effect(
    sources.length > 0 ? 'net.send' : 'net.connect',
    command,
    `talks to the socket \`${socket.raw ?? socket.value ?? '?'}\``,
    { targets: [socket], flags: ['local'], sources },
  )
  if (socket.guarded === 'gate')
    return [talks, effect('gate.tamper', command, 'talks to the gate', { targets: [socket] })]
  return engine
    ? [
        talks,
        effect('container.run', command, 'talks to the container engine directly', {
          targets: [socket],
          flags: ['privileged'],
        }),
      ]
    : [talks]
}

/** `socat ADDRESS ADDRESS`: data runs both ways between the two. */
export function socat(command: Command, context: Context): readonly Effect[] {
  const given = optionParser({ values: '-b -t -T -lf -lp -L -W -r -R', singleDash: true }).parse(command.argv.slice(1))
  const found: Effect[] = []
  const [one, other] = given.operands
  for (const [word, peer] of [
    [one, other],
    [other, one],
  ] as const)
    if (word) found.push(...address(word, peer, command, context))
  return found.length > 0 ? found : [effect('sys.read', command, 'shows the help of `socat`', { flags: ['dry-run'] })]
}

function address(word: Word, peer: Word | undefined, command: Command, context: Context): readonly Effect[] {
  const text = word.text ?? word.prefix ?? ''
  const [type = '', ...rest] = text.split(',')[0]!.split(':')
  const kind = type.toUpperCase()
  const runsCommand = /^(EXEC|SYSTEM|SHELL|PTY)/i.test(peer?.text ?? '')
  if (/LISTEN|RECV/.test(kind) && !kind.startsWith('UNIX')) {
    const targets: readonly Target[] = [{ type: 'port', value: rest[0] ?? null }]
    const bound = /bind=(127\.|localhost|\[?::1)/.test(text)
    return [
      effect('net.listen', command, `listens on port \`${rest[0] ?? '?'}\``, {
        targets,
        flags: bound ? ['local'] : ['listen-all'],
      }),
      ...(runsCommand
        ? [
            effect('net.tunnel', command, 'gives a program of this machine to whoever connects', {
              targets,
              flags: ['public'],
            }),
          ]
        : []),
    ]
  }
  if (/^(TCP|UDP|SCTP|OPENSSL|SSL|SOCKS|PROXY|DTLS)/.test(kind)) {
    const host = hostTarget(word.text === null && rest.length < 2 ? word : literal(rest[0] ?? ''), 'destination')
    const parts = place(host)
    if (runsCommand)
      return [
        effect('net.tunnel', command, `gives a program of this machine to \`${rest[0] ?? '?'}\``, {
          ...parts,
          flags: [...parts.flags, 'public'],
        }),
      ]
    const peerText = peer?.text ?? ''
    const file =
      /^(?:FILE|OPEN|GOPEN|CREATE):([^,]+)/i.exec(peerText)?.[1] ??
      (/^[./]/.test(peerText) ? peerText.split(',')[0] : undefined)
    const listens = /LISTEN/i.test(peerText)
    const sources = file
      ? fileSources(literal(file), command, context)
      : peerText === '-' || /^STD/i.test(peerText)
        ? stdinOf(command, context)
        : listens
          ? [{ type: 'unknown' as const, value: null }]
          : []
    return [sending(literal(rest[0] ?? word.raw), parts.targets, parts.flags, sources, command)]
  }
  if (/^(EXEC|SYSTEM|SHELL)$/.test(kind))
    return word.text === null
      ? [
          effect('exec.opaque', command, 'runs a program that is not known before it runs', {
            targets: [{ type: 'program', value: null, raw: word.raw }],
          }),
        ]
      : context.unfold(text.slice(type.length + 1).split(',')[0]!, command)
  if (/^UNIX/.test(kind) || kind === 'ABSTRACT-CLIENT')
    return unixSocket(context.path(literal(rest.join(':')), command), stdinOf(command, context), command)
  if (/^(CREATE|OPEN|FILE|GOPEN)$/.test(kind))
    return [
      effect('fs.write', command, `writes \`${rest.join(':')}\``, {
        targets: [context.path(literal(rest.join(':')), command)],
      }),
    ]
  return []
}

/** ngrok, cloudflared, localtunnel, bore and their kin: this machine becomes reachable from anywhere. */
export const tunnel: Family = (command) => {
  const words = command.argv.slice(1).map((word) => word.text ?? word.raw)
  const name = programName(command)
  const says = `opens this machine to everybody with \`${[name, ...words].join(' ').slice(0, 100)}\``
  if (
    words.length === 0 ||
    words.some((word) =>
      /^(--help|-h|--version|-v|help|version|status|list|ls|info|config|update|diagnose)$/.test(word),
    )
  ) {
    if (words.some((word) => /^(add-authtoken|add-api-key)$/.test(word)))
      return [effect('secret.write', command, 'stores a token of the tunnel service')]
    return [effect('sys.read', command, `reads the state of \`${name}\``)]
  }
  if (words.some((word) => /^(login|authtoken|auth|enable)$/.test(word)))
    return [effect('auth.login', command, `logs in with \`${name}\``)]
  if (words.some((word) => /^(delete|cleanup|release|disable|down|stop)$/.test(word)))
    return [effect('net.config', command, `removes a tunnel with \`${name}\``)]
  const port =
    words.find((word) => /^(?:https?:\/\/[^ ]*:)?\d{2,5}$/.test(word)) ?? words.find((word) => /:\d+/.test(word))
  return [
    effect('net.tunnel', command, says, {
      targets: port ? [{ type: 'port', value: /(\d+)\D*$/.exec(port)?.[1] ?? null, raw: port }] : [],
      flags: ['public'],
    }),
  ]
}

export const tailscale: Family = (command) => {
  const verb = command.argv[1]?.text ?? ''
  if (/^(status|ip|ping|netcheck|version|whois|dns|bugreport|--help|--version|)$/.test(verb))
    return [effect('sys.read', command, 'reads the state of the private network')]
  if (verb === 'funnel' || verb === 'serve')
    return [
      effect('net.tunnel', command, `opens this machine with \`tailscale ${verb}\``, {
        flags: verb === 'funnel' ? ['public'] : [],
      }),
    ]
  if (verb === 'ssh')
    return [
      effect('remote.exec', command, `opens a session on \`${command.argv[2] ? shown(command.argv[2]) : '?'}\``, {
        targets: command.argv[2] ? [hostTarget(command.argv[2], 'destination')] : [],
      }),
    ]
  if (verb === 'file')
    return [
      effect('remote.copy', command, 'sends files over the private network', {
        targets: command.argv.at(-1) ? [hostTarget(command.argv.at(-1)!, 'destination')] : [],
        sources: command.argv.slice(3, -1).map((word): Source => ({ type: 'path', value: word.text })),
      }),
    ]
  return [
    effect(
      verb === 'login' || verb === 'switch' ? 'auth.login' : 'net.config',
      command,
      `changes the private network with \`tailscale ${verb}\``,
    ),
  ]
}

const scanParser = optionParser({
  values:
    '-p -i -o -oN -oX -oG -oA -iL -e -S -D -T --rate --top-ports --script --script-args --exclude -h -host -u --url -w -t -l -L -P -s -c',
})

/** nmap, masscan and the like. */
export const scan: Family = (command, context) => {
  const given = scanParser.parse(command.argv.slice(1))
  const words = [...given.operands, ...given.values('-u', '--url', '-h', '-host')]
  const hosts = words.map((word) => hostTarget(word))
  const local = hosts.length > 0 && hosts.every((host) => host.value !== null && isLocalHost(host.value))
  const writes = given
    .values('-oN', '-oX', '-oG', '-oA', '-o')
    .map((word) => effect('fs.write', command, `writes \`${shown(word)}\``, { targets: [context.path(word, command)] }))
  return [
    effect('net.scan', command, `scans ${listed(words.map(shown))}`, { targets: hosts, flags: local ? ['local'] : [] }),
    ...writes,
  ]
}

/** dig, ping and the like ask about a name; a name that is made of data carries that data to whoever answers for it. */
export const lookup: Family = (command) => {
  const words = command.argv.slice(1).filter((word) => !(word.text ?? word.prefix ?? '').startsWith('-'))
  const computed = words.filter((word) => (word.outputOf?.length ?? 0) > 0)
  if (computed.length > 0) {
    return [
      effect('net.send', command, `asks for names made of data: ${listed(computed.map(shown))}`, {
        targets: computed.map((word): Target => ({ type: 'domain', value: null, raw: word.raw, role: 'destination' })),
        flags: ['encoded'],
        sources: computed.flatMap((word) => textSources(word)),
      }),
    ]
  }
  return [
    effect('net.lookup', command, `asks about ${listed(words.map(shown))}`, {
      targets: words.slice(0, 4).map((word) => hostTarget(word.text?.startsWith('@') ? wordFrom(word, 1) : word)),
    }),
  ]
}
