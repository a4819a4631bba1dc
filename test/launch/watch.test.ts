/** Writes that leave the project, by a real gatesh: the right finding with the right command, and none for what is normal. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EscapeLine, WatchLine } from '../../src/log/escape.js'
import { buildDirectory, type Home, makeHome } from './gatesh.js'

const asRoot = process.getuid?.() === 0
let home: Home
let writer: string

beforeAll(() => {
  // Nobody can read in it what it will write, as one can in a script.
  writer = join(buildDirectory, `writer-${process.pid}`)
  const source = `#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
int main(int n, char **v) {
  char path[4096], aside[4200];
  char line[2048];
  for (int i = 1; n > 1 ? i < n : !!fgets(line, sizeof line, stdin); i++) {
    line[strcspn(line, "\\n")] = 0;
    snprintf(path, sizeof path, "%s/%s", getenv("HOME"), n > 1 ? v[i] : line);
    for (char *s = path + 1; (s = strchr(s, '/')); *s++ = '/') { *s = 0; mkdir(path, 0777); }
    snprintf(aside, sizeof aside, "%s~new", path);
    FILE *f = fopen(getenv("ATOMIC") ? aside : path, "a");
    if (!f) { perror(path); return 1; }
    fputs("echo hello\\n", f);
    fclose(f);
    if (getenv("ATOMIC")) rename(aside, path);
  }
  return 0;
}`
  mkdirSync(buildDirectory, { recursive: true })
  execFileSync('cc', ['-x', 'c', '-o', writer, '-'], { input: source })
})

beforeEach(() => {
  // Not below /tmp, where everything is exempt.
  home = makeHome(buildDirectory)
  execFileSync('cp', [writer, join(home.project, 'writer')])
  writeFileSync(join(home.root, '.bashrc'), 'alias x=y\n')
  writeFileSync(join(home.root, '.gitconfig'), '[user]\n\tname = Dev\n\temail = dev@example.com\n', { flag: 'a' })
})
afterEach(() => home.remove())
afterAll(() => rmSync(writer, { force: true }))

const all = () => home.entries() as unknown as (EscapeLine | WatchLine)[]
const escapes = () => all().filter((line): line is EscapeLine => line.kind === 'escape')
const short = (path: string) => path.replace(home.root, '~')
const told = () => escapes().map(({ changes }) => changes.map(({ path, kind }) => `${kind} ${short(path)}`).join())

/** `sleep` at the end leaves time to see what was written last; a session that ends tells it as well. */
const inside = (script: string, flags: readonly string[] = []) => home.gatesh([...flags, '--', 'bash', '-c', script])

