/** Signals to processes, and terminals that are typed into. */
import type { Word } from '../../shell/script.js'
import { effect, type Family, listed, programName, shown } from '../context.js'
import type { Effect, Flag, Target } from '../effect.js'
import { optionParser } from '../options.js'

/** Names that the gate's own processes run under. */
const gateNames = /^gatesh(?:-exec|-shim)?$/

function signalled(
  command: Parameters<Family>[0],
  targets: readonly Target[],
  flags: readonly Flag[],
): readonly Effect[] {
  const names = targets.map((target) => target.raw ?? target.value ?? '?')
  const ends = effect('sys.kill', command, `ends ${listed(names)}`, { targets, flags })
  const gate = targets.some(({ value }) => value !== null && (gateNames.test(value) || /\bgatesh\b/.test(value)))
  return gate ? [ends, effect('gate.tamper', command, 'stops processes of the gate', { targets })] : [ends]
}

const target = (word: Word, value = word.text): Target => ({
  type: 'process',
  value,
  raw: word.raw,
  ...(word.prefix ? { prefix: word.prefix } : {}),
})

const kill: Family = (command) => {
  const words = command.argv.slice(1)
  if (words.some((word) => /^(?:-l|-L|--list|--table)$/.test(word.text ?? '')))
    return [effect('sys.read', command, 'lists signals')]
  const first = words[0]?.text ?? ''
  const named = /^-(?:s|n|--signal)$/.test(first)
  const signal = named ? (words[1]?.text ?? '') : first.startsWith('-') ? first.slice(1) : ''
  const pids = words.slice(named ? 2 : signal !== '' || first === '--' ? 1 : 0).filter((word) => word.text !== '--')
  if (/^(?:0|EXIT)$/.test(signal)) return [effect('sys.read', command, 'asks whether a process is there')]
  const hard = /^(?:9|KILL|SIGKILL)$/.test(signal)
  // -1 means every process of this user; a negative number is a whole group.
  const all = pids.some((word) => word.text === '-1')
  const job = pids.length > 0 && pids.every((word) => /^%/.test(word.text ?? ''))
  const targets = pids.map((word) => ({ ...target(word), ...(all ? { many: true } : {}) }))
  return signalled(command, targets, [
    ...(hard ? (['signal-kill'] as const) : []),
    ...(all ? (['all'] as const) : []),
    ...(job ? (['self-made'] as const) : []),
  ])
}

const byNameParser = optionParser({
  values: '-s --signal -u --user -U -g -G -P --parent -t -F -n',
  long: '--full --exact --newest --oldest --list',
})

/** pkill, killall, skill, fkill: whoever has that name, also processes that others started. */
const killByName: Family = (command) => {
  const words = command.argv.slice(1)
  const signal = words.find((word) => /^-(?:\d+|[A-Z]{2,}\d?)$/.test(word.text ?? ''))?.text?.slice(1) ?? ''
  const options = byNameParser.parse(words.filter((word) => !/^-(?:\d+|[A-Z]{2,}\d?)$/.test(word.text ?? '')))
  if (options.has('-l', '--list') && programName(command) === 'killall')
    return [effect('sys.read', command, 'lists signals')]
  if (signal === '0') return [effect('sys.read', command, 'asks whether a process is there')]
  const users = options.values('-u', '--user', '-U')
  const targets: Target[] = [
    ...options.operands.map((word) => ({ ...target(word), many: true })),
    ...users.map((word) => ({ type: 'user' as const, value: word.text, raw: word.raw, role: 'scope' as const })),
  ]
  const hard =
    /^(?:9|KILL|SIGKILL)$/.test(signal) || /^(?:9|KILL|SIGKILL)$/.test(options.value('-s', '--signal')?.text ?? '')
  return signalled(command, targets, [
    ...(hard ? (['signal-kill'] as const) : []),
    ...(options.operands.length === 0 && users.length > 0 ? (['all'] as const) : []),
  ])
}

