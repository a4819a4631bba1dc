import { describe, expect, test } from 'vitest'
import { FrameReader } from '../../src/broker/frames.js'
import { fromBytes, toBytes } from '../../src/broker/os-string.js'
import { MAX_REPLY, MAX_REQUEST, type Message, type Reply, type Request, WireError } from '../../src/broker/wire.js'
import { decodeReply, decodeRequest, encode } from '../../src/broker/wire-codec.js'
import { envBlock } from '../../src/broker/wire-fields.js'
import { randomFrom } from './random.js'

const HEADER = 4
const origin = { pid: 41, uid: 1000, gid: 100, exec: 2 ** 40 + 3 }

function environment(...entries: string[]) {
  return envBlock(entries.length, Buffer.from(entries.map((entry) => `${entry}\0`).join('')))
}

const EXEC = {
  type: 'exec',
  id: 7,
  origin,
  door: 'supervisor',
  exec: 12,
  pid: 4242,
  ppid: 4241,
  exe: '/usr/bin/git',
  dev: '18446744073709551615',
  ino: '9007199254740993',
  execfn: './git',
  cwd: '/home/dev/app',
  stdin: { kind: 'file', path: '/tmp/in put', peek: Buffer.from('\0\xff', 'latin1') },
  flags: 5,
  argv: ['git', '', 'push', '\udcff\udc80', 'ü'],
  env: environment('PATH=/bin', 'A=1', 'odd'),
} as const satisfies Request

const REQUESTS: readonly Request[] = [
  { type: 'hello', id: 1, role: 'supervisor', pid: 9, session: 's-1' },
  { type: 'coverage', id: 2, mode: 'ptrace', agentPid: 10, present: ['seccomp'], missing: [] },
  EXEC,
  { ...EXEC, origin: undefined, door: 'shim', argv: [] },
  { type: 'line', id: 4, origin, pid: 3, shell: 'bash', cwd: '', text: 'rm -rf x\n' },
  { type: 'hook', id: 5, origin, agent: 'claude', event: 'PreToolUse', payload: Buffer.from('{}') },
  { type: 'cancel', id: 6 },
  { type: 'local', id: 0, first: 3, records: [{ exec: 1, parent: 0, pid: 2, exe: '/bin/true', argv0: 'true' }] },
  { type: 'stats', id: 0, execs: 1, asked: 2, local: 3, denied: 4, cancelled: 5 },
  { type: 'refused', id: 0, parent: 4, pid: 5, name: 'x', why: 'y' },
]

const REPLIES: readonly Reply[] = [
  { type: 'verdict', id: 4294967295, action: 'deny', exitCode: 126, message: 'blocked: why\nand what next' },
  { type: 'held', id: 3 },
  { type: 'hookreply', id: 3, exitCode: 2, stdout: Buffer.from('out'), stderr: Buffer.from([0, 255]) },
]

const payload = (message: Message) => encode(message).subarray(HEADER)

/** The environment as entries: two blocks that say the same are the same. */
function readable(message: Message | WireError) {
  return message instanceof WireError || message.type !== 'exec'
    ? message
    : { ...message, env: [message.env.count, ...message.env.entries()] }
}

describe('messages', () => {
  test.each(REQUESTS)('request $type comes back as it was', (message) => {
    expect(readable(decodeRequest(payload(message)))).toEqual(readable(message))
  })

  test.each(REPLIES)('reply $type comes back as it was', (message) => {
    expect(decodeReply(payload(message))).toEqual(message)
  })

  test('a request is no reply, and a reply is no request', () => {
    for (const message of REQUESTS) expect(decodeReply(payload(message))).toBeInstanceOf(WireError)
    for (const message of REPLIES) expect(decodeRequest(payload(message))).toBeInstanceOf(WireError)
  })

  test.each([
    ['another version', [2, 6, 1, 0, 0, 0], 'wire version 2, this is 1'],
    ['an unknown type', [1, 99, 1, 0, 0, 0], 'no message has type 99 here'],
    ['no fields', [1, 3, 1, 0, 0, 0], 'a field runs over the end'],
    ['half a header', [1, 6, 1], 'a field runs over the end'],
    ['nothing', [], 'a field runs over the end'],
    ['more than its fields', [1, 6, 1, 0, 0, 0, 0], 'bytes left over'],
    ['an unknown role', [1, 1, 1, 0, 0, 0, 9, 1, 0, 0, 0, 0, 0, 0, 0], 'no meaning for code 9'],
    ['a NUL inside a string', [1, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0], 'a NUL inside a string'],
  ])('%s is an error that says so', (_, bytes, reason) => {
    expect(decodeRequest(Buffer.from(bytes))).toEqual(new WireError(reason))
  })

  test('a list that claims four billion strings is refused without making room for them', () => {
    const coverage = payload({ type: 'coverage', id: 1, mode: 'late', agentPid: 1, present: ['a'], missing: [] })
    coverage.writeUInt32LE(0xffffffff, 11)
    expect(decodeRequest(coverage)).toEqual(new WireError('a list unlike its count'))
  })

  test('random changes of real messages give a message or an error, never an exception', () => {
    const random = randomFrom(20260711)
    const outcomes = { message: 0, error: 0 }
    for (let round = 0; round < 20_000; round++) {
      const source = random.pick([...REQUESTS, ...REPLIES])
      const mutated = random.mutate(payload(source))
      for (const decode of [decodeRequest, decodeReply]) {
        const result = readable(decode(mutated))
        outcomes[result instanceof WireError ? 'error' : 'message'] += 1
      }
    }
    expect(outcomes.message).toBeGreaterThan(500)
    expect(outcomes.error).toBeGreaterThan(5_000)
  })
})

