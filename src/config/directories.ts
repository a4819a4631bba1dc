/** Where gatesh keeps things, after the XDG base directory specification. */
import { join } from 'node:path'

export interface Directories {
  /** `config.jsonc` of the user. */
  readonly config: string
  /** Log, sessions, installation key. */
  readonly state: string
  readonly log: string
  readonly sessions: string
  /** For sockets and shims of running sessions; undefined where the system has no such place. */
  readonly runtime: string | undefined
}

/** `env`: the launcher's own environment. XDG says that relative values are to be ignored. */
export function directories(env: NodeJS.ProcessEnv, home: string): Directories {
  const base = (name: string) => (env[name]?.startsWith('/') ? env[name] : undefined)
  const state = join(base('XDG_STATE_HOME') ?? join(home, '.local/state'), 'gatesh')
  const runtime = base('XDG_RUNTIME_DIR')
  return {
    config: join(base('XDG_CONFIG_HOME') ?? join(home, '.config'), 'gatesh'),
    state,
    log: join(state, 'log'),
    sessions: join(state, 'sessions'),
    runtime: runtime === undefined ? undefined : join(runtime, 'gatesh'),
  }
}
