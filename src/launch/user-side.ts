/**
 * Everything by which a session hears its user after the launch: the keyboard, the agent's hooks, its transcript. Joined
 * in one place (see broker/user-words.ts for what counts), with a copy that is only ever appended to.
 */
import { constants, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { agentOf } from '../agents/agents.js'
import { withSessionHooks } from '../agents/hooks/session.js'
import { isInstalled } from '../agents/install/install.js'
import { installable, planFor } from '../agents/install/plan.js'
import { followTranscripts, type TranscriptFollower } from '../agents/transcripts/follow.js'
import { transcriptSource } from '../agents/transcripts/places.js'
import type { HookOptions } from '../broker/hooks.js'
import { Typing } from '../broker/typing.js'
import { type HeardWords, UserWords } from '../broker/user-words.js'
import { printable } from '../log/print.js'
import type { Permissions } from '../permissions/permissions.js'
import type { Turn } from '../transcript/turn.js'
import type { Place } from '../world.js'
import type { Environment } from './environment.js'
import { agentPlugin } from './hook-files.js'
import type { SessionJudge } from './launch.js'

export interface UserSideOptions {
  readonly program: string
  readonly args: readonly string[]
  /** What the user said with the launch; the judge knows it. */
  readonly words: readonly string[]
  readonly place: Place
  readonly env: Environment
  readonly terminal: boolean
  readonly permissions: Permissions
  readonly judge: SessionJudge
  /** State directory of the session. */
  readonly state: string
  /** gatesh-ask, in the session's directory. */
  readonly asker: string
  /** gatesh-ask, in the package. */
  readonly installed: string
  /** The session's own directory, and the socket that hooks in an agent's settings ask. */
  readonly root: string
  readonly sock: string
  say(line: string): void
}

export interface UserSide {
  /** Arguments and environment of the agent, with gatesh's hooks where it takes them for one session. */
  readonly args: readonly string[]
  readonly env: Environment
  readonly hooks: HookOptions
  /** Bytes from the keyboard; undefined without a terminal. */
  readonly typed: ((bytes: Uint8Array) => void) | undefined
  /** A prompt that came through our stdin. */
  heard(prompt: string): void
  /** Looks whether the user said something new; to be called before a decision. */
  look(): void
  close(): void
}

/** The session's own copy of what was given out as the user's words. */
export const WORDS_FILE = 'words.jsonl'
const LOOK_EVERY_MS = 500
/** After a key, the agent may begin a transcript at any moment, and its first command comes soon after. */
const BUSY_MS = 2_000

/** Throws where the copy cannot be made. */
export function hearUser(options: UserSideOptions): UserSide {
  const { program, words: given, place, env, terminal, permissions, judge, state, say } = options
  const agent = agentOf(program)?.name
  const typing = terminal ? new Typing() : undefined
  const words = new UserWords({ typing, keep: copyTo(join(state, WORDS_FILE)), heard: judge.heard })
  for (const text of given) words.given(text, 'launch')

  let lastKey = Number.NEGATIVE_INFINITY
  const said = new Set<string>()
  const warn = (problem: string) => {
    if (said.has(problem)) return
    said.add(problem)
    say(printable(problem))
  }
  const source = agent === undefined ? undefined : transcriptSource(agent, { home: place.home, cwd: place.cwd, env })
  const follower: TranscriptFollower | undefined =
    source &&
    followTranscripts(source.list, source.newReader, {
      turn(turn: Turn) {
        // What the agent does is seen at the other doors, which nobody can write into.
        const why = turn.role === 'user' ? words.fromTranscript(turn.text, turn.referent) : undefined
        if (why !== undefined) warn(`${why}; they do not count`)
      },
      warn,
    })
  const timer = follower && setInterval(() => follower.poll(), LOOK_EVERY_MS).unref()

  const launched = hookedLaunch(agent, options)
  const hooks: HookOptions = {
    agent,
    cwd: place.cwd,
    words,
    terminal,
    modeIs: (mode) => permissions.observeMode(mode, 'hook'),
    transcriptIs: (path) => follower?.follow(path),
  }
  return {
    args: launched.args,
    env: launched.env,
    hooks,
    typed:
      typing &&
      ((bytes) => {
        lastKey = performance.now()
        typing.push(bytes)
      }),
    heard(prompt) {
      words.given(prompt, 'stdin')
      judge.heard(prompt)
    },
    look() {
      if (performance.now() - lastKey < BUSY_MS) follower?.poll()
      else follower?.pollKnown()
    },
    close() {
      clearInterval(timer)
      follower?.poll()
    },
  }
}

/**
 * The agent's launch with hooks for this session. Where it has none, those in its settings are told whom to ask; never
 * both, since each call would be judged twice.
 */
function hookedLaunch(agent: string | undefined, options: UserSideOptions) {
  const { args, env: given, asker, root, sock, say } = options
  const { GATESH_SOCKET: _stale, ...env } = given
  const launched = withSessionHooks(
    agent,
    { args, env },
    {
      asker,
      read: (path) => readFileSync(path, 'utf8'),
      write(name, text) {
        const path = join(root, name)
        writeFileSync(path, text, { mode: 0o400 })
        return path
      },
      plugin: (name) => agentPlugin(name, asker, 'hook'),
    },
  )
  if (launched !== undefined && !(launched instanceof Error)) return launched
  const problem = launched && `the hooks of gatesh cannot be joined to the agent's settings (${launched.message})`
  if (agent !== undefined && !hasInstalled(agent, options))
    say(
      `${problem ?? `${agent} takes hooks from its own settings only`}; until \`gatesh init ${agent}\` has put them there, ` +
        'what it does without a command (files, the web, MCP) is not judged',
    )
  return { args, env: { ...env, GATESH_SOCKET: sock } }
}

/** Whether hooks that ask gatesh stand in the settings of the agent. */
function hasInstalled(agent: string, { place, env, installed: asker }: UserSideOptions): boolean {
  const name = installable.find((each) => each === agent)
  const plugin = (of: 'opencode' | 'pi') => agentPlugin(of, asker, 'installed')
  return name !== undefined && isInstalled(planFor(name, { home: place.home, env, asker, plugin }))
}

/** Appends to a file of this session alone, 0600. A line that cannot be written is lost; what counts is in memory. */
function copyTo(path: string): (words: HeardWords) => void {
  const fd = openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL, 0o600)
  return (words) => {
    try {
      writeSync(fd, `${JSON.stringify({ ts: new Date().toISOString(), ...words })}\n`)
    } catch {
      // The disk is full: the log says so, and then nothing runs.
    }
  }
}
