import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Effect } from '../../src/effects/effect.js'
import { gatherFacts } from '../../src/facts/gather.js'
import { parseGitConfig } from '../../src/facts/git-config.js'
import { areTrackedClean, isMerged, unpushedCount, workTree } from '../../src/facts/git-facts.js'
import { readGitView } from '../../src/facts/git-view.js'
import { createHost } from '../../src/facts/host-world.js'
import type { GitView } from '../../src/world.js'

let root: string
let repository: string
const env = () => ({ PATH: process.env.PATH, HOME: root, GIT_CONFIG_NOSYSTEM: '1' })
const git = (...args: string[]) =>
  execFileSync('git', args, { cwd: repository, env: env(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
const view = () => readGitView(repository) as GitView

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'gatesh-facts-'))
  repository = join(root, 'app')
  mkdirSync(repository)
  writeFileSync(
    join(root, '.gitconfig'),
    '[user]\n\tname = Dev\n\temail = dev@example.com\n[init]\n\tdefaultBranch = main\n',
  )
  git('init', '-q')
  writeFileSync(join(repository, 'a.txt'), 'a\n')
  writeFileSync(join(repository, '.gitignore'), 'ignored/\n')
  git('add', '-A')
  git('commit', '-qm', 'first')
  execFileSync('git', ['init', '-q', '--bare', join(root, 'remote.git')], { env: env() })
  git('remote', 'add', 'origin', join(root, 'remote.git'))
  git('push', '-q', '-u', 'origin', 'main')
  git('remote', 'set-head', 'origin', 'main')
  git('config', 'alias.st', 'status -sb')
  git('config', 'branch.main.description', 'a "quoted" # text')
  git('branch', 'merged')
  git('switch', '-qc', 'topic')
  writeFileSync(join(repository, 'b.txt'), 'b\n')
  git('add', '-A')
  git('commit', '-qm', 'second')
  git('switch', '-q', 'main')
})
afterAll(() => rmSync(root, { recursive: true }))

describe('configuration', () => {
  it('is read as git reads it', () => {
    const listed = git('config', '--local', '--list', '-z').split('\0').filter(Boolean)
    const ours = parseGitConfig(execFileSync('cat', [join(repository, '.git/config')], { encoding: 'utf8' }))
    expect([...ours].flatMap(([name, values]) => values.map((value) => `${name}\n${value}`)).sort()).toEqual(
      listed.sort(),
    )
  })

  it.each([
    '[core]\n\tbare = false ; comment\n[remote "o\\"dd"] url = "a # b"  # c\n[a]b\n[section.sub]\nkey = one \\\n  two\n',
    '[x]\n\tq = "with \\"quotes\\" and \\\\ and \\n"\n\te =\n\ts =   spaced   out   \n',
  ])('agrees with git on %j', (text) => {
    const file = join(root, 'config-sample')
    writeFileSync(file, text)
    const listed = execFileSync('git', ['config', '-f', file, '--list', '-z'], { encoding: 'utf8' })
      .split('\0')
      .filter(Boolean)
    const theirs = listed.map((line) => (line.includes('\n') ? line : `${line}\ntrue`))
    expect(
      [...parseGitConfig(text)].flatMap(([name, values]) => values.map((value) => `${name}\n${value}`)).sort(),
    ).toEqual(theirs.sort())
  })

  it('is total', () => {
    for (const text of ['[', '[a', ']\n=\n', '\0\0', '[a]\n'.repeat(10_000), `[a "${'\\'.repeat(5001)}"]`, '= = ='])
      expect(parseGitConfig(text)).toBeInstanceOf(Map)
  })
})

describe('view', () => {
  it('tells what git tells, without running it', () => {
    expect(view()).toEqual({
      root: repository,
      branch: 'main',
      defaultBranch: 'main',
      remotes: { origin: join(root, 'remote.git') },
      upstream: 'origin/main',
      aliases: { st: 'status -sb' },
    })
    expect(readGitView(root)).toBeUndefined()
  })

  it('finds the repository from below and from a worktree', () => {
    mkdirSync(join(repository, 'src/deep'), { recursive: true })
    expect(readGitView(join(repository, 'src/deep'))?.root).toBe(repository)
    git('worktree', 'add', '-q', join(root, 'tree'), 'topic')
    expect(readGitView(join(root, 'tree'))).toMatchObject({
      root: join(root, 'tree'),
      branch: 'topic',
      remotes: { origin: join(root, 'remote.git') },
    })
    git('worktree', 'remove', join(root, 'tree'))
  })

  it('names the settings that make git run a program, and no others', () => {
    expect(view().runs).toBeUndefined()
    git('config', 'core.fsmonitor', 'true')
    git('config', 'core.pager', 'less')
    expect(view().runs).toBeUndefined()
    git('config', 'core.fsmonitor', './planted')
    git('config', 'filter.x.clean', './planted')
    expect(view().runs?.toSorted()).toEqual(['core.fsmonitor', 'filter.x.clean'])
    for (const key of ['core.fsmonitor', 'core.pager', 'filter.x.clean']) git('config', '--unset', key)
  })

  it('keeps the remotes that a repository had when it was first seen', () => {
    const world = createHost(undefined).worldFor(() => undefined)
    const before = world.git(repository)?.remotes
    git('remote', 'add', 'elsewhere', 'https://elsewhere.example/x.git')
    expect(world.git(repository)?.remotes).toEqual(before)
    expect(
      createHost(undefined)
        .worldFor(() => undefined)
        .git(repository)?.remotes,
    ).toHaveProperty('elsewhere')
    git('remote', 'remove', 'elsewhere')
  })
})

