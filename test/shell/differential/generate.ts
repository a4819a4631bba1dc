import { type Random, random } from './random.js'

/** Commands that only record themselves, and one that says its words. */
const programs = ['git', 'rm', 'cp', 'make', 'one', 'two', 'say']
const names = ['x', 'y', 'z', 'A', 'LIST', 'EMPTY', 'NONE']
const texts = ['a', 'b c', 'd', '-f', '--all', 'main', 'x/y', '*', 'a.txt', '']

/** One script, made from its seed: a few statements of everything that bash has. */
export function generate(seed: number): string {
  const r = random(seed)
  const count = 1 + r.below(3)
  const lines: string[] = []
  for (let i = 0; i < count; i++)
    lines.push(r.chance(0.12) ? line(r) : statement(r, r.chance(0.5) ? 1 : r.chance(0.7) ? 2 : 3))
  return `${lines.join('\n')}\n`
}

/** What must stand on lines of its own. */
function line(r: Random): string {
  switch (r.below(4)) {
    case 0:
      return `cat <<${r.pick(['E', "'E'", '-E'])} | ${r.pick(['sh', 'bash', 'cat', 'bash -s a'])}\n${simple(r, 0)}\n${r.pick(['git $x', 'one $(say two)', 'two "$y"', 'rm "\\$x"'])}\nE`
    case 1:
      return `${simple(r, 1)} &`
    case 2:
      return `${r.pick(['bash', 'sh'])} <<E\n${statement(r, 1)}\nE`
    default:
      return `shopt -s expand_aliases\nalias ${r.pick(['one', 'git', 'a'])}='${r.pick(['rm -f', 'two', 'say a; one', 'git'])}'\n${r.pick(['one', 'git', 'a'])} ${wordList(r, 1)}`
  }
}

function statement(r: Random, depth: number): string {
  if (depth <= 0) return simple(r, depth)
  switch (r.below(25)) {
    case 0:
      return `${statement(r, depth - 1)} && ${statement(r, depth - 1)}`
    case 1:
      return `${statement(r, depth - 1)} || ${statement(r, depth - 1)}`
    case 2:
      return pipeline(r, depth)
    case 3:
      return `if ${condition(r, depth)}; then ${body(r, depth)}${r.chance(0.4) ? `; elif ${condition(r, depth)}; then ${body(r, depth)}` : ''}${r.chance(0.5) ? `; else ${body(r, depth)}` : ''}; fi`
    case 4:
      return `for ${r.pick(['x', 'y', 'i'])} in ${wordList(r, depth)}; do ${loopBody(r, depth)}; done`
    case 5:
      return `n=0; while [ $n -lt ${r.below(4)} ]; do ${loopBody(r, depth)}; n=$((n+1)); done`
    case 6:
      return `case ${word(r, depth)} in ${r.pick(['a', 'main', 'b*', '-*', '"b c"'])}) ${body(r, depth)} ${r.pick([';;', ';;', ';&', ';;&'])} ${r.pick(['*', 'x/*', '[a-d]', '?'])}) ${body(r, depth)} ;; esac`
    case 7:
      return `( ${body(r, depth)} )`
    case 8:
      return `{ ${body(r, depth)}; }${r.chance(0.3) ? ` ${redirect(r, depth)}` : ''}`
    case 9:
      return `f() { ${body(r, depth)}; }; ${r.chance(0.8) ? `f ${wordList(r, depth)}` : ':'}`
    case 10:
      return r.chance(0.5) ? `eval '${simple(r, 0).replaceAll("'", '')}'` : `eval ${simple(r, 0)}`
    case 11:
      return `${r.pick(['bash', 'sh', 'bash'])} -c '${simple(r, 0).replaceAll("'", '')}' ${wordList(r, depth)}`
    case 12:
      return `{ echo ${wordList(r, depth)}; ${simple(r, depth - 1)}; } > s.sh; ${r.pick(['bash s.sh', '. ./s.sh'])}`
    case 13:
      return `${r.pick(['bash', 'sh'])} <<< ${word(r, depth)}`
    case 14:
      return `[[ ${word(r, depth)} ${r.pick(['==', '!=', '<'])} ${word(r, depth)} ]] && ${statement(r, depth - 1)}`
    case 15:
      return `(( ${arithmetic(r)} )) || ${simple(r, depth)}`
    case 16:
      return `for ((i=0; i<${r.below(4)}; i++)); do ${loopBody(r, depth)}; done`
    case 17:
      return `while read ${r.pick(['x', '-r y', 'x y'])}; do ${loopBody(r, depth)}; done <<< ${word(r, depth)}`
    case 18:
      return `${r.pick(['trap', 'trap'])} '${simple(r, 0).replaceAll("'", '')}' ${r.pick(['EXIT', 'ERR', '0', 'DEBUG'])}`
    case 19:
      return `printf '%s\\n' ${wordList(r, depth)} > s.sh; ${r.pick(['bash s.sh', 'source ./s.sh', '. ./s.sh', 'sh ./s.sh a b'])}`
    default:
      return simple(r, depth)
  }
}

