import type { World } from '../../world.js'

/** What is known of another machine, container or root: nothing. */
export const nowhere: World = {
  readText: () => undefined,
  realpath: (path) => path,
  kind: () => 'unknown',
  list: () => undefined,
  git: () => undefined,
  env: () => undefined,
  hasProgram: () => undefined,
}
