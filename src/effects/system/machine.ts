/** Services, schedules, accounts, network, disks and settings of this machine. */
import type { Word } from '../../shell/script.js'
import { effect, type Family, listed, programName, shown } from '../context.js'
import type { Effect, EffectKind, Flag, Target, TargetType } from '../effect.js'
import { optionParser } from '../options.js'

const plainParser = optionParser({
  values:
    '-t --type -p --property -n --lines -u --unit -H --host -M --machine -o --output --since --until -S --state -c --command -g --gid --groups -G -s --shell -d --home -e --expiredate -U -L',
})

const words = (command: Parameters<Family>[0]): readonly Word[] => command.argv.slice(1)
const named = (list: readonly Word[], type: TargetType): readonly Target[] =>
  list.slice(0, 32).map((word) => ({ type, value: word.text, raw: word.raw, ...(word.glob ? { many: true } : {}) }))
const operandsOf = (command: Parameters<Family>[0]): readonly Word[] => plainParser.parse(words(command)).operands

const reads =
  (says: string): Family =>
  (command) => [effect('sys.read', command, says)]

/** One kind for every call with operands, reading without any. */
function changes(kind: EffectKind, type: TargetType, says: string, readWords: RegExp = /^$/): Family {
  return (command) => {
    const operands = operandsOf(command)
    const first = operands[0]?.text ?? ''
    if (
      operands.length === 0 ||
      readWords.test(first) ||
      words(command).some((word) => /^(?:--help|--version|--list|-l)$/.test(word.text ?? ''))
    )
      return [effect('sys.read', command, `asks \`${programName(command)}\``)]
    return [
      effect(kind, command, `${says} ${listed(operands.map((word) => word.text ?? word.raw))}`, {
        targets: named(operands, type),
        flags: ['system'],
      }),
    ]
  }
}

const serviceReads =
  /^(?:status|show|list-\S+|is-\S+|cat|get-default|help|list|print|print-\S+|blame|--status-all|info|env)$/
const servicePersists = /^(?:enable|reenable|link|add|load|bootstrap|preset|unmask)$/
const serviceWeakens = /^(?:disable|mask|unload|bootout|remove)$/

const systemctl: Family = (command) => {
  const options = plainParser.parse(words(command))
  const [verb, ...units] = options.operands
  const act = verb?.text ?? 'list-units'
  const targets = named(units, 'service')
  const flags: Flag[] = options.has('--user') ? ['user'] : ['system']
  if (serviceReads.test(act))
    return [
      effect(
        'sys.read',
        command,
        `reads the state of ${units.length > 0 ? listed(units.map((unit) => unit.text ?? unit.raw)) : 'services'}`,
        { targets },
      ),
    ]
  if (
    /^(?:poweroff|reboot|halt|kexec|suspend|hibernate|hybrid-sleep|emergency|rescue|default|isolate|soft-reboot)$/.test(
      act,
    )
  )
    return [effect('sys.power', command, `runs \`systemctl ${act}\``)]
  const found: Effect[] = []
  if (servicePersists.test(act))
    found.push(
      effect('sys.persist', command, `makes ${listed(units.map((unit) => unit.text ?? unit.raw))} start by itself`, {
        targets,
        flags,
      }),
    )
  if (!servicePersists.test(act) || options.has('--now'))
    found.push(
      effect(
        'sys.service',
        command,
        `runs \`${programName(command)} ${act}\` on ${units.length > 0 ? listed(units.map((unit) => unit.text ?? unit.raw)) : 'the service manager'}`,
        { targets, flags: serviceWeakens.test(act) ? [...flags, 'delete'] : flags },
      ),
    )
  if (act === 'edit') found.push(effect('sys.persist', command, 'edits a service', { targets }))
  return found
}

