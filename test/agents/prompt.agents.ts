/** A question over the interface of a real Claude Code: the interface comes back, and the agent hears the answer. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { buildDirectory, buildGatesh, type Home, makeHome } from '../launch/gatesh.js'
import { openWindow, type Window } from '../launch/tmux.js'
import { agents, install } from './agents.js'
import { type ModelServer, startModelServer } from './model-server.js'

const claude = agents.find(({ name }) => name === 'claude')!
const removal = 'git push -q origin --delete old/login'
const prompt = 'tell me which branches there are'
const question = 'gatesh: may this run?'

let home: Home
let server: ModelServer
let window: Window

beforeEach(async () => {
  home = makeHome(buildDirectory)
  server = await startModelServer([{ command: removal }])
  const key = 'none-none-none-none-none'
  const started = {
    hasCompletedOnboarding: true,
    theme: 'dark',
    bypassPermissionsModeAccepted: true,
    customApiKeyResponses: { approved: [key.slice(-20)], rejected: [] },
    projects: { [home.project]: { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true } },
  }
  writeFileSync(join(home.root, '.claude.json'), JSON.stringify(started))
  const env = { ...home.env, ...claude.env(server.url), ANTHROPIC_API_KEY: key, TERM: 'screen-256color' }
  window = openWindow(
    [process.execPath, buildGatesh(), '--strict', '--', install(claude), '--dangerously-skip-permissions'],
    { cwd: home.project, env },
    { columns: 110, rows: 40 },
  )
  await window.until(/bypass permissions/i, 60)
  window.type(prompt)
  await sleep(500)
  window.press('Enter')
})
afterEach(async () => {
  window.close()
  await server.close()
  await sleep(2_000)
  home.remove()
})

const heads = () => home.git('ls-remote', '--heads', 'origin')

async function answer(key: string): Promise<void> {
  await sleep(900)
  window.press(key)
  await sleep(300)
  window.press('Enter')
}

/** What the model was told of its command. */
const told = () => JSON.stringify(server.seen.at(-1)?.messages ?? '')

async function untilTold(text: string): Promise<void> {
  for (let tick = 0; !told().includes(text); tick++) {
    if (tick > 300) throw new Error(`the model was not told ${text}: ${told().slice(-2000)}\n${window.screen()}`)
    await sleep(100)
  }
}

it('once: the command runs, and the interface is as it was', async () => {
  const shown = await window.until(question, 60)
  expect(shown).toContain(removal)
  expect(shown).not.toContain(prompt)
  await sleep(900)
  window.press('Escape')
  // What it wrote meanwhile is drawn as well.
  const aside = await window.until(/bypass permissions/i)
  expect(aside).toContain(prompt)
  expect(aside).not.toContain('allow it this once')
  window.press('Space')
  await window.until(question)
  await answer('o')
  const after = await window.until(/bypass permissions/i)
  expect(after).toContain(prompt)
  for (const part of [question, 'allow it this once', 'esc shows the agent']) expect(after).not.toContain(part)
  for (let tick = 0; heads().includes('old/login') && tick < 100; tick++) await sleep(100)
  expect(heads()).not.toContain('old/login')
})

it('deny: the model reads why, and the interface is as it was', async () => {
  await window.until(question, 60)
  await answer('d')
  await untilTold('blocked, the user was asked and said no')
  const after = await window.until(/bypass permissions/i)
  expect(after).toContain(prompt)
  expect(after).not.toContain(question)
  expect(heads()).toContain('old/login')
})
