/** `gatesh PROGRAM ...`, `gatesh -- PROGRAM ...`, `gatesh run PROGRAM ...`. */
import { accessSync, constants, existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { agentOf } from '../agents/agents.js'
import { modeAsked, type SessionMode } from '../config/approvals.js'
import { type Config, ConfigError } from '../config/config.js'
import { type Directories, directories } from '../config/directories.js'
import { findProgram } from '../facts/host-world.js'
import { LaunchError, type Launched, launch } from '../launch/launch.js'
import { findNative } from '../launch/native.js'
import { outerSession } from '../launch/outer-session.js'
import { type End, startPlain } from '../launch/start-agent.js'
import { launchWords } from '../launch/task.js'
import { printable } from '../log/print.js'
import type { Telemetry } from '../telemetry/follow.js'
import type { Wanted } from '../telemetry/settings.js'
import type { EngineOptions, MadeEngine } from './engine.js'
import { EXIT, Failure } from './failure.js'
import { parseRun, type RunOptions } from './options.js'
import { loadConfigHere, permissionsHere } from './permissions.js'
import { placeHere } from './place.js'

/** Runs the program to its end; how it ended is how gatesh ends. `say`: one line to the user, on stderr. */
export async function run(args: readonly string[], say: (line: string) => void): Promise<End> {
  const options = parseRun(args)
  const [name = '', ...rest] = options.command
  const env = { ...process.env }
  const program = programPath(name, env.PATH)
  const places = directories(env, homedir())
  const outer = outerSession(env.GATESH_SESSION, places.sessions)
  if (outer !== undefined) {
    say(`already inside session ${outer}, which decides here as well`)
    const agent = await startPlain({ file: program, args: rest, cwd: process.cwd(), env })
    return agent.end
  }
  const launched = await startSession(options, program, rest, say)
  return finish(launched, say)
}

/** What a job of a CI system knows beside the command line. */
export interface JobSide {
  /** Words of the event that count as the user's. */
  readonly words: readonly string[]
  /** What of a text is the user's own, and no stranger's. */
  ownWords(text: string): string
  /** What counts as said when the agent starts. */
  told(words: readonly string[]): void
}

/** Runs a session to its end. `job`: nobody is at the terminal. */
export async function startSession(
  options: RunOptions,
  program: string,
  args: readonly string[],
  say: (line: string) => void,
  job?: JobSide,
): Promise<Launched> {
  if (options.record && !(process.stdin.isTTY && process.stdout.isTTY))
    throw new Failure('`--record` records a terminal, and there is none here', EXIT.usage)
  const env = { ...process.env }
  const profile = agentOf(program)
  const place = placeHere(options.project)
  const given = taskWords(options, profile, args, env.GATESH_TASK)
  const own = job ? [...job.words, ...given.map((text) => job.ownWords(text))] : given
  const words = own.filter((text) => text.trim() !== '')
  job?.told(words)
  const places = directories(env, homedir())
  try {
    const config = loadConfigHere(place)
    const mode = modeHere(options.mode, config, say)
    const permissions = permissionsHere(config, place, profile?.name, args, job !== undefined)
    const engine = await sessionEngine({ config, permissions, env, state: places.state }, say)
    const sending = await sessionTelemetry(config.telemetry, env, places)
    const launched = await launch({
      program,
      args,
      place,
      env,
      directories: places,
      config,
      mode,
      permissions,
      words,
      headless: job !== undefined,
      ...(job ? { ownWords: (prompt) => job.ownWords(prompt) } : {}),
      native: findNative(),
      coverage: options.coverage,
      allowPtrace: options.allowPtrace,
      confine: options.confine,
      promptOnStdin: profile?.promptOnStdin(args) ?? false,
      makeJudge: async (host) =>
        (await import('./judge.js')).makeJudge({ place, words, permissions, host, engine: await engine.make() }),
      record: options.record,
      opened: (session) => sending?.opened(session),
      say,
    })
    engine.finish()
    const unsent = await sending?.finish()
    if (unsent !== undefined) say(unsent)
    return launched
  } catch (error) {
    if (error instanceof ConfigError) throw new Failure(error.message, EXIT.gateshFailed, 'nothing was started')
    if (error instanceof LaunchError) throw new Failure(error.message, EXIT.gateshFailed, 'see `gatesh doctor`')
    throw error
  }
}

/** Time at the end for what the collector has not taken yet. */
const FLUSH_MS = 10_000

/** Undefined where telemetry is off, which it is unless somebody turned it on; then nothing of it is loaded. */
async function sessionTelemetry(wanted: Wanted, env: NodeJS.ProcessEnv, places: Directories) {
  if (wanted.enabled !== true && env.GATESH_TELEMETRY === undefined) return undefined
  const { followHere, telemetryTarget } = await import('./telemetry.js')
  const target = telemetryTarget(wanted, env)
  let telemetry: Telemetry | undefined
  return {
    opened(session: string) {
      telemetry = target && followHere(target, places, session)
    },
    finish: async () => telemetry?.flush(FLUSH_MS),
  }
}

/** Says at the start what leaves this machine, and at the end what it cost; in between, once, that a model is not to be had. */
async function sessionEngine(options: EngineOptions, say: (line: string) => void) {
  const { classifier } = options.config
  const { announcement, makeEngine } = await import('./engine.js')
  const where = announcement(options.config, options.env)
  if (where !== undefined) say(where)
  let isSaid = false
  let made: MadeEngine | undefined
  const fellBack = (why: string) => {
    if (!isSaid) say(printable(`the model gave no answer (${why}); the embedded engine decides in its place`))
    isSaid = true
  }
  return {
    async make() {
      made = await makeEngine(classifier.engine, { ...options, fellBack })
      return made.engine
    },
    finish() {
      const spent = made?.spent()
      if (spent) say(`model: ${spent.line}`)
    },
  }
}

function modeHere(asked: SessionMode | undefined, { mode, origins }: Config, say: (line: string) => void): SessionMode {
  const found = modeAsked(asked, mode)
  if (found === undefined)
    throw new Failure(`\`--mode ${asked}\` is less than what is set here (${origins.get('mode')})`, EXIT.usage)
  if (found === 'observe') say('mode observe: everything is decided and logged, and nothing is blocked')
  return found
}

function taskWords(
  options: RunOptions,
  profile: ReturnType<typeof agentOf>,
  args: readonly string[],
  variable: string | undefined,
): string[] {
  try {
    return launchWords({ task: options.task, taskFile: options.taskFile, variable, profile, args })
  } catch (error) {
    throw new Failure(`the task file cannot be read: ${(error as Error).message}`, EXIT.usage)
  }
}

/** The program's path, or a failure in the shell's own words and with its exit code. */
export function programPath(name: string, path: string | undefined): string {
  const found = findProgram(name, path, undefined)
  if (found !== undefined) return resolve(found)
  if (!name.includes('/')) throw new Failure(`${name}: command not found`, EXIT.noSuchProgram)
  if (!existsSync(name)) throw new Failure(`${name}: No such file or directory`, EXIT.noSuchProgram)
  throw new Failure(`${name}: ${executable(name) ? 'Is a directory' : 'Permission denied'}`, EXIT.notExecutable)
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const milliseconds = (us: number) => `${(us / 1000).toFixed(us < 10_000 ? 2 : 0)} ms`

/** Says how it went; how gatesh itself is to end. */
export function finish({ end, stopped, totals, log, session }: Launched, say: (line: string) => void): End {
  const { decided, blocked, median, p99 } = totals
  if (stopped !== undefined) say(`the agent was ended: ${stopped}`)
  const spent = decided === 0 ? '' : `, ${milliseconds(median)} each in the median (p99 ${milliseconds(p99)})`
  say(`session ${session}: ${decided} commands decided, ${blocked} blocked${spent}; log: ${log}`)
  return stopped === undefined ? end : { code: EXIT.stoppedByLimit }
}
