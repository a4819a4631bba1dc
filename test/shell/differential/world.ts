import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import type { World } from '../../../src/world.js'

/** The scratch folder as the interpreter may see it, and the very environment that the runner hands to the shell. */
export function scratchWorld(folder: string, path: string): World {
  const environment: Readonly<Record<string, string>> = {
    PATH: path,
    HOME: `${folder}/home`,
    A: '1',
    LIST: 'x y z',
    EMPTY: '',
    LC_ALL: 'C',
  }
  const inside = (file: string) => file === folder || file.startsWith(`${folder}/`)
  return {
    readText: (file, most) => {
      if (!inside(file) || !existsSync(file) || !lstatSync(file).isFile()) return undefined
      const text = readFileSync(file, 'utf8')
      return text.length > most ? undefined : text
    },
    realpath: (file) => (existsSync(file) ? realpathSync(file) : file),
    kind: (file) => (!existsSync(file) ? 'missing' : lstatSync(file).isDirectory() ? 'directory' : 'file'),
    list: (file) => (inside(file) && existsSync(file) && lstatSync(file).isDirectory() ? readdirSync(file) : undefined),
    git: () => undefined,
    env: (name) => environment[name],
    hasProgram: () => undefined,
  }
}
