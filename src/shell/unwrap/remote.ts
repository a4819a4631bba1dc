import type { Call } from '../call.js'
import { joinWords } from '../program.js'
import type { Word } from '../script.js'
import { wordValue } from '../value.js'
import { type OptionSpec, readOptions, tail } from './options.js'
import { afterDashes, afterVerb, prefix, starts } from './prefix.js'
import type { Inner, Unwrapped, Wrapper, Wrappers } from './wrapper.js'

/** Programs that run a command on another machine or in a container. They stay: going there is an effect of its own. */
export const remote: Wrappers = {
  ssh,
  autossh: ssh,
  mosh: ssh,
  docker: container,
  podman: container,
  nerdctl: container,
  kubectl: pod,
  oc: pod,
  'docker-compose': compose,
  'podman-compose': compose,
  crictl: verbContainer('exec', { short: 'ist', long: ['sync', 'timeout=', 'tty'] }),
  ctr: verbContainer('exec', {}),
  multipass: verbContainer('exec', { short: 'd:', long: ['working-directory=', 'no-map-working-directory'] }),
  limactl: verbContainer('shell', { long: ['workdir=', 'shell='] }),
  pct: verbContainer('exec', {}),
  toolbox: (call) =>
    inContainer(call, afterVerb(['run'], { short: 'c:d:r:', long: ['container=', 'distro=', 'release='] })(call), null),
  distrobox: (call) => inContainer(call, afterDashes(['enter'])(call), call.argv[2]?.text ?? null),
  devcontainer: (call) =>
    inContainer(
      call,
      afterVerb(['exec'], { long: ['workspace-folder=', 'container-id=', 'config=', 'remote-env='] })(call),
      null,
    ),
  'systemd-nspawn': (call) =>
    inContainer(
      call,
      prefix(
        {
          short: 'qaD:i:M:u:S:bnp:E:x',
          long: ['directory=', 'image=', 'machine=', 'user=', 'bind=', 'bind-ro=', 'setenv=', 'chdir='],
        },
        0,
        true,
      )(call),
      null,
    ),
  machinectl: (call) =>
    inContainer(call, afterVerb(['shell'], { long: ['uid=', 'setenv='] }, 1)(call), call.argv[2]?.text ?? null),
  'lxc-attach': (call) => inContainer(call, afterDashes()(call), null),
  adb: (call) => remoteText(call, 'shell', { short: 's:t:H:P:L:' }, 0),
  vagrant: (call) => optionText(call, ['ssh'], ['-c', '--command'], { short: 'c:p', long: ['command=', 'plain'] }),
  gcloud: (call) =>
    optionText(call, ['compute', 'ssh'], ['--command'], {
      long: ['command=', 'zone=', 'project=', 'ssh-key-file=', 'ssh-flag=', 'region=', 'account='],
    }),
  fly: (call) =>
    optionText(call, ['ssh', 'console'], ['-C', '--command'], {
      short: 'C:a:c:r:u:',
      long: ['command=', 'app=', 'region=', 'user='],
    }),
  flyctl: (call) =>
    optionText(call, ['ssh', 'console'], ['-C', '--command'], {
      short: 'C:a:c:r:u:',
      long: ['command=', 'app=', 'region=', 'user='],
    }),
  heroku: (call) =>
    remoteText(
      call,
      'run',
      { short: 'a:e:r:s:x', long: ['app=', 'env=', 'remote=', 'size=', 'type=', 'exit-code', 'no-tty'] },
      0,
    ),
  pdsh: (call) => manyHosts(call, { short: 'w:x:g:l:t:u:f:R:M:abdhiLNqSsV' }),
  pssh: (call) => manyHosts(call, { short: 'h:H:l:p:o:e:t:O:x:viAP' }),
  'parallel-ssh': (call) => manyHosts(call, { short: 'h:H:l:p:o:e:t:O:x:viAP' }),
  wsl: (call) =>
    inContainer(
      call,
      afterMark(call, ['-e', '--exec', '--']) ??
        prefix({ short: 'd:u:', long: ['distribution=', 'user=', 'cd='] }, 0, true)(call),
      null,
    ),
  lxc,
  incus: lxc,
}

