/** `gatesh log` as people call it: the built program, real sessions, a real terminal. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCast } from '../../src/log/cast-read.js'
import { logFiles } from '../../src/log/files.js'
import { buildGatesh, type Home, makeHome } from '../launch/gatesh.js'
import { openWindow } from '../launch/tmux.js'
import { allowed, sample, sessionLog } from '../log/sample.js'
import { run } from '../shims/run.js'

let home: Home
beforeEach(() => {
  home = makeHome()
})
afterEach(() => home.remove())

/** Process id of the gatesh whose session has just started. */
async function ownerOfSession(): Promise<number> {
  const sessions = join(home.root, 'state/gatesh/sessions')
  for (let tries = 0; tries < 400; tries++) {
    await sleep(25)
    const [name] = existsSync(sessions) ? readdirSync(sessions) : []
    const path = join(sessions, name ?? '', 'owner.json')
    if (name !== undefined && existsSync(path) && home.entries().length > 0)
      return (JSON.parse(readFileSync(path, 'utf8')) as { pid: number }).pid
  }
  throw new Error('no session started')
}

const start = Date.now() - 3_600_000
const directory = () => join(home.root, 'state/gatesh/log')
const lines = async (...args: string[]) => (await home.gatesh(['log', ...args])).stdout.trimEnd().split('\n')

/** A session of an agent that deletes a branch nobody spoke of. */
async function aSession(): Promise<string> {
  const task = ['--task', 'fix the login and push it']
  const script = 'git status; git push origin --delete old/login || git push origin HEAD:fix/login'
  await home.gatesh([
    '--strict',
    ...task,
    '--',
    'node',
    '-e',
    `require('child_process').spawnSync('bash', ['-c', ${JSON.stringify(script)}])`,
  ])
  const refused = home.entries().find((entry) => 'action' in entry && !entry.ran)
  if (!refused) throw new Error('nothing was refused')
  return refused.id
}

describe('a real session', () => {
  it('is told as a list, a story, figures, a report, and is whole', async () => {
    const id = await aSession()
    const [first, reason] = await lines()
    expect([first, reason]).toEqual([expect.stringContaining(id), expect.stringContaining('git.push-delete: deletes')])
    const story = await lines('show', id)
    expect(story).toContain('user said   "fix the login and push it" (launch)')
    expect(story.find((line) => line.startsWith('outcome'))).toBe(
      'outcome     blocked (deny, decided; it ended with 126)',
    )
    expect(await lines('stats')).toContain('rules that stopped something')
    expect((await lines('verify')).at(-1)).toMatch(/^the log is whole: \d+ lines; sessions: 1 whole$/)
    expect(await lines('suggest')).toEqual([expect.stringContaining('no rule is worth writing')])
    const report = await home.gatesh(['report', '--output', join(home.root, 'report.html')])
    expect([report.code, report.stdout]).toEqual([0, ''])
    expect(readFileSync(join(home.root, 'report.html'), 'utf8')).toContain(`id="${id}"`)
    expect(statSync(join(home.root, 'report.html')).mode & 0o777).toBe(0o600)
    expect((await home.gatesh(['report', '--markdown'])).stdout).toContain('## gatesh: 1 of ')
  })

  it('gives a case that is judged alike', async () => {
    const id = await aSession()
    const { stdout } = await home.gatesh(['log', 'show', id, '--case', '--expect', 'allow'])
    const situation = JSON.parse(stdout) as { transcript: object[]; expect: string }
    expect(situation.transcript[0]).toEqual({ role: 'user', text: 'fix the login and push it' })
    writeFileSync(join(home.root, 'case.jsonl'), stdout)
    const judged = await home.gatesh(['eval', '--json', join(home.root, 'case.jsonl')])
    expect(judged.code).toBe(0)
    expect(judged.stdout).toContain('git.push-delete')
  })

  it('shows that its log was changed, with the line', async () => {
    await aSession()
    const name = home.entries()[0]?.session
    const path = logFiles(directory(), name)[0]?.path ?? ''
    writeFileSync(path, readFileSync(path, 'utf8').replace('"action":"deny"', '"action":"allow"'))
    const { code, stdout } = await home.gatesh(['log', 'verify'])
    expect(code).toBe(1)
    expect(stdout).toMatch(new RegExp(`^broken {2}${name} {2}${path}:\\d+: it was changed`))
  })
})

