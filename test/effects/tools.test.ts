/** Tool calls have effects from the same vocabulary as commands, whatever the agent calls its tools. */
import { describe, expect, it } from 'vitest'
import { toolEffects } from '../../src/effects/tools.js'
import type { Place, World } from '../../src/world.js'

const place: Place = { cwd: '/home/dev/app', project: '/home/dev/app', home: '/home/dev', temp: ['/tmp'] }
const world: World = {
  readText: () => undefined,
  realpath: (path) => path,
  kind: () => 'unknown',
  list: () => undefined,
  git: () => undefined,
  env: () => undefined,
  hasProgram: () => undefined,
}
const effects = (tool: string, input: Readonly<Record<string, unknown>>) =>
  toolEffects(tool, input, place.cwd, place, world)
const kinds = (tool: string, input: Readonly<Record<string, unknown>>) => effects(tool, input).map((one) => one.kind)

describe('tools', () => {
  it.each(['Bash', 'run_shell_command', 'exec_command', 'shell'])('%s runs a command', (tool) => {
    expect(kinds(tool, { command: 'git push -f origin main' })).toEqual(['vcs.push'])
    expect(kinds(tool, { command: 'git status' })).toEqual(['vcs.read'])
  })
  it('reads the patch that stands as a command in the text of a shell', () => {
    const patch = (path: string) => `*** Begin Patch\n*** Add File: ${path}\n+x\n*** End Patch`
    const inHome = effects('Bash', { command: `apply_patch <<'END'\n${patch('/home/dev/.bashrc')}\nEND` })
    expect(inHome.map(({ kind }) => kind)).toContain('fs.write')
    expect(inHome.flatMap(({ targets }) => targets.map(({ value }) => value))).toContain('/home/dev/.bashrc')
    const moved = effects('shell', { command: ['apply_patch', patch('notes.md')] })
    expect(moved.flatMap(({ targets }) => targets.map(({ value }) => value))).toEqual(['/home/dev/app/notes.md'])
    const below = effects('Bash', { command: `cd src && apply_patch <<'END'\n${patch('a.ts')}\nEND` })
    expect(below.flatMap(({ targets }) => targets.map(({ value }) => value))).toContain('/home/dev/app/src/a.ts')
    expect(effects('Bash', { command: 'apply_patch < "$X"' }).flatMap(({ targets }) => targets)).toContainEqual(
      expect.objectContaining({ value: null }),
    )
  })
  it('reads a list of words as one command', () => {
    expect(kinds('shell', { command: ['bash', '-lc', 'rm -rf build'] })).toEqual(['fs.delete'])
    expect(kinds('shell', { command: ['rm', '-rf', 'a b'] })).toEqual(['fs.delete'])
  })
  it('a shell without a command is not empty', () => {
    expect(kinds('Bash', {})).toEqual(['exec.opaque'])
    expect(kinds('Bash', { command: '  ' })).toEqual(['shell.none'])
  })
  it.each([
    ['Write', { file_path: '/home/dev/app/a.ts', content: 'x' }],
    ['Edit', { file_path: 'a.ts', old_string: 'a', new_string: 'b' }],
    ['write_file', { path: 'a.ts', content: 'x' }],
    ['str_replace', { path: 'a.ts', new_str: 'x' }],
  ])('%s writes inside the project', (tool, input) => {
    expect(effects(tool, input)[0]).toMatchObject({ kind: 'fs.write', targets: [{ area: 'project' }] })
  })
  it('knows what a file guards', () => {
    expect(
      effects('Write', { file_path: '/home/dev/app/.git/hooks/pre-commit', content: 'x' })[0]?.targets[0]?.guarded,
    ).toBe('git-hook')
    expect(kinds('Write', { file_path: '/home/dev/.claude/settings.json', content: '{}' })).toContain('agent.config')
    expect(kinds('Edit', { file_path: '/home/dev/.config/gatesh/config.jsonc', new_string: 'x' })).toContain(
      'gate.tamper',
    )
    expect(kinds('Write', { file_path: '/home/dev/app/src/a.ts', content: 'x' })).toEqual(['fs.write'])
  })
  it('shows what it reads', () => {
    expect(kinds('Read', { file_path: '/home/dev/.aws/credentials' })).toContain('secret.print')
    expect(kinds('Read', { file_path: 'README.md' })).toEqual(['fs.read'])
  })
  it('applies patches file by file', () => {
    const patch =
      '*** Begin Patch\n*** Update File: src/a.ts\n@@\n-a\n+b\n*** Delete File: old.txt\n*** Add File: .envrc\n+x\n*** End Patch'
    expect(kinds('apply_patch', { input: patch })).toEqual(expect.arrayContaining(['fs.write', 'fs.delete']))
    expect(effects('apply_patch', { input: patch }).some((one) => one.targets[0]?.guarded === 'envrc')).toBe(true)
    expect(effects('apply_patch', { input: 'what' })[0]?.targets[0]?.value).toBeNull()
  })
  it('fetches', () => {
    expect(effects('WebFetch', { url: 'https://docs.example/x', prompt: 'p' })[0]).toMatchObject({
      kind: 'net.fetch',
      targets: expect.arrayContaining([expect.objectContaining({ type: 'host', value: 'docs.example' })]),
    })
  })
  it('spawns with the task as payload', () => {
    expect(effects('Task', { prompt: 'merge it' })[0]).toMatchObject({
      kind: 'agent.spawn',
      sources: [{ type: 'text', value: 'merge it' }],
    })
  })
  it('tells MCP tools by their words', () => {
    expect(kinds('mcp__jira__get_issue', { id: 1 })[0]).toMatch(/read/)
    expect(kinds('mcp__calendar__delete_event', { id: 1 })[0]).not.toMatch(/read/)
    expect(kinds('mcp__slack__post_message', { channel: '#a', text: 'x' })[0]).toMatch(/send/)
  })
  it('an unknown tool is unknown', () => {
    expect(kinds('frobnicate', {})).toEqual(['tool.unknown'])
    expect(kinds('constructor', {})).toEqual(['tool.unknown'])
  })
})
