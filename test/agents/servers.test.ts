import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { configuredServers, isServer } from '../../src/agents/servers.js'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatesh-servers-'))
})
afterEach(() => rmSync(home, { recursive: true }))

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(home, path)), { recursive: true })
  writeFileSync(join(home, path), text)
}
const found = (args: readonly string[] = []) => configuredServers({ args, home, project: join(home, 'app'), env: {} })

describe('servers that the user configured', () => {
  it('are read from the files of each agent, and from the launch', () => {
    write('.claude.json', JSON.stringify({ mcpServers: { a: { command: 'npx', args: ['-y', 'notes'] } } }))
    write('.codex/config.toml', '[mcp_servers.b]\ncommand = "node"\nargs = ["/srv/b.js"]\n')
    write('.gemini/settings.json', '{ // mine\n "mcpServers": { "c": { "command": "c-server" } } }')
    write('.config/opencode/opencode.json', JSON.stringify({ mcp: { d: { type: 'local', command: ['d', 'serve'] } } }))
    const given = JSON.stringify({ mcpServers: { e: { command: 'e', args: [] } } })
    expect(found(['--mcp-config', given])).toEqual([
      ['npx', '-y', 'notes'],
      ['e'],
      ['node', '/srv/b.js'],
      ['c-server'],
      ['d', 'serve'],
    ])
  })

  it('are none of the repository’s own, whatever the user enabled by name', () => {
    write('app/.mcp.json', JSON.stringify({ mcpServers: { notes: { command: 'other' } } }))
    const app = join(home, 'app')
    const here = { enabledMcpjsonServers: ['notes'], mcpServers: { mine: { command: 'mine' } } }
    write('.claude.json', JSON.stringify({ projects: { [app]: here } }))
    expect(found()).toEqual([['mine']])
  })

  it('are none where a file is broken', () => {
    write('.claude.json', '{ "mcpServers": [1, {"command": 3}')
    write('.codex/config.toml', 'mcp_servers = [')
    expect(found()).toEqual([])
  })

  it.each([
    ['the same command', '/usr/bin/npx', ['-y', 'notes'], true],
    ['other arguments', '/usr/bin/npx', ['-y', 'notes', '--all'], false],
    ['another program', '/usr/bin/node', ['-y', 'notes'], false],
    ['a path that was configured', '/srv/d', [], true],
    ['that name somewhere else', '/tmp/d', [], false],
    ['a bare name in a directory that nobody had on PATH', '/app/bin/npx', ['-y', 'notes'], false],
  ])('%s', (_name, path, args, expected) => {
    expect(isServer({ path, args }, [['npx', '-y', 'notes'], ['/srv/d']], new Set(['/usr/bin']))).toBe(expected)
  })
})
