/** Reads a settings file that somebody else may have put there: bounded, and a failure is a value. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

/** Larger files are no settings; Claude Code's own state file (`~/.claude.json`) is the largest that is read. */
export const MAX_SETTINGS_BYTES = 16 * 1024 * 1024

export type FileText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly problem: string }

const problems: Readonly<Record<string, string>> = {
  EACCES: 'cannot be read: permission denied',
  EPERM: 'cannot be read: permission denied',
  ELOOP: 'is a link that leads to itself',
  EISDIR: 'is a directory',
  ENAMETOOLONG: 'has too long a name',
}

/** The text of a regular file. A FIFO or device is refused, not waited for. */
export function readFile(path: string, maxBytes = MAX_SETTINGS_BYTES): FileText {
  let fd: number
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' }
    return { kind: 'unreadable', problem: problems[code] ?? `cannot be read: ${message}` }
  }
  try {
    const stat = fstatSync(fd)
    if (!stat.isFile()) return { kind: 'unreadable', problem: 'is no regular file' }
    if (stat.size > maxBytes) return { kind: 'unreadable', problem: `is larger than ${maxBytes} bytes` }
    // One byte more, so that a file which grew meanwhile is not taken for whole.
    const bytes = Buffer.alloc(stat.size + 1)
    let length = 0
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = readSync(fd, bytes, length, bytes.length - length, null)
    if (length > stat.size) return { kind: 'unreadable', problem: 'changed while it was read' }
    return { kind: 'text', text: bytes.toString('utf8', 0, length).replace(/^\uFEFF/, '') }
  } catch (error) {
    return { kind: 'unreadable', problem: `cannot be read: ${(error as Error).message}` }
  } finally {
    closeSync(fd)
  }
}
