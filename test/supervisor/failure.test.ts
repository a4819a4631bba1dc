/** What happens when a part of it fails: nothing runs that nobody decided about. */

import { chmodSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FrameReader } from '../../src/broker/frames.js'
import { MAX_REQUEST, WireError } from '../../src/broker/wire.js'
import { decodeRequest, encode } from '../../src/broker/wire-codec.js'
import { allow, type Decide } from '../broker/test-broker.js'
import { buildNative } from '../shims/native.js'
import { run } from '../shims/run.js'
import { type Programs, programs } from './programs.js'
import { cleanEnv, type Session, session, toEnd, USERS } from './supervise.js'

const GONE = 'gatesh: the command was not run: gatesh is no longer running; start the agent again with gatesh\n'
const { exec } = buildNative()

let current: Session
let built: Programs
let decide: Decide = () => allow

beforeEach(async () => {
  decide = () => allow
  current = await session((request, reply) => decide(request, reply))
  built = programs(current)
})
afterEach(() => current.close())

const shell = (script: string) => ['/bin/bash', '--norc', '-c', script]

describe.each(USERS)('as %s', (user) => {
  describe.each([
    ['late', []],
    ['ptrace', ['--ptrace-only']],
  ] as const)('in %s mode', (_, flags) => {
    test('when the broker goes, what is held and what comes later is refused with the reason', async () => {
      const [before, held, later, local] = [built.mark(), built.mark(), built.mark(), built.mark()]
      decide = (request, reply) => {
        if (request.type !== 'exec' || !request.argv.includes(held)) return allow
        reply({ type: 'held', id: request.id })
        setTimeout(() => void current.broker.close(), 100)
        return undefined
      }
      const { permitted } = built
      const script = `${permitted} ${before}; ${permitted} ${held}; ${permitted} ${later}; /usr/bin/true && touch ${local}; echo $?`
      const { stdout, stderr } = await current.run(shell(script), { user, flags })
      expect([stdout, stderr]).toEqual(['126\n', GONE.repeat(3)])
      expect([before, held, later, local].map(built.ran)).toEqual(['ran\n', '', '', ''])
    })

    test.each([
      ['garbage', Buffer.from('not a frame at all')],
      ['an unknown action', Buffer.from([12, 0, 0, 0, 1, 129, 3, 0, 0, 0, 9, 0, 0, 0, 0, 0])],
      [
        'a reply of another kind',
        encode({ type: 'hookreply', id: 3, exitCode: 0, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) }),
      ],
      ['half an answer', encode({ type: 'verdict', id: 3, action: 'allow', exitCode: 0, message: '' }).subarray(0, 11)],
    ])('a broker that answers %s is as good as gone', async (what, bytes) => {
      const path = join(current.root, `garbled-${what.replaceAll(' ', '-')}`)
      const server = createServer((socket) => {
        socket.on('error', () => {})
        // hello is 1, coverage 2, the first exec 3
        setTimeout(() => socket.end(bytes), 200)
      }).listen(path)
      await new Promise((resolve) => server.once('listening', resolve))
      chmodSync(path, 0o777)
      const result = await current.run([built.permitted, built.mark()], { user, flags: [...flags, '--broker', path] })
      server.close()
      expect(result).toEqual({ code: 126, signal: null, stdout: '', stderr: GONE })
    })
  })

  test('a broker that stops reading holds up nothing but what waits for it, and that for 10 s', async () => {
    const path = join(current.root, `stopped-${user}`)
    const server = createServer((socket) => {
      socket.on('error', () => {})
      const reader = new FrameReader(MAX_REQUEST)
      socket.on('data', (chunk) => {
        for (const payload of reader.push(chunk) as Buffer[]) {
          const request = decodeRequest(payload)
          if (!(request instanceof WireError) && request.type === 'exec' && request.argv[0] === '/bin/bash') {
            socket.write(encode({ type: 'verdict', id: request.id, action: 'allow', exitCode: 0, message: '' }))
            socket.pause()
          }
        }
      })
    }).listen(path)
    await new Promise((resolve) => server.once('listening', resolve))
    chmodSync(path, 0o777)
    // 40 requests of 120 KB are more than the socket takes; meanwhile the supervisor answers what it can by itself
    const script = `printf -v big '%120000s' x
for i in {1..40}; do ${built.permitted} /dev/null $i "$big" & done; sleep 0.5
for i in 1 2 3; do /usr/bin/true && echo free; done; wait; echo end`
    const began = Date.now()
    const { stdout, stderr } = await current.run(shell(script), { user, flags: ['--broker', path] })
    server.close()
    expect(stdout).toBe('free\nfree\nfree\nend\n')
    expect(stderr).toBe('gatesh: the command was not run: the broker did not answer within 10 seconds\n'.repeat(40))
    expect(Date.now() - began).toBeLessThan(15_000)
  })

  test('an agent that has lost its broker is ended after the grace time', async () => {
    const script = 'trap "echo asked to end; exit 3" TERM; while :; do read -t 0.1 < <(:); done'
    const agent = current.start(shell(script), { user, flags: ['--grace', '300'] })
    const ended = toEnd(agent)
    await sleep(300)
    const began = Date.now()
    await current.broker.close()
    expect(await ended).toMatchObject({ code: 3, stdout: 'asked to end\n' })
    expect(Date.now() - began).toBeGreaterThanOrEqual(300)
    expect(Date.now() - began).toBeLessThan(2000)
  })

  test('one that does not heed that is killed', async () => {
    const agent = current.start(
      ['/usr/bin/python3', '-c', 'import signal,time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)'],
      {
        user,
        flags: ['--grace', '100'],
      },
    )
    const ended = toEnd(agent)
    await sleep(400)
    await current.broker.close()
    expect(await ended).toMatchObject({ code: null, signal: 'SIGKILL' })
  })

  test('inside itself it cannot be installed, says why, and runs nothing', async () => {
    const mark = built.mark()
    const inner = (flag: string) =>
      `${exec} --broker ${current.root}/broker --session inner ${flag} -- ${built.permitted} ${mark}; echo $?`
    const { stdout, stderr } = await current.run(shell(`${inner('')}; ${inner('--ptrace-only')}`), { user })
    expect([stdout, built.ran(mark)]).toEqual(['125\n125\n', ''])
    // the words in the middle are the C library's
    expect(stderr).toMatch(
      /^gatesh: cannot supervise: the kernel refused a seccomp listener: .* \(another program around this one already has one\)\ngatesh: cannot supervise: tracing is not permitted here\n$/,
    )
  })

  test('the agent ends as itself: by status and by signal', async () => {
    expect(await current.run(shell('exit 37'), { user })).toMatchObject({ code: 37, signal: null })
    for (const signal of ['SIGTERM', 'SIGKILL', 'SIGSEGV', 'SIGINT'] as const)
      expect(await current.run(shell(`kill -${signal.slice(3)} $$`), { user })).toMatchObject({ code: null, signal })
  })

  test.each(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGUSR1'] as const)(
    '%s to the supervisor reaches the agent',
    async (signal) => {
      const script = `trap 'echo got it; exit 5' ${signal.slice(3)}; echo ready; while :; do read -t 0.1 < <(:); done`
      const agent = current.start(shell(script), { user })
      const ended = toEnd(agent)
      await new Promise((resolve) => agent.stdout!.once('data', resolve))
      agent.kill(signal)
      expect(await ended).toMatchObject({ code: 5, stdout: 'ready\ngot it\n' })
    },
  )

  test('a program that is nowhere gives 127, one that cannot be run 126', async () => {
    expect(await current.run(['/nonexistent/agent'], { user })).toEqual({
      code: 127,
      signal: null,
      stdout: '',
      stderr: 'gatesh: /nonexistent/agent: No such file or directory\n',
    })
    expect(await current.run(['/etc/passwd'], { user })).toMatchObject({ code: 126 })
  })
})

test('without a broker it refuses to start', async () => {
  const result = await run(exec, ['--broker', '/nonexistent/sock', '--session', 's', '--', '/bin/true'], {
    env: cleanEnv(),
  })
  expect(result).toEqual({
    code: 125,
    signal: null,
    stdout: '',
    stderr: 'gatesh: cannot supervise: no broker at `/nonexistent/sock`: No such file or directory\n',
  })
})

test.each([[['--session', 's', '--', 'true']], [['--broker', 'x', '--session', 's']], [['--bogus', '--', 'true']]])(
  'options %j are refused',
  async (options) => {
    const result = await run(exec, options, { env: cleanEnv() })
    expect([result.code, result.stderr.startsWith('gatesh: gatesh-exec: ')]).toEqual([125, true])
  },
)
