import type { Entry } from '../../src/log/entry.js'

/** Entry `number` of a session; every third one is blocked. */
export function decision(session: string, number: number): Entry {
  const ran = number % 3 !== 0
  return {
    v: 1,
    id: `${session}-${number}`,
    ts: new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString(),
    session,
    agent: 'claude-code',
    door: 'supervisor',
    coverage: 'supervisor',
    project: '/srv/app',
    cwd: '/srv/app',
    command: ran ? 'git status' : 'git push --force origin main',
    effects: [{ kind: ran ? 'vcs.read' : 'vcs.push', says: '', targets: [] }],
    action: ran ? 'allow' : 'deny',
    ran,
    tier: ran ? 1 : 3,
    rule: ran ? 'git.read' : 'git.push-force',
    reason: ran ? 'it only reads' : 'it overwrites `main`',
    how: 'decided',
    engine: 'embedded',
    times_us: { total: 100 * number },
    prev: '',
    hash: '',
  }
}
