import type { Call } from '../call.js'
import { absolute } from '../files.js'
import type { Assignment, Word } from '../script.js'
import { readSyntax } from '../syntax.js'
import { type OptionSpec, readOptions, tail } from './options.js'
import { prefix } from './prefix.js'
import type { Unwrapped, Wrappers } from './wrapper.js'

/** Wrappers that change how a command runs, and do nothing else. */
export const environment: Wrappers = {
  env,
  nice: prefix({ short: 'n:0123456789', long: ['adjustment='] }),
  ionice: ionice,
  chrt: prefix({ short: 'abdfimoprRvT:P:D:', long: ['sched-runtime=', 'sched-period=', 'sched-deadline='] }, 1),
  taskset: prefix({ short: 'acp' }, 1),
  timeout: prefix({ short: 'k:s:v', long: ['kill-after=', 'signal=', 'preserve-status', 'foreground', 'verbose'] }, 1),
  gtimeout: prefix({ short: 'k:s:v', long: ['kill-after=', 'signal=', 'preserve-status', 'foreground', 'verbose'] }, 1),
  nohup: prefix({}, 0, true),
  setsid: prefix({ short: 'cfw', long: ['ctty', 'fork', 'wait'] }, 0, true),
  stdbuf: prefix({ short: 'i:o:e:', long: ['input=', 'output=', 'error='] }),
  time: prefix({ short: 'f:o:apqvV', long: ['format=', 'output=', 'append', 'portability', 'quiet', 'verbose'] }),
  chronic: prefix({ short: 've' }),
  unbuffer: prefix({ short: 'p' }),
  caffeinate: prefix({ short: 'disumt:w:' }),
  proxychains: prefix({ short: 'qf:' }),
  proxychains4: prefix({ short: 'qf:' }),
  torsocks: prefix({ short: 'iqu:p:a:P:', long: ['shell', 'user=', 'pass=', 'address=', 'port='] }),
  torify: prefix(),
  fakeroot: prefix({ short: 'l:f:i:s:ub:hv', long: ['lib=', 'faked=', 'unknown-is-real'] }),
  'dbus-run-session': prefix({ long: ['config-file=', 'dbus-daemon='] }),
  'dbus-launch': prefix({ long: ['sh-syntax', 'exit-with-session', 'close-stderr', 'config-file='] }),
  'xvfb-run': prefix({
    short: 'ae:f:hln:p:s:w:',
    long: [
      'auto-servernum',
      'error-file=',
      'auth-file=',
      'listen-tcp',
      'server-num=',
      'xauth-protocol=',
      'server-args=',
      'wait=',
    ],
  }),
  'ssh-agent': prefix({ short: 'cDdksa:E:O:P:t:' }),
  tini: prefix({ short: 'p:svwgle:' }),
  'dumb-init': prefix({ short: 'cvr:', long: ['single-child', 'rewrite=', 'verbose'] }),
  catchsegv: prefix(),
  eatmydata: prefix(),
  cpulimit: prefix({ short: 'l:p:e:bczirvm', long: ['limit=', 'pid=', 'exe='] }),
  numactl: prefix({
    short: 'i:N:m:C:p:laHs',
    long: ['interleave=', 'cpunodebind=', 'membind=', 'physcpubind=', 'preferred=', 'localalloc', 'all'],
  }),
  prlimit: prefix({ short: 'p:o:', long: ['pid=', 'output=', 'noheadings', 'raw'] }),
  softlimit: prefix({ short: 'a:c:d:f:l:m:o:p:r:s:t:' }),
  setarch: prefix({ short: 'vRFZLXBIST3', long: ['addr-no-randomize'] }, 1),
  linux32: prefix({ short: 'vRFZLXBIST3' }),
  linux64: prefix({ short: 'vRFZLXBIST3' }),
  i386: prefix({ short: 'vRFZLXBIST3' }),
  rlwrap: prefix({ short: 'a::Ab:Cc:D:e:f:F:g:hH:iIl:m::M:nNoO:p::P:q:rRs:S:t:T:uUvw:X:zZ:' }),
  flock,
  busybox,
  toybox: busybox,
  'ld.so': loader,
  'ld-linux.so.2': loader,
  'ld-linux-x86-64.so.2': loader,
  'ld-linux-aarch64.so.1': loader,
  'ld-musl-x86_64.so.1': loader,
  'ld-musl-aarch64.so.1': loader,
}

const envSpec: OptionSpec = {
  short: 'iu:C:S:0v',
  long: [
    'ignore-environment',
    'unset=',
    'chdir=',
    'split-string=',
    'null',
    'debug',
    'default-signal=?',
    'ignore-signal=?',
    'block-signal=?',
    'list-signal-handling',
    'argv0=',
  ],
}

