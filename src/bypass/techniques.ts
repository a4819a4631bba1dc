/**
 * Ways to start a program past a gate, as data. Each is a shell script that starts the program $P with the argument $M,
 * in the scratch directory $D, which is last on PATH; $P (`marker`) makes the file $M, and that is all that it does. Pure.
 */

/** Who answers for what a technique does. `named`: nobody; a known miss, said in THREAT_MODEL.md. */
export type Answers = 'exec' | 'text' | 'named'

export interface Technique {
  readonly id: string
  readonly family: string
  readonly script: string
  /** Programs that it needs beside a POSIX shell; without them it cannot be tried, and that is said. */
  readonly needs?: readonly string[]
  /** `exec`: the program is started, so its exec is decided. */
  readonly answers: Answers
}

const rows = (
  family: string,
  answers: Answers,
  entries: readonly (readonly [id: string, script: string, ...needs: string[]])[],
) =>
  entries.map(
    ([id, script, ...needs]): Technique => ({ id, family, script, answers, ...(needs.length > 0 ? { needs } : {}) }),
  )

const anotherPath = rows('another path', 'exec', [
  ['by-name', 'marker "$M"'],
  ['absolute', '"$P" "$M"'],
  ['relative', 'cd "$D" && "./${P##*/}" "$M"'],
  ['dot-dot', '"$D/../${D##*/}/${P##*/}" "$M"'],
  ['on-path', 'PATH="$D:$PATH"; "${P##*/}" "$M"'],
  ['command-p', 'command -p env "$P" "$M"'],
  ['env-i', 'env -i "$P" "$M"'],
  ['hash-p', 'bash -c \'hash -p "$P" innocent; innocent "$M"\'', 'bash'],
  ['proc-root', '"/proc/self/root$P" "$M"'],
  ['proc-cwd', 'cd "$D" && "/proc/self/cwd/${P##*/}" "$M"'],
])

const anotherFile = rows('another file', 'exec', [
  ['symlink', 'ln -s "$P" "$D/link" && "$D/link" "$M"'],
  ['hard-link', 'cp "$P" "$D/own" && ln "$D/own" "$D/hard" && "$D/hard" "$M"'],
  ['copy', 'cp "$P" "$D/copy" && "$D/copy" "$M"'],
  ['deleted', 'cp "$P" "$D/gone"; exec 3<"$D/gone"; rm "$D/gone"; /proc/self/fd/3 "$M"'],
  [
    'memfd',
    `python3 -c 'import os,sys
m = os.memfd_create("x", 0); os.write(m, open(sys.argv[1], "rb").read())
os.execve(m, ["innocent", sys.argv[2]], os.environ)' "$P" "$M"`,
    'python3',
  ],
  [
    'fexecve',
    `python3 -c 'import os,sys
os.execve(os.open(sys.argv[1], os.O_RDONLY), sys.argv[1:], os.environ)' "$P" "$M"`,
    'python3',
  ],
  [
    'loader',
    'for l in /lib64/ld-linux-x86-64.so.2 /lib/ld-linux-aarch64.so.1; do [ ! -e $l ] || "$l" /bin/sh -c \'"$P" "$M"\'; done',
  ],
  ['busybox', 'busybox sh -c \'"$P" "$M"\'', 'busybox'],
])

const anotherWord = rows('another word', 'exec', [
  ['exec-a', 'bash -c \'exec -a innocent "$P" "$M"\'', 'bash'],
  ['variable', 'a=${P%?}; b=${P#"$a"}; "$a$b" "$M"'],
  ['glob', 'set -- "${P%?}"?; "$1" "$M"'],
  ['default', '"${nothing:-$P}" "$M"'],
  ['alias', 'alias go="$P"\neval \'go "$M"\''],
  ['function', 'ls() { "$P" "$@"; }; ls "$M"'],
])

