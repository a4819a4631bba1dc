/** What agents' hooks tell, in our words, and how they are answered, in theirs. Events are as real agents sent them. */
import { describe, expect, it } from 'vitest'
import { dialectOf } from '../../../src/agents/hooks/dialects.js'
import type { HookDialect } from '../../../src/agents/hooks/hook.js'

const dialect = (agent: string): HookDialect => dialectOf(agent)!
const input = { file_path: '/home/dev/app/a.ts', content: 'x' }

const before: readonly (readonly [agent: string, event: string, payload: object, tool: string])[] = [
  ['claude-code', 'PreToolUse', { hook_event_name: 'PreToolUse', tool_name: 'Write', tool_input: input }, 'Write'],
  [
    'codex',
    'PreToolUse',
    { hook_event_name: 'PreToolUse', tool_name: 'apply_patch', tool_input: input },
    'apply_patch',
  ],
  [
    'qwen-code',
    'PreToolUse',
    { hook_event_name: 'PreToolUse', tool_name: 'write_file', tool_input: input },
    'write_file',
  ],
  [
    'gemini-cli',
    'BeforeTool',
    { hook_event_name: 'BeforeTool', tool_name: 'write_file', tool_input: input },
    'write_file',
  ],
  ['opencode', 'before-tool', { tool: 'write', input }, 'write'],
  ['pi', 'before-tool', { tool: 'write', input }, 'write'],
  ['cursor', 'preToolUse', { hook_event_name: 'preToolUse', tool_name: 'Write', tool_input: input }, 'Write'],
  ['copilot-cli', 'preToolUse', { toolName: 'create', toolArgs: JSON.stringify(input) }, 'create'],
]

describe.each(before)('%s', (agent, event, payload, tool) => {
  it('tells of a tool that is to run', () => {
    expect(dialect(agent).read(event, payload)).toMatchObject({ kind: 'before-tool', tool, input })
  })

  it('tells nothing that another shape could stand for', () => {
    for (const other of [null, [], 'x', {}, { hook_event_name: 'Other', tool_name: '' }, { tool: 3 }])
      expect(dialect(agent).read(event, other)).toBeUndefined()
  })

  it('hears a refusal with its reason, however long that is, and silence as consent to go on', () => {
    const { exitCode, stdout, stderr } = dialect(agent).write(event, { kind: 'deny', reason: 'it must not' })
    expect(`${stdout}${stderr}`).toContain('it must not')
    const isRefusal = exitCode === 2 || /"permission(?:Decision)?":"deny"/.test(stdout)
    expect(isRefusal).toBe(true)
    const long = dialect(agent).write(event, { kind: 'context', text: 'x'.repeat(20_000) })
    expect([long.exitCode, long.stderr]).toEqual([0, ''])
    expect(dialect(agent).write(event, { kind: 'none' })).toEqual({ exitCode: 0, stdout: '', stderr: '' })
  })

  it('is never told to go on without its own prompt', () => {
    for (const kind of ['none', 'context'] as const)
      expect(dialect(agent).write(event, { kind, text: 'x' } as never).stdout).not.toContain('allow')
  })
})

it('a question is a refusal where it would let the call go on', () => {
  for (const [agent] of before) {
    const asks = dialect(agent).asks
    expect(asks, agent).toBe(agent === 'claude-code')
  }
})

it('prompts of sub-agents are somebody else`s words', () => {
  const prompt = { hook_event_name: 'UserPromptSubmit', prompt: 'push' }
  expect(dialect('claude-code').read('UserPromptSubmit', { ...prompt, agent_id: 'a' })).toMatchObject({
    delegated: true,
  })
  expect(dialect('opencode').read('prompt', { text: 'push', delegated: true })).toMatchObject({ delegated: true })
  // Without a word about it, it may be.
  expect(dialect('opencode').read('prompt', { text: 'push' })).toMatchObject({ delegated: true })
})

it('tools of MCP servers are named with their server', () => {
  const gemini = { hook_event_name: 'BeforeTool', tool_name: 'delete_note', tool_input: {} }
  const context = { mcp_context: { server_name: 'notes', tool_name: 'delete_note' } }
  expect(dialect('gemini-cli').read('BeforeTool', { ...gemini, ...context })).toMatchObject({
    tool: 'mcp__notes__delete_note',
  })
})
