/** `gatesh doctor`: what is there on this machine, and which doors of a session are really closed. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ConfigError, loadConfig, MANAGED_CONFIG } from '../config/config.js'
import { directories } from '../config/directories.js'
import { findNative } from '../launch/native.js'
import { type AgentFinding, agentsHere, outsideServers } from './agents-here.js'
import { type Door, tryDoors } from './canaries.js'
import { EXIT } from './failure.js'
import { usageErrors } from './options.js'
import { ownCommand } from './own-command.js'

interface Finding {
  readonly ok: boolean
  readonly what: string
  readonly how: string
}

const TRIAL_MS = 10_000

/**
 * Exit code 0 where a session can start and every door of it that can be had is closed; with `--bypass`, where nothing
 * gets past that the matrix does not name.
 */
export async function doctor(args: readonly string[], print: (text: string) => void): Promise<number> {
  const { values } = usageErrors(() =>
    parseArgs({ args: [...args], options: { bypass: { type: 'boolean' }, json: { type: 'boolean' } } }),
  )
  if (values.bypass) return (await import('./bypass.js')).bypass(findNative(), values.json ?? false, print)
  const examined = await examine()
  if (values.json) print(JSON.stringify(examined, null, 2))
  else report(examined, print)
  const isOpen = examined.doors.some(({ state }) => state === 'open' || state === 'broken')
  return examined.coverage !== null && !isOpen ? EXIT.ok : EXIT.gateshFailed
}

interface Examined {
  readonly findings: readonly Finding[]
  /** Of a session here; null where none can start. */
  readonly coverage: 'supervisor' | 'shims' | null
  readonly doors: readonly Door[]
  readonly agents: readonly AgentFinding[]
  /** What a person should know beside that. */
  readonly notes: readonly string[]
}

async function examine(): Promise<Examined> {
  const places = directories(process.env, homedir())
  const native = findNative()
  const shims: Finding = {
    ok: native.shim !== undefined,
    what: 'shims',
    how: native.shim ?? 'not built: `make -C shims` (needs a C compiler: `apt-get install gcc libc6-dev make`)',
  }
  const supervised = supervisor(native.supervisor)
  const settings = config(places.config, process.cwd())
  const log = {
    ok: true,
    what: 'log',
    how: existsSync(places.log) ? places.log : `${places.log} (made at the first session)`,
  }
  const coverage = !settings.ok ? null : supervised.ok ? 'supervisor' : shims.ok ? 'shims' : null
  const missing = new Set([...(supervised.ok ? [] : ['supervisor']), ...(shims.ok ? [] : ['shims'])])
  const agents = native.ask === undefined ? [] : agentsHere()
  const names = supervised.ok ? agents.map(({ agent }) => agent) : []
  const doors = coverage === null ? [] : tryDoors(ownCommand(), names, missing)
  const engine = await classifier(places.config, process.cwd())
  return { findings: [shims, supervised, settings, ...engine, log], coverage, doors, agents, notes: outsideServers() }
}

function report({ findings, coverage, doors, agents, notes }: Examined, print: (text: string) => void): void {
  for (const { ok, what, how } of findings) print(`${ok ? 'ok     ' : 'missing'}  ${what.padEnd(12)}${how}`)
  if (doors.length > 0) print('')
  const width = Math.max(0, ...doors.map(({ door }) => door.length))
  for (const { door, state, how } of doors) print(`${state.padEnd(13)}${door.padEnd(width)}  ${how}`)
  if (agents.length > 0) print('')
  for (const { agent, hooks, limits } of agents) print(`${agent}: ${hooks}${limits === undefined ? '' : `; ${limits}`}`)
  for (const note of notes) print(`note: ${note}`)
  print('')
  print(
    coverage === null
      ? 'no session can start here'
      : `a session here has the coverage: ${coverage === 'supervisor' ? 'supervisor (every exec)' : 'shims (programs found on PATH)'}`,
  )
}

/** Tried, not guessed: a session of its own, with a log that is thrown away, must start and end a program. */
function supervisor(path: string | undefined): Finding {
  const what = 'supervisor'
  if (process.platform !== 'linux') return { ok: false, what, how: 'needs Linux' }
  if (path === undefined) return { ok: false, what, how: 'not built: `make -C shims`' }
  const scratch = mkdtempSync(join(tmpdir(), 'gatesh-doctor-'))
  try {
    // Without GATESH_SESSION: a session of its own also where we are inside of one.
    const { GATESH_SESSION: _session, ...env } = process.env
    const [own, ...first] = ownCommand()
    const program = [...first, '--strict', '--project', scratch, '--', '/bin/true']
    const options = {
      encoding: 'utf8',
      timeout: TRIAL_MS,
      env: { ...env, XDG_STATE_HOME: scratch, XDG_CONFIG_HOME: scratch },
    } as const
    const { status, stderr } = spawnSync(own, program, options)
    const why = stderr.split('\n')[0]?.replace(/^gatesh: /, '') ?? ''
    return status === 0
      ? { ok: true, what, how: `${path} (tried)` }
      : { ok: false, what, how: why || 'the trial did not end' }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function config(directory: string, project: string): Finding {
  try {
    loadConfig({ user: directory, managed: MANAGED_CONFIG, project })
    return { ok: true, what: 'config', how: directory }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { ok: false, what: 'config', how: error.message }
  }
}

/** Where a model is configured; a session starts without it as well. */
async function classifier(directory: string, project: string): Promise<Finding[]> {
  if (!config(directory, project).ok) return []
  const { classifierState } = await import('./engine.js')
  const settings = loadConfig({ user: directory, managed: MANAGED_CONFIG, project })
  const state = await classifierState(settings, process.env)
  return [{ ...state, what: 'classifier' }]
}
