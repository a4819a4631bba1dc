/** Watches the handful of files that permission rules come from, those that do not exist yet as well. */
import { existsSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { Permissions } from './permissions.js'

/** Editors write a file in several steps. */
const SETTLE_MS = 100

/** The directory that stands there now and would hold the file, or a directory above it. */
function standing(file: string): string {
  let directory = dirname(file)
  while (!existsSync(directory) && directory !== dirname(directory)) directory = dirname(directory)
  return directory
}

/**
 * Reads again after a change, until the returned function is called. Directories are watched rather than files: a file
 * that is replaced or made later is seen so. Loaded late: watching costs a start nothing.
 */
export async function watchPermissions(
  permissions: Permissions,
  onError: (problem: string) => void,
): Promise<() => Promise<void>> {
  const { watch } = await import('chokidar')
  const { files, directories } = permissions
  const names = new Set(files.map((file) => basename(file)))
  const onTheWay = (path: string) =>
    [...files, ...directories].some((wanted) => wanted === path || wanted.startsWith(`${path}/`)) ||
    directories.includes(dirname(path))
  let timer: NodeJS.Timeout | undefined
  const changed = () => {
    clearTimeout(timer)
    timer = setTimeout(() => permissions.reread(), SETTLE_MS)
  }
  const watcher = watch([...new Set([...files, ...directories.map((directory) => `${directory}/*`)].map(standing))], {
    ignoreInitial: true,
    // The rest of the home is passed over, however large it is.
    ignored: (path) => !onTheWay(path),
  })
  watcher.on('all', changed)
  // Two writes within one tick of the file's clock look like none to `all`.
  watcher.on('raw', (_event, path) => {
    if (typeof path === 'string' && names.has(basename(path))) changed()
  })
  watcher.on('error', (error) => onError(error instanceof Error ? error.message : String(error)))
  await new Promise<void>((resolve) => watcher.once('ready', resolve))
  return async () => {
    clearTimeout(timer)
    await watcher.close()
  }
}