describe('while a session runs', () => {
  it('commands are denied as soon as the log cannot be written, and not before', async () => {
    const go = join(home.root, 'go')
    const script = `const fs = require('fs')
      const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
      while (!fs.existsSync(${JSON.stringify(go)})) sleep(20)
      const run = () => require('child_process').spawnSync('/bin/ls', ['${'x'.repeat(300)}'], { stdio: ['ignore', 'ignore', 'inherit'] }).status
      process.stdout.write(Array.from({ length: 24 }, run).join(' '))`
    const ignoring = `trap '' XFSZ; exec '${process.execPath}' '${buildGatesh()}' "$@"`
    const running = run('bash', ['-c', ignoring, 'bash', '--strict', '--', 'node', '-e', script], {
      cwd: home.project,
      env: home.env,
    })
    // From now on gatesh itself, and nothing below it, can write no file beyond that size.
    const owner = await ownerOfSession()
    execFileSync('prlimit', [`--fsize=${16 * 1024}`, '--pid', String(owner)])
    writeFileSync(go, '')
    const { stdout, stderr } = await running
    const codes = stdout.split(' ').map(Number)
    const denied = codes.indexOf(126)
    expect(codes).toEqual([...Array(denied).fill(2), ...Array(24 - denied).fill(126)])
    expect(denied).toBeGreaterThan(3)
    expect(stderr).toContain('the log cannot be written')
  })

  it('a log directory that went away is made again, and the gap shows', async () => {
    const away = `require('fs').rmSync(${JSON.stringify(directory())}, { recursive: true })`
    const script = `const run = () => require('child_process').spawnSync('/bin/ls').status
      const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
      const first = run(); sleep(1100); ${away}; process.stdout.write([first, run(), run()].join(' '))`
    expect((await home.gatesh(['--strict', '--', 'node', '-e', script])).stdout).toBe('0 0 0')
    const { code, stdout } = await home.gatesh(['log', 'verify'])
    expect([code, stdout]).toEqual([1, expect.stringContaining('part 1 of the session is missing')])
  })
})

describe('what got into the log', () => {
  beforeEach(() => {
    mkdirSync(directory(), { recursive: true })
    const log = sessionLog(directory(), 'aaaaaa', start)
    const hostile = '\x1b]52;c;eA==\x07\x9b2J\u202e\u200b\x08'
    log.append({
      ...sample,
      command: hostile,
      reason: hostile,
      stopped: hostile,
      cwd: hostile,
      rule: hostile,
      agent: hostile,
    })
    log.append({ ...sample, command: 'x'.repeat(10_000_000) })
    log.append({ kind: 'probe', tool: hostile, count: 2, why: 'addresses an assistant', excerpt: hostile })
  })

  it('never reaches the terminal raw', async () => {
    const calls = [
      ['log'],
      ['log', '--json'],
      ['log', '--csv'],
      ['log', '--color', 'never', '--all'],
      ['log', 'show', 'aaaaaa-1'],
      ['log', 'stats'],
      ['log', '--findings'],
      ['log', '--findings', '--json'],
      ['log', 'show', 'aaaaaa-1', '--json'],
      ['report', '--markdown'],
      ['report', '-o', '-'],
    ]
    for (const args of calls) {
      const { stdout, code } = await home.gatesh(args)
      expect([args, code]).toEqual([args, 0])
      expect(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\u200b]/.test(stdout), args.join(' ')).toBe(false)
    }
  }, 30_000)

  it('is bounded where ten megabytes of it stand in one line', async () => {
    const shown = await lines()
    expect(Math.max(...shown.map((line) => line.length))).toBeLessThanOrEqual(120)
  })
})

