/** Claude Code's settings as real files on disk. */

import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  autoModeOf,
  type ClaudePlaces,
  claudeFiles,
  claudePlaces,
  isTrusted,
  readClaudeFile,
  readClaudeFlag,
  settingsMode,
} from '../../src/permissions/claude-settings.js'
import { sayFault } from '../../src/permissions/rule.js'

let root: string
let places: ClaudePlaces
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gatesh-settings-'))
  places = {
    home: join(root, 'home'),
    project: join(root, 'home/app'),
    configDirectory: join(root, 'home/.claude'),
    managedDirectory: join(root, 'managed'),
  }
  mkdirSync(places.project, { recursive: true })
})
afterEach(() => rmSync(root, { recursive: true }))

function put(file: string, content: unknown): string {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2))
  return file
}
const readAll = () => claudeFiles(places).map(({ scope, file }) => readClaudeFile(scope, file, places.project))

describe('the files', () => {
  it('are read in all scopes, strongest first', () => {
    put(join(places.managedDirectory, 'managed-settings.json'), { permissions: { deny: ['Bash(a)'] } })
    put(join(places.managedDirectory, 'managed-settings.d/20-b.json'), { permissions: { deny: ['Bash(c)'] } })
    put(join(places.managedDirectory, 'managed-settings.d/10-a.json'), { permissions: { ask: ['Bash(b)'] } })
    put(join(places.managedDirectory, 'managed-settings.d/.hidden.json'), { permissions: { allow: ['Bash(x)'] } })
    put(join(places.project, '.claude/settings.local.json'), { permissions: { allow: ['Bash(d)'] } })
    put(join(places.project, '.claude/settings.json'), { permissions: { allow: ['Bash(e)'] } })
    put(join(places.configDirectory, 'settings.json'), { permissions: { allow: ['Bash(f)'], defaultMode: 'plan' } })
    const rules = readAll().flatMap((reading) => reading.rules)
    expect(
      rules.map(({ text, action, origin }) => `${origin.scope} ${action} ${text} ${origin.line}:${origin.column}`),
    ).toEqual([
      'managed deny Bash(a) 4:7',
      'managed ask Bash(b) 4:7',
      'managed deny Bash(c) 4:7',
      'local allow Bash(d) 4:7',
      'project allow Bash(e) 4:7',
      'user allow Bash(f) 4:7',
    ])
    expect(settingsMode(readAll())).toBe('plan')
  })

  it('move with CLAUDE_CONFIG_DIR', () => {
    expect(claudePlaces({ CLAUDE_CONFIG_DIR: '/elsewhere' }, '/h', '/h/p', 'linux').configDirectory).toBe('/elsewhere')
    expect(claudePlaces({}, '/h', '/h/p', 'darwin')).toEqual({
      home: '/h',
      project: '/h/p',
      configDirectory: '/h/.claude',
      managedDirectory: '/Library/Application Support/ClaudeCode',
    })
  })

  it('start no session in auto mode from a repository', () => {
    put(join(places.project, '.claude/settings.json'), { permissions: { defaultMode: 'auto' } })
    expect(settingsMode(readAll())).toBeUndefined()
    put(join(places.configDirectory, 'settings.json'), { permissions: { defaultMode: 'auto' } })
    expect(settingsMode(readAll())).toBe('auto')
  })

  it('hold the classifier prose of the user, not of the repository', () => {
    put(join(places.configDirectory, 'settings.json'), {
      autoMode: { environment: ['$defaults', 'Trusted repo: acme/app'], soft_deny: ['no deploys'] },
    })
    put(join(places.managedDirectory, 'managed-settings.json'), {
      autoMode: { soft_deny: ['$defaults', 'no deploys'] },
    })
    put(join(places.project, '.claude/settings.json'), { autoMode: { allow: ['everything'] } })
    expect(autoModeOf(readAll())).toEqual({
      environment: ['$defaults', 'Trusted repo: acme/app'],
      soft_deny: ['$defaults', 'no deploys'],
    })
  })

  it('say whether the user trusts the project', () => {
    expect(isTrusted(places)).toBe(false)
    put(join(places.home, '.claude.json'), { projects: { [places.project]: { hasTrustDialogAccepted: false } } })
    expect(isTrusted(places)).toBe(false)
    put(join(places.home, '.claude.json'), { projects: { [places.project]: { hasTrustDialogAccepted: true } } })
    expect(isTrusted(places)).toBe(true)
    expect(isTrusted({ ...places, project: join(places.project, 'sub') })).toBe(true)
    expect(isTrusted({ ...places, project: join(root, 'other') })).toBe(false)
  })
})

