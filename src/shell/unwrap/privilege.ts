import type { Call } from '../call.js'
import { absolute } from '../files.js'
import type { Assignment, Word } from '../script.js'
import { wordValue } from '../value.js'
import { readOptions, tail } from './options.js'
import type { Unwrapped, Wrappers } from './wrapper.js'

/** Wrappers that run a command as somebody else or under another root. They stay: that is an effect of its own. */
export const privilege: Wrappers = {
  sudo,
  doas: (call) => asUser(call, 'u:C:nsL', ['-u']),
  gosu: operandUser,
  'su-exec': operandUser,
  's6-setuidgid': operandUser,
  chpst: (call) => asUser(call, 'u:U:b:e:/:n:l:L:m:d:o:p:f:c:vP012', ['-u', '-U']),
  pkexec,
  su,
  runuser: su,
  setpriv: (call) =>
    plain(call, {
      long: [
        'reuid=',
        'regid=',
        'groups=',
        'ruid=',
        'rgid=',
        'euid=',
        'egid=',
        'inh-caps=',
        'ambient-caps=',
        'bounding-set=',
        'securebits=',
        'pdeathsig=',
        'selinux-label=',
        'apparmor-profile=',
        'landlock-access=',
        'landlock-rule=',
        'seccomp-filter=',
      ],
    }),
  capsh,
  unshare: (call) =>
    plain(call, {
      short: 'm::u::i::n::p::U::C::T::frcS:G:R:w:',
      long: [
        'mount=?',
        'uts=?',
        'ipc=?',
        'net=?',
        'pid=?',
        'user=?',
        'cgroup=?',
        'time=?',
        'fork',
        'kill-child=?',
        'mount-proc=?',
        'map-user=',
        'map-group=',
        'map-root-user',
        'map-current-user',
        'map-auto',
        'map-users=',
        'map-groups=',
        'propagation=',
        'setgroups=',
        'root=',
        'wd=',
        'setuid=',
        'setgid=',
        'keep-caps',
      ],
    }),
  nsenter: (call) =>
    elsewhere(
      call,
      {
        short: 't:m::u::i::n::p::C::U::T::r::w::W:FS:G:aeZ',
        long: [
          'target=',
          'mount=?',
          'uts=?',
          'ipc=?',
          'net=?',
          'pid=?',
          'cgroup=?',
          'user=?',
          'time=?',
          'root=?',
          'wd=?',
          'wdns=',
          'no-fork',
          'all',
          'setuid=',
          'setgid=',
          'preserve-credentials',
        ],
      },
      0,
      'namespace',
    ),
  chroot: (call) => elsewhere(call, { long: ['userspec=', 'groups=', 'skip-chdir'] }, 1, 'root'),
}

function sudo(call: Call): Unwrapped | undefined {
  const { given, rest } = readOptions(call.argv, {
    short: 'ABbEeHhiKklNnPSsVvC:D:g:p:R:r:T:t:U:u:a:c:',
    long: [
      'askpass',
      'background',
      'bell',
      'close-from=',
      'chdir=',
      'preserve-env=?',
      'edit',
      'group=',
      'set-home',
      'help',
      'host=',
      'login',
      'remove-timestamp',
      'reset-timestamp',
      'list',
      'non-interactive',
      'no-update',
      'preserve-groups',
      'prompt=',
      'chroot=',
      'role=',
      'stdin',
      'shell',
      'type=',
      'command-timeout=',
      'other-user=',
      'user=',
      'version',
      'validate',
    ],
  })
  const has = (...names: string[]) => given.some((option) => names.includes(option.name))
  if (has('-e', '--edit', '-l', '--list', '-v', '--validate', '-k', '-K', '-V', '--version')) return undefined
  const env: Assignment[] = []
  let at = rest
  for (; at < call.argv.length; at++) {
    const word = call.argv[at] as Word
    const text = word.text ?? word.prefix ?? ''
    const equals = text.indexOf('=')
    if (equals <= 0 || !/^[A-Za-z_]\w*$/.test(text.slice(0, equals))) break
    env.unshift({ name: text.slice(0, equals), value: tail(word, equals + 1) })
  }
  const inner = call.argv.slice(at)
  const user = given.find((option) => option.name === '-u' || option.name === '--user')?.value
  const via = { program: 'sudo', user: user ? user.text : 'root' }
  const shell = has('-i', '--login', '-s', '--shell')
  const folder = given.find((option) => option.name === '-D' || option.name === '--chdir')?.value
  const login = has('-i', '--login')
  const cwd = folder
    ? folder.text === null
      ? null
      : (absolute(folder.text, call.state) ?? null)
    : login
      ? null
      : undefined
  const place = cwd === undefined ? {} : { cwd }
  if (inner.length === 0)
    return shell
      ? { stays: true, inner: [{ what: { kind: 'stdin', dialect: 'bash', positional: [] }, via, env, ...place }] }
      : undefined
  return { stays: true, inner: [{ what: { kind: 'argv', argv: inner }, via, env, ...place }] }
}