describe('bad usage', () => {
  it('is an error that says what to do', async () => {
    const calls: [string[], string][] = [
      [['log', '--all', '--asked'], '`--all` and `--asked` are two different selections'],
      [['log', '--json', '--csv'], '`--json` and `--csv` are two different forms'],
      [['log', '--since', 'soon'], '`soon` is no time; for example `2h`, `3d`, `today` or `2026-11-21`'],
      [['log', '--command', '['], '`--command [` is no regular expression: unterminated character class'],
      [['log', '--color', 'pink'], '`--color` is `always`, `never` or `auto`, not `pink`'],
      [['log', 'stats', '--follow'], '`gatesh log stats` has no option `--follow`; see `gatesh log help`'],
      [['log', 'play', 'aaaaaa-1'], 'there is no recording of `aaaaaa-1`; start the agent with `gatesh --record`'],
      [['log', 'play', '../x'], 'there is no recording of `../x`; start the agent with `gatesh --record`'],
      [['report'], 'nothing was decided yet; start an agent with `gatesh claude`'],
      [['report', '--session', 'none'], 'there is no session `none` in the log; `gatesh log --all` lists them'],
      [['--record', '--', 'true'], '`--record` records a terminal, and there is none here'],
    ]
    for (const [args, message] of calls)
      expect(await home.gatesh(args)).toEqual({ code: 2, signal: null, stdout: '', stderr: `gatesh: ${message}\n` })
  }, 30_000)

  it('has a help of its own, which fits a terminal', async () => {
    for (const line of await lines('help')) expect(line.length, line).toBeLessThanOrEqual(132)
  })

  it('says what of the log cannot be read', async () => {
    sessionLog(directory(), 'aaaaaa', start).append(sample)
    writeFileSync(join(directory(), '20261120T000000Z-foreign.jsonl'), '{"ran":false}\nno "ran":false\n')
    const { stdout, stderr, code } = await home.gatesh(['log'])
    expect([code, stdout.split('\n')[0]]).toEqual([0, expect.stringContaining('aaaaaa-1')])
    expect(stderr).toBe('gatesh: 2 lines of the log could not be read; `gatesh log verify` names them\n')
  })
})

describe('suggestions', () => {
  const asked = (command: string, answer: 'once' | 'deny') =>
    ({
      ...sample,
      command,
      action: 'ask',
      ran: answer === 'once',
      approval: { answer, from: 'prompt', of: 'q' },
    }) as const

  it('are for single commands that a person approved again and again, and never for blanket ones', async () => {
    const log = sessionLog(directory(), 'aaaaaa', start)
    for (const command of [
      'npm publish --dry-run',
      'npm publish --dry-run',
      'bash',
      'bash',
      'make a; make b',
      'make a; make b',
      'npm ci',
    ])
      log.append(asked(command, 'once'))
    for (const answer of ['once', 'once', 'deny'] as const) log.append(asked('git push origin main', answer))
    const later = log.append({ ...sample, command: 'npm run deploy' })
    log.append({ kind: 'approval', approval: { answer: 'once', from: 'command', of: String(later) } })
    const again = log.append({ ...sample, command: 'npm run deploy' })
    log.append({ kind: 'approval', approval: { answer: 'session', from: 'command', of: String(again) } })
    const { stdout } = await home.gatesh(['log', 'suggest', '--json'])
    const rules = (JSON.parse(stdout) as { rule: string }[]).map(({ rule }) => rule)
    expect(rules.sort()).toEqual(['Bash(npm publish --dry-run)', 'Bash(npm run deploy)'])
  })
})

