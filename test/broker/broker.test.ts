import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AgentProfile } from '../../src/agents/agent.js'
import { agentOf } from '../../src/agents/agents.js'
import { createApprovals } from '../../src/broker/approvals.js'
import { type Broker, createBroker, type Judge } from '../../src/broker/broker.js'
import { FrameReader } from '../../src/broker/frames.js'
import { listen } from '../../src/broker/server.js'
import { type ExecRequest, MAX_REPLY, type Reply, type VerdictReply, WireError } from '../../src/broker/wire.js'
import { decodeReply, encode } from '../../src/broker/wire-codec.js'
import { envBlock } from '../../src/broker/wire-fields.js'
import type { Decision } from '../../src/decide.js'
import type { Effect } from '../../src/effects/effect.js'
import { createHost } from '../../src/facts/host-world.js'
import { openLog, type SessionLog } from '../../src/log/append.js'
import type { Entry } from '../../src/log/entry.js'
import type { Request } from '../../src/request.js'
import type { Verdict } from '../../src/verdict.js'

let directory: string
let log: SessionLog
let limits: string[]
let endsAtLimit: boolean

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatesh-broker-'))
  log = openLog(join(directory, 'log.jsonl'), 'abcdef', Date.now)
  limits = []
  endsAtLimit = false
})
afterEach(() => rmSync(directory, { recursive: true }))

const entries = () =>
  readFileSync(log.path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Entry)

const effect = (kind: Effect['kind'], value: string): Effect => ({
  kind,
  targets: [{ type: 'path', value }],
  flags: [],
  sources: [],
  command: 0,
  program: 'x',
  says: `does ${value}`,
})

/** Denies what has `deny` among its arguments, does not know what has `unknown`, allows the rest. */
const judge: Judge & { asked: Request[]; outcomes: boolean[] } = {
  asked: [],
  outcomes: [],
  async decide(request): Promise<Decision> {
    this.asked.push(request)
    const words = request.kind === 'exec' ? request.argv : []
    if (words.includes('throw')) throw new Error('the rim broke')
    const unknown = words.includes('unknown')
    const action = words.includes('deny') || unknown ? 'deny' : 'allow'
    const verdict: Verdict = { action, tier: 3, rule: 'test', reason: `says ${action}`, effect: 0 }
    const effects = [effect(unknown ? 'exec.unknown' : 'fs.write', words.at(-1) ?? '')]
    return {
      verdict,
      parts: [verdict],
      script: null,
      effects,
      facts: {},
      times: { understand: 1, facts: 0, tiers: 0, classifier: 0 },
    }
  },
  settled(_request, _command, _decision, ran) {
    this.outcomes.push(ran)
  },
}

beforeEach(() => {
  judge.asked.length = 0
  judge.outcomes.length = 0
})

function broker(written: SessionLog = log, profile?: AgentProfile): Broker {
  const made = createBroker({
    judge,
    host: createHost(undefined),
    log: written,
    redact: (text) => text,
    session: { agent: 'test', project: '/app' },
    launched: { path: '/usr/bin/agent', args: ['go'] },
    profile,
    trustedPath: new Set(['/usr/bin']),
    limits: { inRow: 3, total: 20 },
    liveShells: undefined,
    people: {
      session: 'abcdef',
      mode: 'auto',
      soft: 'ask',
      present: false,
      approvals: createApprovals({ timeoutMs: 1000, now: () => 0, remember: () => undefined, record: () => undefined }),
      redact: (text) => text,
    },
    onStop: () => {},
    onLimit: (reason) => limits.push(reason) > 0 && endsAtLimit,
    now: () => performance.now() * 1000,
  })
  made.covered('supervisor', 10)
  return made
}

interface From {
  readonly exec: number
  readonly parent: number
  readonly pid?: number
}

function message({ exec, parent, pid = 100 + exec }: From, ...argv: string[]): ExecRequest {
  return {
    type: 'exec',
    id: exec,
    origin: { pid, uid: 0, gid: 0, exec: parent },
    door: 'supervisor',
    exec,
    pid,
    ppid: 0,
    exe: `/usr/bin/${argv[0]}`,
    dev: '1',
    ino: '2',
    execfn: `/usr/bin/${argv[0]}`,
    cwd: '/app',
    stdin: { kind: 'null', path: '', peek: Buffer.alloc(0) },
    flags: 0,
    argv,
    env: envBlock(0, Buffer.alloc(0)),
  }
}

