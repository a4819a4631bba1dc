/** install.sh from this clone: again, broken off, on a full disk, moved, and gone. */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Result, run } from './shims/run.js'

const script = fileURLToPath(new URL('../install.sh', import.meta.url))
let directory: string
let prefix: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatesh-install-'))
  prefix = join(directory, 'opt')
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const install = (...args: string[]): Promise<Result> =>
  run('sh', [script, '--prefix', prefix, ...args], { cwd: directory })
const gatesh = (...args: string[]): Promise<Result> => run(join(prefix, 'bin/gatesh'), args, { cwd: directory })
const folders = () => readdirSync(join(prefix, 'lib'))

describe('install.sh', () => {
  it('installs, and again in place of the one before, which stays for those that still run', async () => {
    for (const times of [1, 2, 2]) {
      expect(await install()).toMatchObject({ code: 0, stdout: expect.stringContaining(`is at ${prefix}/bin/gatesh`) })
      expect(folders()).toHaveLength(times)
      expect((await gatesh('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    }
    expect(await install('--check')).toMatchObject({ code: 0, stdout: expect.stringContaining('is whole') })
  }, 120_000)

  it('makes a folder that works wherever it is put, and through a link', async () => {
    await install()
    renameSync(prefix, join(directory, 'moved'))
    prefix = join(directory, 'moved')
    symlinkSync(join(prefix, 'bin/gatesh'), join(directory, 'linked'))
    expect((await run(join(directory, 'linked'), ['--version'])).code).toBe(0)
    const shims = await install('--shims-only', join(prefix, 'shims'))
    expect(shims).toMatchObject({ code: 0, stdout: `export PATH='${prefix}/shims':"$PATH"\n` })
    expect(readFileSync(join(prefix, 'shims/.gatesh'), 'utf8')).toBe('../bin/gatesh\nbroker\n--idle\n900\n')
  }, 60_000)

  it('leaves the old one where a package is broken, and cleans up', async () => {
    await install()
    const before = folders()
    writeFileSync(join(directory, 'broken.tgz'), 'no package')
    expect((await install('--from', join(directory, 'broken.tgz'))).code).not.toBe(0)
    expect(folders()).toEqual(before)
    expect((await gatesh('--version')).code).toBe(0)
  }, 60_000)

  it('leaves the old one where the disk is full', async () => {
    mkdirSync(prefix)
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', prefix], { encoding: 'utf8' })
    expect(mounted.stderr).toBe('')
    try {
      expect((await install()).code).toBe(0)
      const before = folders()
      const { code, stderr } = await install()
      expect([code !== 0, stderr]).toEqual([true, expect.stringContaining('ENOSPC')])
      expect(folders()).toEqual(before)
      expect((await gatesh('--version')).code).toBe(0)
    } finally {
      execFileSync('umount', [prefix])
    }
  }, 60_000)

  it('touches no program of somebody else', async () => {
    mkdirSync(join(prefix, 'bin'), { recursive: true })
    writeFileSync(join(prefix, 'bin/gatesh'), '#!/bin/sh\necho mine\n', { mode: 0o755 })
    expect(await install()).toMatchObject({ code: 1, stderr: expect.stringContaining('is none of ours') })
    expect(await install('--uninstall')).toMatchObject({ code: 1, stderr: expect.stringContaining('is not installed') })
    expect((await gatesh()).stdout).toBe('mine\n')
  })

  it('says what is missing, and takes everything away again', async () => {
    await install()
    rmSync(join(prefix, 'lib', folders()[0] ?? '', 'node_modules/gatesh/dist/native'), { recursive: true })
    expect(await install('--check')).toMatchObject({
      code: 1,
      stderr: 'install.sh: `gatesh-shim` is missing; run install.sh again\n',
    })
    expect(await install('--uninstall')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`gone from ${prefix}`),
    })
    expect(readdirSync(directory)).toEqual([])
    expect(await install('--check')).toMatchObject({ code: 1, stderr: expect.stringContaining('is not installed') })
  }, 60_000)
})
