import type { Call } from '../call.js'
import { readOptions } from './options.js'
import { afterDashes, afterVerb, prefix, starts, textInner, textOptions } from './prefix.js'
import { asText } from './terminals.js'
import type { Inner, Unwrapped, Wrappers } from './wrapper.js'

/**
 * Tools of a project or a desktop that run a command in a prepared surrounding. They stay where the surrounding is an
 * effect (secrets read, a unit made, a sandbox), and dissolve where it only changes versions of tools.
 */
export const runners: Wrappers = {
  // Versions and folders
  direnv: afterVerb(['exec'], {}, 1, false),
  mise: (call) =>
    afterDashes(['exec', 'x', 'en'], false)(call) ??
    textOptions({ short: 'c:C:E:j:', long: ['command=', 'cd=', 'env=', 'jobs='] }, ['-c', '--command'])(call),
  rtx: afterDashes(['exec', 'x'], false),
  asdf: afterVerb(['exec'], {}, 0, false),
  pyenv: afterVerb(['exec'], {}, 0, false),
  rbenv: afterVerb(['exec'], {}, 0, false),
  nodenv: afterVerb(['exec'], {}, 0, false),
  goenv: afterVerb(['exec'], {}, 0, false),
  jenv: afterVerb(['exec'], {}, 0, false),
  nvm: afterVerb(['exec'], { long: ['silent'] }, 1, false),
  fnm: afterVerb(['exec'], { long: ['using='] }, 0, false),
  volta: afterVerb(['run'], { long: ['node=', 'npm=', 'yarn=', 'pnpm=', 'env='] }, 0, false),
  rustup: afterVerb(['run'], { long: ['install'] }, 1, false),
  opam: afterVerb(['exec'], { long: ['switch=', 'root='] }, 0, false),
  'steam-run': prefix(),
  faketime: prefix({ short: 'mpf:', long: ['exclude-monotonic', 'date-prog='] }, 1),
  schedtool: prefix({ short: 'N0FRBID:p:n:a:e' }),
  cgexec: prefix({ short: 'g:', long: ['sticky'] }),
  'systemd-inhibit': prefix({ long: ['what=', 'who=', 'why=', 'mode=', 'no-pager'] }),
  'run-one': prefix(),
  lockf: prefix({ short: 'knst:w' }, 1),
  setlock: prefix({ short: 'nNxX' }, 1),
  sem: prefix({ short: 'j:', long: ['id=', 'fg', 'wait', 'jobs=', 'timeout='] }),
  'qemu-x86_64': prefix({ short: 'L:E:U:cpu:r:s:B:' }),
  'qemu-aarch64': prefix({ short: 'L:E:U:cpu:r:s:B:' }),
  // Variables, some of them secret
  dotenv: (call) =>
    afterDashes([], true)(call) ?? prefix({ short: 'e:f:v:c:o', long: ['file=', 'override', 'debug'] }, 0, true)(call),
  dotenvx: afterDashes(['run']),
  'env-cmd': prefix(
    {
      short: 'f:e:r:xsv',
      long: ['file=', 'environments=', 'rc-file=', 'expand-envs', 'no-override', 'silent', 'use-shell'],
    },
    0,
    true,
  ),
  'cross-env': crossEnv,
  'cross-env-shell': crossEnv,
  doppler: (call) =>
    afterDashes(['run'])(call) ??
    (call.argv[1]?.text === 'run'
      ? textOptions(
          { short: 'p:c:t:', long: ['command=', 'project=', 'config=', 'token=', 'mount='] },
          ['--command'],
          false,
        )(call)
      : undefined),
  op: afterDashes(['run']),
  'aws-vault': (call) =>
    afterDashes(['exec', 'export'])(call) ??
    afterVerb(
      ['exec'],
      { short: 'd:nj', long: ['duration=', 'no-session', 'region=', 'mfa-token=', 'backend='] },
      1,
    )(call),
  chamber: afterDashes(['exec']),
  infisical: afterDashes(['run']),
  teller: afterDashes(['run']),
  envchain: prefix({}, 1, true),
  envdir: prefix({}, 1, true),
  summon: prefix({ short: 'p:f:D:e:', long: ['provider=', 'environment=', 'yaml='] }, 0, true),
  berglas: afterDashes(['exec']),
  sops,
  // Again and again
  watchexec: (call) =>
    rerun(call, {
      short: 'w:c::o:W:rs:k:d:pn::E:e:f:i:j:q1',
      long: [
        'watch=',
        'exts=',
        'filter=',
        'ignore=',
        'signal=',
        'stop-signal=',
        'debounce=',
        'shell=',
        'restart',
        'clear=?',
        'on-busy-update=',
        'workdir=',
        'env=',
        'project-origin=',
        'delay-run=',
        'poll=?',
        'wrap-process=',
      ],
    }),
  onchange: afterDashes(),
  chokidar: textOptions({ short: 'c:d:i:t:p', long: ['command=', 'debounce=', 'ignore=', 'throttle='] }, [
    '-c',
    '--command',
  ]),
  nodemon: textOptions(
    { short: 'x:e:w:i:d:s:', long: ['exec=', 'ext=', 'watch=', 'ignore=', 'delay=', 'signal=', 'config='] },
    ['-x', '--exec'],
  ),
  cargo: cargoWatch,
  concurrently: (call) =>
    texts(call, {
      short: 'c:n:p:l:s:k::m:r:',
      long: [
        'prefix-colors=',
        'names=',
        'prefix=',
        'max-processes=',
        'success=',
        'kill-others',
        'kill-others-on-fail',
        'restart-tries=',
        'restart-after=',
        'name-separator=',
        'handle-input',
        'default-input-target=',
        'hide=',
        'timings',
        'raw',
        'group',
      ],
    }),
  hyperfine,
  retry: prefix({ short: 't:s:m:x:e:', long: ['times=', 'delay=', 'until=', 'while=', 'max='] }),
  // Environments and sandboxes
  devbox: afterVerb(['run'], { short: 'c:e:', long: ['config=', 'env=', 'env-file=', 'pure'] }),
  nix: (call) =>
    ['develop', 'shell', 'dev-shell'].includes(call.argv[1]?.text ?? '')
      ? afterMark(call, ['-c', '--command'])
      : undefined,
  'nix-shell': textOptions(
    { short: 'p:I:E:A:', long: ['run=', 'command=', 'packages=', 'arg=', 'argstr=', 'attr=', 'expr=', 'pure'] },
    ['--run', '--command'],
    false,
  ),
  guix: (call) =>
    call.argv[1]?.text === 'shell' || call.argv[1]?.text === 'environment' ? afterDashes()(call) : undefined,
  'systemd-run': prefix(
    {
      short: 'dGH:M:p:qrE:tPSu:',
      long: [
        'unit=',
        'property=',
        'description=',
        'slice=',
        'setenv=',
        'uid=',
        'gid=',
        'nice=',
        'working-directory=',
        'service-type=',
        'host=',
        'machine=',
        'on-active=',
        'on-boot=',
        'on-startup=',
        'on-unit-active=',
        'on-unit-inactive=',
        'on-calendar=',
        'path-property=',
        'socket-property=',
        'timer-property=',
        'user',
        'system',
        'scope',
        'pty',
        'pipe',
        'shell',
        'wait',
        'collect',
        'same-dir',
        'no-block',
        'remain-after-exit',
        'send-sighup',
        'background=',
      ],
    },
    0,
    true,
  ),
  firejail: prefix({}, 0, true),
  bwrap,
  // sandbox-runtime's helper, which sets a filter and starts the rest; a program of that name is judged as any other beside it.
  'apply-seccomp': prefix({}, 0, true),
  proot: prefix(
    {
      short: 'r:b:m:q:w:v:k:p:i:0S:R:',
      long: ['rootfs=', 'bind=', 'mount=', 'qemu=', 'pwd=', 'cwd=', 'kernel-release=', 'root-id', 'kill-on-exit'],
    },
    0,
    true,
  ),
  flatpak,
  'flatpak-spawn': prefix(
    {
      long: [
        'forward-fd=',
        'clear-env',
        'watch-bus',
        'env=',
        'unset-env=',
        'env-fd=',
        'latest-version',
        'no-network',
        'sandbox',
        'sandbox-expose=',
        'host',
        'directory=',
      ],
    },
    0,
    true,
  ),
}

