import { describe, expect, test } from 'vitest'
import type { Target } from '../../src/effects/effect.js'
import { mentions, namedByParts, namesOf } from '../../src/transcript/naming.js'

describe('mentions', () => {
  test.each([
    [' remove shop-redis please ', 'shop-redis', true],
    [' remove shop-redis-old please ', 'shop-redis', false],
    [' drop agri.scratch_wj.weather_test ', 'scratch_wj', false],
    [' merge origin/main now ', 'main', true],
    [' delete src/a.ts ', 'src', false],
    [' 把 orders_bak这张表删除 ', 'orders_bak', true],
    [' revision 41. ', '41', true],
    [' revision 410 ', '41', false],
    [' deploy@web2.tidal.example ', 'web2.tidal.example', true],
  ])('%s names %s: %s', (text, name, expected) => {
    expect(mentions(text, name)).toBe(expected)
  })
})

describe('names', () => {
  const names = (target: Target) => namesOf(target, '/home/maya/app', '/home/maya')

  test('a path is named from the project, from the home, by its base name and by its last two parts', () => {
    expect(names({ type: 'path', value: '/home/maya/app/docs/plan.md' })).toEqual(
      expect.arrayContaining(['docs/plan.md', '~/app/docs/plan.md', 'plan.md']),
    )
    expect(names({ type: 'path', value: '/home/maya/.npmrc' })).toEqual(
      expect.arrayContaining(['~/.npmrc', '.npmrc', 'npmrc']),
    )
  })

  test('a host is named by its labels, but not by what every host has', () => {
    expect(names({ type: 'host', value: 'db.prod.clubcard.example' })).toContain('clubcard')
    expect(names({ type: 'host', value: 'www.clubcard.example' })).not.toContain('www')
  })

  test('a branch is named by its meaningful parts, and only by all of them', () => {
    expect(namedByParts('feat/invoice-pdf', new Set(['delete', 'the', 'invoice', 'pdf', 'branch']))).toBe(true)
    expect(namedByParts('feat/invoice-pdf', new Set(['delete', 'the', 'invoice', 'branch']))).toBe(false)
  })
})
