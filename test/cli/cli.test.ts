import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildGatesh, type Home, makeHome } from '../launch/gatesh.js'

let home: Home
beforeEach(() => {
  home = makeHome()
})
afterEach(() => home.remove())

const settings = (text: string) => {
  mkdirSync(join(home.root, 'config/gatesh'), { recursive: true })
  writeFileSync(join(home.root, 'config/gatesh/config.jsonc'), text)
}

describe('usage', () => {
  it('prints help and version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string
    }
    expect(await home.gatesh(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` })
    const help = await home.gatesh(['help'])
    expect(help.code).toBe(0)
    expect((await home.gatesh([])).stdout).toBe(help.stdout)
    expect((await home.gatesh([])).code).toBe(2)
    for (const line of help.stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(132)
  })

  it.each<[string[], string]>([
    [['run'], 'gatesh: which program?; for example `gatesh claude` or `gatesh -- bash`\n'],
    [
      ['--strict', '--shims', '--', 'true'],
      'gatesh: `--strict` asks for the supervisor, which `--shims` and `--allow-sudo` leave out\n',
    ],
    [['--no-such', '--', 'true'], 'gatesh: unknown option `--no-such`; see `gatesh help`\n'],
    [['--project', '/none', '--', 'true'], 'gatesh: there is no directory `/none`\n'],
    [['log', 'shwo'], 'gatesh: `gatesh log shwo` is not known; see `gatesh log help`\n'],
    [['log', 'show', 'abcdef-1'], 'gatesh: there is no entry `abcdef-1`; `gatesh log --all` lists them\n'],
    [['check'], 'gatesh: which command?; for example `gatesh check "git push --force"`\n'],
  ])('%j is an error of usage', async (args, message) => {
    expect(await home.gatesh(args)).toEqual({ code: 2, signal: null, stdout: '', stderr: message })
  })

  it('takes words after the program for the program, and `--` for the end of its own', async () => {
    expect((await home.gatesh(['--shims', 'printf', '%s ', '--strict', '--', 'x'])).stdout).toBe('--strict -- x ')
    expect((await home.gatesh(['--shims', '--', 'log'])).code).toBe(127)
    expect((await home.gatesh(['run', '--shims', 'printf', 'x'])).stdout).toBe('x')
  })
})

describe('settings', () => {
  it.each<[string, string]>([
    ['{ "limits": { "inrow": 3 } }', ':1:24: '],
    ['{\n  "limits": {\n    "inRow": "three" } }', ':3:14: '],
    ['{ "limits": ', ':1:13: '],
  ])('that are broken start nothing: %j', async (text, position) => {
    settings(text)
    const { code, stderr, stdout } = await home.gatesh(['--', 'echo', 'ran'])
    expect([code, stdout]).toEqual([125, ''])
    expect(stderr).toContain(join(home.root, 'config/gatesh/config.jsonc') + position)
    expect((await home.gatesh(['doctor'])).code).toBe(125)
  })

  it('with comments and trailing commas are fine', async () => {
    settings('{\n  // three is the default\n  "limits": { "inRow": 5, },\n}')
    expect((await home.gatesh(['--', 'echo', 'ran'])).stdout).toBe('ran\n')
  })
})

describe('doctor', () => {
  it('tries the supervisor, leaves no trace of it, and says what a session would have', async () => {
    const { code, stdout } = await home.gatesh(['doctor'])
    expect([code, stdout]).toEqual([0, expect.stringContaining('a session here has the coverage: supervisor')])
    expect(stdout).toMatch(/^ok {7}supervisor {2}.*\(tried\)$/m)
    expect((await home.gatesh(['log', '--all'])).stdout).toContain('nothing was decided yet')
  })

  it('sends one command that is refused and one that runs through every door, and says so in JSON', async () => {
    mkdirSync(join(home.root, '.claude'))
    const { code, stdout } = await home.gatesh(['doctor', '--json'])
    const { coverage, doors, agents } = JSON.parse(stdout)
    expect([code, coverage]).toEqual([0, 'supervisor'])
    for (const door of ['supervisor', 'supervisor, bash', 'command shim', 'shell shim, bash', 'hook, claude-code'])
      expect(doors).toContainEqual({ door, state: 'closed', how: expect.stringContaining('refused one, ') })
    expect(agents).toContainEqual(expect.objectContaining({ agent: 'claude-code' }))
  })

  it('says so where the supervisor cannot be installed, as below another one', async () => {
    const { stdout } = await home.gatesh([
      '--strict',
      '--task',
      'check the installation',
      '--',
      process.execPath,
      buildGatesh(),
      'doctor',
    ])
    expect(stdout).toMatch(/^missing {2}supervisor/m)
    expect(stdout).toContain('a session here has the coverage: shims')
  })
})

describe('log', () => {
  it('says what to do while it is empty', async () => {
    for (const args of [['log'], ['log', '--all']])
      expect((await home.gatesh(args)).stdout).toBe('nothing was decided yet; start an agent with `gatesh claude`\n')
    expect((await home.gatesh(['log', '--json'])).stdout).toBe('')
  })

  it('prints entries as they were written with --json, and ends quietly when nobody reads on', async () => {
    await home.gatesh(['--strict', '--', 'bash', '-c', 'git status; git log'])
    const { stdout } = await home.gatesh(['log', '--all', '--json'])
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(
      home
        .entries()
        .filter((entry) => 'action' in entry)
        .reverse(),
    )
  })
})

describe('check', () => {
  it('says what would be decided here, and why, and runs nothing', async () => {
    const force = await home.gatesh(['check', 'git push --force origin main; touch made'])
    expect(force.code).toBe(126)
    expect(force.stdout).toMatch(/^deny {2}git push --force origin main; touch made\n/)
    expect(force.stdout).toMatch(/effect 1: vcs\.push: /)
    expect((await home.gatesh(['check', 'git status'])).code).toBe(0)
    expect(home.git('status', '--short')).toBe('')
  })

  it('hears a task', async () => {
    const args = [
      '--task',
      'force push main to origin, yes, really overwrite it',
      '--',
      'git',
      'push',
      '--force',
      'origin',
      'main',
    ]
    expect((await home.gatesh(['check', ...args])).code).toBe(0)
    const { stdout, code } = await home.gatesh(['check', '--json', '--', 'git', 'push', '--force', 'origin', 'main'])
    expect(code).toBe(126)
    expect(JSON.parse(stdout)).toMatchObject({ command: 'git push --force origin main', verdict: { action: 'deny' } })
  })
})
