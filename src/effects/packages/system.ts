/** Package managers of the operating system: what they change is for everybody on this machine. */
import { effect, type Family, listed, programName } from '../context.js'
import type { EffectKind, Flag } from '../effect.js'
import { optionParser } from '../options.js'

const parser = optionParser({
  values:
    '-t --target-release -o --option -c --config-file --root --repo --enablerepo --disablerepo --installroot --arch -X --repository --cask-opts --channel --from',
  long: '--dry-run --simulate --just-print --no-act --download-only --assume-yes --force-yes --allow-unauthenticated --nogpgcheck --no-gpg-checks --allow-untrusted',
})

type Acts = Readonly<Record<string, EffectKind>>

const debian: Acts = {
  install: 'pkg.install',
  reinstall: 'pkg.install',
  'build-dep': 'pkg.install',
  remove: 'pkg.remove',
  purge: 'pkg.remove',
  autoremove: 'pkg.remove',
  autopurge: 'pkg.remove',
  upgrade: 'pkg.update',
  'full-upgrade': 'pkg.update',
  'dist-upgrade': 'pkg.update',
  update: 'pkg.cache',
  clean: 'pkg.cache',
  autoclean: 'pkg.cache',
  'edit-sources': 'pkg.config',
  hold: 'pkg.config',
  unhold: 'pkg.config',
  auto: 'pkg.config',
  manual: 'pkg.config',
}
const redhat: Acts = {
  install: 'pkg.install',
  localinstall: 'pkg.install',
  groupinstall: 'pkg.install',
  reinstall: 'pkg.install',
  remove: 'pkg.remove',
  erase: 'pkg.remove',
  autoremove: 'pkg.remove',
  update: 'pkg.update',
  upgrade: 'pkg.update',
  downgrade: 'pkg.update',
  swap: 'pkg.update',
  clean: 'pkg.cache',
  'config-manager': 'pkg.config',
  copr: 'pkg.config',
  module: 'pkg.config',
}
const brewActs: Acts = {
  install: 'pkg.install',
  reinstall: 'pkg.install',
  uninstall: 'pkg.remove',
  remove: 'pkg.remove',
  rm: 'pkg.remove',
  autoremove: 'pkg.remove',
  upgrade: 'pkg.update',
  update: 'pkg.cache',
  cleanup: 'pkg.cache',
  tap: 'pkg.config',
  untap: 'pkg.config',
  bundle: 'pkg.sync',
  services: 'sys.service',
  link: 'pkg.config',
  unlink: 'pkg.config',
  pin: 'pkg.config',
  unpin: 'pkg.config',
}
const others: Acts = {
  add: 'pkg.install',
  del: 'pkg.remove',
  fix: 'pkg.update',
  install: 'pkg.install',
  remove: 'pkg.remove',
  uninstall: 'pkg.remove',
  purge: 'pkg.remove',
  update: 'pkg.update',
  upgrade: 'pkg.update',
  refresh: 'pkg.update',
  revert: 'pkg.update',
  delete: 'pkg.remove',
  selfupdate: 'pkg.update',
  dup: 'pkg.update',
  'dist-upgrade': 'pkg.update',
  addrepo: 'pkg.config',
  ar: 'pkg.config',
  in: 'pkg.install',
  up: 'pkg.update',
  rm: 'pkg.remove',
  'remote-add': 'pkg.config',
  'remote-delete': 'pkg.config',
  connect: 'pkg.config',
  set: 'pkg.config',
  clean: 'pkg.cache',
  cache: 'pkg.cache',
}

function manager(acts: Acts): Family {
  return (command) => {
    const tool = programName(command)
    const options = parser.parse(command.argv.slice(1))
    const [verb, ...names] = options.operands
    const kind = verb?.text ? acts[verb.text] : undefined
    const dry = options.has('--dry-run', '--simulate', '--just-print', '--no-act', '-s', '--assumeno')
    if (
      !verb ||
      kind === undefined ||
      options.has('--help') ||
      (kind === 'pkg.config' && names.length === 0 && tool === 'brew')
    )
      return verb?.text === null ? undefined : [effect('pkg.read', command, `reads about packages with \`${tool}\``)]
    if (kind === 'sys.service') {
      const reads = names[0]?.text === undefined || names[0].text === 'list' || names[0].text === 'info'
      return [
        effect(reads ? 'sys.read' : kind, command, `runs \`brew services ${names[0]?.text ?? ''}\``, {
          targets: names.slice(1).map((name) => ({ type: 'service', value: name.text, raw: name.raw })),
        }),
      ]
    }
    if (dry) return [effect('pkg.read', command, `tries out \`${tool} ${verb.text}\``, { flags: ['dry-run'] })]
    const flags: Flag[] = tool === 'brew' ? ['user', 'global'] : ['system']
    if (options.has('--allow-unauthenticated', '--nogpgcheck', '--no-gpg-checks', '--allow-untrusted', '--force-yes'))
      flags.push('insecure')
    if (verb.text === 'purge' || verb.text === 'autopurge') flags.push('prune')
    const says =
      names.length > 0
        ? `runs \`${tool} ${verb.text}\` on ${listed(names.map((name) => name.text ?? name.raw))}`
        : `runs \`${tool} ${verb.text}\``
    return [
      effect(kind, command, says, {
        flags,
        targets: names.map((name) => ({
          type: 'package',
          value: name.text?.replace(/=.*$/, '') ?? null,
          raw: name.raw,
        })),
      }),
    ]
  }
}

