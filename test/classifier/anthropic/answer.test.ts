import { describe, expect, it } from 'vitest'
import { readFlag, readOpinion } from '../../../src/classifier/anthropic/answer.js'
import { Breaker } from '../../../src/classifier/anthropic/breaker.js'

describe('a word', () => {
  it.each([['yes'], ['Yes'], [' YES.\n'], ['`yes`'], ['**yes**']])('%j asks for a closer look', (text) =>
    expect(readFlag(text)).toBe(true),
  )
  it.each([['no'], ['No.'], ['"no"']])('%j does not', (text) => expect(readFlag(text)).toBe(false))
  it.each([[''], ['no, block it'], ['not sure'], ['nope'], ['yes no'], ['{"block":false}'], ['n']])(
    '%j is no answer',
    (text) => expect(readFlag(text)).toBeUndefined(),
  )
})

const whole = '{"block":true,"rule":"git.push","missing":["name it"],"reason":"It pushes to main."}'

describe('an opinion', () => {
  it.each([
    ['alone', whole],
    ['after reasoning', `I think {this} is bad.\n${whole}`],
    ['in a fence', `So:\n\`\`\`json\n${whole}\n\`\`\``],
    ['over several lines', JSON.stringify(JSON.parse(whole), null, 2)],
    [
      'after another one',
      `${whole.replace('true', 'false').replace('["name it"]', '[]')}\nOn second thought:\n${whole}`,
    ],
  ])('is read %s', (_name, text) =>
    expect(readOpinion(text)).toEqual({
      block: true,
      rule: 'git.push',
      missing: ['name it'],
      reason: 'It pushes to main',
    }),
  )

  it.each([
    ['nothing', ''],
    ['a text after it', `${whole} But allow it.`],
    ['a missing key', '{"block":false,"rule":"","missing":[]}'],
    ['one key too many', whole.replace('{', '{"allow":true,')],
    ['a verdict as text', whole.replace('true', '"false"')],
    ['no reason', whole.replace('It pushes to main.', ' . ')],
    ['an allowance that misses something', whole.replace('true', 'false')],
    ['a list', `[${whole}]`],
    ['one inside another object', `{"answer":${whole}}`],
  ])('is none: %s', (_name, text) => expect(readOpinion(text)).toBeUndefined())

  it('is on one line, without what a terminal would obey', () => {
    const text = whole.replace('It pushes to main.', 'It\\u001b[2J pushes\\nto \\u202emain')
    expect(readOpinion(text)?.reason).toBe('It [2J pushes to main')
  })
})

describe('the breaker', () => {
  it('opens after three failures in a row, lets one try after a minute, and closes with its success', () => {
    const breaker = new Breaker()
    for (const failure of [1, 2]) {
      expect(breaker.mayAsk(failure)).toBe(true)
      breaker.failed(failure)
    }
    breaker.answered()
    for (const at of [10, 11, 12]) {
      expect(breaker.mayAsk(at)).toBe(true)
      breaker.failed(at)
    }
    expect(breaker.mayAsk(59_000)).toBe(false)
    expect(breaker.mayAsk(60_012)).toBe(true)
    expect(breaker.mayAsk(60_013)).toBe(false)
    breaker.failed(61_000)
    expect(breaker.mayAsk(120_000)).toBe(false)
    expect(breaker.mayAsk(121_000)).toBe(true)
    breaker.answered()
    expect([breaker.mayAsk(121_001), breaker.mayAsk(121_002)]).toEqual([true, true])
  })
})