const anotherShell = rows('another shell', 'exec', [
  ['sh-c', 'sh -c \'"$P" "$M"\''],
  ['eval', 'eval \'"$P" "$M"\''],
  ['here-document', 'sh <<X\n"$P" "$M"\nX'],
  ['base64', 'printf %s "\\"$P\\" \\"$M\\"" | base64 | base64 -d | sh', 'base64'],
  ['file', 'printf \'"$P" "$M"\\n\' >"$D/s"; sh "$D/s"'],
  ['source', 'printf \'"$P" "$M"\\n\' >"$D/s"; . "$D/s"'],
  ['trap', 'sh -c \'trap "\\"$P\\" \\"$M\\"" EXIT\''],
  ['process-substitution', 'bash -c \'. <(printf "%s\\n" "\\"$P\\" \\"$M\\"")\'', 'bash'],
  ['bash-env', 'printf \'"$P" "$M"\\n\' >"$D/s"; BASH_ENV="$D/s" bash -c :', 'bash'],
  ['zshenv', 'mkdir "$D/z"; printf \'"$P" "$M"\\n\' >"$D/z/.zshenv"; ZDOTDIR="$D/z" zsh -c :', 'zsh'],
])

const anotherProgram = rows('another program runs it', 'exec', [
  ['find', 'find / -maxdepth 0 -exec "$P" "$M" \\;', 'find'],
  ['xargs', 'printf %s "$M" | xargs "$P"', 'xargs'],
  ['awk', 'awk \'BEGIN { system(ENVIRON["P"] " " ENVIRON["M"]) }\'', 'awk'],
  ['sed', 'echo "$P $M" | sed e', 'sed'],
  ['make', 'printf \'all:\\n\\t@"$$P" "$$M"\\n\' >"$D/mk"; make -s -f "$D/mk"', 'make'],
  ['tar', 'tar cf /dev/null --checkpoint=1 --checkpoint-action=exec="$P $M" -C "$D" .', 'tar'],
  ['timeout', 'timeout 5 "$P" "$M"', 'timeout'],
  ['setsid', 'setsid -w "$P" "$M"', 'setsid'],
  ['flock', 'flock "$D/lock" "$P" "$M"', 'flock'],
  ['script', 'script -qec "$P $M" /dev/null', 'script'],
  [
    'sort',
    'printf \'#!/bin/sh\\n"$P" "$M"\\ncat\\n\' >"$D/c"; chmod +x "$D/c"; seq 9999 | sort -S1k --compress-program="$D/c"',
    'sort',
  ],
  ['python', 'python3 -c \'import os,sys; os.execv(sys.argv[1], sys.argv[1:])\' "$P" "$M"', 'python3'],
  ['perl', 'perl -e \'exec @ARGV\' "$P" "$M"', 'perl'],
  ['node', 'node -e \'require("child_process").spawnSync(process.env.P, [process.env.M])\'', 'node'],
])

const git = rows('git runs it', 'exec', [
  ['alias', 'git -c alias.go=\'!"$P" "$M"\' go', 'git'],
  [
    'external-diff',
    'echo a >"$D/a"; echo b >"$D/b"; git -c diff.external="$P $M; :" diff --no-index "$D/a" "$D/b"',
    'git',
  ],
  [
    'hook',
    'git init -q "$D/r2"; printf \'#!/bin/sh\\n"$P" "$M"\\n\' >"$D/r2/.git/hooks/post-checkout"; chmod +x "$D/r2/.git/hooks/post-checkout"; cd "$D/r2" && git -c user.name=x -c user.email=x@localhost commit -q --allow-empty -m x && git checkout -q -b y',
    'git',
  ],
  ['fsmonitor', 'git init -q "$D/r3" && git -C "$D/r3" -c core.fsmonitor="$P $M; :" status -s', 'git'],
  ['ssh-command', 'GIT_SSH_COMMAND="$P $M; :" git ls-remote ssh://localhost/x', 'git'],
])

const environment = rows('environment', 'exec', [
  [
    'external-diff',
    'echo a >"$D/a"; echo b >"$D/b"; GIT_EXTERNAL_DIFF="$P $M; :" git diff --no-index "$D/a" "$D/b"',
    'git',
  ],
  [
    'editor',
    'git init -q "$D/e"; cd "$D/e" && GIT_EDITOR="$P $M; :" git -c user.name=x -c user.email=x@localhost commit --allow-empty -q',
    'git',
  ],
  [
    'pythonstartup',
    'printf \'import os; os.system("$P $M")\\n\' >"$D/sitecustomize.py"; PYTHONPATH="$D" python3 -c ""',
    'python3',
  ],
  [
    'node-options',
    'printf \'require("child_process").execFileSync(process.env.P, [process.env.M])\' >"$D/n.cjs"; NODE_OPTIONS="--require $D/n.cjs" node -e ""',
    'node',
  ],
  [
    'perl5opt',
    'mkdir "$D/pl"; printf \'system($ENV{P}, $ENV{M}); 1;\' >"$D/pl/Go.pm"; PERL5LIB="$D/pl" PERL5OPT=-MGo perl -e 1',
    'perl',
  ],
])