/** `env`: assignments and a command; `-S` splits one word into several by rules close to the shell's. */
function env(call: Call): Unwrapped | undefined {
  let argv = call.argv
  for (let round = 0; round < 8; round++) {
    const { given, rest } = readOptions(argv, envSpec)
    const split = given.find((option) => option.name === '-S' || option.name === '--split-string')
    if (split?.value) {
      const words = splitString(split.value)
      if (!words)
        return {
          stays: true,
          inner: [
            {
              what: { kind: 'opaque', reason: split.value.opaque ?? 'syntax', role: 'script', source: split.value.raw },
            },
          ],
        }
      argv = [argv[0] as Word, ...words, ...argv.slice(rest)]
      continue
    }
    const assignments: Assignment[] = []
    let at = rest
    let clears = given.some((option) => option.name === '-i' || option.name === '--ignore-environment')
    if (argv[at]?.text === '-') {
      clears = true
      at++
    }
    for (; at < argv.length; at++) {
      const word = argv[at] as Word
      const equals = (word.text ?? word.prefix ?? '').indexOf('=')
      if (equals <= 0) break
      assignments.unshift({ name: (word.text ?? word.prefix ?? '').slice(0, equals), value: tail(word, equals + 1) })
    }
    const inner = argv.slice(at)
    if (inner.length === 0) return undefined
    for (const option of given) {
      if ((option.name === '-u' || option.name === '--unset') && option.value?.text)
        assignments.unshift({ name: option.value.text, value: { text: '', raw: '' } })
    }
    const folder = given.find((option) => option.name === '-C' || option.name === '--chdir')?.value
    const cwd = folder ? (folder.text === null ? null : (absolute(folder.text, call.state) ?? null)) : undefined
    return {
      stays: false,
      inner: [
        {
          what: { kind: 'argv', argv: inner },
          env: assignments,
          clearsEnv: clears,
          ...(cwd === undefined ? undefined : { cwd }),
        },
      ],
    }
  }
  return { stays: true, inner: [{ what: { kind: 'opaque', reason: 'depth', role: 'script', source: call.source } }] }
}

/** Words of `env -S`; undefined where it uses what plain words do not have. */
function splitString(value: Word): readonly Word[] | undefined {
  if (value.text === null) return undefined
  const syntax = readSyntax(`: ${value.text}`)
  if ('refused' in syntax || syntax.errorAt !== undefined || /[\\$#;&|<>()`\n]/.test(value.text)) return undefined
  const command = syntax.tree.commands[0]?.command
  if (command?.type !== 'Command' || syntax.tree.commands.length !== 1) return undefined
  return command.suffix.flatMap((word) => (word.type === 'Word' ? [{ text: word.value, raw: word.text }] : []))
}

function ionice(call: Call): Unwrapped | undefined {
  const { rest, given } = readOptions(call.argv, {
    short: 'c:n:tp:P:u:',
    long: ['class=', 'classdata=', 'ignore', 'pid=', 'pgid=', 'uid='],
  })
  const inner = call.argv.slice(rest)
  if (inner.length === 0 || given.some((option) => option.name === '-p')) return undefined
  return { stays: false, inner: [{ what: { kind: 'argv', argv: inner } }] }
}

/** `flock FILE COMMAND...`, or `flock FILE -c TEXT`. */
function flock(call: Call): Unwrapped | undefined {
  const { rest } = readOptions(call.argv, {
    short: 'sxuneE:w:oFv',
    long: [
      'shared',
      'exclusive',
      'unlock',
      'nonblock',
      'wait=',
      'timeout=',
      'conflict-exit-code=',
      'close',
      'no-fork',
      'verbose',
    ],
  })
  const [, next, text] = call.argv.slice(rest)
  if (!next) return undefined
  if ((next.text === '-c' || next.text === '--command') && text) {
    return {
      stays: false,
      inner: [{ what: { kind: 'argv', argv: [{ text: 'sh', raw: 'sh' }, { text: '-c', raw: '-c' }, text] } }],
    }
  }
  return { stays: false, inner: [{ what: { kind: 'argv', argv: call.argv.slice(rest + 1) } }] }
}

/** `busybox APPLET ...` is the applet. */
function busybox(call: Call): Unwrapped | undefined {
  const inner = call.argv.slice(1)
  if (inner.length === 0 || inner[0]?.text?.startsWith('-')) return undefined
  return { stays: false, inner: [{ what: { kind: 'argv', argv: inner } }] }
}

/** The dynamic loader runs the program that it is given. */
function loader(call: Call): Unwrapped | undefined {
  const { rest, given } = readOptions(call.argv, {
    long: [
      'library-path=',
      'inhibit-rpath=',
      'audit=',
      'preload=',
      'argv0=',
      'list',
      'verify',
      'inhibit-cache',
      'glibc-hwcaps-prepend=',
      'glibc-hwcaps-mask=',
    ],
  })
  const inner = call.argv.slice(rest)
  if (inner.length === 0 || given.some((option) => option.name === '--list' || option.name === '--verify'))
    return undefined
  return { stays: false, inner: [{ what: { kind: 'argv', argv: inner } }] }
}
