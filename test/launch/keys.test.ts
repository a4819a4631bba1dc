/** Keys as terminals send them, in each of the ways that agents switch on. */
import { describe, expect, it } from 'vitest'
import { type Key, KeyReader } from '../../src/launch/keys.js'

const pressed = (...chunks: string[]): Key[] => {
  const reader = new KeyReader()
  return chunks.flatMap((chunk) => reader.push(Buffer.from(chunk)))
}
const character = (text: string) => ({ kind: 'character', text })

describe('keys', () => {
  it.each<[string, object]>([
    ['o', character('o')],
    ['é', character('é')],
    ['\r', { kind: 'return' }],
    ['\x1b', { kind: 'escape' }],
    ['\x1b[A', { kind: 'up' }],
    ['\x1bOB', { kind: 'down' }],
    ['\x03', { kind: 'interrupt', bytes: '\x03' }],
    ['\x1b[99;5u', { kind: 'interrupt', bytes: '\x1b[99;5u' }],
    ['\x1b[27;5;99~', { kind: 'interrupt', bytes: '\x1b[27;5;99~' }],
    ['\x1b[111u', character('o')],
    ['\x1b[111;1:1u', character('o')],
    ['\x1b[13u', { kind: 'return' }],
    ['\x1b[27u', { kind: 'escape' }],
  ])('%j', (bytes, key) => expect(pressed(bytes)).toEqual([key]))

  it.each([
    '\n',
    '\t',
    '\x7f',
    '\x1bo',
    '\x1b[111;1:3u',
    '\x1b[111;3u',
    '\x1b[57441u',
    '\x1b[C',
    '\x1b[3~',
    '\x1b[<0;10;10M',
    '\x1b[200~o\r\x1b[201~',
  ])('%j is no answer', (bytes) => expect(pressed(bytes)).toEqual([{ kind: 'other' }]))

  it.each([
    '\x1b[?62;22c',
    '\x1b[10;5R',
    '\x1b[0n',
    '\x1b[?2026;2$y',
    '\x1b[I',
    '\x1b[?1u',
    '\x1b]11;rgb:0/0/0\x1b\\',
    '\x1bP>|xterm\x1b\\',
  ])('%j is what the terminal says, for the agent', (bytes) =>
    expect(pressed(bytes)).toEqual([{ kind: 'answer', bytes }]),
  )

  it('takes a paste for one thing, in however many pieces it comes', () => {
    expect(pressed('\x1b[200~yes,', ' do it\r', 'o\r\x1b[201~d')).toEqual([{ kind: 'other' }, character('d')])
    expect(pressed(`\x1b[200~${'o'.repeat(200_000)}`, '\r', '\x1b[201~')).toEqual([{ kind: 'other' }])
  })

  it('takes a character in two pieces', () => {
    const bytes = Buffer.from('é')
    const reader = new KeyReader()
    expect([...reader.push(bytes.subarray(0, 1)), ...reader.push(bytes.subarray(1))]).toEqual([character('é')])
  })
})
