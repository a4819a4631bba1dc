/** The tables of programs: one owner for each name, and names that JavaScript objects have by birth are none. */
import { expect, it } from 'vitest'
import { families, tables } from '../../src/effects/families.js'
import { familyNamed } from '../../src/effects/programs.js'

it('no program stands in two tables', () => {
  const seen = new Set<string>()
  const twice: string[] = []
  for (const name of tables.flatMap((table) => Object.keys(table))) {
    if (seen.has(name)) twice.push(name)
    seen.add(name)
  }
  expect(twice).toEqual([])
  expect(seen.size).toBe(families.size)
})

it('knows programs with a version in the name', () => {
  expect(familyNamed('python3.11')).toBe(families.get('python'))
  expect(familyNamed('ruby3.2')).toBe(families.get('ruby'))
  expect(familyNamed('git')).toBe(families.get('git'))
})

it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', '', '42'])('knows no program %j', (name) => {
  expect(familyNamed(name)).toBeUndefined()
})
