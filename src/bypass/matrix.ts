/**
 * Tries every technique on this machine, harmlessly: all that ever happens is that a file appears in a scratch directory.
 * Each is run bare (it works at all), gated with everything allowed (the gate breaks nothing), and gated with the exec of
 * the marker refused (the gate holds). What is tried is the door, not the judgement: whether the exec is seen for what
 * it is, and whether a refusal stands.
 */
import { spawn } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Broker, Reply } from '../broker/broker.js'
import { listen } from '../broker/server.js'
import type { ExecRequest } from '../broker/wire.js'
import { type Technique, techniques } from './techniques.js'

export type Gate =
  | { readonly door: 'supervisor'; readonly program: string }
  /** `names`: of programs that have a shim. */
  | { readonly door: 'shims'; readonly program: string; readonly names: readonly string[] }

export interface MatrixOptions {
  readonly gate: Gate
  /** Finds a program on PATH. */
  find(name: string): string | undefined
  readonly path: string
  /** Command before each run, to run as another user (`setpriv ...`). */
  readonly as?: readonly string[]
}

/**
 * `caught`: refused, and it works otherwise. `missed`: it got past. `no exec`: nothing was started that a gate of execs could
 * see. `untried`: it does not work here even when nothing gates it, or a program is missing. `broken`: the gate is in the
 * way of what is allowed.
 */
export type Result = 'caught' | 'missed' | 'no exec' | 'untried' | 'broken'

export interface Row {
  readonly technique: Technique
  readonly result: Result
  readonly why?: string
}

/** More than any technique takes. */
const LIMIT_MS = 10_000

const EXIT_DENIED = 126

export async function runMatrix(options: MatrixOptions, chosen: readonly Technique[] = techniques): Promise<Row[]> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'gatesh-bypass-')))
  chmodSync(root, 0o777)
  try {
    const rows: Row[] = []
    for (const [index, technique] of chosen.entries()) rows.push(await tryOne(technique, root, index, options))
    return rows
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

async function tryOne(technique: Technique, root: string, index: number, options: MatrixOptions): Promise<Row> {
  const missing = (technique.needs ?? []).filter((name) => options.find(name) === undefined)
  if (missing.length > 0) return { technique, result: 'untried', why: `needs ${missing.join(', ')}` }
  const attempt = async (how: 'bare' | 'allowed' | 'refused') => {
    const directory = join(root, `${index}-${how}`)
    mkdirSync(directory)
    chmodSync(directory, 0o777)
    return runs(technique, directory, how, options)
  }
  if (!(await attempt('bare'))) return { technique, result: 'untried', why: 'it does not work here' }
  if (!(await attempt('allowed'))) return { technique, result: 'broken', why: 'it is allowed, and does not run' }
  const ran = await attempt('refused')
  if (!ran) return { technique, result: 'caught' }
  return { technique, result: technique.answers === 'exec' ? 'missed' : 'no exec' }
}

/** Whether the mark was left. $GATED: what is above the technique is the supervisor, which it may attack. */
async function runs(
  { script }: Technique,
  directory: string,
  how: 'bare' | 'allowed' | 'refused',
  options: MatrixOptions,
): Promise<boolean> {
  const marker = join(directory, 'marker')
  const mark = join(directory, 'mark')
  copyFileSync('/usr/bin/touch', marker)
  chmodSync(marker, 0o755)
  const isSupervised = how !== 'bare' && options.gate.door === 'supervisor'
  const env = {
    PATH: `${options.path}:${directory}`,
    HOME: directory,
    LANG: 'C',
    P: marker,
    M: mark,
    D: directory,
    GATED: isSupervised ? 'yes' : '',
  }
  const command = ['/bin/sh', '-c', script]
  if (how === 'bare') await run([...(options.as ?? []), ...command], directory, env)
  else await gated(command, directory, env, how === 'refused' ? mark : undefined, options)
  return existsSync(mark)
}

async function gated(
  command: readonly string[],
  directory: string,
  env: Readonly<Record<string, string>>,
  refused: string | undefined,
  { gate, as = [] }: MatrixOptions,
): Promise<void> {
  const session = join(directory, 'session')
  mkdirSync(session)
  const sock = join(session, 'sock')
  const server = await listen(sock, gate.door === 'supervisor' ? 'supervisor' : 'anyone', brokerThat(refused))
  chmodSync(sock, 0o777)
  try {
    if (gate.door === 'supervisor') {
      await run([...as, gate.program, '--broker', sock, '--session', 'bypass', '--', ...command], directory, env)
    } else {
      const bin = join(session, 'bin')
      mkdirSync(bin)
      copyFileSync(gate.program, join(bin, 'marker'))
      chmodSync(join(bin, 'marker'), 0o755)
      for (const name of gate.names) linkSync(join(bin, 'marker'), join(bin, name))
      await run([...as, ...command], directory, { ...env, PATH: `${bin}:${env.PATH}` })
    }
  } finally {
    await server.close()
  }
}

const allow: Reply = { action: 'allow', exitCode: 0, message: '' }
const deny: Reply = { action: 'deny', exitCode: EXIT_DENIED, message: 'blocked: a technique of the bypass matrix' }

/** Refuses the exec that would leave the mark, however it is called; allows all others. */
function brokerThat(refused: string | undefined): Broker {
  const leavesMark = ({ argv }: ExecRequest) => argv.length === 2 && argv[1] === refused
  return {
    exec: async (message) => (leavesMark(message) ? deny : allow),
    line: async () => deny,
    hook: async () => ({ exitCode: 2, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) }),
    control: () => ({ exitCode: 2, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) }),
    local: () => {},
    refused: () => {},
    covered: () => {},
    suspect: () => {},
    writerOf: () => undefined,
    totals: () => ({ decided: 0, blocked: 0, median: 0, p99: 0 }),
  }
}

function run(
  [file = '', ...args]: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  // A group of its own, so that what a technique leaves behind ends with it, and no signal of one comes up to us.
  const child = spawn(file, args, { cwd, env, stdio: 'ignore', detached: true })
  const end = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    } catch {
      // Nothing is left of it.
    }
  }
  const limit = setTimeout(end, LIMIT_MS)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => {
      clearTimeout(limit)
      end()
      resolve()
    })
  })
}
