/** `gatesh doctor`: what is there on this machine, and which coverage a session would have. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ConfigError, loadConfig, MANAGED_CONFIG } from '../config/config.js'
import { directories } from '../config/directories.js'
import { findNative } from '../launch/native.js'
import { EXIT, Failure } from './failure.js'
import { usageErrors } from './options.js'

interface Finding {
  readonly ok: boolean
  readonly what: string
  readonly how: string
}

const TRIAL_MS = 10_000

/** Exit code 0 where a session can start; with `--bypass`, where nothing gets past that the matrix does not name. */
export async function doctor(args: readonly string[], print: (text: string) => void): Promise<number> {
  const { values } = usageErrors(() =>
    parseArgs({ args: [...args], options: { bypass: { type: 'boolean' }, json: { type: 'boolean' } } }),
  )
  if (values.bypass) return (await import('./bypass.js')).bypass(findNative(), values.json ?? false, print)
  if (values.json) throw new Failure('`--json` goes with `--bypass`', EXIT.usage)
  return report(print)
}

async function report(print: (text: string) => void): Promise<number> {
  const places = directories(process.env, homedir())
  const native = findNative()
  const findings: Finding[] = [
    {
      ok: native.shim !== undefined,
      what: 'shims',
      how: native.shim ?? 'not built: `make -C shims` (needs a C compiler: `apt-get install gcc libc6-dev make`)',
    },
    supervisor(native.supervisor),
    config(places.config, process.cwd()),
    ...(await classifier(places.config, process.cwd())),
    { ok: true, what: 'log', how: existsSync(places.log) ? places.log : `${places.log} (made at the first session)` },
  ]
  for (const { ok, what, how } of findings) print(`${ok ? 'ok     ' : 'missing'}  ${what.padEnd(12)}${how}`)
  const [shims, supervised, settings] = findings
  const ready = (shims?.ok || supervised?.ok) && settings?.ok
  print('')
  print(
    ready
      ? `a session here has the coverage: ${supervised?.ok ? 'supervisor (every exec)' : 'shims (programs found on PATH)'}`
      : 'no session can start here',
  )
  return ready ? EXIT.ok : EXIT.gateshFailed
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
    const program = [process.argv[1] ?? '', '--strict', '--project', scratch, '--', '/bin/true']
    const options = {
      encoding: 'utf8',
      timeout: TRIAL_MS,
      env: { ...env, XDG_STATE_HOME: scratch, XDG_CONFIG_HOME: scratch },
    } as const
    const { status, stderr } = spawnSync(process.execPath, program, options)
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
