/**
 * Sees changes in the watched places where the kernel does not tell of all: the system's notices for a handful of
 * directories. A notice says where to look; what changed is told by comparing with how it was. Node's own `watch` and not
 * chokidar: places inside one another, which this list has, made chokidar drop the inner ones.
 */
import { type FSWatcher, lstatSync, readdirSync, type Stats, watch } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ChangeKind } from './event.js'
import { isWatched, type Places } from './places.js'

/** Entries that are known of all places together. */
const MAX_KNOWN = 20_000

export interface PlacesSource {
  close(): void
}

interface Seen {
  readonly ino: number
  readonly size: number
  readonly changed: number
  readonly mode: number
  readonly links: number
  readonly directory: boolean
}

/**
 * Watches until closed.
 * @param on called for each change, as soon as the system tells of it
 * @param degraded called with why something is not seen (any more)
 */
export function watchPlaces(
  places: Places,
  on: (path: string, kind: ChangeKind) => void,
  degraded: (reason: string) => void,
): PlacesSource {
  const wanted = isWatched(places)
  const roots = new Set([...places.directories, ...places.files.map((file) => dirname(file))])
  /** Directories above those: the first ~/.ssh is seen when it is made. */
  const onTheWay = new Set([...roots].flatMap(ancestors))
  const known = new Map<string, Seen>()
  const watchers = new Map<string, FSWatcher>()

  function arm(directory: string): void {
    if (watchers.has(directory)) return
    try {
      const watcher = watch(directory, { persistent: false }, (_event, name) => notice(directory, name))
      watcher.on('error', (error) => degraded(`\`${directory}\` is not watched any more: ${error.message}`))
      watchers.set(directory, watcher)
    } catch (error) {
      degraded(`\`${directory}\` is not watched: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  function notice(directory: string, name: string | null): void {
    if (look(directory) === undefined) {
      // Taken away: whoever makes it again does so in the directory above.
      watchers.get(directory)?.close()
      watchers.delete(directory)
      arm(standing(directory))
      compare(directory)
      return
    }
    for (const each of name === null ? namesIn(directory) : [name]) {
      const path = join(directory, each)
      compare(path)
      enter(path)
    }
  }

  /** A directory that was made just now, and what was put into it before we looked. */
  function enter(directory: string): void {
    if (watchers.has(directory) || !(roots.has(directory) || onTheWay.has(directory))) return
    if (!look(directory)?.directory) return
    arm(directory)
    for (const name of namesIn(directory)) {
      compare(join(directory, name))
      enter(join(directory, name))
    }
  }

  function compare(path: string): void {
    if (!wanted(path)) return
    const before = known.get(path)
    const now = look(path)
    const kind = difference(before, now)
    if (now && (before || known.size < MAX_KNOWN)) known.set(path, now)
    else known.delete(path)
    if (kind !== undefined) on(path, kind)
  }

  // Watched first and looked at then: what happens in between is seen twice rather than not at all.
  for (const root of roots) arm(standing(root))
  for (const path of everything(places)) {
    const seen = look(path)
    if (seen && known.size < MAX_KNOWN) known.set(path, seen)
  }
  if (known.size >= MAX_KNOWN) degraded(`only the first ${MAX_KNOWN} entries of the watched places are compared`)
  return {
    close() {
      for (const watcher of watchers.values()) watcher.close()
    },
  }
}

function everything({ files, directories }: Places): string[] {
  return [
    ...files,
    ...directories,
    ...directories.flatMap((directory) => namesIn(directory).map((name) => join(directory, name))),
  ]
}

function ancestors(path: string): string[] {
  const above = dirname(path)
  return above === path ? [] : [above, ...ancestors(above)]
}

/** The directory itself, or the nearest one above it that exists. */
function standing(directory: string): string {
  const above = dirname(directory)
  return look(directory) !== undefined || above === directory ? directory : standing(above)
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).slice(0, MAX_KNOWN)
  } catch {
    return []
  }
}

/** The entry itself, not what a link leads to. */
function look(path: string): Seen | undefined {
  let stat: Stats
  try {
    stat = lstatSync(path)
  } catch {
    return undefined
  }
  const { ino, size, mtimeMs, mode, nlink } = stat
  // What is made in a directory changes the directory, and is told of by itself.
  return stat.isDirectory()
    ? { ino, size: 0, changed: 0, mode, links: 1, directory: true }
    : { ino, size, changed: mtimeMs, mode, links: nlink, directory: false }
}

function difference(before: Seen | undefined, now: Seen | undefined): ChangeKind | undefined {
  if (!before && !now) return undefined
  if (!before) return (now?.links ?? 0) > 1 ? 'link' : 'create'
  if (!now) return 'delete'
  if (before.ino !== now.ino || before.size !== now.size || before.changed !== now.changed) return 'modify'
  if (before.mode !== now.mode) return 'chmod'
  return undefined
}
