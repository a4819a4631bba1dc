/** The webhook, against a server on loopback; the desktop, against a program that stands for it. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import type { Question } from '../../src/broker/question.js'
import { createNotifier } from '../../src/launch/notify.js'

const question: Question = {
  id: 'abcdef-q1',
  kind: 'command',
  command: 'git push --force; $(reboot)',
  cwd: '/app',
  effects: ['pushes'],
  rule: 'git.push-force',
  reason: 'because',
  facts: [],
  scopes: ['once'],
}

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function listen(answer: 'ok' | 'error' | 'never'): Promise<{ url: string; bodies: string[] }> {
  const bodies: string[] = []
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      bodies.push(body)
      if (answer !== 'never') response.writeHead(answer === 'ok' ? 200 : 500).end()
    })
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, bodies }
}

const told: string[] = []
const notifier = (webhook: string | undefined, notify: 'off' | 'desktop' = 'off') => {
  told.length = 0
  return createNotifier({ notify, webhook, session: 'abcdef', agent: 'claude', say: (line) => told.push(line) })
}

it('tells the webhook what is asked, and waits for nothing', async () => {
  const { url, bodies } = await listen('ok')
  notifier(url).tell('asked', question)
  expect(bodies).toEqual([])
  for (let tries = 0; bodies.length === 0 && tries < 200; tries++) await sleep(10)
  expect(bodies.map((body) => JSON.parse(body) as unknown)).toEqual([
    {
      v: 1,
      event: 'asked',
      ts: expect.stringMatching(/Z$/),
      session: 'abcdef',
      agent: 'claude',
      id: 'abcdef-q1',
      command: question.command,
      cwd: '/app',
      rule: 'git.push-force',
      reason: 'because',
      effects: ['pushes'],
    },
  ])
  await sleep(50)
  expect(told).toEqual([])
})

it.each([
  ['error', 'the webhook answered 500'],
  ['nobody', 'the webhook cannot be reached: '],
] as const)('says once that it fails: %s', async (kind, problem) => {
  const { url } = await listen('error')
  const made = notifier(kind === 'nobody' ? 'http://127.0.0.1:9/' : url)
  made.tell('asked', question)
  made.tell('refused', question)
  for (let tries = 0; told.length === 0 && tries < 200; tries++) await sleep(10)
  await sleep(100)
  expect(told).toEqual([expect.stringContaining(problem)])
})

it('has a bounded number of calls under way to a webhook that does not answer', async () => {
  const { url, bodies } = await listen('never')
  const made = notifier(url)
  for (let n = 0; n < 100; n++) made.tell('refused', question)
  await sleep(400)
  expect(bodies).toHaveLength(20)
})

it.runIf(process.platform === 'linux')(
  'tells the desktop of questions only, in one argument that no shell reads',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'gatesh-notify-'))
    const before = process.env.PATH
    try {
      const seen = join(directory, 'seen')
      writeFileSync(join(directory, 'notify-send'), `#!/bin/sh\nprintf '%s\\n' "$@" >> '${seen}'\n`)
      chmodSync(join(directory, 'notify-send'), 0o755)
      process.env.PATH = `${directory}:${before}`
      const made = notifier(undefined, 'desktop')
      made.tell('refused', question)
      made.tell('asked', question)
      for (let tries = 0; !existsSync(seen) && tries < 200; tries++) await sleep(10)
      await sleep(50)
      expect(readFileSync(seen, 'utf8').split('\n').slice(-3)).toEqual(['gatesh asks', question.command, ''])
      expect(readFileSync(seen, 'utf8').match(/gatesh asks/g)).toHaveLength(1)
    } finally {
      process.env.PATH = before
      rmSync(directory, { recursive: true })
    }
  },
)