/** `service nginx restart`, `rc-service`, `/etc/init.d/x restart`, `sv restart x`. */
const service: Family = (command) => {
  const [first, second] = operandsOf(command)
  const swapped =
    programName(command) === 'sv' ||
    programName(command) === 'supervisorctl' ||
    programName(command) === 'pm2' ||
    programName(command) === 'monit'
  const verb = (swapped ? first : second)?.text ?? 'status'
  const unit = swapped ? second : first
  if (
    /^(?:status|list|ls|show|describe|info|logs|log|monit|tail|jlist|prettylist|id|env|report|summary|avail|pid|version|--status-all|maintail)$/.test(
      verb,
    )
  )
    return [
      effect('sys.read', command, 'reads the state of a service', { targets: unit ? named([unit], 'service') : [] }),
    ]
  if (verb === 'startup' || verb === 'save')
    return [effect('sys.persist', command, 'makes services start by themselves')]
  const removes = verb === 'delete' || verb === 'kill'
  return [
    effect('sys.service', command, `runs \`${verb}\` on ${unit ? listed([unit.text ?? unit.raw]) : 'services'}`, {
      targets: unit ? named([unit], 'service') : [],
      flags: [...(removes ? (['delete'] as const) : []), ...(unit?.text === 'all' ? (['all'] as const) : [])],
    }),
  ]
}

const launchctl: Family = (command) => {
  const [verb, ...rest] = operandsOf(command)
  const act = verb?.text ?? 'list'
  if (serviceReads.test(act)) return [effect('sys.read', command, 'lists services')]
  return [
    effect(
      servicePersists.test(act) ? 'sys.persist' : 'sys.service',
      command,
      `runs \`launchctl ${act}\` on ${listed(rest.map((word) => word.text ?? word.raw))}`,
      { targets: named(rest, 'service') },
    ),
  ]
}

const crontab: Family = (command) => {
  const options = optionParser({ values: '-u' }).parse(words(command))
  if (options.has('-l', '-T', '-V')) return [effect('sys.read', command, 'lists the crontab')]
  const user = options.value('-u')
  const targets: Target[] = [
    { type: 'job', value: 'crontab', many: options.has('-r') },
    ...(user ? named([user], 'user') : []),
  ]
  if (options.has('-r'))
    return [
      effect('sys.persist', command, 'removes the whole crontab', { targets, flags: ['delete', 'all'] }),
      effect('job.cancel', command, 'removes every scheduled job of the crontab', { targets, flags: ['all'] }),
    ]
  return [effect('sys.persist', command, 'changes the crontab', { targets })]
}

const at: Family = (command) => {
  const program = programName(command)
  if (program === 'atq' || words(command).some((word) => /^(?:-l|-c)$/.test(word.text ?? '')))
    return [effect('sys.read', command, 'lists scheduled jobs')]
  if (program === 'atrm' || words(command).some((word) => /^-[rd]$/.test(word.text ?? '')))
    return [effect('job.cancel', command, 'removes scheduled jobs', { targets: named(operandsOf(command), 'job') })]
  return [effect('sys.persist', command, 'makes something run later', { targets: [{ type: 'job', value: 'at' }] })]
}

const systemdRun: Family = (command) => [
  effect('exec.background', command, 'starts something outside this process tree, through systemd', {
    targets: named(operandsOf(command).slice(0, 1), 'program'),
  }),
  effect('sys.persist', command, 'hands a command to systemd', {
    targets: named(operandsOf(command).slice(0, 1), 'program'),
  }),
]

const journalctl: Family = (command) => {
  if (words(command).some((word) => /^--(?:vacuum-\S+|rotate|flush)/.test(word.text ?? '')))
    return [
      effect('sys.log', command, 'drops entries of the system journal', {
        targets: [{ type: 'service', value: 'journal', many: true }],
      }),
    ]
  return [effect('sys.read', command, 'reads the system journal')]
}

const dmesg: Family = (command) => {
  if (words(command).some((word) => /^(?:-[cC]|--(?:read-)?clear)$/.test(word.text ?? '')))
    return [effect('sys.log', command, 'clears the kernel log')]
  return [effect('sys.read', command, 'reads the kernel log')]
}

