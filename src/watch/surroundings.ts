/** Which of the places that are worth a look exist on this machine: programs' directories, projects beside, links outward. */
import { accessSync, constants, existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { isWithin } from '../effects/paths.js'
import type { Place } from '../world.js'
import { realPath } from './kept.js'
import type { Places } from './places.js'

/** Entries of one directory that are looked at. */
const MAX_ENTRIES = 2_000
const MAX_SIBLINGS = 30
const MAX_LINKS = 100

/** Directories on PATH that this user may write in, and in which a program would be found by its name. */
export function writablePath(path: string | undefined): string[] {
  const directories = [...new Set((path ?? '').split(':').filter((entry) => isAbsolute(entry)))]
  return directories.filter((directory) => {
    try {
      accessSync(directory, constants.W_OK)
      return statSync(directory).isDirectory()
    } catch {
      return false
    }
  })
}

/** Roots of repositories in the directory that the project stands in. */
export function siblingProjects({ project }: Place): string[] {
  const parent = dirname(project)
  if (parent === project) return []
  const candidates = names(parent).map((name) => join(parent, name))
  return candidates.filter((path) => path !== project && existsSync(join(path, '.git'))).slice(0, MAX_SIBLINGS)
}

/** Where links at the root of the project lead that lead out of it. */
export function outwardLinks({ project }: Place): string[] {
  const targets = names(project).flatMap((name) => {
    const path = join(project, name)
    try {
      const target = realPath(resolve(project, readlinkSync(path)))
      return isWithin(target, project) ? [] : [target]
    } catch {
      // No link, or gone.
      return []
    }
  })
  return [...new Set(targets)].slice(0, MAX_LINKS)
}

/** The places with what links among them lead to: a `.bashrc` that is kept in a repository of dot files is that file. */
export function withTargets({ files, directories }: Places): Places {
  return { files: [...new Set([...files, ...files.map(realPath)])], directories }
}

/** Working trees of the repository that the project is a part of, as git's own files name them. */
export function worktrees({ project }: Place): string[] {
  const git = join(project, '.git')
  const common = commonDirectory(git)
  if (common === undefined) return []
  const main = common.endsWith('/.git') ? [dirname(common)] : []
  const linked = names(join(common, 'worktrees')).flatMap((name) => {
    const pointer = text(join(common, 'worktrees', name, 'gitdir'))
    return pointer === undefined ? [] : [dirname(resolve(common, 'worktrees', name, pointer))]
  })
  return [...main, ...linked].filter((root) => root !== project && existsSync(root))
}

/** The directory that all working trees of a repository share; `.git` is a file in all but one. */
function commonDirectory(git: string): string | undefined {
  try {
    if (statSync(git).isDirectory()) return git
  } catch {
    return undefined
  }
  const pointer = /^gitdir: (.*)$/.exec(text(git) ?? '')?.[1]
  if (pointer === undefined) return undefined
  const own = resolve(dirname(git), pointer)
  const common = text(join(own, 'commondir'))
  return common === undefined ? undefined : resolve(own, common)
}

function text(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined
  }
}

function names(directory: string): string[] {
  try {
    return readdirSync(directory).slice(0, MAX_ENTRIES)
  } catch {
    return []
  }
}
