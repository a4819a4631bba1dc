import { describe, expect, test } from 'vitest'
import type { Effect, Target } from '../../src/effects/effect.js'
import { Ledger } from '../../src/ledger/ledger.js'

function effect(kind: Effect['kind'], targets: readonly Target[], more: Partial<Effect> = {}): Effect {
  return { kind, targets, flags: [], sources: [], command: 0, program: 'x', says: kind, ...more }
}
const path = (value: string): Target => ({ type: 'path', value, area: 'temp' })

function ledger(...effects: readonly Effect[]): Ledger {
  const made = new Ledger()
  for (const one of effects) made.record(one, 0, effects)
  return made
}

describe('makings', () => {
  test("a file that was written is the session's, one that was edited is not", () => {
    expect(ledger(effect('fs.write', [path('/tmp/a')])).made(path('/tmp/a'))).toBe(true)
    expect(ledger(effect('fs.write', [path('/tmp/a')], { flags: ['edit'] })).made(path('/tmp/a'))).toBe(false)
    expect(ledger(effect('fs.write', [path('/tmp/a')], { flags: ['append'] })).made(path('/tmp/a'))).toBe(false)
    expect(ledger(effect('fs.write', [path('/tmp/a')])).made(path('/tmp'))).toBe(false)
  })

  test('a directory that was made owns what is in it', () => {
    const made = ledger(effect('vcs.clone', [path('/tmp/clone')]))
    expect(made.made(path('/tmp/clone/src/a.ts'))).toBe(true)
    expect(made.made(path('/tmp/clones'))).toBe(false)
  })

  test('a temporary directory is known by its start', () => {
    const made = ledger(
      effect('fs.write', [{ type: 'path', value: null, prefix: '/tmp/packrat.', area: 'temp' }], { flags: ['create'] }),
    )
    expect(made.made(path('/tmp/packrat.k3Qz'))).toBe(true)
    expect(made.made(path('/tmp/other'))).toBe(false)
  })

  test('a branch that was switched to is not made, one that was created is', () => {
    const branch: Target = { type: 'branch', value: 'try/mdx' }
    expect(ledger(effect('vcs.branch', [branch])).made(branch)).toBe(false)
    expect(ledger(effect('vcs.branch', [branch], { flags: ['create'] })).made(branch)).toBe(true)
  })

  test('a dry run makes nothing', () => {
    expect(ledger(effect('fs.write', [path('/tmp/a')], { flags: ['dry-run'] })).made(path('/tmp/a'))).toBe(false)
  })
})

describe('taint and fetches', () => {
  test('a copy of a secret is a secret', () => {
    const made = ledger(
      effect('fs.write', [path('/tmp/m')], {
        sources: [{ type: 'path', value: '/home/a/.aws/credentials', secrets: ['aws'] }],
      }),
    )
    expect(made.taintOf({ type: 'path', value: '/tmp/m' })).toEqual({
      kinds: ['aws'],
      origins: ['/home/a/.aws/credentials'],
    })
    expect(made.taintOf({ type: 'path', value: '/tmp/n' })).toBeUndefined()
  })

  test('a copy of a copy is one too', () => {
    const made = ledger(
      effect('fs.write', [path('/tmp/m')], {
        sources: [{ type: 'path', value: '/home/a/.env', secrets: ['env-file'] }],
      }),
      effect('fs.archive', [path('/tmp/m.gz')], { sources: [{ type: 'path', value: '/tmp/m' }] }),
    )
    expect(made.taintOf({ type: 'path', value: '/tmp/m.gz' })?.origins).toEqual(['/home/a/.env'])
  })

  test('a fetched file is remembered with its address', () => {
    const made = ledger(
      effect('net.fetch', [{ type: 'url', value: 'https://x.example/i.sh' }]),
      effect('fs.write', [path('/tmp/i.sh')]),
    )
    expect(made.fetchedFrom('/tmp/i.sh')).toBe('https://x.example/i.sh')
    expect(made.fetchedFrom('/tmp/j.sh')).toBeUndefined()
  })
})