const sysctl: Family = (command) => {
  const set = words(command).filter((word) => /=/.test(word.text ?? word.prefix ?? ''))
  if (set.length === 0 && !words(command).some((word) => /^(?:-w|-p|--system|--load.*)$/.test(word.text ?? '')))
    return [effect('sys.read', command, 'reads kernel settings')]
  return [
    effect('sys.config', command, `sets ${listed(set.map((word) => word.text ?? word.raw))}`, {
      targets: set.map((word) => ({ type: 'config', value: word.text?.replace(/=.*$/, '') ?? null, raw: word.raw })),
      flags: ['system'],
    }),
  ]
}

const firewallReads =
  /^(?:-[A-Za-z]*[LSV]|--list\S*|--get\S*|--state|--query\S*|list|status|show|app|version|--version|--check|-C)$/

const firewall: Family = (command) => {
  const list = words(command)
  const program = programName(command)
  const first = list.find(
    (word) => !/^(?:-t|nat|filter|mangle|raw|-n|-v|-w|inet|ip|ip6|--zone=?\S*|--permanent)$/.test(word.text ?? ''),
  )?.text
  if (
    first === undefined ||
    first === null ||
    firewallReads.test(first) ||
    list.some((word) => /^(?:-L|-S|--list-rules|--list|--dry-run)$/.test(word.text ?? ''))
  )
    return [effect('sys.read', command, 'reads the firewall rules')]
  const open = list.some((word) => /^(?:disable|reset|flush|-F|--flush|--panic-off)$/.test(word.text ?? ''))
  return [
    effect(
      'sys.firewall',
      command,
      open ? `drops firewall rules with \`${program}\`` : `changes the firewall with \`${program}\``,
      {
        flags: open ? ['system', 'all'] : ['system'],
        targets: list
          .filter((word) => /^\d+(?:\/(?:tcp|udp))?$/.test(word.text ?? ''))
          .map((word) => ({ type: 'port', value: word.text, raw: word.raw })),
      },
    ),
  ]
}

const mount: Family = (command, context) => {
  const options = optionParser({ values: '-t --types -o --options -L -U --label' }).parse(words(command))
  if (options.operands.length === 0 && !options.has('-a', '--all')) return [effect('sys.read', command, 'lists mounts')]
  return [
    effect('sys.mount', command, `mounts ${listed(options.operands.map((word) => word.text ?? word.raw))}`, {
      targets: options.operands.map((word) => context.path(word, command)),
    }),
  ]
}

const umount: Family = (command, context) => {
  const options = optionParser({ values: '-t -O' }).parse(words(command))
  return [
    effect('sys.mount', command, `unmounts ${listed(options.operands.map((word) => word.text ?? word.raw))}`, {
      targets: options.operands.map((word) => context.path(word, command)),
      flags: options.has('-f', '--force', '-l', '--lazy') ? ['force'] : [],
    }),
  ]
}

/** Programs that rewrite a whole device or its tables. */
const disk: Family = (command, context) => {
  const list = words(command)
  if (
    list.some((word) =>
      /^(?:-l|--list|--help|--version|-V|print|-n|--no-act|--dump|-d|list|info|apfs)$/.test(word.text ?? ''),
    ) &&
    !list.some((word) => /^(?:erase\S*|zero\S*|delete\S*|mklabel|rm)$/i.test(word.text ?? ''))
  )
    return [effect('sys.read', command, 'lists disks')]
  const devices = operandsOf(command).filter(
    (word) => /\//.test(word.text ?? word.prefix ?? '') || /^disk\d/.test(word.text ?? ''),
  )
  // An image file inside the project is a file, not a disk.
  const targets = devices.map((word) => ({ ...context.path(word, command), type: 'device' as const }))
  const inside = targets.length > 0 && targets.every(({ area }) => area === 'project' || area === 'temp')
  if (inside)
    return [
      effect('fs.write', command, `makes a file system in ${listed(devices.map(shown))}`, {
        targets: targets.map((target) => ({ ...target, type: 'path' })),
      }),
    ]
  return [
    effect('sys.disk', command, `rewrites ${devices.length > 0 ? listed(devices.map(shown)) : 'a disk'}`, {
      targets: targets.length > 0 ? targets : [{ type: 'device', value: null }],
    }),
  ]
}

