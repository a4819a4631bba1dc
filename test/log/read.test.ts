import { appendFileSync, mkdtempSync, readFileSync, rmSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MAX_LINE_BYTES } from '../../src/log/blocks.js'
import { followLog } from '../../src/log/follow.js'
import { findEntry, readLog } from '../../src/log/read.js'
import type { Selection } from '../../src/log/select.js'
import { allowed, sample, sessionLog } from './sample.js'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatesh-log-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const start = Date.now() - 3_600_000
const ids = (selection: Partial<Selection>) =>
  [...readLog(directory, { outcome: 'blocked', ...selection })].map(({ line }) => line.id)
const torn = (...lines: string[]) => writeFileSync(join(directory, '20261120T000000Z-torn.jsonl'), lines.join('\n'))

describe('read', () => {
  it('finds entries of all sessions, newest first, across the sessions that ran at the same time', () => {
    const [one, two] = [sessionLog(directory, 'aaaaaa', start), sessionLog(directory, 'bbbbbb', start + 500)]
    for (let round = 0; round < 3; round++) for (const log of [one, two]) log.append(sample)
    expect(ids({})).toEqual(['bbbbbb-3', 'aaaaaa-3', 'bbbbbb-2', 'aaaaaa-2', 'bbbbbb-1', 'aaaaaa-1'])
  })

  it('passes over what is no line of ours and counts it', () => {
    sessionLog(directory, 'aaaaaa', start).append(sample)
    torn('{"v":1,"id":"torn-1","ran":false,"command":"rm', '"ran":false', '', '{"v":1,"ran":false}', '[1,"ran":false]')
    const tally = { unreadable: 0 }
    expect([...readLog(directory, { outcome: 'blocked' }, tally)].map(({ line }) => line.id)).toEqual(['aaaaaa-1'])
    expect(tally.unreadable).toBe(4)
  })

  it('shows what it understands of a line of a newer version, and nothing whose shape it does not know', () => {
    const log = sessionLog(directory, 'aaaaaa', start)
    log.append(sample)
    const newer = JSON.parse(readFileSync(log.path, 'utf8')) as Record<string, unknown>
    torn(
      JSON.stringify({
        ...newer,
        v: 7,
        id: 'torn-1',
        effects: 'see elsewhere',
        times_us: { total: 'short' },
        colour: 'blue',
      }),
      JSON.stringify({ ...newer, v: 7, id: 'torn-2', command: { text: 'ls' } }),
      JSON.stringify({ ...newer, id: 'torn-3', effects: [{ kind: 1 }] }),
    )
    const tally = { unreadable: 0 }
    const found = [...readLog(directory, { outcome: 'all', session: 'torn' }, tally)].map(({ line }) => line)
    expect(found.map(({ id, effects }) => [id, effects])).toEqual([
      ['torn-3', []],
      ['torn-1', []],
    ])
    expect(found[1]?.times_us).toEqual({})
    expect(tally.unreadable).toBe(1)
  })

  it('reads files of many blocks, whatever a block ends in', () => {
    const log = sessionLog(directory, 'aaaaaa', start)
    // Multi-byte characters, so that a block can end inside one.
    const long = { ...sample, command: `echo ${'\u00e9\u4e16'.repeat(500)}` }
    for (let count = 0; count < 1_500; count++) log.append(long)
    const found = [...readLog(directory, { outcome: 'all' })].map(({ line }) => line)
    expect(found).toHaveLength(1_500)
    expect(found.every(({ command }) => command === long.command)).toBe(true)
    expect(found.map(({ id }) => id).slice(0, 2)).toEqual(['aaaaaa-1500', 'aaaaaa-1499'])
  })

  it('drops a line that is too long for one of ours, and reads what stands around it', () => {
    const log = sessionLog(directory, 'aaaaaa', start)
    log.append(sample)
    appendFileSync(log.path, `${'x'.repeat(MAX_LINE_BYTES + 3_000_000)}\n`)
    log.append(sample)
    const tally = { unreadable: 0 }
    expect([...readLog(directory, { outcome: 'blocked' }, tally)].map(({ line }) => line.id)).toEqual([
      'aaaaaa-2',
      'aaaaaa-1',
    ])
    expect(tally.unreadable).toBe(1)
  })

  it('is empty where there is no log yet, and where a file vanishes while it is read', () => {
    expect([...readLog(join(directory, 'none'), { outcome: 'all' })]).toEqual([])
    const [old, recent] = [sessionLog(directory, 'aaaaaa', start), sessionLog(directory, 'bbbbbb', start + 60_000)]
    old.append(sample)
    recent.append(sample)
    utimesSync(old.path, new Date(start + 2_000), new Date(start + 2_000))
    const reading = readLog(directory, { outcome: 'all' })
    expect(reading.next().value?.line.id).toBe('bbbbbb-1')
    unlinkSync(old.path)
    expect([...reading]).toEqual([])
  })

  it('finds one entry by its id', () => {
    const log = sessionLog(directory, 'aaaaaa', start)
    for (const line of [allowed, sample, allowed]) log.append(line)
    expect(findEntry(directory, 'aaaaaa-2')?.line.ran).toBe(false)
    for (const id of ['aaaaaa-9', 'none', '', '../../etc/passwd-1', 'aaaaaa-'])
      expect(findEntry(directory, id)).toBeUndefined()
  })
})

