/** gatesh-ask on its own; under the supervisor it is tested in test/supervisor/clients.test.ts. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { HookRequest } from '../../src/broker/wire.js'
import { encode } from '../../src/broker/wire-codec.js'
import { allow, deny, listen, type TestBroker } from '../broker/test-broker.js'
import { buildNative } from './native.js'
import { run } from './run.js'

const native = buildNative()
let root: string
let ask: string
let broker: TestBroker | undefined

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gatesh-ask-'))
  mkdirSync(join(root, 'bin'))
  ask = join(root, 'bin/gatesh-ask')
  copyFileSync(native.ask, ask)
})
afterEach(async () => {
  await broker?.close()
  broker = undefined
  rmSync(root, { recursive: true })
})

const hook = ['hook', 'codex', 'Stop']
const line = ['line', 'zsh', 'rm -r x']

test('it asks the socket beside its own directory, or the one that it is told', async () => {
  broker = await listen(join(root, 'sock'), () => allow)
  expect((await run(ask, line)).code).toBe(0)
  expect((await run(native.ask, ['--socket', join(root, 'sock'), ...line])).code).toBe(0)
  expect(broker.requests).toHaveLength(2)
  expect(broker.requests[0]).toMatchObject({
    type: 'line',
    origin: undefined,
    pid: process.pid,
    shell: 'zsh',
    cwd: process.cwd(),
    text: 'rm -r x',
  })
})

test('a hook prints and exits as the broker answers', async () => {
  const answer = { type: 'hookreply', exitCode: 2, stdout: Buffer.from('{}\n'), stderr: Buffer.from('why\n') } as const
  broker = await listen(join(root, 'sock'), () => answer)
  const input = `{"x":"${'y'.repeat(3_000_000)}"}`
  expect(await run(ask, hook, { input })).toEqual({ code: 2, signal: null, stdout: '{}\n', stderr: 'why\n' })
  const [request] = broker.requests as [HookRequest]
  expect([request.agent, request.event, request.payload.equals(Buffer.from(input))]).toEqual(['codex', 'Stop', true])
})

test('a line that is refused never looks like one that is not', async () => {
  broker = await listen(join(root, 'sock'), () => deny('not this', 0))
  expect(await run(ask, line)).toEqual({ code: 126, signal: null, stdout: '', stderr: 'gatesh: not this\n' })
})

describe.each([
  ['a hook', hook, 2],
  ['a line', line, 126],
])('%s is refused', (_, args, code) => {
  test('without a broker', async () => {
    const { stderr, ...rest } = await run(ask, args)
    expect(rest).toEqual({ code, signal: null, stdout: '' })
    expect(stderr).toBe(
      'gatesh: not permitted: gatesh is no longer running (no broker at its socket); start the agent again with gatesh\n',
    )
  })

  test('when the answer is of another kind', async () => {
    const reply =
      args === hook
        ? allow
        : ({ type: 'hookreply', exitCode: 0, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) } as const)
    broker = await listen(join(root, 'sock'), () => reply)
    expect(await run(ask, args)).toMatchObject({
      code,
      stderr: 'gatesh: not permitted: the broker answered something else\n',
    })
  })

  test('when the answer is torn', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.end(encode({ type: 'held', id: 1 }).subarray(0, 5)))
    }).listen(join(root, 'sock'))
    await new Promise((resolve) => server.once('listening', resolve))
    const result = await run(ask, args)
    server.close()
    expect(result).toMatchObject({
      code,
      stderr: 'gatesh: not permitted: the broker closed the connection without an answer\n',
    })
  })
})

test.each([[[]], [['hook']], [['--socket', 'x']], [['line', 'bash', 'a', 'b']]])(
  'arguments %j are refused',
  async (args) => {
    expect(await run(ask, args)).toMatchObject({ code: 125, stderr: expect.stringMatching(/^gatesh: usage: /) })
  },
)
