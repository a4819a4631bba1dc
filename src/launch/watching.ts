/** The watch of one session: which places, seen by what, joined with the broker's knowledge of who runs what. */
import { lstatSync, type Stats, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Broker } from '../broker/broker.js'
import { toBytes } from '../broker/os-string.js'
import type { Coverage, Wrote, WroteChange } from '../broker/wire.js'
import type { WatchSettings } from '../config/boundary.js'
import type { Effect } from '../effects/effect.js'
import type { SessionLog } from '../log/append.js'
import { printable } from '../log/print.js'
import type { Redact } from '../log/redact.js'
import { boundary, type Roots, rootRules } from '../watch/boundary.js'
import type { Writer } from '../watch/event.js'
import { keep } from '../watch/kept.js'
import { isWatched, type Places, watchedPlaces } from '../watch/places.js'
import { type PlacesSource, watchPlaces } from '../watch/places-source.js'
import { holderOf } from '../watch/process-files.js'
import { agentStateOf, cachesOf } from '../watch/state.js'
import { outwardLinks, siblingProjects, withTargets, worktrees, writablePath } from '../watch/surroundings.js'
import { createWatch, type Watch } from '../watch/watch.js'
import type { Place } from '../world.js'
import type { Environment } from './environment.js'
import type { SessionDirectory } from './session-directory.js'

export interface WatchingOptions {
  readonly place: Place
  readonly env: Environment
  readonly settings: WatchSettings
  readonly directory: Pick<SessionDirectory, 'root' | 'state'>
  /** Name of the agent, where gatesh knows it. */
  readonly agent: string | undefined
  readonly log: SessionLog
  readonly redact: Redact
  say(line: string): void
}

export interface Watching {
  /** The boundary, for the supervisor. */
  readonly rootsFile: string
  /** What allowed requests said that they would do. */
  allowed(entry: string, effects: readonly Effect[]): void
  /** Reports of the supervisor. */
  wrote(message: Wrote): void
  unseen(why: string): void
  /** The agent runs: the best source that there is takes over. Without a supervisor there is no `coverage`. */
  started(broker: Pick<Broker, 'writerOf' | 'suspect'>, agentPid: number, coverage: Coverage | undefined): void
  /** What the agent is to be told beside its next output. */
  warning(): string | undefined
  close(): void
}

/** A file that was opened for writing and closed long after its last change was not written. */
const FRESH_MS = 10_000

/** Throws where the kept copies cannot be written. */
export function watchSession(options: WatchingOptions): Watching {
  const { place, env, settings, directory, agent, log, redact } = options
  const roots = rootsOf(options)
  const places = placesOf(place, env, settings)
  const kept = keep(places.files, directory.state, place.home)
  const rootsFile = join(directory.root, 'roots')
  const rules = rootRules(roots, [...places.files, ...places.directories].filter(isRule))
  writeFileSync(rootsFile, Buffer.concat(rules.map((rule) => Buffer.concat([toBytes(rule), Buffer.of(0)]))), {
    mode: 0o600,
  })
  let broker: Pick<Broker, 'writerOf' | 'suspect'> | undefined
  let source: PlacesSource | undefined
  const watch: Watch = createWatch({
    home: place.home,
    response: settings.response,
    log,
    redact,
    kept,
    standing: boundary(roots),
    isWatched: isWatched(places),
    say: (line) => options.say(printable(line)),
    respond(reason) {
      if (settings.response !== 'warn') broker?.suspect(reason, settings.response)
    },
    now: () => performance.now(),
  })

  function writer({ exec }: WroteChange): Writer {
    return (exec === 0 ? undefined : broker?.writerOf({ exec })) ?? { by: 'unknown' }
  }

  /** Who has the file open now; seldom anybody, since most writers are done before the notice comes. */
  function holder(path: string, agentPid: number): Writer {
    const pid = process.platform === 'linux' ? holderOf(path, agentPid) : undefined
    return (pid === undefined ? undefined : broker?.writerOf({ pid })) ?? { by: 'unknown' }
  }

  function watchByName(agentPid: number, reason: string): PlacesSource | undefined {
    try {
      const started = watchPlaces(
        places,
        (path, kind) => watch.event({ path, kind, writer: holder(path, agentPid) }),
        watch.degraded,
      )
      watch.started(
        'places',
        `${reason}; ${places.files.length + places.directories.length} places are watched by name`,
      )
      return started
    } catch (error) {
      watch.started('none', `nothing is watched: ${error instanceof Error ? error.message : String(error)}`)
      options.say('writes outside the project are not watched; `gatesh log` says why')
      return undefined
    }
  }

  return {
    rootsFile,
    allowed: watch.allowed,
    wrote({ dropped, changes }) {
      for (const change of changes) {
        if (change.kind === 'modify' && isStale(change.path)) continue
        const { kind, path, from } = change
        watch.event({ kind, path, ...(from === '' ? {} : { from }), writer: writer(change) })
      }
      if (dropped > 0) watch.degraded('more was written at once than could be told; some changes are counted only')
    },
    unseen: watch.degraded,
    started(told, agentPid, coverage) {
      broker = told
      if (coverage?.present.includes('fanotify'))
        watch.started('fanotify', 'every write on the file systems of this machine is seen, with its process')
      else
        source = watchByName(
          agentPid,
          coverage ? 'the kernel tells only root of every write' : 'there is no supervisor',
        )
    },
    warning: watch.warning,
    close() {
      source?.close()
      watch.close()
    },
  }

  function rootsOf({ place: given }: WatchingOptions): Roots {
    const { home } = given
    return {
      place: { ...given, roots: [...(given.roots ?? []), ...worktrees(given)], temp: [...given.temp, '/dev/shm'] },
      caches: [...cachesOf(home, env), ...settings.exempt.map((path) => inHome(path, home))],
      agentState: agentStateOf(agent, home, env),
      // The usual file systems of these take `A` and `a` for one name.
      folds: process.platform === 'darwin' || process.platform === 'win32',
    }
  }
}

function placesOf(place: Place, env: Environment, settings: WatchSettings): Places {
  const around = {
    place,
    path: writablePath(env.PATH),
    siblings: siblingProjects(place),
    links: outwardLinks(place),
    added: settings.places.map((path) => inHome(path, place.home)),
  }
  return withTargets(watchedPlaces(around))
}

const inHome = (path: string, home: string) =>
  path === '~' || path.startsWith('~/') ? `${home}${path.slice(1)}` : path

const isRule = (path: string) => path.startsWith('/') && !path.includes('\0')

function isStale(path: string): boolean {
  let about: Stats
  try {
    about = lstatSync(toBytes(path))
  } catch {
    return false
  }
  return Date.now() - about.ctimeMs > FRESH_MS
}
