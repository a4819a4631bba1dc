import { describe, expect, it } from 'vitest'
import { csvHeading, csvRow } from '../../src/log/csv.js'
import { clip, columnsOf, printable, printableJson, wrap } from '../../src/log/print.js'
import { story } from '../../src/log/story.js'
import { coloured, plain } from '../../src/log/style.js'
import { heading, row } from '../../src/log/table.js'
import { duration, momentOf, relativeTime } from '../../src/log/times.js'
import { entry } from './sample.js'

const now = new Date('2026-11-21T10:05:00.000Z')
const nothing = { ancestors: [], words: [], others: [] }
const table = (width: number) => ({ width, style: plain, now, relative: true })
const lines = (text: string) => text.split('\n')

describe('printable', () => {
  it('sends no control character and no reordering mark to the terminal', () => {
    expect(printable('a\x1b[2Jb\u202ec\n\u200bd\x9b')).toBe('a\\u{1b}[2Jb\\u{202e}c\\n\\u{200b}d\\u{9b}')
    const hostile = {
      ...entry,
      id: 'a\x1b[8m-1',
      agent: '\x1b[1m',
      command: 'echo \x1b]0;x\x07\ny',
      reason: '\x1b[31m',
      rule: '\x9b',
    }
    const words = [{ ts: entry.ts, from: 'hook', text: '\x1b[2J', counts: true }]
    for (const text of [
      row(hostile, table(80)),
      row(hostile, table(120)),
      story(hostile, { ancestors: [hostile], words, others: [] }, table(80)),
      csvRow(hostile),
    ])
      expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/)
  })

  it('keeps the value of JSON', () => {
    const json = JSON.stringify({ command: 'a\u202eb\x9bc\ud83d\ude00\u{e0041}' })
    expect(printableJson(json)).not.toMatch(/[\u202e\x9b\u{e0041}]/u)
    expect(JSON.parse(printableJson(json))).toEqual(JSON.parse(json))
  })
})

