/** Where this process stands, as the core needs to know it. */
import { realpathSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { createHost } from '../facts/host-world.js'
import type { Place } from '../world.js'
import { EXIT, Failure } from './failure.js'

/** `project`: as given by the user; without it the root of the repository here, or this directory. */
export function placeHere(project: string | undefined): Place {
  const cwd = here()
  const root =
    project === undefined
      ? (createHost(undefined)
          .worldFor(() => undefined)
          .git(cwd)?.root ?? cwd)
      : existing(project)
  return { cwd, project: root, home: homedir(), temp: [...new Set(['/tmp', '/var/tmp', tmpdir(), real(tmpdir())])] }
}

function here(): string {
  try {
    return process.cwd()
  } catch {
    throw new Failure('the current directory does not exist any more', EXIT.gateshFailed, 'change to one that does')
  }
}

function existing(project: string): string {
  try {
    return realpathSync(resolve(project))
  } catch {
    throw new Failure(`there is no directory \`${project}\``, EXIT.usage)
  }
}

function real(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
