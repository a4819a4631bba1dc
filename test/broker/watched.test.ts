/** What the watch has to say reaches the agent beside its next output: once, and only its own hook. */
import { describe, expect, it } from 'vitest'
import { createHooks, type HookContext, type Starter } from '../../src/broker/hooks.js'
import { UserWords } from '../../src/broker/user-words.js'

function hooksOf(starter: Starter, warnings: string[]) {
  const context: Partial<HookContext> = {
    agent: 'claude-code',
    cwd: '/app',
    words: new UserWords({ typing: undefined, keep: () => {}, heard: () => {} }),
    terminal: false,
    modeIs: () => {},
    transcriptIs: () => {},
    warning: () => warnings.shift(),
    starterOf: () => starter,
    now: () => 0,
  }
  const hooks = createHooks(context as HookContext)
  const event = { hook_event_name: 'PostToolUse', tool_name: 'Bash', tool_input: {}, tool_response: 'done' }
  return async () => {
    const reply = await hooks.answer({
      type: 'hook',
      id: 1,
      origin: { pid: 1, uid: 0, gid: 0, exec: 1 },
      agent: 'claude-code',
      event: 'PostToolUse',
      payload: Buffer.from(JSON.stringify(event)),
    })
    return reply.stdout.toString()
  }
}

describe('a warning of the watch', () => {
  it('is told beside the next output, once', async () => {
    const ask = hooksOf('agent', ['`./x` changed `~/.bashrc`'])
    expect(JSON.parse(await ask())).toEqual({
      hookSpecificOutput: { hookEventName: 'PostToolUse', additionalContext: '`./x` changed `~/.bashrc`' },
    })
    expect(await ask()).toBe('')
  })

  it('is not given to whoever else asks, and waits for the agent', async () => {
    const warnings = ['`./x` changed `~/.bashrc`']
    expect(await hooksOf('other', warnings)()).toBe('')
    expect(warnings).toHaveLength(1)
    expect(await hooksOf('agent', warnings)()).toContain('~/.bashrc')
  })
})
