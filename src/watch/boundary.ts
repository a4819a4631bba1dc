/**
 * Where a path stands to what the session was started for. A write that the boundary calls outside is not forbidden, it
 * is looked at: whether a command that was allowed said so. Pure: paths come resolved, and nothing is looked up.
 */
import type { Area } from '../effects/effect.js'
import { guardedPlace } from '../effects/guarded.js'
import { areaOf, isWithin } from '../effects/paths.js'
import type { Place } from '../world.js'

/** What belongs to the session beside its project. All paths absolute, links resolved. */
export interface Roots {
  /** Project, its worktrees (`roots`), home and directories for temporary files. */
  readonly place: Place
  /** Whatever a program may keep there counts for nothing: package caches, histories, what the configuration names. */
  readonly caches: readonly string[]
  /** The running agent's own state. It writes there all the time; what its commands write there is looked at. */
  readonly agentState: readonly string[]
  /** Whether the file system takes `A` and `a` for one name. */
  readonly folds: boolean
}

export type Standing =
  | { readonly where: 'inside' }
  /** In the project, and it runs later outside the gate or guards something. */
  | { readonly where: 'guarded-inside'; readonly guarded: string }
  | { readonly where: 'exempt'; readonly as: 'temp' | 'cache' }
  | { readonly where: 'agent-state'; readonly guarded?: string }
  | { readonly where: 'outside'; readonly area: Area; readonly guarded?: string }

/** Guarded places in a project that people and agents edit as part of the work, or that git itself keeps. */
const everyday: ReadonlySet<string> = new Set([
  'agent-memory',
  'git-dir',
  'git-modules',
  'state-file',
  'editor-settings',
])

/** What interpreters and gpg leave wherever they work. */
const volatile = /\/(?:__pycache__(?:\/|$)|\.#lk)/

type Kind = 'inside' | 'temp' | 'cache' | 'agent-state' | 'outside'

interface Root {
  readonly path: string
  readonly kind: Kind
}

/** A function that says where an absolute, normalised path stands. The innermost root decides. */
export function boundary({ place, caches, agentState, folds }: Roots): (path: string) => Standing {
  const name = (path: string) => (folds ? path.normalize('NFC').toLowerCase() : path)
  const kinds: readonly (readonly [Kind, readonly string[]])[] = [
    // Of equal roots the first one counts: a project that is the home directory is a project.
    ['inside', [place.project, ...(place.roots ?? [])]],
    ['cache', caches],
    ['agent-state', agentState],
    ['outside', [place.home]],
    ['temp', place.temp],
  ]
  const roots: readonly Root[] = kinds
    .flatMap(([kind, paths]) => paths.map((path) => ({ path: name(path), kind })))
    .sort((a, b) => b.path.length - a.path.length)

  return (path) => {
    const kind = roots.find((root) => isWithin(name(path), root.path))?.kind ?? 'outside'
    const guarded = guardedPlace(path, place)
    switch (kind) {
      case 'inside':
        return guarded === undefined || everyday.has(guarded) || isInstalled(path)
          ? { where: 'inside' }
          : { where: 'guarded-inside', guarded }
      case 'temp':
      case 'cache':
        return guarded === 'gate' ? outside(path, guarded) : { where: 'exempt', as: kind }
      case 'agent-state':
        return { where: 'agent-state', ...(guarded === undefined ? {} : { guarded }) }
      case 'outside':
        return volatile.test(path) ? { where: 'exempt', as: 'cache' } : outside(path, guarded)
    }
  }

  function outside(path: string, guarded: string | undefined): Standing {
    return { where: 'outside', area: areaOf(path, place), ...(guarded === undefined ? {} : { guarded }) }
  }
}

/** Packages bring files that look guarded (`.npmrc`, `.github/`) and guard nothing there. The gate's own do. */
function isInstalled(path: string): boolean {
  const at = path.indexOf('/node_modules/')
  return at >= 0 && !path.startsWith('/node_modules/gatesh/', at)
}

/** The boundary as a list for the supervisor, which drops what is inside before anybody looks at it (see roots.h). */
export function rootRules({ place, caches }: Roots, places: readonly string[]): string[] {
  // Of equal paths the first rule counts.
  return [
    ...[place.project, ...(place.roots ?? [])].map((path) => `-${path}`),
    ...places.map((path) => `+${path}`),
    ...caches.map((path) => `-${path}`),
    `+${place.home}`,
    ...[...place.temp, '/dev', '/proc', '/sys'].map((path) => `-${path}`),
  ]
}
