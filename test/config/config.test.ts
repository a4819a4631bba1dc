/** gatesh's own configuration, from real files. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Config, ConfigError, loadConfig } from '../../src/config/config.js'
import { jsonSchema } from '../../src/config/schema.js'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gatesh-config-'))
})
afterEach(() => rmSync(root, { recursive: true }))

interface Files {
  readonly managed?: string
  readonly user?: string
  readonly project?: string
}

function load({ managed, user, project }: Files): Config {
  const put = (file: string, text: string | undefined) => {
    mkdirSync(dirname(file), { recursive: true })
    if (text !== undefined) writeFileSync(file, text)
  }
  put(join(root, 'etc/config.jsonc'), managed)
  put(join(root, 'user/config.jsonc'), user)
  put(join(root, 'project/.gatesh.jsonc'), project)
  return loadConfig({
    user: join(root, 'user'),
    managed: join(root, 'etc/config.jsonc'),
    project: join(root, 'project'),
  })
}

function problem(files: Files): string {
  try {
    load(files)
    return 'none'
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.message.replaceAll(`${root}/`, '')
  }
}

describe('the configuration', () => {
  it('has its built-in values without any file', () => {
    expect(load({})).toEqual({
      log: { days: 90, megabytes: 4096 },
      limits: { inRow: 3, total: 20, headless: 'stop' },
      mode: { mode: 'auto', least: 'observe' },
      approvals: { soft: 'ask', timeout: 300, notify: 'off', webhook: undefined },
      shims: { names: [] },
      watch: { response: 'warn', exempt: [], places: [] },
      confine: { walls: false, secrets: false, writable: [] },
      permissions: [],
      rules: [],
      autoMode: {},
      classifier: {
        engine: 'embedded',
        url: undefined,
        key: { from: 'usual' },
        models: ['claude-haiku-5-5', 'claude-haiku-5-5'],
        timeouts: [2_000, 15_000],
        budget: 5_000_000,
      },
      telemetry: { managed: false },
      fleet: {},
      origins: new Map(),
    })
  })

  it('asks a model where one is configured, and managed settings win', () => {
    const { classifier } = load({
      user: '{"classifier": {"url": "http://127.0.0.1:11434", "model": "qwen", "timeouts": {"stage1": 0.5}}}',
      managed: '{"classifier": {"model": "house", "key": {"file": "/etc/key", "scheme": "bearer"}}}',
    })
    expect(classifier).toEqual({
      engine: 'anthropic',
      url: 'http://127.0.0.1:11434',
      key: { from: 'file', path: '/etc/key', scheme: 'bearer' },
      models: ['house', 'house'],
      timeouts: [500, 15_000],
      budget: 5_000_000,
    })
  })

  it('asks none for a limit alone', () =>
    expect(load({ user: '{"classifier": {"budget": 1000}}' }).classifier.engine).toBe('embedded'))

  it.each([
    ['{"classifier": {"url": "http://models.example"}}', 'classifier.url', 'must be an https:// address'],
    ['{"classifier": {"url": "https://me:pw@models.example"}}', 'classifier.url', 'must be an https:// address'],
    ['{"classifier": {"key": {"env": "A", "file": "/b"}}}', 'classifier.key', 'must name one of'],
    ['{"classifier": {"key": {"value": "sk-1"}}}', 'classifier.key.value', 'there is no such key'],
    ['{"classifier": {"engine": "openai"}}', 'classifier.engine', 'invalid'],
  ])('does not take %s', (user, key, words) => {
    expect(problem({ user })).toContain(key)
    expect(problem({ user })).toContain(words)
  })

  it('lets no project say where the transcript goes', () =>
    expect(problem({ project: '{"classifier": {"url": "https://evil.example"}}' })).toContain('may only tighten'))

  it('lets the user say it', () =>
    expect(problem({ user: '{"classifier": {"url": "https://good.example"}}' })).toBe('none'))

  it('takes comments and trailing commas, and tells where each value stands', () => {
    const config = load({
      user: '{\n  // mine\n  "limits": {"inRow": 5,},\n  "permissions": {\n    "allow": ["Bash(npm test)"],\n    "deny": ["Read(.env)"],\n  },\n  "rules": [{"rule": "git.push-force", "action": "ask"}],\n}',
      managed: '{"limits": {"inRow": 2}, "permissions": {"deny": ["Bash(curl *)"]}}',
    })
    expect(config.limits.inRow).toBe(2)
    expect(
      config.permissions.map(({ text, action, origin }) => `${origin.scope} ${action} ${text} ${origin.line}`),
    ).toEqual(['managed deny Bash(curl *) 1', 'user deny Read(.env) 6', 'user allow Bash(npm test) 5'])
    expect(config.rules.map(({ rule, action }) => [rule, action])).toEqual([['git.push-force', 'ask']])
    expect([...config.origins].map(([key, where]) => `${key} ${where.replaceAll(`${root}/`, '')}`)).toEqual([
      'limits.inRow etc/config.jsonc:1',
      'permissions.deny etc/config.jsonc:1, user/config.jsonc:6',
      'permissions.allow user/config.jsonc:5',
      'rules user/config.jsonc:8',
    ])
  })

  it('lets a project tighten and not loosen', () => {
    const user = '{"limits": {"inRow": 4, "headless": "continue"}}'
    expect(
      load({
        user,
        project: '{"limits": {"inRow": 2, "total": 90, "headless": "stop"}, "permissions": {"deny": ["Bash(rm *)"]}}',
      }),
    ).toMatchObject({
      limits: { inRow: 2, total: 20, headless: 'stop' },
      permissions: [{ text: 'Bash(rm *)', action: 'deny' }],
    })
    expect(load({ user, project: '{"limits": {"inRow": 9}}' }).limits).toEqual({
      inRow: 4,
      total: 20,
      headless: 'continue',
    })
    const loosens = 'would loosen the gate, and a project may only tighten it; it counts in your own configuration'
    expect(problem({ project: '{"permissions": {"allow": ["Bash(ls)"]}}' })).toBe(
      `project/.gatesh.jsonc:1:27: \`permissions.allow\`: ${loosens}`,
    )
    expect(problem({ project: '{"rules": [{"rule": "git.push", "action": "allow"}]}' })).toBe(
      `project/.gatesh.jsonc:1:43: \`rules.0.action\`: ${loosens}`,
    )
  })
})

describe('the fragments of a fleet', () => {
  const fragment = (name: string, text: string) => {
    mkdirSync(join(root, 'etc/config.d'), { recursive: true })
    writeFileSync(join(root, 'etc/config.d', name), text)
  }

  it('come on top of the managed file, the last name first; rules of all of them count', () => {
    fragment('10-base.jsonc', '{"limits": {"total": 9, "inRow": 2}, "permissions": {"deny": ["Bash(curl *)"]}}')
    fragment('20-site.jsonc', '{"limits": {"total": 7}, "permissions": {"deny": ["Bash(wget *)"]}}')
    fragment('30-off.jsonc.disabled', '{"limits": {"total": 1}}')
    const config = load({ managed: '{"limits": {"total": 11, "inRow": 5}}', user: '{"limits": {"total": 99}}' })
    expect(config.limits).toMatchObject({ total: 7, inRow: 2 })
    expect(config.permissions.map(({ text }) => text)).toEqual(['Bash(wget *)', 'Bash(curl *)'])
    expect(config.origins.get('limits.total')?.replace(`${root}/`, '')).toBe('etc/config.d/20-site.jsonc:1')
  })

  it('that are broken stop everything, and name themselves', () => {
    fragment('10-base.jsonc', '{"limits": {"totl": 9}}')
    expect(problem({})).toMatch(/^etc\/config\.d\/10-base\.jsonc:1:21: `limits\.totl`: there is no such key/)
  })

  it('name the task and the collector; nobody else names the task', () => {
    fragment(
      '10.jsonc',
      '{"fleet": {"taskFile": "/etc/task"}, "telemetry": {"enabled": true, "endpoint": "https://otel.example"}}',
    )
    const { fleet, telemetry } = load({ user: '{"telemetry": {"endpoint": "http://mine.example"}}' })
    expect(fleet).toEqual({ taskFile: '/etc/task' })
    expect(telemetry).toEqual({ enabled: true, endpoint: 'https://otel.example', managed: true })
    expect(problem({ user: '{"fleet": {"taskFile": "/home/dev/task"}}' })).toBe(
      'user/config.jsonc:1:11: `fleet`: counts in the managed configuration alone (`/etc/gatesh/config.jsonc`)',
    )
    expect(problem({ user: '{}', project: '{"telemetry": {"enabled": false}}' })).toContain('would loosen the gate')
  })
})

describe('a broken file is an error with file, line and key', () => {
  it.each<[string, string, string]>([
    ['cut off', '{"limits": {', 'user/config.jsonc:1:13: close brace expected'],
    [
      'an unknown key',
      '{\n  "limit": {}\n}',
      'user/config.jsonc:2:12: `limit`: there is no such key; `gatesh config --schema` lists them',
    ],
    [
      'an unknown key inside',
      '{"limits": {"inrow": 3}}',
      'user/config.jsonc:1:22: `limits.inrow`: there is no such key; `gatesh config --schema` lists them',
    ],
    ['a wrong value', '{"limits": {"total": 0}}', 'user/config.jsonc:1:22: `limits.total`: '],
    [
      'a rule that is none',
      '{"permissions": {"deny": ["bash"]}}',
      'user/config.jsonc:1:27: `permissions.deny[0]`: `bash` no tool is named `bash`; write `Bash`',
    ],
    [
      'an unknown rule id',
      '{"rules": [{"rule": "git.pusch", "action": "ask"}]}',
      'user/config.jsonc:1:21: `rules[0].rule`: there is no rule `git.pusch`; `gatesh rules` lists them',
    ],
    [
      'a rule that stands',
      '{"rules": [{"rule": "gate.tamper", "action": "allow"}]}',
      'user/config.jsonc:1:21: `rules[0].rule`: `gate.tamper` cannot be allowed ahead of time',
    ],
    ['empty', '', 'user/config.jsonc:1:1: value expected'],
    ['too deep', '['.repeat(5_000), 'user/config.jsonc:1:101: is nested deeper than 100 levels'],
  ])('%s', (_name, user, message) => expect(problem({ user }).slice(0, message.length)).toBe(message))

  it('and a sound one is none', () => expect(problem({ user: '{"limits": {"total": 1}}' })).toBe('none'))
})

it('is published as JSON Schema', () => {
  const published = readFileSync(new URL('../../config.schema.json', import.meta.url), 'utf8')
  expect(published).toBe(`${JSON.stringify(jsonSchema(), null, 2)}\n`)
  expect(published).toContain('"additionalProperties": false')
  expect(JSON.parse(published).properties.limits.properties.inRow.description).toMatch(/refusals in a row/)
})
