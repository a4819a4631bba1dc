/** Bounded reads of the real file system. Nothing here blocks on a FIFO, follows a device, or throws. */
import { isUtf8 } from 'node:buffer'
import { closeSync, constants, fstatSync, lstatSync, opendirSync, openSync, readSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { FileKind } from '../world.js'

/** Names of a directory that are read; a larger one is unknown. */
const MAX_NAMES = 4096

/** Text of a regular file of at most `maxBytes`, else undefined. */
export function readText(path: string, maxBytes: number): string | undefined {
  let fd: number | undefined
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
    const stat = fstatSync(fd)
    if (!stat.isFile() || stat.size > maxBytes) return undefined
    const bytes = Buffer.allocUnsafe(stat.size)
    const read = readSync(fd, bytes, 0, bytes.length, 0)
    const text = bytes.subarray(0, read)
    return isUtf8(text) ? text.toString('utf8') : undefined
  } catch {
    return undefined
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}

/** `path` with its links resolved as far as it exists; what does not exist yet stays as it is written. */
export function realpath(path: string): string {
  const missing: string[] = []
  for (let at = path; ; at = dirname(at)) {
    try {
      return join(realpathSync.native(at), ...missing)
    } catch {
      if (dirname(at) === at) return path
      missing.unshift(basename(at))
    }
  }
}

export function kind(path: string): FileKind {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false })
    if (!stat) return 'missing'
    if (stat.isSymbolicLink()) return 'link'
    if (stat.isDirectory()) return 'directory'
    return stat.isFile() ? 'file' : 'other'
  } catch {
    return 'unknown'
  }
}

/** Names in a directory; undefined when it cannot be read or has too many. */
export function list(path: string): readonly string[] | undefined {
  try {
    const directory = opendirSync(path)
    try {
      const names: string[] = []
      for (let entry = directory.readSync(); entry; entry = directory.readSync()) {
        if (names.length === MAX_NAMES) return undefined
        names.push(entry.name)
      }
      return names.sort()
    } finally {
      directory.closeSync()
    }
  } catch {
    return undefined
  }
}
