import { describe, expect, it } from 'vitest'
import { understand } from '../../src/understand.js'
import { boundary } from '../../src/watch/boundary.js'
import type { ChangeKind } from '../../src/watch/event.js'
import { Expected } from '../../src/watch/expected.js'
import type { World } from '../../src/world.js'

const place = { cwd: '/home/dev/app', project: '/home/dev/app', home: '/home/dev', temp: ['/tmp'] }
const world: World = {
  readText: () => undefined,
  realpath: (path) => path,
  kind: () => 'unknown',
  list: () => undefined,
  git: () => undefined,
  env: (name) => (name === 'HOME' ? '/home/dev' : undefined),
  hasProgram: () => undefined,
}
const standing = boundary({ place, caches: [], agentState: [], folds: false })

/** Whether `command`, let through, explains the change; the real effects of the real text. */
function explains(command: string, path: string, kind: ChangeKind = 'modify', transient?: true): boolean {
  const expected = new Expected()
  const request = { kind: 'script', door: 'check', text: command, dialect: 'bash', cwd: place.cwd } as const
  expected.allow('abcdef-1', understand(request, place, world).effects, 0)
  const stands = standing(path)
  const guarded = 'guarded' in stands ? stands.guarded : undefined
  return expected.explains({ path, kind, ...(transient ? { transient } : {}) }, guarded, ['abcdef-1'], 0)
}

describe('what an allowed command explains', () => {
  it.each([
    ['echo x >> ~/.bashrc', '/home/dev/.bashrc', 'modify'],
    ['cp -r build ~/site', '/home/dev/site/css/a.css', 'create'],
    ['mkdir -p ~/a/b/c', '/home/dev/a', 'create'],
    ['rm -rf ~/old', '/home/dev/old/x', 'delete'],
    ['mv ~/a ~/b', '/home/dev/a', 'delete'],
    ['mv ~/a ~/b', '/home/dev/b', 'create'],
    ['rm ~/notes/*.bak', '/home/dev/notes/a.bak', 'delete'],
    ['git config --global user.name x', '/home/dev/.gitconfig', 'modify'],
    ['git push', '/home/dev/.ssh/known_hosts', 'modify'],
    ['crontab jobs', '/var/spool/cron/crontabs/dev', 'modify'],
    ['npm install -g typescript', '/usr/local/bin/tsc', 'create'],
    ['tar xf a.tgz -C ~/lib', '/home/dev/lib/x/y', 'create'],
  ] as const)('%s: %s', (command, path, kind) => {
    expect(explains(command, path, kind)).toBe(true)
  })

  it.each([
    ['npm install', '/home/dev/.bashrc'],
    ['npm install', '/home/dev/other/package.json'],
    ['python3 build.py', '/home/dev/.bashrc'],
    ['git push', '/home/dev/.ssh/authorized_keys'],
    ['git push', '/home/dev/.ssh/config'],
    ['npm test', '/home/dev/.ssh/known_hosts'],
    ['cat ~/.bashrc', '/home/dev/.bashrc'],
    ['echo x >> ~/.bashrc', '/home/dev/.zshrc'],
    ['cp -r build ~/site', '/home/dev/sites/a'],
    ['mkdir -p ~/a/b/c', '/home/dev/a/x'],
  ])('%s does not explain %s', (command, path) => {
    expect(explains(command, path)).toBe(false)
  })

  it('takes in the temporary file by which the named one is replaced, and no lasting one', () => {
    expect(explains('sed -i s/a/b/ ~/.bashrc', '/home/dev/sedAbC12', 'create', true)).toBe(true)
    expect(explains('sed -i s/a/b/ ~/.bashrc', '/home/dev/sedAbC12', 'create')).toBe(false)
  })

  it('does not explain what another one did, where it is known who wrote', () => {
    const expected = new Expected()
    const request = { kind: 'script', door: 'check', text: 'echo x >> ~/.bashrc', dialect: 'bash', cwd: '/' } as const
    expected.allow('abcdef-1', understand(request, place, world).effects, 0)
    const change = { path: '/home/dev/.bashrc', kind: 'modify' } as const
    expect(expected.explains(change, 'shell-rc', ['abcdef-2'], 0)).toBe(false)
    expect(expected.explains(change, 'shell-rc', ['abcdef-2', 'abcdef-1'], 0)).toBe(true)
    expect(expected.explains(change, 'shell-rc', undefined, 1_000)).toBe(true)
    expect(expected.explains(change, 'shell-rc', undefined, 3_600_000)).toBe(false)
  })
})
