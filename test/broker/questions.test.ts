/** Requests that wait for a person, over the real wire: what becomes of them when their asker goes away. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Approvals, createApprovals } from '../../src/broker/approvals.js'
import { createBroker, type Judge } from '../../src/broker/broker.js'
import { FrameReader } from '../../src/broker/frames.js'
import type { Question } from '../../src/broker/question.js'
import { type BrokerServer, listen } from '../../src/broker/server.js'
import { type ControlRequest, type ExecRequest, MAX_REPLY, type Reply, WireError } from '../../src/broker/wire.js'
import { decodeReply, encode } from '../../src/broker/wire-codec.js'
import { envBlock } from '../../src/broker/wire-fields.js'
import { embeddedEngine } from '../../src/classifier/embedded.js'
import { decide } from '../../src/decide.js'
import { caseWorld } from '../../src/eval/case-world.js'
import { createHost } from '../../src/facts/host-world.js'
import { openLog } from '../../src/log/append.js'
import type { Entry } from '../../src/log/entry.js'
import { Session } from '../../src/session.js'

const place = { cwd: '/home/dev/app', project: '/home/dev/app', home: '/home/dev', temp: ['/tmp'] }
const world = caseWorld({ id: 'x', transcript: [], command: '', ...place })

let directory: string
let approvals: Approvals
let server: BrokerServer
let socket: Socket
let replies: Reply[]
let stops: string[]

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'gatesh-questions-'))
  const log = openLog(join(directory, 'log.jsonl'), 'abcdef', Date.now)
  const session = new Session(place, world)
  const judge: Judge = {
    decide: (request) =>
      decide(request, {
        session,
        world,
        engine: embeddedEngine,
        gatherFacts: () => ({}),
        now: () => performance.now(),
      }),
    settled: () => {},
  }
  approvals = createApprovals({
    timeoutMs: 60_000,
    now: () => performance.now(),
    remember: () => undefined,
    record: () => undefined,
  })
  stops = []
  const broker = createBroker({
    judge,
    host: createHost(undefined),
    log,
    redact: (text) => text,
    session: { agent: 'test', project: place.project },
    launched: { path: '/usr/bin/agent', args: [] },
    profile: undefined,
    trustedPath: new Set(['/usr/bin']),
    limits: { inRow: 3, total: 20 },
    liveShells: undefined,
    people: { session: 'abcdef', mode: 'auto', soft: 'ask', present: true, approvals, redact: (text) => text },
    onLimit: () => true,
    onStop: (reason) => void stops.push(reason),
    now: () => performance.now() * 1000,
  })
  const path = join(directory, 'sock')
  server = await listen(path, 'supervisor', broker)
  broker.covered('supervisor', 10)
  socket = connect(path)
  replies = []
  const reader = new FrameReader(MAX_REPLY)
  socket.on('data', (chunk) => {
    const payloads = reader.push(chunk)
    if (payloads instanceof WireError) throw new Error(payloads.reason)
    for (const payload of payloads) {
      const reply = decodeReply(payload)
      if (!(reply instanceof WireError)) replies.push(reply)
    }
  })
})
afterEach(async () => {
  socket.destroy()
  await server.close()
  rmSync(directory, { recursive: true })
})

function push(id: number, branch = 'main'): ExecRequest {
  return {
    type: 'exec',
    id,
    origin: { pid: 100, uid: 0, gid: 0, exec: 1 },
    door: 'supervisor',
    exec: id + 1,
    pid: 100 + id,
    ppid: 0,
    exe: '/usr/bin/git',
    dev: '1',
    ino: '2',
    execfn: '/usr/bin/git',
    cwd: place.cwd,
    stdin: { kind: 'null', path: '', peek: Buffer.alloc(0) },
    flags: 0,
    argv: ['git', 'push', '--force', 'origin', branch],
    env: envBlock(0, Buffer.alloc(0)),
  }
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let tries = 0; !isSo(); tries++) {
    if (tries > 600) throw new Error(`${what} did not come about`)
    await sleep(10)
  }
}

const waiting = () => approvals.pending().filter((each) => each.waiting)
const entries = () =>
  readFileSync(join(directory, 'log.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Entry)

it('keeps the asker waiting, with a sign in time, and goes on with the answer', async () => {
  socket.write(encode(push(1)))
  await until(() => replies.length === 1, 'a sign')
  expect(replies).toEqual([{ type: 'held', id: 1 }])
  approvals.answer(waiting()[0]?.question.id ?? '', 'once', 'prompt')
  await until(() => replies.length === 2, 'the answer')
  expect(replies[1]).toMatchObject({ type: 'verdict', id: 1, action: 'allow' })
})

it('a question goes when its asker does', async () => {
  socket.write(Buffer.concat([encode(push(1)), encode(push(2, 'other'))]))
  await until(() => waiting().length === 2, 'two questions')
  socket.write(encode({ type: 'cancel', id: 1 }))
  await until(() => waiting().length === 1, 'one question')
  expect(waiting()[0]?.question.command).toContain('other')
  await until(() => replies.length === 1, 'the denial')
  expect(entries()).toMatchObject([{ ran: false, approval: { answer: 'gone', from: 'nobody' } }])
  // It did not run; so it can still be approved for another try.
  await until(() => approvals.pending().length === 2, 'the refusal among what can be approved')
})

it('all of them go with the connection', async () => {
  socket.write(Buffer.concat([encode(push(1)), encode(push(2, 'other'))]))
  await until(() => waiting().length === 2, 'two questions')
  socket.destroy()
  await until(() => waiting().length === 0, 'none')
})

it('stop ends the session: what waits is denied, and nothing new runs', async () => {
  socket.write(encode(push(1)))
  await until(() => waiting().length === 1, 'a question')
  approvals.answer(waiting()[0]?.question.id ?? '', 'stop', 'prompt')
  await until(() => replies.length === 1, 'the denial')
  expect(stops).toEqual(['the user stopped the agent'])
  socket.write(encode({ ...push(2), argv: ['git', 'status'] }))
  await until(() => replies.length === 2, 'the next denial')
  expect(replies[1]).toMatchObject({ action: 'deny', message: expect.stringContaining('the user stopped the agent') })
})

it('takes an answer over the other socket from outside alone', async () => {
  socket.write(encode(push(1)))
  await until(() => waiting().length === 1, 'a question')
  const id = waiting()[0]?.question.id ?? ''
  const control = (outside: boolean, payload: string): ControlRequest => {
    return { type: 'control', id: outside ? 8 : 9, origin: undefined, outside, payload: Buffer.from(payload) }
  }
  const yes = JSON.stringify({ verb: 'answer', id, reply: 'once' })
  for (const wrong of [
    control(false, yes),
    control(true, '{"verb":"answer"}'),
    control(true, 'no json'),
    control(true, '[1]'),
  ])
    socket.write(encode(wrong))
  await until(() => replies.length === 4, 'four refusals')
  expect(replies.map((reply) => reply.type === 'hookreply' && reply.exitCode)).toEqual([126, 2, 2, 2])
  expect([waiting().length, entries().map(({ rule }) => rule)]).toEqual([1, ['tampering']])
  socket.write(encode(control(true, yes)))
  await until(() => replies.length === 6, 'the answer and the verdict')
  expect(replies.find(({ type }) => type === 'verdict')).toMatchObject({ action: 'allow' })
})

it('lists as much as an answer holds, whatever the commands are', async () => {
  const long = 'ü'.repeat(200_000)
  socket.write(Buffer.concat(Array.from({ length: 30 }, (_, n) => encode(push(n + 1, `${n}${long}`)))))
  await until(() => waiting().length === 30, 'thirty questions')
  const payload = Buffer.from('{"verb":"pending"}')
  socket.write(encode({ type: 'control', id: 99, origin: undefined, outside: true, payload }))
  await until(() => replies.some(({ id }) => id === 99), 'the list')
  const reply = replies.find(({ id }) => id === 99)
  const rows = JSON.parse(reply?.type === 'hookreply' ? reply.stdout.toString() : '[]') as { question: Question }[]
  expect(rows.length).toBeGreaterThan(10)
  expect(rows.every(({ question: { command } }) => command.length < 600 && command.endsWith('...'))).toBe(true)
})
