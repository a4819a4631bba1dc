/** Settings of what leaves the project: the watch, and the walls. A project's own file may only tighten them. */
import type { OwnFile } from './schema.js'

export interface WatchSettings {
  /** What a write outside leads to that no allowed command had named. */
  readonly response: 'warn' | 'ask' | 'stop'
  /** Places where writes count for nothing; `~` is the home. */
  readonly exempt: readonly string[]
  /** More places that are worth a look. */
  readonly places: readonly string[]
}

export interface ConfineSettings {
  readonly walls: boolean
  /** Credential stores cannot be read either. */
  readonly secrets: boolean
  /** Places outside the project that may be written. */
  readonly writable: readonly string[]
}

interface Given {
  readonly scope: string
  readonly given: OwnFile
}

/** From the loosest to the strictest. */
const responses: readonly WatchSettings['response'][] = ['warn', 'ask', 'stop']

/** Layers by strength, as config.ts has them. `found`: called with each key that a file sets and the layer that decided. */
export function watchOf<L extends Given>(
  layers: readonly L[],
  found: (path: string[], layer: L) => void,
): WatchSettings {
  const own = layers.find(({ scope, given }) => scope !== 'project' && given.watch?.response !== undefined)
  const project = layers.find(({ scope, given }) => scope === 'project' && given.watch?.response !== undefined)
  const rank = (layer: L | undefined) => responses.indexOf(layer?.given.watch?.response ?? 'warn')
  const decisive = rank(project) > rank(own) ? project : own
  if (decisive) found(['watch', 'response'], decisive)
  return {
    response: decisive?.given.watch?.response ?? 'warn',
    exempt: all(layers, found, 'exempt'),
    places: all(layers, found, 'places'),
  }
}

function all<L extends Given>(
  layers: readonly L[],
  found: (path: string[], layer: L) => void,
  key: 'exempt' | 'places',
): readonly string[] {
  const setting = layers.filter(({ given }) => given.watch?.[key] !== undefined)
  for (const layer of setting) found(['watch', key], layer)
  return [...new Set(setting.flatMap(({ given }) => given.watch?.[key] ?? []))]
}

export function confineOf<L extends Given>(
  layers: readonly L[],
  found: (path: string[], layer: L) => void,
): ConfineSettings {
  const isSet = (key: 'walls' | 'secrets') => {
    const own = layers.find(({ scope, given }) => scope !== 'project' && given.confine?.[key] !== undefined)
    const project = layers.find(({ scope, given }) => scope === 'project' && given.confine?.[key] === true)
    const decisive = project && own?.given.confine?.[key] !== true ? project : own
    if (decisive) found(['confine', key], decisive)
    return decisive?.given.confine?.[key] ?? false
  }
  const setting = layers.filter(({ given }) => given.confine?.writable !== undefined)
  for (const layer of setting) found(['confine', 'writable'], layer)
  const secrets = isSet('secrets')
  return {
    walls: isSet('walls') || secrets,
    secrets,
    writable: [...new Set(setting.flatMap(({ given }) => given.confine?.writable ?? []))],
  }
}
