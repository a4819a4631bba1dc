/** The package as it would be published: installed from its tarball into an empty folder, where there is no compiler. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Result, run } from './shims/run.js'

const root = fileURLToPath(new URL('../', import.meta.url))

let folder: string
let files: string[]

/** Programs of the system, but no compiler. */
function pathWithoutCompiler(): string {
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  for (const name of readdirSync('/usr/bin')) {
    if (!/^(?:.*-)?(?:cc|gcc|g\+\+|c\+\+|clang|tcc|make|c[89]9)(?:-[\d.]+)?$/.test(name))
      symlinkSync(join('/usr/bin', name), join(bin, name))
  }
  return bin
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatesh-package-'))
  const packed = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root })
  if (packed.code !== 0) throw new Error(packed.stderr)
  const [tarball] = JSON.parse(packed.stdout.slice(packed.stdout.indexOf('['))) as {
    filename: string
    files: { path: string }[]
  }[]
  files = tarball?.files.map(({ path }) => path) ?? []
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const installed = await run(
    'npm',
    ['install', '--no-audit', '--no-fund', '--ignore-scripts', `./${tarball?.filename}`],
    { cwd: folder },
  )
  if (installed.code !== 0) throw new Error(installed.stderr)
}, 240_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the package', () => {
  it('carries what it needs and nothing of the workshop', () => {
    for (const name of [
      'dist/main.js',
      `dist/native/${process.arch}/gatesh-shim`,
      `dist/native/${process.arch}/gatesh-exec`,
      'README.md',
      'LICENSE',
    ]) {
      expect(files).toContain(name)
    }
    expect(files.filter((name) => /^(?:test|src|build|node_modules)\//.test(name))).toEqual([])
  })

  it.each(['--strict', '--shims'])('runs a session with %s without a compiler', async (flag) => {
    const path = join(folder, 'bin')
    const env = {
      PATH: flag === '--strict' ? pathWithoutCompiler() : path,
      HOME: folder,
      XDG_STATE_HOME: join(folder, 'state'),
    }
    const gatesh = join(folder, 'node_modules/gatesh/dist/main.js')
    const session = (...command: string[]): Promise<Result> =>
      run(process.execPath, [gatesh, flag, '--', ...command], { cwd: folder, env })
    expect((await session('cc', '--version')).code).toBe(127)
    expect(await session('git', '--version')).toMatchObject({ code: 0, stdout: expect.stringContaining('git version') })
    const blocked = await session('bash', '-c', 'bash -c "git push --force origin main"')
    expect([blocked.code, blocked.stderr]).toEqual([126, expect.stringContaining('gatesh: blocked: ')])
  })
})
