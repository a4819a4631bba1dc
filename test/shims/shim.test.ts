import { execFileSync, spawn } from 'node:child_process'
import { copyFileSync, linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { EXEC_FLAG, type ExecRequest } from '../../src/broker/wire.js'
import { encode } from '../../src/broker/wire-codec.js'
import { allow, type Decide, deny, listen, type TestBroker } from '../broker/test-broker.js'
import { buildNative, compile } from './native.js'
import { run } from './run.js'
import { type ShimSession, shimSession } from './session.js'

const NAMES = ['probe', 'plain', 'bash', 'nowhere', 'locked']
let session: ShimSession
let broker: TestBroker | undefined

const source = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const env = (more: Record<string, string> = {}) => ({ PATH: session.path, ...more })
const execs = () => (broker?.requests ?? []) as ExecRequest[]

async function brokerThat(decide: Decide): Promise<void> {
  broker = await listen(session.sock, decide)
}

beforeAll(() => {
  session = shimSession(buildNative().shim, NAMES)
  compile(source('probe.c'), join(session.real, 'probe'))
  compile(source('argv.c'), join(session.root, 'argv'))
  writeFileSync(join(session.real, 'plain'), 'echo "plain $0 $*"\n', { mode: 0o755 })
  writeFileSync(join(session.real, 'locked'), 'echo no\n', { mode: 0o644 })
})
afterEach(async () => {
  await broker?.close()
  broker = undefined
})
afterAll(() => session.remove())

describe('an allowed command', () => {
  const direct = () => join(session.real, 'probe')
  const shimmed = () => join(session.bin, 'probe')

  test.each([
    ['arguments', 'A="x y" "$0" "" "a b" "$(printf "\\377\\200")" </dev/null'],
    ['argv[0]', 'exec -a -other "$0" 1 </dev/null'],
    ['stdin', 'printf "one\\ntwo" | "$0"'],
    ['open files', '"$0" 5</dev/null 7</dev/null </dev/null'],
    ['ignored and blocked signals', 'trap "" INT USR1; "$0" </dev/null'],
    ['exit status', '"$0" exit 37'],
    ['death by signal', '"$0" signal 9'],
    ['umask and group', 'umask 027; set -m; "$0" </dev/null'],
  ])('sees %s as without a shim', async (_, script) => {
    await brokerThat(() => allow)
    const environment = { ...env(), LANG: 'C', 'odd name': 'v' }
    // A bash by absolute path: what is compared is the probe, once behind its shim and once not.
    const bare = await run('/bin/bash', ['--norc', '-c', script, direct()], { env: environment })
    const gated = await run('/bin/bash', ['--norc', '-c', script, shimmed()], { env: environment })
    // The only difference there may be: the path that the test itself typed.
    const typed = (text: string) => text.replaceAll(hex(direct()), 'PROBE').replaceAll(hex(shimmed()), 'PROBE')
    expect(execs()).toHaveLength(1)
    expect(bare.stdout).toContain('argc')
    expect({ ...gated, stdout: typed(gated.stdout), stderr: gated.stderr.replaceAll(shimmed(), direct()) }).toEqual({
      ...bare,
      stdout: typed(bare.stdout),
    })
  })

  test('is described to the broker', async () => {
    await brokerThat(() => allow)
    await run('/bin/bash', ['--norc', '-c', 'probe push "a b" </dev/null'], { cwd: '/', env: env({ X: '1' }) })
    const { pid, ppid, dev, ino, env: environment, ...rest } = execs()[0]!
    expect(rest).toEqual({
      type: 'exec',
      id: 1,
      origin: undefined,
      door: 'shim',
      exec: 0,
      exe: join(session.real, 'probe'),
      execfn: join(session.real, 'probe'),
      cwd: '/',
      stdin: { kind: 'null', path: '', peek: Buffer.alloc(0) },
      flags: 0,
      argv: ['probe', 'push', 'a b'],
    })
    expect([pid, ppid, Number(dev), Number(ino)].every((number) => number > 1)).toBe(true)
    expect([environment.get('X'), environment.get('PATH')]).toEqual(['1', session.path])
  })

  test('that is a shell comes by the shell door', async () => {
    await brokerThat(() => allow)
    const { stdout } = await run('bash', ['-c', 'echo "$BASH_EXECUTION_STRING"'], { env: env() })
    expect(stdout).toBe('echo "$BASH_EXECUTION_STRING"\n')
    expect(execs().map(({ door, argv }) => [door, argv[2]])).toEqual([['shell', 'echo "$BASH_EXECUTION_STRING"']])
  })

  test('that is a script without #! is run by sh, as a shell does it', async () => {
    await brokerThat(() => allow)
    const { stdout } = await run('plain', ['1', '2 3'], { env: env() })
    expect(stdout).toBe(`plain ${join(session.real, 'plain')} 1 2 3\n`)
  })

  test.each([
    ['a here-document', 'probe <<END\ndrop table users;\nEND', 'pipe', 'drop table users;\n'],
    ['a file without a name', 'printf abcdef >"$F"; { read -rN 2; rm "$F"; probe; } <"$F"', 'file', 'cdef'],
    ['nothing of a file with a name', 'printf abcdef >"$F"; probe <"$F"', 'file', ''],
    ['nothing', 'probe <&-', 'closed', ''],
  ])('shows what lies in stdin: %s', async (_, script, kind, peek) => {
    await brokerThat(() => allow)
    const gated = await run('/bin/bash', ['--norc', '-c', script], { env: env({ F: join(session.root, 'in') }) })
    expect({ ...execs()[0]!.stdin, peek: execs()[0]!.stdin.peek.toString(), path: '' }).toEqual({
      kind,
      peek,
      path: '',
    })
    expect(gated.stdout.endsWith(peek)).toBe(true)
  })
})

describe('a refused command', () => {
  test('does not run, prints the reason and ends with the code of the verdict', async () => {
    await brokerThat((request) => (execOf(request).argv[1] === 'evil' ? deny('blocked: `evil`\nsay so first') : allow))
    const refused = await run('probe', ['evil'], { env: env() })
    const control = await run('probe', ['good'], { env: env() })
    expect(refused).toEqual({
      code: 126,
      signal: null,
      stdout: '',
      stderr: 'gatesh: blocked: `evil`\ngatesh: say so first\n',
    })
    expect([control.code, control.stdout.split('\n')[0]]).toEqual([0, 'argc 2'])
  })

  test('cannot play on the terminal through its reason', async () => {
    await brokerThat(() => deny('a\x1b[2Jb\rc\x7f\td\n\n'))
    expect((await run('probe', [], { env: env() })).stderr).toBe('gatesh: a?[2Jb?c?\td\n')
  })

  test('never looks like a success', async () => {
    await brokerThat(() => deny('', 0))
    expect(await run('probe', [], { env: env() })).toMatchObject({ code: 126, stdout: '' })
  })

  test('that was cancelled ends without a word', async () => {
    await brokerThat(() => ({ type: 'verdict', action: 'cancelled', exitCode: 130, message: 'unused' }))
    expect(await run('probe', [], { env: env() })).toEqual({ code: 130, signal: null, stdout: '', stderr: '' })
  })
})

describe('finding the real program', () => {
  test.each([
    ['no such program', 'nowhere', 127, 'gatesh: nowhere: command not found\n'],
    ['a file that is no program', 'locked', 126, 'gatesh: locked: Permission denied\n'],
  ])('%s is said as a shell says it, and nobody is asked', async (_, name, code, stderr) => {
    await brokerThat(() => allow)
    // root may not execute a file without any x bit either
    expect(await run(name, [], { env: env() })).toEqual({ code, signal: null, stdout: '', stderr })
    expect(execs()).toHaveLength(0)
  })

  test.each([
    ['PATH is empty', { PATH: '' }, '/', 127],
    ['PATH is missing', { PATH: undefined }, '/', 127],
    ['PATH names only the shims', { PATH: 'BIN' }, '/', 127],
    ['PATH has an empty entry', { PATH: '/nonexistent::BIN' }, 'REAL', 0],
    ['PATH has a relative entry', { PATH: 'BIN:real' }, 'ROOT', 0],
    ['PATH names the shims by another way', { PATH: 'BIN:ROOT/session/../session/bin:REAL' }, '/', 0],
    ['PATH holds another link to the shim', { PATH: 'BIN:ROOT/linked:REAL' }, '/', 0],
  ])('works when %s', async (_, environment, cwd, code) => {
    await brokerThat(() => allow)
    const linked = join(session.root, 'linked')
    mkdirSync(linked, { recursive: true })
    if (environment.PATH?.includes('linked')) linkSync(join(session.bin, 'probe'), join(linked, 'probe'))
    const place = (text: string) =>
      text.replaceAll('BIN', session.bin).replaceAll('REAL', session.real).replaceAll('ROOT', session.root)
    const placed = environment.PATH === undefined ? {} : { PATH: place(environment.PATH) }
    const result = await run(join(session.bin, 'probe'), [], { env: placed, cwd: place(cwd) })
    expect({ code: result.code, asked: execs().length }).toEqual({ code, asked: code === 0 ? 1 : 0 })
  })

  test('works in a directory that was deleted', async () => {
    await brokerThat(() => allow)
    const script = 'd=$(mktemp -d) && cd "$d" && rmdir "$d" && probe x'
    expect((await run('/bin/bash', ['--norc', '-c', script], { env: env() })).code).toBe(0)
    expect(execs().map(({ cwd }) => cwd)).toEqual([''])
  })
})

describe('dispatch trusts an entry of the shim directory only', () => {
  const refused =
    'gatesh: this shim runs nothing: it was not started from the shim directory of a session that is running\n'

  test('not argv[0]: the gated name is asked for and the argv passed on', async () => {
    await brokerThat(() => allow)
    const { stdout } = await run('/bin/bash', ['--norc', '-c', 'exec -a locked "$0"', join(session.bin, 'probe')], {
      env: env(),
    })
    expect(stdout).toContain(`arg ${hex('locked')}\n`)
    expect(execs().map(({ exe, argv }) => [exe, argv])).toEqual([[join(session.real, 'probe'), ['locked']]])
  })

  test('a symbolic link from elsewhere still finds its session', async () => {
    await brokerThat(() => allow)
    const link = join(session.root, 'anything')
    symlinkSync(join(session.bin, 'probe'), link)
    expect((await run(link, ['x'], { env: env() })).code).toBe(0)
    expect(execs().map(({ exe }) => exe)).toEqual([join(session.real, 'probe')])
  })

  test.each([
    ['a hard link outside', (file: string) => linkSync(join(session.bin, 'probe'), file)],
    ['a copy outside', (file: string) => copyFileSync(join(session.bin, 'probe'), file)],
  ])('%s runs nothing', async (what, make) => {
    await brokerThat(() => allow)
    const file = join(session.root, what.replaceAll(' ', '-'))
    make(file)
    const result = await run(file, ['x'], { env: env({ GATESH_SOCK: session.sock, GATESH_SESSION: 'x' }) })
    expect({ ...result, asked: execs().length }).toEqual({
      code: 126,
      signal: null,
      stdout: '',
      stderr: refused,
      asked: 0,
    })
  })
})

describe('odd arguments', () => {
  test.each([
    ['2 MB in all', 'total', 2_000_000],
    ['10,000 of them', 'count', 10_000],
    ['one of 128 KB', 'single', 131_071],
  ])('%s arrive whole', async (_, kind, size) => {
    await brokerThat(() => allow)
    // Under the default 8 MB stack the kernel takes 2 MB of argv and environment.
    const amount = kind === 'total' ? size - 20_000 : size
    const result = await run(join(session.root, 'argv'), [kind, String(amount), join(session.bin, 'probe')], {
      env: env(),
    })
    const { argv, flags } = execs()[0]!
    const shown = result.stdout.split('\n').filter((line) => line.startsWith('arg '))
    expect(result.code).toBe(0)
    expect(flags & EXEC_FLAG.argvTruncated).toBe(0)
    expect(argv.map(hex)).toEqual(shown.map((line) => line.slice('arg '.length)))
    expect(argv.join('').length).toBeGreaterThanOrEqual(kind === 'count' ? 10_000 : amount - 100_000)
  })

  test('none at all, not even argv[0]', async () => {
    await brokerThat(() => allow)
    const result = await run(join(session.root, 'argv'), ['none', '0', join(session.bin, 'probe')], { env: env() })
    expect({ code: result.code, argv: execs().map(({ argv }) => argv) }).toEqual({ code: 0, argv: [['']] })
  })
})

describe('when the broker fails, nothing runs and the message says why', () => {
  const because = (why: string) => ({
    code: 126,
    signal: null,
    stdout: '',
    stderr: `gatesh: probe: the command was not run: ${why}\n`,
  })
  const ask = () => run('probe', ['x'], { env: env() })

  test('it is gone: the socket is stale', async () => {
    await brokerThat(() => allow)
    expect((await ask()).code).toBe(0)
    const stale = join(session.root, 'stale')
    linkSync(session.sock, stale)
    await broker?.close()
    linkSync(stale, session.sock)
    expect(await ask()).toEqual(
      because('gatesh is no longer running (no broker at its socket); start the agent again with gatesh'),
    )
    execFileSync('rm', [stale, session.sock])
  })

  test.each([
    [
      'half an answer',
      encode({ type: 'verdict', id: 1, action: 'allow', exitCode: 0, message: '' }).subarray(0, 9),
      true,
    ],
    ['nothing at all', Buffer.alloc(0), true],
    ['another version', Buffer.from([12, 0, 0, 0, 2, 129, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0]), false],
    [
      'an answer to another question',
      encode({ type: 'verdict', id: 2, action: 'allow', exitCode: 0, message: '' }),
      false,
    ],
    ['an unknown action', Buffer.from([12, 0, 0, 0, 1, 129, 1, 0, 0, 0, 3, 0, 0, 0, 0, 0]), false],
    ['a frame too long', Buffer.from([1, 0, 1, 0, 1, 129]), false],
    ['a frame too short', Buffer.from([2, 0, 0, 0, 1, 129]), false],
  ])('it answers %s', async (_, bytes, torn) => {
    const server = createServer((socket) => socket.once('data', () => socket.end(bytes)))
    await new Promise<void>((resolve) => server.listen(session.sock, resolve))
    const result = await ask()
    await new Promise((resolve) => server.close(resolve))
    expect(result).toEqual(
      because(
        torn
          ? 'the broker closed the connection without an answer'
          : "the broker's answer could not be read (another version of gatesh?)",
      ),
    )
  })

  test('it accepts and never answers', async () => {
    await brokerThat(() => undefined)
    const started = Date.now()
    expect(await ask()).toEqual(because('the broker did not answer within 10 seconds'))
    expect(Date.now() - started).toBeGreaterThanOrEqual(9_900)
  })

  test('control: a person who thinks longer than that is waited for', async () => {
    await brokerThat((request, reply) => {
      reply({ type: 'held', id: request.id })
      return new Promise((resolve) => setTimeout(() => resolve(allow), 10_500))
    })
    expect((await ask()).code).toBe(0)
  })
})

test('a held command can be interrupted', async () => {
  await brokerThat((request, reply) => {
    reply({ type: 'held', id: request.id })
    return undefined
  })
  const child = spawn('probe', ['x'], { env: env(), stdio: 'ignore' })
  await new Promise((resolve) => setTimeout(resolve, 300))
  child.kill('SIGINT')
  expect(await new Promise((resolve) => child.on('exit', (code, signal) => resolve([code, signal])))).toEqual([
    null,
    'SIGINT',
  ])
})

test('200 at once all get their own answer', async () => {
  await brokerThat((request) => (Number(execOf(request).argv[2]) % 2 ? deny(`not ${execOf(request).argv[2]}`) : allow))
  const results = await Promise.all(
    Array.from({ length: 200 }, (_, i) => run('probe', ['exit', String(i)], { env: env() })),
  )
  const expected = results.map((_, i) => (i % 2 ? [126, `gatesh: not ${i}\n`] : [i, '']))
  expect(results.map(({ code, stderr }) => [code, stderr])).toEqual(expected)
})

function hex(text: string): string {
  return Buffer.from(text).toString('hex')
}

function execOf(request: { type: string }): ExecRequest {
  if (request.type !== 'exec') throw new Error(`not an exec: ${request.type}`)
  return request as ExecRequest
}
