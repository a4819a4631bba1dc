/** Which exec came from which, whatever became of the processes in between; and what the supervisor answers itself. */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ExecRequest, Local } from '../../src/broker/wire.js'
import { buildNative } from '../shims/native.js'
import { run } from '../shims/run.js'
import { cleanEnv, type Session, session, USERS } from './supervise.js'

const { exec } = buildNative()
let current: Session

beforeEach(async () => {
  current = await session()
})
afterEach(() => current.close())

const shell = (script: string) => ['/bin/bash', '--norc', '-c', script]

/** "name<name<name": a program and the programs that it came from, up to the agent. */
function ancestry(exec: ExecRequest | undefined): string {
  const name = (one: ExecRequest) => one.argv[0]!.split('/').at(-1)!
  const names: string[] = []
  for (let at = exec; at && names.length < 20; at = byId(at.origin?.exec)) names.push(name(at))
  return names.join('<')
}

const byId = (id: number | undefined) => current.execs().find(({ exec }) => exec === id)
const named = (name: string) => current.execs().findLast(({ argv }) => argv.includes(name))

describe.each(USERS)('as %s', (user) => {
  describe.each([
    ['late', []],
    ['ptrace', ['--ptrace-only']],
  ] as const)('in %s mode', (_, flags) => {
    test('children, grandchildren and what an image becomes', async () => {
      const script = `date +one; (date +two); env env date +three; x=$(sh -c 'date +four; date +five'); exec date +six`
      await current.run(shell(script), { user, flags })
      expect(['+one', '+two', '+three', '+four', '+five', '+six'].map((name) => ancestry(named(name)))).toEqual([
        'date<bash',
        'date<bash',
        'date<env<env<bash',
        'date<sh<bash',
        'date<sh<bash',
        'date<bash',
      ])
      const agent = current.execs()[0]!
      expect([agent.origin?.exec, agent.pid]).toEqual([0, current.coverage()!.agentPid])
    })

    test('an orphan in a session of its own still has its lineage', async () => {
      const script = `import os, time
os.fork() and os._exit(0)
os.setsid()
os.fork() and os._exit(0)
time.sleep(0.3)
os.execv('/bin/date', ['date', '+orphan'])`
      await current.run(shell(`env python3 -c "${script}"; sleep 0.8`), { user, flags })
      expect(ancestry(named('+orphan'))).toBe('date<python3<env<bash')
      expect(named('+orphan')?.argv).toEqual(['date', '+orphan'])
    })

    test('ids go up by one, and every exec has one', async () => {
      await current.run(shell('for i in 1 2 3; do date +$i; done'), { user, flags })
      expect(current.execs().map(({ exec }) => exec)).toEqual([1, 2, 3, 4])
    })
  })

  test('ten thousand processes do not make it forget the agent', async () => {
    const script = `import os
for i in range(10000):
    p = os.fork()
    if p == 0: os._exit(0)
    os.waitpid(p, 0)
os.execv('/bin/date', ['date', '+late'])`
    await current.run(['/usr/bin/python3', '-c', script], { user })
    expect(ancestry(named('+late'))).toBe('date<python3')
  })
})

describe('what the supervisor answers itself', () => {
  const locals = () =>
    current.broker.requests
      .filter((request): request is Local => request.type === 'local')
      .flatMap(({ first, records }) => records.map((record, index) => ({ ...record, number: first + index })))
  const runShell = (script: string) => current.run(shell(script), { user: 'nobody' })

  test('a program of the system without effects is allowed without asking, and reported in order', async () => {
    const { code } = await runShell('/usr/bin/true; /usr/bin/uname >/dev/null; exec -a odd sleep 0')
    expect(current.execs().map(({ argv }) => argv[0])).toEqual(['/bin/bash'])
    expect(locals().map(({ number, parent, exe, argv0 }) => [number, parent, exe, argv0])).toEqual([
      [1, 1, '/usr/bin/true', '/usr/bin/true'],
      [2, 1, '/usr/bin/uname', '/usr/bin/uname'],
      [3, 1, '/usr/bin/sleep', 'odd'],
    ])
    expect(code).toBe(0)
    expect(current.broker.requests.at(-1)).toMatchObject({ type: 'stats', execs: 4, asked: 1, local: 3 })
  })

  test.each([
    ['a copy of it', 'cp /usr/bin/true $D/true; $D/true', 'true'],
    ['its name on another file', 'ln -s /usr/bin/id $D/true; cp /usr/bin/stat $D/sleep; $D/sleep -c %n /', 'sleep'],
    ['a variable that names code', 'LD_PRELOAD=/x.so /usr/bin/true', '/usr/bin/true'],
    ['a variable that names locale code', 'GCONV_PATH=/tmp /usr/bin/true', '/usr/bin/true'],
    ['other mounts', 'unshare --user --map-root-user --mount /usr/bin/true', '/usr/bin/true'],
    ['the loader', '/lib64/ld-linux-x86-64.so.2 /usr/bin/true', 'ld-linux-x86-64.so.2'],
    ['a reader', 'cat /dev/null', 'cat'],
    ['a program that starts others', 'env /usr/bin/true', 'env'],
  ])('but it asks about %s', async (_, script, name) => {
    await runShell(`D=$(mktemp -d); chmod 755 $D; ${script}; rm -r $D`)
    const asked = current.execs().map(({ argv }) => argv[0]!)
    expect(asked.some((argv0) => argv0 === name || argv0.endsWith(`/${name}`))).toBe(true)
  })

  // Only root can put a file there that is root's alone, and change it afterwards.
  if (USERS.includes('root'))
    test('nor does it answer for a file that has changed since it started', async () => {
      const copy = join(current.root, 'copy')
      copyFileSync('/usr/bin/true', copy)
      const gated = `/usr/bin/true; touch ${copy}; /usr/bin/true`
      const command = [
        exec,
        '--broker',
        join(current.root, 'broker'),
        '--session',
        's',
        '--',
        '/bin/bash',
        '--norc',
        '-c',
        gated,
      ]
      const mounted = `mount --bind ${copy} /usr/bin/true && exec "$@"`
      await run('unshare', ['--mount', 'sh', '-c', mounted, 'sh', ...command], { env: cleanEnv() })
      expect(locals()).toHaveLength(1)
      expect(current.execs().filter(({ exe }) => exe === '/usr/bin/true')).toHaveLength(1)
    })
})

test('coverage says what the kernel could do', async () => {
  await current.run(['/bin/bash', '--norc', '-c', ':'], { user: 'nobody' })
  expect(current.broker.requests.slice(0, 2).map(({ type }) => type)).toEqual(['hello', 'coverage'])
  expect(current.coverage()).toMatchObject({
    mode: 'late',
    present: [
      'seccomp-notify',
      'wait-killable',
      'sync-wake-up',
      'landlock-signal-scope',
      'no-new-privs',
      'foreign-entries',
      'ptrace-refused',
    ],
    missing: [],
  })
  await current.run(['/bin/bash', '--norc', '-c', ':'], { user: 'nobody', flags: ['--ptrace-only', '--allow-ptrace'] })
  const second = current.broker.requests.findLast(({ type }) => type === 'coverage')
  expect(second).toMatchObject({
    mode: 'ptrace',
    missing: ['seccomp-notify', 'wait-killable', 'sync-wake-up', 'ptrace-refused'],
  })
})
