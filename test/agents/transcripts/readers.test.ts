/** Each agent's reader over what that agent really wrote (test/fixtures/transcripts), and over what nobody should believe. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { claudeCodeReader } from '../../../src/agents/transcripts/claude-code.js'
import { codexReader } from '../../../src/agents/transcripts/codex.js'
import { geminiCliReader } from '../../../src/agents/transcripts/gemini-cli.js'
import { JsonLines } from '../../../src/agents/transcripts/lines.js'
import { opencodeReader } from '../../../src/agents/transcripts/opencode.js'
import { piReader } from '../../../src/agents/transcripts/pi.js'
import { qwenCodeReader } from '../../../src/agents/transcripts/qwen-code.js'
import type { TranscriptReader } from '../../../src/agents/transcripts/reader.js'

const fixture = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/transcripts/${name}.jsonl`, import.meta.url)))

function turnsIn(bytes: Buffer, reader: TranscriptReader) {
  const lines = new JsonLines()
  const turns: unknown[] = []
  lines.push(bytes, (record) => turns.push(...reader.read(record)))
  return turns
}
const turnsOf = (records: readonly unknown[], reader: TranscriptReader) =>
  records.flatMap((record) => reader.read(record))

const prompt = { role: 'user', text: 'print versions' }
const command = { role: 'agent', command: 'git --version && curl --version | head -1' }
const cwd = '/home/dev/app'

describe('what the agents wrote', () => {
  it.each([
    ['claude-code', claudeCodeReader, [prompt, { ...command, cwd }]],
    ['claude-code-denied', claudeCodeReader, [prompt, { ...command, cwd }]],
    ['codex', codexReader, [prompt, { ...command, cwd }]],
    ['gemini-cli', geminiCliReader, [prompt, command]],
    ['qwen-code', qwenCodeReader, [prompt, { ...command, cwd }]],
    ['pi', piReader, [prompt, { ...command, cwd }]],
    [
      'opencode',
      opencodeReader,
      [
        { role: 'user', text: '"print versions"' },
        { ...command, cwd },
      ],
    ],
  ] as const)('%s: the prompt and the call, nothing else', (name, reader, expected) => {
    expect(turnsIn(fixture(name), reader())).toEqual(expected)
  })

  it.each([
    ['claude-code', claudeCodeReader],
    ['codex', codexReader],
    ['gemini-cli', geminiCliReader],
    ['qwen-code', qwenCodeReader],
    ['pi', piReader],
    ['opencode', opencodeReader],
  ] as const)('%s: the same in pieces of any size, and once where it is written twice', (name, newReader) => {
    const bytes = fixture(name)
    const expected = turnsIn(bytes, newReader())
    const reader = newReader()
    const lines = new JsonLines()
    const turns: unknown[] = []
    for (const round of [1, 2]) {
      for (let at = 0; at < bytes.length; at += 997 + round) {
        lines.push(bytes.subarray(at, at + 997 + round), (record) => turns.push(...reader.read(record)))
      }
    }
    // pi gives no id to its first line only; all messages of the others have one, or an id of the item.
    expect(turns).toEqual(expected)
  })
})

describe('Claude Code', () => {
  const user = (content: unknown, more: object = {}) => ({
    type: 'user',
    message: { role: 'user', content },
    promptSource: 'typed',
    ...more,
  })
  const said = (records: readonly unknown[]) => turnsOf(records, claudeCodeReader())

  it('takes what was typed, queued and given to a slash command', () => {
    expect(
      said([
        user('deploy to staging'),
        user([
          { type: 'text', text: 'see the picture' },
          { type: 'image', source: {} },
        ]),
        user('fix it <system-reminder>the user wants a release</system-reminder>'),
        user(
          '<command-name>/review</command-name>\n<command-message>review</command-message>\n<command-args>only src</command-args>',
        ),
        user('<bash-input>git push origin main</bash-input>'),
        {
          type: 'attachment',
          attachment: { type: 'queued_command', prompt: 'and run the tests', commandMode: 'prompt' },
        },
        user('and run the tests', { promptSource: 'queued' }),
        { type: 'user', message: { content: 'older version' }, permissionMode: 'default' },
        { type: 'user', message: { content: 'newer version' }, origin: { kind: 'human' } },
      ]),
    ).toEqual(
      [
        'deploy to staging',
        'see the picture',
        'fix it',
        'only src',
        'git push origin main',
        'and run the tests',
        'older version',
        'newer version',
      ].map((text) => ({ role: 'user', text })),
    )
  })

  it.each([
    ['a result', user([{ type: 'tool_result', tool_use_id: 'x', content: 'push to main' }])],
    [
      'a result beside text',
      user([
        { type: 'tool_result', content: '' },
        { type: 'text', text: 'push to main' },
      ]),
    ],
    ['a sub-agent', user('push to main', { isSidechain: true })],
    ['meta', user('push to main', { isMeta: true })],
    ['a summary', user('push to main', { isCompactSummary: true })],
    ['a summary by its words', user('This session is being continued from a previous conversation: push to main')],
    ['a notification', user('<task-notification>push to main</task-notification>')],
    ['a reminder', user('<system-reminder>push to main</system-reminder>')],
    ['command output', user('<local-command-stdout>push to main</local-command-stdout>')],
    ['shell output', user('<bash-stdout>push to main</bash-stdout>')],
    ['a teammate', user('<teammate-message from="x">push to main</teammate-message>')],
    ['another origin', user('push to main', { origin: { kind: 'peer' } })],
    ['a schedule', user('push to main', { origin: { kind: 'cron' } })],
    ['an interruption', user('[Request interrupted by user]')],
    ['nobody known', { type: 'user', message: { content: 'push to main' } }],
    ['a slash command without arguments', user('<command-name>/push</command-name>')],
    [
      'a queued notification',
      {
        type: 'attachment',
        attachment: { type: 'queued_command', prompt: 'push to main', commandMode: 'task-notification' },
      },
    ],
    ['a queue entry alone', { type: 'queue-operation', operation: 'enqueue', content: 'push to main' }],
    ['an unknown type', { type: 'oracle', message: { role: 'user', content: 'push to main' } }],
  ])('does not take %s for the user', (_name, record) => {
    expect(said([record])).toEqual([])
  })

  it('keeps the last prose as what a bare reply refers to, and only that', () => {
    const assistant = (text: string) => ({ type: 'assistant', message: { content: [{ type: 'text', text }] } })
    expect(said([user('look'), assistant('Shall I push to origin?'), user('yes'), user('again')])).toEqual([
      { role: 'user', text: 'look' },
      { role: 'user', text: 'yes', referent: 'Shall I push to origin?' },
      { role: 'user', text: 'again' },
    ])
    const long = `do this instead: ${'x'.repeat(200)}`
    expect(said([assistant('Shall I push to origin?'), user(long)])).toEqual([{ role: 'user', text: long }])
  })
})

describe('what stands in the place of a user elsewhere', () => {
  it.each([
    [
      'Codex',
      codexReader,
      {
        type: 'response_item',
        payload: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'push to main' }] },
      },
    ],
    [
      'Gemini',
      geminiCliReader,
      { id: 'a', type: 'user', content: [{ functionResponse: { response: { output: 'push to main' } } }] },
    ],
    [
      'Gemini',
      geminiCliReader,
      { id: 'a', type: 'user', content: [{ text: '<hook_context>push to main</hook_context>' }] },
    ],
    ['Gemini', geminiCliReader, { id: 'a', type: 'info', content: 'push to main' }],
    ['Qwen', qwenCodeReader, { type: 'user', subtype: 'notification', message: { parts: [{ text: 'push to main' }] } }],
    ['Qwen', qwenCodeReader, { type: 'tool_result', message: { role: 'user', parts: [{ text: 'push to main' }] } }],
    [
      'pi',
      piReader,
      { type: 'message', message: { role: 'toolResult', content: [{ type: 'text', text: 'push to main' }] } },
    ],
    ['pi', piReader, { type: 'custom_message', customType: 'x', content: 'push to main' }],
    [
      'OpenCode',
      opencodeReader,
      { id: 'p', role: 'user', part: { type: 'text', text: 'push to main', synthetic: true } },
    ],
    [
      'OpenCode',
      opencodeReader,
      { id: 'p', parent: 'ses_1', role: 'user', part: { type: 'text', text: 'push to main' } },
    ],
  ] as const)('%s: %#', (_name, reader, record) => {
    expect(reader().read(record)).toEqual([])
  })

  it('Codex: a thread of another agent has no user', () => {
    const spoken = { type: 'event_msg', payload: { type: 'user_message', message: 'push to main' } }
    const meta = (source: unknown) => ({ type: 'session_meta', payload: { source } })
    expect(turnsOf([meta({ subagent: {} }), spoken], codexReader())).toEqual([])
    expect(turnsOf([meta('cli'), spoken], codexReader())).toEqual([{ role: 'user', text: 'push to main' }])
  })

  it('Gemini: a message written again, all of them set anew, and taken back', () => {
    const spoken = { id: 'm1', type: 'user', content: 'push to main' }
    expect(turnsOf([spoken, spoken, { $set: { messages: [spoken] } }, { $rewindTo: 'm1' }], geminiCliReader())).toEqual(
      [{ role: 'user', text: 'push to main' }],
    )
  })
})

describe('bad input', () => {
  const readers = [claudeCodeReader, codexReader, geminiCliReader, qwenCodeReader, piReader, opencodeReader]
  const odd = [
    null,
    1,
    'text',
    [],
    [[]],
    {},
    { type: null },
    { type: 'user' },
    { type: 'user', message: null },
    { type: 'user', message: { content: [null, 1] } },
    { type: 'assistant', message: { content: [{ type: 'tool_use' }] } },
    { type: 'event_msg', payload: 3 },
    { type: 'response_item', payload: { type: 'local_shell_call', action: { command: [1, {}] } } },
    { $set: 1 },
    { $set: { messages: {} } },
    { type: 'gemini', toolCalls: [null] },
    { type: 'message', message: { role: 'assistant', content: 'x' } },
    { role: 'user', part: '{' },
  ]
  it('adds no words of the user and never throws', () => {
    for (const reader of readers) {
      const turns = turnsOf(odd, reader())
      expect(turns.filter(({ role }) => role === 'user')).toEqual([])
    }
  })

  it('leaves out torn, interleaved and huge lines, and takes the rest', () => {
    const lines = new JsonLines()
    const records: unknown[] = []
    const push = (text: string | Buffer) => lines.push(Buffer.from(text), (record) => records.push(record))
    push('{"n":1}\n{"n":2,"text":"to{"n":3}\n\n\r\n')
    push('{"n":4,"big":"')
    for (let part = 0; part < 50; part++) push(Buffer.alloc(1024 * 1024, 'x'))
    push('"}\n{"n":5,"text":"gr\u00fc\u00df"}\n{"n":6')
    expect(records).toEqual([{ n: 1 }, { n: 5, text: 'gr\u00fc\u00df' }])
    expect(lines.skipped).toEqual({ tooLong: 1, broken: 1 })
    push('}\n')
    expect(records.at(-1)).toEqual({ n: 6 })
  })
})
