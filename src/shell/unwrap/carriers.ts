import type { Call } from '../call.js'
import { constant, derived, wordValue } from '../value.js'
import { git } from './git.js'
import { readOptions, tail } from './options.js'
import { prefix, starts, textInner, textOptions, textsOf } from './prefix.js'
import type { Inner, Unwrapped, Wrapper, Wrappers } from './wrapper.js'

/** Programs that do something of their own and take a command to run on the way. They all stay. */
export const carriers: Wrappers = {
  git,
  tar,
  bsdtar: tar,
  gtar: tar,
  rsync,
  scp: throughSsh,
  sftp: throughSsh,
  sort: textOptions(
    { short: 'k:o:S:t:T:', long: ['compress-program=', 'key=', 'output=', 'buffer-size=', 'temporary-directory='] },
    ['--compress-program'],
  ),
  split: textOptions(
    { short: 'a:b:C:l:n:t:', long: ['filter=', 'bytes=', 'lines=', 'number=', 'suffix-length=', 'additional-suffix='] },
    ['--filter'],
  ),
  rg: textOptions(
    {
      short: 'e:f:g:m:A:B:C:t:T:j:M:r:E:d:',
      long: ['pre=', 'hostname-bin=', 'regexp=', 'file=', 'glob=', 'pre-glob=', 'type=', 'max-count=', 'replace='],
    },
    ['--pre', '--hostname-bin'],
  ),
  install: textOptions(
    { short: 'g:m:o:S:t:', long: ['strip-program=', 'group=', 'mode=', 'owner=', 'target-directory='] },
    ['--strip-program'],
  ),
  man: textOptions({ short: 'P:H::C:L:m:M:S:s:e:p:r:E:R:', long: ['pager=', 'html=?'] }, ['-P', '--pager']),
  zip: textOptions({ short: 'b:i:n:t:x:', long: ['unzip-command='] }, ['-TT', '--unzip-command']),
  tcpdump: textOptions({ short: 'B:C:E:F:G:i:j:m:M:Q:r:s:T:V:w:W:y:z:Z:' }, ['-z']),
  vim,
  vi: vim,
  nvim: vim,
  ex: vim,
  view: vim,
  gdb,
  lldb: gdb,
  strace: tracer('a:b:e:E:I:o:O:p:P:s:S:u:U:X:cCdDfFhiknqrtTvVwxyYzZ'),
  ltrace: tracer('a:A:D:e:F:l:n:o:p:s:u:w:x:bcCfhiLrStTV'),
  valgrind: prefix({}, 0, true),
  perf,
  nc: netcat,
  ncat: netcat,
  netcat,
  socat,
  'start-stop-daemon': daemon,
}

/** tar's compressors, checkpoint actions and `--to-command`. */
function tar(call: Call): Unwrapped | undefined {
  const spec = {
    short: 'C:f:b:F:g:H:I:K:L:N:T:V:X:',
    long: [
      'checkpoint-action=',
      'to-command=',
      'use-compress-program=',
      'info-script=',
      'new-volume-script=',
      'rsh-command=',
      'file=',
      'directory=',
      'exclude=',
      'checkpoint=?',
      'files-from=',
      'transform=',
      'owner=',
      'group=',
      'mode=',
      'strip-components=',
    ],
  }
  const inner = textsOf(call, spec, [
    '--to-command',
    '-I',
    '--use-compress-program',
    '-F',
    '--info-script',
    '--new-volume-script',
    '--rsh-command',
  ])
  for (const option of readOptions(call.argv, { ...spec, permute: true }).given) {
    if (option.name !== '--checkpoint-action' || !option.value) continue
    const text = option.value.text ?? option.value.prefix ?? ''
    if (text.startsWith('exec=')) inner.push(textInner(tail(option.value, 5), true))
  }
  return inner.length > 0 ? { stays: true, inner } : undefined
}

const rsyncSpec = {
  short: 'aAbcCde:EDf:FghHiIJklLm::nNoOpPqrRsStT:uUvVwWxXyzB:M:',
  long: [
    'rsh=',
    'rsync-path=',
    'filter=',
    'exclude=',
    'include=',
    'exclude-from=',
    'include-from=',
    'files-from=',
    'backup-dir=',
    'suffix=',
    'temp-dir=',
    'compare-dest=',
    'copy-dest=',
    'link-dest=',
    'block-size=',
    'max-size=',
    'min-size=',
    'timeout=',
    'port=',
    'password-file=',
    'log-file=',
    'out-format=',
    'bwlimit=',
    'chmod=',
    'chown=',
    'partial-dir=',
    'info=',
    'debug=',
  ],
}