/** The same command, somewhere else. */
function inContainer(call: Call, unwrapped: Unwrapped | undefined, name: string | null): Unwrapped | undefined {
  if (!unwrapped) return undefined
  const via = { program: call.argv[0]?.text ?? '', where: { kind: 'container' as const, name } }
  return { stays: true, inner: unwrapped.inner.map((inner) => ({ ...inner, via, elsewhere: true })) }
}

function afterMark(call: Call, marks: readonly string[]): Unwrapped | undefined {
  const at = call.argv.findIndex((word) => word.text !== null && marks.includes(word.text))
  return at < 0 || at + 1 >= call.argv.length ? undefined : starts(call.argv.slice(at + 1), true)
}

/** `TOOL VERB CONTAINER COMMAND`. */
function verbContainer(verb: string, spec: OptionSpec): Wrapper {
  return (call) => {
    const at = call.argv.findIndex((word, index) => index > 0 && word.text === verb)
    if (at < 0) return undefined
    const { rest } = readOptions(call.argv, spec, at + 1)
    const name = call.argv[rest]
    const start = call.argv[rest + 1]?.text === '--' ? rest + 2 : rest + 1
    if (!name || start >= call.argv.length) return undefined
    return inContainer(call, starts(call.argv.slice(start), true), name.text)
  }
}

/** `TOOL VERB WORD...`: joined to a text for the shell there. */
function remoteText(call: Call, verb: string, spec: OptionSpec, operands: number): Unwrapped | undefined {
  const before = readOptions(call.argv, spec)
  if (call.argv[before.rest]?.text !== verb) return undefined
  const { rest } = readOptions(call.argv, spec, before.rest + 1)
  const words = call.argv.slice(rest + operands)
  return words.length > 0
    ? inContainer(
        call,
        { stays: true, inner: [{ what: { kind: 'text', text: joinWords(words), dialect: 'sh' } }] },
        null,
      )
    : undefined
}

/** A text in an option of `TOOL VERB...`. */
function optionText(
  call: Call,
  verbs: readonly string[],
  names: readonly string[],
  spec: OptionSpec,
): Unwrapped | undefined {
  const { given, operands } = readOptions(call.argv, { ...spec, permute: true })
  if (!verbs.every((verb, index) => operands[index]?.text === verb)) return undefined
  const text = given.find((option) => names.includes(option.name))?.value
  const host = operands[verbs.length]
  if (!text) return undefined
  const via = {
    program: call.argv[0]?.text ?? '',
    where: { kind: 'host' as const, name: host ? hostName(host) : null },
  }
  return {
    stays: true,
    inner: [{ what: { kind: 'text', text: wordValue(text), dialect: 'sh' }, via, elsewhere: true }],
  }
}

/** The rest of the words on each of several hosts. */
function manyHosts(call: Call, spec: OptionSpec): Unwrapped | undefined {
  const { rest } = readOptions(call.argv, spec)
  const words = call.argv.slice(rest)
  if (words.length === 0) return undefined
  const via = { program: call.argv[0]?.text ?? '', where: { kind: 'host' as const, name: null } }
  return {
    stays: true,
    inner: [{ what: { kind: 'text', text: joinWords(words), dialect: 'sh' }, via, elsewhere: true }],
  }
}

function compose(call: Call): Unwrapped | undefined {
  const [program, ...rest] = call.argv
  return program ? container({ ...call, argv: [program, { text: 'compose', raw: 'compose' }, ...rest] }) : undefined
}

