/**
 * The shim as it is built for arm64, run by an emulator of that processor: it finds its directory, starts the broker of
 * this machine, and does what that one says. The supervisor cannot be tried so: the emulator knows no seccomp.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildGatesh } from '../launch/gatesh.js'
import { type Result, run } from './run.js'

const shims = fileURLToPath(new URL('../../shims/', import.meta.url))
let directory: string
let bin: string
beforeAll(() => {
  const main = buildGatesh()
  directory = mkdtempSync(join(tmpdir(), 'gatesh-arm64-'))
  bin = join(directory, 'bin')
  const out = join(directory, 'native')
  const settings = [
    'ARCH=arm64',
    'LINK=static',
    'CC=aarch64-linux-gnu-gcc',
    `OUT=${out}`,
    `BUILD=${join(directory, 'build')}`,
  ]
  execFileSync('make', ['-s', '-C', shims, ...settings], { stdio: ['ignore', 'ignore', 'inherit'] })
  mkdirSync(bin)
  copyFileSync(join(out, 'gatesh-shim'), join(bin, 'git'))
  writeFileSync(join(bin, '.gatesh'), `${process.execPath}\n${main}\nbroker\n--idle\n1\n`, { mode: 0o444 })
}, 120_000)
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const git = (...args: string[]): Promise<Result> => {
  const env = { PATH: `${bin}${delimiter}${process.env.PATH}`, HOME: directory }
  // The broker believes the system about its user's home, and no variable: what it writes there goes away with this.
  const apart = 'mount -t tmpfs tmpfs /run; mkdir -p "$1"; mount -t tmpfs tmpfs "$1"; shift; exec "$@"'
  const state = join(userInfo().homedir, '.local/state')
  const command = ['qemu-aarch64-static', join(bin, 'git'), ...args]
  return run('unshare', ['--mount', 'sh', '-ec', apart, 'sh', state, ...command], { cwd: directory, env })
}

it('runs what is allowed', async () => {
  expect(await git('--version')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^git version/), stderr: '' })
})

it('does not run what is not', async () => {
  const { code, stdout, stderr } = await git('push', '--force', 'origin', 'main')
  expect([code, stdout, stderr]).toEqual([126, '', expect.stringContaining('gatesh: rule git.push-force')])
})
