import { expect, test } from 'vitest'
import { lines, read, readArgv } from './reading.js'

/** The text that each agent wraps around a command, as it was seen on their command lines. */

test("Claude Code's wrapper comes down to the command", () => {
  const text =
    "source /home/dev/.claude/shell-snapshots/snapshot-bash-1763712000000-ab12cd.sh 2>/dev/null || true && shopt -u extglob 2>/dev/null || true && { \\builtin unalias -- 'unsetenv'; \\builtin unset -f -- 'unsetenv'; } >/dev/null 2>&1 || true && eval 'git commit -m '\"'\"'it works'\"'\"' && git push' < /dev/null && pwd -P >| /tmp/claude-1a2b-cwd"
  const snapshot = '/home/dev/.claude/shell-snapshots/snapshot-bash-1763712000000-ab12cd.sh'
  expect(lines(readArgv(['/bin/bash', '-c', text]))).toEqual([
    `bash > source ${snapshot} 2:write:/dev/null`,
    '[maybe] bash > true',
    'bash > shopt -u extglob 2:write:/dev/null',
    '[maybe] bash > true',
    'bash > builtin > unalias -- unsetenv 1:write:/dev/null 2:duplicate:1',
    'bash > builtin > unset -f -- unsetenv 1:write:/dev/null 2:duplicate:1',
    '[maybe] bash > true',
    "bash > eval > git commit -m 'it works' 0:read:/dev/null",
    '[maybe] bash > eval > git push 0:read:/dev/null',
    '[maybe] bash > pwd -P 1:clobber:/tmp/claude-1a2b-cwd',
    `opaque script (file): ${snapshot}`,
  ])
})

test('the snapshot is not read even where it could be, so that the names in it keep their meaning', () => {
  const snapshot = '/home/dev/.claude/shell-snapshots/snapshot-zsh-1-a.sh'
  const world = { files: { [snapshot]: 'find() { /opt/claude "$@"; }\n' } }
  expect(lines(read(`source ${snapshot} && find . -delete`, world))).toEqual([
    `source ${snapshot}`,
    '[maybe] find . -delete',
    `opaque script (file): ${snapshot}`,
  ])
  // Any other file of the user is read, and its functions count.
  const other = { files: { '/home/dev/fn.sh': 'find() { rm "$@"; }\n' } }
  expect(lines(read('source ~/fn.sh && find x', other))).toEqual(['source /home/dev/fn.sh', '[maybe] function > rm x'])
})

test('Codex runs a login shell, and inside its own snapshot wrapper another one', () => {
  expect(lines(readArgv(['/bin/bash', '-lc', 'git push']))).toEqual(['bash > git push'])
  expect(
    lines(readArgv(['/bin/bash', '-c', "if . /tmp/snap.sh >/dev/null 2>&1; then :; fi\n\nexec bash -c 'git push'"])),
  ).toEqual([
    'bash > . /tmp/snap.sh 1:write:/dev/null 2:duplicate:1',
    '[maybe] bash > :',
    'bash > exec > bash > git push',
    'opaque script (file): /tmp/snap.sh',
  ])
})

test("Gemini's subshell and trap leave the command as it is", () => {
  const text =
    'shopt -u promptvars nullglob extglob nocaseglob dotglob; ( trap "__code=\\$?; pgrep -g 0 >/tmp/shell_pgrep_1.tmp 2>&1; exit \\$__code;" EXIT; git push\n); __code=$?; exit $__code'
  expect(lines(readArgv(['/usr/bin/bash', '-c', text]))).toEqual([
    'bash > shopt -u promptvars nullglob extglob nocaseglob dotglob',
    "bash > trap '__code=$?; pgrep -g 0 >/tmp/shell_pgrep_1.tmp 2>&1; exit $__code;' EXIT",
    'bash > git push',
    'bash > __code=?variable',
    'bash > exit ?variable+',
    '[maybe] bash > trap > __code=?variable',
    '[maybe] bash > trap > pgrep -g 0 1:write:/tmp/shell_pgrep_1.tmp 2:duplicate:1',
    '[maybe] bash > trap > exit ?variable+',
  ])
})
