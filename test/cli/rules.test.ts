/** `gatesh rules` and `gatesh config`, as a user calls them. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { softRules } from '../../src/classifier/embedded.js'
import { tierRows } from '../../src/tiers/tiers.js'
import { type Home, makeHome } from '../launch/gatesh.js'

let home: Home
beforeEach(() => {
  home = makeHome()
})
afterEach(() => home.remove())

function put(file: string, text: string): void {
  mkdirSync(join(home.root, file, '..'), { recursive: true })
  writeFileSync(join(home.root, file), text)
}

describe('gatesh rules', () => {
  it('lists every rule', async () => {
    const { stdout, code } = await home.gatesh(['rules'])
    expect(code).toBe(0)
    for (const { id } of [...tierRows.hard, ...tierRows.safe, ...tierRows.project, ...softRules])
      expect(stdout).toContain(`  ${id} `)
  })

  it('shows one, and says when there is none', async () => {
    const { stdout } = await home.gatesh(['rules', 'show', 'git.push-force'])
    expect(stdout).toMatch(/^id {10}git\.push-force\n/)
    expect(stdout).toContain('touched     git push --force origin main')
    const missing = await home.gatesh(['rules', 'show', 'git.pusch'])
    expect([missing.code, missing.stderr]).toEqual([
      2,
      'gatesh: there is no rule `git.pusch`; `gatesh rules` lists them\n',
    ])
  })

  it('tells what became of the blanket ones, and what would do in their place', async () => {
    put('.claude/settings.json', '{"permissions": {\n  "allow": ["Bash(git *)",\n    "Bash(npm test)"]\n}}')
    put('app/.claude/settings.local.json', '{"permissions": {"allow": ["Bash(npm publish)"]}}')
    await home.gatesh(['--shims', '--', 'bash', '-c', 'git status --short'])
    const { stdout, code } = await home.gatesh(['rules', '--dropped'])
    expect(code).toBe(0)
    const flat = stdout.replaceAll(home.root, '~').replace(/\s+/g, ' ')
    expect(flat).toContain(
      'Bash(git *) dropped, ~/.claude/settings.json:2 it permits `git -c CODE`: git runs programs itself',
    )
    expect(flat).toContain('in its place, for what was run: `Bash(git status --short)`')
    expect(flat).toContain(
      'Bash(npm publish) untrusted, ~/app/.claude/settings.local.json:1 it stands in the repository, which the user has not trusted',
    )
    expect(flat).not.toContain('Bash(npm test)')
  })

  it('has nothing to tell where nothing is blanket', async () => {
    const { stdout } = await home.gatesh(['rules', '--dropped'])
    expect(stdout).toContain('none of your rules is blanket, and all of them count')
  })
})

describe('gatesh config', () => {
  it('prints each value with its place', async () => {
    put(
      'config/gatesh/config.jsonc',
      '{\n  // three is few\n  "limits": {"inRow": 5},\n  "permissions": {"deny": ["Bash(curl *)"]}\n}',
    )
    const { stdout } = await home.gatesh(['config'])
    const file = join(home.root, 'config/gatesh/config.jsonc')
    expect(stdout).toContain(`limits.inRow        5  (${file}:3)\n`)
    expect(stdout).toContain('limits.total        20  (built in)\n')
    expect(stdout).toContain(`permissions.deny    ["Bash(curl *)"]  (${file}:4)\n`)
  })

  it('is what decides', async () => {
    put(
      'config/gatesh/config.jsonc',
      '{"permissions": {"deny": ["Bash(git status *)"]}, "rules": [{"rule": "git.push", "action": "ask"}]}',
    )
    const denied = await home.gatesh(['check', 'git status'])
    expect([denied.code, denied.stdout.includes('your rule `Bash(git status *)`')]).toEqual([126, true])
    const asked = await home.gatesh(['check', '--task', 'push main to origin', 'git push origin main'])
    expect(asked.stdout).toMatch(/^ask /)
    expect((await home.gatesh(['check', 'git log -1'])).code).toBe(0)
  })

  it('stops everything where it is broken', async () => {
    put('app/.gatesh.jsonc', '{"permissions": {"allow": ["Bash(*)"]}}')
    for (const args of [['config'], ['check', 'ls'], ['--', 'bash', '-c', 'true']]) {
      const { code, stderr } = await home.gatesh(args)
      expect([code, stderr]).toEqual([
        125,
        expect.stringContaining('.gatesh.jsonc:1:27: `permissions.allow`: would loosen the gate'),
      ])
    }
  })

  it('prints its schema', async () => {
    const { stdout } = await home.gatesh(['config', '--schema'])
    expect(JSON.parse(stdout).title).toBe('gatesh configuration')
  })
})
