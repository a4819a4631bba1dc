/** The rules over a session: modes that change, files that change or break. */
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { followModes } from '../../src/permissions/follow-mode.js'
import { launchFlags } from '../../src/permissions/launch-flags.js'
import { modeOfRecord } from '../../src/permissions/mode.js'
import { type Announcement, Permissions } from '../../src/permissions/permissions.js'
import { sayFault } from '../../src/permissions/rule.js'
import { sourceOf } from '../../src/permissions/sources.js'
import { watchPermissions } from '../../src/permissions/watch.js'

let root: string
let home: string
let project: string
let settings: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gatesh-permissions-'))
  home = join(root, 'home')
  project = join(home, 'app')
  settings = join(home, '.claude/settings.json')
  mkdirSync(project, { recursive: true })
})
afterEach(() => rmSync(root, { recursive: true }))

function put(file: string, content: unknown): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
}

function start(
  args: string[] = [],
  { agent = 'claude-code', terminal = true } = {},
): { permissions: Permissions; told: Announcement[] } {
  const flags = launchFlags(agent, args)
  const env = { HOME: home, CODEX_HOME: join(home, '.codex') }
  const permissions = new Permissions({
    source: sourceOf(agent, flags, { env, home, project, cwd: project, terminal }),
    own: { rules: [], settings: [] },
    rows: [],
    bases: { home, project },
    mode: { mode: flags?.mode, from: 'built-in', headless: !terminal },
  })
  const told: Announcement[] = []
  permissions.announceTo((announcement) => told.push(announcement))
  return { permissions, told }
}

const changes = (told: readonly Announcement[]) =>
  told.flatMap((each) =>
    each.changes.map(
      ({ state, rule, origin }) => `${state} ${rule} ${origin.file.replace(`${root}/`, '')}:${origin.line}`,
    ),
  )
const states = (permissions: Permissions) => permissions.standings.map(({ rule, state }) => `${rule.text} ${state}`)

describe('blanket rules and the mode', () => {
  it('go out of force with auto mode and come back after it, however often', () => {
    put(settings, { permissions: { allow: ['Bash(python3:*)', 'Bash(npm test)'], defaultMode: 'default' } })
    const { permissions, told } = start()
    expect(changes(told)).toEqual([])
    expect(states(permissions)).toEqual(['Bash(python3:*) in force', 'Bash(npm test) in force'])
    permissions.observeMode('auto', 'hook')
    expect(states(permissions)).toEqual(['Bash(python3:*) dropped', 'Bash(npm test) in force'])
    for (let time = 0; time < 50; time++) {
      permissions.observeMode('plan', 'hook')
      permissions.observeMode('auto', 'hook')
    }
    permissions.observeMode('default', 'hook')
    expect(states(permissions)).toEqual(['Bash(python3:*) in force', 'Bash(npm test) in force'])
    expect(changes(told)).toHaveLength(102)
    expect(changes(told).slice(0, 2)).toEqual([
      'dropped Bash(python3:*) home/.claude/settings.json:1',
      'restored Bash(python3:*) home/.claude/settings.json:1',
    ])
  })

  it.each<[string, string[], boolean, string]>([
    ['a person in default mode', ['--permission-mode', 'default'], true, 'in force'],
    ['a person who accepts edits', ['--permission-mode=acceptEdits'], true, 'in force'],
    ['plan mode', ['--permission-mode', 'plan'], true, 'in force'],
    ['auto mode', ['--permission-mode', 'auto'], true, 'dropped'],
    ['no flag at all', [], true, 'dropped'],
    ['permissions skipped', ['--dangerously-skip-permissions'], true, 'dropped'],
    ['dontAsk', ['--permission-mode', 'dontAsk'], true, 'dropped'],
    ['headless', ['-p', 'do it', '--permission-mode', 'default'], true, 'dropped'],
    ['no terminal', ['--permission-mode', 'default'], false, 'dropped'],
    ['a flag behind --', ['--permission-mode', 'default', '--', '-p'], true, 'in force'],
  ])('%s', (_name, args, terminal, state) => {
    put(settings, { permissions: { allow: ['Bash(python3:*)'] } })
    expect(states(start(args, { terminal }).permissions)).toEqual([`Bash(python3:*) ${state}`])
  })

  it('are dropped by what the transcript says, and not restored by it', () => {
    put(settings, { permissions: { allow: ['Bash(*)'] } })
    const { permissions } = start(['--permission-mode', 'default'])
    permissions.observeMode('auto', 'transcript')
    expect(states(permissions)).toEqual(['Bash(*) dropped'])
    permissions.observeMode('default', 'transcript')
    expect(states(permissions)).toEqual(['Bash(*) dropped'])
    permissions.observeMode('default', 'hook')
    expect(states(permissions)).toEqual(['Bash(*) in force'])
    permissions.observeMode('a mode of next year', 'hook')
    expect(states(permissions)).toEqual(['Bash(*) dropped'])
  })

  it('may come with the command line', () => {
    const { told } = start([
      '--permission-mode',
      'auto',
      '--allowedTools',
      'Bash(git log *),Bash(node *)',
      'Edit',
      '--disallowedTools',
      'WebFetch',
    ])
    expect(changes(told)).toEqual(['dropped Bash(node *) --allowedTools:0'])
  })
})

