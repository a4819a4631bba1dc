/** Watches the handful of files that permission rules come from. */
import type { Permissions } from './permissions.js'

/** Editors write a file in several steps. */
const SETTLE_MS = 100

/** Reads again after a change, until the returned function is called. Loaded late: watching costs a start nothing. */
export async function watchPermissions(
  permissions: Permissions,
  onError: (problem: string) => void,
): Promise<() => Promise<void>> {
  const { watch } = await import('chokidar')
  let timer: NodeJS.Timeout | undefined
  const changed = () => {
    clearTimeout(timer)
    timer = setTimeout(() => permissions.reread(), SETTLE_MS)
  }
  const watcher = watch([...permissions.files], { ignoreInitial: true, depth: 0, persistent: false })
  watcher.on('all', changed)
  watcher.on('error', (error) => onError(error instanceof Error ? error.message : String(error)))
  await new Promise<void>((resolve) => watcher.once('ready', resolve))
  return async () => {
    clearTimeout(timer)
    await watcher.close()
  }
}
