/**
 * Canaries for `gatesh doctor`: through every door of a real session goes one command that nobody asked for and one that
 * harms nobody. A door is closed if the first is refused and the second runs; nothing is read off a configuration. All of
 * it happens in a scratch repository with a remote beside it, with a home, settings and a log that are thrown away.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Installable } from '../agents/install/plan.js'
import { findProgram } from '../facts/host-world.js'
import { quoted } from '../launch/session-directory.js'

export type DoorState = 'closed' | 'open' | 'broken' | 'unavailable'

export interface Door {
  readonly door: string
  readonly state: DoorState
  /** What was seen, or what to do. */
  readonly how: string
}

/** Time for one session. */
const TRIAL_MS = 20_000
const ALLOWED = 'canary-allowed'
const REFUSED = 126

interface Trial {
  readonly door: string
  readonly coverage: '--strict' | '--shims'
  readonly needs: readonly string[]
  /** The text that a shell of the session runs, so that `command` comes by this door. */
  by(command: string): string
}

const trials: readonly Trial[] = [
  // Nothing but the kernel's own word tells of a program that is called by its path in an empty environment.
  { door: 'supervisor', coverage: '--strict', needs: ['env', 'git'], by: (command) => `env -i ${command}` },
  { door: 'supervisor, bash', coverage: '--strict', needs: ['bash'], by: (command) => `bash -c ${quoted(command)}` },
  { door: 'supervisor, zsh', coverage: '--strict', needs: ['zsh'], by: (command) => `zsh -c ${quoted(command)}` },
  {
    door: 'supervisor, lines of bash',
    coverage: '--strict',
    needs: ['bash'],
    by: (command) => `printf '%s\\n' ${quoted(command)} | bash`,
  },
  { door: 'command shim', coverage: '--shims', needs: ['git'], by: (command) => command.replace(/^\S*\/git /, 'git ') },
  {
    door: 'shell shim, bash',
    coverage: '--shims',
    needs: ['bash'],
    by: (command) => `bash -c ${quoted(command)}`,
  },
]

/** Tries every door here, and the hooks of `agents`. `program`: how gatesh itself is started. */
export function tryDoors(
  program: readonly string[],
  agents: readonly Installable[],
  missing: ReadonlySet<string>,
): Door[] {
  const scratch = makeScratch()
  try {
    const doors = trials.map((trial) => tryDoor(trial, scratch, program, missing))
    return [...doors, ...agents.map((agent) => tryHook(agent, scratch, program))]
  } finally {
    rmSync(scratch.root, { recursive: true, force: true })
  }
}

interface Scratch {
  readonly root: string
  readonly project: string
  readonly git: string
  readonly env: NodeJS.ProcessEnv
}

function makeScratch(): Scratch {
  const root = mkdtempSync(join(tmpdir(), 'gatesh-doctor-'))
  const [project, home] = [join(root, 'app'), join(root, 'home')]
  mkdirSync(project)
  mkdirSync(home)
  // Without GATESH_SESSION: sessions of their own also where we are inside of one.
  const { GATESH_SESSION: _session, GATESH_SOCKET: _socket, ...rest } = process.env
  const state = { HOME: home, XDG_STATE_HOME: join(root, 'state'), XDG_CONFIG_HOME: join(root, 'config') }
  const env = { ...rest, ...state, GIT_CONFIG_NOSYSTEM: '1' }
  const git = findProgram('git', process.env.PATH, undefined) ?? 'git'
  const identity = ['-c', 'user.name=doctor', '-c', 'user.email=doctor@localhost', '-c', 'init.defaultBranch=main']
  const run = (...args: string[]) => spawnSync(git, [...identity, ...args], { cwd: project, env, stdio: 'ignore' })
  run('init', '-q', '--bare', join(root, 'remote.git'))
  run('init', '-q')
  run('commit', '-q', '--allow-empty', '-m', ALLOWED)
  run('remote', 'add', 'origin', join(root, 'remote.git'))
  run('push', '-q', 'origin', 'HEAD:refs/heads/main')
  return { root, project, git, env }
}

