/** The named conditions of tier rows. Each answers for one effect; unknown is never fine. */
import type { Effect, Target } from '../effects/effect.js'
import type { Facts, GitView, Place, World } from '../world.js'
import { isRegenerable } from './regenerable.js'
import type { Condition } from './row.js'
import { weakening } from './weakening.js'

/** What the session knows that a condition needs: its own makings. Implemented by the ledger. */
export interface OwnMakings {
  /** Whether this session made the thing (file, branch, directory above it ...). */
  made(target: Target): boolean
  /** The path that a path really is, where it goes through a link that this session made; undefined for any other. */
  throughLink?(path: string): string | undefined
}

/** What conditions look at, beside the effect itself. */
export interface Surroundings {
  readonly place: Place
  readonly world: World
  readonly facts: Facts
  readonly own: OwnMakings
  /** Repository of the working directory as it was when the session started, or as it is where that is unknown. */
  readonly git: GitView | undefined
}

const pathsOf = (effect: Effect) => effect.targets.filter((target) => target.type === 'path')

/** Guarded places that only matter when something is written there; reading them is plain. */
const plainToRead = new Set([
  'ci',
  'git-hook',
  'git-config',
  'git-modules',
  'shell-rc',
  'agent-settings',
  'editor-settings',
  'envrc',
  'cron',
  'service',
  'package-rc',
  'state-file',
  'path-directory',
  'gate',
  'git-dir',
  'agent-memory',
  'agent-transcript',
  'ssh',
  'accounts',
  'network',
])

const reads = new Set([
  'fs.read',
  'fs.list',
  'sys.read',
  'pkg.read',
  'gate.use',
  'job.read',
  'container.read',
  'net.lookup',
])

function plainPath(effect: Effect): boolean {
  return effect.targets.every(
    (target) => !target.guarded || (reads.has(effect.kind) && plainToRead.has(target.guarded)),
  )
}

const conditions: Record<Condition, (effect: Effect, around: Surroundings) => boolean> = {
  'known-targets': (effect) =>
    effect.targets.every((target) => target.value !== null || target.area === 'project' || target.area === 'temp'),
  inside: (effect, { own, place }) =>
    pathsOf(effect).every((target) => {
      if (target.area !== 'project' && target.area !== 'temp' && target.value !== '/dev/null') return false
      const real = target.value === null ? undefined : own.throughLink?.(target.value)
      return real === undefined || real.startsWith(`${place.project}/`)
    }),
  'own-or-tracked': (effect, { place, facts, own }) => {
    const gone = pathsOf(effect).filter((target) => target.role !== 'from')
    if (gone.length === 0) return false
    return gone.every((target) => {
      if (target.value === null) return false
      if (own.made(target) || isRegenerable(target.value, place.project)) return true
      // A tree that is the project itself is never "only tracked files": ignored and untracked ones go with it.
      return target.area === 'project' && target.value !== place.project && facts.tracked === true && !facts.untracked
    })
  },
  'no-planted-program': (_effect, { git, world }) =>
    (git?.runs?.length ?? 0) === 0 && world.env('GIT_EXTERNAL_DIFF') === undefined,
  'not-production': (effect) => !effect.flags.includes('production'),
  here: (effect) => effect.where === undefined,
  'known-remote': (effect, { git }) => {
    const remotes = effect.targets.filter((target) => target.type === 'remote')
    if (remotes.length === 0) return true
    return remotes.every((remote) => {
      if (remote.value === null) return false
      if (!git) return remote.value === 'origin'
      return remote.value in git.remotes || Object.values(git.remotes).includes(remote.value)
    })
  },
  'usual-registry': (effect) => effect.targets.every((target) => target.type !== 'registry' && target.type !== 'url'),
  'weakens-nothing': (effect) => weakening(effect) === undefined,
  'plain-path': plainPath,
}

/** True where all conditions hold. */
export function holds(names: readonly Condition[], effect: Effect, around: Surroundings): boolean {
  return names.every((name) => conditions[name](effect, around))
}