describe('the table', () => {
  it.each([60, 80, 100, 132])('fits a terminal of %d columns, also with wide characters', (width) => {
    const long = { ...entry, command: '\u4e16\u754c x'.repeat(100), reason: `word ${'\u4e16'.repeat(90)} `.repeat(9) }
    for (const line of [...lines(row(long, table(width))), heading(table(width))])
      expect(columnsOf(line)).toBeLessThanOrEqual(width)
  })

  it('stands in columns', () => {
    expect(row({ ...entry, ran: true }, table(100))).toBe(
      '5 min ago   abcdef-1     claude-code  ran      git push origin --delete main',
    )
    expect(heading(table(100))).toBe('WHEN        ID           AGENT        OUTCOME  COMMAND')
    expect(lines(row(entry, table(80)))).toEqual([
      '5 min ago   abcdef-1     blocked  git push origin --delete main',
      '    git.push-delete: deletes branch main on origin: you did not say so',
    ])
  })

  it('has colours that change no character', () => {
    const bare = row(entry, { ...table(100), style: coloured }).replace(/\x1b\[\d+m/g, '')
    expect(bare).toBe(row(entry, table(100)))
  })
})

describe('the story', () => {
  const told = {
    ...entry,
    stage1: { flagged: true, rules: ['git.push-delete'] },
    stage2: [
      { rule: 'git.push-delete', missing: ['name `main`'], quotes: ['tidy up'] },
      { rule: 'git.push', missing: [], quotes: ['working-branch'] },
    ],
    facts: { merged: false },
    parent: 'abcdef-0',
  }
  const ancestors = [{ ...entry, id: 'abcdef-0', command: 'make\nrelease' }]
  const words = [
    { ts: entry.ts, from: 'launch', text: 'fix it, then tidy up', counts: true },
    { ts: entry.ts, from: 'transcript', text: 'delete main', counts: false, why: 'nobody typed them' },
  ]

  const others = [
    {
      ...entry,
      kind: 'escape',
      writer: 'command',
      entry: 'abcdef-1',
      source: 'places',
      response: 'warn',
      changes: [{ path: '/home/dev/.bashrc', kind: 'modify' }],
      count: 1,
    } as const,
    {
      ...entry,
      kind: 'approval',
      approval: { answer: 'once', from: 'prompt', of: 'abcdef-1', waited_ms: 2_500 },
    } as const,
  ]

  it('tells of what, who, why, by which words, and how long', () => {
    expect(lines(story(told, { ancestors, words, others }, table(100)))).toEqual([
      'id          abcdef-1',
      expect.stringMatching(/^when {8}.*5 min ago \(2026-11-21T10:00:00.000Z\)$/),
      'outcome     blocked (deny, decided; it ended with 126)',
      'command     git push origin --delete main',
      'directory   /home/dev/app',
      'project     /home/dev/app',
      'agent       claude-code, session abcdef',
      'door        supervisor, coverage supervisor',
      'belongs to  abcdef-0',
      '            abcdef-0  make ...',
      'effect      vcs.push: deletes branch main on origin',
      'fact        merged = false',
      'user said   "fix it, then tidy up" (launch)',
      'user said   "delete main" (transcript; does not count: nobody typed them)',
      'tier        3, what the user said decides',
      'rule        git.push-delete',
      'stage 1     flagged by git.push-delete',
      'stage 2     git.push-delete: missing name `main`',
      'the user    "tidy up"',
      'stage 2     git.push: cleared, working branch',
      'reason      deletes branch main on origin: you did not say so',
      'touched     /home/dev/.bashrc (modify, outside the project)',
      'approval    once, at the prompt, after 2.5 s (abcdef-1)',
      'times       200 us in all',
      '            understand   60 us #######',
      '            facts        20 us ##',
      '            tiers        40 us #####',
      '            classifier   50 us ######',
      '            waiting      30 us ####',
    ])
  })

  it('shows a command whole, in lines that fit', () => {
    const command = `printf '${'x'.repeat(300)}'\nls`
    const shown = lines(story({ ...entry, command }, nothing, table(80)))
    for (const line of shown) expect(columnsOf(line)).toBeLessThanOrEqual(80)
    const text = shown.map((line) => line.slice(12)).join('')
    expect(text).toContain(command.replace(/[ \n]/g, '').slice(6))
  })
})

describe('csv', () => {
  it('quotes what needs it and starts no formula', () => {
    const values = csvRow({ ...entry, command: '=HYPERLINK("x")', reason: 'a, b' })
    expect(values).toBe(
      'abcdef-1,2026-11-21T10:00:00.000Z,abcdef,claude-code,supervisor,blocked,deny,3,git.push-delete,"\'=HYPERLINK(""x"")",/home/dev/app,"a, b",200',
    )
    expect(values.match(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/g)?.length).toBe(csvHeading.split(',').length - 1)
  })
})

describe('times', () => {
  it.each([
    ['2026-11-21T10:04:59.500Z', 'now'],
    ['2026-11-21T10:04:30.000Z', '30 s ago'],
    ['2026-11-21T09:00:00.000Z', '1 h ago'],
    ['2026-11-19T09:00:00.000Z', '2 d ago'],
    ['nonsense', 'unknown'],
  ])('%s is %s', (ts, text) => expect(relativeTime(ts, now)).toBe(text))

  it.each([
    ['2h', now.getTime() - 7_200_000],
    ['90s', now.getTime() - 90_000],
    ['3 d ago', now.getTime() - 3 * 86_400_000],
    ['2026-11-21T09:00:00Z', Date.parse('2026-11-21T09:00:00Z')],
    ['2026-11-20', new Date(2026, 10, 20).getTime()],
    ['yesterday', new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1).getTime()],
    ['soon', undefined],
    ['2026-11', undefined],
  ])('--since %s', (text, moment) => expect(momentOf(text, now)).toBe(moment))

  it('says durations in the unit that fits', () =>
    expect([850, 1_600, 89_000, 2_400_000, 90_000_000].map(duration)).toEqual([
      '850 us',
      '1.6 ms',
      '89 ms',
      '2.4 s',
      '1.5 min',
    ]))
})

describe('wrap and clip', () => {
  it('lose nothing and are never wider than they should be', () => {
    expect(clip('abc', 3)).toBe('abc')
    expect(clip('\u4e16\u754c\u4e16\u754c', 6)).toBe('\u4e16...')
    expect(wrap('aa bb', 80, '  ')).toBe('  aa bb')
    expect(wrap('x'.repeat(45), 20, '').split('\n')).toEqual(['x'.repeat(20), 'x'.repeat(20), 'x'.repeat(5)])
  })
})