describe('a selection', () => {
  beforeEach(() => {
    const log = sessionLog(directory, 'aaaaaa', start)
    log.append(sample)
    log.append(allowed)
    log.append({ ...sample, action: 'ask', rule: 'git.push' })
    const other = sessionLog(directory, 'bbbbbb', start + 60_000)
    other.append({ ...sample, agent: '/usr/bin/bash', command: 'rm -rf "old \u00e9"', rule: 'fs.delete' })
  })

  it.each<[Partial<Selection>, string[]]>([
    [{}, ['bbbbbb-1', 'aaaaaa-3', 'aaaaaa-1']],
    [{ outcome: 'all' }, ['bbbbbb-1', 'aaaaaa-3', 'aaaaaa-2', 'aaaaaa-1']],
    [{ outcome: 'asked' }, ['aaaaaa-3']],
    [{ session: 'aaaaaa' }, ['aaaaaa-3', 'aaaaaa-1']],
    [{ session: 'none' }, []],
    [{ rule: 'git.push' }, ['aaaaaa-3']],
    [{ rule: 'git.*' }, ['aaaaaa-3', 'aaaaaa-1']],
    [{ rule: '*delete' }, ['bbbbbb-1', 'aaaaaa-1']],
    [{ rule: 'read.files' }, []],
    [{ rule: 'read.files', outcome: 'all' }, ['aaaaaa-2']],
    [{ agent: 'bash' }, ['bbbbbb-1']],
    [{ agent: '/usr/bin/bash' }, ['bbbbbb-1']],
    [{ agent: 'claude-code', outcome: 'all' }, ['aaaaaa-3', 'aaaaaa-2', 'aaaaaa-1']],
    [{ agent: 'ash' }, []],
    [{ command: /"old \u00e9"/u }, ['bbbbbb-1']],
    [{ command: /^git push/ }, ['aaaaaa-3', 'aaaaaa-1']],
    [{ command: /^ls$/ }, []],
    [{ command: /^ls$/, outcome: 'all' }, ['aaaaaa-2']],
    [{ since: start + 30_000 }, ['bbbbbb-1']],
    [{ since: start + 3_000 }, ['bbbbbb-1', 'aaaaaa-3']],
    [{ since: Date.now() + 5_000 }, []],
  ])('%j', (selection, expected) => expect(ids(selection)).toEqual(expected))

  it('of what was blocked is not fooled by a command that looks like the log', () => {
    const log = sessionLog(directory, 'cccccc', start + 120_000)
    log.append({ ...allowed, command: 'echo \'"ran":false,"rule":"git.push"\'' })
    expect(ids({})).not.toContain('cccccc-1')
    expect(ids({ rule: 'git.push', outcome: 'all' })).toEqual(['aaaaaa-3'])
  })
})

describe('follow', () => {
  it('gives what is written from now on, in old files and new ones, and only what is selected', async () => {
    const log = sessionLog(directory, 'aaaaaa', start)
    log.append(sample)
    const end = new AbortController()
    const seen: string[] = []
    const two = new Promise<void>((resolve) => {
      void followLog(directory, { outcome: 'blocked' }, end.signal, ({ line }) => {
        seen.push(line.id)
        if (seen.length === 2) resolve()
      })
    })
    log.append(allowed)
    log.append(sample)
    sessionLog(directory, 'bbbbbb', start).append(sample)
    await two
    end.abort()
    expect(seen).toEqual(['aaaaaa-3', 'bbbbbb-1'])
  })

  it('waits for the rest of a line', async () => {
    const log = sessionLog(directory, 'aaaaaa', start)
    log.append(sample)
    const text = readFileSync(log.path, 'utf8').replace('aaaaaa-1', 'aaaaaa-2')
    const end = new AbortController()
    const first = new Promise<string>((resolve) => {
      void followLog(directory, { outcome: 'blocked' }, end.signal, ({ line }) => resolve(line.id))
    })
    appendFileSync(log.path, text.slice(0, 100))
    await new Promise((resolve) => setTimeout(resolve, 50))
    appendFileSync(log.path, text.slice(100))
    expect(await first).toBe('aaaaaa-2')
    end.abort()
  })

  it('starts before the first session, and ends with an error when the directory goes away', async () => {
    const later = join(directory, 'later')
    const gone = followLog(later, { outcome: 'all' }, new AbortController().signal, () => {})
    rmSync(later, { recursive: true })
    await expect(gone).rejects.toThrow(`\`${later}\` is gone`)
  })
})
