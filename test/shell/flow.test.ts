import { describe, expect, test } from 'vitest'
import { lines, read } from './reading.js'

const cases: Readonly<Record<string, readonly (readonly [string, readonly string[]])[]>> = {
  lists: [
    ['a && b || c; d', ['a', '[maybe] b', '[maybe] c', 'd']],
    ['true && a; false || b; false && c', ['true', 'a', 'false', 'b', 'false', '[defined] c']],
    ['a & b', ['a', 'b']],
    ['! a | b', ['a', 'b']],
    ['exit 1; a', ['exit 1', '[maybe] a']],
    ['set -e; a; b', ['set -e', 'a', 'b']],
  ],
  directories: [
    ['cd /tmp && rm x', ['cd /tmp', 'rm x in /tmp']],
    ['cd sub; cd ..; rm x', ['cd sub', 'cd .. in /home/dev/app/sub', 'rm x']],
    ['(cd /tmp; rm x); rm y', ['cd /tmp', 'rm x in /tmp', 'rm y']],
    ['pushd /tmp; rm x; popd; rm y', ['pushd /tmp', 'rm x in /tmp', 'popd in /tmp', 'rm y']],
    ['cd "$X"; rm y', ['cd ?variable', 'rm y in null']],
    ['a && cd /tmp; rm y', ['a', '[maybe] cd /tmp', 'rm y in null']],
    ['cd - ; rm y', ['cd -', 'rm y in null']],
  ],
  conditions: [
    ['if a; then b; else c; fi', ['a', '[maybe] b', '[maybe] c']],
    ['if a; then x=1; else x=2; fi; rm "/d/$x"', ['a', '[maybe] x=1', '[maybe] x=2', 'rm /d/?variable']],
    ['x=b; case $x in a) rm 1;; b) rm 2;; *) rm 3;; esac', ['x=b', '[defined] rm 1', 'rm 2', '[defined] rm 3']],
    ['[[ a == a ]] && b', ['b']],
    ['[ "$X" = a ] && b', ['[ ?variable = a ]', '[maybe] b']],
  ],
  loops: [
    [
      'for b in x y; do git push origin --delete $b; done',
      ['git push origin --delete x', 'git push origin --delete y'],
    ],
    ['for b in $(git branch); do git branch -D $b; done', ['[output] git branch', '[maybe] git branch -D ?variable+']],
    ['for ((i=0;i<2;i++)); do rm $i; done', ['rm 0', 'rm 1']],
    ['while read b; do rm $b; done <<< "a\nb"', ['read b', 'rm a', 'rm b']],
    [
      'i=0; while a; do rm $i; i=$((i+1)); done',
      ['i=0', '[maybe] a', '[maybe] rm ?variable+', '[maybe] i=?arithmetic'],
    ],
    ['for f in a b; do [ $f = a ] && break; rm $f; done', ['[ a = a ]', 'break', '[maybe] rm a']],
    [
      'for f in a b; do x && break; rm $f; done',
      ['x', '[maybe] break', 'rm a', '[maybe] x', '[maybe] break', '[maybe] rm b'],
    ],
  ],
  functions: [
    ['f() { git push "$@"; }; f origin --delete main', ['function > git push origin --delete main']],
    ['git() { rm -rf "$1"; }; git x; command git y', ['function > rm -rf x', 'command > git y']],
    ['f() { rm x; }', ['[defined] rm x']],
    [
      'f() { local d=$1; rm $d; }; d=keep; f a; echo $d',
      ['d=keep', 'function > local d=a', 'function > rm a', 'echo keep'],
    ],
    ['f() { return; rm x; }; f; rm y', ['function > return', '[maybe] function > rm x', 'rm y']],
  ],
  aliases: [
    [
      'shopt -s expand_aliases\nalias g="git push"\ng origin',
      ['shopt -s expand_aliases', "alias 'g=git push'", 'alias > git push origin'],
    ],
    ['alias g="git push"\ng origin', ["alias 'g=git push'", 'g origin']],
    ['alias ls="rm -rf"; \\ls x', ["alias 'ls=rm -rf'", 'ls x']],
  ],
  traps: [
    ["trap 'rm -rf x' EXIT; a", ["trap 'rm -rf x' EXIT", 'a', '[maybe] trap > rm -rf x']],
    ['d=/tmp/a; trap "rm -rf $d" EXIT', ['d=/tmp/a', "trap 'rm -rf /tmp/a' EXIT", '[maybe] trap > rm -rf /tmp/a']],
    ['trap - EXIT', ['trap - EXIT']],
  ],
  redirects: [
    ['a > out 2>&1 < in', ['a 1:write:out 2:duplicate:1 0:read:in']],
    ['a &>> log', ['a 1:append:log 2:duplicate:1']],
    ['{ a; b; } > out', ['a 1:write:out', 'b 1:write:out']],
    ['> file', ['1:write:file']],
    ['a >| ~/x', ['a 1:clobber:/home/dev/x']],
  ],
  eval: [
    ["eval 'git push' origin", ['eval > git push origin']],
    ['eval "$X"', ['eval ?variable', 'opaque script (variable): eval "$X"']],
    ['c=push; eval "git \\$c"', ['c=push', 'eval > git push']],
    ['x=3; eval "rm $x; cd /tmp"; rm y', ['x=3', 'eval > rm 3', 'eval > cd /tmp', 'rm y in /tmp']],
  ],
}

