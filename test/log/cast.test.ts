import { mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordTo, startRecording } from '../../src/log/cast.js'
import { readCast } from '../../src/log/cast-read.js'
import { redactOutput } from '../../src/log/cast-redaction.js'

let directory: string
let path: string
let now: number
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatesh-cast-'))
  path = join(directory, 'terminal.cast')
  now = 1_000_000
})
afterEach(() => rmSync(directory, { recursive: true }))

// Put together here, so that no scanner takes this file for a leak.
const secret = ['Zx9Qw7Er5Ty3Ui1', 'Op0As2Df4Gh6Jk8Lz'].join('')
const token = ['gh', 'p_', secret].join('')
const nameOf = (kind: string) => `[${kind}:00000000]`
const redact = (text: string) => redactOutput(text, nameOf).text
const record = () =>
  startRecording(path, { columns: 80, rows: 24, session: 'aaaaaa', terminal: 'xterm', nameOf, clock: () => now })

/** Records pieces a tenth of a second apart; what a reader gets of them. */
function recorded(...pieces: (string | Uint8Array)[]): string {
  const recording = record()
  for (const piece of pieces) {
    now += 100
    recording.output(Buffer.from(piece))
  }
  expect(recording.close()).toBeUndefined()
  const cast = readCast(path)
  if (cast instanceof Error) throw cast
  return [...cast.events].map(({ text }) => text).join('')
}

describe('a recording', () => {
  it('is an asciicast of version 2, of this user alone, with the time of each output', () => {
    const recording = record()
    now += 1_500
    recording.output(Buffer.from('one\r\n'))
    now += 250
    recording.resized(100, 30)
    recording.output(Buffer.from('two'))
    recording.close()
    const [header = '', ...events] = readFileSync(path, 'utf8').trim().split('\n')
    expect(JSON.parse(header)).toEqual({
      version: 2,
      width: 80,
      height: 24,
      timestamp: 1_000,
      env: { TERM: 'xterm' },
      gatesh: { session: 'aaaaaa', started_ms: 1_000_000 },
    })
    expect(events.map((line) => JSON.parse(line) as unknown)).toEqual([
      [1.5, 'o', 'one\r\n'],
      [1.75, 'r', '100x30'],
      [1.75, 'o', 'two'],
    ])
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('holds every byte that is no secret, however it was cut', () => {
    const text = `\x1b[2J\x1b[1;31mcaf\u00e9 \u4e16\u754c\x1b[0m\r\n${'line of output\r\n'.repeat(9_000)}end`
    const bytes = Buffer.from(text)
    const pieces: Uint8Array[] = []
    for (let at = 0; at < bytes.length; at += 4_093) pieces.push(bytes.subarray(at, at + 4_093))
    expect(recorded(...pieces)).toBe(text)
  })

  it.each<[string, string[]]>([
    ['in one piece', [`echo ${token}\r\n`]],
    ['typed key by key', [...`export TOKEN=${secret}`, '\r\n']],
    ['coloured in the middle', [`token: ${token.slice(0, 12)}\x1b[1;32m${token.slice(12)}\x1b[0m\r\n`]],
    ['at the very end', [`TOKEN=${secret}`]],
    ['in a title', [`\x1b]0;${token}\x07$ `]],
    ['on the clipboard', [`\x1b]52;c;${Buffer.from(secret).toString('base64')}\x07`]],
    ['over more than is held', ['x'.repeat(17_000), `\r\n${token.slice(0, 9)}`, `${token.slice(9)}\r\n`]],
    [
      'on a screen without line ends',
      ['\x1b[5;1Hx'.repeat(40_000), `\x1b[6;1H${token.slice(0, 9)}`, `${token.slice(9)}\x1b[7;1H`],
    ],
  ])('shows no secret %s', (_name, pieces) => {
    const whole = pieces.join('')
    const text = recorded(...pieces)
    const file = readFileSync(path, 'utf8')
    const leaks = [secret.slice(4, 16), Buffer.from(secret).toString('base64').slice(0, 20)]
    expect(leaks.filter((leak) => text.includes(leak) || file.includes(leak))).toEqual([])
    expect(text.length).toBe(whole.length)
  })

  it('shows no private key, over its lines', () => {
    const [begin, end] = ['BEGIN', 'END'].map((word) => `-----${word} RSA PRIVATE${' KEY'}-----\r\n`)
    const lines = Array.from({ length: 30 }, () => `${secret}${secret}\r\n`)
    const text = recorded(
      '$ cat key\r\n',
      begin!,
      ...lines.flatMap((line) => [line.slice(0, 20), line.slice(20)]),
      end!,
      '$ ',
    )
    expect(text).not.toContain(secret.slice(0, 12))
    expect(text.startsWith('$ cat key\r\n')).toBe(true)
  })

  it('says when it could not be written, and lets the session go on', () => {
    const recording = recordTo(openSync('/dev/full', 'w'), {
      columns: 80,
      rows: 24,
      session: 'aaaaaa',
      terminal: 'xterm',
      nameOf,
      clock: () => now,
    })
    recording.output(Buffer.from('x\n'))
    expect(recording.close()).toContain('ENOSPC')
  })
})

describe('redaction of output', () => {
  it('keeps the places of what stands around a secret', () => {
    expect(redact(`a ${token} b`)).toBe(`a ${'[github-token:00000000]'.padEnd(token.length, '*')} b`)
    expect(redact('\x1b[31mnothing\x1b[0m secret here')).toBe('\x1b[31mnothing\x1b[0m secret here')
  })

  it('takes time in proportion to the text', () => {
    for (const piece of ['\x1b[', '\x1b]0;', 'token=', `${token}\x1b[0m`, '\x1b[31mx']) {
      const start = performance.now()
      redact(piece.repeat(Math.ceil(128_000 / piece.length)))
      expect(performance.now() - start, JSON.stringify(piece)).toBeLessThan(1_500)
    }
  })
})

describe('reading', () => {
  it('stops at a line that broke off, and refuses what is no recording', () => {
    const recording = record()
    for (const text of ['one\r\n', 'two\r\n']) recording.output(Buffer.from(text))
    recording.close()
    const text = readFileSync(path, 'utf8')
    const read = (content: string) => {
      writeFileSync(path, content)
      const cast = readCast(path)
      return cast instanceof Error ? 'no recording' : [...cast.events].map((event) => event.text)
    }
    expect(read(text)).toEqual(['one\r\n', 'two\r\n'])
    expect(read(text.slice(0, -5))).toEqual(['one\r\n'])
    expect(read(text.replace('"two', '7,"two'))).toEqual(['one\r\n'])
    for (const content of ['', '\n', '[1,2]\n', '{"version":1,"width":1,"height":1}\n', 'x'.repeat(100)])
      expect(read(content)).toBe('no recording')
  })
})
