/**
 * A repository as it lies on disk. git itself is not run: it may be told by the repository to run programs, and it costs
 * ten times as much as these few reads.
 */
import { statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { GitView } from '../world.js'
import { kind, readText } from './files.js'
import { type GitConfig, parseGitConfig } from './git-config.js'

const MAX_CONFIG_BYTES = 256 * 1024
const MAX_REF_BYTES = 4096
/** Directories above the working directory that are looked into. */
const MAX_DEPTH = 64

/** Configuration keys whose value is a program for git to run, as `section.key`, subsections left out. */
const PROGRAM_KEYS = new Set([
  'core.fsmonitor',
  'core.pager',
  'core.sshcommand',
  'core.gitproxy',
  'core.askpass',
  'core.editor',
  'core.alternaterefscommand',
  'core.hookspath',
  'diff.external',
  'diff.command',
  'diff.textconv',
  'filter.clean',
  'filter.smudge',
  'filter.process',
  'merge.driver',
  'mergetool.cmd',
  'difftool.cmd',
  'credential.helper',
  'gpg.program',
  'sequence.editor',
  'interactive.difffilter',
  'uploadpack.packobjectshook',
  'remote.uploadpack',
  'remote.receivepack',
  'remote.vcs',
  'trailer.cmd',
  'trailer.command',
  'sendemail.sendmailcmd',
  'submodule.update',
  'include.path',
  'includeif.path',
])
/** Values of these keys that run nothing. */
const HARMLESS_VALUES: Readonly<Record<string, RegExp>> = {
  'core.fsmonitor': /^(?:true|false|yes|no|on|off|0|1|)$/i,
  'core.hookspath': /^(?:\.git\/hooks|\/dev\/null)$/,
  'core.pager': /^(?:cat|less(?: -\w+)*|)$/,
  'core.editor': /^(?:true|:|vi|vim|nano|emacs|)$/,
  'submodule.update': /^(?!!)/,
  'credential.helper': /^(?:store|cache(?: --timeout[ =]\d+)?|osxkeychain|libsecret|manager(?:-core)?|)$/,
}

interface GitDirectories {
  readonly root: string
  /** Of this worktree: HEAD. */
  readonly gitDir: string
  /** Shared by all worktrees: config, refs. */
  readonly common: string
}

/** The repository that `dir` is in, or undefined. Throws nothing; what cannot be read is absent. */
export function readGitView(dir: string): GitView | undefined {
  const found = findGit(dir)
  if (!found) return undefined
  const config = parseGitConfig(readText(join(found.common, 'config'), MAX_CONFIG_BYTES) ?? '')
  const branch = symbolicRef(join(found.gitDir, 'HEAD'), 'refs/heads/')
  const defaultBranch = symbolicRef(join(found.common, 'refs/remotes/origin/HEAD'), 'refs/remotes/origin/')
  const upstream = branch === undefined ? undefined : upstreamOf(config, branch)
  const aliases = aliasesOf(config)
  const runs = runsOf(config)
  return {
    root: found.root,
    remotes: remotesOf(config),
    ...(branch === undefined ? {} : { branch }),
    ...(defaultBranch === undefined ? {} : { defaultBranch }),
    ...(upstream === undefined ? {} : { upstream }),
    ...(aliases === undefined ? {} : { aliases }),
    ...(runs.length === 0 ? {} : { runs }),
  }
}

/** Changes whenever HEAD or the configuration of the repository of `dir` was written. Undefined outside of one. */
export function gitStamp(dir: string): string | undefined {
  const found = findGit(dir)
  if (!found) return undefined
  const stamps = [join(found.gitDir, 'HEAD'), join(found.common, 'config')].map((path) => {
    const stat = statSync(path, { throwIfNoEntry: false, bigint: true })
    return stat ? `${stat.ino}.${stat.mtimeNs}.${stat.size}` : '-'
  })
  return `${found.gitDir}:${stamps.join(':')}`
}

function findGit(dir: string): GitDirectories | undefined {
  let at = dir
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const dotGit = join(at, '.git')
    const found = kind(dotGit)
    if (found === 'directory' || found === 'link') return withCommon(at, dotGit)
    if (found === 'file') {
      const pointer = /^gitdir: (.+)$/m.exec(readText(dotGit, MAX_REF_BYTES) ?? '')?.[1]
      return pointer === undefined ? undefined : withCommon(at, resolve(at, pointer.trim()))
    }
    if (dirname(at) === at) return undefined
    at = dirname(at)
  }
  return undefined
}

function withCommon(root: string, gitDir: string): GitDirectories {
  const common = readText(join(gitDir, 'commondir'), MAX_REF_BYTES)?.trim()
  return { root, gitDir, common: common ? resolve(gitDir, common) : gitDir }
}

function symbolicRef(path: string, prefix: string): string | undefined {
  const target = /^ref: (.+)$/m.exec(readText(path, MAX_REF_BYTES) ?? '')?.[1]?.trim()
  return target?.startsWith(prefix) ? target.slice(prefix.length) : undefined
}

function remotesOf(config: GitConfig): Record<string, string> {
  const remotes: Record<string, string> = Object.create(null)
  for (const [name, values] of config) {
    const remote = /^remote\.(.+)\.url$/.exec(name)?.[1]
    if (remote !== undefined && values[0] !== undefined) remotes[remote] = values[0]
  }
  return remotes
}

function upstreamOf(config: GitConfig, branch: string): string | undefined {
  const remote = config.get(`branch.${branch}.remote`)?.at(-1)
  const merge = config.get(`branch.${branch}.merge`)?.at(-1)
  if (remote === undefined || !merge?.startsWith('refs/heads/')) return undefined
  return `${remote}/${merge.slice('refs/heads/'.length)}`
}

function aliasesOf(config: GitConfig): Record<string, string> | undefined {
  const aliases: Record<string, string> = Object.create(null)
  for (const [name, values] of config) {
    const alias = /^alias\.(.+)$/.exec(name)?.[1]
    if (alias !== undefined) aliases[alias] = values.at(-1) ?? ''
  }
  return Object.keys(aliases).length === 0 ? undefined : aliases
}

function runsOf(config: GitConfig): string[] {
  const runs: string[] = []
  for (const [name, values] of config) {
    const key = name.replace(/^([^.]+)\..*\.([^.]+)$/, '$1.$2')
    const runsAny = key.startsWith('pager.') || PROGRAM_KEYS.has(key)
    const harmless = HARMLESS_VALUES[key] ?? (key.startsWith('pager.') ? /^(?:true|false|cat|less)$/ : undefined)
    if (runsAny && values.some((value) => !harmless?.test(value))) runs.push(name)
  }
  return runs
}
