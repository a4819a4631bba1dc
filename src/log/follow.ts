/** Entries as they are written. Told by the system when a file changes; nothing is polled. */
import { existsSync, mkdirSync, statSync, watch } from 'node:fs'
import { join } from 'node:path'
import { blocksFromStart, textOf } from './blocks.js'
import { isEntry } from './entry.js'
import { logFiles, parseLogName } from './files.js'
import { parseLine } from './line.js'
import { candidates, type Found } from './read.js'
import { queryOf, type Selection } from './select.js'

/**
 * Calls `each` for every selected entry that is written from now on, until `signal` aborts; resolves then. Rejects where the
 * directory goes away or cannot be watched. The directory is made where it is missing: a session may start later.
 */
export function followLog(
  directory: string,
  selection: Selection,
  signal: AbortSignal,
  each: (found: Found) => void,
): Promise<void> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const query = queryOf(selection)
  const offsets = new Map<string, number>()
  for (const { path } of logFiles(directory)) offsets.set(path, statSync(path).size)

  function readOn(path: string): void {
    for (const { bytes, end } of blocksFromStart(path, { unreadable: 0 }, offsets.get(path) ?? 0)) {
      offsets.set(path, end)
      for (const text of candidates(textOf(bytes), query)) {
        const line = parseLine(text)
        if (line && isEntry(line) && query.accepts(line)) each({ line, text })
      }
    }
  }

  return new Promise((resolve, reject) => {
    const watcher = watch(directory, { signal }, (_event, name) => {
      if (!existsSync(directory)) {
        watcher.close()
        reject(new Error(`\`${directory}\` is gone`))
        return
      }
      const file = name === null ? undefined : parseLogName(name)
      const wanted = name !== null && file && (selection.session ?? file.session) === file.session
      // A file that was just rotated away changes for the last time.
      if (wanted && existsSync(join(directory, name))) readOn(join(directory, name))
    })
    watcher.on('error', reject)
    watcher.on('close', resolve)
  })
}
