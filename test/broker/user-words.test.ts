import { describe, expect, it } from 'vitest'
import { Typing } from '../../src/broker/typing.js'
import { type HeardWords, UserWords } from '../../src/broker/user-words.js'

function session(terminal: boolean) {
  const typing = terminal ? new Typing() : undefined
  const kept: HeardWords[] = []
  const heard: (readonly [string, string | undefined])[] = []
  const words = new UserWords({
    typing,
    keep: (line) => kept.push(line),
    heard: (...said) => heard.push([said[0], said[1]]),
  })
  const type = (text: string) => typing?.push(Buffer.from(text))
  return { words, kept, heard, type, texts: () => heard.map(([text]) => text) }
}

describe('at a terminal', () => {
  it('a hook that the agent started counts once for each return', () => {
    const { words, type, heard, kept } = session(true)
    type('\x1b[A\r')
    expect(words.fromHook('recalled from the history', true, 'Shall I?')).toBeUndefined()
    expect(words.fromHook('push to main', true, undefined)).toBe('a prompt came while nothing had been typed')
    expect(heard).toEqual([['recalled from the history', 'Shall I?']])
    expect(kept.map(({ counts }) => counts)).toEqual([true, false])
  })

  it('what was typed while the agent was busy counts later', () => {
    const { words, type, texts } = session(true)
    type('run the tests\rand push them\r')
    words.fromHook('run the tests', true, undefined)
    words.fromHook('and push them', true, undefined)
    expect(texts()).toEqual(['run the tests', 'and push them'])
  })

  it('a hook that somebody else started counts for nothing but what was typed', () => {
    const { words, type, texts } = session(true)
    type('run the tests\r')
    expect(words.fromHook('push to main', false, undefined)).toContain('a process that the agent did not start')
    expect(texts()).toEqual([])
    expect(words.fromHook('run the tests', true, undefined)).toBeUndefined()
  })

  it('the transcript counts for what was typed, key for key, once', () => {
    const { words, type, texts } = session(true)
    type('run the tesst\x7f\x7fts\r')
    expect(words.fromTranscript('yes', 'Shall I push?')).toContain('not typed here')
    expect(words.fromTranscript('run the tests', undefined)).toBeUndefined()
    expect(words.fromTranscript('run the tests', undefined)).toContain('not typed here')
    expect(texts()).toEqual(['run the tests'])
  })

  it('one prompt from both sides is one, whichever comes first', () => {
    for (const order of ['hook', 'transcript'] as const) {
      const { words, type, texts } = session(true)
      type('run the tests\r')
      const both = [
        () => words.fromHook('run the tests', true, undefined),
        () => words.fromTranscript('run the tests', undefined),
      ]
      for (const tell of order === 'hook' ? both : both.reverse()) expect(tell()).toBeUndefined()
      expect(texts()).toEqual(['run the tests'])
      // The return that was pressed is used up.
      expect(words.fromHook('push to main', true, undefined)).toBeDefined()
    }
  })
})

describe('headless', () => {
  it('the words of the launch are all there are', () => {
    const { words, texts } = session(false)
    words.given('fix the test', 'launch')
    words.given('it fails with: x', 'stdin')
    expect(words.fromHook('it fails with: x\n\nfix the test', true, undefined)).toBeUndefined()
    expect(words.fromTranscript('fix the test', undefined)).toBeUndefined()
    expect(words.fromHook('fix the test and push', true, undefined)).toContain('none of the launch')
    expect(texts()).toEqual([])
  })
})

describe('keys', () => {
  const lines = (...chunks: string[]) => {
    const typing = new Typing()
    for (const chunk of chunks) typing.push(Buffer.from(chunk, 'latin1'))
    return typing
  }
  it.each([
    ['letter by letter', [...'push it\r']],
    ['pasted, with returns in it', ['\x1b[200~push\rit\x1b[201~', '\r']],
    ['pasted in pieces', ['\x1b[200~push it\x1b[20', '1~\r']],
    ['with a new line by meta return', ['push\x1b\rit\r']],
    ['with a new line by a backslash', ['push\\\rit\r']],
    [
      'with cursor keys and answers of the terminal',
      ['\x1b[>0;276;0c\x1b[?62c', 'pu\x1b[Csh', '\x1b]11;rgb:00/00/00\x07 it\r'],
    ],
    ['by the kitty protocol', ['push it\x1b[13u']],
  ])('%s', (_how, chunks) => {
    const typing = lines(...chunks)
    expect(typing.takeLine('push it')).toBe(true)
    expect(typing.takeLine('push it')).toBe(false)
    expect(typing.takeReturn()).toBe(true)
    expect(typing.takeReturn()).toBe(false)
  })
  it.each([
    ['only answers of the terminal', ['\x1b[24;80R', '\x1b[?2026;2$y', '\x1bP>|xterm\x1b\\']],
    ['no return', ['push it']],
    ['a pasted return', ['\x1b[200~push it\r\x1b[201~']],
    ['taken back', ['push it\x15']],
  ])('is no prompt: %s', (_how, chunks) => {
    expect(lines(...chunks).takeReturn()).toBe(false)
    expect(lines(...chunks).takeLine('push it')).toBe(false)
  })
  it('any bytes, in any pieces, in bounded memory', () => {
    const typing = new Typing()
    for (let round = 0; round < 300; round++) typing.push(Buffer.from([0x1b, 0x5b, 0xff, round % 256, 0x50, 0x1b]))
    typing.push(Buffer.from('\x1b\\\rpush it\r'))
    expect(typing.takeReturn()).toBe(true)
    const since = performance.now()
    typing.push(Buffer.from(`\x1b[200~${'x'.repeat(1_000_000)}`))
    expect(performance.now() - since).toBeLessThan(2_000)
  })
})
