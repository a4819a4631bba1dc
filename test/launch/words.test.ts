import { describe, expect, it } from 'vitest'
import { agentOf } from '../../src/agents/agents.js'
import { launchWords } from '../../src/launch/task.js'

const words = (program: string, ...args: string[]) => agentOf(program)?.wordsIn(args)

describe("the user's words in a launch", () => {
  it.each<[string, string[], string[]]>([
    ['claude', ['-p', 'fix it'], ['fix it']],
    ['claude', ['-p', '--model', 'opus', 'fix it', '--verbose'], ['fix it']],
    ['claude', ['--dangerously-skip-permissions'], []],
    ['claude', ['mcp', 'list'], []],
    ['claude', ['--', '--fix it'], ['--fix it']],
    ['codex', ['exec', '--json', '-m', 'gpt', 'fix it'], ['fix it']],
    ['codex', ['fix it'], ['fix it']],
    ['codex', ['exec', 'resume', 'some-id', 'go on'], ['go on']],
    ['codex', ['exec', '-'], []],
    ['codex', ['login'], []],
    ['gemini', ['-p', 'fix it'], ['fix it']],
    ['gemini', ['--prompt=fix it'], ['fix it']],
    ['gemini', ['fix it'], ['fix it']],
    ['qwen', ['-i', 'fix it'], ['fix it']],
    ['opencode', ['run', 'fix', 'it'], ['fix it']],
    ['opencode', ['--prompt', 'fix it'], ['fix it']],
    ['opencode', ['serve'], []],
    ['pi', ['-p', '@notes.md', 'fix it'], ['fix it']],
  ])('%s %j', (program, args, expected) => expect(words(`/usr/local/bin/${program}`, ...args)).toEqual(expected))

  it('are none for a program that is no agent', () => expect(agentOf('/usr/bin/bash')).toBeUndefined())

  it('come from the task, its variable and the arguments, in that order; blank ones are none', () => {
    const profile = agentOf('claude')
    expect(launchWords({ task: 'a', taskFile: undefined, variable: 'b', profile, args: ['-p', 'c'] })).toEqual([
      'a',
      'b',
      'c',
    ])
    expect(
      launchWords({ task: ' ', taskFile: undefined, variable: undefined, profile: undefined, args: ['-p', 'c'] }),
    ).toEqual([])
    expect(() => launchWords({ task: undefined, taskFile: '/none', variable: undefined, profile, args: [] })).toThrow()
  })
})
