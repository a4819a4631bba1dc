/** `gatesh telemetry send`: sends on what earlier sessions could not, such as those of a job that was killed. */
import { homedir } from 'node:os'
import { parseArgs } from 'node:util'
import { ConfigError } from '../config/config.js'
import { directories } from '../config/directories.js'
import { isRunning } from '../launch/outer-session.js'
import { logFiles } from '../log/files.js'
import { createExporter, drain } from '../telemetry/exporter.js'
import { followSession, type Telemetry } from '../telemetry/follow.js'
import { readPosition } from '../telemetry/position.js'
import { type Target, targetOf, type Wanted } from '../telemetry/settings.js'
import { EXIT, Failure } from './failure.js'
import { usageErrors } from './options.js'
import { loadConfigHere } from './permissions.js'
import { placeHere } from './place.js'

declare const GATESH_VERSION: string

/** Sessions that are sent side by side. */
const AT_ONCE = 16
const DEFAULT_SECONDS = 60

export async function telemetry(args: readonly string[], print: (line: string) => void): Promise<number> {
  const { values, positionals } = usageErrors(() =>
    parseArgs({ args: [...args], options: { seconds: { type: 'string' } }, allowPositionals: true, strict: true }),
  )
  if (positionals.length !== 1 || positionals[0] !== 'send')
    throw new Failure('what about telemetry?', EXIT.usage, '`gatesh telemetry send` sends what has not been sent')
  const seconds = Number(values.seconds ?? DEFAULT_SECONDS)
  if (!(seconds > 0)) throw new Failure(`\`--seconds\` takes a number above 0, not \`${values.seconds}\``, EXIT.usage)
  const target = telemetryTarget(settingsHere())
  if (target === undefined)
    throw new Failure('telemetry is off', EXIT.usage, 'set `telemetry.enabled`, or GATESH_TELEMETRY=1')
  return send(target, Date.now() + seconds * 1000, print)
}

function settingsHere(): Wanted {
  try {
    return loadConfigHere(placeHere(undefined)).telemetry
  } catch (error) {
    if (error instanceof ConfigError) throw new Failure(error.message, EXIT.gateshFailed)
    throw error
  }
}

/** Undefined: off. Throws where a setting cannot be followed. */
export function telemetryTarget(wanted: Wanted, env: NodeJS.ProcessEnv = process.env): Target | undefined {
  const target = targetOf(wanted, env)
  if (target instanceof Error)
    throw new Failure(`telemetry: ${target.message}`, EXIT.gateshFailed, 'nothing was started')
  return target
}

/** Follows a session that begins. */
export function followHere(target: Target, { state, log }: { state: string; log: string }, session: string): Telemetry {
  const data = { target, state, log, session, version: GATESH_VERSION }
  return followSession(new URL('./telemetry-worker.js', import.meta.url), data)
}

async function send(target: Target, deadline: number, print: (line: string) => void): Promise<number> {
  const { state, log, sessions } = directories(process.env, homedir())
  const all = [...new Set(logFiles(log).map(({ session }) => session))]
  const open = all.filter((session) => !readPosition(state, session).done && !isRunning(session, sessions))
  const left: string[] = []
  let problem: string | undefined
  const queue = open.values()
  const work = async () => {
    for (const session of queue) {
      const exporter = createExporter({ target, state, log, session, version: GATESH_VERSION, now: Date.now })
      if (!(await drain(exporter, deadline, Date.now))) left.push(session)
      problem = exporter.problem() ?? problem
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const why = problem === undefined ? '' : ` (${problem})`
  print(`${open.length - left.length} of ${open.length} sessions sent${why}`)
  return left.length === 0 ? EXIT.ok : EXIT.gateshFailed
}