/** `ssh HOST WORD...`: the words are joined and read by the login shell there; without any it reads standard input. */
function ssh(call: Call): Unwrapped | undefined {
  const spec: OptionSpec = { short: '46AaCfGgKkMNnqsTtVvXxYyB:b:c:D:E:e:F:I:i:J:L:l:m:O:o:P:p:Q:R:S:W:w:' }
  const before = readOptions(call.argv, spec)
  const host = call.argv[before.rest]
  const local = localPrograms(before.given)
  if (!host) return local.length > 0 ? { stays: true, inner: local } : undefined
  const after = readOptions(call.argv, spec, before.rest + 1)
  const words = call.argv.slice(after.rest)
  const name = hostName(host)
  const given = [...before.given, ...after.given]
  const user =
    given.find((option) => option.name === '-l')?.value?.text ??
    (host.text?.includes('@') ? host.text.replace(/^ssh:\/\//, '').split('@')[0] : undefined)
  const via = { program: 'ssh', where: { kind: 'host' as const, name }, ...(user ? { user } : {}) }
  const inner: Inner[] = [...local, ...localPrograms(after.given)]
  if (words.length > 0)
    inner.push({ what: { kind: 'text', text: joinWords(words), dialect: 'sh' }, via, elsewhere: true })
  else if (
    !given.some((option) => ['-N', '-W', '-O', '-G', '-Q', '-V'].includes(option.name)) &&
    call.frame.stdin.kind !== 'inherit'
  ) {
    inner.push({ what: { kind: 'stdin', dialect: 'sh', positional: [] }, via, elsewhere: true })
  }
  return { stays: true, inner }
}

/** Options of ssh that run a program here. */
function localPrograms(given: readonly { name: string; value: Word | undefined }[]): Inner[] {
  return given.flatMap((option): Inner[] => {
    const match =
      option.name === '-o' && option.value
        ? /^\s*(ProxyCommand|LocalCommand|KnownHostsCommand)\s*[=\s]\s*/i.exec(
            option.value.text ?? option.value.prefix ?? '',
          )
        : null
    if (!match || !option.value) return []
    const value = tail(option.value, match[0].length)
    return value.text === 'none' ? [] : [{ what: { kind: 'text', text: wordValue(value), dialect: 'sh' }, maybe: true }]
  })
}

/** Host name without user, scheme and port. */
function hostName(word: Word): string | null {
  if (word.text === null) return null
  const plain = word.text.replace(/^ssh:\/\//, '')
  const host = plain.slice(plain.lastIndexOf('@') + 1)
  return host.startsWith('[')
    ? host.slice(1).replace(/\].*$/, '')
    : word.text.startsWith('ssh://')
      ? host.replace(/[:/].*$/, '')
      : host
}

const globalContainer: OptionSpec = {
  short: 'c:DH:l:v',
  long: [
    'config=',
    'context=',
    'debug',
    'host=',
    'log-level=',
    'tls',
    'tlscacert=',
    'tlscert=',
    'tlskey=',
    'tlsverify',
    'namespace=',
    'url=',
    'connection=',
    'root=',
    'runroot=',
  ],
}
const execSpec: OptionSpec = {
  short: 'de:itu:w:T',
  long: [
    'detach',
    'detach-keys=',
    'env=',
    'env-file=',
    'interactive',
    'privileged',
    'tty',
    'user=',
    'workdir=',
    'index=',
    'no-TTY',
    'dry-run',
  ],
}
const composeSpec: OptionSpec = {
  short: 'f:p:',
  long: [
    'file=',
    'project-name=',
    'profile=',
    'env-file=',
    'project-directory=',
    'parallel=',
    'ansi=',
    'progress=',
    'compatibility',
    'dry-run',
    'all-resources',
  ],
}

/** Options of `docker run` that take a value. */
const runSpec: OptionSpec = {
  short: 'a:c:de:h:il:m:p:Ptqu:v:w:',
  long: `add-host= annotation= attach= blkio-weight= blkio-weight-device= cap-add= cap-drop= cgroup-parent= cgroupns= cidfile= cpu-count=
  cpu-percent= cpu-period= cpu-quota= cpu-rt-period= cpu-rt-runtime= cpu-shares= cpus= cpuset-cpus= cpuset-mems= detach detach-keys=
  device= device-cgroup-rule= device-read-bps= device-read-iops= device-write-bps= device-write-iops= disable-content-trust dns= dns-opt=
  dns-option= dns-search= domainname= entrypoint= env= env-file= expose= gpus= group-add= health-cmd= health-interval= health-retries=
  health-start-period= health-timeout= help hostname= init interactive ip= ip6= ipc= isolation= kernel-memory= label= label-file= link=
  link-local-ip= log-driver= log-opt= mac-address= memory= memory-reservation= memory-swap= memory-swappiness= mount= name= network=
  net= network-alias= no-healthcheck oom-kill-disable oom-score-adj= pid= pids-limit= platform= privileged publish= publish-all pull=
  quiet read-only restart= rm runtime= security-opt= shm-size= sig-proxy stop-signal= stop-timeout= storage-opt= sysctl= tmpfs= tty
  ulimit= user= userns= uts= volume= volume-driver= volumes-from= workdir= service-ports no-deps build use-aliases no-TTY`.split(
    /\s+/,
  ),
}

/** `docker exec C cmd`, `docker run IMAGE cmd`, and the same of compose. */
function container(call: Call): Unwrapped | undefined {
  const { argv } = call
  let at = readOptions(argv, globalContainer).rest
  if (argv[at]?.text === 'container') at++
  if (argv[at]?.text === 'compose') at = readOptions(argv, composeSpec, at + 1).rest
  const action = argv[at]?.text
  if (action !== 'exec' && action !== 'run' && action !== 'create') return undefined
  const { given, rest } = readOptions(argv, action === 'exec' ? execSpec : runSpec, at + 1)
  const name = argv[rest]
  const entry = given.find((option) => option.name === '--entrypoint')?.value
  const words = argv.slice(rest + 1)
  const command = entry && entry.text !== '' ? [entry, ...words] : words
  if (!name || command.length === 0) return undefined
  const folder = given.find((option) => option.name === '-w' || option.name === '--workdir')?.value?.text ?? null
  const user = given.find((option) => option.name === '-u' || option.name === '--user')?.value
  const via = {
    program: argv[0]?.text ?? '',
    where: { kind: 'container' as const, name: name.text },
    ...(user ? { user: user.text } : {}),
  }
  return { stays: true, inner: [{ what: { kind: 'argv', argv: command }, via, elsewhere: true, cwd: folder }] }
}

const kubectlSpec: OptionSpec = {
  short: 'n:c:f:it:qs:v:l:',
  long: `namespace= context= cluster= kubeconfig= user= as= as-group= as-uid= server= token= request-timeout= cache-dir=
  certificate-authority= client-certificate= client-key= container= filename= stdin tty quiet image= rm restart= env= labels= overrides=
  override-type= port= dry-run=? command attach expose pod-running-timeout= image-pull-policy= field-manager= output= target= profile=
  copy-to= share-processes replace same-node set-image= insecure-skip-tls-verify tls-server-name= username= password= log-flush-frequency= v=`.split(
    /\s+/,
  ),
}

/** `kubectl exec POD -- cmd`, `kubectl run NAME --image I -- cmd`, `kubectl debug`. */
function pod(call: Call): Unwrapped | undefined {
  const { argv } = call
  const dashes = argv.findIndex((word) => word.text === '--')
  const head = dashes < 0 ? argv : argv.slice(0, dashes)
  const spec = { ...kubectlSpec, short: (kubectlSpec.short ?? '').replace('t:', 't') }
  const { operands } = readOptions(head, { ...spec, permute: true })
  const [action, name, ...more] = operands
  if (action?.text !== 'exec' && action?.text !== 'run' && action?.text !== 'debug' && action?.text !== 'rsh')
    return undefined
  const command = dashes < 0 ? more : argv.slice(dashes + 1)
  if (!name || command.length === 0) return undefined
  const via = { program: argv[0]?.text ?? '', where: { kind: 'pod' as const, name: name.text } }
  return { stays: true, inner: [{ what: { kind: 'argv', argv: command }, via, elsewhere: true }] }
}

function lxc(call: Call): Unwrapped | undefined {
  const { argv } = call
  if (argv[1]?.text !== 'exec') return undefined
  const { rest } = readOptions(
    argv,
    {
      short: 'tTn',
      long: [
        'cwd=',
        'env=',
        'group=',
        'user=',
        'mode=',
        'project=',
        'force-interactive',
        'force-noninteractive',
        'disable-stdin',
      ],
    },
    2,
  )
  const name = argv[rest]
  const start = argv[rest + 1]?.text === '--' ? rest + 2 : rest + 1
  const command = argv.slice(start)
  if (!name || command.length === 0) return undefined
  return {
    stays: true,
    inner: [
      {
        what: { kind: 'argv', argv: command },
        via: { program: argv[0]?.text ?? '', where: { kind: 'container', name: name.text } },
        elsewhere: true,
      },
    ],
  }
}
