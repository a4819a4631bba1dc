import { existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { logFiles } from '../../src/log/files.js'
import { dropOld } from '../../src/log/retention.js'
import { readIndex } from '../../src/log/session-index.js'

const now = Date.parse('2026-11-21T10:00:00Z')
const DAY = 86_400_000
const MB = 1024 * 1024

let state: string
const places = () => ({ state, log: join(state, 'log'), sessions: join(state, 'sessions') })
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'gatesh-retention-'))
  for (const [session, days, megabytes] of [
    ['old111', 100, 1],
    ['mid222', 50, 3],
    ['new333', 0, 3],
  ] as const) {
    const at = new Date(now - days * DAY)
    const path = join(state, 'log', `${at.toISOString().replace(/[-:]|\.\d+/g, '')}-${session}.jsonl`)
    mkdirSync(join(state, 'log'), { recursive: true })
    mkdirSync(join(state, 'sessions', session), { recursive: true })
    writeFileSync(join(state, 'sessions', session, 'words.jsonl'), '')
    writeFileSync(path, '')
    truncateSync(path, megabytes * MB)
    utimesSync(path, at, at)
  }
})
afterEach(() => rmSync(state, { recursive: true }))

const left = () => logFiles(places().log).map(({ session }) => session)

describe('retention', () => {
  it('drops what is too old, with what else is kept of the session, and names it in the index', () => {
    expect(dropOld(places(), { days: 90, megabytes: 100 }, () => false, now)).toEqual(['old111'])
    expect(left()).toEqual(['mid222', 'new333'])
    expect(existsSync(join(state, 'sessions/old111'))).toBe(false)
    expect(existsSync(join(state, 'sessions/mid222'))).toBe(true)
    expect(readIndex(state).get('old111')?.dropped?.why).toBe('older than 90 days')
  })

  it('drops the oldest until the rest fits', () => {
    expect(dropOld(places(), { days: 1_000, megabytes: 4 }, () => false, now)).toEqual(['old111', 'mid222'])
    expect(left()).toEqual(['new333'])
  })

  it('leaves running sessions, and all where nothing is too old or too much', () => {
    expect(dropOld(places(), { days: 10, megabytes: 1 }, (session) => session !== 'mid222', now)).toEqual(['mid222'])
    expect(dropOld(places(), { days: 1_000, megabytes: 100 }, () => false, now)).toEqual([])
    expect(left()).toEqual(['old111', 'new333'])
  })
})
