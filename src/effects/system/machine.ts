/** Accounts, firewalls, interfaces, disks, power and settings of this machine. */

import type { Word } from '../../shell/script.js'
import { act, acts, family, type Program } from '../acts.js'
import { effect, type Family, listed, programName, shown } from '../context.js'
import type { Target } from '../effect.js'
import { optionParser } from '../options.js'
import { operands } from './processes.js'

const all = (list: string, one: Family): Record<string, Family> =>
  Object.fromEntries(list.split(' ').map((name) => [name, one]))

const userTargets = (words: readonly Word[]): readonly Target[] =>
  words.map((word) => ({ type: 'user', value: word.text, raw: word.raw }))

/** useradd, usermod, passwd and their kin. */
const accounts: Family = (command) => {
  const name = programName(command)
  const words = operands(command)
  if (
    command.argv.some((word) => /^--?(?:help|version)$/.test(word.text ?? '')) ||
    (/^(?:passwd|chage)$/.test(name) &&
      command.argv.some((word) => /^-(?:S|l)$|^--(?:status|list)$/.test(word.text ?? '')))
  )
    return [effect('sys.read', command, `asks \`${name}\``)]
  const removes = /del|remove/.test(name)
  return [
    effect('sys.user', command, `changes accounts with \`${name}\` (${listed(words.map(shown))})`, {
      targets: userTargets(words.slice(-2)),
      flags: removes ? ['delete'] : [],
    }),
  ]
}

/** iptables, nft, ufw and firewall-cmd: listing reads, switching off weakens, all else changes who gets in. */
const firewall: Family = (command) => {
  const words = command.argv.slice(1).map((word) => word.text ?? '')
  const name = programName(command)
  const reads =
    words.some((word) =>
      /^(?:-L|-S|--list.*|--list-rules|--get-.*|--state|--query-.*|list|status|show|--check|-C|--version|--help|app)$/.test(
        word,
      ),
    ) && !words.some((word) => /^(?:-F|-X|-A|-D|-I|-P|add|delete|flush)$/.test(word))
  if (reads || words.length === 0)
    return [effect('sys.read', command, `reads the rules of the firewall with \`${name}\``)]
  const off =
    words.some((word) => /^(?:disable|reset|flush|-F|--flush|--panic-off|stop|off|-d)$/.test(word)) ||
    (words.includes('-P') && words.includes('ACCEPT')) ||
    (name === 'ufw' && words[0] === 'default' && words[1] === 'allow')
  const found = [
    effect('sys.firewall', command, `changes the firewall with \`${[name, ...words.slice(0, 4)].join(' ')}\``, {
      flags: off ? ['unprotected'] : [],
    }),
  ]
  return off ? [...found, effect('trust.weaken', command, 'opens the firewall')] : found
}

/** ip and ifconfig show or change interfaces and routes. */
const interfaces: Family = (command) => {
  const words = command.argv.slice(1).map((word) => word.text ?? '')
  const name = programName(command)
  const changes =
    name === 'ip'
      ? /^(?:add|del|delete|set|change|replace|append|flush|exec|attach)$/
      : /^(?:up|down|add|del|delete|netmask|hw|mtu|inet|flush|change|-s|-d|-i)$/
  const plain =
    name === 'nmcli'
      ? !words.some((word) =>
          /^(?:up|down|add|delete|modify|connect|disconnect|on|off|reload|set|edit|import|clone|rescan)$/.test(word),
        )
      : !words.some((word) => changes.test(word))
  return [
    effect(
      plain ? 'sys.read' : 'net.config',
      command,
      `${plain ? 'reads' : 'changes'} the network settings with \`${[name, ...words.slice(0, 3)].join(' ')}\``,
    ),
  ]
}

const mountOptions = optionParser({ values: '-t --types -o --options -L --label -U --uuid -O --test-opts -T --fstab' })

const mount: Family = (command, context) => {
  const options = mountOptions.parse(command.argv.slice(1))
  if ((options.operands.length === 0 && !options.has('-a', '--all')) || options.has('--help', '-l', '--version'))
    return [effect('sys.read', command, 'lists what is mounted')]
  return [
    effect('sys.mount', command, `runs \`${programName(command)}\` on ${listed(options.operands.map(shown))}`, {
      targets: options.operands.map((word) => context.path(word, command)),
    }),
  ]
}

