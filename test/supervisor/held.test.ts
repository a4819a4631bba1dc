/** While a decision is pending: signals, spawners, time. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ExecRequest } from '../../src/broker/wire.js'
import { allow, deny } from '../broker/test-broker.js'
import { type Programs, programs } from './programs.js'
import { type Session, session, USERS } from './supervise.js'

let current: Session
let built: Programs

/** What the broker does with `permitted WORD...`. */
beforeAll(async () => {
  current = await session(async (request, reply) => {
    const { argv, exe, id } = request as ExecRequest
    const wait = Number(argv.find((word) => /^wait-\d+$/.test(word))?.slice('wait-'.length) ?? 0)
    if (!exe.includes('permitted') || wait === 0) return allow
    if (argv.includes('person')) reply({ type: 'held', id })
    await sleep(wait)
    return argv.includes('refuse') ? deny('no') : allow
  })
  built = programs(current)
})
afterAll(() => current.close())

const python = (script: string) => ['/usr/bin/python3', '-c', script]
const cancels = () => current.broker.requests.filter(({ type }) => type === 'cancel').length

describe.each(USERS)('as %s', (user) => {
  describe.each([
    ['late', []],
    ['ptrace', ['--ptrace-only']],
  ] as const)('in %s mode', (_, flags) => {
    test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL', 'SIGALRM'])(
      '%s ends a held program at once',
      async (signal) => {
        const mark = built.mark()
        const before = cancels()
        const script = `
import subprocess, signal, time
p = subprocess.Popen(['${built.permitted}', '${mark}', 'wait-3000', 'person'])
time.sleep(0.3); began = time.time(); p.send_signal(signal.${signal}); code = p.wait()
print(code == -signal.${signal}, time.time() - began < 1)`
        const { stdout, stderr } = await current.run(python(script), { user, flags })
        expect([stdout, stderr, built.ran(mark)]).toEqual(['True True\n', '', ''])
        expect(cancels()).toBe(before + 1)
      },
    )

    test('a signal that does not end a program does not end its waiting', async () => {
      const mark = built.mark()
      const script = `
import subprocess, signal, time
p = subprocess.Popen(['${built.permitted}', '${mark}', 'wait-800', 'person'])
time.sleep(0.2)
for s in (signal.SIGCHLD, signal.SIGWINCH, signal.SIGURG, signal.SIGCONT): p.send_signal(s)
print(p.wait())`
      expect((await current.run(python(script), { user, flags })).stdout).toBe('0\n')
      expect(built.ran(mark)).toBe('wait-800\n')
    })

    test('a program that ignores a signal goes on waiting', async () => {
      const mark = built.mark()
      const script = `trap '' TERM; ${built.permitted} ${mark} wait-800 person & sleep 0.3; kill -TERM $!; wait $!; echo $?`
      const { stdout } = await current.run(['/bin/bash', '--norc', '-c', script], { user, flags })
      expect([stdout, built.ran(mark)]).toEqual(['0\n', 'wait-800\n'])
    })
  })

  test('its spawner goes on meanwhile', async () => {
    const script = `
const { spawn } = require('node:child_process')
let last = performance.now(), longest = 0
const clock = setInterval(() => { const now = performance.now(); longest = Math.max(longest, now - last); last = now }, 10)
setTimeout(() => {
  const began = performance.now()
  spawn('${built.permitted}', ['${built.mark()}', 'wait-1500', 'person']).on('exit', (code) => {
    clearInterval(clock)
    console.log(code, performance.now() - began > 1400, longest < 500)
  })
}, 100)`
    expect((await current.run([process.execPath, '-e', script], { user })).stdout).toBe('0 true true\n')
  })

  test('many wait at once, and others run meanwhile', async () => {
    const script = `
for i in $(seq 40); do ${built.permitted} ${built.mark()} wait-2000 person & done
began=$(date +%s%N); for i in $(seq 20); do /usr/bin/printf ''; done; took=$(( ($(date +%s%N) - began) / 1000000 ))
wait; [ $took -lt 1500 ] && echo quick`
    expect((await current.run(['/bin/bash', '--norc', '-c', script], { user })).stdout).toBe('quick\n')
  })

  test('a person may think for longer than a broker may be silent', async () => {
    const [asked, silent] = [built.mark(), built.mark()]
    const script = `${built.permitted} ${asked} wait-11500 person & ${built.permitted} ${silent} wait-11500; echo $?; wait`
    const began = Date.now()
    const { stdout, stderr } = await current.run(['/bin/bash', '--norc', '-c', script], { user })
    expect([stdout, stderr]).toEqual([
      '126\n',
      'gatesh: the command was not run: the broker did not answer within 10 seconds\n',
    ])
    expect([built.ran(asked), built.ran(silent)]).toEqual(['wait-11500\n', ''])
    expect(Date.now() - began).toBeGreaterThan(11_000)
  })
})
