/** A person at the session's terminal is asked, in a real terminal (tmux) with real programs under it. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildGatesh, type Home, makeHome } from './gatesh.js'
import { openWindow, type Window } from './tmux.js'

const timedAgent = fileURLToPath(new URL('timed-agent.mjs', import.meta.url))
const deletes = ['git', 'push', 'origin', '--delete', 'old/login']

let home: Home
let windows: Window[]
beforeEach(() => {
  home = makeHome()
  windows = []
})
afterEach(async () => {
  for (const window of windows) window.close()
  // The sessions end when their terminal does, and write their last lines.
  await sleep(1_000)
  home.remove()
})

function open(args: readonly string[], size?: { columns: number; rows: number }): Window {
  const env = { ...home.env, TERM: 'screen-256color' }
  const window = openWindow([process.execPath, buildGatesh(), ...args], { cwd: home.project, env }, size)
  windows.push(window)
  return window
}

const shell = (...options: string[]) => open([...options, '--', 'bash', '--norc', '--noprofile'])

/** The agent shows one program, and starts others meanwhile. */
function agent(
  show: readonly string[],
  later: readonly (readonly [number, readonly string[]])[],
  options: string[] = [],
) {
  const report = join(home.root, 'report')
  const window = open([...options, '--', process.execPath, timedAgent, JSON.stringify({ show, later, report })])
  return { window, report: () => (existsSync(report) ? readFileSync(report, 'utf8') : '') }
}

function configure(config: object): void {
  const directory = join(home.root, 'config/gatesh')
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'config.jsonc'), JSON.stringify(config))
}

