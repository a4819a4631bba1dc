/** What a report says, from a log of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { redactor } from '../../src/log/redact.js'
import { Bins } from '../../src/report/bins.js'
import { collect, latestSession } from '../../src/report/collect.js'
import { markdown } from '../../src/report/markdown.js'
import { html } from '../../src/report/markup.js'
import { page } from '../../src/report/page.js'
import { allowed, sample, sessionLog } from '../log/sample.js'

let state: string
const places = () => ({ state, log: join(state, 'log'), sessions: join(state, 'sessions') })
const start = Date.parse('2026-11-21T10:00:00Z')
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'gatesh-report-'))
})
afterEach(() => rmSync(state, { recursive: true }))

const redact = redactor(Buffer.alloc(32, 1))
const token = ['gh', 'p_', 'Zx9Qw7Er5Ty3Ui1Op0As2Df4Gh6Jk8Lz'].join('')
const HOSTILE = '<img src=x onerror=alert(1)> [link](https://evil.example) @someone `x` | \u202egnp'

function aSession(): void {
  const log = sessionLog(places().log, 'aaaaaa', start)
  for (let count = 0; count < 5; count++) log.append(allowed)
  log.append(sample)
  log.append({ ...sample, command: HOSTILE, reason: HOSTILE, rule: 'net.send' })
  log.append({
    kind: 'rules',
    mode: 'auto mode',
    rules: [{ rule: 'Bash(*)', file: '/home/dev/.claude/settings.json', line: 4, why: 'any', state: 'dropped' }],
    faults: [],
  })
  log.append({ kind: 'probe', tool: 'WebFetch', count: 2, why: 'addresses an assistant', excerpt: HOSTILE })
  mkdirSync(join(places().sessions, 'aaaaaa'), { recursive: true })
  const words = [
    { ts: '2026-11-21T10:00:00Z', from: 'launch', text: `fix the login with ${token}`, counts: true },
    { ts: '2026-11-21T10:00:00Z', from: 'transcript', text: 'made up', counts: false },
  ]
  writeFileSync(join(places().sessions, 'aaaaaa/words.jsonl'), words.map((line) => JSON.stringify(line)).join('\n'))
}

describe('a report', () => {
  it('is about one session, with what was said, blocked and found', () => {
    aSession()
    expect(latestSession(places())).toBe('aaaaaa')
    const report = collect(places(), { session: 'aaaaaa' }, redact)
    expect(report.statistics.total).toEqual({ ran: 5, blocked: 2 })
    expect(report.blocked.map(({ id }) => id)).toEqual(['aaaaaa-7', 'aaaaaa-6'])
    expect(report.words).toEqual([expect.stringMatching(/^fix the login with \[github-token:[0-9a-f]{8}\]$/)])
    expect(report.findings.map(({ kind }) => kind)).toEqual(['probe', 'rules'])
    expect(report.lanes.map(({ session, marks }) => [session, marks.length])).toEqual([['aaaaaa', 2]])
  })

  it('of an empty log says so', () => {
    expect(latestSession(places())).toBeUndefined()
    const report = collect(places(), {}, redact)
    expect(page(report, new Date(start))).toContain('nothing was decided')
    expect(markdown(report)).toContain('## gatesh: nothing was decided')
  })
})

describe('the page', () => {
  it('has nothing from elsewhere, and what got into the log is text', () => {
    aSession()
    const text = page(collect(places(), { session: 'aaaaaa' }, redact), new Date(start))
    expect(text).not.toMatch(/<img|\u202e/)
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(text).not.toMatch(/(?:src|href)="(?!#)/)
    expect(text).toContain('default-src &#39;none&#39;')
    expect(text.match(/<script/g)).toHaveLength(1)
  })

  it('escapes text and keeps markup', () =>
    expect(html`<b title="${'"&'}">${'<i>'}${html`<i>`}${1}${undefined}${false}</b>`.text).toBe(
      '<b title="&quot;&amp;">&lt;i&gt;<i>1</b>',
    ))
})

describe('markdown', () => {
  it('stands in a table whose cells nothing breaks out of', () => {
    aSession()
    const text = markdown(collect(places(), { session: 'aaaaaa' }, redact))
    expect(text.split('\n')[0]).toBe('## gatesh: 2 of 7 commands were blocked')
    const rows = text.split('\n').filter((line) => line.startsWith('| 10:'))
    expect(rows).toHaveLength(2)
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(6)
    expect(rows[0]).toContain(
      '``<img src=x onerror=alert(1)> [link](https://evil.example) @someone `x` \\| \\u{202e}gnp``',
    )
    const reasons = rows[0]?.split('`net.send`')[1] ?? ''
    expect(reasons).not.toMatch(/<img|@someone|(?<!\\)\[|https:\/\//)
    expect(text).toContain('- **output of WebFetch tried to steer the agent')
  })
})

describe('bins', () => {
  it('keep every point, however far apart', () => {
    for (const spread of [1, 40, 1_000, 3_600_000]) {
      const bins = new Bins()
      for (let count = 0; count < 1_000; count++) bins.add(start - count * spread)
      const spans = bins.spans()
      expect(spans.length).toBeLessThanOrEqual(256)
      expect(spans.reduce((sum, { count }) => sum + count, 0)).toBe(1_000)
      expect(spans[0]?.to).toBe(start + 1)
      expect(spans.at(-1)?.from).toBeLessThanOrEqual(start - 999 * spread)
      expect(bins.total).toBe(1_000)
    }
  })

  it('do not lose a point that is newer than the first, as when the clock was set back', () => {
    const bins = new Bins()
    bins.add(start)
    bins.add(start + 5_000)
    expect(bins.spans()).toEqual([expect.objectContaining({ count: 2 })])
  })
})
