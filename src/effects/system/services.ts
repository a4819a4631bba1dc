/** Services and what starts by itself: systemd and its kin, cron, at, process managers. */
import type { Word } from '../../shell/script.js'
import { act, acts, type Call, family, type Program } from '../acts.js'
import { effect, type Family, programName, shown } from '../context.js'
import type { Effect } from '../effect.js'
import { environmentFlags } from '../environment.js'
import { optionParser } from '../options.js'
import { pathSource, stdinSources } from '../payload.js'
import { operands } from './processes.js'

const systemctl: Program = {
  read: 'sys.read',
  values:
    '-t --type --state -p --property -P -n --lines -o --output -H --host -M --machine --root --job-mode -s --signal --kill-whom --kill-value --timestamp --what',
  acts: {
    ...acts(
      'sys.read',
      [
        'status',
        'show',
        'cat',
        'list-units',
        'list-unit-files',
        'list-timers',
        'list-sockets',
        'list-jobs',
        'list-dependencies',
        'list-machines',
        'list-automounts',
        'list-paths',
        'is-active',
        'is-enabled',
        'is-failed',
        'is-system-running',
        'get-default',
        'show-environment',
        'help',
        'whoami',
      ],
      'service',
    ),
    ...acts(
      'sys.service',
      [
        'start',
        'restart',
        'try-restart',
        'reload',
        'reload-or-restart',
        'try-reload-or-restart',
        'reset-failed',
        'thaw',
        'freeze',
        'clean',
        'daemon-reload',
        'daemon-reexec',
        'set-property',
        'bind',
        'mount-image',
        'cancel',
        'import-environment',
        'service-log-level',
        'log-level',
      ],
      'service',
    ),
    stop: act('sys.service', 'stops', ['service'], ['down']),
    kill: act('sys.kill', 'kills', ['service']),
    isolate: act('sys.service', 'goes to', ['service'], ['down']),
    enable: act('sys.persist', 'makes start by itself', ['service']),
    reenable: act('sys.persist', 'makes start by itself', ['service']),
    preset: act('sys.persist', 'makes start by itself', ['service']),
    link: act('sys.persist', 'adds the unit', ['path']),
    edit: act('sys.persist', 'changes the unit', ['service']),
    'set-default': act('sys.persist', 'makes the default', ['service']),
    'add-wants': act('sys.persist', 'makes start by itself', ['service']),
    'add-requires': act('sys.persist', 'makes start by itself', ['service']),
    'set-environment': act('sys.env', 'sets variables of every service', ['variable']),
    'unset-environment': act('sys.env', 'unsets variables of every service', ['variable']),
    disable: act('sys.service', 'keeps from starting', ['service'], ['delete']),
    mask: act('sys.service', 'keeps from starting', ['service'], ['delete']),
    unmask: act('sys.service', 'allows to start', ['service']),
    revert: act('sys.service', 'resets the unit', ['service']),
    ...acts('sys.power', [
      'poweroff',
      'reboot',
      'halt',
      'suspend',
      'hibernate',
      'hybrid-sleep',
      'suspend-then-hibernate',
      'sleep',
      'rescue',
      'emergency',
      'default',
      'exit',
      'kexec',
      'soft-reboot',
      'switch-root',
    ]),
  },
  otherwise: act('sys.service', 'runs a systemctl command that is not known on', ['service']),
  refine: (found, call) =>
    withoutProtection(
      call.has('--now') && found.kind === 'sys.persist'
        ? [found, { ...found, kind: 'sys.service', says: `${found.says} at once` }]
        : [found],
    ),
}

/** Services that guard the machine: switching them off weakens it. */
const guards =
  /^(?:ufw|firewalld|nftables|iptables|apparmor|auditd|fail2ban|clamav.*|falcon-sensor|crowdstrike.*|osqueryd?|wazuh.*|selinux.*|sshguard|rsyslog|syslog(?:-ng)?|systemd-journald|unattended-upgrades|gatesh.*)(?:\.service|\.socket)?$/