describe('a repository', () => {
  it('permits nothing until the user trusts it, and may always forbid', () => {
    put(join(project, '.claude/settings.json'), {
      permissions: { allow: ['Bash(npm run deploy)'], deny: ['Bash(npm publish)'] },
    })
    expect(states(start().permissions)).toEqual(['Bash(npm publish) in force', 'Bash(npm run deploy) untrusted'])
    put(join(home, '.claude.json'), { projects: { [project]: { hasTrustDialogAccepted: true } } })
    expect(states(start().permissions)).toEqual(['Bash(npm publish) in force', 'Bash(npm run deploy) in force'])
  })
})

describe('the transcript', () => {
  it('tells that auto mode began', async () => {
    put(settings, { permissions: { allow: ['Bash(*)'] } })
    const { permissions } = start(['--permission-mode', 'default'])
    const directory = join(home, '.claude/projects', project.replace(/[^A-Za-z0-9]/g, '-'))
    put(join(directory, 'old.jsonl'), '{"type":"user","permissionMode":"auto"}\n')
    const stop = await followModes(
      permissions.transcripts!,
      (mode) => permissions.observeMode(mode, 'transcript'),
      (problem) => expect.fail(problem),
    )
    put(join(directory, 'new.jsonl'), '{"type":"user","permissionMode":"default"}\n{torn\n{"type":"user","permis')
    put(join(home, '.claude/projects/-elsewhere/a.jsonl'), '{"type":"user","permissionMode":"auto"}\n')
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(states(permissions)).toEqual(['Bash(*) in force'])
    appendFileSync(join(directory, 'new.jsonl'), 'sionMode":"auto"}\n')
    await vi.waitFor(() => expect(states(permissions)).toEqual(['Bash(*) dropped']), { timeout: 5_000 })
    await stop()
  })

  it('speaks of the mode in records of the user and of the mode itself', () => {
    expect(modeOfRecord({ type: 'permission-mode', permissionMode: 'auto' })).toBe('auto')
    expect(modeOfRecord({ type: 'user', permissionMode: 'plan' })).toBe('plan')
    expect(modeOfRecord({ type: 'user', isSidechain: true, permissionMode: 'plan' })).toBeUndefined()
    expect(modeOfRecord({ type: 'assistant', permissionMode: 'plan' })).toBeUndefined()
    expect(modeOfRecord(null)).toBeUndefined()
  })
})

