import { describe, expect, it } from 'vitest'
import type { CommandPattern } from '../../src/permissions/rule.js'
import { commandPattern, parseRule, RuleFault } from '../../src/permissions/syntax.js'
import { fits, parseWildcard } from '../../src/permissions/wildcard.js'

const fitsAny = (pattern: CommandPattern, text: string) =>
  pattern.form === 'text' && pattern.wildcards.some((wildcard) => fits(wildcard, text))

describe('what a rule speaks about', () => {
  it.each([
    ['Bash', { tool: 'Bash', command: { form: 'any' } }],
    ['Bash(*)', { tool: 'Bash', command: { form: 'any' } }],
    ['Bash()', { tool: 'Bash', command: { form: 'any' } }],
    ['Read(//etc/**)', { tool: 'Read', path: { anchor: 'root', pattern: 'etc/**' } }],
    ['Read(~/.zshrc)', { tool: 'Read', path: { anchor: 'home', pattern: '.zshrc' } }],
    ['Edit(/src/**)', { tool: 'Edit', path: { anchor: 'source', pattern: 'src/**' } }],
    ['Edit(./src/*.ts)', { tool: 'Edit', path: { anchor: 'working', pattern: 'src/*.ts' } }],
    ['Edit', { tool: 'Edit', path: undefined }],
    ['WebFetch(domain:Example.com)', { tool: 'WebFetch', domain: 'example.com' }],
    ['Task', { tool: 'Agent', name: undefined }],
    ['Agent(Explore)', { tool: 'Agent', name: 'Explore' }],
    ['mcp__github', { tool: 'named', name: { parts: ['mcp__github__', ''] }, specifier: undefined }],
    ['mcp__github__get_issue', { tool: 'named', name: { parts: ['mcp__github__get_issue'] }, specifier: undefined }],
    ['mcp__github__*', { tool: 'named', name: { parts: ['mcp__github__', ''] }, specifier: undefined }],
  ])('%s', (text, subject) => expect(parseRule(text, 'allow')).toEqual(subject))

  it.each([
    ['', 'has no tool name; write `Bash(npm test)`'],
    ['(npm test)', 'has no tool name; write `Bash(npm test)`'],
    ['npm test', '`npm test` is no tool name; write `Bash(npm test)`'],
    ['Bash(npm test', 'does not end with `)`'],
    ['bash(npm test)', 'no tool is named `bash`; write `Bash`'],
    ['WebFetch(example.com)', 'takes `domain:` and a host name; write `WebFetch(domain:example.com)`'],
    ['Read(src/[a)', 'has a `[` without its `]`'],
    ['Write(src/**)', 'paths of `Write` are not consulted; write `Edit(src/**)`'],
    ['mcp__*', 'a star in the name of a server counts in `ask` and `deny` only; name the server'],
    ['mcp__*__get', 'a star in the name of a server counts in `ask` and `deny` only; name the server'],
    ['*', 'a star in the name of a tool counts in `ask` and `deny` only'],
    [`Bash(${'x'.repeat(1000)})`, 'longer than 1000 characters'],
  ])('%s is refused', (text, problem) => expect(parseRule(text, 'allow')).toEqual(new RuleFault(problem)))

  it('takes a forbidding rule as it is meant', () => {
    expect(parseRule('Write(src/**)', 'deny')).toEqual({ tool: 'Edit', path: { anchor: 'working', pattern: 'src/**' } })
    expect(parseRule('mcp__*', 'deny')).toEqual({ tool: 'named', name: { parts: ['mcp__', ''] }, specifier: undefined })
  })
})

describe('which commands a pattern means', () => {
  it.each<[string, string[], string[]]>([
    ['npm test', ['npm test'], ['npm test -- -u', 'npm tests', 'npm']],
    ['npm test:*', ['npm test', 'npm test -- -u'], ['npm tests']],
    ['npm test *', ['npm test', 'npm test -- -u'], ['npm tests']],
    ['npm test*', ['npm test', 'npm tests', 'npm test x'], ['npm tes']],
    ['git * main', ['git push main', 'git push origin main'], ['git push origin main2', 'git main']],
    ['* --help', ['npm --help'], ['npm --helpful', '--help']],
    [
      'git commit -m "wip *"',
      ['git commit -m "wip one two"'],
      ['git commit -m "wip one" --no-verify', 'git commit -m other'],
    ],
    ["echo 'a b'", ['echo "a b"', "echo 'a b'"], ['echo a b']],
    ['echo "a"', ['echo a', 'echo "a"'], ['echo b']],
    ['echo \\*', ['echo *'], ['echo x']],
    ['a*b*c', ['abc', 'a b c', 'aXbXbXc'], ['acb', 'ab']],
    ['a*ab', ['aab', 'a ab'], ['ab']],
  ])('%s', (pattern, yes, no) => {
    for (const text of yes) expect([text, fitsAny(commandPattern(pattern), text)]).toEqual([text, true])
    for (const text of no) expect([text, fitsAny(commandPattern(pattern), text)]).toEqual([text, false])
  })

  it('is quick for a pattern of nothing but stars', () => {
    const start = performance.now()
    expect(fits(parseWildcard(`${'*a'.repeat(400)}*b`), 'a'.repeat(10_000))).toBe(false)
    expect(fits(parseWildcard(`${'*a'.repeat(400)}*b`), `${'a'.repeat(10_000)}b`)).toBe(true)
    expect(performance.now() - start).toBeLessThan(100)
  })
})
