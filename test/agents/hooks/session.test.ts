/** Hooks for one session: what is added to a launch, beside what the user gave. */
import { describe, expect, it } from 'vitest'
import { codexEntries, trustOf } from '../../../src/agents/hooks/codex.js'
import { type Launch, withSessionHooks } from '../../../src/agents/hooks/session.js'

const files = new Map([
  ['/etc/qwen-code/system-defaults.json', '{ // ours\n "model": "a", "hooks": {"PreToolUse": [1]} }'],
])
const written = new Map<string, string>()
const join = (agent: string | undefined, args: readonly string[], env: Launch['env'] = {}) =>
  withSessionHooks(
    agent,
    { args, env },
    {
      asker: '/run/s/bin/gatesh-ask',
      read(path) {
        const text = files.get(path)
        if (text === undefined) throw Object.assign(new Error('none'), { code: 'ENOENT' })
        return text
      },
      write(name, text) {
        written.set(name, text)
        return `/run/s/${name}`
      },
      plugin: (of) => `// ${of}`,
    },
  )
const launched = (result: ReturnType<typeof join>): Launch => {
  if (result === undefined || result instanceof Error) throw new Error('it has none')
  return result
}

describe('Codex', () => {
  it('has them before its arguments, with the digests by which it trusts them', () => {
    const { args } = launched(join('codex', ['exec', 'hello']))
    expect(args.slice(-2)).toEqual(['exec', 'hello'])
    expect(args.join(' ')).toContain('hooks.PreToolUse=[{"matcher"="*"')
    for (const entry of codexEntries('/run/s/bin/gatesh-ask', 'hook')) {
      const { key, digest } = trustOf(entry, '/<session-flags>/config.toml', 0)
      expect(args.join(' ')).toContain(`${JSON.stringify(key)}={"trusted_hash"="${digest}"}`)
    }
  })

  it('is trusted by the digest that Codex 0.169 has for the same hook', () => {
    const handler = { type: 'command', command: '/opt/gatesh-ask hook codex PreToolUse', timeout: 600 }
    const entry = { event: 'PreToolUse', group: { matcher: '*', hooks: [handler] } }
    expect(trustOf(entry, '/<session-flags>/config.toml', 0)).toEqual({
      key: '/<session-flags>/config.toml:pre_tool_use:0:0',
      digest: 'sha256:9b0bb4c52652def92d135c94833b717c8c980a2de064fd9dd53d09c6e7565492',
    })
  })

  it.each([['-c', 'hooks.Stop=[]'], ['-chooks.Stop=[]'], ['--config=hooks.Stop=[]']])(
    'is left with those of the user: %s',
    (...args) => {
      expect(join('codex', args)).toBeInstanceOf(Error)
    },
  )
})

it('Qwen Code keeps what the machine has in the same layer', () => {
  const { env } = launched(join('qwen-code', []))
  expect(env.QWEN_CODE_SYSTEM_DEFAULTS_PATH).toBe('/run/s/qwen-defaults.json')
  const { model, hooks } = JSON.parse(written.get('qwen-defaults.json') ?? '')
  expect([model, hooks.PreToolUse[0], hooks.PreToolUse.length]).toEqual(['a', 1, 2])
})

it('OpenCode keeps the plugins that the user gave, and pi its arguments', () => {
  const { env } = launched(join('opencode', [], { OPENCODE_CONFIG_CONTENT: '{"plugin":["mine"],"model":"a"}' }))
  expect(JSON.parse(env.OPENCODE_CONFIG_CONTENT ?? '')).toEqual({
    plugin: ['mine', 'file:///run/s/opencode.js'],
    model: 'a',
  })
  expect(join('opencode', [], { OPENCODE_CONFIG_CONTENT: '{' })).toBeInstanceOf(Error)
  expect(launched(join('pi', ['-p', 'hello'])).args).toEqual(['--extension', '/run/s/pi.js', '-p', 'hello'])
})

it('an agent that takes none with its launch, or that nobody knows, starts as it is', () => {
  expect(join('gemini-cli', [])).toBeUndefined()
  expect(join(undefined, [])).toBeUndefined()
})
