/** Every way to start a program comes by the supervisor, which sees what the kernel loaded. */
import { chmodSync, copyFileSync, linkSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EXEC_FLAG, type ExecRequest } from '../../src/broker/wire.js'
import { allow, deny } from '../broker/test-broker.js'
import { compile } from '../shims/native.js'
import { type Programs, programs } from './programs.js'
import { type Session, type StartOptions, session, USERS } from './supervise.js'

let current: Session
let built: Programs

/** What a person would recognise the forbidden program by, wherever the exec shows it. */
function isForbidden({ exe, execfn, argv }: ExecRequest): boolean {
  return (
    [exe, execfn, argv[0] ?? ''].some((text) => text.includes('forbidden')) || argv[1]?.includes('forbidden') === true
  )
}

const decideByName = (request: { type: string }) =>
  request.type === 'exec' && isForbidden(request as ExecRequest) && !(request as ExecRequest).argv.includes('--norc')
    ? deny('forbidden')
    : allow

beforeAll(async () => {
  current = await session(decideByName)
  built = programs(current)
})
afterAll(() => current.close())

/** Runs a shell script in which $P is the program and $M its mark; gives what the mark says and what was asked. */
async function attempt(script: string, program: string, options: StartOptions) {
  const mark = built.mark()
  const before = current.execs().length
  const env = {
    PATH: '/usr/bin:/bin',
    HOME: '/tmp',
    P: program,
    M: mark,
    D: built.directory,
    WAYS: built.attack('ways'),
  }
  const result = await current.run(['/bin/bash', '--norc', '-c', script], { ...options, env })
  return { ...result, ran: built.ran(mark), execs: current.execs().slice(before + 1) }
}

const WAYS: readonly (readonly [name: string, script: string])[] = [
  ['by absolute path', '"$P" "$M"'],
  ['by relative path', 'cd "$D" && "./$(basename "$P")" "$M"'],
  ['found on PATH', 'PATH="$D:$PATH"; "$(basename "$P")" "$M"'],
  ['with command -p and an emptied environment', 'command -p env -i "$P" "$M"'],
  ['by exec under another name', 'exec -a innocent "$P" "$M"'],
  ['through /proc/self/root', '"/proc/self/root$P" "$M"'],
  ['by another program', 'find / -maxdepth 0 -exec "$P" "$M" \\;'],
  ['by xargs', 'echo "$M" | xargs "$P"'],
  ['from a script in a file', 'S=$(mktemp -p "$D"); echo "\\"$P\\" \\"$M\\"" >"$S"; sh "$S"'],
  ['decoded and piped into a shell', 'printf %s "\\"$P\\" \\"$M\\"" | base64 | base64 -d | sh'],
  ['in the background of a session of its own', 'setsid "$P" "$M"; sleep 0.3'],
  ['by python', 'python3 -c "import os,sys; os.execv(sys.argv[1], sys.argv[1:])" "$P" "$M"'],
  ['by perl', 'perl -e "exec @ARGV" "$P" "$M"'],
  ['by the loader', '/lib64/ld-linux-x86-64.so.2 "$P" "$M"'],
  ...['execveat', 'descriptor', 'thread', 'vfork', 'posix_spawn', 'clone3', 'daemon', 'int80', 'other-name'].map(
    (way) => [`by ${way}`, `"$WAYS" ${way} "$P" "$M"`] as const,
  ),
]

