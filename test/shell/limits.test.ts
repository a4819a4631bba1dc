import { describe, expect, test } from 'vitest'
import { interpret } from '../../src/shell/interpret.js'
import { MAX_COMMANDS, MAX_SCRIPT_BYTES } from '../../src/shell/limits.js'
import { nestsTooDeep } from '../../src/shell/nesting.js'
import { quote } from '../../src/shell/quote.js'
import { CWD, lines, read, worldOf } from './reading.js'

const reasons = (text: string) => [...new Set(read(text).opaque.map((part) => part.reason))]

test('a text above the size limit is opaque as a whole, one below it is read', () => {
  expect(lines(read(`a #${'c'.repeat(MAX_SCRIPT_BYTES - 3)}`))).toHaveLength(1)
  const large = read(`a ${'é'.repeat(MAX_SCRIPT_BYTES / 2)}`)
  expect(large.commands).toEqual([])
  expect(large.opaque).toHaveLength(1)
  expect(large.opaque[0]).toMatchObject({ reason: 'size', role: 'script' })
})

test('nesting is counted before the parser sees the text', () => {
  expect(nestsTooDeep('$('.repeat(50) + ')'.repeat(50))).toBe(false)
  expect(nestsTooDeep('$( '.repeat(20_000))).toBe(true)
  expect(reasons('$( '.repeat(20_000))).toEqual(['depth'])
})

test('what was parsed is judged, and the rest is opaque', () => {
  expect(lines(read('rm x\n)\nrm y'))).toEqual(['rm x', 'rm y', 'opaque syntax (syntax): )\nrm y'])
  expect(reasons('echo "')).toEqual(['syntax'])
  expect(reasons('echo $(')).toEqual(['syntax'])
})

/** Texts made to be slow. Each must end, with an answer that says what was not read. */
const hostile: Readonly<Record<string, string>> = {
  chain: 'a=1&&'.repeat(9_000),
  assignments: Array.from({ length: 6_000 }, (_, i) => `v${i}=${i}`).join(';'),
  'assignments after commands': Array.from({ length: 5_000 }, (_, i) => `x&&v${i}=${i}`).join('\n'),
  'loops in loops': `${'for i in 1 2 3 4 5 6 7 8; do '.repeat(20)}ls${'; done'.repeat(20)}`,
  'while in while': `${'while a; do '.repeat(50)}x=$(ls)${'; done'.repeat(50)}`,
  'function that calls itself twice': 'f() { f; f; }; f',
  braces: 'echo {1..100}{1..100}{1..100}',
  substitutions: '$(ls) '.repeat(10_000),
  'here-documents': 'cat <<A\nx\nA\n'.repeat(4_500),
  stars: `rm ${'*'.repeat(60_000)}`,
  'pattern with stars': `case ${'a'.repeat(4_000)} in ${'*a'.repeat(200)}b) ls;; esac`,
  replacement: `x=${'a'.repeat(4_000)}; echo ${'${x//a*b/c}'.repeat(1_000)}`,
  'a value that doubles': `x=a;${'x+=$x$x;'.repeat(200)}echo $x`,
  'words in words': `x="${'a '.repeat(500)}"; ${'ls $x; '.repeat(2_000)}`,
  array: `a=(${'x '.repeat(10_000)}); ${'ls "${a[@]}"; '.repeat(500)}`,
  aliases: `shopt -s expand_aliases\nalias a="a a a"\n${'a;'.repeat(5_000)}`,
  traps: 'trap "trap ls DEBUG" DEBUG; '.repeat(2_000),
  pipes: `echo a ${'| cat '.repeat(9_000)}`,
  'eval of itself': 'x=\'eval "$x$x"\'; eval "$x"',
  negations: `echo $((${'-'.repeat(50_000)}1))`,
  quotes: '"'.repeat(60_000),
  'nested quotes': '"$('.repeat(20_000),
  parentheses: '('.repeat(60_000),
  functions: 'f() '.repeat(10_000),
  brackets: `echo ${'['.repeat(60_000)}`,
}

describe('hostile texts end in time', () => {
  test.each(Object.entries(hostile))('%s', (_, text) => {
    interpret(text, 'bash', { cwd: CWD, world: worldOf() })
    const start = process.cpuUsage()
    const script = interpret(text, 'bash', { cwd: CWD, world: worldOf() })
    const { user, system } = process.cpuUsage(start)
    // The limit to hold is 50 ms; the first runs of a text are slower, so what is checked is an order of magnitude.
    expect((user + system) / 1000).toBeLessThan(500)
    expect(script.commands.length).toBeLessThanOrEqual(MAX_COMMANDS)
  })
})

test('quote gives a line that reads back as the same words', () => {
  const argv = ['git', 'commit', '-m', 'it\'s a $HOME `x` "y" \\', '', '*', '~', 'a\nb', '#', '{a,b}', '!x']
  const script = read(quote(argv))
  expect(script.commands).toHaveLength(1)
  expect(script.commands[0]?.argv.map((word) => word.text)).toEqual(argv)
})
