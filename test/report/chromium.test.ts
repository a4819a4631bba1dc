/** The report in a real Chromium, offline: what a person sees, does and prints. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findProgram } from '../../src/facts/host-world.js'
import { collect } from '../../src/report/collect.js'
import { page as htmlOf } from '../../src/report/page.js'
import { allowed, sample, sessionLog } from '../log/sample.js'
import { dispatched, focusedId, lowestContrast, pictureOf, widthOfPage } from './in-page.js'

const start = Date.parse('2026-11-21T10:00:00Z')
let directory: string
let browser: Browser
let page: Page
/** Whatever the page asks for beside its own file, and whatever it complains of. */
let requests: string[]
let complaints: string[]

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'gatesh-chromium-'))
  const log = sessionLog(join(directory, 'log'), 'aaaaaa', start)
  for (let count = 0; count < 30; count++) log.append({ ...allowed, tier: count % 2 === 0 ? 1 : 2 })
  log.append(sample)
  log.append({
    ...sample,
    rule: 'fs.delete',
    command: 'rm -rf "</code><script>document.title = 1</script>"',
    reason: 'deletes it',
  })
  log.append({ ...sample, rule: 'net.send', command: `curl ${'x'.repeat(3_000)}`, reason: 'sends it' })
  for (let count = 0; count < 30; count++) log.append({ ...sample, command: `git push origin --delete old-${count}` })
  const report = collect(
    { log: join(directory, 'log'), state: directory, sessions: directory },
    { session: 'aaaaaa' },
    (text) => text,
  )
  writeFileSync(join(directory, 'report.html'), htmlOf(report, new Date(start)))
  const executablePath = findProgram('chromium', process.env.PATH, undefined)
  if (executablePath === undefined) throw new Error('this test needs chromium')
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
}, 60_000)
afterAll(async () => {
  await browser?.close()
  rmSync(directory, { recursive: true })
})

beforeEach(async () => {
  requests = []
  complaints = []
  const context = await browser.newContext({
    offline: true,
    viewport: { width: 1120, height: 800 },
    colorScheme: 'light',
  })
  page = await context.newPage()
  page.on('request', (request) => requests.push(request.url()))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`file://${directory}/report.html`)
  return () => context.close()
})

interface Picture {
  readonly brightness: number
  readonly colours: number
}

async function look(): Promise<Picture> {
  const png = (await page.screenshot()).toString('base64')
  // Read by the browser itself, in a page without the report's policy.
  const reader = await page.context().newPage()
  const seen = await reader.evaluate<Picture>(pictureOf(png))
  await reader.close()
  return seen
}

const focused = () => page.evaluate<string>(focusedId)
const shown = () => page.locator('details.entry:visible').count()

describe('the report in Chromium', () => {
  it('loads nothing else, breaks no policy of its own, and runs nothing that stood in the log', async () => {
    expect(requests).toEqual([`file://${directory}/report.html`])
    expect(complaints).toEqual([])
    expect(await page.title()).toBe('33 of 63 commands were blocked - gatesh')
    expect(await page.locator('script').count()).toBe(1)
  })

  it('shows what was blocked and why at first sight, in rows that fit', async () => {
    expect(await page.locator('h1').textContent()).toBe('33 of 63 commands were blocked')
    expect(await page.locator('details.entry').count()).toBe(33)
    expect(await page.locator('#aaaaaa-31 .what').textContent()).toContain('you did not say so')
    for (const width of [1120, 700, 360]) {
      await page.setViewportSize({ width, height: 800 })
      expect(await page.evaluate<number>(widthOfPage), String(width)).toBeLessThanOrEqual(width)
    }
  })

  it('is light or dark as the system is, and at a key the other', async () => {
    const light = await look()
    expect(light.brightness).toBeGreaterThan(200)
    expect(light.colours).toBeGreaterThan(20)
    await page.emulateMedia({ colorScheme: 'dark' })
    const dark = await look()
    expect(dark.brightness).toBeLessThan(60)
    expect(dark.colours).toBeGreaterThan(20)
    await page.keyboard.press('t')
    expect((await look()).brightness).toBeGreaterThan(200)
  })

  it.each(['light', 'dark'] as const)(
    'can be read: text stands out from what is behind it (%s)',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme })
      const worst = await page.evaluate<number>(lowestContrast)
      expect(worst).toBeGreaterThan(4.5)
    },
  )

  it('is read with the keyboard: next, open, filter, and back', async () => {
    await page.keyboard.press('j')
    expect(await focused()).toBe('aaaaaa-63')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    expect(await focused()).toBe('aaaaaa-63')
    await page.keyboard.press('Enter')
    expect(await page.locator('details[open]').count()).toBe(1)
    await page.keyboard.press('/')
    await page.keyboard.type('fs.delete')
    expect(await shown()).toBe(1)
    await page.keyboard.type(' nothing like it')
    expect(await shown()).toBe(0)
    expect(await page.locator('#none').isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    expect(await shown()).toBe(33)
    await page.keyboard.press('o')
    expect(await page.locator('details[open]').count()).toBe(33)
  })

  it('leads from a mark of the timeline to its refusal', async () => {
    await page.locator('a[href="#aaaaaa-31"]').focus()
    await page.keyboard.press('Enter')
    // The page opens it when the address has changed, which is after the key.
    await expect.poll(() => page.locator('#aaaaaa-31').getAttribute('open')).not.toBeNull()
    expect(await page.locator('#aaaaaa-31').isVisible()).toBe(true)
    await expect.poll(focused).toBe('aaaaaa-31')
  })

  it('prints with everything open, in dark ink on white', async () => {
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' })
    await page.evaluate(dispatched('beforeprint'))
    expect(await page.locator('details[open]').count()).toBe(33)
    expect(await page.locator('.tools').isVisible()).toBe(false)
    expect((await look()).brightness).toBeGreaterThan(200)
    await page.evaluate(dispatched('afterprint'))
    expect(await page.locator('details[open]').count()).toBe(0)
    const pdf = await page.pdf({ format: 'A4' })
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(1)
  })
})
