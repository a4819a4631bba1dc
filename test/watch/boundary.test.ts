import { describe, expect, it } from 'vitest'
import { boundary } from '../../src/watch/boundary.js'

const place = {
  cwd: '/home/dev/app/src',
  project: '/home/dev/app',
  roots: ['/home/dev/app-hotfix'],
  home: '/home/dev',
  temp: ['/tmp', '/var/tmp'],
}
const roots = {
  place,
  caches: ['/home/dev/.cache', '/home/dev/.npm', '/home/dev/.bash_history'],
  agentState: ['/home/dev/.claude', '/home/dev/.claude.json'],
  folds: false,
}
const standing = boundary(roots)

describe('the boundary', () => {
  it.each([
    ['/home/dev/app', 'inside'],
    ['/home/dev/app/src/a.ts', 'inside'],
    ['/home/dev/app-hotfix/src/a.ts', 'inside'],
    ['/home/dev/app/name with\nnewline', 'inside'],
    ['/home/dev/app/caf\udce9', 'inside'],
    ['/home/dev/app/node_modules/x/.npmrc', 'inside'],
    ['/home/dev/app/.git/objects/aa/bb', 'inside'],
    ['/home/dev/app/CLAUDE.md', 'inside'],
    ['/home/dev/app/.git/hooks/pre-commit', 'guarded-inside'],
    ['/home/dev/app/.github/workflows/ci.yml', 'guarded-inside'],
    ['/home/dev/app/.envrc', 'guarded-inside'],
    ['/home/dev/app/node_modules/gatesh/dist/main.js', 'guarded-inside'],
    ['/tmp/x/y', 'exempt'],
    ['/home/dev/.npm/_cacache/x', 'exempt'],
    ['/home/dev/.bash_history', 'exempt'],
    ['/home/dev/.claude/todos/1.json', 'agent-state'],
    ['/home/dev/.claude.json', 'agent-state'],
    ['/home/dev/app2/a.ts', 'outside'],
    ['/home/dev/application', 'outside'],
    ['/home/dev/.npmrc', 'outside'],
    ['/home/dev/.bash_history2', 'outside'],
    ['/etc/hosts', 'outside'],
    ['/', 'outside'],
  ])('puts %j %s', (path, where) => {
    expect(standing(path).where).toBe(where)
  })

  it('names what a place guards', () => {
    expect(standing('/home/dev/.bashrc')).toEqual({ where: 'outside', area: 'home', guarded: 'shell-rc' })
    expect(standing('/home/dev/notes.txt')).toEqual({ where: 'outside', area: 'home' })
    expect(standing('/home/dev/.claude/settings.json')).toEqual({ where: 'agent-state', guarded: 'agent-settings' })
  })

  it('takes the innermost root: a home below the temporary directory is a home', () => {
    const inner = boundary({ ...roots, place: { ...place, home: '/tmp/h', project: '/tmp/h/app', roots: [] } })
    expect(inner('/tmp/h/.bashrc').where).toBe('outside')
    expect(inner('/tmp/h/app/a').where).toBe('inside')
    expect(inner('/tmp/other').where).toBe('exempt')
  })

  it('takes a project that is the home for the project', () => {
    const whole = boundary({ ...roots, place: { ...place, project: '/home/dev' } })
    expect(whole('/home/dev/notes').where).toBe('inside')
    expect(whole('/home/dev/.bashrc').where).toBe('guarded-inside')
  })

  it('exempts nothing of the gate itself, wherever it lies', () => {
    const wide = boundary({ ...roots, caches: ['/home/dev/.local'] })
    expect(wide('/home/dev/.local/share/x').where).toBe('exempt')
    expect(wide('/home/dev/.local/state/gatesh/log/x.jsonl')).toMatchObject({ where: 'outside', guarded: 'gate' })
  })

  it('knows a name by any case only where the file system does', () => {
    expect(boundary({ ...roots, folds: true })('/Home/Dev/APP/src/a.ts').where).toBe('inside')
    expect(standing('/home/dev/APP/src/a.ts').where).toBe('outside')
  })
})