function tryDoor(trial: Trial, scratch: Scratch, program: readonly string[], missing: ReadonlySet<string>): Door {
  const { door, coverage, needs, by } = trial
  const absent = needs.filter((name) => findProgram(name, process.env.PATH, undefined) === undefined)
  const part = coverage === '--strict' ? 'supervisor' : 'shims'
  if (missing.has(part)) return { door, state: 'unavailable', how: `the ${part} cannot be had here` }
  if (absent.length > 0) return { door, state: 'unavailable', how: `there is no ${absent.join(', ')} here` }
  const git = `${scratch.git} -C ${quoted(scratch.project)}`
  const allowed = by(`${git} log -1 --format=%s`)
  const refused = by(`${git} push -q origin --delete main`)
  const { stdout, stderr } = session(scratch, program, coverage, [
    '/bin/sh',
    '-c',
    `${allowed}; ${refused}; echo "code $?"`,
  ])
  const stands = remoteBranches(scratch).includes('refs/heads/main')
  if (!stands) restore(scratch)
  const code = Number(/code (\d+)/.exec(stdout)?.[1])
  if (!stands) return { door, state: 'open', how: 'a command that nobody asked for ran' }
  if (!stdout.includes(ALLOWED)) return { door, state: 'broken', how: firstLine(stderr) || 'nothing ran' }
  if (code !== REFUSED && !stderr.includes('gatesh: blocked: '))
    return { door, state: 'broken', how: `the refusal ended with ${code} instead of ${REFUSED}` }
  return { door, state: 'closed', how: 'refused one, ran one' }
}

function session(scratch: Scratch, program: readonly string[], coverage: string, command: readonly string[]) {
  const [file = '', ...args] = program
  const all = [...args, coverage, '--project', scratch.project, '--', ...command]
  const options = { cwd: scratch.project, env: scratch.env, encoding: 'utf8', timeout: TRIAL_MS, input: '' } as const
  const { stdout, stderr } = spawnSync(file, all, options)
  return { stdout: stdout ?? '', stderr: stderr ?? '' }
}

function remoteBranches({ git, project, env }: Scratch): string {
  return spawnSync(git, ['ls-remote', '--heads', 'origin'], { cwd: project, env, encoding: 'utf8' }).stdout ?? ''
}

function restore({ git, project, env }: Scratch): void {
  spawnSync(git, ['push', '-q', 'origin', 'HEAD:refs/heads/main'], { cwd: project, env, stdio: 'ignore' })
}

const firstLine = (text: string) => text.split('\n').find((line) => line !== '') ?? ''

/** How an agent's hook tells of a file that is to be written, and the event before a tool runs. */
const writing: Readonly<Record<Installable, readonly [event: string, payload: (path: string) => object]>> = {
  'claude-code': ['PreToolUse', (path) => claudeWrite('Write', path)],
  codex: ['PreToolUse', (path) => claudeWrite('apply_patch', path)],
  'qwen-code': ['PreToolUse', (path) => claudeWrite('write_file', path)],
  'gemini-cli': ['BeforeTool', (path) => ({ ...claudeWrite('write_file', path), hook_event_name: 'BeforeTool' })],
  opencode: ['before-tool', (path) => ({ tool: 'write', input: { filePath: path, content: 'x' } })],
  pi: ['before-tool', (path) => ({ tool: 'write', input: { path, content: 'x' } })],
  cursor: ['preToolUse', (path) => ({ ...claudeWrite('Write', path), hook_event_name: 'preToolUse' })],
  'copilot-cli': ['preToolUse', (path) => ({ toolName: 'create', toolArgs: JSON.stringify({ path, content: 'x' }) })],
}

function claudeWrite(tool: string, path: string): object {
  const patch = `*** Begin Patch\n*** Add File: ${path}\n+x\n*** End Patch`
  const input = tool === 'apply_patch' ? { input: patch } : { file_path: path, content: 'x' }
  return { hook_event_name: 'PreToolUse', tool_name: tool, tool_input: input, tool_use_id: 'canary' }
}

/** Whether what a hook of this agent tells is judged: a file of the shell's startup, and one of the project. */
function tryHook(agent: Installable, scratch: Scratch, program: readonly string[]): Door {
  const door = `hook, ${agent}`
  const [event, payload] = writing[agent]
  const files = [join(scratch.project, 'notes.md'), join(scratch.env.HOME ?? '', '.bashrc')]
  const asks = files.map((path, index) => {
    const file = join(scratch.root, `payload-${agent}-${index}`)
    writeFileSync(file, JSON.stringify(payload(path)))
    // What agents are told to run stands in the session's own directory.
    return `"\${BASH_ENV%/*}/bin/gatesh-ask" hook ${agent} ${event} <${quoted(file)} 2>&1; echo "code $?"`
  })
  const { stdout, stderr } = session(scratch, program, '--strict', ['/bin/sh', '-c', asks.join('; ')])
  const [first = '', second = ''] = stdout.split(/code \d+\n/)
  const codes = [...stdout.matchAll(/code (\d+)/g)].map(([, code]) => Number(code))
  if (codes.length < 2) return { door, state: 'unavailable', how: firstLine(stderr) || 'no session could be had' }
  if (codes[0] !== 0 || first !== '')
    return { door, state: 'broken', how: `a file of the project was refused: ${firstLine(first)}` }
  const denied = second.includes('gatesh: blocked: ')
  return denied
    ? { door, state: 'closed', how: 'refused one, let one pass' }
    : { door, state: 'open', how: 'it refused nothing' }
}
