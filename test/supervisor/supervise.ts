import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Coverage, ExecRequest, Request } from '../../src/broker/wire.js'
import { allow, type Decide, listen, type TestBroker } from '../broker/test-broker.js'
import { buildNative } from '../shims/native.js'
import type { Result } from '../shims/run.js'

const { exec } = buildNative()

/** Who runs the supervisor and the agent: root, or a user without any right. */
export type User = 'root' | 'nobody'

export const USERS: readonly User[] = process.getuid?.() === 0 ? ['root', 'nobody'] : ['nobody']

export interface Session {
  /** scratch directory that both users can write */
  readonly root: string
  readonly broker: TestBroker
  /** what the broker was asked about execs, the agent's own included */
  execs(): ExecRequest[]
  coverage(): Coverage | undefined
  /** Starts `program` under the supervisor. */
  start(program: readonly string[], options?: StartOptions): ChildProcess
  /** The same, to its end. */
  run(program: readonly string[], options?: StartOptions): Promise<Result>
  close(): Promise<void>
}

export interface StartOptions extends SpawnOptions {
  readonly user?: User
  /** options of gatesh-exec */
  readonly flags?: readonly string[]
  readonly input?: string
}

/** A scratch directory with a broker in it that decides by `decide`. */
export async function session(decide: Decide = () => allow): Promise<Session> {
  const root = mkdtempSync(join(tmpdir(), 'gatesh-exec-'))
  chmodSync(root, 0o777)
  const path = join(root, 'broker')
  const broker = await listen(path, (request, reply) => (isQuestion(request) ? decide(request, reply) : undefined))
  chmodSync(path, 0o777)
  // Each run gets a socket directory of its own user.
  for (const user of USERS) {
    mkdirSync(join(root, user), { mode: 0o777 })
    chmodSync(join(root, user), 0o777)
  }

  const start = (program: readonly string[], options: StartOptions = {}) => {
    const { user = USERS[0], flags = [], input: _, ...rest } = options
    const own = [exec, '--broker', path, '--session', 's-test', ...flags, '--', ...program]
    const identity = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
    const [file, ...args] = user === 'nobody' && process.getuid?.() === 0 ? [...identity, ...own] : own
    return spawn(file!, args, { cwd: root, env: cleanEnv(), stdio: 'pipe', ...rest })
  }

  return {
    root,
    broker,
    start,
    execs: () => broker.requests.filter((request) => request.type === 'exec'),
    coverage: () => broker.requests.find((request) => request.type === 'coverage'),
    run: (program, options) => toEnd(start(program, options), options?.input),
    async close() {
      await broker.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

function isQuestion(request: Request): boolean {
  return request.type === 'exec' || request.type === 'line' || request.type === 'hook'
}

/** An environment without what this test run brought along, but for what concerns C programs built with sanitizers. */
export function cleanEnv(more: Record<string, string> = {}): Record<string, string> {
  const { ASAN_OPTIONS } = process.env
  const sanitizers = ASAN_OPTIONS === undefined ? {} : { ASAN_OPTIONS }
  return { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/tmp', LANG: 'C', ...sanitizers, ...more }
}

/** Everything a process printed, and how it ended. */
export function toEnd(child: ChildProcess, input = ''): Promise<Result> {
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout?.on('data', (chunk) => out.push(chunk))
  child.stderr?.on('data', (chunk) => err.push(chunk))
  child.stdin?.on('error', () => {})
  child.stdin?.end(input)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) =>
      resolve({ code, signal, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    )
  })
}
