/** How this very gatesh is started again: by its installed wrapper, which knows where Node is, or by Node and our file. */
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

export const ownFile = (): string => realpathSync(process.argv[1] ?? '')

/** Program and first arguments. */
export function ownCommand(): [program: string, ...args: string[]] {
  const wrapper = installedWrapper()
  return wrapper === undefined ? [process.execPath, ownFile()] : [wrapper]
}

/**
 * PREFIX/bin/gatesh of the folder that this process runs from (install.sh). Where Node came along with a loader of its
 * own, `process.execPath` is that loader and starts nothing.
 */
export function installedWrapper(): string | undefined {
  const [prefix, folder] = ownFile().split(/\/lib\/(gatesh-[^/]+)\/node_modules\/gatesh\/dist\/main\.js$/)
  if (prefix === undefined || folder === undefined) return undefined
  const wrapper = join(prefix, 'bin/gatesh')
  return existsSync(wrapper) && readFileSync(wrapper, 'utf8').includes(folder) ? wrapper : undefined
}