/** `rsync -e COMMAND`: a plain ssh is how it always works; anything else is a command of its own. */
function rsync(call: Call): Unwrapped | undefined {
  const inner: Inner[] = []
  for (const option of readOptions(call.argv, { ...rsyncSpec, permute: true }).given) {
    if (!option.value) continue
    if (
      (option.name === '-e' || option.name === '--rsh') &&
      !/^(\/usr\/bin\/)?ssh(\s+-[a-zA-Z46]+(\s*[\w./@:~=-]+)?)*\s*$/.test(option.value.text ?? '')
    )
      inner.push(textInner(option.value))
    if (option.name === '--rsync-path')
      inner.push({
        ...textInner(option.value),
        via: { program: 'rsync', where: { kind: 'host', name: null } },
        elsewhere: true,
      })
  }
  return inner.length > 0 ? { stays: true, inner } : undefined
}

function throughSsh(call: Call): Unwrapped | undefined {
  const inner = readOptions(call.argv, {
    short: '346ABCD:F:J:OP:R:S:TX:b:c:fi:l:o:pqrs:v',
    permute: true,
  }).given.flatMap((option): Inner[] => {
    if (!option.value) return []
    if (option.name === '-S') return [{ what: { kind: 'argv', argv: [option.value] }, maybe: true }]
    const match =
      option.name === '-o'
        ? /^\s*(ProxyCommand|LocalCommand|KnownHostsCommand)\s*[=\s]\s*/i.exec(
            option.value.text ?? option.value.prefix ?? '',
          )
        : null
    return match && option.value.text !== `${match[0]}none`
      ? [textInner(tail(option.value, match[0].length), true)]
      : []
  })
  return inner.length > 0 ? { stays: true, inner } : undefined
}

