/**
 * `gatesh broker`: started by the first shim of a standing directory, never by people. Says on descriptor 3 that it
 * listens (an empty line), or why it does not; standing.c hands that on to the command that waits.
 */
import { accessSync, closeSync, constants, existsSync, mkdirSync, writeSync } from 'node:fs'
import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { ConfigError, loadConfig, MANAGED_CONFIG } from '../config/config.js'
import { directories } from '../config/directories.js'
import { createHost } from '../facts/host-world.js'
import { launch } from '../launch/launch.js'
import { findNative } from '../launch/native.js'
import { emptyProject, type Serve, stand } from '../launch/standing.js'
import { launchWords } from '../launch/task.js'
import type { Telemetry } from '../telemetry/follow.js'
import type { Place } from '../world.js'
import { makeEngine } from './engine.js'
import { EXIT, Failure } from './failure.js'
import { makeJudge } from './judge.js'
import { usageErrors } from './options.js'
import { permissionsHere } from './permissions.js'
import { followHere, telemetryTarget } from './telemetry.js'

const READY_FD = 3
const FLUSH_MS = 10_000
const options = { home: { type: 'string' }, idle: { type: 'string' } } as const

/** Ends when nobody has asked for a while. `say`: one line on stderr, which is the log beside the socket. */
export async function broker(args: readonly string[], say: (line: string) => void): Promise<number> {
  const { values } = usageErrors(() => parseArgs({ args: [...args], options, strict: true }))
  const { home, idle } = values
  if (home === undefined || idle === undefined || !existsSync(home))
    throw new Failure('a broker is started by the shims that `gatesh shims` writes', EXIT.usage)
  try {
    await serve(home, Number(idle) * 1000, say)
  } catch (error) {
    ready(`gatesh's broker cannot start: ${(error as Error).message}`)
    throw error
  }
  return EXIT.ok
}

function ready(text: string): void {
  try {
    writeSync(READY_FD, text)
    closeSync(READY_FD)
  } catch {
    // Said before, or nobody waits.
  }
}

async function serve(home: string, idleMs: number, say: (line: string) => void): Promise<void> {
  const shims = process.cwd()
  const user = homeOfUser()
  const config = managedConfig()
  const { taskFile } = config.fleet
  // Here, and not at the first command: what cannot be followed is said to who waits for the start.
  const target = telemetryTarget(config.telemetry, {})
  const places = { ...directories({}, canKeep(user) ? user : home), runtime: home }
  const words = launchWords({ task: undefined, taskFile, variable: undefined, profile: undefined, args: [] })
  await stand({
    home,
    idleMs,
    listening: () => ready('\n'),
    async start(first, serveSession: Serve) {
      const place = placeOf(config.fleet.project, first.cwd === '' ? '/' : first.cwd, user, home)
      const permissions = permissionsHere(config, place, undefined, [], true)
      let telemetry: Telemetry | undefined
      await launch({
        program: shims,
        args: [],
        place,
        env: process.env,
        directories: places,
        config,
        permissions,
        words,
        native: findNative(),
        coverage: 'shims',
        allowPtrace: false,
        headless: true,
        promptOnStdin: false,
        makeJudge: async (host) => {
          const { engine } = await makeEngine(config.classifier.engine, {
            config,
            permissions,
            env: {},
            state: places.state,
          })
          return makeJudge({ place, words, permissions, host, engine })
        },
        standing: { shims, serve: serveSession },
        opened(session) {
          telemetry = target && followHere(target, places, session)
        },
        say,
      })
      const unsent = await telemetry?.flush(FLUSH_MS)
      if (unsent !== undefined) say(unsent)
    },
  })
}

/** The user's and a project's files lie where the gated side writes: here nobody was there who would have read them. */
function managedConfig() {
  try {
    return loadConfig({ user: '/nonexistent', managed: MANAGED_CONFIG })
  } catch (error) {
    if (error instanceof ConfigError) throw new Failure(error.message, EXIT.gateshFailed)
    throw error
  }
}

/** As the system has it. Containers often run as a number without an account; such a user has no home to guard. */
function homeOfUser(): string {
  try {
    return userInfo().homedir
  } catch {
    return '/nonexistent'
  }
}

/** Whether a log can be kept below that home. A container's user may have none, or one that is not mounted for writing. */
function canKeep(user: string): boolean {
  try {
    mkdirSync(directories({}, user).log, { recursive: true, mode: 0o700 })
    accessSync(directories({}, user).log, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** The system's own; a project is never in there. */
const SYSTEM = ['/bin', '/boot', '/dev', '/etc', '/lib', '/lib32', '/lib64', '/proc', '/run', '/sbin', '/sys']
/** Directories of many things, which are no project as a whole. */
const WIDE = [
  '/',
  '/home',
  '/media',
  '/mnt',
  '/opt',
  '/root',
  '/srv',
  '/tmp',
  '/usr',
  '/usr/local',
  '/usr/src',
  '/var',
  '/var/tmp',
]

/** Without a project in the managed configuration: the repository, or the directory, of the first command. */
function placeOf(named: string | undefined, cwd: string, user: string, home: string): Place {
  const root =
    named ??
    createHost(undefined)
      .worldFor(() => undefined)
      .git(cwd)?.root ??
    cwd
  const isWide = WIDE.includes(root) || root === user || user.startsWith(`${root}/`)
  const isSystem = SYSTEM.some((directory) => root === directory || root.startsWith(`${directory}/`))
  const project = named === undefined && (isWide || isSystem) ? emptyProject(home) : root
  return { cwd, project, home: user, temp: ['/tmp', '/var/tmp'] }
}
