/** At a terminal: keys, job control and sizes reach the agent as if nobody stood between. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import nodePty from 'node-pty'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ExecRequest } from '../../src/broker/wire.js'
import { allow } from '../broker/test-broker.js'
import { buildNative } from '../shims/native.js'
import { type Programs, programs } from './programs.js'
import { cleanEnv, type Session, session } from './supervise.js'

const { exec } = buildNative()
let current: Session
let built: Programs

beforeEach(async () => {
  current = await session((request, reply) => {
    const { argv, exe, id } = request as ExecRequest
    if (!exe.includes('permitted') || !argv.includes('held')) return allow
    reply({ type: 'held', id })
    return undefined
  })
  built = programs(current)
})
afterEach(() => current.close())

/** An interactive bash at a terminal, under the supervisor or bare. */
function terminal(gated: boolean) {
  const shell = ['/bin/bash', '--norc', '--noprofile', '-i']
  const [file, ...args] = gated
    ? [exec, '--broker', join(current.root, 'broker'), '--session', 's', '--', ...shell]
    : shell
  const env = cleanEnv({ PS1: '> ', TERM: 'dumb' })
  const pty = nodePty.spawn(file!, args, { name: 'dumb', cols: 80, rows: 24, env, cwd: current.root, encoding: null })
  let screen = ''
  let read = 0
  pty.onData((data) => {
    screen += data
  })
  return {
    pty,
    type: (keys: string) => pty.write(Buffer.from(keys)),
    ended: new Promise<{ exitCode: number; signal?: number }>((resolve) => pty.onExit(resolve)),
    /** Waits until `text` has come since the last wait. */
    async until(text: string): Promise<void> {
      for (let tries = 0; tries < 500; tries++) {
        const at = screen.indexOf(text, read)
        if (at >= 0) {
          read = at + text.length
          return
        }
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      throw new Error(`\`${text}\` did not come after: ${JSON.stringify(screen)}`)
    },
  }
}

test.each([
  ['bare', false],
  ['supervised', true],
])('a %s shell at a terminal: keys, jobs, sizes, exit', async (_, gated) => {
  const { pty, type, until, ended } = terminal(gated)
  await until('> ')
  type('cat\r')
  await until('cat')
  await new Promise((resolve) => setTimeout(resolve, 200))
  type('\x03')
  await until('> ')
  type('echo status=$?\r')
  await until('status=130')

  type('cat\r')
  await new Promise((resolve) => setTimeout(resolve, 200))
  type('\x1a')
  await until('Stopped')
  type('kill %1; fg; echo "job=$?"\r')
  await until('job=143')

  pty.resize(101, 33)
  await new Promise((resolve) => setTimeout(resolve, 100))
  type('stty size\r')
  await until('33 101')

  type('tty; echo "group $(ps -o tpgid= -p $$)" | tr -d " " | sed "s/group[0-9]*/foreground/"\r')
  await until('/dev/pts/')
  await until('foreground')
  type('exit 42\r')
  expect((await ended).exitCode).toBe(42)
})

test('ctrl-c ends a program that waits for a decision', async () => {
  const { type, until, ended } = terminal(true)
  const mark = built.mark()
  await until('> ')
  type(`${built.permitted} ${mark} held\r`)
  await new Promise((resolve) => setTimeout(resolve, 400))
  type('\x03')
  await until('> ')
  type('echo status=$?\r')
  await until('status=130')
  type('exit\r')
  await ended
  expect(existsSync(mark)).toBe(false)
})

test.each(['SIGTERM', 'SIGHUP'] as const)('%s to the supervisor ends an agent at a terminal', async (signal) => {
  const { pty, type, until, ended } = terminal(true)
  await until('> ')
  type(`trap 'echo caught; exit 9' TERM HUP\r`)
  await until('> ')
  type('while :; do read -t 0.1 < <(:); done\r')
  await new Promise((resolve) => setTimeout(resolve, 300))
  process.kill(pty.pid, signal)
  expect((await ended).exitCode).toBe(9)
})

test('closing the terminal ends the agent', async () => {
  const { pty, until } = terminal(true)
  await until('> ')
  const agent = current.coverage()!.agentPid
  pty.kill('SIGHUP')
  for (let tries = 0; existsSync(`/proc/${agent}`) && tries < 300; tries++)
    await new Promise((resolve) => setTimeout(resolve, 10))
  expect(existsSync(`/proc/${agent}`)).toBe(false)
})