const network: Family = (command) => {
  const list = operandsOf(command).map((word) => word.text ?? word.raw)
  const program = programName(command)
  const writes =
    /^(?:add|del|delete|set|flush|replace|change|append|up|down|connect|disconnect|modify|edit|import|dns|domain|revert|-setdnsservers|-setwebproxy\S*|-set\S+)$/
  if (
    !list.some((text) => writes.test(text)) &&
    !/^(?:ifup|ifdown|wg-quick|openvpn|dhclient|brctl|tc|ethtool)$/.test(program)
  )
    return [effect('sys.read', command, 'reads the network settings')]
  return [
    effect('net.config', command, `changes the network with \`${program}\``, {
      targets: named(operandsOf(command).slice(0, 4), 'config'),
      flags: ['system'],
    }),
  ]
}

const power: Family = (command) => {
  if (words(command).some((word) => /^(?:-c|--help|-k)$/.test(word.text ?? '')))
    return [effect('sys.read', command, 'asks about a shutdown')]
  return [effect('sys.power', command, `runs \`${programName(command)}\``)]
}

const swap: Family = (command) => [
  effect('sys.mount', command, `runs \`${programName(command)}\``, { targets: named(operandsOf(command), 'device') }),
]

/** SELinux, AppArmor, Gatekeeper, SIP, auditing: turning them down. */
const protections: Family = (command) => {
  const program = programName(command)
  const list = words(command).map((word) => word.text ?? word.raw)
  const text = list.join(' ')
  if (/^(?:getenforce|sestatus|aa-status|status|)$/.test(text) || /--(?:status|assess)|^(?:status|-l|-s)$/.test(text))
    return [effect('sys.read', command, `asks \`${program}\``)]
  return [
    effect('trust.weaken', command, `changes a protection of this machine with \`${program} ${text.slice(0, 60)}\``, {
      targets: [{ type: 'config', value: program }],
      flags: ['system'],
    }),
  ]
}

const clipboardOut: Family = (command) => {
  const out =
    words(command).some((word) => /^(?:-o|-out|--output|-selection-out)$/.test(word.text ?? '')) ||
    programName(command) === 'pbpaste' ||
    programName(command) === 'wl-paste'
  return [
    effect(out ? 'sys.read' : 'sys.clipboard', command, out ? 'reads the clipboard' : 'puts text on the clipboard'),
  ]
}

const defaults: Family = (command) => {
  const verb = words(command)[0]?.text ?? 'read'
  if (/^(?:read|read-type|domains|find|help|export)$/.test(verb)) return [effect('sys.read', command, 'reads settings')]
  return [
    effect('sys.config', command, `runs \`defaults ${verb}\``, {
      targets: named(words(command).slice(1, 3), 'config'),
      flags: ['user'],
    }),
  ]
}

const setting =
  (pattern: RegExp): Family =>
  (command) => {
    const list = words(command)
    if (list.length === 0 || list.some((word) => pattern.test(word.text ?? '')))
      return [effect('sys.read', command, `asks \`${programName(command)}\``)]
    return [
      effect('sys.config', command, `changes a setting with \`${programName(command)}\``, {
        targets: named(list.slice(0, 2), 'config'),
        flags: ['system'],
      }),
    ]
  }