describe.runIf(asRoot)('where the kernel tells of every write', () => {
  it('finds a program that writes a shell rc, with its command, and what changed', async () => {
    const { stderr } = await inside('./writer .bashrc')
    const [found, ...others] = escapes()
    expect(others).toEqual([])
    expect(found).toMatchObject({
      writer: 'command',
      command: `${home.project}/writer .bashrc`,
      source: 'fanotify',
      response: 'warn',
      count: 1,
      changes: [
        { path: join(home.root, '.bashrc'), kind: 'modify', guarded: 'shell-rc', diff: '+echo hello', kept: true },
      ],
    })
    expect(home.entries().find(({ id }) => id === found?.entry)?.command).toBe('./writer .bashrc')
    expect(stderr).toContain(`\`${home.project}/writer .bashrc\` changed \`~/.bashrc\`, which it had not said`)
  })

  it('finds what leaves through a link, an atomic save as one change, and several files as one act', async () => {
    mkdirSync(join(home.root, 'notes'))
    symlinkSync('../notes', join(home.project, 'notes'))
    await inside('./writer app/notes/a app/notes/b app/c; sleep 0.6; ATOMIC=1 ./writer .bashrc')
    expect(told()).toEqual(['create ~/notes/a,create ~/notes/b', 'modify ~/.bashrc'])
  })

  it('finds a postinstall that edits a project beside this one', async () => {
    execFileSync('git', ['init', '-q', join(home.root, 'other')])
    writeFileSync(join(home.root, 'other/package.json'), '{}')
    const manifest = { name: 'app', version: '1.0.0', scripts: { postinstall: './writer other/package.json' } }
    writeFileSync(join(home.project, 'package.json'), JSON.stringify(manifest))
    await inside('npm install --offline --no-audit --no-fund --no-update-notifier')
    expect(told()).toEqual(['modify ~/other/package.json'])
    expect(escapes()[0]).toMatchObject({
      writer: 'command',
      command: expect.stringContaining('writer other/package.json'),
    })
  })

  it('finds the end of a background process after the command that started it', async () => {
    await inside('(sleep 0.4; ./writer .profile) & sleep 0.1; echo now; wait')
    expect(told()).toEqual(['create ~/.profile'])
  })

  it('finds a hook that is put into the repository, and tells nothing of the work in it', async () => {
    writeFileSync(join(home.project, 'where'), 'app/.git/hooks/post-checkout\n')
    await inside('./writer < where; echo a > a; git add a; git commit -qm a; git checkout -qb other')
    expect(told()).toEqual(['create ~/app/.git/hooks/post-checkout'])
  })

  it('is quiet about what was said, and about caches, worktrees and temporary files', async () => {
    execFileSync('git', ['worktree', 'add', '-q', join(home.root, 'fix'), '-b', 'fix'], {
      cwd: home.project,
      env: home.env,
    })
    await inside(
      `./writer .cache/tool .npm/x app/x fix/y; mkdir -p /tmp/gatesh-watch-${process.pid}; ` +
        `echo a > /tmp/gatesh-watch-${process.pid}/a; rm -r /tmp/gatesh-watch-${process.pid}; git worktree list`,
    )
    expect(readFileSync(join(home.root, 'fix/y'), 'utf8')).toBe('echo hello\n')
    expect(told()).toEqual([])
  })

  it('does not blame the agent for what others write', async () => {
    const started = inside('echo up > up; for i in {1..100}; do [ -e go ] && break; sleep 0.05; done; ./writer after')
    while (!existsSync(join(home.project, 'up'))) await new Promise((resolve) => setTimeout(resolve, 20))
    spawnSync('bash', ['-c', 'echo mine >> ~/.bashrc; echo mine > ~/mine; sleep 0.3'], { env: home.env })
    writeFileSync(join(home.project, 'go'), '')
    await started
    // What another one changed in a kept file is told at the end, and of nobody.
    expect(escapes().map(({ writer, changes }) => [writer, changes.map(({ path }) => short(path)).join()])).toEqual([
      ['command', '~/after'],
      ['unknown', '~/.bashrc'],
    ])
  })

  it('is told within a second', async () => {
    await inside('./writer late; sleep 1.5')
    const [found] = escapes()
    const command = home.entries().find(({ id }) => id === found?.entry)
    expect(Date.parse(found?.ts ?? '') - Date.parse(command?.ts ?? '')).toBeLessThan(1_000)
  })

  it('makes one finding of a storm, or few where the machine is slow to begin', async () => {
    mkdirSync(join(home.root, 'storm'))
    await inside(`./writer $(seq -f 'storm/%g' 1 5000) && sleep 0.1`)
    const found = escapes()
    const missed = all().filter((line) => line.kind === 'watch' && line.state === 'degraded')
    expect(found.length).toBeLessThanOrEqual(3)
    expect(found.every(({ changes }) => changes.length <= 16)).toBe(true)
    // KNOWN GAP: what comes before it is known who writes is nobody's; on a busy machine that is a part of them.
    const counted = found.reduce((sum, { count }) => sum + count, 0)
    expect(missed.length > 0 || (counted >= 1_000 && counted <= 5_000)).toBe(true)
    expect(found.length).toBeGreaterThan(0)
  })

  it('stops the session where that is set', async () => {
    mkdirSync(join(home.root, 'config/gatesh'), { recursive: true })
    const settings = (response: string) =>
      writeFileSync(join(home.root, 'config/gatesh/config.jsonc'), JSON.stringify({ watch: { response } }))
    settings('stop')
    expect(await inside('./writer .zprofile; sleep 3; echo went on')).toMatchObject({ code: 77, stdout: '' })
    settings('ask')
    expect(await inside('./writer .zprofile; sleep 3; echo went on')).toMatchObject({ code: 77, stdout: '' })
    settings('warn')
    expect(await inside('./writer .zprofile; sleep 1; echo went on')).toMatchObject({ code: 0, stdout: 'went on\n' })
  })
})

