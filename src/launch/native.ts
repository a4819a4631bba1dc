/** Where the C programs are: in the package beside the bundle, or where `make -C shims` put them in a clone. */
import { accessSync, constants } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** `undefined`: not there. */
export interface Native {
  readonly shim: string | undefined
  readonly supervisor: string | undefined
  readonly ask: string | undefined
}

export function findNative(): Native {
  const here = dirname(fileURLToPath(import.meta.url))
  // dist/main.js and its chunks; or src/launch/ when it runs from source.
  const homes = [join(here, 'native', process.arch), join(here, '../../dist/native', process.arch)]
  const find = (name: string) => homes.map((home) => join(home, name)).find(isExecutable)
  return { shim: find('gatesh-shim'), supervisor: find('gatesh-exec'), ask: find('gatesh-ask') }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