function body(r: Random, depth: number): string {
  return r.chance(0.7) ? statement(r, depth - 1) : `${simple(r, depth - 1)}; ${simple(r, depth - 1)}`
}

function loopBody(r: Random, depth: number): string {
  const inner = body(r, depth)
  return r.chance(0.25)
    ? `${inner}; ${r.pick(['[ "$x" = a ] && break', 'one && continue', 'two || break'])}; ${simple(r, depth - 1)}`
    : inner
}

function condition(r: Random, depth: number): string {
  return r.pick([
    () => simple(r, depth - 1),
    () => '[ "$x" = a ]',
    () => `test -n "$${r.pick(names)}"`,
    () => 'true',
    () => 'false',
    () => `! ${simple(r, 0)}`,
    () => `[[ $x == ${r.pick(['a*', 'b', '"$y"'])} ]]`,
  ])()
}

function pipeline(r: Random, depth: number): string {
  return r.pick([
    () => `${simple(r, depth - 1)} | ${statement(r, depth - 1)}`,
    () =>
      `echo ${wordList(r, depth)} | ${r.pick(['xargs git', 'xargs -n1 rm', 'xargs -I{} one {} x', 'bash', 'cat', 'xargs sh -c \'two "$@"\' _'])}`,
    () =>
      `say ${wordList(r, depth)} | ${r.pick(['xargs git', 'xargs -n1 rm', 'xargs -I{} one {} x', 'while read x; do one "$x"; done'])}`,
    () => `echo ${Buffer.from(simple(r, 0)).toString('base64')} | base64 -d | ${r.pick(['sh', 'bash'])}`,
    () => `printf '%s %s\\n' ${wordList(r, depth)} | ${r.pick(['sh', 'xargs make', 'tr a-z b-za | xargs one'])}`,
  ])()
}

function simple(r: Random, depth: number): string {
  switch (r.below(24)) {
    case 0:
      return `${r.pick(names)}=${word(r, depth)}`
    case 1:
      return `${r.pick(['x', 'y', 'z'])}+=${word(r, depth)}`
    case 2:
      return `${r.pick(['export', 'declare', 'readonly', 'local', 'declare -x', 'declare -u', 'declare -i'])} ${r.pick(['q', 'x', 'y', 'w'])}=${word(r, depth)}`
    case 3:
      return `unset ${r.pick(names)}`
    case 4:
      return `cd ${r.pick(['sub', 'sub/deep', '..', '.', '/', 'missing', '-', ''])}`
    case 5:
      return `set -- ${wordList(r, depth)}`
    case 6:
      return r.pick(['shift', 'true', 'false', ':', 'set -e', 'set -f', 'pwd', 'shopt -s nullglob', 'return', 'exit'])
    case 7:
      return `arr=(${wordList(r, depth)})`
    case 8:
      return `read ${r.pick(['x', 'y z', '-r x'])} <<< ${word(r, depth)}`
    case 9:
      return `printf -v ${r.pick(['x', 'y'])} '%s-%s' ${word(r, depth)} ${word(r, depth)}`
    case 10:
      return `${wrapper(r)} ${command(r, depth)}`
    case 11:
      return `${r.pick(names)}=${word(r, depth)} ${command(r, depth)}`
    case 12:
      return `find . -name '${r.pick(['*.txt', 'sub', '*'])}' -exec ${r.pick(programs)} ${word(r, 0)} {} ${r.pick(['\\;', '+'])}`
    case 13:
      return `${command(r, depth)} ${redirect(r, depth)}`
    case 14:
      return `${word(r, depth)} ${wordList(r, depth)}`
    default:
      return command(r, depth)
  }
}

function wrapper(r: Random): string {
  return r.pick([
    'env',
    'env -i',
    'env X=1',
    'env -u A',
    'command',
    'exec',
    'builtin command',
    'time',
    'timeout 5',
    'timeout -k 1 5',
    'nice',
    'nice -n 5',
    'nohup',
    'setsid',
    'setsid -w',
    'stdbuf -oL',
    'xargs',
    'bash -c \'"$@"\' _',
    'sh -c \'exec "$@"\' sh',
    'env -S "env"',
    'command -p',
    '\\command',
    'flock s.lock',
    'exec -a name',
  ])
}