/** What follows one of these words. */
function afterMark(call: Call, marks: readonly string[]): Unwrapped | undefined {
  const at = call.argv.findIndex((word) => word.text !== null && marks.includes(word.text))
  return at < 0 || at + 1 >= call.argv.length ? undefined : starts(call.argv.slice(at + 1), true)
}

/** Words that are joined to a text, as watchexec does unless it is told not to. */
function rerun(call: Call, spec: Parameters<typeof readOptions>[1]): Unwrapped | undefined {
  const { rest } = readOptions(call.argv, spec)
  const words = call.argv.slice(rest)
  return words.length > 0 ? { stays: true, inner: [asText(words)] } : undefined
}

/** Operands that are each a text of their own. */
function texts(call: Call, spec: Parameters<typeof readOptions>[1]): Unwrapped | undefined {
  const { operands } = readOptions(call.argv, { ...spec, permute: true })
  return operands.length > 0 ? { stays: true, inner: operands.map((word) => textInner(word)) } : undefined
}

/** `cross-env A=1 COMMAND`: env in JavaScript. */
function crossEnv(call: Call): Unwrapped | undefined {
  const words = call.argv.slice(1)
  const at = words.findIndex((word) => !/^\w+=/.test(word.text ?? word.prefix ?? ''))
  if (at < 0) return undefined
  const env = words.slice(0, at).flatMap((word) => {
    const text = word.text ?? ''
    const equals = text.indexOf('=')
    return equals > 0 ? [{ name: text.slice(0, equals), value: { text: text.slice(equals + 1), raw: text } }] : []
  })
  const inner: Inner = call.argv[0]?.text?.endsWith('-shell')
    ? asText(words.slice(at))
    : { what: { kind: 'argv', argv: words.slice(at) } }
  return { stays: false, inner: [{ ...inner, env: env.reverse() }] }
}

