import { chmodSync, copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compile } from '../shims/native.js'
import type { Session } from './supervise.js'

/** The programs that the tests attack with, built into the scratch directory of a session. */
export interface Programs {
  readonly directory: string
  /** a program that writes a mark into the file named by its first argument; the broker of the tests refuses it */
  readonly forbidden: string
  /** the same program under a name that is not refused: the control of every refusal */
  readonly permitted: string
  /** the path of a fresh file to leave marks in */
  mark(): string
  /** what the programs wrote into a mark; empty: nothing ran */
  ran(mark: string): string
  /** path of `attacks/NAME.c`, compiled */
  attack(name: string, ...flags: string[]): string
}

export function programs(session: Session): Programs {
  const directory = join(session.root, 'programs')
  mkdirSync(directory)
  chmodSync(directory, 0o777)
  const built = new Map<string, string>()
  const attack = (name: string, ...flags: string[]) => {
    const path = built.get(name) ?? compile(source(name), join(directory, name), '-pthread', ...flags)
    built.set(name, path)
    return path
  }
  const forbidden = join(directory, 'forbidden')
  const permitted = join(directory, 'permitted')
  copyFileSync(attack('mark'), forbidden)
  copyFileSync(attack('mark'), permitted)
  let marks = 0
  return {
    directory,
    forbidden,
    permitted,
    attack,
    mark: () => join(directory, `mark-${marks++}`),
    ran(mark) {
      try {
        return readFileSync(mark, 'utf8')
      } catch {
        return ''
      }
    },
  }
}

function source(name: string): string {
  return fileURLToPath(new URL(`attacks/${name}.c`, import.meta.url))
}
