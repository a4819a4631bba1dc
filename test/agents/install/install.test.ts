/** Hooks in settings that belong to somebody else: put in, and taken out so that every byte is as it was. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parse } from 'jsonc-parser'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { InstallError, install, isInstalled, uninstall } from '../../../src/agents/install/install.js'
import { type Installable, installable, type Plan, planFor } from '../../../src/agents/install/plan.js'

let home: string
let state: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatesh-init-'))
  state = join(home, 'state')
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const plan = (agent: Installable, asker = '/opt/gate sh/gatesh-ask'): Plan =>
  planFor(agent, { home, env: {}, asker, plugin: (name) => `// ${name} ${asker}\n` })
const pathOf = (agent: Installable) => plan(agent).changes[0]!.path

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** Every file below the home but gatesh's own state, with its bytes. */
function everything(directory = home): Record<string, string> {
  const found: Record<string, string> = {}
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (path === state) continue
    if (entry.isDirectory()) Object.assign(found, { [path]: 'directory' }, everything(path))
    else found[path] = readFileSync(path, 'latin1')
  }
  return found
}

/** Settings as people have them. */
const odd: Readonly<Record<string, string>> = {
  empty: '',
  blank: '  \n\n',
  'an object': '{}',
  'no newline at the end': '{"model":"opus"}',
  'no newline, spread': '{\n  "model": "opus"\n}',
  CRLF: '{\r\n  "model": "opus",\r\n  "hooks": {\r\n  }\r\n}\r\n',
  tabs: '{\n\t"hooks": {\n\t\t"PreToolUse": []\n\t}\n}\n',
  'a byte order mark': '\uFEFF{\n  "a": 1\n}\n',
  'comments and trailing commas':
    '// mine\n{\n  /* the model */ "model": "opus", // fast\n  "list": [1, 2,],\n}\n// end\n',
  'comments alone': '// nothing yet\n',
  'hooks of others':
    '{"hooks":{"PreToolUse":[{"matcher":"Bash","hooks":[{"type":"command","command":"./mine.sh"}]}],"BeforeTool":[{"hooks":[]}],"Stop":[]},"x":"€ü\\u0000"}',
  'one line with odd blanks': '{ "hooks" :{ "PostToolUse":[ ] } , "z":null }   ',
  'keys twice': '{"a":1,"a":2}\n',
}
const merging: readonly Installable[] = ['claude-code', 'codex', 'gemini-cli', 'qwen-code', 'cursor']