describe.each(USERS)('as %s', (user) => {
  describe.each([
    ['late', []],
    ['ptrace', ['--ptrace-only']],
  ] as const)('in %s mode', (_, flags) => {
    test.each(WAYS)('a program started %s is caught', async (_name, script) => {
      const caught = await attempt(script, built.forbidden, { user, flags })
      const control = await attempt(script, built.permitted, { user, flags })
      expect({ ran: caught.ran, control: control.ran }).toEqual({ ran: '', control: 'ran\n' })
      expect(caught.stderr).toContain('gatesh: forbidden\n')
    })

    test('a memfd is shown as one', async () => {
      const { execs, ran } = await attempt('"$WAYS" memfd "$P" "$M"', built.permitted, { user, flags })
      const last = execs.at(-1)!
      expect([last.exe, last.flags & EXEC_FLAG.memfd, ran]).toEqual(['/memfd:innocent', EXEC_FLAG.memfd, 'ran\n'])
    })

    test('the x32 entry is closed', async () => {
      const { stderr, ran } = await attempt('"$WAYS" x32 "$P" "$M"', built.permitted, { user, flags })
      expect([stderr, ran]).toEqual(['x32: Function not implemented\n', ''])
    })

    test('a 32-bit program is caught, and prints the reason', async () => {
      const flags32 = ['-m32', '-static', '-nostdlib', '-no-pie', '-fno-pie', '-ffreestanding', '-fno-stack-protector']
      const plain = built.attack('mark32', ...flags32, '-fcf-protection=none')
      const forbidden = join(built.directory, 'forbidden32')
      copyFileSync(plain, forbidden)
      const caught = await attempt('"$P" "$M"; echo $?', forbidden, { user, flags })
      const control = await attempt('"$P" "$M"; echo $?', plain, { user, flags })
      expect([caught.stdout, caught.stderr, caught.ran]).toEqual(['126\n', 'gatesh: forbidden\n', ''])
      expect([control.stdout, control.stderr, control.ran]).toEqual(['0\n', '', 'ran\n'])
      expect(control.execs.at(-1)!.flags & EXEC_FLAG.compat32).toBe(EXEC_FLAG.compat32)
    })

    test('a script shows its interpreter and itself', async () => {
      const script = join(built.directory, `script-${user}-${flags.length}`)
      writeFileSync(script, '#!/bin/sh -e\necho "$1"\n', { mode: 0o755 })
      const { execs, stdout } = await attempt('cd "$D" && "./$(basename "$P")" arg', script, { user, flags })
      const { exe, execfn, argv } = execs.at(-1)!
      const name = `./${script.split('/').at(-1)}`
      expect({ exe, execfn, argv, stdout }).toEqual({
        exe: '/usr/bin/dash',
        execfn: name,
        argv: ['/bin/sh', '-e', name, 'arg'],
        stdout: 'arg\n',
      })
    })

    test('links and copies show the file that runs', async () => {
      const link = join(built.directory, `link-${user}-${flags.length}`)
      symlinkSync(built.permitted, link)
      const hard = join(built.directory, `hard-${user}-${flags.length}`)
      linkSync(built.permitted, hard)
      const { execs } = await attempt(`${link} "$M"; ${hard} "$M"`, built.permitted, { user, flags })
      const [first, second] = execs
      expect([first!.exe, first!.execfn, second!.exe]).toEqual([built.permitted, link, hard])
      expect([first!.dev, first!.ino]).toEqual([second!.dev, second!.ino])
    })

    test('a program that was unlinked is shown as such', async () => {
      const script = 'cp "$P" "$D/gone"; exec 3<"$D/gone"; rm "$D/gone"; /proc/self/fd/3 "$M"'
      const { execs, ran } = await attempt(script, built.permitted, { user, flags })
      const last = execs.at(-1)!
      expect([last.exe, last.flags, ran]).toEqual([join(built.directory, 'gone'), EXEC_FLAG.deletedExe, 'ran\n'])
    })
  })

  test('namespaces made inside change nothing', async () => {
    const inside = 'unshare --user --map-root-user --mount --pid --fork --mount-proc'
    const script = `${inside} sh -c '"$P" "$M"; echo $?'`
    const caught = await attempt(script, built.forbidden, { user })
    const control = await attempt(script, built.permitted, { user })
    expect([caught.stdout, caught.ran, control.stdout, control.ran]).toEqual(['126\n', '', '0\n', 'ran\n'])
  })

  test('bubblewrap works inside, and its inside is gated', async () => {
    const script =
      'bwrap --bind / / --dev /dev --proc /proc --unshare-all --die-with-parent sh -c \'"$P" "$M"; echo $?\''
    const caught = await attempt(script, built.forbidden, { user })
    const control = await attempt(script, built.permitted, { user })
    expect([caught.stdout, caught.ran, control.stdout, control.ran]).toEqual(['126\n', '', '0\n', 'ran\n'])
    expect(caught.stderr).toBe('gatesh: forbidden\n')
  })

  test('a chroot changes nothing', async () => {
    // as root for a moment where the user is not: in a user namespace of its own
    const script = `unshare --user --map-root-user /usr/sbin/chroot / "$P" "$M"; echo $?`
    const caught = await attempt(script, built.forbidden, { user })
    const control = await attempt(script, built.permitted, { user })
    expect([caught.stdout, caught.ran, control.stdout, control.ran]).toEqual(['126\n', '', '0\n', 'ran\n'])
  })

  test('a static program is caught', async () => {
    const fixed = compile(
      new URL('attacks/mark.c', import.meta.url).pathname,
      join(built.directory, `static-${user}`),
      '-static',
    )
    const forbidden = join(built.directory, `forbidden-static-${user}`)
    copyFileSync(fixed, forbidden)
    const caught = await attempt('"$P" "$M"; echo $?', forbidden, { user })
    const control = await attempt('"$P" "$M"; echo $?', fixed, { user })
    expect([caught.stdout, caught.ran, control.stdout, control.ran]).toEqual(['126\n', '', '0\n', 'ran\n'])
  })

  test('a search of PATH that fails on the way asks once, and a program that is nowhere never', async () => {
    const { execs, stdout } = await attempt('PATH="/nonexistent:/:$PATH" env sh -c "echo found"; env nowhere', '', {
      user,
    })
    expect(stdout).toBe('found\n')
    expect(execs.map(({ argv }) => argv.join(' '))).toEqual(['env sh -c echo found', 'sh -c echo found', 'env nowhere'])
  })

  test('a caller interrupted all the time is asked about once', async () => {
    const { execs, ran } = await attempt(`${built.attack('impatient')} "$P" "$M"`, built.permitted, { user })
    expect([ran, execs.length]).toEqual(['ran\n', 2])
  })

  test('a busybox shows its applet in argv', async () => {
    const { execs, stdout } = await attempt('busybox echo hi', '', { user })
    expect([execs.at(-1)!.argv, stdout]).toEqual([['busybox', 'echo', 'hi'], 'hi\n'])
  })
})

