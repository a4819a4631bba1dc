/** The world as this machine has it: src/world.ts answered by the file system and by what the asking process brought. */
import { accessSync, constants, statSync } from 'node:fs'
import { join } from 'node:path'
import type { GitView, World } from '../world.js'
import { kind, list, readText, realpath } from './files.js'
import { gitStamp, readGitView } from './git-view.js'
import { lazyPostgresParser } from './postgres-parser.js'

/** Repositories whose view is kept. */
const MAX_REPOSITORIES = 64

/** What outlives one request. One of these a session. */
export interface Host {
  /** The world of one asking process, `env` giving its environment. */
  worldFor(env: (name: string) => string | undefined): World
}

/** `shimDirectory`: its entries stand before programs and are none themselves. */
export function createHost(shimDirectory: string | undefined): Host {
  const parsePostgres = lazyPostgresParser()
  const views = new Map<string, { stamp: string; view: GitView | undefined }>()
  /** Remotes of each repository when it was first seen: what the gated side adds later is not trusted for being there. */
  const firstRemotes = new Map<string, GitView['remotes']>()

  function git(dir: string): GitView | undefined {
    try {
      const stamp = gitStamp(dir)
      if (stamp === undefined) return undefined
      const known = views.get(dir)
      if (known?.stamp === stamp) return known.view
      const view = withFirstRemotes(readGitView(dir))
      if (views.size >= MAX_REPOSITORIES) views.clear()
      views.set(dir, { stamp, view })
      return view
    } catch {
      return undefined
    }
  }

  function withFirstRemotes(view: GitView | undefined): GitView | undefined {
    if (view?.root === undefined) return view
    const remotes = firstRemotes.get(view.root) ?? view.remotes
    if (firstRemotes.size < MAX_REPOSITORIES) firstRemotes.set(view.root, remotes)
    return { ...view, remotes }
  }

  return {
    worldFor: (env) => ({
      readText,
      realpath,
      kind,
      list,
      git,
      env,
      get parsePostgres() {
        return parsePostgres()
      },
      hasProgram: (name) => findProgram(name, env('PATH'), shimDirectory) !== undefined,
    }),
  }
}

/** Where `name` is found on `path`, as execvp(3) would; undefined where it is nowhere. */
export function findProgram(name: string, path: string | undefined, skip: string | undefined): string | undefined {
  if (name.includes('/')) return isProgram(name) ? name : undefined
  for (const directory of (path ?? '/usr/local/bin:/usr/bin:/bin').split(':')) {
    if (directory === '' || directory === skip) continue
    const candidate = join(directory, name)
    if (isProgram(candidate)) return candidate
  }
  return undefined
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
