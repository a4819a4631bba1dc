import {
  appendFileSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { claudeCodeReader } from '../../../src/agents/transcripts/claude-code.js'
import { followTranscripts } from '../../../src/agents/transcripts/follow.js'
import { transcriptSource } from '../../../src/agents/transcripts/places.js'
import type { Turn } from '../../../src/transcript/turn.js'

const prompt = (text: string) =>
  `${JSON.stringify({ type: 'user', uuid: text, promptSource: 'typed', message: { content: text } })}\n`

let home: string
let directory: string
let turns: Turn[]
let warnings: string[]
const told = {
  turn: (turn: Turn) => turns.push(turn),
  warn: (problem: string) => warnings.push(problem.replace(home, '~')),
}
const texts = () => turns.map((turn) => ('text' in turn ? turn.text : ''))
const start = () =>
  followTranscripts(
    transcriptSource('claude-code', { home, cwd: '/home/dev/app', env: {} })!.list,
    claudeCodeReader,
    told,
  )

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatesh-follow-'))
  directory = join(home, '.claude/projects/-home-dev-app')
  mkdirSync(directory, { recursive: true })
  turns = []
  warnings = []
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

describe('following', () => {
  it('takes a new file from its start and an old one from where it ended', () => {
    const old = join(directory, 'old.jsonl')
    writeFileSync(old, prompt('said last week'))
    const follower = start()
    follower.poll()
    expect(turns).toEqual([])
    appendFileSync(old, prompt('said on resume'))
    writeFileSync(join(directory, 'new.jsonl'), prompt('said first').slice(0, 20))
    follower.poll()
    appendFileSync(join(directory, 'new.jsonl'), prompt('said first').slice(20))
    follower.poll()
    follower.poll()
    expect(texts()).toEqual(['said on resume', 'said first'])
    expect(warnings).toEqual([])
  })

  it('leaves other directories alone', () => {
    const follower = start()
    mkdirSync(join(home, '.claude/projects/-home-dev-other'))
    writeFileSync(join(home, '.claude/projects/-home-dev-other/a.jsonl'), prompt('said elsewhere'))
    follower.poll()
    expect(turns).toEqual([])
  })

  it.each([
    ['shorter', (path: string) => writeFileSync(path, prompt('one'))],
    ['of the same length', (path: string) => writeFileSync(path, prompt('one') + prompt('tw0'))],
    ['longer', (path: string) => writeFileSync(path, prompt('0ne') + prompt('tw0') + prompt('three'))],
    [
      'another file',
      (path: string) => {
        writeFileSync(`${path}.new`, prompt('one') + prompt('two'))
        renameSync(`${path}.new`, path)
      },
    ],
  ])('says once that a file was rewritten: %s', (_how, rewrite) => {
    const follower = start()
    const path = join(directory, 'a.jsonl')
    writeFileSync(path, prompt('one') + prompt('two'))
    follower.poll()
    rewrite(path)
    follower.poll()
    follower.poll()
    expect(warnings).toEqual([
      'the transcript ~/.claude/projects/-home-dev-app/a.jsonl was rewritten; what the user said before stays as it was heard',
    ])
    expect(texts().slice(0, 2)).toEqual(['one', 'two'])
    // What is known is not said twice.
    expect(new Set(texts()).size).toBe(texts().length)
  })

  it('says that a file is gone, and goes on when it is there again', () => {
    const follower = start()
    const path = join(directory, 'a.jsonl')
    writeFileSync(path, prompt('one'))
    follower.poll()
    rmSync(path)
    follower.poll()
    expect(warnings).toEqual(['the transcript ~/.claude/projects/-home-dev-app/a.jsonl is gone'])
    writeFileSync(path, prompt('one') + prompt('two'))
    follower.poll()
    expect(texts()).toEqual(['one', 'two'])
  })

  it('follows 200 MB without reading any of it again', () => {
    const follower = start()
    const path = join(directory, 'large.jsonl')
    const filler = Buffer.from(`${JSON.stringify({ type: 'attachment', text: 'x'.repeat(1024 * 1024 - 64) })}\n`)
    const fd = openSync(path, 'w')
    for (let part = 0; part < 200; part++) writeSync(fd, filler)
    closeSync(fd)
    const since = performance.now()
    for (let round = 0; round < 4; round++) follower.poll()
    const whole = performance.now() - since
    const times: number[] = []
    for (let round = 0; round < 50; round++) {
      appendFileSync(path, prompt(`prompt ${round}`))
      const before = performance.now()
      follower.poll()
      times.push(performance.now() - before)
    }
    expect(texts()).toHaveLength(50)
    const median = times.sort((a, b) => a - b)[25]!
    expect(median).toBeLessThan(whole / 20)
    expect(median).toBeLessThan(10)
  })
})
