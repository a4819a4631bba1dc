/** The key of this installation, for the short hashes that stand in the log in place of secrets. */
import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const KEY_BYTES = 32

/** Reads the key, or makes it (0600). Safe when two sessions start at once: the first one wins. Throws on a broken file. */
export function installationKey(state: string): Buffer {
  const path = join(state, 'redaction.key')
  const key = read(path) ?? make(path, state)
  if (key.length !== KEY_BYTES)
    throw new Error(`\`${path}\` is no key of ${KEY_BYTES} bytes; remove it to get a new one`)
  return key
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function make(path: string, state: string): Buffer {
  mkdirSync(state, { recursive: true, mode: 0o700 })
  const fresh = `${path}.${process.pid}`
  writeFileSync(fresh, randomBytes(KEY_BYTES), { mode: 0o600 })
  try {
    linkSync(fresh, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(fresh)
  }
  return readFileSync(path)
}
