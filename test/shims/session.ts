import { chmodSync, copyFileSync, linkSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface ShimSession {
  /** scratch directory of the test: removed by `remove` */
  readonly root: string
  /** the shim directory */
  readonly bin: string
  /** where the broker listens */
  readonly sock: string
  /** a directory of real programs, behind the shims on PATH */
  readonly real: string
  /** PATH as the gated side has it */
  readonly path: string
  remove(): void
}

/** A session directory laid out as wire.h says, with a shim under each of `names`. */
export function shimSession(shim: string, names: readonly string[]): ShimSession {
  const root = mkdtempSync(join(tmpdir(), 'gatesh-shims-'))
  const session = join(root, 'session')
  const bin = join(session, 'bin')
  const real = join(root, 'real')
  mkdirSync(session, { mode: 0o700 })
  mkdirSync(bin)
  mkdirSync(real)
  const [first, ...others] = names
  if (first === undefined) throw new Error('a shim session needs a name')
  copyFileSync(shim, join(bin, first))
  for (const name of others) linkSync(join(bin, first), join(bin, name))
  chmodSync(bin, 0o500)
  return {
    root,
    bin,
    real,
    sock: join(session, 'sock'),
    path: `${bin}:${real}:/usr/local/bin:/usr/bin:/bin`,
    remove() {
      chmodSync(bin, 0o700)
      rmSync(root, { recursive: true })
    },
  }
}