describe('files that change', () => {
  it('are read again when they do', async () => {
    put(settings, { permissions: { allow: ['Bash(npm test)'] } })
    const { permissions, told } = start(['--permission-mode', 'auto'])
    const stop = await watchPermissions(permissions, (problem) => expect.fail(problem))
    put(settings, { permissions: { allow: ['Bash(npm test)', 'Bash(node:*)'] } })
    await vi.waitFor(() => expect(states(permissions)).toEqual(['Bash(npm test) in force', 'Bash(node:*) dropped']), {
      timeout: 5_000,
    })
    expect(changes(told)).toEqual(['dropped Bash(node:*) home/.claude/settings.json:1'])
    put(join(project, '.claude/settings.local.json'), { permissions: { deny: ['Bash(curl *)'] } })
    await vi.waitFor(() => expect(states(permissions)).toContain('Bash(curl *) in force'), { timeout: 5_000 })
    await stop()
  })

  it('keep what they said before while they are broken', () => {
    put(settings, { permissions: { allow: ['Bash(npm test)'], deny: ['Bash(curl *)'] } })
    const { permissions, told } = start()
    put(settings, '{"permissions": {"allow": [')
    permissions.reread()
    expect(states(permissions)).toEqual(['Bash(curl *) in force', 'Bash(npm test) in force'])
    expect(told.at(-1)?.faults.map((fault) => sayFault(fault).replace(`${root}/`, ''))).toEqual([
      'home/.claude/settings.json:1:28: close bracket expected',
    ])
    permissions.reread()
    expect(told).toHaveLength(1)
    put(settings, { permissions: {} })
    permissions.reread()
    expect(states(permissions)).toEqual([])
  })

  it('permit nothing where one was never read, since it may forbid', () => {
    put(settings, { permissions: { allow: ['Bash(npm test)'] } })
    put(join(project, '.claude/settings.local.json'), '{')
    expect(states(start().permissions)).toEqual(['Bash(npm test) suspended'])
    put(join(project, '.claude/settings.local.json'), '{}')
    expect(states(start().permissions)).toEqual(['Bash(npm test) in force'])
  })
})

describe('other agents', () => {
  it('Codex: prefix rules', () => {
    put(
      join(home, '.codex/rules/mine.rules'),
      `# mine
prefix_rule(pattern = ["git", ["status", "log"]], decision = "allow", justification = "reads")
prefix_rule(pattern=["python3"])
prefix_rule(
    pattern = ["rm", "-rf"],
    decision = 'forbidden',
)
prefix_rule(pattern = ["gh"], decision = "prompt")
`,
    )
    const { permissions } = start([], { agent: 'codex' })
    expect(
      permissions.standings.map(({ rule, state }) => `${rule.origin.line} ${rule.action} ${rule.text} ${state}`),
    ).toEqual([
      '2 allow prefix_rule(git (status|log)) in force',
      '3 allow prefix_rule(python3) in force',
      '4 deny prefix_rule(rm -rf) in force',
      '8 ask prefix_rule(gh) in force',
    ])
    const states = (args: string[]) => start(args, { agent: 'codex' }).permissions.standings.map(({ state }) => state)
    expect(states(['exec', 'do it'])).toEqual(['in force', 'dropped', 'in force', 'in force'])
    expect(states(['-a', 'never'])).toEqual(['in force', 'dropped', 'in force', 'in force'])
  })

  it('Codex: what is no data is an error, and then nothing is permitted', () => {
    put(
      join(home, '.codex/rules/a.rules'),
      'prefix_rule(pattern = ["npm", "test"])\nprefix_rule(pattern = words, decision = "forbidden")\n',
    )
    const { permissions } = start([], { agent: 'codex' })
    expect(permissions.faults.map((fault) => sayFault(fault).replace(`${root}/`, ''))).toEqual([
      'home/.codex/rules/a.rules:2:1: `pattern`: is no list of texts',
    ])
    expect(states(permissions)).toEqual(['prefix_rule(npm test) suspended'])
  })

  it('Gemini: policies', () => {
    put(
      join(home, '.gemini/policies/a.toml'),
      `
[[rule]]
toolName = "run_shell_command"
commandPrefix = ["git status", "npm"]
decision = "allow"
priority = 100

[[rule]]
toolName = "write_file"
decision = "ask_user"
`,
    )
    const { permissions } = start([], { agent: 'gemini-cli' })
    expect(
      permissions.standings.map(
        ({ rule, state, blanket }) =>
          `${rule.origin.line} ${rule.action} ${rule.text} ${state} ${blanket !== undefined}`,
      ),
    ).toEqual([
      '2 allow Bash(git status *) in force false',
      '2 allow Bash(npm *) in force true',
      '8 ask Edit in force false',
    ])
    put(join(home, '.gemini/policies/a.toml'), '[[rule]]\ntoolName = ')
    expect(start([], { agent: 'gemini-cli' }).permissions.faults.map(({ line }) => line)).toEqual([2])
  })

  it('an unknown program has no rules and nobody who answers', () => {
    const { permissions } = start([], { agent: 'other' })
    expect([permissions.standings, permissions.mode.mode, permissions.files]).toEqual([[], undefined, []])
  })
})
