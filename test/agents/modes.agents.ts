/**
 * A real Claude Code at a terminal whose user switches to auto mode and back: a blanket rule stands, is out of force while
 * nobody is asked, and is back in force after; the log says so each time.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import nodePty from 'node-pty'
import { expect, it } from 'vitest'
import type { RulesLine } from '../../src/log/entry.js'
import { buildDirectory, buildGatesh, makeHome } from '../launch/gatesh.js'
import { agents, install } from './agents.js'
import { startModelServer } from './model-server.js'

const claude = agents.find(({ name }) => name === 'claude')!
const covered = (where: string) => `python3 -c 'import shutil; shutil.rmtree("/var/lib/nowhere-${where}")'`
const key = 'none-none-none-none-none'
const SHIFT_TAB = '\x1b[Z'

it('drops a blanket rule when auto mode comes on, judges what it covered, and restores it after', async () => {
  const home = makeHome(buildDirectory)
  const steps = ['first', 'second', 'third'].map((where) => ({ command: covered(where), prompted: true }) as const)
  const server = await startModelServer(steps)
  mkdirSync(join(home.root, '.claude'))
  const settings = { permissions: { allow: ['Bash(python3:*)'], defaultMode: 'default' } }
  writeFileSync(join(home.root, '.claude/settings.json'), JSON.stringify(settings))
  const started = {
    hasCompletedOnboarding: true,
    theme: 'dark',
    customApiKeyResponses: { approved: [key.slice(-20)], rejected: [] },
    projects: { [home.project]: { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true } },
  }
  writeFileSync(join(home.root, '.claude.json'), JSON.stringify(started))
  // The system's python3, and no version manager before it.
  const PATH = '/usr/local/bin:/usr/bin:/bin'
  const env = { ...home.env, PATH, ...claude.env(server.url), ANTHROPIC_API_KEY: key, TERM: 'xterm-256color' }
  const pty = nodePty.spawn(
    process.execPath,
    [buildGatesh(), '--strict', '--', install(claude), '--permission-mode', 'default'],
    {
      cwd: home.project,
      env: env as Record<string, string>,
      name: 'xterm-256color',
      cols: 120,
      rows: 40,
      encoding: null,
    },
  )
  let screen = ''
  pty.onData((data) => {
    screen += data.toString('utf8')
  })
  const ended = new Promise<void>((resolve) => pty.onExit(() => resolve()))
  const plain = () => screen.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '').replace(/\s+/g, ' ')
  const until = async (isSo: () => boolean, what: string) => {
    for (let tick = 0; !isSo(); tick++) {
      if (tick > 300) throw new Error(`waited for ${what}; the screen: ${plain().slice(-2500)}`)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  const press = (keys: string) => pty.write(Buffer.from(keys))
  const say = async (line: string) => {
    press(line)
    await pause(500)
    press('\r')
  }
  const entryFor = (where: string) =>
    home.entries().find(({ command, door }) => door === 'supervisor' && command?.includes(`nowhere-${where}`))
  const cycleTo = async (mode: RegExp) => {
    for (let tries = 0; tries < 6; tries++) {
      screen = ''
      press(SHIFT_TAB)
      await pause(1_500)
      if (mode.test(plain())) return
    }
    throw new Error(`no key press led to ${mode}; the screen: ${plain().slice(-2500)}`)
  }
  try {
    await until(() => /\? ?for ?shortcuts|❯|>/.test(plain()), 'the prompt')
    await pause(2_000)
    await say('check the first thing')
    await until(() => entryFor('first') !== undefined, 'the first command')
    expect(entryFor('first')).toMatchObject({ ran: true })

    await cycleTo(/auto ?mode ?on/i)
    await say('check the second thing')
    await until(() => /a letter, then return/.test(plain()) || entryFor('second') !== undefined, 'the second command')
    // Keys that were on their way when the question came up are not an answer to it.
    await pause(1_500)
    press('d')
    await pause(500)
    press('\r')
    await until(() => entryFor('second') !== undefined, 'the entry of the second command')
    expect(entryFor('second')).toMatchObject({ ran: false })
    await pause(3_000)

    await cycleTo(/manual ?mode|\? ?for ?shortcuts|default/i)
    await say('check the third thing')
    await until(() => entryFor('third') !== undefined, 'the third command')
    expect(entryFor('third')).toMatchObject({ ran: true })

    const lines = (home.entries() as unknown as RulesLine[]).filter(({ kind }) => kind === 'rules')
    const states = lines.flatMap(({ rules }) => rules).filter(({ rule }) => rule === 'Bash(python3:*)')
    expect(states.map(({ state }) => state).slice(-2)).toEqual(['dropped', 'restored'])
  } finally {
    pty.kill('SIGHUP')
    await Promise.race([ended, pause(10_000)])
    await server.close()
    home.remove()
  }
})
