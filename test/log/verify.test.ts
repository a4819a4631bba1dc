import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLog, type SessionLog } from '../../src/log/append.js'
import { logName } from '../../src/log/files.js'
import { appendIndex } from '../../src/log/session-index.js'
import { type SessionCheck, verifyLog } from '../../src/log/verify.js'
import { allowed, sample } from './sample.js'

let state: string
let directory: string
let log: SessionLog
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'gatesh-verify-'))
  directory = state
  log = session('aaaaaa')
})
afterEach(() => rmSync(state, { recursive: true }))

const started = new Date('2026-11-21T10:00:00Z')
const ts = started.toISOString()

function session(id: string, maxPartBytes?: number): SessionLog {
  const path = join(directory, logName(started, id, 1))
  appendIndex(state, { event: 'start', session: id, ts, agent: 'codex', command: 'codex', project: '/p', log: path })
  return openLog(path, id, () => started.getTime(), maxPartBytes === undefined ? {} : { maxPartBytes })
}

function end(of: SessionLog, id: string): void {
  const { entries, hash } = of.head()
  appendIndex(state, { event: 'end', session: id, ts, coverage: 'supervisor', entries, head: hash })
}

function filled(): void {
  for (const line of [
    sample,
    allowed,
    { local: { first: 1, count: 3, programs: { '/bin/true': 3 } } },
    sample,
    allowed,
  ])
    log.append(line)
}

const check = (): SessionCheck => [...verifyLog(directory, state)][0]!
const lines = () => readFileSync(log.path, 'utf8').split('\n')
const edit = (change: (lines: string[]) => string[]) => writeFileSync(log.path, change(lines()).join('\n'))
const whole = { session: 'aaaaaa', state: 'whole', entries: 5, torn: 0, breaks: 0 }

describe('verify', () => {
  it('finds a log whole, or without an end', () => {
    filled()
    expect(check()).toEqual({ ...whole, state: 'open' })
    end(log, 'aaaaaa')
    expect(check()).toEqual(whole)
  })

  it.each<[string, (lines: string[]) => string[], number, string]>([
    ['a changed line', ([a, b, ...rest]) => [a!, b!.replace('"ls"', '"rm"'), ...rest], 2, 'it was changed'],
    ['a line that went', ([a, , ...rest]) => [a!, ...rest], 2, '1 lines before it are missing'],
    ['the first lines gone', (all) => all.slice(2), 1, '2 lines before it are missing'],
    ['two lines exchanged', ([a, b, ...rest]) => [b!, a!, ...rest], 1, '1 lines before it are missing'],
    ['a line twice', ([a, ...rest]) => [a!, a!, ...rest], 2, 'it does not follow from the line before it'],
    ['a line blanked out', ([a, b, ...rest]) => [a!, ' '.repeat(b!.length), ...rest], 2, 'it is no line of the log'],
    ['the end cut off', (all) => [...all.slice(0, 3), ''], 0, 'it was cut short: the index says 5 lines, it has 3'],
    ['an empty file', () => [], 0, 'it was cut short: the index says 5 lines, it has 0'],
  ])('finds %s, and says where', (_name, change, line, what) => {
    filled()
    end(log, 'aaaaaa')
    expect(check().state).toBe('whole')
    edit(change)
    expect(check()).toMatchObject({ state: 'broken', first: { path: log.path, line, what } })
  })

  it('finds lines that were added behind the end', () => {
    filled()
    end(log, 'aaaaaa')
    log.append(allowed)
    expect(check()).toMatchObject({ state: 'broken', first: { line: 0, what: 'it does not end as the index says' } })
  })

  it('finds a gap in what the supervisor answered by itself', () => {
    log.append({ local: { first: 1, count: 3, programs: {} } })
    log.append({ local: { first: 6, count: 1, programs: {} } })
    expect(check().first).toEqual({ path: log.path, line: 2, what: 'execs 4 to 5 of the supervisor were never told' })
  })

  it('finds a log that the index names and that is missing, and knows what was dropped', () => {
    filled()
    unlinkSync(log.path)
    expect(check()).toMatchObject({ state: 'broken', first: { path: log.path, line: 0 } })
    appendIndex(state, { event: 'dropped', session: 'aaaaaa', ts, why: 'older than 90 days' })
    expect(check().state).toBe('dropped')
  })

  it('counts a line that broke off, at the end or before it, as that and nothing more', () => {
    log.append(sample)
    appendFileSync(log.path, '{"v":1,"id":"aaaaaa-2","ts":"2026\n')
    log.append(sample)
    appendFileSync(log.path, '{"v":1,"id":')
    expect(check()).toEqual({ session: 'aaaaaa', state: 'open', entries: 2, torn: 2, breaks: 0 })
  })

  it('follows a session over its parts, and misses one that went', () => {
    log = session('bbbbbb', 2_000)
    for (let count = 0; count < 9; count++) log.append(sample)
    end(log, 'bbbbbb')
    const found = () => [...verifyLog(directory, state, 'bbbbbb')][0]
    expect(found()).toEqual({ ...whole, session: 'bbbbbb', entries: 9 })
    const part = log.path.replace('.jsonl', '.2.jsonl')
    renameSync(part, `${part}.away`)
    expect(found()).toMatchObject({
      state: 'broken',
      first: { path: log.path.replace('.jsonl', '.3.jsonl'), line: 0, what: 'part 2 of the session is missing' },
    })
  })
})