const agent = { exec: 1, parent: 0, pid: 10 }

describe('one request, one verdict, one entry', () => {
  it('lets the launched program start, and judges what it starts', async () => {
    const gate = broker()
    expect((await gate.exec(message(agent, 'agent', 'go'))).action).toBe('allow')
    expect(judge.asked).toHaveLength(0)
    expect((await gate.exec(message({ exec: 2, parent: 1 }, 'ls'))).action).toBe('allow')
    const denied = await gate.exec(message({ exec: 3, parent: 1 }, 'rm', 'deny'))
    expect(denied).toEqual({
      action: 'deny',
      exitCode: 126,
      message:
        'blocked: says deny\nrule test, entry abcdef-3 (the user sees it with `gatesh log show abcdef-3`)\ndo not try to reach the same end another way: ask the user, or go on with what does not need it',
    })
    expect(entries().map(({ id, command, ran, how }) => [id, command, ran, how])).toEqual([
      ['abcdef-1', 'agent go', true, 'agent'],
      ['abcdef-2', 'ls', true, 'decided'],
      ['abcdef-3', 'rm deny', false, 'decided'],
    ])
    expect(judge.outcomes).toEqual([true, false])
    expect(gate.totals()).toMatchObject({ decided: 3, blocked: 1 })
  })

  it('takes only the launched process for the agent', async () => {
    const gate = broker()
    expect((await gate.exec(message({ exec: 1, parent: 0, pid: 11 }, 'agent', 'deny'))).action).toBe('deny')
  })

  it('does not learn from what only a shim claims, where there is a supervisor to see it', async () => {
    const gate = broker()
    expect((await gate.exec({ ...message({ exec: 2, parent: 1 }, 'ls'), door: 'shim' })).action).toBe('allow')
    expect(judge.outcomes).toEqual([])
    gate.covered('shims', 10)
    await gate.exec({ ...message({ exec: 2, parent: 1 }, 'ls'), door: 'shim' })
    expect(judge.outcomes).toEqual([true])
  })

  it('denies when the decision fails, and says why', async () => {
    const gate = broker()
    const reply = await gate.exec(message({ exec: 2, parent: 1 }, 'ls', 'throw'))
    expect(reply).toEqual({
      action: 'deny',
      exitCode: 126,
      message: 'blocked: gatesh could not decide (the rim broke), and what is not decided does not run',
    })
    expect(entries()[0]).toMatchObject({ rule: 'fault', ran: false, how: 'fault' })
  })

  it('denies what the log does not take', async () => {
    const full: SessionLog = { ...log, append: () => new Error('the disk is full') }
    const gate = broker(full)
    const reply = await gate.exec(message({ exec: 2, parent: 1 }, 'ls'))
    expect(reply).toEqual({
      action: 'deny',
      exitCode: 126,
      message:
        'blocked: gatesh could not decide (the log cannot be written: the disk is full), and what is not decided does not run',
    })
    expect(judge.outcomes).toEqual([false])
  })
})

describe('below a request', () => {
  it('lets an unknown program pass by lineage; directly below the agent it is blocked', async () => {
    const gate = broker()
    await gate.exec(message(agent, 'agent'))
    expect((await gate.exec(message({ exec: 2, parent: 1 }, 'tool', 'unknown'))).action).toBe('deny')
    await gate.exec(message({ exec: 3, parent: 1 }, 'make'))
    expect((await gate.exec(message({ exec: 4, parent: 3 }, 'tool', 'unknown'))).action).toBe('allow')
    expect(entries().at(-1)).toMatchObject({ how: 'lineage', parent: 'abcdef-3', rule: 'lineage' })
  })

  it('judges a known act all the same', async () => {
    const gate = broker()
    await gate.exec(message(agent, 'agent'))
    await gate.exec(message({ exec: 3, parent: 1 }, 'make'))
    expect((await gate.exec(message({ exec: 4, parent: 3 }, 'rm', 'deny'))).action).toBe('deny')
  })
})

