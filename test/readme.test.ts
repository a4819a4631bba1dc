/** The README's commands exist and do what it says; the demonstration is run as it stands there. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { run } from './shims/run.js'

const root = fileURLToPath(new URL('../', import.meta.url))
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }

const blocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap((match) =>
  (match[1] ?? '').split('\n').filter(Boolean),
)

describe('README', () => {
  it('begins with the demonstration and the tests, each one command', () => {
    expect(blocks.slice(0, 2)).toEqual(['npm run demo', 'npm run test:all'])
    for (const name of ['demo', 'test:all']) expect(scripts).toHaveProperty(name)
    expect(readFileSync(join(root, '.ci/run'), 'utf8')).toContain(scripts['test:all'])
  })

  it('links to files that exist', () => {
    for (const [, path = ''] of readme.matchAll(/\]\(([A-Za-z_./-]+)\)/g))
      expect(existsSync(join(root, path)), path).toBe(true)
  })

  it('names options and words that gatesh has', async () => {
    const { help } = await import('../src/cli/help.js')
    const words = [...readme.matchAll(/(?:`|^)gatesh ([a-z]+)/gm)].map((match) => match[1] ?? '')
    expect(words.length).toBeGreaterThan(4)
    for (const word of words.filter((each) => !['claude', 'codex', 'puts'].includes(each)))
      expect(help, word).toContain(`gatesh ${word}`)
    for (const [, option = ''] of readme.matchAll(/`(--[a-z][a-z-]+)/g)) expect(help, option).toContain(option)
  })

  it('has a demonstration that blocks what it says, and nothing else', async () => {
    const { code, stdout, stderr } = await run('npm', ['run', '--silent', 'demo'], { cwd: root })
    expect(code, stdout + stderr).toBe(0)
    expect(stdout.match(/^ {2}yes {2}/gm)).toHaveLength(5)
    expect(stderr).toContain(', 5 blocked, ')
  }, 180_000)

  it('is installed by install.sh under a prefix, again without harm, and runs from there', async () => {
    const prefix = mkdtempSync(join(tmpdir(), 'gatesh-prefix-'))
    try {
      for (let time = 0; time < 2; time++) {
        const { code, stdout } = await run('./install.sh', ['--prefix', prefix], { cwd: root })
        expect([code, stdout]).toEqual([
          0,
          expect.stringMatching(new RegExp(`^gatesh [\\d.]+ is at ${prefix}/bin/gatesh$`, 'm')),
        ])
      }
      expect((await run(join(prefix, 'bin/gatesh'), ['--version'])).code).toBe(0)
      expect((await run('./install.sh', ['--nothing'], { cwd: root })).code).toBe(2)
    } finally {
      rmSync(prefix, { recursive: true })
    }
  }, 180_000)
})