/** Programs that write a disk as such: what was on it is gone. */
const disk: Family = (command, context) => {
  const words = operands(command)
  const reads =
    command.argv.some((word) =>
      /^(?:-l|--list|print|-n|--dry-run|--no-act|list|status|show|info|verify|--help|--version|-V)$/.test(
        word.text ?? '',
      ),
    ) || words.length === 0
  const targets = words.map(
    (word): Target =>
      /^\/dev\//.test(word.text ?? word.prefix ?? '')
        ? { type: 'device', value: word.text, raw: word.raw, area: 'device' }
        : context.path(word, command),
  )
  if (reads && !/^mkfs|^mkswap|^wipefs|^blkdiscard/.test(programName(command)))
    return [effect('sys.read', command, `reads disks with \`${programName(command)}\``)]
  return [
    effect('sys.disk', command, `writes ${listed(words.map(shown))} with \`${programName(command)}\``, { targets }),
  ]
}

const pool: Program = {
  read: 'sys.read',
  values: '-o -O -t -s -S -d -n -L -l -N --name --size --snapshot',
  acts: {
    ...acts('sys.read', [
      'list',
      'get',
      'status',
      'iostat',
      'history',
      'events',
      'holds',
      'diff',
      'userspace',
      'show',
      'usage',
      'version',
      'subvolume list',
      'subvolume show',
      'filesystem usage',
      'filesystem df',
      'filesystem show',
      'device stats',
      'scrub status',
    ]),
    ...acts(
      'sys.config',
      [
        'set',
        'inherit',
        'scrub',
        'trim',
        'online',
        'clear',
        'upgrade',
        'allow',
        'hold',
        'release',
        'rename',
        'promote',
        'balance',
        'scrub start',
        'property set',
        'quota enable',
        'filesystem resize',
        'filesystem label',
        'filesystem defragment',
      ],
      'device',
    ),
    ...acts(
      'sys.mount',
      [
        'mount',
        'unmount',
        'import',
        'export',
        'create',
        'snapshot',
        'clone',
        'subvolume create',
        'subvolume snapshot',
        'bookmark',
        'share',
        'unshare',
      ],
      'device',
    ),
    ...acts(
      'sys.disk',
      [
        'destroy',
        'rollback',
        'remove',
        'detach',
        'replace',
        'labelclear',
        'offline',
        'add',
        'attach',
        'split',
        'subvolume delete',
        'device remove',
        'device delete',
        'device add',
        'receive',
        'recv',
      ],
      'device',
    ),
    send: act('fs.read', 'writes out a snapshot of', ['device']),
  },
  otherwise: act('sys.disk', 'runs a command that is not known on', ['device']),
}

/** shutdown and its kin; `shutdown -c` takes it back. */
const power: Family = (command) => {
  const cancels = command.argv.some((word) => word.text === '-c' || word.text === '--help' || word.text === '--show')
  return [
    effect(
      cancels ? 'sys.read' : 'sys.power',
      command,
      cancels ? 'asks about a shutdown' : `runs \`${programName(command)}\` on the machine`,
    ),
  ]
}

/** sysctl, timedatectl, defaults ...: reads without a value to set. */
const settings: Family = (command) => {
  const name = programName(command)
  const words = command.argv.slice(1).map((word) => word.text ?? word.prefix ?? '')
  const sets =
    name === 'sysctl'
      ? words.some((word) => /^-w$|^--write$|^-p$|^--load|^--system$|^[\w./-]+=/.test(word))
      : name === 'defaults' ||
          name === 'gsettings' ||
          name === 'dconf' ||
          name === 'kwriteconfig5' ||
          name === 'PlistBuddy' ||
          name === 'nvram'
        ? words.some(
            (word) =>
              /^(?:write|delete|rename|import|set|reset|reset-recursively|load|-c|-d)$/.test(word) ||
              (name === 'nvram' && word.includes('=')),
          )
        : name === 'pmset' || name === 'systemsetup' || name === 'networksetup'
          ? !words.some((word) => /^-(?:g|get|list)/.test(word))
          : words.some((word) => /^set/.test(word)) || !/ctl$/.test(name)
  return [
    effect(
      sets ? 'sys.config' : 'sys.read',
      command,
      `${sets ? 'changes' : 'reads'} settings of the machine with \`${[name, ...words.slice(0, 3)].join(' ')}\``,
    ),
  ]
}