const fuser: Family = (command) => {
  const words = command.argv.slice(1)
  const kills = words.some((word) => /^(?:-[a-z]*k[a-z]*|--kill)$/.test(word.text ?? ''))
  const ports = words.filter((word) => !(word.text ?? '').startsWith('-'))
  if (!kills) return [effect('sys.read', command, 'asks who uses a port or file')]
  return signalled(
    command,
    ports.map((word) => ({ type: 'port' as const, value: word.text, raw: word.raw })),
    ['signal-kill'],
  )
}

const killPort: Family = (command) =>
  signalled(
    command,
    command.argv
      .slice(1)
      .filter((word) => !(word.text ?? '').startsWith('-'))
      .map((word) => ({ type: 'port' as const, value: word.text, raw: word.raw })),
    [],
  )

const xkill: Family = (command) => signalled(command, [{ type: 'process', value: null }], [])

/** tmux and screen: what they start is unwrapped by the shell stage; here is what they do to other terminals. */
const multiplexer: Family = (command) => {
  const program = programName(command)
  const words = command.argv.slice(1)
  const verbs = words.map((word) => word.text ?? '')
  const session = words[verbs.findIndex((text) => text === '-t' || text === '-S') + 1]
  const targets: Target[] =
    session && verbs.some((text) => text === '-t' || text === '-S')
      ? [{ type: 'process', value: session.text, raw: session.raw }]
      : []
  if (
    verbs.some((text) =>
      /^(?:send-keys|send|send-prefix|paste-buffer|pasteb|respawn-pane|respawn-window|pipe-pane|pipep|run-shell|source-file|stuff|exec|readreg)$/.test(
        text,
      ),
    )
  )
    return [effect('exec.drive', command, `types into a terminal of \`${program}\``, { targets })]
  if (
    verbs.some((text) => /^kill-(?:server|session|window|pane)$/.test(text)) ||
    (program === 'screen' && verbs.includes('quit'))
  )
    return [
      effect('sys.kill', command, `ends a session of \`${program}\``, {
        targets: targets.length > 0 ? targets : [{ type: 'process', value: program, many: true }],
        flags: verbs.includes('kill-server') ? ['all'] : [],
      }),
    ]
  if (verbs.some((text) => /^(?:new|new-session|new-window|neww|split-window|splitw|-dm|-dmS|-d)$/.test(text)))
    return [effect('exec.background', command, `starts a session of \`${program}\``, { targets })]
  return [effect('sys.read', command, `looks at sessions of \`${program}\``, { targets })]
}

const drives: Family = (command) => [
  effect('exec.drive', command, `drives another program with \`${programName(command)}\``, {
    targets: command.argv.slice(1, 2).map((word) => ({ type: 'script', value: word.text, raw: word.raw })),
  }),
]

const debugs: Family = (command) => [
  effect('exec.debug', command, `looks into a running program with \`${shown(command.argv[0]!)}\``, {
    targets: command.argv
      .slice(1)
      .filter((word) => !(word.text ?? '').startsWith('-'))
      .slice(0, 2)
      .map((word) => ({ type: 'process', value: word.text, raw: word.raw })),
  }),
]

export const processPrograms: Readonly<Record<string, Family>> = {
  kill,
  pkill: killByName,
  killall: killByName,
  killall5: killByName,
  skill: killByName,
  fkill: killByName,
  taskkill: killByName,
  fuser,
  'kill-port': killPort,
  xkill,
  tmux: multiplexer,
  screen: multiplexer,
  zellij: multiplexer,
  expect: drives,
  xdotool: drives,
  ydotool: drives,
  osascript: drives,
  wmctrl: drives,
  gdb: debugs,
  lldb: debugs,
  strace: debugs,
  ltrace: debugs,
  gcore: debugs,
  bpftrace: debugs,
  dtrace: debugs,
  'py-spy': debugs,
  rr: debugs,
}
