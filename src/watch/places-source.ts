/**
 * Sees changes in the watched places where the kernel does not tell of all: the system's own notices, through chokidar, of
 * a handful of files and directories. A notice says where to look; what changed is told by comparing with how it was.
 */
import { lstatSync, readdirSync, type Stats } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ChangeKind } from './event.js'
import { isWatched, type Places } from './places.js'

/** Entries that are known of all places together. */
const MAX_KNOWN = 20_000

export interface PlacesSource {
  close(): Promise<void>
}

interface Seen {
  readonly ino: number
  readonly size: number
  readonly changed: number
  readonly mode: number
  readonly links: number
}

/**
 * Watches until closed; resolves when every place is under watch.
 * @param on called for each change, within about 100 ms
 * @param degraded called with why something is not seen (any more)
 */
export async function watchPlaces(
  places: Places,
  on: (path: string, kind: ChangeKind) => void,
  degraded: (reason: string) => void,
): Promise<PlacesSource> {
  const { watch } = await import('chokidar')
  const known = new Map<string, Seen>()
  const wanted = isWatched(places)
  const roots = new Set([...places.directories, ...places.files.map((file) => dirname(file))])
  for (const path of everything(places)) {
    const seen = look(path)
    if (seen && known.size < MAX_KNOWN) known.set(path, seen)
  }
  if (known.size >= MAX_KNOWN) degraded(`only the first ${MAX_KNOWN} entries of the watched places are compared`)

  function compare(path: string): void {
    if (!wanted(path)) return
    const before = known.get(path)
    const now = look(path)
    const kind = difference(before, now)
    if (now && (before || known.size < MAX_KNOWN)) known.set(path, now)
    else known.delete(path)
    if (kind !== undefined) on(path, kind)
  }

  const existing = [...roots].filter((root) => look(root) !== undefined)
  const watcher = watch(existing, {
    ignoreInitial: true,
    depth: 0,
    followSymlinks: false,
    // A home may hold thousands of files beside the few that are meant.
    ignored: (path) => !roots.has(path) && !wanted(path),
  })
  watcher.on('all', (event, path) => {
    compare(path)
    // A directory that is made later, such as the first ~/.ssh, and what was put into it before we looked.
    if (event === 'addDir' && roots.has(path)) {
      watcher.add(path)
      for (const name of namesIn(path)) compare(join(path, name))
    }
    if (event === 'unlinkDir' && roots.has(path)) degraded(`\`${path}\` was taken away, and is not watched any more`)
  })
  // A changed mode, and two writes within one tick of the clock, are none to `all`.
  watcher.on('raw', (_event, name, details) => {
    const { watchedPath } = details as { watchedPath?: unknown }
    if (typeof watchedPath !== 'string' || typeof name !== 'string') return
    compare(watchedPath.endsWith(`/${name}`) ? watchedPath : join(watchedPath, name))
  })
  watcher.on('error', (error) => degraded(error instanceof Error ? error.message : String(error)))
  await new Promise<void>((resolve) => watcher.once('ready', resolve))
  return { close: () => watcher.close() }
}

function everything({ files, directories }: Places): string[] {
  return [...files, ...directories.flatMap((directory) => namesIn(directory).map((name) => join(directory, name)))]
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
  // What is made in a directory changes the directory, and is told of by itself.
  const { ino, size, mtimeMs, mode, nlink } = stat
  return stat.isDirectory()
    ? { ino, size: 0, changed: 0, mode, links: 0 }
    : { ino, size, changed: mtimeMs, mode, links: nlink }
}

function difference(before: Seen | undefined, now: Seen | undefined): ChangeKind | undefined {
  if (!before && !now) return undefined
  if (!before) return (now?.links ?? 0) > 1 ? 'link' : 'create'
  if (!now) return 'delete'
  if (before.ino !== now.ino || before.size !== now.size || before.changed !== now.changed) return 'modify'
  if (before.mode !== now.mode) return 'chmod'
  return undefined
}
