import { mkdtempSync, openSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLog, openLogAt } from '../../src/log/append.js'
import { chainStart, verifyLine } from '../../src/log/chain.js'
import type { Entry } from '../../src/log/entry.js'
import { sample } from './sample.js'

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
