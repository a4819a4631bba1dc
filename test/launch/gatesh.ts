/** Runs the real gatesh, built from these sources, in a home of its own. */
import { execFileSync, type SpawnOptions } from 'node:child_process'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Entry } from '../../src/log/entry.js'
import { buildNative } from '../shims/native.js'
import { type Result, run } from '../shims/run.js'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Not a directory for temporary files, and none of the repository's own. */
export const buildDirectory = join(root, 'build')

let built: string | undefined

/** Path of main.js. Each test process has a build of its own, so that none sees another's half. */
export function buildGatesh(): string {
  if (built === undefined) {
    buildNative()
    removeStale()
    const out = join(buildDirectory, `test-${process.pid}`)
    execFileSync(process.execPath, [join(root, 'build.mjs'), '--js', '--out', out], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    built = join(out, 'main.js')
  }
  return built
}

/** Builds of test processes that are gone; they are ended too suddenly to clean up after themselves. */
function removeStale(): void {
  for (const name of existsSync(buildDirectory) ? readdirSync(buildDirectory) : []) {
    const pid = /^test-(\d+)$/.exec(name)?.[1]
    if (pid !== undefined && !existsSync(`/proc/${pid}`))
      rmSync(join(buildDirectory, name), { recursive: true, force: true })
  }
}

export interface Home {
  readonly root: string
  /** A git repository with one commit, and a bare remote `origin` that has the branches main and old/login. */
  readonly project: string
  readonly remote: string
  readonly env: NodeJS.ProcessEnv
  gatesh(args: readonly string[], options?: SpawnOptions & { input?: string }): Promise<Result>
  /** Lines of all sessions, oldest first. */
  entries(): Entry[]
  git(...args: string[]): string
  remove(): void
}

/** A clone may stand among temporary files, where walls keep nothing in and Codex wants no home. */
function permanent(): string {
  if (!/^\/(?:var\/)?tmp\//.test(buildDirectory)) return buildDirectory
  const found = ['/home', '/srv', '/opt'].find((path) => {
    try {
      accessSync(path, constants.W_OK)
      return true
    } catch {
      return false
    }
  })
  if (found === undefined)
    throw new Error('these tests need a directory that is not for temporary files: clone elsewhere')
  return found
}

/** `parent`: where it is made. */
export function makeHome(parent = tmpdir()): Home {
  const main = buildGatesh()
  const home = mkdtempSync(join(parent === buildDirectory ? permanent() : parent, 'gatesh-home-'))
  const project = join(home, 'app')
  const remote = join(home, 'remote.git')
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: home,
    LANG: 'C.UTF-8',
    XDG_STATE_HOME: join(home, 'state'),
    XDG_CONFIG_HOME: join(home, 'config'),
    GIT_CONFIG_NOSYSTEM: '1',
  }
  const git = (...args: string[]) => execFileSync('git', args, { cwd: project, env, encoding: 'utf8' })
  mkdirSync(project)
  writeFileSync(
    join(home, '.gitconfig'),
    '[user]\n\tname = Dev\n\temail = dev@example.com\n[init]\n\tdefaultBranch = main\n',
  )
  execFileSync('git', ['init', '-q', '--bare', remote], { env })
  git('init', '-q')
  writeFileSync(join(project, 'README.md'), '# app\n')
  git('add', '-A')
  git('commit', '-qm', 'first')
  git('remote', 'add', 'origin', remote)
  git('push', '-q', '-u', 'origin', 'main')
  git('push', '-q', 'origin', 'main:old/login')
  return {
    root: home,
    project,
    remote,
    env,
    git,
    gatesh: (args, options) => run(process.execPath, [main, ...args], { cwd: project, env, ...options }),
    entries() {
      const directory = join(home, 'state/gatesh/log')
      const files = readdirSync(directory).sort()
      const lines = files.flatMap((file) => readFileSync(join(directory, file), 'utf8').split('\n'))
      return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Entry)
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  }
}