describe.each(merging)('settings of %s', (agent) => {
  it.each(Object.entries(odd))('are as they were after init and --remove: %s', (_what, text) => {
    put(pathOf(agent), text)
    chmodSync(pathOf(agent), 0o640)
    const before = everything()
    const outcomes = install(plan(agent), state)
    expect(outcomes.map(({ did }) => did)).toEqual(plan(agent).changes.map(() => 'added'))
    expect(isInstalled(plan(agent))).toBe(true)
    expect(everything()).not.toEqual(before)
    expect(statSync(pathOf(agent)).mode & 0o777).toBe(0o640)
    uninstall(plan(agent), state)
    expect(everything()).toEqual(before)
    expect(isInstalled(plan(agent))).toBe(false)
  })

  it.each(Object.entries(odd))('keep everything that was there: %s', (_what, text) => {
    put(pathOf(agent), text)
    install(plan(agent), state)
    const after = readFileSync(pathOf(agent), 'utf8')
    for (const comment of text.match(/\/\/.*|\/\*.*?\*\//g) ?? []) expect(after).toContain(comment)
    if (text.includes('\r\n')) expect(after.replaceAll('\r\n', '')).not.toContain('\n')
    expect(after.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'))
    const { hooks: theirs = {}, ...rest } = parse(text.replace(/^\uFEFF/, '')) ?? {}
    const { hooks, ...others } = parse(after.replace(/^\uFEFF/, ''))
    expect(others).toMatchObject(rest)
    for (const [event, list] of Object.entries(theirs as Record<string, unknown[]>))
      expect(hooks[event].slice(0, list.length)).toEqual(list)
  })

  it('are taken out of a file that was changed since, with the change kept', () => {
    put(pathOf(agent), odd['comments and trailing commas']!)
    install(plan(agent), state)
    const changed = readFileSync(pathOf(agent), 'utf8').replace('"opus"', '"other"')
    writeFileSync(pathOf(agent), changed)
    uninstall(plan(agent), state)
    const left = readFileSync(pathOf(agent), 'utf8')
    expect(left).toContain('"model": "other", // fast')
    expect(left).not.toContain('gatesh-ask')
    expect(parse(left)).toMatchObject({ model: 'other', list: [1, 2] })
    expect(parse(left).hooks).toBeUndefined()
  })

  it('have the hooks once after init twice, and those of the new place after a move', () => {
    put(pathOf(agent), odd['hooks of others']!)
    const before = everything()
    install(plan(agent), state)
    const first = everything()
    expect(install(plan(agent), state).map(({ did }) => did)).toEqual(plan(agent).changes.map(() => 'already there'))
    expect(everything()).toEqual(first)
    const moved = plan(agent, '/usr/lib/gatesh/gatesh-ask')
    install(moved, state)
    expect(readFileSync(pathOf(agent), 'utf8')).not.toContain('/opt/gate sh')
    uninstall(moved, state)
    expect(everything()).toEqual(before)
  })

  it('are put in and taken out without the record too', () => {
    put(pathOf(agent), '{\n  "model": "opus"\n}\n')
    install(plan(agent), state)
    rmSync(state, { recursive: true })
    uninstall(plan(agent), state)
    expect(readFileSync(pathOf(agent), 'utf8')).not.toContain('gatesh')
    expect(parse(readFileSync(pathOf(agent), 'utf8'))).toMatchObject({ model: 'opus' })
  })

  it.each([
    ['no JSON', '{"a": 1,,}', /line 1, column \d+: /],
    ['no object', '[1]', /no object/],
    ['hooks that are no object', '{"hooks": 3}', /`hooks` is no object/],
    ['deep nesting', '['.repeat(200_000), /nested too deeply|line 1/],
  ])('are left alone where they are %s', (_what, text, problem) => {
    put(pathOf(agent), text)
    const before = everything()
    expect(() => install(plan(agent), state)).toThrow(problem)
    expect(() => install(plan(agent), state)).toThrow(InstallError)
    expect(everything()).toEqual(before)
  })
})

describe.each(installable)('%s', (agent) => {
  it('leaves nothing behind where there was nothing', () => {
    install(plan(agent), state)
    expect(Object.keys(everything()).length).toBeGreaterThan(0)
    uninstall(plan(agent), state)
    expect(everything()).toEqual({})
  })
})

it('keeps a symbolic link to settings that stand elsewhere', () => {
  put(join(home, 'dotfiles/settings.json'), '{"model":"opus"}')
  mkdirSync(dirname(pathOf('claude-code')))
  symlinkSync(join(home, 'dotfiles/settings.json'), pathOf('claude-code'))
  install(plan('claude-code'), state)
  expect(lstatSync(pathOf('claude-code')).isSymbolicLink()).toBe(true)
  expect(readFileSync(join(home, 'dotfiles/settings.json'), 'utf8')).toContain('gatesh-ask')
  uninstall(plan('claude-code'), state)
  expect(readFileSync(join(home, 'dotfiles/settings.json'), 'utf8')).toBe('{"model":"opus"}')
})

it('changes nothing of an agent if one of its files cannot be', () => {
  const directory = dirname(pathOf('codex'))
  mkdirSync(directory)
  writeFileSync(join(directory, 'config.toml'), 'model = "a"\nmodel = "b"\n')
  const before = everything()
  expect(() => install(plan('codex'), state)).toThrow(/config\.toml: /)
  expect(everything()).toEqual(before)
  expect(existsSync(pathOf('codex'))).toBe(false)
})

it('takes the trust out of settings that Codex wrote into since', () => {
  const settings = join(home, '.codex/config.toml')
  put(settings, 'model = "a"')
  install(plan('codex'), state)
  writeFileSync(settings, `${readFileSync(settings, 'utf8')}\n[projects."/home/dev/app"]\ntrust_level = "trusted"\n`)
  uninstall(plan('codex'), state)
  expect(readFileSync(settings, 'utf8')).toBe('model = "a"\n\n[projects."/home/dev/app"]\ntrust_level = "trusted"\n')
})

it('does not take a file apart that is no text', () => {
  put(pathOf('claude-code'), '{"a":1}')
  writeFileSync(pathOf('claude-code'), Buffer.from([0x7b, 0xff, 0x7d]))
  expect(() => install(plan('claude-code'), state)).toThrow(/not UTF-8/)
})