/** `sops exec-env FILE TEXT`: with the secrets of the file in the environment. */
function sops(call: Call): Unwrapped | undefined {
  const verb = call.argv[1]?.text
  if (verb !== 'exec-env' && verb !== 'exec-file') return undefined
  const { operands } = readOptions(
    call.argv,
    { long: ['user=', 'background', 'no-fifo', 'filename=', 'pristine'], permute: true },
    2,
  )
  return operands[1] ? { stays: true, inner: [textInner(operands[1])] } : undefined
}

/** `cargo watch -x SUBCOMMAND -s TEXT`. */
function cargoWatch(call: Call): Unwrapped | undefined {
  if (call.argv[1]?.text !== 'watch') return undefined
  const { given } = readOptions(
    call.argv,
    {
      short: 'x:s:w:i:d:B:C:E:F:c',
      long: ['exec=', 'shell=', 'watch=', 'ignore=', 'delay=', 'use-shell=', 'workdir=', 'env-file=', 'features='],
    },
    2,
  )
  const inner = given.flatMap((option): Inner[] => {
    if (!option.value) return []
    if (option.name === '-s' || option.name === '--shell') return [textInner(option.value, true)]
    if (option.name !== '-x' && option.name !== '--exec') return []
    return [{ ...asText([{ text: 'cargo', raw: 'cargo' }, option.value]), maybe: true }]
  })
  return inner.length > 0 ? { stays: true, inner } : undefined
}

