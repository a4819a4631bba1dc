import { describe, expect, it } from 'vitest'
import { absolute, areaOf, isSink, normalise, pathTarget } from '../../src/effects/paths.js'
import type { Word } from '../../src/shell/script.js'
import type { Place, World } from '../../src/world.js'

const place: Place = {
  cwd: '/home/dev/app',
  project: '/home/dev/app',
  home: '/home/dev',
  temp: ['/tmp'],
  roots: ['/home/dev/app-wt'],
}
const links: Readonly<Record<string, string>> = {
  '/home/dev/app/link': '/etc',
  '/home/dev/app/file': '/home/dev/.ssh/id_rsa',
}
const world: World = {
  readText: () => undefined,
  realpath: (path) => {
    for (const [from, to] of Object.entries(links))
      if (path === from || path.startsWith(`${from}/`)) return to + path.slice(from.length)
    return path
  },
  kind: () => 'unknown',
  list: () => undefined,
  git: () => undefined,
  env: () => undefined,
  hasProgram: () => undefined,
}
const word = (text: string): Word => ({ text, raw: text })
const target = (text: string, follow = true) => pathTarget(word(text), '/home/dev/app', place, world, follow)

describe('paths', () => {
  it.each([
    ['a', '/home/dev/app/a'],
    ['./a/../b/', '/home/dev/app/b'],
    ['../../x', '/home/x'],
    ['/../../etc', '/etc'],
    ['~', '/home/dev'],
    ['~/x', '/home/dev/x'],
    ['//a//b/.', '/a/b'],
  ])('%s is %s', (text, path) => expect(absolute(text, '/home/dev/app', '/home/dev')).toBe(path))

  it('knows no relative path without a directory', () => {
    expect(absolute('a', null, '/home/dev')).toBeNull()
    expect(normalise('/')).toBe('/')
  })

  it.each([
    ['/home/dev/app/src', 'project'],
    ['/home/dev/app-wt/src', 'project'],
    ['/home/dev/application', 'home'],
    ['/tmp/x', 'temp'],
    ['/tmpx', 'outside'],
    ['/dev/shm/x', 'temp'],
    ['/dev/sda', 'device'],
    ['/etc/passwd', 'system'],
    ['/', 'system'],
    ['/data/x', 'outside'],
  ] as const)('%s lies in %s', (path, area) => expect(areaOf(path, place)).toBe(area))

  it.each([
    ['.git/hooks/pre-commit', 'git-hook'],
    ['.git/config', 'git-config'],
    ['.git/HEAD', 'git-dir'],
    ['.git/info/exclude', undefined],
    ['.github/workflows/ci.yml', 'ci'],
    ['.envrc', 'envrc'],
    ['.npmrc', 'package-rc'],
    ['CLAUDE.md', 'agent-memory'],
    ['docs/CLAUDE.md', 'agent-memory'],
    ['.claude/settings.local.json', 'agent-settings'],
    ['~/.claude/projects/x/y.jsonl', 'agent-transcript'],
    ['~/.claude/projects/x/memory/a.md', 'agent-memory'],
    ['~/.bashrc', 'shell-rc'],
    ['~/.ssh/config', 'ssh'],
    ['~/.ssh/id_rsa', 'credentials'],
    ['~/.aws/credentials', 'credentials'],
    ['~/.config/gatesh/config.jsonc', 'gate'],
    ['.gatesh.jsonc', 'gate'],
    ['~/.local/bin/git', 'path-directory'],
    ['~/.config/systemd/user/x.service', 'service'],
    ['/etc/cron.d/x', 'cron'],
    ['/etc/sudoers.d/x', 'accounts'],
    ['terraform.tfstate', 'state-file'],
    ['state/jobs.json', 'state-file'],
    ['src/jobs.json', undefined],
    ['src/settings.json', undefined],
    ['git/hooks/x', undefined],
    ['.env', undefined],
    ['README.md', undefined],
  ])('%s guards %s', (text, guarded) => expect(target(text).guarded).toBe(guarded))

  it('follows links, and keeps the link itself where the act is on it', () => {
    expect(target('link/passwd')).toMatchObject({
      value: '/etc/passwd',
      area: 'system',
      guarded: 'accounts',
      raw: 'link/passwd',
    })
    expect(target('link')).toMatchObject({ value: '/etc' })
    expect(target('link', false)).toMatchObject({ value: '/home/dev/app/link', area: 'project' })
    expect(target('file')).toMatchObject({ guarded: 'credentials' })
  })

  it('keeps a pattern, and looks at what it matches', () => {
    const glob: Word = { text: '.*', raw: '.*', glob: true, matches: ['.git', '.npmrc'] }
    expect(pathTarget(glob, '/home/dev/app', place, world, true)).toMatchObject({ many: true, guarded: 'git-dir' })
    expect(
      pathTarget({ text: 'link/*', raw: 'link/*', glob: true }, '/home/dev/app', place, world, true),
    ).toMatchObject({ value: '/etc/*', area: 'system' })
  })

  it('says of an opaque word what its start says', () => {
    const opaque = (prefix: string): Word => ({ text: null, raw: `${prefix}$x`, opaque: 'variable', prefix })
    expect(pathTarget(opaque('/tmp/'), '/home/dev/app', place, world, true)).toMatchObject({
      value: null,
      area: 'temp',
    })
    expect(pathTarget(opaque('.git/hooks/'), '/home/dev/app', place, world, true)).toMatchObject({
      value: null,
      guarded: 'git-hook',
    })
    expect(pathTarget(opaque(''), '/home/dev/app', place, world, true).area).toBeUndefined()
    expect(pathTarget(opaque('/'), '/home/dev/app', place, world, true).area).toBeUndefined()
    expect(pathTarget(opaque('/home/dev/'), '/home/dev/app', place, world, true).area).toBeUndefined()
    expect(pathTarget(opaque('../'), '/home/dev/app', place, world, true).area).toBeUndefined()
  })

  it('tells sinks from disks', () => {
    expect(isSink(target('/dev/null'))).toBe(true)
    expect(isSink(target('/dev/sda'))).toBe(false)
  })
})
