/**
 * One session, from the first directory to the last line of the index. The launcher is the broker: as long as the agent
 * lives this process answers for it, and when it dies nothing below it can start anything.
 */
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ReadStream } from 'node:tty'
import { agentOf } from '../agents/agents.js'
import { configuredServers } from '../agents/servers.js'
import { type Broker, createBroker, type Judge, type Totals } from '../broker/broker.js'
import { processStat } from '../broker/lineage.js'
import { listen } from '../broker/server.js'
import type { SessionMode } from '../config/approvals.js'
import type { ConfineSettings } from '../config/boundary.js'
import type { Config } from '../config/config.js'
import type { Directories } from '../config/directories.js'
import { createHost, findProgram, type Host } from '../facts/host-world.js'
import { openLog, type SessionLog } from '../log/append.js'
import { installationKey } from '../log/key.js'
import { redactor } from '../log/redact.js'
import { dropOld } from '../log/retention.js'
import { appendIndex } from '../log/session-index.js'
import type { Permissions } from '../permissions/permissions.js'
import type { Place } from '../world.js'
import { announceRules } from './announce-rules.js'
import { type Environment, shimEnvironment, supervisedEnvironment } from './environment.js'
import { gatedNames } from './gated-names.js'
import { lazyJudge } from './lazy-judge.js'
import type { Native } from './native.js'
import { isRunning, OWNER_FILE } from './outer-session.js'
import { askPeople } from './people-side.js'
import { recorderFor } from './recorder.js'
import {
  bashEnvOf,
  layOutShims,
  makeSessionDirectory,
  newSessionId,
  type SessionDirectory,
  writeBashEnv,
} from './session-directory.js'
import { hookedArgs, hookedEnvironment, layOutShellHooks, programFile, type ShellHooks } from './shell-hooks.js'
import type { Serve } from './standing.js'
import { type Agent, type End, type Start, startInTerminal, startPlain } from './start-agent.js'
import { startSupervised } from './supervised.js'
import { hearUser } from './user-side.js'
import { sayWalls, writeWallList } from './walls.js'
import { type Watching, watchSession } from './watching.js'

export interface LaunchOptions {
  /** Absolute path of the program, and its arguments as the user gave them. */
  readonly program: string
  readonly args: readonly string[]
  readonly place: Place
  readonly env: Environment
  readonly directories: Directories
  readonly config: Config
  /** As the user asked for this session; else what the configuration says. */
  readonly mode?: SessionMode | undefined
  readonly permissions: Permissions
  readonly native: Native
  /** `auto`: the strongest that this machine allows; `supervisor`: that or nothing. */
  readonly coverage: 'auto' | 'supervisor' | 'shims'
  readonly allowPtrace: boolean
  /** As the user asked for this session; the configuration may ask for more. */
  readonly confine?: 'walls' | 'secrets' | undefined
  /** What the user said with the launch. */
  readonly words: readonly string[]
  /** Nobody is at a terminal, even where there is one. */
  readonly headless: boolean
  /** Whether stdin may hold a prompt (an agent that is told so by its arguments). */
  readonly promptOnStdin: boolean
  /** What of a prompt on stdin is the user's own; all of it, unless a CI event says that others wrote it. */
  ownWords?(prompt: string): string
  makeJudge(host: Host): Promise<SessionJudge>
  /** The agent's terminal is recorded. */
  readonly record?: boolean
  /** The log can be followed from now on. */
  opened?(session: string): void
  /** Where no agent is started, since shims that stand on PATH ask: the directory of these, and who takes the broker. */
  readonly standing?: { readonly shims: string; readonly serve: Serve }
  /** Says something to the user, on stderr. */
  say(line: string): void
}

/** A judge that can be told what the user said. */
export interface SessionJudge extends Judge {
  /** `referent`: what the agent said last, which a bare "yes" refers to. */
  heard(words: string, referent?: string): void
}

export interface Launched {
  readonly end: End
  /** Set where gatesh ended the agent. */
  readonly stopped?: string
  readonly session: string
  readonly totals: Totals
  readonly coverage: string
  readonly log: string
}

/** Why the agent could not be started; the message says what is missing. */
export class LaunchError extends Error {}

