/** Where a key comes from, and that nothing tells it on. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AskFailure } from '../../../src/classifier/anthropic/ask.js'
import { anthropicAsk } from '../../../src/classifier/anthropic/client.js'
import { type KeySource, keysFrom } from '../../../src/classifier/anthropic/key.js'
import { type MessagesServer, messagesServer } from './messages-server.js'

let directory: string
let server: MessagesServer
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'gatesh-key-'))
  for (const [name, mode, text] of [
    ['mine', 0o600, 'from-file\n'],
    ['shared', 0o644, 'from-file\n'],
    ['odd', 0o600, 'two words'],
  ] as const) {
    writeFileSync(join(directory, name), text)
    chmodSync(join(directory, name), mode)
  }
  server = await messagesServer(() => ({ text: 'no' }))
})
afterAll(async () => {
  rmSync(directory, { recursive: true })
  await server.close()
})

const scheme = 'x-api-key' as const
const env = { PATH: process.env.PATH, MINE: 'from-env', SECRET: 'hunter2' }
const asking = {
  prompt: { system: 's', transcript: ['t'], request: 'r' },
  instruction: 'First',
  stage: 1,
  model: 'm',
  maxTokens: 16,
  timeout: 5_000,
} as const

const askWith = (source: KeySource, given: NodeJS.ProcessEnv = env) =>
  anthropicAsk({ url: server.url, keys: keysFrom(source, given), needsKey: 'ANTHROPIC_API_KEY', withoutHeaders: [] })(
    asking,
  )

describe('a key', () => {
  it.each<[string, KeySource, NodeJS.ProcessEnv, object]>([
    ['the usual variable', { from: 'usual' }, { ANTHROPIC_API_KEY: 'usual' }, { 'x-api-key': 'usual' }],
    ['the usual token', { from: 'usual' }, { ANTHROPIC_AUTH_TOKEN: 'token' }, { authorization: 'Bearer token' }],
    ['a variable', { from: 'env', name: 'MINE', scheme }, env, { 'x-api-key': 'from-env' }],
    [
      'a command',
      { from: 'command', command: 'echo "of-$MINE"', scheme: 'bearer' },
      env,
      { authorization: 'Bearer of-from-env' },
    ],
  ])('comes from %s', async (_name, source, given, headers) => {
    expect(await askWith(source, given)).toMatchObject({ text: 'no' })
    expect(server.calls.at(-1)?.headers).toMatchObject(headers)
    // One credential, and no other one of this process's environment.
    expect(
      Object.keys(server.calls.at(-1)!.headers).filter((name) => /^(?:x-api-key|authorization)$/.test(name)),
    ).toHaveLength(1)
  })

  it("comes from a file that is the user's alone", async () => {
    expect(await askWith({ from: 'file', path: join(directory, 'mine'), scheme })).toMatchObject({ text: 'no' })
    expect(server.calls.at(-1)?.headers['x-api-key']).toBe('from-file')
  })

  it.each<[string, KeySource, RegExp]>([
    ['nowhere', { from: 'usual' }, /no key for .*; set ANTHROPIC_API_KEY/],
    ['an empty variable', { from: 'env', name: 'NONE', scheme }, /variable `NONE` has no key/],
    ['a file that others read', { from: 'file', path: 'DIR/shared', scheme }, /chmod 600/],
    ['a missing file', { from: 'file', path: 'DIR/none', scheme }, /ENOENT/],
    ['a file with something else', { from: 'file', path: 'DIR/odd', scheme }, /something that is no key/],
    ['a command that fails', { from: 'command', command: 'echo "$SECRET" >&2; exit 3', scheme }, /failed \(3\)$/],
    [
      'a command that never ends its output',
      { from: 'command', command: 'yes "$SECRET"', scheme },
      /too long or said too much/,
    ],
  ])('of %s is none, and nothing is asked', async (_name, source, why) => {
    const before = server.calls.length
    const placed = 'path' in source ? { ...source, path: source.path.replace('DIR', directory) } : source
    const answer = await askWith(placed)
    expect(answer).toBeInstanceOf(AskFailure)
    expect((answer as AskFailure).why).toMatch(why)
    expect((answer as AskFailure).why).not.toContain('hunter2')
    expect(server.calls).toHaveLength(before)
  })

  it('that was refused is read anew', async () => {
    let number = 0
    const keys = keysFrom(
      { from: 'command', command: `echo x >> ${directory}/count; wc -l < ${directory}/count`, scheme },
      env,
    )
    const ask = anthropicAsk({ url: server.url, keys, needsKey: 'ANTHROPIC_API_KEY', withoutHeaders: [] })
    server.react = () => (++number === 1 ? { status: 401, error: 'authentication_error' } : { text: 'no' })
    expect(await ask(asking)).toBeInstanceOf(AskFailure)
    expect(await ask(asking)).toMatchObject({ text: 'no' })
    expect(await ask(asking)).toMatchObject({ text: 'no' })
    expect(server.calls.slice(-3).map(({ headers }) => headers['x-api-key'])).toEqual(['1', '2', '2'])
  })
})
