/** Programs that only show the state of this machine, and the few options by which some of them change it. */
import { effect, type Family, programName, shown } from '../context.js'
import { isShown } from '../flow.js'
import { operands } from './processes.js'

const showing =
  'uname whoami id groups users who w last lastlog lastb uptime free vmstat iostat mpstat sar pidstat nstat lscpu lsblk lsusb lspci lsmem lsns lshw lsmod lslocks lsipc lsfd blkid findmnt dmidecode hwinfo inxi sensors acpi neofetch fastfetch screenfetch hostid logname ' +
  'ps pstree pgrep pidof pidwait top htop btop atop glances iotop iftop nethogs powertop nvtop nvidia-smi rocm-smi intel_gpu_top lsof ss netstat nload bmon vnstat ethtool iw iwlist arp-scan which whereis apropos man info tldr cheat whatis getconf locale ' +
  'uuid ipcs numactl nettop sw_vers system_profiler ioreg vm_stat sysdiagnose dscacheutil scutil mdls mdutil ncal zdump tzselect units logsave dpkg-architecture lsb_release getcap faillog ausearch aureport xrandr xdpyinfo xwininfo fc-list fc-match showkey watchgnupg numastat slabtop dumpe2fs smartctl ifstat ipcalc sipcalc'

const show: Family = (command) => [
  effect('sys.read', command, `reads the state of the machine with \`${programName(command)}\``, {
    targets: [{ type: 'program', value: programName(command) }],
  }),
]

/** ps and its kin can show the environment of processes, secrets among it. */
const ps: Family = (command, context) => {
  const environment = command.argv
    .slice(1)
    .some(
      (word) =>
        /^(?:-E|-?[a-df-zA-Z]*e[a-zA-Z]*)$/.test(word.text ?? '') &&
        !/^-/.test(word.text ?? '') &&
        /e/.test(word.text ?? ''),
    )
  if (!environment) return show(command, context)
  const kind = isShown(command, context) ? 'secret.print' : 'secret.read'
  return [
    effect(kind, command, 'shows the environment of running processes', {
      targets: [{ type: 'variable', value: '*', many: true }],
      sources: [{ type: 'secret', value: 'environment', secrets: ['environment'] }],
    }),
  ]
}

/** Shows without words or with a format; sets with anything else. */
const date: Family = (command, context) => {
  const sets = command.argv
    .slice(1)
    .some(
      (word, at, words) =>
        /^(?:-s|--set)/.test(word.text ?? '') ||
        (/^\d{8,}/.test(word.text ?? '') && !/^-[a-zA-Z]*[dr]$/.test(words[at - 1]?.text ?? '')),
    )
  return sets ? [effect('sys.config', command, 'sets the clock')] : show(command, context)
}

const hostname: Family = (command, context) => {
  const [name] = operands(command)
  return name ? [effect('sys.config', command, `renames the machine to \`${shown(name)}\``)] : show(command, context)
}

/** dmesg and journalctl show logs; some options take them away. */
const dmesg: Family = (command) => {
  const clears = command.argv.some((word) => /^-[a-zA-Z]*[cC]|^--(?:clear|read-clear)$/.test(word.text ?? ''))
  return [
    effect(
      clears ? 'sys.log' : 'sys.read',
      command,
      clears ? 'clears the log of the kernel' : 'reads the log of the kernel',
    ),
  ]
}

const journal: Family = (command) => {
  const clears = command.argv.find((word) =>
    /^--(?:vacuum-(?:size|time|files)|rotate|flush|relinquish-var)/.test(word.text ?? ''),
  )
  if (!clears) return [effect('sys.read', command, 'reads the journal')]
  const loses = command.argv.some((word) => (word.text ?? '').startsWith('--vacuum'))
  return [
    effect(loses ? 'sys.log' : 'sys.config', command, loses ? 'deletes entries of the journal' : 'rotates the journal'),
  ]
}

/** Anything written to the log of the system. */
const logger: Family = (command) => [
  effect('sys.notify', command, 'writes a line to the log of the system', {
    sources: operands(command).map((word) => ({ type: 'text', value: word.text })),
  }),
]

const all = (list: string, family: Family): Record<string, Family> =>
  Object.fromEntries(list.split(' ').map((name) => [name, family]))

export const readingSystemPrograms: Readonly<Record<string, Family>> = {
  ...all(showing, show),
  ps,
  date,
  gdate: date,
  hostname,
  dmesg,
  journalctl: journal,
  logger,
  logrotate: (command) => [effect('sys.log', command, 'rotates logs')],
  'systemd-analyze': show,
  'systemd-cat': logger,
  'systemd-detect-virt': show,
}