interface Running {
  readonly agent: Agent
  readonly coverage: string
  close(): Promise<void>
}

/** Time for the agent to end by itself after SIGTERM. */
const GRACE_MS = 5_000

export async function launch(options: LaunchOptions): Promise<Launched> {
  const directory = makeSessionDirectory(newSessionId(), options.directories)
  try {
    return await inDirectory(directory, options)
  } finally {
    directory.remove()
  }
}

async function inDirectory(directory: SessionDirectory, given: LaunchOptions): Promise<Launched> {
  const { config, directories, place } = given
  const log = startLog(directory, given)
  given.opened?.(directory.id)
  const host = createHost(given.standing?.shims ?? directory.bin)
  // Now, before anything of the gated side runs: which remotes the repository has (see createHost).
  host.worldFor(() => undefined).git(place.project)
  const hooks = shellHooks(directory, given)
  const judge = lazyJudge(() => given.makeJudge(host))
  const redact = redactor(installationKey(directories.state))
  const unwatch = await announceRules(given.permissions, log, redact, given.say)
  const terminal = !given.headless && process.stdin.isTTY && process.stdout.isTTY
  const { state, root, sock } = directory
  const user = hearUser({
    ...given,
    terminal,
    judge,
    state,
    root,
    sock,
    asker: hooks.live.asker.path,
    installed: given.native.ask ?? '',
  })
  const options = { ...given, args: user.args, env: user.env }
  const later: string[] = []
  const watching = watchSession({
    place,
    env: given.env,
    settings: config.watch,
    directory,
    agent: agentOf(given.program)?.name,
    log,
    redact,
    // The screen is the agent's: what is said in the middle of it would be lost, or spoil it.
    say: terminal ? (line) => later.push(line) : given.say,
  })
  let stopped: string | undefined
  let running: Running | undefined
  const asks = askPeople({
    session: directory.id,
    agent: agentOf(options.program)?.name ?? basename(options.program),
    mode: given.mode ?? config.mode.mode,
    settings: config.approvals,
    present: terminal,
    log,
    redact,
    judge,
    configFile: join(directories.config, 'config.jsonc'),
    say: given.say,
  })
  const stopAgent = (reason: string) => {
    stopped ??= reason
    asks.close()
    // The refusal itself goes out first.
    setTimeout(() => running && endAgent(running.agent), 100)
  }

  const broker = createBroker({
    judge: {
      ...judge,
      decide(request, world, decidedLater) {
        user.look()
        return judge.decide(request, world, decidedLater)
      },
    },
    hooks: { ...user.hooks, warning: watching.warning },
    allowed: watching.allowed,
    host,
    log,
    redact,
    session: { agent: agentOf(options.program)?.name ?? options.program, project: place.project },
    launched: { path: realpathSync(options.program), args: options.args },
    profile: agentOf(options.program),
    servers: configuredServers({ args: options.args, home: place.home, project: place.project, env: options.env }),
    trustedPath: trustedPath(options.env.PATH, place),
    liveShells: hooks.live,
    installedAsker: given.native.ask === undefined ? undefined : programFile(given.native.ask),
    limits: config.limits,
    people: asks.people,
    onLimit(reason) {
      if (config.limits.headless === 'continue') return false
      if (stopped === undefined) stopAgent(`${reason}, and nobody is here to look`)
      return true
    },
    onStop: stopAgent,
    now: () => performance.now() * 1000,
  })

  const start: Stage = {
    cwd: place.cwd,
    hooks,
    ...(options.promptOnStdin && !process.stdin.isTTY
      ? { heard: (prompt) => hearOwn(options.ownWords?.(prompt) ?? prompt, user.heard) }
      : {}),
    ...(user.typed ? { typed: user.typed } : {}),
    ...(terminal ? { asks: asks.attach } : {}),
    ...(given.record
      ? { recorder: recorderFor(directory, installationKey(directories.state), given.env.TERM ?? 'dumb', given.say) }
      : {}),
  }
  const begin = (agent: Start) =>
    terminal ? startInTerminal(agent, process.stdin as ReadStream, process.stdout) : startPlain(agent)
  running =
    standing(broker, options) ??
    (await supervised(directory, broker, options, start, begin, watching)) ??
    (await shimmed(directory, broker, options, start, begin, watching))
  judge.started()
  const end = await running.agent.end
  asks.close()
  await running.close()
  user.close()
  await unwatch()
  watching.close()
  for (const line of later) given.say(line)
  finishLog(directory, options, log, running.coverage)
  dropOldSessions(options)
  const result = { end, session: directory.id, totals: broker.totals(), coverage: running.coverage, log: log.path }
  return stopped === undefined ? result : { ...result, stopped }
}

