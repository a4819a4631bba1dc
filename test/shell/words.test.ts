import { describe, expect, test } from 'vitest'
import { lines, read } from './reading.js'

/** Each line: a script, and every command that it starts. */
const cases: Readonly<Record<string, readonly (readonly [string, readonly string[]])[]>> = {
  quotes: [
    [`echo 'a b' "c d" e\\ f`, ["echo 'a b' 'c d' 'e f'"]],
    ['g\'i\'t pu"sh" or\\igin', ['git push origin']],
    ["$'\\x67it' push", ['git push']],
    ["rm ''", ["rm ''"]],
    ['echo "\\$HOME \\a"', ["echo '$HOME \\a'"]],
  ],
  variables: [
    ['d=build; rm -rf "$d" ${d}/x', ['d=build', 'rm -rf build build/x']],
    ['a=git b=push; $a $b', ['a=git b=push', 'git push']],
    ['x="a b"; rm $x "$x"', ["x='a b'", "rm a b 'a b'"]],
    ['rm -rf "$UNKNOWN/x"', ['rm -rf ?variable/x']],
    ['git push $ARGS', ['git push ?variable+']],
    ['rm -rf ~/x ~', ['rm -rf /home/dev/x /home/dev']],
    ['x=1; x+=2; echo $x', ['x=1', 'x+=2', 'echo 12']],
    ['unset HOME; echo "${HOME}x"', ['unset HOME', 'echo x']],
    ['x=1 git status; echo "$x"', ['git status', 'echo ?variable']],
    ['export A=b; declare -u U=low; echo $A $U', ['export A=b', 'declare -u U=low', 'echo b LOW']],
    ['a=(x "y z"); rm "${a[@]}" ${#a[@]} ${a[1]}', ['a=?variable', "rm x 'y z' 2 y z"]],
    ['readonly r=1; r=2; echo $r', ['readonly r=1', 'r=2', 'echo 1']],
  ],
  parameters: [
    [
      'f=src/a.test.ts; echo ${f##*/} ${f%.ts} ${f/test/spec} ${f:4:1}',
      ['f=src/a.test.ts', 'echo a.test.ts src/a.test src/a.spec.ts a'],
    ],
    ['x=; echo "${x:-d}" "${x-d}" "${x:+y}"', ["x=''", "echo d '' ''"]],
    ['x=abc; echo ${x^} ${x^^} ${#x}', ['x=abc', 'echo Abc ABC 3']],
    ['n=x; x=v; echo ${!n}', ['n=x', 'x=v', 'echo v']],
    ['rm ${A:-"a b"} ${B:-c d}', ['rm ?variable+ ?variable+']],
    ['set -- a "b c"; rm "$@" $2 $#', ["set -- a 'b c'", "rm a 'b c' b c 2"]],
  ],
  arithmetic: [
    ['echo $((2 * (3 + 4))) $((1 << 4)) $((0x1f % 4))', ['echo 14 16 3']],
    ['i=1; i=$((i + 1)); echo $i', ['i=1', 'i=2', 'echo 2']],
    ['((n = 3)); echo $n $((n++)) $n', ['echo 3 3 4']],
    ['echo $((1 / 0))', ['echo ?arithmetic']],
  ],
  braces: [
    ['rm {a,b}.txt x{1..3}', ['rm a.txt b.txt x1 x2 x3']],
    ['echo {a,"b c"}{1,2}', ["echo a1 a2 'b c1' 'b c2'"]],
    ['echo {a} {1..} "{a,b}"', ['echo {a} {1..} {a,b}']],
    ['echo {1..2000}', ['echo ?size+']],
  ],
  substitutions: [
    ['rm -rf "$(pwd)/build"', ['[output] pwd', 'rm -rf /home/dev/app/build']],
    [
      'echo $(echo git) `basename /a/b.txt .txt`',
      ['[output] echo git', '[output] basename /a/b.txt .txt', 'echo git b'],
    ],
    ['rm "$(ls | head -1)"', ['[output] ls', '[output] head -1', 'rm ?substitution']],
    [
      'd=$(mktemp -d); rm -rf "$d"',
      ['[output] mktemp -d', 'd=/tmp/tmp.?substitution', 'rm -rf /tmp/tmp.?substitution'],
    ],
    [
      'diff <(sort a) <(sort b)',
      ['[output] sort a', '[output] sort b', 'diff /dev/fd/?substitution /dev/fd/?substitution'],
    ],
    ['echo "$(dirname "$(dirname /a/b/c)")"', ['[output] dirname /a/b/c', '[output] dirname /a/b', 'echo /a']],
  ],
}

describe('words', () => {
  for (const [group, rows] of Object.entries(cases)) {
    test.each(rows)(`${group}: %s`, (text, expected) => {
      expect(lines(read(text))).toEqual(expected)
    })
  }
})

test('the world answers where it can', () => {
  const world = {
    git: { root: '/home/dev/app', branch: 'fix/login', remotes: {} },
    files: { '/home/dev/app/VERSION': '1.2.3\n' },
    folders: { '/home/dev/app': ['a.log', 'b.log', '.c.log', 'src'] },
    env: { TOKEN: 's3cret' },
  }
  expect(lines(read('cd "$(git rev-parse --show-toplevel)/src" && rm x', world))).toEqual([
    '[output] git rev-parse --show-toplevel',
    'cd /home/dev/app/src',
    'rm x in /home/dev/app/src',
  ])
  expect(lines(read('git push origin "$(git branch --show-current)" v$(cat VERSION)', world))).toEqual([
    '[output] git branch --show-current',
    '[output] cat VERSION',
    'git push origin fix/login v1.2.3',
  ])
  const [remove] = read('rm *.log [x]*', world).commands
  expect(remove?.argv.slice(1)).toEqual([
    { text: '*.log', raw: '*.log', glob: true, matches: ['a.log', 'b.log'] },
    { text: '[x]*', raw: '[x]*', glob: true, matches: [] },
  ])
  const [send] = read('curl -H "Authorization: $TOKEN" x', world).commands
  expect(send?.argv[2]).toEqual({ text: 'Authorization: s3cret', raw: '"Authorization: $TOKEN"', variables: ['TOKEN'] })
})

test('an unset name is empty only where the whole environment is known', () => {
  expect(lines(read('rm -rf "$NOPE/x" "${NOPE:-d}"', { start: { complete: true } }))).toEqual(['rm -rf /x d'])
  expect(lines(read('rm -rf "$NOPE/x" "${NOPE:-d}"'))).toEqual(['rm -rf ?variable/x ?variable'])
})

test('assignments in force for a command: its own first, of one name the first counts', () => {
  const env = (text: string) =>
    read(text)
      .commands.at(-1)
      ?.env.map(({ name, value }) => `${name}=${value.text}`)
  expect(env('A=1; export B=2; C=3 D=4 A=5 git push')).toEqual(['A=5', 'D=4', 'C=3', 'A=1', 'B=2'])
  expect(env('A=1 env B=2 -- sh -c "git push"')).toEqual(['B=2', 'A=1'])
  expect(env('A=1; sh -c "git push"')).toEqual([])
})

test('an array of unknown length says what it depends on, and nothing more', () => {
  const script = read('a=(x); for f in $(ls); do a+=("$f"); done; rm "${a[@]}"')
  expect(script.commands.at(-1)?.argv[1]).toMatchObject({ text: null, splits: true, pieces: ['', ''] })
  expect(read('a=($(cat k)); curl -F "${a[@]}"').commands.at(-1)?.argv[2]).toMatchObject({ text: null, outputOf: [0] })
})