describe('`--settings`', () => {
  it('takes JSON text', () => {
    const { rules } = readClaudeFlag('{"permissions":{"allow":["Bash(npm test)"]}}', root)
    expect(rules.map(({ text, origin }) => [text, origin.file, origin.line])).toEqual([
      ['Bash(npm test)', '--settings', 0],
    ])
  })
  it('takes a file', () => {
    const file = put(join(root, 'more.json'), { permissions: { allow: ['Bash(npm test)'] } })
    expect(readClaudeFlag('more.json', root).rules.map(({ origin }) => [origin.file, origin.line])).toEqual([[file, 4]])
    expect(readClaudeFlag('none.json', root).faults.map(sayFault)).toEqual([
      `${join(root, 'none.json')}:1:1: does not exist`,
    ])
  })
})

describe('bad input is an error with its place', () => {
  const faults = (content: string) => {
    const reading = readClaudeFile('user', put(join(root, 's.json'), content), places.project)
    return [reading.whole, ...reading.faults.map((fault) => sayFault(fault).replace(`${root}/`, ''))]
  }

  it.each<[string, string, unknown[]]>([
    ['cut off', '{"permissions": {"allow": [', [false, 's.json:1:28: close bracket expected']],
    ['a comment', '{\n  // no\n}', [false, 's.json:2:3: invalid comment token']],
    ['a trailing comma', '{"permissions": {},}', [false, 's.json:1:20: property name expected']],
    ['another kind of value', '[1]', [false, 's.json:1:1: is no JSON object']],
    [
      'a list that is none',
      '{"permissions":\n {"deny": "Bash"}}',
      [false, 's.json:2:11: `permissions.deny`: is no list'],
    ],
    [
      'a rule that is none',
      '{"permissions": {"allow": [\n "Bash(ls)",\n "Bash(ls"]}}',
      [true, 's.json:3:2: `permissions.allow[1]`: `Bash(ls` does not end with `)`'],
    ],
    [
      'a forbidding rule that is none',
      '{"permissions": {"deny": [7]}}',
      [false, 's.json:1:27: `permissions.deny[0]`: is no text'],
    ],
    ['far too deep', `{"a":${'['.repeat(20_000)}`, [false, 's.json:1:105: is nested deeper than 100 levels']],
    ['empty', '', [true]],
    ['a byte order mark', '\uFEFF{"permissions": {"allow": ["Bash(ls)"]}}', [true]],
  ])('%s', (_name, content, expected) => expect(faults(content)).toEqual(expected))

  it('for 10 MB in time, and for 17 MB at once', () => {
    const start = performance.now()
    expect(faults(`{"env": {"A": "${'x'.repeat(10 * 1024 * 1024)}"}}`)).toEqual([true])
    expect(faults(`{"permissions": {"allow": [${'"Bash(ls)",'.repeat(900_000)}"Bash(ls)"]}}`)[1]).toMatch(
      /has more than 5000 rules/,
    )
    expect(faults('x'.repeat(17 * 1024 * 1024))).toEqual([false, 's.json:1:1: is larger than 16777216 bytes'])
    expect(performance.now() - start).toBeLessThan(10_000)
  })

  it('for links in a circle, directories, FIFOs and what may not be read', () => {
    const say = (file: string) => readClaudeFile('user', file, places.project).faults.map(({ problem }) => problem)
    symlinkSync(join(root, 'a.json'), join(root, 'b.json'))
    symlinkSync(join(root, 'b.json'), join(root, 'a.json'))
    expect(say(join(root, 'a.json'))).toEqual(['is a link that leads to itself'])
    expect(say(root)).toEqual(['is no regular file'])
    execFileSync('mkfifo', [join(root, 'fifo')])
    expect(say(join(root, 'fifo'))).toEqual(['is no regular file'])
    const closed = put(join(root, 'closed.json'), '{}')
    chmodSync(closed, 0)
    // root reads everything; then there is nothing to complain about.
    expect(say(closed)).toEqual(process.getuid?.() === 0 ? [] : ['cannot be read: permission denied'])
    expect(say(put(join(root, 'fine.json'), '{}'))).toEqual([])
  })
})