describe('limits', () => {
  it('counts refusals in a row', async () => {
    const gate = broker()
    await gate.exec(message(agent, 'agent'))
    for (const exec of [2, 3, 4]) await gate.exec(message({ exec, parent: 1 }, 'rm', 'deny', String(exec)))
    expect(limits).toEqual(['3 commands in a row were blocked'])
  })

  it.each([true, false])('refuses all that comes after where the session ends there: %s', async (ends) => {
    endsAtLimit = ends
    const gate = broker()
    await gate.exec(message(agent, 'agent'))
    for (const exec of [2, 3, 4]) await gate.exec(message({ exec, parent: 1 }, 'rm', 'deny', String(exec)))
    const after = await gate.exec(message({ exec: 5, parent: 1 }, 'ls', 'fine'))
    expect(after.action).toBe(ends ? 'deny' : 'allow')
    if (ends) expect(after.message).toContain('3 commands in a row were blocked, and gatesh is ending the session')
  })

  it('counts what the model asks a shell for, not what a known agent does for itself', async () => {
    const gate = broker(log, agentOf('/usr/bin/claude'))
    await gate.exec(message(agent, 'agent'))
    for (const exec of [2, 3, 4]) await gate.exec(message({ exec, parent: 1 }, 'git', 'deny', String(exec)))
    expect(limits).toEqual([])
    for (const exec of [5, 6, 7]) await gate.exec(message({ exec, parent: 1 }, 'bash', '-lc', 'deny', String(exec)))
    expect(limits).toHaveLength(1)
  })

  it('counts a script that tries one refused act over and over as one refusal', async () => {
    const gate = broker()
    await gate.exec(message(agent, 'agent'))
    await gate.exec(message({ exec: 2, parent: 1 }, 'make'))
    for (const exec of [3, 4, 5, 6]) await gate.exec(message({ exec, parent: 2 }, 'rm', 'deny', 'same'))
    expect(limits).toEqual([])
    expect(entries().filter(({ ran }) => !ran)).toHaveLength(4)
  })
})

describe('at the socket', () => {
  async function talk(
    bytes: readonly Buffer[],
    replies: number,
    accepts: 'anyone' | 'supervisor' = 'anyone',
  ): Promise<Reply[] | 'closed'> {
    const path = join(directory, 'sock')
    const server = await listen(path, accepts, broker())
    const socket = connect(path)
    const reader = new FrameReader(MAX_REPLY)
    const got: Reply[] = []
    const result = await new Promise<Reply[] | 'closed'>((resolve) => {
      socket.on('data', (chunk) => {
        const payloads = reader.push(chunk)
        if (payloads instanceof WireError) return resolve('closed')
        for (const payload of payloads) {
          const reply = decodeReply(payload)
          if (!(reply instanceof WireError)) got.push(reply)
        }
        if (got.length >= replies) resolve(got)
      })
      socket.on('close', () => resolve('closed'))
      for (const each of bytes) socket.write(each)
    })
    socket.destroy()
    await server.close()
    return result
  }

  it('answers 200 at once, each by its id', async () => {
    const asked = Array.from({ length: 200 }, (_, index) => ({
      ...message({ exec: index + 2, parent: 1 }, 'ls', index % 2 ? 'deny' : 'x'),
      door: 'shim' as const,
    }))
    const replies = (await talk([Buffer.concat(asked.map(encode))], 200)) as VerdictReply[]
    expect(replies).toHaveLength(200)
    for (const { id, action } of replies) expect(action, String(id)).toBe((id - 2) % 2 ? 'deny' : 'allow')
    expect(entries()).toHaveLength(200)
  })

  it("does not take the supervisor's door from anyone else", async () => {
    const [reply] = (await talk([encode(message(agent, 'agent', 'go'))], 1)) as VerdictReply[]
    expect(reply).toMatchObject({ action: 'deny', exitCode: 126 })
    expect(judge.asked).toHaveLength(0)
    rmSync(log.path)
    log = openLog(log.path, 'abcdef', Date.now)
    const [allowed] = (await talk([encode(message({ exec: 2, parent: 1 }, 'ls'))], 1, 'supervisor')) as VerdictReply[]
    expect(allowed?.action).toBe('allow')
  })

  it('closes on what it cannot read', async () => {
    const good = encode({ ...message({ exec: 2, parent: 1 }, 'ls'), door: 'shim' })
    const otherVersion = Buffer.from(good)
    otherVersion[4] = 9
    const tooLong = Buffer.from([0xff, 0xff, 0xff, 0xff])
    const tooShort = Buffer.from([1, 0, 0, 0, 1])
    for (const bad of [otherVersion, tooLong, tooShort]) expect(await talk([bad], 1)).toBe('closed')
    expect(await talk([good], 1)).toHaveLength(1)
  })
})