/** dpkg, rpm, pacman: an option says what is done. */
function byOption(table: readonly (readonly [options: readonly string[], kind: EffectKind])[]): Family {
  const plain = optionParser({ values: '--root --admindir --dbpath' })
  return (command) => {
    const tool = programName(command)
    const options = plain.parse(command.argv.slice(1))
    const kind = table.find(([names]) => options.has(...names))?.[1] ?? 'pkg.read'
    if (kind === 'pkg.read') return [effect(kind, command, `reads about packages with \`${tool}\``)]
    const flags: Flag[] = options.has('--force-all', '--nodeps', '--nosignature', '-d')
      ? ['system', 'force']
      : ['system']
    return [
      effect(kind, command, `runs \`${tool}\` on ${listed(options.operands.map((name) => name.text ?? name.raw))}`, {
        flags,
        targets: options.operands.map((name) => ({ type: 'package', value: name.text, raw: name.raw })),
      }),
    ]
  }
}

const queries: Family = (command) => [
  effect('pkg.read', command, `reads about packages with \`${programName(command)}\``),
]

const apt = manager(debian)
const dnf = manager(redhat)
const other = manager(others)

export const systemPackages: Readonly<Record<string, Family>> = {
  apt,
  'apt-get': apt,
  aptitude: apt,
  nala: apt,
  'apt-mark': apt,
  'apt-cache': queries,
  'apt-file': queries,
  'dpkg-query': queries,
  'apt-key': (command) => [
    effect(
      command.argv[1]?.text === 'list' ? 'pkg.read' : 'trust.key',
      command,
      'changes the keys that packages are trusted by',
    ),
  ],
  'add-apt-repository': (command) => [
    effect(
      'pkg.config',
      command,
      `adds a package source ${listed(command.argv.slice(1).map((word) => word.text ?? word.raw))}`,
      {
        flags: ['system'],
        targets: command.argv.slice(1).map((word) => ({ type: 'registry', value: word.text, raw: word.raw })),
      },
    ),
  ],
  dpkg: byOption([
    [['-i', '--install', '--unpack', '--configure', '-a'], 'pkg.install'],
    [['-r', '--remove', '-P', '--purge'], 'pkg.remove'],
    [['--add-architecture', '--remove-architecture', '--set-selections'], 'pkg.config'],
  ]),
  rpm: byOption([
    [['-i', '--install', '-U', '--upgrade', '-F'], 'pkg.install'],
    [['-e', '--erase'], 'pkg.remove'],
    [['--import'], 'trust.key'],
  ]),
  pacman: (command) => {
    const first =
      command.argv
        .map((word) => word.text ?? '')
        .find((text) => /^-[A-Z]/.test(text) || /^--(?:sync|remove|upgrade)/.test(text)) ?? ''
    const names = command.argv.slice(1).filter((word) => !(word.text ?? '').startsWith('-'))
    const kind: EffectKind = /^-R|--remove/.test(first)
      ? 'pkg.remove'
      : /^-S[^si]*$|^-U|--sync|--upgrade/.test(first)
        ? names.length > 0
          ? 'pkg.install'
          : 'pkg.update'
        : 'pkg.read'
    return [
      effect(kind, command, `runs \`pacman ${first}\``, {
        flags: kind === 'pkg.read' ? [] : ['system'],
        targets: names.map((name) => ({ type: 'package', value: name.text, raw: name.raw })),
      }),
    ]
  },
  yum: dnf,
  dnf,
  microdnf: dnf,
  apk: other,
  zypper: other,
  snap: other,
  flatpak: other,
  port: other,
  opkg: other,
  emerge: other,
  xbps: other,
  brew: manager(brewActs),
}
