/** A world in which nothing is known, for tests that are about words and not about files. */
import type { Place, World } from '../../src/world.js'
import { HOME, PROJECT } from './rules.js'

export const place: Place = { cwd: PROJECT, project: PROJECT, home: HOME, temp: ['/tmp', '/var/tmp'] }

export const quietWorld: World = {
  readText: () => undefined,
  realpath: (path) => path,
  kind: () => 'unknown',
  list: () => undefined,
  git: () => undefined,
  env: (name) => (name === 'HOME' ? HOME : undefined),
  hasProgram: () => undefined,
}
