/** Path patterns are gitignore's: held against git itself. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { globFits, parseGlob } from '../../src/permissions/gitignore.js'
import { pathTest } from '../../src/permissions/path-match.js'
import { HOME, PROJECT, rule } from './rules.js'

let repository: string
beforeAll(() => {
  repository = mkdtempSync(join(tmpdir(), 'gatesh-ignore-'))
  execFileSync('git', ['init', '-q', repository])
})
afterAll(() => rmSync(repository, { recursive: true }))

/** Paths of the list that git would ignore by this one pattern. */
function ignored(pattern: string, paths: readonly string[]): string[] {
  writeFileSync(join(repository, '.gitignore'), `${pattern}\n`)
  try {
    return execFileSync('git', ['-C', repository, 'check-ignore', '--no-index', '--stdin'], {
      input: paths.join('\n'),
      encoding: 'utf8',
    })
      .split('\n')
      .filter(Boolean)
  } catch (error) {
    // 1: none of them.
    if ((error as { status?: number }).status === 1) return []
    throw error
  }
}

const names = ['a', 'b', 'ab', 'a.ts', 'b.ts', 'src', '.env', 'x-y', 'a*']
const paths = names.flatMap((one) => [one, ...names.map((two) => `${one}/${two}`), `src/${one}/b/a.ts`, `a/b/${one}`])
const patterns = [
  '/a',
  '/src/**',
  '/src/*',
  '/**/a',
  '/a/**/b',
  '/*.ts',
  '/src/[ab]',
  '/src/[!a]',
  '/a?',
  '/**/*.ts',
  '/src/**/a.ts',
  '/.*',
  '/a\\*',
  '/[a-c]*',
  '/*/b',
  '/src/*/b/*.ts',
  '/x-y',
  '/**',
]

describe('patterns', () => {
  it.each(patterns)('%s means what it means to git', (pattern) => {
    const expected = ignored(pattern, paths)
    const glob = parseGlob(pattern.slice(1))
    expect(paths.filter((path) => globFits(glob, path.split('/'))).sort()).toEqual(expected.sort())
  })

  it('finds something and nothing', () => {
    expect(ignored('/src/**', paths).length).toBeGreaterThan(5)
    expect(ignored('/nothing', paths)).toEqual([])
  })

  it('is quick for a pattern that makes regular expressions backtrack', () => {
    const start = performance.now()
    expect(globFits(parseGlob(`${'*a'.repeat(30)}b`), ['a'.repeat(250)])).toBe(false)
    expect(globFits(parseGlob(`${'**/a/'.repeat(30)}b`), Array(500).fill('a'))).toBe(false)
    expect(performance.now() - start).toBeLessThan(200)
  })
})

describe('anchors', () => {
  const test = (text: string, path: string, root = `${HOME}/.claude`) => {
    const { subject, origin } = rule(text, 'deny', { root })
    if (subject.tool !== 'Read' || !subject.path) throw new Error('no path rule')
    return pathTest(subject.path, origin, { home: HOME, project: PROJECT })(path)
  }

  it.each<[string, string[], string[]]>([
    ['Read(//etc/**)', ['/etc/passwd', '/etc/a/b'], ['/etc', '/home/etc/passwd']],
    ['Read(~/.ssh/**)', [`${HOME}/.ssh/id`], ['/home/other/.ssh/id', `${HOME}/.sshx/id`]],
    ['Read(/hooks/*)', [`${HOME}/.claude/hooks/a.sh`], ['/hooks/a.sh', `${PROJECT}/hooks/a.sh`]],
    ['Read(.env)', [`${PROJECT}/.env`, `${PROJECT}/sub/.env`], [`${HOME}/.env`, `${PROJECT}/.envrc`]],
    ['Read(src/*.ts)', [`${PROJECT}/src/a.ts`], [`${PROJECT}/lib/src/a.ts`, `${PROJECT}/src/a/b.ts`]],
    ['Read(./secrets/)', [`${PROJECT}/secrets/a`], [`${PROJECT}/a/b`]],
  ])('%s', (text, yes, no) => {
    for (const path of yes) expect([path, test(text, path)]).toEqual([path, true])
    for (const path of no) expect([path, test(text, path)]).toEqual([path, false])
  })
})
