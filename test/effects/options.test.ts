import { describe, expect, it } from 'vitest'
import { type OptionSpec, optionParser } from '../../src/effects/options.js'
import type { Word } from '../../src/shell/script.js'

const words = (...texts: readonly (string | Word)[]): readonly Word[] =>
  texts.map((text) => (typeof text === 'string' ? { text, raw: text } : text))
const read = (spec: OptionSpec, ...texts: readonly (string | Word)[]) => {
  const options = optionParser(spec).parse(words(...texts))
  return {
    names: options.names,
    operands: options.operands.map((word) => word.text),
    after: options.afterDashes?.map((word) => word.text),
    value: (name: string) => options.value(name)?.text,
  }
}

describe('options', () => {
  it('takes clusters apart', () => {
    expect(read({}, '-rf', 'x').names).toEqual(['-r', '-f'])
  })
  it('gives a value its word, attached or next', () => {
    expect(read({ values: '-o' }, '-o', 'a', 'b').value('-o')).toBe('a')
    expect(read({ values: '-o' }, '-oa', 'b').value('-o')).toBe('a')
    expect(read({ values: '-o' }, '-roa', 'b')).toMatchObject({ names: ['-r', '-o'], operands: ['b'] })
    expect(read({ values: '--out' }, '--out=a', '--out', 'b').value('--out')).toBe('b')
  })
  it('leaves the next word to options that only take an attached value', () => {
    expect(read({ attached: '-i' }, '-i', 's/a/b/')).toMatchObject({ names: ['-i'], operands: ['s/a/b/'] })
    expect(read({ attached: '-i' }, '-i.bak', 'x')).toMatchObject({ names: ['-i'], operands: ['x'] })
  })
  it('ends at two dashes', () => {
    expect(read({}, '-a', '--', '-b')).toMatchObject({ names: ['-a'], operands: ['-b'], after: ['-b'] })
    expect(read({}, '-a', 'b').after).toBeUndefined()
  })
  it('ends at the first operand where the program does', () => {
    expect(read({ stopsAtOperand: true }, '-a', 'x', '-b')).toMatchObject({ names: ['-a'], operands: ['x', '-b'] })
  })
  it('reads beginnings of long options, but not of other options', () => {
    const long = '--recursive --force --force-with-lease'
    expect(read({ long }, '--recurs').names).toEqual(['--recursive'])
    expect(read({ long }, '--force').names).toEqual(['--force'])
    expect(read({ long }, '--force-w').names).toEqual(['--force-with-lease'])
    expect(read({}, '--recurs').names).toEqual(['--recurs'])
  })
  it('reads options with one dash as long ones where told', () => {
    expect(read({ singleDash: true, values: '-name' }, '-name', 'x', '-delete')).toMatchObject({
      names: ['-name', '-delete'],
      operands: [],
    })
  })
  it('keeps what is known of an opaque word', () => {
    const opaque: Word = {
      text: null,
      raw: '--out=/tmp/$x',
      opaque: 'variable',
      prefix: '--out=/tmp/',
      pieces: ['--out=/tmp/', ''],
    }
    const parsed = optionParser({ values: '--out' }).parse([opaque])
    expect(parsed.value('--out')).toMatchObject({ text: null, prefix: '/tmp/', pieces: ['/tmp/', ''] })
  })
  it('keeps a lone dash and an unknown word as operands', () => {
    expect(read({}, '-', { text: null, raw: '$x', opaque: 'variable' }).operands).toEqual(['-', null])
  })
})
