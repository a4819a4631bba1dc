/** `gatesh doctor`: what is there on this machine, and which coverage a session would have. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { ConfigError, loadConfig, MANAGED_CONFIG } from '../config/config.js'
import { directories } from '../config/directories.js'
import { findNative } from '../launch/native.js'
import { EXIT } from './failure.js'

interface Finding {
  readonly ok: boolean
  readonly what: string
  readonly how: string
}

/** Exit code 0 where a session can start. */
export function doctor(print: (text: string) => void): number {
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

function supervisor(path: string | undefined): Finding {
  const what = 'supervisor'
  if (process.platform !== 'linux') return { ok: false, what, how: 'needs Linux' }
  if (path === undefined) return { ok: false, what, how: 'not built: `make -C shims`' }
  return { ok: kernelAtLeast(5, 19), what, how: kernelAtLeast(5, 19) ? path : 'needs Linux 5.19' }
}

function kernelAtLeast(major: number, minor: number): boolean {
  const release = execFileSync('uname', ['-r'], { encoding: 'utf8' })
  const [have = 0, then = 0] = release.split('.').map((part) => Number.parseInt(part, 10))
  return have > major || (have === major && then >= minor)
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