describe('where it does not', () => {
  const flags = ['--shims']

  it('watches the places that matter, and does not guess who wrote', async () => {
    mkdirSync(join(home.root, '.ssh'), { mode: 0o700 })
    await inside('sleep 1; git --version; ./writer .bashrc .ssh/config elsewhere; sleep 1', flags)
    expect(told().join().split(',').sort()).toEqual(['create ~/.ssh/config', 'modify ~/.bashrc'])
    expect(escapes()[0]).toMatchObject({ writer: 'unknown', source: 'places', response: 'warn' })
    expect(escapes()[0]?.running?.length).toBeGreaterThan(0)
    expect(all().find((line) => line.kind === 'watch')).toMatchObject({ source: 'places', state: 'started' })
  })

  it('sees a directory that is made, and what is put into it', async () => {
    await inside('sleep 1; ./writer .config/systemd/user/x.service; sleep 1', flags)
    expect(told().join()).toContain('create ~/.config/systemd/user/x.service')
  })

  it('compares the kept files at the end, whatever way they were written', async () => {
    execFileSync('ln', [join(home.root, '.bashrc'), join(home.project, 'linked')])
    await inside('sleep 1; ./writer app/linked', flags)
    expect(told()).toEqual(['modify ~/.bashrc'])
  })
})

describe('gatesh restore', () => {
  it('puts a file back, after showing the difference, with its mode', async () => {
    chmodSync(join(home.root, '.bashrc'), 0o640)
    await inside('./writer .bashrc; sleep 0.5')
    const [found] = escapes()
    const bashrc = () => readFileSync(join(home.root, '.bashrc'), 'utf8')
    const asked = await home.gatesh(['restore', found?.id ?? ''])
    expect([asked.code, asked.stdout, bashrc()]).toEqual([
      2,
      `${home.root}/.bashrc, as it was when the session started:\n  -echo hello\n`,
      'alias x=y\necho hello\n',
    ])
    expect((await home.gatesh(['restore', found?.id ?? '', '--yes'])).code).toBe(0)
    expect(bashrc()).toBe('alias x=y\n')
    expect(execFileSync('stat', ['-c', '%a', join(home.root, '.bashrc')], { encoding: 'utf8' })).toBe('640\n')
  })

  it('puts nothing back from a copy that is not what the log says', async () => {
    await inside('./writer .bashrc; sleep 0.5')
    const [found] = escapes()
    const kept = join(home.root, 'state/gatesh/sessions', found?.session ?? '', 'kept')
    execFileSync('bash', ['-c', `for f in "${kept}"/*; do echo evil > "$f"; done`])
    const { code, stderr } = await home.gatesh(['restore', found?.id ?? '', '--yes'])
    expect([code, readFileSync(join(home.root, '.bashrc'), 'utf8')]).toEqual([125, 'alias x=y\necho hello\n'])
    expect(stderr).toContain('is not what the log says it was')
  })

  it('says what it does not know', async () => {
    const { code, stderr } = await home.gatesh(['restore', 'abcdef-1'])
    expect([code, stderr]).toEqual([2, 'gatesh: there is no finding `abcdef-1`; `gatesh log` shows them\n'])
  })
})

describe('walls', () => {
  it('keep writes in, and say so', async () => {
    const { stdout, stderr } = await inside('./writer .bashrc; echo x > inside; cat inside', ['--confine'])
    expect(stdout).toBe('x\n')
    expect(stderr).toContain('Read-only file system')
    expect(stderr).toContain('walls stand')
    expect(readFileSync(join(home.root, '.bashrc'), 'utf8')).toBe('alias x=y\n')
    expect(escapes()).toEqual([])
  })

  it('leave what the configuration names', async () => {
    mkdirSync(join(home.root, 'config/gatesh'), { recursive: true })
    mkdirSync(join(home.root, 'notes'))
    const settings = { confine: { walls: true, writable: ['~/notes'] } }
    writeFileSync(join(home.root, 'config/gatesh/config.jsonc'), JSON.stringify(settings))
    await inside('./writer notes/a; ./writer b')
    expect([existsSync(join(home.root, 'notes/a')), existsSync(join(home.root, 'b'))]).toEqual([true, false])
  })

  it('hide credential stores where that is asked for', async () => {
    mkdirSync(join(home.root, '.aws'))
    writeFileSync(join(home.root, '.aws/credentials'), 'key\n')
    writeFileSync(join(home.project, 'reads'), '#!/bin/bash\nls -A ~/.aws\n', { mode: 0o755 })
    expect((await inside('ls -A ~/.aws', ['--confine'])).stdout).toBe('credentials\n')
    expect((await inside('ls -A ~/.aws', ['--confine=secrets'])).stdout).toBe('')
  })

  it('stand with the supervisor or not at all', async () => {
    const { code, stdout, stderr } = await inside('echo ran', ['--confine', '--shims'])
    expect([code, stdout]).toEqual([125, ''])
    expect(stderr).toContain('walls need the supervisor')
  })
})
