/**
 * Root file systems as container images have them, and programs in them as a container runs them: a normal user, no
 * terminal, namespaces and a /proc of its own. No container engine is needed, only root.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Result, run } from '../shims/run.js'

export const repository = fileURLToPath(new URL('../../', import.meta.url))

/** The user inside. */
export const UID = 1000

export interface Root {
  readonly path: string
  /** Where a path of the root lies for us. */
  at(inside: string): string
  /** Runs a command in it. `binds`: directories of ours that it sees, read-only. */
  run(
    command: readonly string[],
    options?: { uid?: number; env?: Record<string, string>; binds?: Record<string, string> },
  ): Promise<Result>
  remove(): void
}

/** What a container runtime does before it starts the image's program. The first arguments: root, uid, gid; then binds. */
const ENTER = `
root=$1 uid=$2 binds=$3; shift 3
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
mkdir -m 1777 "$root/dev/shm"
for node in null zero random urandom; do : > "$root/dev/$node"; mount --bind "/dev/$node" "$root/dev/$node"; done
ln -s /proc/self/fd "$root/dev/fd"
while [ "$binds" -gt 0 ]; do
  mkdir -p "$root/$2"; mount --bind "$1" "$root/$2"; mount -o remount,bind,ro "$root/$2"; shift 2; binds=$((binds - 1))
done
exec chroot --userspec="$uid:$uid" "$root" "$@"
`

function open(path: string): Root {
  const at = (inside: string) => join(path, inside)
  for (const [directory, mode] of [
    ['/tmp', 0o1777],
    ['/job', 0o777],
    ['/home/ci', 0o777],
  ] as const) {
    mkdirSync(at(directory), { recursive: true })
    chmodSync(at(directory), mode)
  }
  execFileSync('chown', ['-R', `${UID}:${UID}`, at('/home/ci'), at('/job')])
  return {
    path,
    at,
    run: (command, { uid = UID, env = {}, binds = {} } = {}) => {
      const bound = Object.entries(binds).flat()
      const variables = Object.entries({ PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/home/ci', ...env })
      const clean = ['/usr/bin/env', '-i', ...variables.map((pair) => pair.join('='))]
      const enter = [
        'sh',
        '-ec',
        ENTER,
        'sh',
        path,
        String(uid),
        String(bound.length / 2),
        ...bound,
        ...clean,
        ...command,
      ]
      return run('setsid', [
        '--wait',
        'unshare',
        '--mount',
        '--pid',
        '--fork',
        '--ipc',
        '--uts',
        '--kill-child',
        '--',
        ...enter,
      ])
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}

const ACCOUNT = `root:x:0:0:root:/root:/bin/sh\nci:x:${UID}:${UID}::/home/ci:/bin/sh\n`

/** Nothing but busybox: no glibc, no shared library at all. */
export function busyboxRoot(): Root {
  const path = mkdtempSync(join(tmpdir(), 'gatesh-busybox-'))
  chmodSync(path, 0o755)
  for (const directory of ['bin', 'usr/bin', 'etc', 'proc', 'dev', 'opt'])
    mkdirSync(join(path, directory), { recursive: true })
  cpSync('/bin/busybox', join(path, 'bin/busybox'), { dereference: true })
  for (const applet of [
    'sh',
    'cat',
    'chroot',
    'dirname',
    'env',
    'ls',
    'readlink',
    'rm',
    'sed',
    'tail',
    'touch',
    'true',
  ])
    symlinkSync('/bin/busybox', join(path, 'bin', applet))
  symlinkSync('/bin/busybox', join(path, 'usr/bin/env'))
  writeFileSync(join(path, 'etc/passwd'), ACCOUNT)
  return open(path)
}

/** Debian as debootstrap makes it, with git; the smallest of its variants, from the mirror that this machine uses. */
export function debianRoot(): Root {
  const path = mkdtempSync(join(tmpdir(), 'gatesh-debian-'))
  chmodSync(path, 0o755)
  const { status, stdout } = spawnSync(
    'debootstrap',
    ['--variant=minbase', '--include=git', release(), path, mirror()],
    {
      encoding: 'utf8',
    },
  )
  if (status !== 0) throw new Error(`debootstrap: ${stdout.split('\n').slice(-5).join('\n')}`)
  const accounts = readFileSync(join(path, 'etc/passwd'), 'utf8')
  writeFileSync(join(path, 'etc/passwd'), `${accounts}ci:x:${UID}:${UID}::/home/ci:/bin/sh\n`)
  return open(path)
}

const release = () => /^VERSION_CODENAME=(\w+)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'stable'

function mirror(): string {
  const sources = '/etc/apt/sources.list.d'
  const files = [
    ...(existsSync(sources) ? readdirSync(sources).map((name) => join(sources, name)) : []),
    '/etc/apt/sources.list',
  ]
  const text = files
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  return /^(?:URIs:|deb(?: \[.*?\])?) *(https?:\S+)/m.exec(text)?.[1] ?? 'http://deb.debian.org/debian'
}

/** gatesh in a folder with a Node of its own, as install.sh makes it from this clone. */
export function installedFolder(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'gatesh-folder-')), 'gatesh')
  execFileSync(join(repository, 'install.sh'), ['--prefix', folder, '--with-node'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return folder
}

/** Drops the folder in, as `COPY --from` does. */
export const dropIn = (root: Root, folder: string): void =>
  cpSync(folder, root.at('/opt/gatesh'), { recursive: true, verbatimSymlinks: true })
