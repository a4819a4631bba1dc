import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as wire from '../../src/broker/wire.js'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const header = read('shims/wire.h')

test('both ends open with the same words', () => {
  const words = (text: string) => text.slice(0, text.indexOf('*/'))
  expect(words(header)).toBe(words(read('src/broker/wire.ts')))
  expect(words(header).length).toBeGreaterThan(3000)
})

/** NAME -> value of `#define NAME VALUE` and of `NAME = VALUE`, products worked out. */
function numbers(text: string): Record<string, number> {
  const found = [...text.matchAll(/^(?:#define |\s+)(\w+)(?: =)? \(?([\d* ]+)\)?,?$/gm)]
  return Object.fromEntries(
    found.map(([, name, value]) => [name, value!.split('*').reduce((a, b) => a * Number(b), 1)]),
  )
}

/** The names of `enum NAME { PREFIX_A, PREFIX_B }` in order, lower case, without the prefix. */
function names(enumeration: string, prefix: string): string[] {
  const body = new RegExp(`enum ${enumeration} \\{([^}]*)\\}`).exec(header)?.[1] ?? ''
  return [...body.matchAll(/\w+/g)].map(([name]) => name.replace(prefix, '').toLowerCase())
}

test('both ends have the same numbers', () => {
  const c = numbers(header)
  const { WIRE_VERSION, MAX_REQUEST, MAX_REPLY, MAX_MESSAGE, FIRST_ANSWER_MS } = wire
  expect(c).toMatchObject({ WIRE_VERSION, MAX_REQUEST, MAX_REPLY, MAX_MESSAGE, FIRST_ANSWER_MS })
  for (const [name, code] of Object.entries(wire.TYPE))
    expect([name, c[`TYPE_${name.toUpperCase()}`]]).toEqual([name, code])
  for (const [name, bit] of Object.entries(wire.EXEC_FLAG)) {
    const upper = name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
    expect([name, c[`EXEC_${upper}`]]).toEqual([name, bit])
  }
})

test('both ends have the same codes', () => {
  expect(names('wire_role', 'ROLE_')).toEqual(wire.ROLES)
  expect(names('wire_door', 'DOOR_')).toEqual(wire.DOORS)
  expect(names('wire_mode', 'MODE_')).toEqual(wire.MODES)
  expect(names('wire_action', 'ACTION_')).toEqual(wire.ACTIONS)
  expect(names('wire_stdin', 'STDIN_')).toEqual(wire.STDIN_KINDS)
})
