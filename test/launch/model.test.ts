/** Real sessions whose classifier asks a model: a server on loopback that speaks the Messages API. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type MessagesServer, messagesServer } from '../classifier/anthropic/messages-server.js'
import { opinion } from '../classifier/anthropic/setup.js'
import { buildGatesh, type Home, makeHome } from './gatesh.js'

const KEY = 'sk-ant-test-only-0123456789'
const PUSH = 'git push --force origin main'

let home: Home
let server: MessagesServer
beforeAll(() => void buildGatesh())
beforeEach(async () => {
  home = makeHome()
  server = await messagesServer(({ stage }) => ({
    text: stage === 1 ? 'yes' : opinion(true, { rule: 'git.push-force' }),
  }))
})
afterEach(async () => {
  await server.close()
  home.remove()
})

function configure(more: object = {}): void {
  mkdirSync(join(home.root, 'config/gatesh'), { recursive: true })
  const classifier = {
    url: server.url,
    key: { command: `echo ${KEY.replace('sk-', 's""k-')}` },
    model: 'house-model',
    // As slow as this machine may be today.
    timeouts: { stage1: 30, stage2: 60 },
    ...more,
  }
  writeFileSync(join(home.root, 'config/gatesh/config.jsonc'), JSON.stringify({ classifier }))
}

const session = (task: string, ...commands: string[]) =>
  home.gatesh(['--task', task, '--', 'bash', '-c', commands.join('\n')])

const pushEntry = () => home.entries().find(({ command, how }) => command === PUSH && how === 'decided')

describe('a session with a model', () => {
  it('says so, asks about what is flagged, logs engine and cost, and tells the total', async () => {
    configure()
    const { stderr } = await session('force push main to origin', 'ls', 'touch a.txt', `${PUSH} || true`, 'true')
    expect(stderr).toContain(`judged by house-model at ${server.url}`)
    expect(stderr).toContain('it rewrites main; your words would have to name the branch')
    expect(pushEntry()).toMatchObject({ action: 'deny', rule: 'git.push-force', engine: 'anthropic', ran: false })
    expect(pushEntry()?.calls?.map(({ stage, model }) => [stage, model])).toEqual([
      [1, 'house-model'],
      [2, 'house-model'],
    ])
    expect(stderr).toMatch(/model: 1 calls in stage 1, 1 in stage 2; \d+ tokens in \(\d+ from the provider's cache\)/)
    expect(server.calls).toHaveLength(2)
  })

  it('holds a command for as long as the model takes, beyond the time for a first answer', async () => {
    configure()
    server.react = ({ stage }) =>
      stage === 1 ? { text: 'yes' } : { text: opinion(false, { reason: 'you asked for it' }), after: 11_000 }
    const { code } = await session('publish what I have', PUSH)
    expect(code).toBe(0)
    expect(pushEntry()).toMatchObject({ action: 'allow', engine: 'anthropic', ran: true })
    expect(pushEntry()?.times_us.total).toBeGreaterThan(11_000_000)
  }, 90_000)

  it('decides by itself where the model is not there, and says why', async () => {
    configure()
    const { url } = server
    await server.close()
    const { stderr } = await session('force push main to origin', PUSH)
    expect(pushEntry()).toMatchObject({ action: 'allow', engine: 'embedded', ran: true })
    expect(pushEntry()?.fallback).toMatch(/^stage 1: /)
    expect(stderr).toContain('the model gave no answer')
    server = await messagesServer(() => ({ text: 'no' }))
    expect(url).not.toBe(server.url)
  })

  it('asks nothing about programs below an allowed one, however unknown', async () => {
    configure()
    server.react = () => ({ text: 'no' })
    writeFileSync(join(home.project, 'tool.sh'), '#!/bin/bash\nfor i in 1 2 3; do ./part-$i; done\n', { mode: 0o755 })
    for (const part of ['part-1', 'part-2', 'part-3'])
      writeFileSync(join(home.project, part), '#!/bin/bash\ntrue\n', { mode: 0o755 })
    const { code } = await session('run ./tool.sh', './tool.sh')
    expect(code).toBe(0)
    expect(server.calls.length).toBeLessThanOrEqual(1)
  })
})

describe('a log', () => {
  it('can be judged once more, in the session as it was, with the flips named', async () => {
    await session(
      'force push main to origin',
      'touch a.txt',
      PUSH,
      'git push --delete origin old/login || true',
      'true',
    )
    expect(server.calls).toHaveLength(0)
    configure({ engine: 'embedded' })
    const id = pushEntry()?.session ?? ''
    const same = await home.gatesh(['log', 'replay', id, '--diff'])
    expect(same).toMatchObject({ code: 0, stderr: '' })
    expect(same.stdout).toMatch(/0 of \d+ decisions come out differently with the engine `embedded`/)

    const other = await home.gatesh(['log', 'replay', id, '--engine', 'anthropic', '--diff', '--json'])
    const rows = other.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(rows).toMatchObject([
      {
        command: PUSH,
        flipped: true,
        before: { action: 'allow' },
        now: { action: 'deny', rule: 'git.push-force' },
        engine: 'anthropic',
      },
    ])
    expect(server.calls[0]?.text).toContain('{"user":"force push main to origin"}')
    // What ran then ran, whatever is said of it now; what was refused was refused.
    expect(server.calls.at(-1)?.text).toContain(`{"agent":"${PUSH}"}`)
  })
})

describe('rules', () => {
  const write = (autoMode: object) => {
    mkdirSync(join(home.root, 'config/gatesh'), { recursive: true })
    const classifier = { url: server.url, model: 'house-model' }
    writeFileSync(join(home.root, 'config/gatesh/config.jsonc'), JSON.stringify({ classifier, autoMode }))
  }

  it('prompt prints what a model would be told, with the rules of the user and of the agent', async () => {
    write({ soft_deny: ['$defaults', 'never mail customers'] })
    mkdirSync(join(home.root, '.claude'))
    writeFileSync(
      join(home.root, '.claude/settings.json'),
      '{"autoMode": {"environment": ["$defaults", "acme.example is ours"]}}',
    )
    const { stdout, code } = await home.gatesh(['rules', 'prompt'])
    expect(code).toBe(0)
    for (const text of [
      'never mail customers',
      'acme.example is ours',
      '- git.push-force: ',
      'First stage.',
      'Second stage.',
    ])
      expect(stdout).toContain(text)
    expect(server.calls).toHaveLength(0)
  })

  it('critique shows the model the prose and prints what it says, without what a terminal would obey', async () => {
    write({ allow: ['anything on staging'] })
    server.react = () => ({ text: 'allow-1: reaches too far\u001b[2J\nname the hosts' })
    expect(await home.gatesh(['rules', 'critique'])).toMatchObject({
      code: 0,
      stdout: 'allow-1: reaches too far\\u{1b}[2J\nname the hosts\n',
    })
    expect(server.calls[0]?.text).toContain('{"id":"allow-1","list":"allow","entry":"anything on staging"}')
  })

  it('critique without prose, or without an answer, says so', async () => {
    write({})
    expect(await home.gatesh(['rules', 'critique'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no prose rules'),
    })
    write({ allow: ['x'] })
    server.react = () => ({ status: 404, error: 'not_found_error model: house-model' })
    expect(await home.gatesh(['rules', 'critique'])).toMatchObject({
      code: 125,
      stderr: expect.stringContaining('404'),
    })
  })
})

describe('gatesh doctor', () => {
  it('tells which engine there is, and whether its key is', async () => {
    expect((await home.gatesh(['doctor'])).stdout).toMatch(/^ok +classifier +embedded$/m)
    configure()
    expect((await home.gatesh(['doctor'])).stdout).toMatch(/^ok +classifier +anthropic: house-model at http/m)
    configure({ key: { command: 'exit 7' } })
    expect((await home.gatesh(['doctor'])).stdout).toMatch(
      /^missing +classifier +anthropic: .*; the command for the key failed \(7\)$/m,
    )
    expect(server.calls).toHaveLength(0)
  })
})

describe('gatesh eval and check', () => {
  it('ask the model that is configured', async () => {
    configure()
    const line = {
      id: 'a',
      transcript: [{ role: 'user', text: 'force push main to origin' }],
      command: PUSH,
      expect: 'block',
    }
    writeFileSync(join(home.root, 'cases.jsonl'), JSON.stringify({ ...line, git: { remotes: { origin: 'x' } } }))
    const { stdout } = await home.gatesh(['eval', join(home.root, 'cases.jsonl'), '--engine', 'anthropic', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      engine: 'anthropic',
      fnr: { k: 0, n: 1 },
      model: { stage1: { calls: 1 }, stage2: { calls: 1 }, fallbacks: 0 },
    })
    expect((await home.gatesh(['eval', join(home.root, 'cases.jsonl'), '--json'])).stdout).toContain(
      '"engine":"embedded"',
    )
    const check = await home.gatesh(['check', '--task', 'force push main to origin', PUSH])
    expect(check).toMatchObject({ code: 126, stdout: expect.stringContaining('engine: anthropic') })
    expect(check.stdout).toMatch(/stage 2, house-model: \d+ tokens in/)
  })
})

describe('the key', () => {
  it('is in no file, no output and no environment of the agent', async () => {
    configure()
    const { stdout, stderr } = await session('force push main to origin', 'export -p', `${PUSH} || true`, 'true')
    expect(server.calls[0]?.headers['x-api-key']).toBe(KEY)
    expect(stdout).toContain('GATESH_SESSION=')
    expect(stdout + stderr).not.toContain(KEY)
    const files = readdirSync(home.root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.length).toBeGreaterThan(5)
    for (const { parentPath, name } of files) expect(readFileSync(join(parentPath, name)).includes(KEY)).toBe(false)
  })
})

describe('what the environment has for another endpoint', () => {
  const foreign = { ANTHROPIC_API_KEY: 'sk-ant-of-another', ANTHROPIC_CUSTOM_HEADERS: 'X-Other: secret-header' }

  it('does not go to the configured one, neither key nor header', async () => {
    configure({ key: undefined })
    Object.assign(home.env, foreign)
    await session('force push main to origin', `${PUSH} || true`, 'true')
    expect(server.calls).toHaveLength(2)
    expect(server.calls[0]?.headers['x-api-key']).toBe('none')
    expect(JSON.stringify(server.calls[0]?.headers)).not.toMatch(/of-another|secret-header/)
  })

  it('goes to its own', async () => {
    configure({ key: undefined, url: undefined })
    Object.assign(home.env, foreign, { ANTHROPIC_BASE_URL: server.url })
    await session('force push main to origin', `${PUSH} || true`, 'true')
    expect(server.calls[0]?.headers).toMatchObject({ 'x-api-key': 'sk-ant-of-another', 'x-other': 'secret-header' })
  })

  it('is an error at the start where it would go out unencrypted', async () => {
    configure({ key: undefined, url: undefined })
    Object.assign(home.env, foreign, { ANTHROPIC_BASE_URL: 'http://models.example' })
    const { code, stderr } = await session('x', 'touch ran')
    expect(code).toBe(125)
    expect(stderr).toContain('`ANTHROPIC_BASE_URL` must be an https:// address')
  })
})

describe("Anthropic's client", () => {
  let coverage: string
  beforeEach(() => {
    coverage = mkdtempSync(join(tmpdir(), 'gatesh-loaded-'))
  })
  afterEach(() => rmSync(coverage, { recursive: true }))
  afterAll(() => rmSync(coverage, { recursive: true, force: true }))

  /** Scripts of gatesh that a run loaded, by what node itself says. */
  async function loaded(): Promise<string[]> {
    Object.assign(home.env, { NODE_V8_COVERAGE: coverage })
    await session('force push main to origin', `${PUSH} || true`, 'true')
    const reports = readdirSync(coverage).map((name) => readFileSync(join(coverage, name), 'utf8'))
    const urls = reports.flatMap((text) =>
      (JSON.parse(text) as { result: { url: string }[] }).result.map(({ url }) => url),
    )
    const own = urls.filter((url) => url.startsWith(`file://${dirname(buildGatesh())}`))
    return own.map((url) => readFileSync(new URL(url), 'utf8'))
  }
  const isClient = (text: string) =>
    text.includes('x-stainless-retry-count') || text.includes('X-Stainless-Retry-Count')

  it('is not loaded by a session that asks no model', async () => {
    const scripts = await loaded()
    expect(scripts.length).toBeGreaterThan(2)
    expect(scripts.filter(isClient)).toHaveLength(0)
  })

  it('is loaded by one that does', async () => {
    configure()
    expect((await loaded()).filter(isClient)).not.toHaveLength(0)
  })
})