function command(r: Random, depth: number): string {
  return `${r.chance(0.06) ? 'f' : r.pick(programs)} ${wordList(r, depth)}`
}

function redirect(r: Random, depth: number): string {
  return r.pick([
    () => '> out',
    () => '>> out',
    () => '2>&1',
    () => '< a.txt',
    () => '&> out',
    () => `<<< ${word(r, depth)}`,
    () => '2>/dev/null',
    () => `< <(${simple(r, 0)})`,
    () => '>&2',
    () => '3> out',
  ])()
}

function wordList(r: Random, depth: number): string {
  const words: string[] = []
  for (let i = r.below(4); i >= 0; i--) words.push(word(r, depth))
  return words.join(' ')
}

function arithmetic(r: Random): string {
  const atom = () => r.pick(['1', '2', '0', 'n', 'x', '$A', '$#', '0x1f', '(3+1)'])
  return r.pick([
    () => `${atom()} ${r.pick(['+', '*', '-', '<', '==', '&&', '%', '/', '**'])} ${atom()}`,
    () => `n${r.pick(['=', '+=', '*='])}${atom()}`,
    () => 'n++',
    () => '--n',
    () => `${atom()} ? ${atom()} : ${atom()}`,
    () => `n = 2, ${atom()}`,
  ])()
}

/** One word: what stands in it is quoted, expanded or plain at random. */
function word(r: Random, depth: number): string {
  let text = piece(r, depth)
  while (r.chance(0.25)) text += piece(r, depth)
  return text
}

function piece(r: Random, depth: number): string {
  const name = r.pick(names)
  switch (r.below(30)) {
    case 0:
      return `"$${name}"`
    case 1:
      return `$${name}`
    case 2:
      return `\${${name}${parameterOperation(r)}}`
    case 3:
      return `"\${${name}${parameterOperation(r)}}"`
    case 4:
      return r.pick(['"$@"', '$@', '$*', '"$*"', '$1', '"$2"', '$#', '"${@:2}"', '${@:1:1}', '"a$@b"'])
    case 5:
      return r.pick([
        '${arr[@]}',
        '"${arr[@]}"',
        '${arr[0]}',
        '"${arr[1]}"',
        '${#arr[@]}',
        '"${arr[*]}"',
        '${arr[@]:1}',
        '${!x}',
      ])
    case 6:
      return depth > 0 ? `$(${statement(r, depth - 2)})` : '$(echo a)'
    case 7:
      return depth > 0 ? `"$(${simple(r, depth - 2)})"` : '"$(say b)"'
    case 8:
      return depth > 0 ? `\`${simple(r, 0).replaceAll('`', '')}\`` : '`echo c`'
    case 9:
      return `$((${arithmetic(r)}))`
    case 10:
      return r.pick(['{a,b}', '{1..3}', 'x{a,b}y', '{a,{b,c}}', '{a..c}', '{01..3}', '{a}', '{a,"b c"}', '{$x,z}'])
    case 11:
      return r.pick(['*', '*.txt', 's*', '?.txt', '[a-c]*', 'sub/*', 'nomatch*', '"*"', '\\*'])
    case 12:
      return r.pick(["$'a\\tb'", "$'\\x41'", "$'it\\'s'", '$"loc"'])
    case 13:
      return r.pick(['~', '~/x', '~root', 'y=~/z'])
    case 14:
      return `'${r.pick(texts)}'`
    case 15:
      return `"${r.pick(texts)}"`
    case 16:
      return r.pick(['\\a', 'a\\ b', '\\$x', '\\\\', '"\\$x"', '"a\\"b"'])
    case 17:
      return r.pick([
        '$(pwd)',
        '"$(basename /a/b.txt .txt)"',
        '$(dirname a/b)',
        '$(echo "b c")',
        '$(printf %s q)',
        '$(cat a.txt)',
        '$(<a.txt)',
        '$(seq 3)',
        '"$(seq 2)"',
      ])
    default:
      return r.pick(['a', 'b', 'main', '-f', '--all', 'x/y', 'a.txt', '1', 'origin', '.', '/', 'k=v'])
  }
}

function parameterOperation(r: Random): string {
  return r.pick([
    ':-a',
    ':-"b c"',
    '-d',
    ':+alt',
    '+alt',
    ':=new',
    '#a',
    '##*b',
    '%c',
    '%%.*',
    '/a/b',
    '//b/Q',
    '/#a/',
    ':1',
    ':0:1',
    '^',
    '^^',
    ',,',
    '%/*',
    '#*/',
    ': -1',
    ':-$y',
    ':-$(say s)',
    '@Q',
  ])
}