const branches = () => home.git('ls-remote', '--heads', 'origin')
/** A shell waits for its next line. */
const ready = /[#$]$/
const question = 'gatesh: may this run?'

/** A letter, then return, as a person presses them. */
async function answer(window: Window, key: string): Promise<void> {
  await sleep(900)
  window.press(key)
  await sleep(300)
  window.press('Enter')
}

describe('a question at the terminal', () => {
  it('shows what would happen and why; once lets it run, and the screen is as it was', async () => {
    const window = shell()
    await window.until(ready)
    window.type(deletes.join(' '))
    await sleep(300)
    const before = window.screen()
    window.press('Enter')
    const shown = await window.until(question)
    for (const part of [
      `command   ${deletes.join(' ')}`,
      'in        ',
      'deletes `old/login` on `origin`',
      'git.push-delete',
      'a  always',
    ])
      expect(shown).toContain(part)
    expect(branches()).toContain('old/login')
    await answer(window, 'o')
    const after = await window.until('[deleted]')
    expect(after.startsWith(before)).toBe(true)
    expect(after).not.toContain(question)
    expect(branches()).not.toContain('old/login')
    expect(home.entries().find(({ approval }) => approval !== undefined)).toMatchObject({
      ran: true,
      how: 'approved',
      action: 'allow',
      rule: 'git.push-delete',
      approval: { answer: 'once', from: 'prompt' },
    })
    // It was for once.
    window.type(`${deletes.slice(0, -1).join(' ')} main`)
    window.press('Enter')
    await window.until(question)
  })

  it('deny: the command says so and does not run, and the agent goes on', async () => {
    const window = shell()
    await window.until(ready)
    window.type(`${deletes.join(' ')}; echo "code $?"`)
    window.press('Enter')
    await window.until(question)
    await answer(window, 'd')
    await window.until('blocked, the user was asked and said no')
    window.type('echo still here')
    window.press('Enter')
    await window.until(/^still here/m)
    expect(branches()).toContain('old/login')
  })

  it('deny and stop: the agent is ended', async () => {
    const window = shell()
    await window.until(ready)
    window.type(deletes.join(' '))
    window.press('Enter')
    await window.until(question)
    await answer(window, 'x')
    await window.until('ended with 77')
    expect(window.screen()).toContain('the agent was ended: the user stopped the agent')
    expect(branches()).toContain('old/login')
  })

  it('ctrl-c reaches the agent, which ends what waits; then the question is gone', async () => {
    const window = shell()
    await window.until(ready)
    window.type(deletes.join(' '))
    window.press('Enter')
    await window.until(question)
    await sleep(900)
    window.press('C-c')
    await window.until(/\^C/)
    expect(window.screen()).not.toContain(question)
    window.type('echo back')
    window.press('Enter')
    await window.until(/^back/m)
    expect(branches()).toContain('old/login')
  })

  it('nobody answers: it is a denial that says so', async () => {
    configure({ approvals: { timeout: 2 } })
    const window = shell()
    await window.until(ready)
    window.type(deletes.join(' '))
    window.press('Enter')
    await window.until(question)
    await window.until('blocked, the user was asked and did not answer')
    expect(branches()).toContain('old/login')
  })

  it('what is typed for the agent is not taken for an answer', async () => {
    const { window, report } = agent(['cat'], [[2_500, deletes]])
    await window.until('the supervisor sees every exec')
    // Somebody writes words with all the letters in them, and return at the end of each.
    for (let n = 0; n < 30; n++) {
      for (const key of ['s', 'o', 'Enter', 'd', 'o', 'a', 'Enter']) {
        window.press(key)
        await sleep(15)
      }
    }
    expect(window.screen()).not.toContain(question)
    expect(window.screen()).toContain('doa')
    await window.until(question)
    // Still writing, without having looked up.
    for (const key of ['s', 'o', 'Enter', 'x', 'a', 'Enter', 'o', 'o', 'Enter']) {
      window.press(key)
      await sleep(60)
    }
    await sleep(500)
    expect([window.screen().includes(question), report(), branches().includes('old/login')]).toEqual([true, '', true])
    await answer(window, 'o')
    await sleep(1_000)
    expect([report(), branches().includes('old/login')]).toEqual([`${deletes.join(' ')}: 0 To ${home.remote}\n`, false])
  })

  it.each([
    ['a line of a shell', []],
    ['a program that waits at its exec', ['later']],
    ['under shims', ['--shims']],
  ])('a person may think for longer than a broker may be silent: %s', async (_, how) => {
    const direct = how.includes('later') ? agent(['sleep', '60'], [[500, deletes]]) : undefined
    const window = direct?.window ?? shell(...how)
    if (!direct) {
      await window.until(ready)
      window.type(deletes.join(' '))
      window.press('Enter')
    }
    await window.until(question)
    await sleep(12_000)
    expect(window.screen()).toContain(question)
    await answer(window, 'o')
    for (let tries = 0; branches().includes('old/login') && tries < 50; tries++) await sleep(100)
    expect(branches()).not.toContain('old/login')
  })

  it('several wait in a row, each with its own answer', async () => {
    const other = [...deletes.slice(0, -1), 'main']
    const { window, report } = agent(
      ['sleep', '60'],
      [
        [500, deletes],
        [900, other],
      ],
    )
    await window.until(`1 of 2`)
    expect(window.screen()).toContain('old/login')
    await answer(window, 'd')
    const second = await window.until('main')
    expect(second).not.toContain('of 2')
    await answer(window, 'o')
    await sleep(1_000)
    expect(report()).toContain(`${deletes.join(' ')}: 126 gatesh: blocked, the user was asked and said no`)
    expect(report()).toContain(`${other.join(' ')}: `)
    expect(
      home
        .entries()
        .filter(({ approval }) => approval)
        .map(({ approval }) => approval?.answer),
    ).toEqual(['deny', 'once'])
  })

  it('fits the terminal when its size changes', async () => {
    const { window } = agent(['sleep', '60'], [[500, deletes]])
    await window.until(question)
    window.resize(44, 16)
    await sleep(700)
    const narrow = await window.until('x  deny it and stop the agent')
    expect(narrow.split('\n').length).toBeLessThanOrEqual(16)
    expect(narrow.split('\n').every((line) => line.length <= 44)).toBe(true)
    window.resize(120, 40)
    await window.until('a letter, then return; esc shows the agent; ctrl-c goes to the agent')
    await answer(window, 'd')
    await sleep(500)
    expect(window.screen()).not.toContain(question)
  })

  it('over vim: its screen is restored exactly, and vim goes on', async () => {
    const file = join(home.project, 'notes.txt')
    writeFileSync(file, Array.from({ length: 60 }, (_, n) => `${n} line of notes, “quoted”, 漢字\n`).join(''))
    const { window } = agent(
      ['vim', '-u', 'NONE', '-c', 'set number hlsearch | syntax on', '+/quoted', file],
      [[7_000, deletes]],
    )
    // gatesh does not know this editor's own program.
    await window.until('exec.unknown')
    await answer(window, 'o')
    await window.until('line of notes')
    window.type('12G')
    await sleep(400)
    const before = window.everything()
    await window.until(question)
    await sleep(900)
    window.press('Escape')
    // Looked at meanwhile.
    await window.until('line of notes')
    await sleep(300)
    expect(window.everything()).toBe(before)
    window.press('q')
    await window.until(question)
    await answer(window, 'd')
    await window.until('line of notes')
    await sleep(300)
    expect(window.everything()).toBe(before)
    window.type('ochanged')
    await window.until('changed')
  })
})

describe('always', () => {
  it('shows the rule, writes it, and the next session knows it', async () => {
    const config = join(home.root, 'config/gatesh/config.jsonc')
    mkdirSync(join(home.root, 'config/gatesh'), { recursive: true })
    writeFileSync(config, '{\n  // mine\n  "limits": { "inRow": 5 },\n}\n')
    const window = shell()
    await window.until(ready)
    window.type(deletes.join(' '))
    window.press('Enter')
    const shown = await window.until(question)
    const rule = `Bash(${deletes.join(' ')})`
    expect(shown.replace(/\s+/g, ' ')).toContain(`writes \`${rule}\` to ${config}`)
    expect(readFileSync(config, 'utf8')).not.toContain('Bash')
    await answer(window, 'a')
    await window.until('[deleted]')
    const written = readFileSync(config, 'utf8')
    expect(written).toContain('// mine')
    expect(written).toContain(rule)
    expect((await home.gatesh(['config', '--json'])).stdout).toContain(rule)
    home.git('push', '-q', 'origin', 'main:old/login')
    const later = await home.gatesh(['--', ...deletes])
    const other = await home.gatesh(['--', 'bash', '-c', `${deletes.join(' ')}; git push origin --delete main`])
    expect([later.code, other.code]).toEqual([0, 126])
  })
})

describe('limits', () => {
  it('at the terminal somebody is asked whether the agent may go on, and nothing runs meanwhile', async () => {
    configure({ approvals: { soft: 'deny' } })
    const window = shell()
    await window.until(ready)
    for (const branch of ['a', 'b', 'c']) {
      window.type(`git push origin --delete ${branch}`)
      window.press('Enter')
      await sleep(400)
    }
    expect(await window.until('gatesh: may the agent go on?')).toContain('3 commands in a row were blocked')
    await answer(window, 'o')
    await sleep(500)
    window.type('echo going on')
    window.press('Enter')
    await window.until(/^going on/m)
    for (const branch of ['a', 'b', 'c']) {
      window.type(`git push origin --delete ${branch}`)
      window.press('Enter')
      await sleep(400)
    }
    await window.until('gatesh: may the agent go on?')
    await answer(window, 'x')
    await window.until('ended with 77')
  })
})

describe('modes', () => {
  it('ask: also what nothing stands against', async () => {
    const window = shell('--mode', 'ask')
    await window.until(ready)
    window.type('git status --short; echo status done')
    window.press('Enter')
    await window.until(/^status done/m)
    window.type('curl -s http://127.0.0.1:9/')
    window.press('Enter')
    expect(await window.until(question)).toContain('in this mode')
  })

  it('observe: nothing is blocked, and the log says what would have been', async () => {
    const result = await home.gatesh(['--mode', 'observe', '--', ...['bash', '-c', deletes.join(' ')]])
    expect([result.code, branches().includes('old/login')]).toEqual([0, false])
    expect(result.stderr).toContain('mode observe: everything is decided and logged, and nothing is blocked')
    expect(home.entries().filter(({ how }) => how === 'observed')).toMatchObject([
      { action: 'deny', ran: true, rule: 'git.push-delete' },
    ])
  })

  it('is one of three, and not less than the project asks for', async () => {
    expect((await home.gatesh(['--mode', 'off', '--', 'true'])).stderr).toBe(
      'gatesh: there is no mode `off`; `auto`, `ask` or `observe`\n',
    )
    writeFileSync(join(home.project, '.gatesh.jsonc'), '{"mode": "ask"}')
    const less = await home.gatesh(['--mode', 'auto', '--', 'true'])
    expect([less.code, less.stderr]).toEqual([
      2,
      `gatesh: \`--mode auto\` is less than what is set here (${home.project}/.gatesh.jsonc:1)\n`,
    ])
    expect((await home.gatesh(['--mode', 'ask', '--', 'true'])).code).toBe(0)
  })
})