function asUser(call: Call, short: string, userOptions: readonly string[]): Unwrapped | undefined {
  const { given, rest } = readOptions(call.argv, { short })
  const user = given.find((option) => userOptions.includes(option.name))?.value
  const inner = call.argv.slice(rest)
  const via = { program: call.argv[0]?.text ?? '', user: user ? user.text : 'root' }
  if (inner.length === 0)
    return given.some((option) => option.name === '-s')
      ? { stays: true, inner: [{ what: { kind: 'stdin', dialect: 'sh', positional: [] }, via }] }
      : undefined
  return { stays: true, inner: [{ what: { kind: 'argv', argv: inner }, via }] }
}

function operandUser(call: Call): Unwrapped | undefined {
  const [, user, ...inner] = call.argv
  if (!user || inner.length === 0) return undefined
  return {
    stays: true,
    inner: [{ what: { kind: 'argv', argv: inner }, via: { program: call.argv[0]?.text ?? '', user: user.text } }],
  }
}

function pkexec(call: Call): Unwrapped | undefined {
  const { given, rest } = readOptions(call.argv, {
    short: 'u:',
    long: ['user=', 'disable-internal-agent', 'keep-cwd', 'version'],
  })
  const inner = call.argv.slice(rest)
  if (inner.length === 0) return undefined
  const user = given.find((option) => option.name === '-u' || option.name === '--user')?.value
  return {
    stays: true,
    inner: [
      { what: { kind: 'argv', argv: inner }, via: { program: 'pkexec', user: user ? user.text : 'root' }, cwd: null },
    ],
  }
}

/** `su [-] [user] [-c TEXT | script args]`, `runuser -u user command`. */
function su(call: Call): Unwrapped | undefined {
  const { given, operands } = readOptions(call.argv, {
    short: 'c:s:g:G:lmpPfw:u:T',
    long: [
      'command=',
      'session-command=',
      'shell=',
      'group=',
      'supp-group=',
      'login',
      'preserve-environment',
      'pty',
      'fast',
      'whitelist-environment=',
      'user=',
    ],
    permute: true,
  })
  const option = (...names: string[]) => given.find((entry) => names.includes(entry.name))
  const program = call.argv[0]?.text ?? 'su'
  const asked = option('-u', '--user')?.value
  const rest = operands[0]?.text === '-' ? operands.slice(1) : operands
  if (asked && program.endsWith('runuser')) {
    return rest.length === 0
      ? undefined
      : { stays: true, inner: [{ what: { kind: 'argv', argv: rest }, via: { program, user: asked.text } }] }
  }
  const login = operands[0]?.text === '-' || option('-l', '--login') !== undefined
  const [user, ...args] = rest
  const via = { program, user: user ? user.text : 'root' }
  const place = login ? { cwd: null } : {}
  const text = option('-c', '--command', '--session-command')?.value
  if (text)
    return {
      stays: true,
      inner: [
        {
          what: {
            kind: 'text',
            text: wordValue(text),
            dialect: 'sh',
            positional: [{ text: 'su', raw: 'su' }, ...args],
          },
          via,
          ...place,
        },
      ],
    }
  const [file] = args
  if (file)
    return {
      stays: true,
      inner: [{ what: { kind: 'argv', argv: [{ text: 'sh', raw: 'sh' }, ...args] }, via, ...place }],
    }
  return { stays: true, inner: [{ what: { kind: 'stdin', dialect: 'sh', positional: [] }, via, ...place }] }
}

function capsh(call: Call): Unwrapped | undefined {
  const at = call.argv.findIndex((word) => word.text === '--' || word.text === '==')
  if (at < 0) return undefined
  return {
    stays: true,
    inner: [
      {
        what: { kind: 'argv', argv: [{ text: 'bash', raw: 'bash' }, ...call.argv.slice(at + 1)] },
        via: { program: 'capsh', user: null },
      },
    ],
  }
}

function plain(call: Call, spec: Parameters<typeof readOptions>[1]): Unwrapped | undefined {
  const { rest } = readOptions(call.argv, spec)
  const inner = call.argv.slice(rest)
  return inner.length === 0 ? undefined : { stays: true, inner: [{ what: { kind: 'argv', argv: inner } }] }
}

function elsewhere(
  call: Call,
  spec: Parameters<typeof readOptions>[1],
  operands: number,
  kind: 'namespace' | 'root',
): Unwrapped | undefined {
  const { rest } = readOptions(call.argv, spec)
  const name = operands > 0 ? (call.argv[rest]?.text ?? null) : null
  const inner = call.argv.slice(rest + operands)
  if (inner.length === 0) return undefined
  return {
    stays: true,
    inner: [
      {
        what: { kind: 'argv', argv: inner },
        via: { program: call.argv[0]?.text ?? '', where: { kind, name } },
        elsewhere: true,
      },
    ],
  }
}