/** Switches of protection: SELinux, AppArmor, Gatekeeper, audit. */
const protection: Family = (command) => {
  const name = programName(command)
  const words = command.argv.slice(1).map((word) => word.text ?? '')
  const reads =
    words.length === 0 ||
    words.some((word) => /^(?:status|--status|-l|-s|--assess|--help|-h)$/.test(word)) ||
    /^(?:getenforce|aa-status|sestatus)$/.test(name)
  if (reads) return [effect('sys.read', command, `asks \`${name}\` for its state`)]
  return [
    effect(
      'trust.weaken',
      command,
      `changes a protection of the machine with \`${[name, ...words.slice(0, 3)].join(' ')}\``,
    ),
  ]
}

/** Kernel modules and boot loaders. */
const kernel: Family = (command) => [
  effect('sys.config', command, `changes the kernel or boot with \`${programName(command)}\``, {
    targets: operands(command).map((word) => ({ type: 'program', value: word.text, raw: word.raw })),
  }),
]

/** What is copied to the clipboard can be pasted anywhere. */
const clipboard: Family = (command) => {
  const reads =
    programName(command) === 'pbpaste' ||
    programName(command) === 'wl-paste' ||
    command.argv.some((word) => /^-o(?:ut)?$|^--output$|^-p$/.test(word.text ?? '')) ||
    /Get-Clipboard/.test(programName(command))
  if (reads) return [effect('sys.read', command, 'reads the clipboard')]
  return [
    effect('sys.clipboard', command, 'copies to the clipboard', {
      sources:
        command.stdin.kind === 'pipe'
          ? command.stdin.from.map((index) => ({ type: 'output', value: null, command: index }))
          : command.stdin.kind === 'text'
            ? [{ type: 'text', value: command.stdin.text.text }]
            : [],
    }),
  ]
}

export const machinePrograms: Readonly<Record<string, Family>> = {
  ...all(
    'useradd adduser userdel deluser usermod groupadd addgroup groupdel delgroup groupmod gpasswd passwd chpasswd chage chsh chfn newusers vipw vigr visudo newgrp dscl sysadminctl lpasswd smbpasswd htpasswd pwck grpck',
    accounts,
  ),
  ...all(
    'iptables ip6tables iptables-restore ip6tables-restore nft ufw firewall-cmd pfctl ipset ebtables arptables ipfw',
    firewall,
  ),
  ...all(
    'ip ifconfig route nmcli nmtui ifup ifdown dhclient dhcpcd iwconfig wpa_cli brctl bridge tc arp netsh resolvconf wg wg-quick openvpn',
    interfaces,
  ),
  ...all(
    'mount umount swapon swapoff losetup cryptsetup fusermount fusermount3 sshfs diskutil hdiutil udisksctl pmount eject autofs nbd-client',
    mount,
  ),
  ...all(
    'mkfs mkfs.ext4 mkfs.ext3 mkfs.ext2 mkfs.xfs mkfs.btrfs mkfs.vfat mkfs.fat mkfs.ntfs mke2fs mkswap fdisk sfdisk cfdisk gdisk sgdisk parted partprobe wipefs blkdiscard fsck e2fsck fsck.ext4 xfs_repair tune2fs resize2fs xfs_growfs badblocks hdparm nvme mdadm lvremove vgremove pvremove lvcreate vgcreate pvcreate lvextend lvreduce lvresize lvs vgs pvs lvdisplay vgdisplay pvdisplay dmsetup newfs zerofree format debugfs ddrescue',
    disk,
  ),
  zfs: family('zfs', pool),
  zpool: family('zpool', pool),
  btrfs: family('btrfs', pool),
  ...all('shutdown reboot poweroff halt init telinit hibernate rtcwake', power),
  ...all(
    'sysctl timedatectl localectl hostnamectl defaults gsettings dconf kwriteconfig5 PlistBuddy nvram pmset systemsetup networksetup update-alternatives alternatives locale-gen dpkg-reconfigure hwclock ntpdate chronyc raspi-config authselect tuned-adm xset ldconfig',
    settings,
  ),
  ...all(
    'setenforce getenforce sestatus semodule semanage setsebool restorecon chcon aa-status aa-disable aa-complain aa-enforce aa-teardown auditpol apparmor_parser spctl csrutil auditctl augenrules fdesetup tccutil',
    protection,
  ),
  ...all(
    'modprobe insmod rmmod depmod grub-install update-grub grub-mkconfig efibootmgr kexec update-initramfs dracut mkinitcpio bootctl kextload kextunload dkms',
    kernel,
  ),
  ...all('pbcopy pbpaste xclip xsel wl-copy wl-paste clip.exe termux-clipboard-set', clipboard),
}