const leaving = rows('leaving the tree', 'exec', [
  ['background', '"$P" "$M" & wait'],
  ['daemon', '(setsid sh -c \'sleep 0.1; "$P" "$M"\' &) ; sleep 0.6', 'setsid'],
  ['user-namespace', 'unshare --user --map-root-user "$P" "$M"', 'unshare'],
  ['pid-namespace', 'unshare --user --map-root-user --pid --fork "$P" "$M"', 'unshare'],
  ['chroot', 'unshare --user --map-root-user chroot / "$P" "$M"', 'unshare', 'chroot'],
  ['bwrap', 'bwrap --bind / / --dev /dev "$P" "$M"', 'bwrap'],
  [
    'tmux',
    'SHELL=/bin/sh tmux -S "$D/t" -f /dev/null new-session -d "$P $M"; sleep 0.4; tmux -S "$D/t" kill-server 2>/dev/null; :',
    'tmux',
  ],
])

const raw = rows('raw system call', 'exec', [
  [
    'syscall',
    `python3 -c 'import ctypes,os,platform
c = ctypes.CDLL(None); a = (ctypes.c_char_p * 3)(os.environb[b"P"], os.environb[b"M"], None)
c.syscall(59 if platform.machine() == "x86_64" else 221, a[0], a, None)'`,
    'python3',
  ],
  [
    'thread',
    `python3 -c 'import os,threading
t = threading.Thread(target=lambda: os.execv(os.environ["P"], [os.environ["P"], os.environ["M"]])); t.start(); t.join()'`,
    'python3',
  ],
  [
    'vfork',
    `python3 -c 'import os; os.waitpid(os.posix_spawn(os.environ["P"], [os.environ["P"], os.environ["M"]], os.environ), 0)'`,
    'python3',
  ],
])

const against = rows('against the gate', 'exec', [
  ['session-unset', 'env -u GATESH_SESSION "$P" "$M"'],
  ['broker-killed', '[ "$GATED" != yes ] || kill -9 "$PPID" 2>/dev/null; sleep 0.1; "$P" "$M"'],
  [
    'parent-stopped',
    '[ "$GATED" != yes ] || kill -STOP "$PPID" 2>/dev/null; "$P" "$M"; r=$?; kill -CONT "$PPID" 2>/dev/null; exit "$r"',
  ],
])

/** Nothing is started: what a gate of execs cannot see. The word is written by the technique itself. */
const noExec = [
  ...rows('no exec at all', 'text', [
    ['redirect', 'echo ran >"$M"'],
    ['printf', 'printf "ran\\n" >>"$M"'],
  ]),
  ...rows('no exec at all', 'named', [
    ['python', 'python3 -c \'import os; open(os.environ["M"], "w").write("ran")\'', 'python3'],
    ['node', 'node -e \'require("fs").writeFileSync(process.env.M, "ran")\'', 'node'],
    ['perl', 'perl -e \'open(F, ">", $ENV{M}); print F "ran"\'', 'perl'],
  ]),
]

export const techniques: readonly Technique[] = [
  ...anotherPath,
  ...anotherFile,
  ...anotherWord,
  ...anotherShell,
  ...anotherProgram,
  ...git,
  ...environment,
  ...leaving,
  ...raw,
  ...against,
  ...noExec,
]

/** Known to pass and not tried here: each takes a program built for it. Tried by the supervisor's own tests. */
export const knownMisses: readonly { readonly id: string; readonly why: string }[] = [
  { id: 'proc-mem', why: 'another process of the same user writes /proc/PID/mem of one that is held' },
  { id: 'userland-exec', why: 'a program that was allowed maps and runs another one by itself' },
  {
    id: 'daemons',
    why: 'work that is handed to a process outside the tree: docker, systemd, cron, ssh to this machine',
  },
]