/** `date` shows; `date -s` and a bare number set. */
const date: Family = (command) => {
  const sets = words(command).some((word) => /^(?:-s|--set(?:=|$)|\d{8,12}$)/.test(word.text ?? ''))
  return [effect(sets ? 'sys.config' : 'sys.read', command, sets ? 'sets the clock' : 'shows the time')]
}

const hostname: Family = (command) => {
  const names = operandsOf(command)
  return [
    effect(
      names.length > 0 ? 'sys.config' : 'sys.read',
      command,
      names.length > 0 ? 'sets the name of this machine' : 'shows the name of this machine',
      { targets: named(names, 'config') },
    ),
  ]
}

const opensLink: Family = (command, context) =>
  operandsOf(command).map(
    (word): Effect =>
      /^[a-z][\w+.-]*:\/\//.test(word.text ?? '')
        ? effect('net.browse', command, `opens \`${shown(word)}\` in a browser`, {
            targets: [{ type: 'url', value: word.text, raw: word.raw }],
          })
        : effect('sys.notify', command, `opens \`${shown(word)}\``, { targets: [context.path(word, command)] }),
  )

const readers =
  'ps top htop btop free uptime who w last lastlog id groups users whoami logname uname lscpu lsblk lsusb lspci lsmem lsof lsmod vmstat iostat mpstat sar pidof pgrep pstree pmap ss netstat arp finger getconf locale sw_vers system_profiler sensors acpi upower nvidia-smi rocm-smi glxinfo xrandr blkid findmnt dmidecode hwinfo inxi neofetch fastfetch hostid which where whereis whatis apropos man info tldr cheat whence getcap lslocks lsns lsipc ipcs pidstat iotop dstat glances cpuid numastat rpcinfo showmount ausearch aureport needrestart zramctl fc-list lsb_release hostinfo vm_stat ioreg pwdx'