describe('environment', () => {
  const env = environment('XPATH=no', 'PATH=/bin', 'PATH=/second', 'EMPTY=', 'bare', 'E=a=b')

  test('finds a value by its whole name, the first one, as getenv does', () => {
    expect(['PATH', 'EMPTY', 'E', 'XPATH', 'ATH', 'bare', ''].map((name) => env.get(name))).toEqual([
      '/bin',
      '',
      'a=b',
      'no',
      undefined,
      undefined,
      undefined,
    ])
  })

  test('lists everything in order', () => {
    expect([...env.entries()]).toEqual([
      ['XPATH', 'no'],
      ['PATH', '/bin'],
      ['PATH', '/second'],
      ['EMPTY', ''],
      ['bare', undefined],
      ['E', 'a=b'],
    ])
  })
})

describe('frames', () => {
  const stream = Buffer.concat([...REQUESTS, ...REQUESTS].map(encode))
  const whole = [...REQUESTS, ...REQUESTS].map(payload)

  test('come out the same whatever the pieces', () => {
    const random = randomFrom(7)
    for (const largest of [1, 3, 17, 400, stream.length]) {
      const reader = new FrameReader(MAX_REQUEST)
      const out: Buffer[] = []
      for (let at = 0; at < stream.length; ) {
        const size = 1 + random.below(largest)
        const got = reader.push(stream.subarray(at, at + size))
        if (got instanceof WireError) throw new Error(got.reason)
        out.push(...got)
        at += size
      }
      expect(out).toEqual(whole)
      expect(reader.torn).toBe(false)
    }
  })

  test('a torn frame is seen', () => {
    const reader = new FrameReader(MAX_REQUEST)
    expect(reader.push(stream.subarray(0, HEADER + 2))).toEqual([])
    expect(reader.torn).toBe(true)
  })

  test.each([[[0, 0, 1, 1]], [[255, 255, 255, 255, 1]]])('a length over the limit ends the stream: %j', (bytes) => {
    for (const pieces of [[Buffer.from(bytes)], bytes.map((byte) => Buffer.of(byte))]) {
      const reader = new FrameReader(MAX_REPLY)
      const last = pieces.map((piece) => reader.push(piece)).at(-1)
      expect(last).toBeInstanceOf(WireError)
      expect(reader.push(encode(EXEC))).toEqual(last)
    }
  })

  test('a frame of 4 MB in pieces of 100 bytes takes linear time', () => {
    const big = encode({ ...EXEC, argv: ['x'.repeat(4_000_000)] })
    const reader = new FrameReader(MAX_REQUEST)
    const out: Buffer[] = []
    for (let at = 0; at < big.length; at += 100) {
      const got = reader.push(big.subarray(at, at + 100))
      if (!(got instanceof WireError)) out.push(...got)
    }
    expect(out.map((frame) => frame.equals(big.subarray(HEADER)))).toEqual([true])
  })
})

describe('text of the kernel', () => {
  test('any bytes come back, and different bytes are different text', () => {
    const random = randomFrom(3)
    const seen = new Map<string, string>()
    const alphabet = [0x41, 0x7f, 0x80, 0xbf, 0xc0, 0xc3, 0xe2, 0x82, 0xac, 0xed, 0xb2, 0xf0, 0x9f, 0x92, 0xff]
    for (let round = 0; round < 20_000; round++) {
      const bytes = Buffer.from(Array.from({ length: random.below(9) }, () => random.pick(alphabet)))
      const text = fromBytes(bytes)
      expect(toBytes(text)).toEqual(bytes)
      expect(seen.get(text) ?? bytes.toString('hex')).toBe(bytes.toString('hex'))
      seen.set(text, bytes.toString('hex'))
    }
  })

  test('valid text is itself', () => {
    for (const text of ['', 'plain', 'ü€😀', '\ufffd']) expect(fromBytes(Buffer.from(text))).toBe(text)
  })
})
