/** Starts the agent, with a terminal of its own or with ours passed on, and waits for its end. */
import { spawn } from 'node:child_process'
import { closeSync, constants, openSync } from 'node:fs'
import { constants as osConstants } from 'node:os'
import type { ReadStream } from 'node:tty'
import type { Pty } from 'node-pty'
import type { Environment } from './environment.js'
import type { Terminal } from './people-side.js'
import type { Prompt } from './prompt.js'
import type { Recorder } from './recorder.js'
import { relayPrompt } from './relay-stdin.js'
import { Screen } from './screen.js'
import { rawTerminal } from './terminal.js'

export interface Start {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Environment
  /** Called with the prompt that comes on our stdin. Without it the agent has our stdin itself. */
  heard?(prompt: string): void
  /** Called with what comes from the keyboard, before the agent has it. */
  typed?(bytes: Uint8Array): void
  /** Called with what the agent's terminal shows, and with its size at the start and whenever that changes. */
  readonly recorder?: Recorder
  /** Puts questions to whoever sits at the terminal. */
  asks?(terminal: Terminal): Prompt
}

/** How it ended: with a code, or by a signal. */
export type End = { readonly code: number } | { readonly signal: NodeJS.Signals }

export interface Agent {
  readonly pid: number
  readonly end: Promise<End>
  kill(signal: NodeJS.Signals): void
}

/** After the end, this long without output means that all of it has come (see openSlave). */
const QUIET_MS = 27
const QUIET_LOOKS = 3
const MAX_DRAIN_MS = 2_000

const signalName = (number: number) =>
  (Object.entries(osConstants.signals).find(([, value]) => value === number)?.[0] ?? 'SIGKILL') as NodeJS.Signals

/** Our stdin, stdout and stderr are the agent's. ctrl-c reaches it by itself; other signals to us are passed on. */
export function startPlain(start: Start): Promise<Agent> {
  const { file, args, cwd, env, heard } = start
  const child = spawn(file, args, { cwd, env: { ...env }, stdio: [heard ? 'pipe' : 'inherit', 'inherit', 'inherit'] })
  if (heard && child.stdin) relayPrompt(process.stdin, child.stdin, (prompt) => heard.call(start, prompt))
  const forward = (signal: NodeJS.Signals) => void child.kill(signal)
  const ignore = () => {}
  const passed = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const
  const shared = ['SIGINT', 'SIGQUIT'] as const
  for (const signal of passed) process.on(signal, forward)
  for (const signal of shared) process.on(signal, ignore)
  const end = new Promise<End>((resolve) => {
    child.once('exit', (code, signal) => {
      for (const each of passed) process.off(each, forward)
      for (const each of shared) process.off(each, ignore)
      if (heard) process.stdin.destroy()
      resolve(signal ? { signal } : { code: code ?? 0 })
    })
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('spawn', () => resolve({ pid: child.pid ?? 0, end, kill: forward }))
  })
}

/** A pseudo-terminal between the user's terminal and the agent: raw bytes both ways, size and end passed on. */
export async function startInTerminal(start: Start, stdin: ReadStream, stdout: NodeJS.WriteStream): Promise<Agent> {
  const { spawn: spawnPty } = (await import('node-pty')).default
  const env = Object.fromEntries(
    Object.entries(start.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )
  const size = () => ({ cols: stdout.columns || 80, rows: stdout.rows || 24 })
  const recording = start.recorder?.(size().cols, size().rows)
  const pty = spawnPty(start.file, [...start.args], {
    name: env.TERM ?? 'dumb',
    cwd: start.cwd,
    env,
    encoding: null,
    ...size(),
  })
  const slave = openSlave(pty)
  const terminal = rawTerminal(stdin, stdout, (signal) => pty.kill(signal))

  /** Grows with each piece of output. */
  let pieces = 0
  const screen = new Screen({
    write: (data) => void stdout.write(data),
    size,
    pause: () => pty.pause(),
    resume: () => pty.resume(),
  })
  pty.onData((data) => {
    pieces += 1
    recording?.output(data)
    screen.output(data)
  })
  const pass = (data: Uint8Array) => {
    start.typed?.(data)
    pty.write(Buffer.from(data))
  }
  const prompt = start.asks?.({ screen, pass, ring: () => void stdout.write('\x07') })
  const type = (data: Buffer) => (prompt ? prompt.typed(data) : pass(data))
  stdin.on('data', type)
  stdin.resume()
  const resize = () => {
    pty.resize(size().cols, size().rows)
    recording?.resized(size().cols, size().rows)
    screen.resized()
    prompt?.resized()
  }
  stdout.on('resize', resize)

  const end = new Promise<End>((resolve) => {
    pty.onExit(({ exitCode, signal }) => {
      void drained(() => pieces).then(async () => {
        await prompt?.close()
        stdin.off('data', type)
        stdout.off('resize', resize)
        if (slave !== undefined) closeSync(slave)
        terminal.restore()
        recording?.close()
        resolve(signal ? { signal: signalName(signal) } : { code: exitCode })
      })
    })
  })
  return { pid: pty.pid, end, kill: (signal) => pty.kill(signal) }
}

/**
 * The last output of a process is lost when the last descriptor of the terminal's other side closes before it was read.
 * Holding one open ourselves keeps it.
 */
function openSlave({ _pty: path }: Pty): number | undefined {
  try {
    return path === undefined ? undefined : openSync(path, constants.O_RDWR | constants.O_NOCTTY)
  } catch {
    // The agent is gone already; what it wrote was read or never will be.
    return undefined
  }
}

/**
 * Until nothing has come for a while. Time alone proves nothing where this process did not get to run: each look waits for
 * a turn of the event loop in which whatever was there to read has been read.
 */
async function drained(pieces: () => number): Promise<void> {
  const since = Date.now()
  for (let quiet = 0; quiet < QUIET_LOOKS && Date.now() - since < MAX_DRAIN_MS; ) {
    const before = pieces()
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS / QUIET_LOOKS))
    await new Promise((resolve) => setImmediate(resolve))
    quiet = pieces() === before ? quiet + 1 : 0
  }
}