describe('git, neutralised', () => {
  // The limit of 30 ms is for the hot path; on a busy machine an answer may be missing, so each is asked again.
  async function answer<T>(ask: () => Promise<T | undefined>): Promise<T | undefined> {
    for (let attempt = 0; attempt < 20; attempt++) {
      const value = await ask()
      if (value !== undefined) return value
    }
    return undefined
  }

  it('tells dirty from clean, merged from unmerged, pushed from unpushed', async () => {
    expect(await answer(() => workTree(repository, view()))).toEqual({ dirty: false, untracked: 0 })
    writeFileSync(join(repository, 'a.txt'), 'changed\n')
    writeFileSync(join(repository, 'new.txt'), 'new\n')
    expect(await answer(() => workTree(repository, view()))).toEqual({ dirty: true, untracked: 1 })
    expect(await answer(() => areTrackedClean(repository, view(), [join(repository, 'a.txt')]))).toBe(false)
    git('checkout', '-q', '--', 'a.txt')
    rmSync(join(repository, 'new.txt'))
    expect(await answer(() => areTrackedClean(repository, view(), [join(repository, 'a.txt')]))).toBe(true)
    expect(await answer(() => areTrackedClean(repository, view(), [join(repository, 'none.txt')]))).toBe(false)
    expect(await answer(() => isMerged(repository, view(), 'merged'))).toBe(true)
    expect(await answer(() => isMerged(repository, view(), 'topic'))).toBe(false)
    expect(await isMerged(repository, view(), 'no-such-branch')).toBeUndefined()
    expect(await answer(() => unpushedCount(repository, view(), 'main'))).toBe(0)
    expect(await answer(() => unpushedCount(repository, view(), 'topic'))).toBe(1)
  })

  it('runs nothing that the repository planted; git as it is does', async () => {
    const witness = join(root, 'witness')
    const planted = join(repository, '.git/planted')
    writeFileSync(planted, `#!/bin/sh\ntouch ${witness}\n`)
    chmodSync(planted, 0o755)
    git('config', 'core.fsmonitor', planted)
    await answer(() => workTree(repository, view()))
    expect(existsSync(witness)).toBe(false)
    git('status')
    expect(existsSync(witness)).toBe(true)
    git('config', '--unset', 'core.fsmonitor')
  })

  it('does not ask where a filter would run', async () => {
    git('config', 'filter.x.clean', 'cat')
    expect(await workTree(repository, view())).toBeUndefined()
    git('config', '--unset', 'filter.x.clean')
  })
})

describe('gathering', () => {
  const world = () => createHost(undefined).worldFor(() => undefined)
  const effect = (kind: Effect['kind'], targets: Effect['targets'] = []): Effect => ({
    kind,
    targets,
    flags: [],
    sources: [],
    command: 0,
    program: 'git',
    says: '',
  })

  it('asks nothing where no effect asks, and answers at once', () => {
    expect(gatherFacts([effect('fs.read')], () => repository, world(), 'here')).toEqual({})
  })

  it('asks about the place where the command runs, and nothing where that is not known', async () => {
    expect(await gatherFacts([effect('vcs.discard')], () => null, world(), 'here')).toEqual({})
    expect(await gatherFacts([effect('vcs.discard')], () => root, world(), 'here')).toEqual({})
  })

  it('knows its own names from others', () => {
    const host = (value: string) => effect('net.fetch', [{ type: 'host', value }])
    expect(gatherFacts([host('localhost')], () => null, world(), 'here')).toEqual({ local: true })
    expect(gatherFacts([host('localhost'), host('example.com')], () => null, world(), 'here')).toEqual({ local: false })
  })

  it('lets one unknown answer make the fact unknown', async () => {
    const known = effect('vcs.delete-ref', [{ type: 'branch', value: 'merged' }])
    const unknown = effect('vcs.delete-ref', [{ type: 'branch', value: 'no-such-branch' }])
    expect(await gatherFacts([known, unknown], () => repository, world(), 'here')).toEqual({})
  })
})
