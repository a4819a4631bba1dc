import { describe, expect, it } from 'vitest'
import { claudeCodeHooks, withHooks } from '../../../src/agents/hooks/claude-code.js'

const files: Readonly<Record<string, string>> = {
  'mine.json': '{"model":"opus","hooks":{"PreToolUse":[{"matcher":"Bash","hooks":[]}],"Notification":[{"hooks":[]}]}}',
  'broken.json': '{ // mine',
  'list.json': '[]',
}
function read(path: string): string {
  const text = files[path]
  if (text === undefined) throw new Error('no such file')
  return text
}
const join = (...args: string[]) => withHooks(args, { asker: '/run/s/bin/gatesh-ask', read })
const settingsOf = (args: readonly string[] | Error) => {
  if (args instanceof Error) throw args
  return JSON.parse(args[args.indexOf('--settings') + 1] ?? '')
}
const ours = (event: string) =>
  expect.objectContaining({
    hooks: [expect.objectContaining({ command: '/run/s/bin/gatesh-ask', args: ['hook', 'claude-code', event] })],
  })

describe('settings for one session', () => {
  it('are put before the arguments', () => {
    const args = join('-p', 'hello')
    expect((args as string[]).slice(2)).toEqual(['-p', 'hello'])
    expect(settingsOf(args)).toEqual({
      hooks: expect.objectContaining({ UserPromptSubmit: [ours('UserPromptSubmit')] }),
    })
  })

  it.each([
    ['a file', ['--settings', 'mine.json', '-p', 'hello']],
    ['joined by =', ['--settings=mine.json', '-p', 'hello']],
    ['a text', ['--settings', files['mine.json']!, '-p', 'hello']],
  ])('keep what the user gave: %s', (_how, given) => {
    const args = join(...given) as string[]
    expect(args.slice(2)).toEqual(['-p', 'hello'])
    const { model, hooks } = settingsOf(args)
    expect(model).toBe('opus')
    expect(hooks.PreToolUse).toEqual([{ matcher: 'Bash', hooks: [] }, ours('PreToolUse')])
    expect(hooks.Notification).toEqual([{ hooks: [] }])
  })

  it('leave a prompt alone that looks like an option', () => {
    expect((join('--', '--settings', 'mine.json') as string[]).slice(2)).toEqual(['--', '--settings', 'mine.json'])
  })

  it.each(['broken.json', 'list.json', 'missing.json'])('are not joined to what cannot be read: %s', (name) => {
    expect(join('--settings', name)).toBeInstanceOf(Error)
  })
})

describe('what the hooks tell', () => {
  const prompt = { hook_event_name: 'UserPromptSubmit', prompt: 'push', permission_mode: 'auto', transcript_path: '/t' }
  it('is read under its own name only', () => {
    expect(claudeCodeHooks.read('UserPromptSubmit', prompt)).toEqual({
      kind: 'prompt',
      text: 'push',
      delegated: false,
      mode: 'auto',
      transcript: '/t',
    })
    expect(claudeCodeHooks.read('UserPromptSubmit', { ...prompt, hook_event_name: 'PostToolUse' })).toBeUndefined()
    expect(claudeCodeHooks.read('UserPromptSubmit', { ...prompt, agent_id: 'a' })).toMatchObject({ delegated: true })
  })
  it.each([null, [], 'x', {}, { hook_event_name: 'PreToolUse' }, { hook_event_name: 'PreToolUse', tool_name: 3 }])(
    'is nothing where it cannot be read: %j',
    (payload) => {
      expect(claudeCodeHooks.read('PreToolUse', payload)).toBeUndefined()
      expect(claudeCodeHooks.read('UserPromptSubmit', payload)).toBeUndefined()
    },
  )
})

it('answers in the words of that agent, and never `allow`', () => {
  expect(claudeCodeHooks.write('PreToolUse', { kind: 'none' })).toEqual({ exitCode: 0, stdout: '', stderr: '' })
  const denied = claudeCodeHooks.write('PreToolUse', { kind: 'deny', reason: 'x'.repeat(20_000) })
  expect(JSON.parse(denied.stdout).hookSpecificOutput.permissionDecision).toBe('deny')
  expect(denied.stdout.length).toBeLessThan(10_000)
  expect(claudeCodeHooks.write('UserPromptSubmit', { kind: 'deny', reason: 'no' })).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: 'no\n',
  })
})
