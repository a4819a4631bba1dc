/** Entries for tests of the log. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openLog, type SessionLog } from '../../src/log/append.js'
import type { Entry, Unchained } from '../../src/log/entry.js'
import { logName } from '../../src/log/files.js'

export const sample: Unchained<Entry> = {
  agent: 'claude-code',
  door: 'supervisor',
  coverage: 'supervisor',
  project: '/home/dev/app',
  cwd: '/home/dev/app',
  command: 'git push origin --delete main',
  effects: [{ kind: 'vcs.push', says: 'deletes branch main on origin', targets: ['origin', 'main'] }],
  action: 'deny',
  ran: false,
  tier: 3,
  rule: 'git.push-delete',
  reason: 'deletes branch main on origin: you did not say so',
  how: 'decided',
  times_us: { understand: 60, facts: 20, tiers: 40, classifier: 50, total: 200 },
}

export const allowed: Unchained<Entry> = {
  ...sample,
  command: 'ls',
  action: 'allow',
  ran: true,
  tier: 1,
  rule: 'read.files',
}

/** The sample as it stands in a log, with its chain left out. */
export const entry: Entry = {
  v: 1,
  id: 'abcdef-1',
  ts: '2026-11-21T10:00:00.000Z',
  session: 'abcdef',
  ...sample,
  prev: '',
  hash: '',
}

/** The log of a session that started at `start` (milliseconds since 1970); each line is a second later than the one before. */
export function sessionLog(directory: string, session: string, start: number): SessionLog {
  mkdirSync(directory, { recursive: true })
  let at = start
  return openLog(join(directory, logName(new Date(start), session, 1)), session, () => {
    at += 1_000
    return at
  })
}