describe('flow', () => {
  for (const [group, rows] of Object.entries(cases)) {
    test.each(rows)(`${group}: %s`, (text, expected) => {
      expect(lines(read(text))).toEqual(expected)
    })
  }
})

test('a function that calls itself ends at the depth limit', () => {
  const { commands, opaque } = read('f() { f; }; f')
  expect(commands).toHaveLength(1)
  expect(commands[0]?.via.every((step) => step.program === 'function')).toBe(true)
  expect(opaque).toEqual([{ reason: 'depth', role: 'script', source: 'f', command: 0 }])
})

test('files that the text wrote are read as written', () => {
  expect(lines(read('cat > x.sh <<E\nrm -rf ~/x\nE\nbash x.sh'))).toEqual([
    'cat 1:write:x.sh',
    'bash > rm -rf /home/dev/x',
  ])
  expect(lines(read('echo "rm y" >> x.sh; . ./x.sh'))).toEqual([
    "echo 'rm y' 1:append:x.sh",
    '. ./x.sh',
    'opaque script (file): . ./x.sh',
  ])
  expect(lines(read('make > x.sh; sh x.sh'))).toEqual(['make 1:write:x.sh', 'sh x.sh', 'opaque script (file): sh x.sh'])
})

test('a file that an earlier command may have changed is not read as it is now', () => {
  const world = { files: { '/home/dev/app/i.sh': 'rm old\n' } }
  expect(lines(read('bash i.sh', world))).toEqual(['bash > rm old'])
  expect(lines(read('cat i.sh; chmod +x i.sh; bash i.sh', world))).toEqual([
    'cat i.sh',
    'chmod +x i.sh',
    'bash > rm old',
  ])
  expect(lines(read('curl -so i.sh u; bash i.sh', world))).toEqual([
    'curl -so i.sh u',
    'bash i.sh',
    'opaque script (file): bash i.sh',
  ])
  expect(lines(read('curl u > i.sh; bash ./i.sh', world))).toEqual([
    'curl u 1:write:i.sh',
    'bash ./i.sh',
    'opaque script (file): bash ./i.sh',
  ])
})

test('a directory that this text makes can be entered, one that is missing perhaps not', () => {
  const folders = { '/home/dev/app': [] }
  const world = { folders, missing: ['/home/dev/app/build'] }
  expect(lines(read('cd build; rm x', world))).toEqual(['cd build', 'rm x in null'])
  expect(lines(read('cd build && rm x', world))).toEqual(['cd build', '[maybe] rm x in /home/dev/app/build'])
  expect(lines(read('cd build || exit; rm x', world))).toEqual([
    'cd build',
    '[maybe] exit',
    'rm x in /home/dev/app/build',
  ])
  expect(lines(read('mkdir -p build; cd build; rm x', world))).toEqual([
    'mkdir -p build',
    'cd build',
    'rm x in /home/dev/app/build',
  ])
})

test('what the shell runs by itself is seen where it is set', () => {
  expect(lines(read("PROMPT_COMMAND='rm x'; PS4='$(rm y)'; PS1='$ '"))).toEqual([
    "PROMPT_COMMAND='rm x'",
    "PS4='$(rm y)'",
    "PS1='$ '",
    '[maybe] PROMPT_COMMAND > rm x',
    '[output] PS4 > rm y',
    '[maybe] PS4 > : ?substitution',
  ])
  expect(lines(read('hash -p /bin/rm ls; ls x'))).toEqual(['hash -p /bin/rm ls', 'function > /bin/rm x'])
  expect(lines(read('sh /dev/stdin <<< "rm x"'))).toEqual(['sh > rm x'])
})

test('a loop that adds to a value comes to rest', () => {
  expect(lines(read('while a; do x+=b; done; rm "$x"'))).toEqual(['[maybe] a', '[maybe] x+=b', 'rm ?variable'])
  expect(lines(read('for ((i = 0; i < X; i++)); do x+="$i/"; done; rm "/t/$x"'))).toEqual([
    '[maybe] x+=?variable/',
    'rm /t/?variable',
  ])
})