export const machinePrograms: Readonly<Record<string, Family>> = {
  ...Object.fromEntries(readers.split(' ').map((name) => [name, reads('reads the state of this machine')])),
  systemctl,
  loginctl: changes(
    'sys.service',
    'user',
    'acts on sessions',
    /^(?:list-\S+|show-\S+|\S*-status|user-status|seat-status)$/,
  ),
  service,
  'rc-service': service,
  'invoke-rc.d': service,
  sv: service,
  supervisorctl: service,
  pm2: service,
  monit: service,
  initctl: service,
  launchctl,
  'update-rc.d': changes('sys.persist', 'service', 'changes what starts by itself:'),
  chkconfig: changes('sys.persist', 'service', 'changes what starts by itself:'),
  'rc-update': changes('sys.persist', 'service', 'changes what starts by itself:', /^show$/),
  crontab,
  at,
  batch: at,
  atq: at,
  atrm: at,
  'systemd-run': systemdRun,
  journalctl,
  dmesg,
  logrotate: (command) => [effect('sys.log', command, 'rotates logs')],
  auditctl: (command) => [
    effect(
      words(command).some((word) => /^-[ls]$/.test(word.text ?? '')) ? 'sys.read' : 'trust.weaken',
      command,
      'changes what is audited',
      { flags: ['system'] },
    ),
  ],
  sysctl,
  iptables: firewall,
  ip6tables: firewall,
  nft: firewall,
  ufw: firewall,
  'firewall-cmd': firewall,
  pfctl: firewall,
  ipset: firewall,
  mount,
  umount,
  fusermount: umount,
  sshfs: mount,
  losetup: swap,
  swapon: swap,
  swapoff: swap,
  mkfs: disk,
  ...Object.fromEntries(
    ['ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'vfat', 'fat', 'ntfs', 'f2fs'].map((type) => [`mkfs.${type}`, disk]),
  ),
  mke2fs: disk,
  mkswap: disk,
  wipefs: disk,
  fdisk: disk,
  sfdisk: disk,
  gdisk: disk,
  sgdisk: disk,
  parted: disk,
  diskutil: disk,
  blkdiscard: disk,
  badblocks: disk,
  cryptsetup: disk,
  lvremove: disk,
  vgremove: disk,
  pvremove: disk,
  mdadm: disk,
  zpool: disk,
  zfs: disk,
  hdparm: disk,
  fsck: disk,
  ip: network,
  ifconfig: network,
  route: network,
  nmcli: network,
  networksetup: network,
  ifup: network,
  ifdown: network,
  brctl: network,
  'wg-quick': network,
  wg: network,
  openvpn: network,
  dhclient: network,
  tc: network,
  ethtool: network,
  scutil: network,
  useradd: changes('sys.user', 'user', 'adds the account'),
  adduser: changes('sys.user', 'user', 'adds the account'),
  userdel: changes('sys.user', 'user', 'removes the account'),
  deluser: changes('sys.user', 'user', 'removes the account'),
  usermod: changes('sys.user', 'user', 'changes the account'),
  groupadd: changes('sys.user', 'user', 'adds the group'),
  groupdel: changes('sys.user', 'user', 'removes the group'),
  groupmod: changes('sys.user', 'user', 'changes the group'),
  addgroup: changes('sys.user', 'user', 'adds the group'),
  gpasswd: changes('sys.user', 'user', 'changes the group'),
  chpasswd: (command) => [
    effect('sys.user', command, 'sets passwords of accounts', { targets: [{ type: 'user', value: null }] }),
  ],
  passwd: (command) => [
    effect(
      words(command).some((word) => /^(?:-S|--status)$/.test(word.text ?? '')) ? 'sys.read' : 'sys.user',
      command,
      'changes a password',
      { targets: named(operandsOf(command), 'user') },
    ),
  ],
  visudo: (command) => [effect('sys.user', command, 'edits who may become root')],
  chage: changes('sys.user', 'user', 'changes the account'),
  chsh: changes('sys.user', 'user', 'changes the login shell'),
  dscl: changes('sys.user', 'user', 'changes accounts', /^(?:-read|-list|\.)$/),
  vipw: (command) => [effect('sys.user', command, 'edits accounts')],
  setenforce: protections,
  getenforce: reads('asks whether SELinux is on'),
  setsebool: protections,
  semanage: protections,
  'aa-disable': protections,
  'aa-complain': protections,
  'aa-teardown': protections,
  apparmor_parser: protections,
  spctl: protections,
  csrutil: protections,
  tccutil: protections,
  auditpol: protections,
  hostname,
  hostnamectl: setting(/^(?:status|hostname)$/),
  timedatectl: setting(/^(?:status|show|list-timezones|timesync-status)$/),
  localectl: setting(/^(?:status|list-\S+)$/),
  'update-alternatives': setting(/^(?:--display|--list|--query|--get-selections)$/),
  alternatives: setting(/^(?:--display|--list)$/),
  'update-grub': setting(/^--help$/),
  'grub-install': disk,
  date,
  hwclock: setting(/^(?:-r|--show)$/),
  modprobe: setting(/^(?:-n|--dry-run|--show-depends|-c)$/),
  insmod: setting(/^--help$/),
  rmmod: setting(/^--help$/),
  kextload: setting(/^--help$/),
  ldconfig: setting(/^(?:-p|--print-cache|-N)$/),
  defaults,
  gsettings: setting(/^(?:get|list-\S+|range|describe|monitor)$/),
  dconf: setting(/^(?:read|list|dump|watch)$/),
  xset: setting(/^q$/),
  pmset: setting(/^-g$/),
  reboot: power,
  shutdown: power,
  poweroff: power,
  halt: power,
  init: power,
  telinit: power,
  pbcopy: clipboardOut,
  pbpaste: clipboardOut,
  xclip: clipboardOut,
  xsel: clipboardOut,
  'wl-copy': clipboardOut,
  'wl-paste': clipboardOut,
  clip: clipboardOut,
  open: opensLink,
  'xdg-open': opensLink,
  'sensible-browser': opensLink,
  start: opensLink,
}