function hearOwn(words: string, heard: (words: string) => void): void {
  if (words.trim() !== '') heard(words)
}

function shellHooks(directory: SessionDirectory, { native, env }: LaunchOptions): ShellHooks {
  if (native.ask === undefined) throw new LaunchError('the C programs are missing: no `gatesh-ask` in the package')
  return layOutShellHooks(directory, native.ask, env)
}

function startLog(directory: SessionDirectory, { directories, args, program, place }: LaunchOptions): SessionLog {
  const started = new Date()
  const name = `${started.toISOString().replace(/[-:]|\.\d+/g, '')}-${directory.id}.jsonl`
  mkdirSync(directories.log, { recursive: true, mode: 0o700 })
  const log = openLog(join(directories.log, name), directory.id, Date.now)
  const owner = { pid: process.pid, started: processStat(process.pid)?.started, control: directory.control }
  writeFileSync(join(directory.state, OWNER_FILE), JSON.stringify(owner), { mode: 0o600 })
  const redact = redactor(installationKey(directories.state))
  appendIndex(directories.state, {
    event: 'start',
    session: directory.id,
    ts: started.toISOString(),
    agent: agentOf(program)?.name ?? program,
    command: redact([program, ...args].join(' ')),
    project: place.project,
    log: log.path,
  })
  return log
}

function finishLog(
  directory: SessionDirectory,
  { directories }: LaunchOptions,
  log: SessionLog,
  coverage: string,
): void {
  const { hash, entries } = log.head()
  appendIndex(directories.state, {
    event: 'end',
    session: directory.id,
    ts: new Date().toISOString(),
    coverage,
    entries,
    head: hash,
  })
}

/** At the end, where nobody waits. The log stays as it is where that fails. */
function dropOldSessions({ config, directories, say }: LaunchOptions): void {
  const { sessions } = directories
  try {
    dropOld(directories, config.log, (session) => isRunning(session, sessions), Date.now())
  } catch (error) {
    say(`old logs were not dropped: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/**
 * Directories whose programs a bare name in a judged text stands for: those on the user's own PATH, but for what the
 * agent may write as part of its work.
 */
function trustedPath(path: string | undefined, place: Place): ReadonlySet<string> {
  const open = [place.project, ...place.temp]
  const inside = (directory: string) => open.some((root) => directory === root || directory.startsWith(`${root}/`))
  return new Set(
    (path ?? '/usr/local/bin:/usr/bin:/bin').split(':').filter((entry) => entry.startsWith('/') && !inside(entry)),
  )
}

/** What is known of the start before the coverage is. */
interface Stage extends Omit<Start, 'file' | 'args' | 'env'> {
  readonly hooks: ShellHooks
}

type Begin = (start: Start) => Promise<Agent>

/** Undefined where the machine does not allow it and shims will do. Throws LaunchError where they will not. */
async function supervised(
  directory: SessionDirectory,
  broker: Broker,
  options: LaunchOptions,
  start: Stage,
  begin: Begin,
  watching: Watching,
): Promise<Running | undefined> {
  const { native, coverage, say } = options
  const confine = confined(options)
  if (coverage === 'shims') {
    if (confine.walls) throw new LaunchError('walls need the supervisor, which `--shims` and `--allow-sudo` leave out')
    return undefined
  }
  const refuse = (problem: string) => {
    if (confine.walls) throw new LaunchError(`${problem}, and walls need the supervisor`)
    if (coverage === 'supervisor') throw new LaunchError(`${problem}, and \`--strict\` takes nothing less`)
    if (process.platform === 'linux')
      say(`${problem}; going on with shims on PATH, which a program that is called by its path gets around`)
    return undefined
  }
  if (process.platform !== 'linux') return refuse('the exec supervisor needs Linux')
  if (native.supervisor === undefined) return refuse('the exec supervisor is not built')
  writeBashEnv(directory, { before: options.env.BASH_ENV, hook: start.hooks.bash, shimmed: false })
  const env = hookedEnvironment(supervisedEnvironment(options.env, directory.id), start.hooks)
  const result = await startSupervised(
    {
      ...start,
      env,
      file: native.supervisor,
      args: supervisorArgs(directory, options, start.hooks, watching, wallList(directory, options, confine)),
    },
    directory,
    broker,
    begin,
    watching,
  )
  if (typeof result === 'string') return refuse(result)
  say(`session ${directory.id}: the supervisor sees every exec`)
  const walls = sayWalls(result.present, confine)
  if (walls !== undefined) say(walls)
  return result
}

