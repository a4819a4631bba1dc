/**
 * Questions about a repository that only git can answer. git runs neutralised: no hooks, monitors, pagers, external
 * diffs or prompts, no lock taken, a small environment, a short time. Where the repository names programs that these
 * switches do not reach (filters), git is not run and the fact is unknown.
 */
import { execFile } from 'node:child_process'
import type { GitView } from '../world.js'

const TIME_LIMIT_MS = 30
const MAX_OUTPUT = 256 * 1024

const NEUTRAL = [
  '--no-optional-locks',
  '--no-pager',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.untrackedCache=false',
  '-c',
  'diff.external=',
  '-c',
  'core.sshCommand=false',
  '-c',
  'protocol.allow=never',
]

/** Switched off by NEUTRAL, or not used by the reads below. */
const REACHED =
  /^(?:core\.(?:fsmonitor|hookspath|pager|editor|sshcommand|gitproxy|askpass|alternaterefscommand)|diff\.external|diff\..*\.(?:command|textconv)|credential\..*|pager\..*|sequence\.editor|mergetool\..*|difftool\..*|interactive\.difffilter|gpg\..*|sendemail\..*|remote\..*|trailer\..*|submodule\..*)$/

/** Standard output of one read in `cwd`; undefined where it failed, took too long, or must not run. */
export function gitOutput(cwd: string, view: GitView, args: readonly string[]): Promise<string | undefined> {
  if (view.runs?.some((name) => !REACHED.test(name))) return Promise.resolve(undefined)
  const env = {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  }
  const options = { cwd, env, timeout: TIME_LIMIT_MS, killSignal: 'SIGKILL' as const, maxBuffer: MAX_OUTPUT }
  return new Promise((resolve) => {
    execFile('git', [...NEUTRAL, ...args], options, (error, stdout) => resolve(error ? undefined : stdout))
  })
}

/** Uncommitted changes in tracked files, and untracked files that are not ignored. */
export async function workTree(cwd: string, view: GitView): Promise<{ dirty: boolean; untracked: number } | undefined> {
  const args = ['status', '--porcelain=v1', '-z', '--untracked-files=normal', '--ignore-submodules=all', '--no-renames']
  const output = await gitOutput(cwd, view, args)
  if (output === undefined) return undefined
  const lines = output.split('\0').filter((line) => line !== '')
  const untracked = lines.filter((line) => line.startsWith('??')).length
  return { dirty: lines.length > untracked, untracked }
}

/** Commits reachable from `rev` and from no remote branch. */
export async function unpushedCount(cwd: string, view: GitView, rev: string): Promise<number | undefined> {
  return count(await gitOutput(cwd, view, ['rev-list', '--count', rev, '--not', '--remotes', '--']))
}

/** Commits that `upstream` has and `rev` has not, as far as the last fetch knows. */
export async function aheadCount(
  cwd: string,
  view: GitView,
  upstream: string,
  rev: string,
): Promise<number | undefined> {
  return count(await gitOutput(cwd, view, ['rev-list', '--count', `${rev}..${upstream}`, '--']))
}

/** Whether all of `branch` is in HEAD or in the default branch. */
export async function isMerged(cwd: string, view: GitView, branch: string): Promise<boolean | undefined> {
  const bases = ['HEAD', ...(view.defaultBranch === undefined ? [] : [`refs/remotes/origin/${view.defaultBranch}`])]
  const missing = count(
    await gitOutput(cwd, view, ['rev-list', '--count', `refs/heads/${branch}`, '--not', ...bases, '--']),
  )
  return missing === undefined ? undefined : missing === 0
}

/** Whether all of `paths` are files tracked by git, without changes and with nothing ignored or untracked among them. */
export async function areTrackedClean(
  cwd: string,
  view: GitView,
  paths: readonly string[],
): Promise<boolean | undefined> {
  const untouched = [
    'status',
    '--porcelain=v1',
    '-z',
    '--untracked-files=all',
    '--ignored=traditional',
    '--ignore-submodules=all',
  ]
  const [status, files] = await Promise.all([
    gitOutput(cwd, view, [...untouched, '--', ...paths]),
    gitOutput(cwd, view, ['ls-files', '-z', '--error-unmatch', '--', ...paths]),
  ])
  if (status === undefined) return undefined
  return status === '' && files !== undefined && files !== ''
}

function count(output: string | undefined): number | undefined {
  return output !== undefined && /^\d+\n$/.test(output) ? Number(output) : undefined
}
