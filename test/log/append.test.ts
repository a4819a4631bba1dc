import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLog, openLogAt } from '../../src/log/append.js'
import { chainStart, verifyLine } from '../../src/log/chain.js'
import type { Entry } from '../../src/log/entry.js'
import { logFiles } from '../../src/log/files.js'
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

describe('parts', () => {
  const lines = () => logFiles(directory).map(({ path }) => readFileSync(path, 'utf8').trim().split('\n').length)

  it('follow when a file has grown large, with the chain going on', () => {
    const path = join(directory, '20261121T000000Z-abcdef.jsonl')
    const log = openLog(path, 'abcdef', Date.now, { maxPartBytes: 1_500 })
    for (let count = 0; count < 5; count++) expect(log.append(sample)).toBe(`abcdef-${count + 1}`)
    expect(lines()).toEqual([3, 2])
    const [last = ''] = readFileSync(path, 'utf8').trim().split('\n').slice(-1)
    const [next = ''] = readFileSync(path.replace('.jsonl', '.2.jsonl'), 'utf8').split('\n')
    expect(verifyLine(next, (JSON.parse(last) as Entry).hash)).toBeDefined()
    expect(statSync(path.replace('.jsonl', '.2.jsonl')).mode & 0o777).toBe(0o600)
  })

  it('follow when the directory was removed meanwhile; where it cannot be made again, nothing counts as written', () => {
    let now = 0
    const inner = join(directory, 'log')
    mkdirSync(inner)
    const log = openLog(join(inner, '20261121T000000Z-abcdef.jsonl'), 'abcdef', () => (now += 2_000))
    expect(log.append(sample)).toBe('abcdef-1')
    rmSync(inner, { recursive: true })
    expect(log.append(sample)).toBe('abcdef-2')
    expect(logFiles(inner).map(({ part }) => part)).toEqual([2])
    rmSync(inner, { recursive: true })
    writeFileSync(inner, 'a file in its place')
    expect(log.append(sample)).toBeInstanceOf(Error)
    rmSync(inner)
    expect(log.append(sample)).toBe('abcdef-3')
  })
})