function withoutProtection(found: readonly Effect[]): readonly Effect[] {
  return found.flatMap((one) => {
    if (one.kind !== 'sys.service' && one.kind !== 'sys.kill') return [one]
    const off = one.flags.includes('down') || one.flags.includes('delete') || one.kind === 'sys.kill'
    const guard = one.targets.find((target) => target.type === 'service' && guards.test(target.value ?? ''))
    if (!off || !guard) return [one]
    const kind = guard.value?.startsWith('gatesh') ? 'gate.tamper' : 'trust.weaken'
    return [one, { ...one, kind, targets: [guard], says: `switches off the protection \`${guard.value}\`` }]
  })
}

/** `service nginx restart`, `/etc/init.d/nginx stop`, `rc-service`, `sv restart x`: name and verb in either order. */
const service: Family = (command) => {
  const words = operands(command)
  if (words.length === 0) return [effect('sys.read', command, 'lists services')]
  const verbs =
    /^(?:start|stop|restart|reload|force-reload|status|up|down|once|pause|cont|hup|alarm|interrupt|term|kill|exit|condrestart|try-restart|describe|zap)$/
  const at = words.findIndex((word) => verbs.test(word.text ?? ''))
  const verb = at >= 0 ? words[at]!.text! : ''
  const names = words.filter((_, index) => index !== at)
  const targets = names.map((word) => ({ type: 'service' as const, value: word.text, raw: word.raw }))
  if (verb === 'status' || verb === 'describe')
    return [effect('sys.read', command, 'reads the state of a service', { targets })]
  const flags = /^(?:stop|down|kill|exit|term)$/.test(verb) ? (['down'] as const) : []
  return withoutProtection([
    effect(
      'sys.service',
      command,
      `runs \`${verb || '?'}\` on ${names.map((word) => `\`${shown(word)}\``).join(', ')}`,
      { targets, flags: [...flags, ...environmentFlags(names.map((word) => word.text))] },
    ),
  ])
}

const launchctl: Program = {
  read: 'sys.read',
  values: '-S -D',
  acts: {
    ...acts('sys.read', [
      'list',
      'print',
      'print-disabled',
      'blame',
      'dumpstate',
      'getenv',
      'managername',
      'manageruid',
      'managerpid',
      'hostinfo',
      'procinfo',
      'plist',
      'version',
      'examine',
    ]),
    ...acts('sys.persist', ['load', 'bootstrap', 'enable', 'submit'], 'service'),
    ...acts(
      'sys.service',
      [
        'start',
        'kickstart',
        'restart',
        'unload',
        'bootout',
        'stop',
        'remove',
        'disable',
        'uncache',
        'attach',
        'debug',
        'limit',
      ],
      'service',
    ),
    kill: act('sys.kill', 'kills', [null, 'service']),
    setenv: act('sys.env', 'sets a variable of every program', ['variable']),
    unsetenv: act('sys.env', 'unsets a variable of every program', ['variable']),
    reboot: act('sys.power', 'restarts the machine'),
  },
  otherwise: act('sys.service', 'runs a launchctl command that is not known on', ['service']),
}

/** `pm2 start worker.js --name b -- --queue x`: it is called `b`, else by its file; what follows `--` is the program's. */
function startedProcess(found: Effect, { command, path }: Call): readonly Effect[] {
  if (path !== 'start') return [found]
  const words = command.argv.slice(1)
  const end = words.findIndex((word) => word.text === '--')
  const own = end < 0 ? words : words.slice(0, end)
  const named = own[own.findIndex((word) => word.text === '--name' || word.text === '-n') + 1]
  const isNamed = own.some((word) => word.text === '--name' || word.text === '-n')
  const file = found.targets[0]?.value ?? undefined
  // A file is started anew; a bare name is a service that was there.
  if (!isNamed && (file === undefined || !/[./]/.test(file))) return [found]
  const name = isNamed ? named?.text : file?.replace(/^.*\//, '').replace(/\.\w+$/, '')
  return [
    {
      ...found,
      targets: [{ type: 'service', value: name ?? null, ...(named && isNamed ? { raw: named.raw } : {}) }],
      flags: [...found.flags, 'create'],
    },
  ]
}

const manager: Program = {
  read: 'sys.read',
  refine: startedProcess,
  values:
    '-n --name -i --instances -c --configuration --env --watch-delay -l --log -o --output -e --error -s --serverurl -u --username -p --password',
  acts: {
    ...acts(
      'sys.read',
      [
        'list',
        'ls',
        'status',
        'show',
        'describe',
        'info',
        'logs',
        'monit',
        'dash',
        'jlist',
        'prettylist',
        'tail',
        'avail',
        'pid',
        'env',
        'version',
        'maintail',
        'report',
        'id',
        'inspect',
      ],
      'service',
    ),
    ...acts(
      'sys.service',
      [
        'start',
        'restart',
        'reload',
        'gracefulReload',
        'signal',
        'scale',
        'reset',
        'flush',
        'update',
        'reread',
        'add',
        'resurrect',
        'set',
        'serve',
        'clear',
        'fg',
        'sendSignal',
        'startOrRestart',
        'startOrReload',
      ],
      'service',
    ),
    stop: act('sys.service', 'stops', ['service'], ['down']),
    shutdown: act('sys.service', 'stops every service', [], ['down', 'all']),
    kill: act('sys.kill', 'stops every process', ['service'], ['all']),
    delete: act('sys.service', 'removes', ['service'], ['delete']),
    del: act('sys.service', 'removes', ['service'], ['delete']),
    remove: act('sys.service', 'removes', ['service'], ['delete']),
    save: act('sys.persist', 'makes the running processes start by themselves'),
    startup: act('sys.persist', 'makes the process manager start by itself'),
    unstartup: act('sys.service', 'keeps the process manager from starting'),
    deploy: act('deploy.run', 'deploys', ['environment']),
  },
  otherwise: act('sys.service', 'runs a command that is not known on', ['service']),
}

const loginctl: Program = {
  read: 'sys.read',
  values: '-p --property -s --signal --kill-whom -n --lines -o --output -H --host -M --machine',
  acts: {
    ...acts('sys.read', [
      'list-sessions',
      'session-status',
      'show-session',
      'list-users',
      'user-status',
      'show-user',
      'list-seats',
      'seat-status',
      'show-seat',
    ]),
    'enable-linger': act('sys.persist', 'keeps services of a user running without a login', ['user']),
    'disable-linger': act('sys.service', 'ends services of a user at logout', ['user']),
    'terminate-session': act('sys.kill', 'ends a session', ['process']),
    'terminate-user': act('sys.kill', 'ends all sessions of', ['user']),
    'kill-session': act('sys.kill', 'ends a session', ['process']),
    'kill-user': act('sys.kill', 'ends all sessions of', ['user']),
  },
  otherwise: act('sys.service', 'runs a loginctl command'),
}

const crontabOptions = optionParser({ values: '-u' })

/** crontab: lists, edits, replaces by a file or its input, or removes all. */
const crontab: Family = (command, context) => {
  const options = crontabOptions.parse(command.argv.slice(1))
  const user = options.value('-u')
  const targets = user ? [{ type: 'user' as const, value: user.text, raw: user.raw }] : []
  if (options.has('-l')) return [effect('sys.read', command, 'lists scheduled jobs', { targets })]
  if (options.has('-r'))
    return [
      effect('job.cancel', command, 'removes every scheduled job of the user', {
        targets: [{ type: 'job', value: '*', many: true }, ...targets],
        flags: ['all'],
      }),
    ]
  const file = options.operands[0]
  const sources = file && file.text !== '-' ? [pathSource(context.path(file, command))] : stdinSources(command, context)
  return [
    effect('sys.persist', command, 'sets the scheduled jobs of the user', {
      targets: [{ type: 'path', value: '/var/spool/cron', guarded: 'cron', area: 'system' }, ...targets],
      sources,
    }),
  ]
}

const atOptions = optionParser({ values: '-f -q -t' })

/** at and batch run their input later, when nobody asks; atrm and `at -r` cancel. */
const at: Family = (command, context) => {
  const options = atOptions.parse(command.argv.slice(1))
  const name = programName(command)
  const jobs = options.operands.map((word) => ({ type: 'job' as const, value: word.text, raw: word.raw }))
  if (name === 'atq' || options.has('-l')) return [effect('job.read', command, 'lists jobs')]
  if (name === 'atrm' || options.has('-r', '-d'))
    return [effect('job.cancel', command, 'cancels jobs', { targets: jobs })]
  if (options.has('-c')) return [effect('job.read', command, 'shows a job', { targets: jobs })]
  const file = options.value('-f')
  const sources = file ? [pathSource(context.path(file, command))] : stdinSources(command, context)
  return [
    effect('sys.persist', command, 'makes a command run later', {
      targets: [{ type: 'job', value: null, raw: options.operands.map(shown).join(' ') }],
      sources,
    }),
  ]
}

/** A unit made on the fly; the command in it is judged as one of its own. */
const systemdRun: Family = (command) => {
  const later = command.argv.some((word) => /^--(?:on-|timer-property)/.test(word.text ?? ''))
  return [
    effect(
      later ? 'sys.persist' : 'exec.background',
      command,
      later ? 'schedules a command' : 'starts a command as a service',
      { sources: [{ type: 'text', value: command.source }] },
    ),
  ]
}

/** update-rc.d, chkconfig, rc-update: which services start by themselves. */
const startup: Family = (command) => {
  const words = operands(command)
  const targets = words.map((word: Word) => ({ type: 'service' as const, value: word.text, raw: word.raw }))
  if (
    words.length === 0 ||
    words.some((word) => /^(?:list|show)$/.test(word.text ?? '')) ||
    command.argv.some((word) => word.text === '--list')
  )
    return [effect('sys.read', command, 'lists what starts by itself')]
  const off = words.some((word) => /^(?:disable|remove|del|delete|off)$/.test(word.text ?? ''))
  return [
    effect(
      off ? 'sys.service' : 'sys.persist',
      command,
      off ? 'keeps a service from starting' : 'makes a service start by itself',
      { targets, flags: off ? ['delete'] : [] },
    ),
  ]
}

/** Web servers and proxies by their own programs: a check of the configuration, a signal to what runs, or a start. */
const webServer: Family = (command) => {
  const words = command.argv.slice(1).map((word) => word.text ?? '')
  const name = programName(command)
  const targets = [{ type: 'service' as const, value: name.replace(/ctl$|2$/, '') }]
  if (
    words.some((word) =>
      /^(?:-t|-T|-v|-V|-h|-S|-M|-l|--version|--help|-c?t|configtest|-tv|status|validate|version|fmt|list-modules)$/.test(
        word,
      ),
    )
  )
    return [effect('sys.read', command, `checks the configuration of \`${name}\``)]
  const signal = words.find((word) => /^(?:reload|quit|stop|reopen|graceful|graceful-stop|restart|start)$/.test(word))
  return [
    effect('sys.service', command, `${signal ?? 'starts'} of \`${name}\``, {
      targets,
      flags: /stop|quit/.test(signal ?? '') ? ['down'] : [],
    }),
  ]
}

export const systemServices: Readonly<Record<string, Family>> = {
  ...Object.fromEntries(
    [
      'nginx',
      'openresty',
      'apachectl',
      'apache2ctl',
      'httpd',
      'apache2',
      'haproxy',
      'caddy',
      'lighttpd',
      'varnishd',
    ].map((name) => [name, webServer]),
  ),
  systemctl: family('systemctl', systemctl),
  launchctl: family('launchctl', launchctl),
  loginctl: family('loginctl', loginctl),
  pm2: family('pm2', manager),
  supervisorctl: family('supervisorctl', manager),
  forever: family('forever', manager),
  circusctl: family('circusctl', manager),
  monit: family('monit', manager),
  ...Object.fromEntries(
    ['service', 'rc-service', 'sv', 'invoke-rc.d', 'initctl', 's6-svc', 'svc', 'rc-status'].map((name) => [
      name,
      service,
    ]),
  ),
  crontab,
  fcrontab: crontab,
  at,
  batch: at,
  atq: at,
  atrm: at,
  'systemd-run': systemdRun,
  'update-rc.d': startup,
  chkconfig: startup,
  'rc-update': startup,
}
