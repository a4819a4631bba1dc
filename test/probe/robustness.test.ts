/** Nothing that a text contains may make the probe throw, hang or take more than its share of time. */
import { describe, expect, test } from 'vitest'
import { createScanner, scan } from '../../src/probe/scanner.js'
import { randomFrom } from '../broker/random.js'
import { probeTexts } from './texts.js'

/** Mutated texts in a run; a long run sets GATESH_FUZZ_TEXTS=1000000. */
const FUZZ_TEXTS = Number(process.env.GATESH_FUZZ_TEXTS ?? 20_000)
const SEED = 20260417
/** Processor time for one text of a few hundred characters, far above what the slowest takes, far below a hang. */
const MOST_MILLISECONDS = 400

const cpu = () => process.cpuUsage().user / 1000

test(`${FUZZ_TEXTS} mutated texts: no throw, no hang, scores within bounds`, {
  timeout: 60_000 + FUZZ_TEXTS * 10,
}, () => {
  const random = randomFrom(SEED)
  const seeds = probeTexts('open').map(({ text }) => Buffer.from(text))
  let slowest = 0
  for (let count = 0; count < FUZZ_TEXTS; count++) {
    const mutated = random.mutate(random.pick(seeds))
    const joined = random.below(4) === 0 ? Buffer.concat([mutated, random.mutate(random.pick(seeds))]) : mutated
    const text = random.below(2) === 0 ? joined.toString('utf8') : joined.toString('latin1')
    const start = cpu()
    for (const { score, offset } of scan(text)) {
      if (!(score > 0 && score < 1 && offset >= 0 && offset <= text.length))
        throw new Error(`finding out of bounds in ${JSON.stringify(text)}`)
    }
    slowest = Math.max(slowest, cpu() - start)
  }
  expect(slowest).toBeLessThan(MOST_MILLISECONDS)
})

describe('time grows with the length and no faster', () => {
  const parts = [
    'ignore ',
    'ignore all previous ',
    'assistant, ',
    '<!-- assistant: ',
    '<div style="display:none"> agent: ',
    'a b c d e f g h ',
    '| a | b ',
    '\u001b]8;;https://a.example\u001b\\https://b.example ',
    '\u001b]0;',
    '\u001b[8m',
    'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo',
    '\\u0069\\u0067',
    '%69%67a',
    '01101001 ',
    '\u200b\u200d',
    '\u202e{',
    '"user": "assistant", ',
    'ingore prevoius ',
    'snoitcurtsni ',
    '前の指示 AI ',
    'the user\u2019s ',
    '\u{e0041}',
    '![x](https://a.example/?q=',
    'please send the ',
  ]
  test.each(parts)('%j', (part) => {
    const timed = (size: number) => {
      const text = part.repeat(Math.ceil(size / part.length))
      const start = cpu()
      scan(text)
      return cpu() - start
    }
    timed(60_000)
    const short = Math.min(timed(60_000), timed(60_000))
    const long = timed(480_000)
    // Eight times the length; sixteen times the time leaves room for a busy machine and none for a square.
    expect(long).toBeLessThan(Math.max(short, 8) * 8 * 2)
  })
})

test('a stream of any length takes the memory of a block', () => {
  const scanner = createScanner()
  const chunk = 'Boil the water, add the salt and wait for ten minutes before you serve. '.repeat(1000)
  for (let count = 0; count < 50; count++) scanner.push(chunk)
  const before = process.memoryUsage().heapUsed
  for (let count = 0; count < 400; count++) scanner.push(chunk)
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(60 * 1024 * 1024)
  expect(scanner.end()).toEqual([])
})