/** `vim -c '!COMMAND'`, `+!COMMAND`, `-c 'r !COMMAND'`. */
function vim(call: Call): Unwrapped | undefined {
  const given = readOptions(call.argv, {
    short: 'c:S:s:t:T:u:U:w:W:i:d',
    long: ['cmd=', 'servername=', 'remote-send=', 'remote-expr='],
    permute: true,
  })
  const commands = given.given.flatMap((option) =>
    option.value && ['-c', '--cmd'].includes(option.name) ? [option.value] : [],
  )
  commands.push(
    ...given.operands.filter((word) => (word.text ?? word.prefix ?? '').startsWith('+')).map((word) => tail(word, 1)),
  )
  const inner = commands.flatMap((word): Inner[] => {
    const match =
      /(^|[|:\s])(?:\d*,?[\d$%]*\s*)?(?:(?:r|read|w|write|terminal|ter|te)\s+)?!\s*(.+)$|(?:system|systemlist)\((['"])(.*)\3/s.exec(
        word.text ?? '',
      )
    const text = match?.[2] ?? match?.[4]
    if (text) return [{ what: { kind: 'text', text: constant(text), dialect: 'sh' } }]
    return word.text === null && /!|system/.test(word.prefix ?? '')
      ? [textInner(tail(word, (word.prefix ?? '').indexOf('!') + 1))]
      : []
  })
  return inner.length > 0 ? { stays: true, inner } : undefined
}

/** `gdb --args PROGRAM`, and commands of the debugger that go to a shell. */
function gdb(call: Call): Unwrapped | undefined {
  const { argv } = call
  const inner: Inner[] = []
  const at = argv.findIndex((word) => word.text === '--args' || word.text === '-args' || word.text === '--')
  if (at >= 0 && at + 1 < argv.length) inner.push({ what: { kind: 'argv', argv: argv.slice(at + 1) } })
  for (const [index, word] of argv.entries()) {
    if (
      !/^--?(ex|eval-command|iex|init-eval-command|o|one-line|O|one-line-before-file)(=|$)/.test(
        word.text ?? word.prefix ?? '',
      )
    )
      continue
    const equals = (word.text ?? '').indexOf('=')
    const value = equals < 0 ? argv[index + 1] : tail(word, equals + 1)
    const match = /^\s*(?:shell|!|platform\s+shell|make)\s*/.exec(value?.text ?? value?.prefix ?? '')
    if (value && match) inner.push(textInner(tail(value, match[0].length)))
  }
  return inner.length > 0 ? { stays: true, inner } : undefined
}

function tracer(short: string): Wrapper {
  return (call) => {
    const { given, rest } = readOptions(call.argv, {
      short,
      long: ['output=', 'expr=', 'trace=', 'attach=', 'user=', 'argv0=', 'seccomp-bpf', 'follow-forks', 'daemonize=?'],
    })
    const output = given.find((option) => option.name === '-o')?.value
    const piped = output && /^[|!]/.test(output.text ?? output.prefix ?? '') ? [textInner(tail(output, 1))] : []
    const words = call.argv.slice(rest)
    const inner: Inner[] = words.length > 0 ? [{ what: { kind: 'argv', argv: words } }, ...piped] : piped
    return inner.length > 0 ? { stays: true, inner } : undefined
  }
}

function perf(call: Call): Unwrapped | undefined {
  const verb = call.argv[1]?.text
  if (!verb || !['record', 'stat', 'trace', 'mem', 'c2c', 'kvm', 'ftrace'].includes(verb)) return undefined
  const { rest } = readOptions(
    call.argv,
    {
      short: 'e:p:t:c:F:o:i:C:u:g::G:s:d::D:r:x:aAbBhnNqRSTvVWkm:j:z::',
      long: [
        'event=',
        'pid=',
        'tid=',
        'output=',
        'count=',
        'freq=',
        'cpu=',
        'uid=',
        'cgroup=',
        'call-graph=',
        'repeat=',
        'delay=',
        'duration=',
        'filter=',
      ],
    },
    2,
  )
  return rest < call.argv.length ? starts(call.argv.slice(rest), true) : undefined
}

/** `nc -e PROGRAM`, `nc -c TEXT`, `ncat --sh-exec TEXT`: a program whose input and output are the connection. */
function netcat(call: Call): Unwrapped | undefined {
  const { given } = readOptions(call.argv, {
    short: '46Cbdhklnrtuvze:c:g:G:i:I:m:M:o:O:P:p:q:s:T:V:w:W:X:x:',
    long: [
      'exec=',
      'sh-exec=',
      'lua-exec=',
      'max-conns=',
      'source=',
      'source-port=',
      'wait=',
      'idle-timeout=',
      'proxy=',
      'proxy-type=',
      'output=',
    ],
    permute: true,
  })
  const inner = given.flatMap((option): Inner[] => {
    if (!option.value) return []
    if (['-e', '--exec', '-c', '--sh-exec'].includes(option.name))
      return [{ ...textInner(option.value), stdin: { kind: 'pipe', from: [] } }]
    return []
  })
  return inner.length > 0 ? { stays: true, inner } : undefined
}

function socat(call: Call): Unwrapped | undefined {
  const inner = call.argv.slice(1).flatMap((word): Inner[] => {
    const match = /(?:^|!!)(?:EXEC|SYSTEM|SHELL):/i.exec(word.text ?? word.prefix ?? '')
    if (!match) return []
    const value = wordValue(tail(word, match.index + match[0].length))
    // Options of the address follow the command behind a comma.
    const text = value.text
      .replace(/^(['"])(.*?)\1.*$/s, '$2')
      .replace(/,(pty|stderr|setsid|sane|ctty|sigint|echo|raw|login|su=|fdin|fdout|nofork|pipes|path=).*$/s, '')
    return [{ what: { kind: 'text', text: derived(text, value), dialect: 'sh' }, stdin: { kind: 'pipe', from: [] } }]
  })
  return inner.length > 0 ? { stays: true, inner } : undefined
}

function daemon(call: Call): Unwrapped | undefined {
  const { given, operands } = readOptions(call.argv, {
    short: 'a:bc:Cd:g:hI:k:K:mn:N:op:P:qR:r:s:Stu:vVx:',
    long: [
      'start',
      'stop',
      'status',
      'exec=',
      'startas=',
      'pidfile=',
      'name=',
      'user=',
      'chuid=',
      'chdir=',
      'background',
      'make-pidfile',
      'group=',
      'signal=',
      'retry=',
      'nicelevel=',
      'oknodo',
      'quiet',
      'test',
      'output=',
    ],
  })
  if (!given.some((option) => option.name === '-S' || option.name === '--start')) return undefined
  const program = given.find((option) => ['-a', '--startas', '-x', '--exec'].includes(option.name))?.value
  return program ? starts([program, ...operands], true) : undefined
}
