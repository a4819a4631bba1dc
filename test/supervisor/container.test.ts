/**
 * The supervisor under the default container profile: runc with the seccomp profile that Debian's container tools ship,
 * and the capabilities that containers have by default, as root and as another user. Nothing is mocked but the image:
 * the container sees the system's own programs, read-only.
 */
import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildGatesh } from '../launch/gatesh.js'

const repository = resolve(import.meta.dirname, '../..')
/** Debian package golang-github-containers-common. */
const profilePath = '/usr/share/containers/seccomp.json'

const capabilities = [
  'CHOWN',
  'DAC_OVERRIDE',
  'FSETID',
  'FOWNER',
  'MKNOD',
  'NET_RAW',
  'SETGID',
  'SETUID',
  'SETFCAP',
  'SETPCAP',
  'NET_BIND_SERVICE',
  'SYS_CHROOT',
  'KILL',
  'AUDIT_WRITE',
].map((name) => `CAP_${name}`)

interface Condition {
  readonly caps?: readonly string[]
  readonly arches?: readonly string[]
}
interface Row {
  readonly names: readonly string[]
  readonly action: string
  readonly args?: readonly unknown[]
  readonly errnoRet?: number
  readonly includes?: Condition
  readonly excludes?: Condition
}

/** The profile as the runtime takes it: rows that hang on capabilities or on the processor are settled. */
function seccomp() {
  const profile = JSON.parse(readFileSync(profilePath, 'utf8')) as { defaultAction: string; syscalls: readonly Row[] }
  const arch = process.arch === 'x64' ? 'amd64' : 'arm64'
  const holds = ({ includes, excludes }: Row) =>
    (includes?.caps?.every((name) => capabilities.includes(name)) ?? true) &&
    (includes?.arches?.includes(arch) ?? true) &&
    !excludes?.caps?.some((name) => capabilities.includes(name)) &&
    !excludes?.arches?.includes(arch)
  return {
    defaultAction: profile.defaultAction,
    architectures:
      process.arch === 'x64' ? ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'] : ['SCMP_ARCH_AARCH64'],
    syscalls: profile.syscalls.filter(holds).map(({ names, action, args, errnoRet }) => ({
      names,
      action,
      ...(args?.length ? { args } : {}),
      ...(errnoRet !== undefined && action === 'SCMP_ACT_ERRNO' ? { errnoRet } : {}),
    })),
  }
}

function specification(uid: number, args: readonly string[]) {
  const caps = uid === 0 ? { effective: capabilities, permitted: capabilities } : {}
  const seen = ['/usr', '/bin', '/lib', '/lib64', '/etc', repository, dirname(process.execPath)]
  return {
    ociVersion: '1.0.2',
    process: {
      terminal: false,
      user: { uid, gid: uid },
      args,
      env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'HOME=/home/dev'],
      cwd: '/home/dev',
      capabilities: { bounding: capabilities, ...caps },
    },
    root: { path: 'rootfs' },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755'] },
      { destination: '/dev/pts', type: 'devpts', source: 'devpts', options: ['newinstance', 'ptmxmode=0666'] },
      { destination: '/sys', type: 'sysfs', source: 'sysfs', options: ['ro'] },
      ...[...new Set(seen)].map((path) => ({
        destination: path,
        source: path,
        type: 'bind',
        options: ['rbind', 'ro'],
      })),
    ],
    linux: {
      namespaces: ['pid', 'network', 'ipc', 'uts', 'mount'].map((type) => ({ type })),
      seccomp: seccomp(),
      maskedPaths: ['/proc/kcore', '/proc/keys'],
      readonlyPaths: ['/proc/sys'],
    },
  }
}

describe.each([
  ['root', 0],
  ['another user', 65534],
])('under the default container profile as %s', (_name, uid) => {
  let bundle: string

  beforeAll(() => {
    bundle = mkdtempSync(join(tmpdir(), 'gatesh-container-'))
    for (const path of ['home/dev', 'tmp']) {
      mkdirSync(join(bundle, 'rootfs', path), { recursive: true })
      execFileSync('chmod', ['1777', join(bundle, 'rootfs', path)])
    }
    const script = 'git --version; env git push origin --delete main; echo "code $?"; id -u'
    const args = [process.execPath, buildGatesh(), '--strict', '--', 'bash', '-c', script]
    writeFileSync(join(bundle, 'config.json'), JSON.stringify(specification(uid, args)))
  })
  afterAll(() => rmSync(bundle, { recursive: true, force: true }))

  it('the supervisor sees every exec, lets one run and refuses another', async () => {
    const container = `gatesh-test-${process.pid}-${uid}`
    const { stdout, stderr } = await promisify(execFile)('runc', ['run', '--bundle', bundle, container])
    expect(stderr).toContain('the supervisor sees every exec')
    expect(stdout).toMatch(new RegExp(`^git version .*\ncode 126\n${uid}\n$`))
    expect(stderr).toContain('gatesh: blocked: deletes `main` on `origin`')
  }, 30_000)
})
