/** Words to path targets: absolute, links followed, with the area they lie in and what they guard. */
import type { Word } from '../shell/script.js'
import type { Place, World } from '../world.js'
import type { Area, Target } from './effect.js'
import { guardedPlace } from './guarded.js'
import { pathSecret } from './secrets.js'

/** Most files of a pattern whose guarded places are looked up. */
const MAX_MATCHES = 256

/** Absolute form of a path: `~` and `.` and `..` taken out. Null where it is relative and `cwd` is unknown. */
export function absolute(text: string, cwd: string | null, home: string): string | null {
  // A quoted `~/x` is a directory called `~` to the shell; tools that get it mostly expand it, and nobody names one so.
  if (text === '~') return home
  if (text.startsWith('~/')) return normalise(`${home}/${text.slice(2)}`)
  if (text.startsWith('/')) return normalise(text)
  if (cwd === null) return null
  return normalise(`${cwd}/${text}`)
}

/** An absolute path without empty, `.` and `..` segments. */
export function normalise(path: string): string {
  if (!/\/\.|\/\/|\/$/.test(path)) return path
  const kept: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment === '..') kept.pop()
    else kept.push(segment)
  }
  return `/${kept.join('/')}`
}

/** The directory that a path stands in. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash <= 0 ? '/' : path.slice(0, slash)
}

/** True where `path` is `root` or below it. */
export function isWithin(path: string, root: string): boolean {
  return path === root || (path.startsWith(root) && (root.endsWith('/') || path.charCodeAt(root.length) === 47))
}

const systemRoots =
  /^\/(?:etc|usr|bin|sbin|lib|lib32|lib64|libx32|boot|var|opt|srv|proc|sys|run|root|snap|nix|gnu|lost\+found|System|Library|Applications|private|cores|Volumes)(?:\/|$)/

/** Where an absolute, normalised path lies. The project wins over a temporary directory around it, that over the home. */
export function areaOf(path: string, place: Place): Area {
  if (isWithin(path, place.project) || place.roots?.some((root) => isWithin(path, root))) return 'project'
  if (isWithin(path, '/dev') && !isWithin(path, '/dev/shm')) return 'device'
  if (place.temp.some((temp) => isWithin(path, temp)) || isWithin(path, '/dev/shm')) return 'temp'
  if (isWithin(path, place.home)) return 'home'
  if (path === '/' || systemRoots.test(path)) return 'system'
  return 'outside'
}

/** What a path guards, credentials first. */
function guardOf(path: string, place: Place): string | undefined {
  const guarded = guardedPlace(path, place)
  if (guarded === 'gate') return guarded
  const secret = pathSecret(path, place.home)
  // `.env` and history files are everyday files; reading them is an effect of its own, writing them is not guarded.
  if (secret && secret !== 'env-file' && secret !== 'history') return 'credentials'
  return guarded
}

/**
 * The target that a word names.
 * @param follow whether a link in the last place is followed: not where the act is on the link itself.
 */
export function pathTarget(
  word: Word,
  cwd: string | null,
  place: Place,
  world: World,
  follow: boolean,
  role?: Target['role'],
): Target {
  const withRole = role ? { role } : {}
  if (word.text === null) return { ...opaqueTarget(word, cwd, place), ...withRole }
  const { text } = word
  const written = absolute(text, cwd, place.home)
  if (written === null) {
    // The table works on segments, so that `.git/hooks/x` is known even where the directory is not.
    const guarded = guardOf(normalise(`/${text}`), place)
    return { type: 'path', value: null, raw: text, prefix: text, ...(guarded ? { guarded } : {}), ...withRole }
  }
  const real = resolved(written, word, world, follow)
  const guarded =
    guardOf(real, place) ?? (real === written ? undefined : guardOf(written, place)) ?? guardedMatch(word, cwd, place)
  return {
    type: 'path',
    value: real,
    ...(text === real ? {} : { raw: text }),
    area: areaOf(real, place),
    ...(guarded ? { guarded } : {}),
    ...(word.glob || word.matches ? { many: true } : {}),
    ...withRole,
  }
}

function resolved(path: string, word: Word, world: World, follow: boolean): string {
  if (word.glob) {
    // Links can only be followed in the part before the pattern.
    const plain = path.slice(0, path.search(/[*?[]/))
    const directory = directoryOf(plain.endsWith('/') ? `${plain}x` : plain)
    const real = world.realpath(directory)
    return real === directory ? path : normalise(`${real}/${path.slice(directory.length)}`)
  }
  if (follow) return world.realpath(path)
  const directory = directoryOf(path)
  const real = world.realpath(directory)
  return real === directory ? path : normalise(`${real}/${path.slice(path.lastIndexOf('/') + 1)}`)
}

function guardedMatch(word: Word, cwd: string | null, place: Place): string | undefined {
  if (!word.matches) return undefined
  for (const match of word.matches.slice(0, MAX_MATCHES)) {
    const path = absolute(match, cwd, place.home)
    const guarded = path === null ? undefined : guardOf(path, place)
    if (guarded) return guarded
  }
  return undefined
}

/**
 * A word with an unknown part. The area is that of its literal start where that reaches a directory: `/tmp/$x` is in
 * the temporary directory as written. A value of `../..` would leave it, which is why the value stays null and acts
 * that cannot be taken back (delete) never rest on the area alone.
 */
function opaqueTarget(word: Word, cwd: string | null, place: Place): Target {
  const prefix = word.prefix ?? ''
  const raw = word.raw
  const many = word.splits || word.glob ? { many: true } : {}
  if (prefix === '' || !prefix.includes('/')) {
    return { type: 'path', value: null, raw, ...(prefix ? { prefix } : {}), ...many }
  }
  const start = absolute(prefix.slice(0, prefix.lastIndexOf('/') + 1), cwd, place.home)
  if (start === null || start === '/' || start === place.home)
    return { type: 'path', value: null, raw, prefix, ...many }
  const guarded = guardOf(start, place)
  return {
    type: 'path',
    value: null,
    raw,
    prefix,
    area: areaOf(start, place),
    ...(guarded ? { guarded } : {}),
    ...many,
  }
}

/** Devices that swallow or show what is written to them: no file is changed. */
export function isSink(target: Target): boolean {
  return (
    target.area === 'device' &&
    /^\/dev\/(?:null|zero|full|stdin|stdout|stderr|tty|pts\/\d+|fd\/\d+|u?random)$/.test(target.value ?? '')
  )
}