describe('on a terminal', () => {
  const gatesh = (...args: string[]) => [process.execPath, buildGatesh(), ...args]
  const place = () => ({ cwd: home.project, env: { ...home.env, TERM: 'xterm-256color', SHELL: '/bin/bash' } })

  it('a long list comes through the pager, newest first; a short one stays on the screen', async () => {
    const log = sessionLog(directory(), 'aaaaaa', start)
    for (let count = 0; count < 500; count++)
      log.append({ ...sample, command: `git push origin --delete old-${count}` })
    const long = openWindow(gatesh('log'), place())
    try {
      const screen = await long.until('old-499')
      expect(screen.split('\n')[0]).toMatch(/^WHEN +ID +AGENT +OUTCOME +COMMAND$/)
      expect(screen).not.toContain('old-450')
      for (const line of screen.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
      long.press('G')
      await long.until('old-0')
      long.press('q')
      await long.until('ended with 0')
    } finally {
      long.close()
    }
    const short = openWindow(gatesh('log', '--command', 'old-7$'), place())
    try {
      const screen = await short.until('ended with 0')
      expect(screen).toContain('old-7')
      expect(screen).toMatch(/(min|h) ago +aaaaaa-8/)
    } finally {
      short.close()
    }
  })

  it('follows what is written, in a log that was not there before', async () => {
    const window = openWindow(gatesh('log', '--follow', '--rule', 'git.*'), place())
    try {
      await window.until('COMMAND')
      const log = sessionLog(directory(), 'aaaaaa', start)
      log.append({ ...sample, command: 'git push origin --delete one' })
      log.append(allowed)
      log.append({ ...sample, command: 'git push origin --delete two' })
      const screen = await window.until('--delete two')
      expect(screen.indexOf('--delete one')).toBeLessThan(screen.indexOf('--delete two'))
      expect(screen).not.toContain('read.files')
    } finally {
      window.close()
    }
  })

  it('records a session without its secrets, and plays it from shortly before a decision', async () => {
    const token = ['gh', 'p_', 'Zx9Qw7Er5Ty3Ui1Op0As2Df4Gh6Jk8Lz'].join('')
    const script = `printf 'first\\n'; sleep 4; printf 'the token is ${token.slice(0, 10)}'; sleep 0.2; printf '%s\\n' ${token.slice(10)}; ls /; printf 'last\\n'`
    const window = openWindow(
      gatesh('--strict', '--task', 'look around', '--record', '--', 'bash', '-c', script),
      place(),
    )
    try {
      await window.until('ended with 0')
    } finally {
      window.close()
    }
    const { session, id } = home.entries().find((entry) => 'command' in entry && entry.command === 'ls /') ?? {
      session: '',
      id: '',
    }
    const path = join(home.root, 'state/gatesh/sessions', session, 'terminal.cast')
    expect(readFileSync(path, 'utf8')).not.toContain(token.slice(6, 16))
    const cast = readCast(path)
    const text = cast instanceof Error ? '' : [...cast.events].map((event) => event.text).join('')
    expect(text).toMatch(/the token is \[github-token:[0-9a-f]{8}\]\*+\r\n/)
    // Not on a terminal it comes at once; on one, what lies long before the decision does too.
    expect((await home.gatesh(['log', 'play', session])).stdout).toContain('last')
    const begun = Date.now()
    const playing = openWindow(gatesh('log', 'play', id), place())
    try {
      const screen = await playing.until('ended with 0')
      expect(screen).toContain('first')
      expect(screen).toContain('last')
      expect(Date.now() - begun).toBeGreaterThan(1_500)
    } finally {
      playing.close()
    }
  }, 40_000)
})

describe('old sessions', () => {
  it('go at the end of a later one, as the configuration says, and are named as dropped', async () => {
    const ended = sessionLog(directory(), 'aaaaaa', start - 3 * 86_400_000)
    ended.append(sample)
    const days = (ms: number) => new Date(Date.now() - ms * 86_400_000)
    utimesSync(ended.path, days(3), days(3))
    await home.gatesh(['--', 'true'])
    expect(existsSync(ended.path)).toBe(true)
    mkdirSync(join(home.root, 'config/gatesh'), { recursive: true })
    writeFileSync(join(home.root, 'config/gatesh/config.jsonc'), '{ "log": { "days": 2 } }')
    await home.gatesh(['--', 'true'])
    expect(existsSync(ended.path)).toBe(false)
    expect((await lines('verify')).at(-1)).toMatch(/^the log is whole: .*1 dropped by age or size$/)
  })
})

describe('a log directory that cannot be used', () => {
  it('is named, and nothing is started', async () => {
    mkdirSync(join(home.root, 'state/gatesh'), { recursive: true })
    writeFileSync(directory(), 'a file in its place')
    const { code, stdout, stderr } = await home.gatesh(['--', 'echo', 'ran'])
    expect([code, stdout]).toEqual([125, ''])
    expect(stderr).toContain(directory())
    rmSync(directory())
    expect((await home.gatesh(['--', 'echo', 'ran'])).stdout).toBe('ran\n')
  })
})
