import { mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLog, openLogAt } from '../../src/log/append.js'
import { chainStart, verifyLine } from '../../src/log/chain.js'
import type { Entry, Unchained } from '../../src/log/entry.js'
import { printable, row, story } from '../../src/log/print.js'
import { findEntry, followLog, readLog } from '../../src/log/read.js'

const sample: Unchained<Entry> = {
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
  times_us: { total: 200 },
}

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatesh-log-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const open = (session = 'abcdef') =>
  openLog(join(directory, `20261121T000000Z-${session}.jsonl`), session, () => Date.UTC(2026, 10, 21))

describe('append', () => {
  it('writes whole lines, numbered, each chained to the one before, in a file of mode 0600', () => {
    const log = open()
    expect(log.append(sample)).toBe('abcdef-1')
    expect(log.append({ ...sample, ran: true })).toBe('abcdef-2')
    const lines = readFileSync(log.path, 'utf8').split('\n')
    expect(lines).toHaveLength(3)
    const first = verifyLine(lines[0] ?? '', chainStart('abcdef'))
    expect(first).toBe((JSON.parse(lines[0] ?? '') as Entry).hash)
    expect(verifyLine(lines[1] ?? '', first ?? '')).toBe(log.head().hash)
    expect(log.head().entries).toBe(2)
    expect(statSync(log.path).mode & 0o777).toBe(0o600)
  })

  it('shows a change, an omission and a line of another session', () => {
    const log = open()
    log.append(sample)
    log.append(sample)
    const [first = '', second = ''] = readFileSync(log.path, 'utf8').split('\n')
    expect(verifyLine(first.replace('main', 'dev'), chainStart('abcdef'))).toBeUndefined()
    expect(verifyLine(second, chainStart('abcdef'))).toBeUndefined()
    expect(verifyLine(first, chainStart('ghijkm'))).toBeUndefined()
    expect(verifyLine(first, chainStart('abcdef'))).toBeDefined()
  })

  it('gives an error value when the disk is full, and the next line is whole', () => {
    const log = openLogAt(openSync('/dev/full', 'w'), '/dev/full', 'abcdef', Date.now)
    expect(log.append(sample)).toBeInstanceOf(Error)
    expect(log.head().entries).toBe(0)
  })
})

describe('read', () => {
  it('finds blocked entries of all sessions in order of time, passes over what is no line of ours and counts it', async () => {
    open('abcdef').append(sample)
    const other = open('ghijkm')
    other.append({ ...sample, ran: true, action: 'allow' })
    other.append(sample)
    writeFileSync(
      join(directory, '20261120T000000Z-torn.jsonl'),
      '{"v":1,"id":"torn-1","ran":false,"command":"rm\n"ran":false\n\n{"v":9,"ran":false}\n',
    )
    const { entries, unreadable } = await readLog(directory, {})
    expect(entries.map(({ id }) => id)).toEqual(['abcdef-1', 'ghijkm-2'])
    expect(unreadable).toBe(3)
    expect((await readLog(directory, { all: true })).entries).toHaveLength(3)
    expect((await findEntry(directory, 'ghijkm-1'))?.ran).toBe(true)
    expect(await findEntry(directory, 'ghijkm-9')).toBeUndefined()
  })

  it('is empty where there is no log yet', async () => {
    expect(await readLog(join(directory, 'none'), {})).toEqual({ entries: [], unreadable: 0 })
  })

  it('follows what is written from now on', async () => {
    const log = open()
    log.append(sample)
    const end = new AbortController()
    const seen: string[] = []
    const two = new Promise<void>((resolve) => {
      followLog(directory, end.signal, (entry) => {
        seen.push(entry.id)
        if (seen.length === 2) resolve()
      })
    })
    log.append(sample)
    open('ghijkm').append(sample)
    await two
    end.abort()
    expect(seen).toEqual(['abcdef-2', 'ghijkm-1'])
  })
})

describe('print', () => {
  const entry = {
    v: 1,
    id: 'abcdef-1',
    ts: '2026-11-21T10:00:00.000Z',
    session: 'abcdef',
    ...sample,
    prev: '',
    hash: '',
  } as const

  it('sends no control character and no reordering mark to the terminal', () => {
    expect(printable('a\x1b[2Jb\u202ec\n\u200bd\x9b')).toBe('a\\u{1b}[2Jb\\u{202e}c\\n\\u{200b}d\\u{9b}')
    const hostile = { ...entry, command: 'echo \x1b]0;x\x07', reason: '\x1b[31m', rule: 'r' }
    for (const text of [row(hostile, new Date(), 80), story(hostile, new Date(), 80)])
      expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/)
  })

  it('fits the terminal', () => {
    const long = { ...entry, command: 'x'.repeat(500), reason: 'word '.repeat(60) }
    for (const line of row(long, new Date(), 80).split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })

  it('tells the whole story of an entry', () => {
    const text = story(
      {
        ...entry,
        stage2: [{ rule: 'git.push-delete', missing: ['the branch'], quotes: ['tidy up'] }],
        facts: { merged: false },
      },
      new Date(),
      100,
    )
    for (const part of [
      'abcdef-1',
      'git push origin --delete main',
      'deletes branch main on origin',
      'git.push-delete: missing the branch',
      '"tidy up"',
      'merged = false',
    ]) {
      expect(text).toContain(part)
    }
  })
})
