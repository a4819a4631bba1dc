/** Programs that stop, signal, trace or slow down processes. */
import type { Command, Word } from '../../shell/script.js'
import { effect, type Family, listed, programName, shown } from '../context.js'
import type { Effect, Flag, Target } from '../effect.js'
import { optionParser } from '../options.js'

/** A process id, name or pattern. */
function processTarget(word: Word, many: boolean): Target {
  const target: Target =
    word.text === null ? { type: 'process', value: null, raw: word.raw } : { type: 'process', value: word.text }
  return many ? { ...target, many: true } : target
}

/** Names of the gate's own processes. */
const gateProcess = /gatesh/i

function kills(targets: readonly Target[], flags: readonly Flag[], command: Command): readonly Effect[] {
  const found = [
    effect('sys.kill', command, `stops ${listed(targets.map((target) => target.value ?? target.raw ?? '?'))}`, {
      targets,
      flags,
    }),
  ]
  if (targets.some((target) => gateProcess.test(target.value ?? '')))
    found.push(effect('gate.tamper', command, 'stops the gate', { targets }))
  return found
}

/** kill: signal 0 only asks, signals for terminals and pausing stop nothing for good, job numbers are the shell's own. */
const kill: Family = (command) => {
  const words = command.argv.slice(1)
  if (words.some((word) => /^-[lL]$|^--list|^--table$|^--help$/.test(word.text ?? '')))
    return [effect('sys.read', command, 'lists signals')]
  let signal = ''
  const rest: Word[] = []
  for (let at = 0; at < words.length; at++) {
    const text = words[at]!.text ?? ''
    if (text === '-s' || text === '-n' || text === '--signal') signal = words[++at]?.text ?? ''
    else if (text === '--') continue
    else if (at === 0 && /^-(?:[A-Za-z]\w*|\d+)$/.test(text)) signal = text.slice(1)
    else rest.push(words[at]!)
  }
  if (signal === '0') return [effect('sys.read', command, 'asks whether a process is there')]
  const name = signal.toUpperCase().replace(/^SIG/, '')
  const own =
    rest.length > 0 && rest.every((word) => /^%|^\$!$/.test(word.text ?? word.raw) || word.variables?.includes('!'))
  const flags: Flag[] = name === '9' || name === 'KILL' ? ['signal-kill'] : []
  if (own) flags.push('self-made')
  const everything = rest.some((word) => /^-1$/.test(word.text ?? ''))
  if (everything) flags.push('all')
  return kills(
    rest.map((word) => processTarget(word, everything)),
    flags,
    command,
  )
}

const pkillOptions = optionParser({
  values:
    '-u --euid -U --uid -g --pgroup -G --group -P --parent -s --session -t --terminal -F --pidfile -d --delimiter --signal --ns --nslist -r --runstates -O --older',
  long: '--full --exact --newest --oldest --inverse --ignore-case --signal',
})

/** pkill and killall take every process of a name or pattern. */
const pkill: Family = (command) => {
  const words = command.argv
    .slice(1)
    .filter((word) => !/^-(?:SIG)?(?:HUP|INT|QUIT|KILL|TERM|USR1|USR2|STOP|CONT|\d+)$/.test(word.text ?? ''))
  const options = pkillOptions.parse(words)
  if (options.has('--help', '--version'))
    return [effect('sys.read', command, `asks \`${programName(command)}\` for its help`)]
  const hard =
    command.argv.some((word) => /^-(?:SIG)?(?:KILL|9)$/.test(word.text ?? '')) ||
    /^(?:SIG)?(?:KILL|9)$/.test(options.value('--signal')?.text ?? '')
  const users = options
    .values('-u', '--euid', '-U', '--uid')
    .map((word): Target => ({ type: 'user', value: word.text, role: 'scope' }))
  const targets = options.operands.map((word) => processTarget(word, true))
  const flags: Flag[] = hard ? ['signal-kill'] : []
  if (targets.length === 0) flags.push('all')
  return kills(
    [...(targets.length > 0 ? targets : [{ type: 'process', value: '*', many: true } as const]), ...users],
    flags,
    command,
  )
}

/** fuser -k PORT/tcp and npx kill-port stop whoever holds a port or file. */
const fuser: Family = (command, context) => {
  const words = command.argv.slice(1)
  const operands = words.filter((word) => !(word.text ?? '').startsWith('-'))
  if (!words.some((word) => /^-[a-zA-Z]*k|^--kill$/.test(word.text ?? '')))
    return [effect('sys.read', command, 'asks who uses a file or port')]
  const targets = operands.map(
    (word): Target =>
      /^\d+\/(?:tcp|udp)$/.test(word.text ?? '')
        ? { type: 'port', value: word.text!.split('/')[0]!, raw: word.text! }
        : context.path(word, command),
  )
  return [
    effect(
      'sys.kill',
      command,
      `stops what uses ${listed(targets.map((target) => target.raw ?? target.value ?? '?'))}`,
      { targets, flags: ['signal-kill'] },
    ),
  ]
}

const killPort: Family = (command) => {
  const ports = command.argv.slice(1).filter((word) => !(word.text ?? '').startsWith('-'))
  return [
    effect('sys.kill', command, `stops what listens on ${listed(ports.map(shown))}`, {
      targets: ports.map((word) => ({ type: 'port', value: word.text, raw: word.raw })),
      flags: ['signal-kill'],
    }),
  ]
}

const nice: Family = (command) => [
  effect('sys.config', command, `changes the priority of a process with \`${programName(command)}\``),
]

/** Debuggers and tracers read and write the memory of what they run or attach to. */
const debug: Family = (command) => {
  const words = command.argv.slice(1)
  if (words.length > 0 && words.every((word) => /^--?(?:version|help|V|h)$/.test(word.text ?? '')))
    return [effect('sys.read', command, `asks \`${programName(command)}\` for its version`)]
  const at = words.findIndex((word) => /^(?:-p|--pid|--attach|-attach)$/.test(word.text ?? ''))
  const pid = at >= 0 ? words[at + 1] : words.find((word) => /^-p\d+$|^--pid=/.test(word.text ?? ''))
  if (!pid) return [effect('exec.debug', command, `runs a program under \`${programName(command)}\``)]
  return [
    effect('exec.debug', command, `attaches \`${programName(command)}\` to a running process`, {
      targets: [{ type: 'process', value: pid.text?.replace(/^(?:-p|--pid=)/, '') ?? null, raw: pid.raw }],
    }),
  ]
}

const all = (list: string, family: Family) => Object.fromEntries(list.split(' ').map((name) => [name, family]))

export const processPrograms: Readonly<Record<string, Family>> = {
  kill,
  ...all('pkill killall killall5 skill xkill taskkill', pkill),
  fuser,
  'kill-port': killPort,
  fkill: pkill,
  ...all('renice chrt taskset prlimit schedtool cpulimit', nice),
  ...all(
    'gdb lldb strace ltrace ptrace perf bpftrace bcc dtrace dtruss rr radare2 r2 frida gcore uftrace py-spy',
    debug,
  ),
}

/** Words of a command that are operands, for families of this folder. */
export function operands(command: Command): readonly Word[] {
  return command.argv.slice(1).filter((word) => !(word.text ?? word.prefix ?? '').startsWith('-'))
}