/** What the user asked for this session, and what the configuration asks for all. */
function confined({ config, confine }: LaunchOptions): ConfineSettings {
  const { walls, secrets } = config.confine
  return { ...config.confine, walls: walls || confine !== undefined, secrets: secrets || confine === 'secrets' }
}

function wallList(directory: SessionDirectory, options: LaunchOptions, settings: ConfineSettings): string | undefined {
  const { place, env, program } = options
  if (!settings.walls) return undefined
  return writeWallList({ place, env, settings, agent: agentOf(program)?.name, root: directory.root })
}

function supervisorArgs(
  directory: SessionDirectory,
  { allowPtrace, program, args }: LaunchOptions,
  hooks: ShellHooks,
  { rootsFile }: Watching,
  walls: string | undefined,
): string[] {
  const { brokerSock, sock, control, id } = directory
  const switches = [
    '--broker',
    brokerSock,
    '--listen',
    sock,
    '--control',
    control,
    '--session',
    id,
    '--watch',
    rootsFile,
  ]
  return [
    ...switches,
    ...(walls ? ['--wall', walls] : []),
    ...(allowPtrace ? ['--allow-ptrace'] : []),
    '--',
    program,
    ...hookedArgs(program, args, hooks),
  ]
}

async function shimmed(
  directory: SessionDirectory,
  broker: Broker,
  options: LaunchOptions,
  start: Stage,
  begin: Begin,
  watching: Watching,
): Promise<Running> {
  const { native, config, env, program, args, say } = options
  if (native.shim === undefined)
    throw new LaunchError('the C programs are missing: no shim for this machine in the package')
  const path = env.PATH
  const names = [...new Set([...gatedNames, ...config.shims.names])].filter(
    (name) => findProgram(name, path, undefined) !== undefined,
  )
  layOutShims(directory, native.shim, names)
  writeBashEnv(directory, { before: env.BASH_ENV, hook: start.hooks.bash, shimmed: true })
  const server = await listen(directory.sock, 'anyone', broker)
  const agent = await begin({
    ...start,
    file: program,
    args: hookedArgs(program, args, start.hooks),
    env: hookedEnvironment(
      shimEnvironment(env, directory.id, { bin: directory.bin, bashEnv: bashEnvOf(directory) }),
      start.hooks,
    ),
  })
  broker.covered('shims', agent.pid)
  watching.started(broker, agent.pid, undefined)
  say(`session ${directory.id}: shims stand before ${names.length} programs`)
  return { agent, coverage: 'shims', close: () => server.close() }
}

function standing(broker: Broker, options: LaunchOptions): Running | undefined {
  if (options.standing === undefined) return undefined
  const { agent, close } = options.standing.serve(broker)
  broker.covered('shims', agent.pid)
  return { agent, coverage: 'shims', close }
}

function endAgent(agent: Agent): void {
  agent.kill('SIGTERM')
  setTimeout(() => agent.kill('SIGKILL'), GRACE_MS).unref()
}

/** Root of the repository that `cwd` is in, where there is one: what the agent is there to work on. */
export function projectOf(cwd: string, host: Host): string {
  return host.worldFor(() => undefined).git(cwd)?.root ?? cwd
}
