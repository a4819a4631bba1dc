/** The listening end: who asks is what the kernel says, and nobody gets more than an answer to its own question. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ExecRequest, HookRequest, LineRequest, Request } from '../../src/broker/wire.js'
import { encode } from '../../src/broker/wire-codec.js'
import { envBlock } from '../../src/broker/wire-fields.js'
import { allow, deny } from '../broker/test-broker.js'
import { buildNative } from '../shims/native.js'
import { cleanEnv, type Session, session, USERS } from './supervise.js'

const native = buildNative()
let current: Session

beforeEach(async () => {
  current = await session((request, reply) => {
    switch (request.type) {
      case 'hook':
        return { type: 'hookreply', exitCode: 7, stdout: Buffer.from('{"out":1}'), stderr: Buffer.from('to the model') }
      case 'line':
        return request.text.includes('evil') ? deny('not this line') : allow
      case 'exec':
        if (request.door === 'shim' && request.argv.includes('never')) {
          reply({ type: 'held', id: request.id })
          return undefined
        }
        return request.door === 'shim' && request.argv.includes('evil') ? deny('shim says no') : allow
      default:
        return undefined
    }
  })
})
afterEach(() => current.close())

const of = <T extends Request['type']>(type: T) =>
  current.broker.requests.filter((request): request is Extract<Request, { type: T }> => request.type === type)

describe.each(USERS)('as %s', (user) => {
  const uid = user === 'root' ? 0 : 65534
  const sock = () => join(current.root, user, 'sock')

  /** Runs a script whose asker lies beside the listening socket. */
  function run(script: string) {
    const bin = join(current.root, user, 'bin')
    mkdirSync(bin, { recursive: true })
    copyFileSync(native.ask, join(bin, 'gatesh-ask'))
    copyFileSync(native.shim, join(bin, 'tool'))
    mkdirSync(join(current.root, 'real'), { recursive: true })
    writeFileSync(join(current.root, 'real/tool'), '#!/bin/sh\necho "tool $*"\n', { mode: 0o755 })
    const env = cleanEnv({ PATH: `${bin}:${join(current.root, 'real')}:/usr/bin:/bin`, SOCK: sock() })
    return current.run(['/bin/bash', '--norc', '-c', script], { user, flags: ['--listen', sock()], env })
  }

  test('a hook comes with the origin that the kernel gives, and gets its answer', async () => {
    const payload = JSON.stringify({ tool: 'Bash', text: 'ü'.repeat(100_000) })
    writeFileSync(join(current.root, 'payload'), payload)
    const result = await run(`gatesh-ask hook claude PreToolUse <${current.root}/payload; echo " $?"; echo $$`)
    const [answer, shellPid] = result.stdout.split('\n')
    expect([answer, result.stderr]).toEqual(['{"out":1} 7', 'to the model'])
    const [hook] = of('hook') as [HookRequest]
    const asker = current.execs().find(({ argv }) => argv[0] === 'gatesh-ask')!
    expect(hook).toMatchObject({ agent: 'claude', event: 'PreToolUse', payload: Buffer.from(payload) })
    expect(hook.origin).toEqual({ pid: asker.pid, uid, gid: uid, exec: asker.exec })
    expect(current.execs().find(({ exec }) => exec === asker.origin?.exec)?.pid).toBe(Number(shellPid))
  })

  test('a line of a shell is decided', async () => {
    const { stdout, stderr } = await run(
      'gatesh-ask line bash "echo good"; echo $?; gatesh-ask line bash "evil 1"; echo $?',
    )
    expect([stdout, stderr]).toEqual(['0\n126\n', 'gatesh: not this line\n'])
    expect((of('line') as LineRequest[]).map(({ shell, text, cwd }) => [shell, text, cwd])).toEqual([
      ['bash', 'echo good', current.root],
      ['bash', 'evil 1', current.root],
    ])
  })

  test('a shim is passed on as a shim', async () => {
    const { stdout, stderr } = await run('tool good; tool evil; echo $?')
    expect([stdout, stderr]).toEqual(['tool good\n126\n', 'gatesh: shim says no\n'])
    const shims = current.execs().filter(({ door }) => door === 'shim')
    expect(shims.map(({ argv, origin, exec }) => [argv[1], origin?.uid, exec])).toEqual([
      ['good', uid, 0],
      ['evil', uid, 0],
    ])
    // its lineage is the image of the shim itself, which the supervisor saw start
    const images = current.execs().filter(({ door, exe }) => door === 'supervisor' && exe.endsWith('/bin/tool'))
    expect(shims.map(({ origin }) => origin?.exec)).toEqual(images.map(({ exec }) => exec))
  })

  /** Sends raw frames from inside the tree; prints what comes back in hex, and END when the connection is closed. */
  const rawClient = (frames: Buffer, more = '') => `python3 -c '
import socket
s = socket.socket(socket.AF_UNIX); s.connect("${sock()}"); s.settimeout(3)
s.sendall(bytes.fromhex("${frames.toString('hex')}")); ${more}
try:
  while True:
    got = s.recv(4096)
    if not got: break
    print(got.hex())
  print("END")
except TimeoutError: print("SILENT")'`

  const forged = { pid: 1, uid: 0, gid: 0, exec: 1 }
  const forgedHook = { type: 'hook', id: 9, origin: forged, agent: 'a', event: 'e', payload: Buffer.alloc(0) } as const
  const execBy = (door: 'shim' | 'supervisor'): ExecRequest => ({
    type: 'exec',
    id: 3,
    origin: forged,
    door,
    exec: 1,
    pid: 1,
    ppid: 1,
    exe: '/bin/x',
    dev: '0',
    ino: '0',
    execfn: '/bin/x',
    cwd: '/',
    stdin: { kind: 'null', path: '', peek: Buffer.alloc(0) },
    flags: 0,
    argv: ['x'],
    env: envBlock(0, Buffer.alloc(0)),
  })

  test('an origin that a client claims is overwritten', async () => {
    const { stdout } = await run(`${rawClient(encode(forgedHook), 's.shutdown(1)')} & wait; echo done`)
    const [hook] = of('hook') as [HookRequest]
    const asker = current.execs().find(({ argv }) => argv[0] === 'python3')!
    expect(hook.origin).toEqual({ pid: asker.pid, uid, gid: uid, exec: asker.exec })
    expect(stdout).toContain('done')
  })

  test('answers come back under the id of the client that asked', async () => {
    const { stdout } = await run(
      rawClient(Buffer.concat([encode({ ...forgedHook, id: 77 }), encode({ ...forgedHook, id: 78 })])),
    )
    const reply = (id: number) =>
      encode({
        type: 'hookreply',
        id,
        exitCode: 7,
        stdout: Buffer.from('{"out":1}'),
        stderr: Buffer.from('to the model'),
      })
    expect(stdout.replaceAll('\n', '')).toBe(`${Buffer.concat([reply(77), reply(78)]).toString('hex')}SILENT`)
  })

  test.each<[string, Buffer]>([
    ['an exec by the door of the supervisor', encode(execBy('supervisor'))],
    ['a hello', encode({ type: 'hello', id: 1, role: 'supervisor', pid: 1, session: 's-test' })],
    ['coverage', encode({ type: 'coverage', id: 1, mode: 'late', agentPid: 1, present: [], missing: [] })],
    ['local records', encode({ type: 'local', id: 1, first: 1, records: [] })],
    ['a cancellation', encode({ type: 'cancel', id: 1 })],
    ['an answer', encode({ type: 'verdict', id: 1, action: 'allow', exitCode: 0, message: '' })],
    ['another version', Buffer.from('0600000002030000000000', 'hex')],
    ['a frame that is too long', Buffer.from('ffffff7f', 'hex')],
    ['an empty frame', Buffer.from('00000000', 'hex')],
  ])('%s is refused, and never reaches the broker', async (_, frames) => {
    const before = current.broker.requests.length
    const { stdout } = await run(rawClient(frames))
    expect(stdout).toBe('END\n')
    const added = current.broker.requests.slice(before).filter(({ type }) => type !== 'exec' && type !== 'stats')
    expect(added.map(({ type }) => type)).toEqual(['hello', 'coverage'])
    expect(current.broker.errors).toEqual([])
    expect(current.execs().every(({ origin }) => origin?.pid !== 1)).toBe(true)
  })

  test("control: the same client with a shim's door is heard", async () => {
    const { stdout } = await run(rawClient(encode(execBy('shim'))))
    const allowed = encode({ type: 'verdict', id: 3, action: 'allow', exitCode: 0, message: '' })
    expect(stdout).toBe(`${allowed.toString('hex')}\nSILENT\n`)
  })

  test('a client that leaves cancels its question', async () => {
    await run('timeout 0.5 tool never; echo left')
    const asked = current.execs().find(({ argv, door }) => door === 'shim' && argv.includes('never'))!
    expect(of('cancel').map(({ id }) => id)).toContain(asked.id)
  })

  test('hundreds of clients at once are all answered', async () => {
    const { stdout } = await run('for i in $(seq 300); do tool $i & done | sort -u | wc -l; wait')
    expect(stdout.trim()).toBe('300')
  })
})