describe('programs and callers that hide', () => {
  test('a program that may be run but not read is asked about, and a refusal ends it', async () => {
    const hidden = join(built.directory, 'hidden')
    copyFileSync(built.permitted, hidden)
    chmodSync(hidden, 0o711)
    const control = await attempt('"$P" "$M"; echo $?', hidden, { user: 'nobody' })
    const { exe, argv, flags, env } = control.execs.at(-1)!
    expect([control.ran, control.stdout]).toEqual(['ran\n', '0\n'])
    expect([exe, argv[0], flags, env.count]).toEqual(['hidden', hidden, EXEC_FLAG.unreadable, 0])

    const forbidden = join(built.directory, 'forbidden-hidden')
    copyFileSync(built.permitted, forbidden)
    chmodSync(forbidden, 0o711)
    const caught = await attempt('"$P" "$M"; echo $?', forbidden, { user: 'nobody' })
    expect([caught.ran, caught.stdout]).toEqual(['', '137\n'])
  })

  test('a caller that hides its memory may start nothing, and the broker is told', async () => {
    const { ran, stderr } = await attempt('"$WAYS" hidden-caller "$P" "$M"', built.permitted, { user: 'nobody' })
    expect([ran, stderr]).toEqual(['', 'exec of a process that hides its memory: Operation not permitted\n'])
    expect(current.broker.requests.findLast(({ type }) => type === 'refused')).toMatchObject({
      name: 'ways',
      why: 'a program that is traced by another, or hides its memory, may start nothing',
    })
  })
})