function hyperfine(call: Call): Unwrapped | undefined {
  const spec = {
    short: 'w:m:M:r:s:p:c:P:D:L:S:Nu:n:i::C:',
    long: [
      'warmup=',
      'min-runs=',
      'max-runs=',
      'runs=',
      'setup=',
      'prepare=',
      'conclude=',
      'cleanup=',
      'parameter-scan=',
      'parameter-list=',
      'shell=',
      'export-json=',
      'export-csv=',
      'export-markdown=',
      'export-asciidoc=',
      'export-orgmode=',
      'style=',
      'sort=',
      'command-name=',
      'output=',
      'input=',
      'reference=',
      'time-unit=',
      'show-output',
    ],
  }
  const { given, operands } = readOptions(call.argv, { ...spec, permute: true })
  const prepared = given.flatMap((option) =>
    option.value &&
    ['-s', '--setup', '-p', '--prepare', '-c', '--cleanup', '-C', '--conclude', '--reference'].includes(option.name)
      ? [option.value]
      : [],
  )
  const all = [...prepared, ...operands]
  return all.length > 0 ? { stays: true, inner: all.map((word) => textInner(word)) } : undefined
}

/** Options of bubblewrap by how many values they take. */
const bwrapValues: Readonly<Record<string, number>> = Object.fromEntries([
  ...'bind bind-try dev-bind dev-bind-try ro-bind ro-bind-try bind-fd ro-bind-fd symlink setenv file bind-data ro-bind-data chmod overlay'
    .split(' ')
    .map((name) => [`--${name}`, name === 'overlay' ? 3 : 2]),
  ...'unsetenv chdir remount-ro exec-label file-label proc dev tmpfs mqueue dir seccomp add-seccomp-fd block-fd userns-block-fd json-status-fd info-fd sync-fd uid gid hostname userns userns2 pidns args lock-file cap-add cap-drop perms size argv0 overlay-src tmp-overlay ro-overlay'
    .split(' ')
    .map((name) => [`--${name}`, 1]),
])

/** Options by which a path inside may stand for another file outside, or that make files themselves. */
const bwrapRemaps = /^--(?:symlink|file|dir|chmod|overlay\S*|(?:ro-)?bind-(?:fd|data))$/

/** It drops out where all paths inside mean what they mean outside; else nobody knows what it does, beside its command. */
function bwrap(call: Call): Unwrapped | undefined {
  let at = 1
  let remaps = false
  for (; at < call.argv.length; at++) {
    const text = call.argv[at]?.text ?? ''
    if (text === '--') {
      at++
      break
    }
    if (!text.startsWith('--')) break
    const [from, to] = [call.argv[at + 1]?.text ?? null, call.argv[at + 2]?.text ?? null]
    if (bwrapRemaps.test(text) || (/bind/.test(text) && from !== to && !hidesOnly(text, from, call))) remaps = true
    at += bwrapValues[text] ?? 0
  }
  if (at >= call.argv.length) return undefined
  const offline = call.argv.slice(1, at).some((word) => word.text === '--unshare-net' || word.text === '--unshare-all')
  const found = starts(call.argv.slice(at), remaps)
  return offline
    ? { ...found, inner: found.inner.map((one) => ({ ...one, via: { program: 'bwrap', offline } })) }
    : found
}

/** Nothing stands for something else where only `/dev/null` or an empty directory, read-only, takes a path's place. */
function hidesOnly(option: string, from: string | null, { frame }: Call): boolean {
  if (from === null) return false
  return from === '/dev/null' || (option === '--ro-bind' && frame.world.list(from)?.length === 0)
}

/** `flatpak run --command=PROGRAM APP WORDS`. */
function flatpak(call: Call): Unwrapped | undefined {
  if (call.argv[1]?.text !== 'run') return undefined
  const { given, operands } = readOptions(
    call.argv,
    {
      short: 'd',
      long: [
        'command=',
        'branch=',
        'arch=',
        'cwd=',
        'filesystem=',
        'env=',
        'share=',
        'socket=',
        'device=',
        'talk-name=',
        'runtime=',
        'devel',
      ],
    },
    2,
  )
  const program = given.find((option) => option.name === '--command')?.value
  const [app, ...words] = operands
  return program && app
    ? starts([program, ...words], true, { kind: 'container', name: app.text }, 'flatpak')
    : undefined
}
