/**
 * What commands do, as tables: test/cases/effects/<family>.jsonl. Each line names effects that must be among those found
 * (partly given: what is not given may be anything) and kinds that must not be. Each family has both directions.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Effect, EffectKind } from '../../src/effects/effect.js'
import { effectsOf } from '../../src/effects/effects.js'
import { loadPostgresParser } from '../../src/facts/postgres-parser.js'
import { interpret } from '../../src/shell/interpret.js'
import type { GitView, Place, World } from '../../src/world.js'

interface Case {
  readonly command: string
  readonly cwd?: string
  readonly world?: {
    readonly files?: Readonly<Record<string, string>>
    readonly env?: Readonly<Record<string, string>>
    readonly git?: GitView
  }
  readonly effects: readonly Partial<Effect>[]
  readonly not?: readonly EffectKind[]
}

const parsePostgres = await loadPostgresParser()
const home = '/home/dev'
const project = '/home/dev/app'

/** A world in which only what the case names is known. */
function worldOf({ files = {}, env = {}, git }: NonNullable<Case['world']>): World {
  const variables: Readonly<Record<string, string>> = {
    HOME: home,
    PATH: '/usr/local/bin:/usr/bin:/bin',
    USER: 'dev',
    ...env,
  }
  const names = Object.keys(files)
  return {
    readText: (path, maxBytes) => {
      const text = Object.hasOwn(files, path) ? files[path] : undefined
      return text !== undefined && Buffer.byteLength(text) <= maxBytes ? text : undefined
    },
    realpath: (path) => path,
    kind: (path) =>
      Object.hasOwn(files, path) ? 'file' : names.some((name) => name.startsWith(`${path}/`)) ? 'directory' : 'unknown',
    list: (path) => {
      const below = names
        .filter((name) => name.startsWith(`${path}/`))
        .map((name) => name.slice(path.length + 1).split('/')[0]!)
      return below.length > 0 ? [...new Set(below)] : undefined
    },
    git: () => git,
    env: (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined),
    hasProgram: () => undefined,
    ...(parsePostgres ? { parsePostgres } : {}),
  }
}

function effectsOfCase(one: Case): readonly Effect[] {
  const cwd = one.cwd ?? project
  const place: Place = { cwd, project, home, temp: ['/tmp', '/var/tmp'] }
  const world = worldOf(one.world ?? {})
  return effectsOf(interpret(one.command, 'bash', { cwd, world }), place, world)
}

/** Every given part is there; of a list, every given member, and an empty one means none. */
function holds(wanted: unknown, found: unknown): boolean {
  if (Array.isArray(wanted) && wanted.length === 0) return Array.isArray(found) && found.length === 0
  if (Array.isArray(wanted))
    return Array.isArray(found) && wanted.every((part) => found.some((other) => holds(part, other)))
  if (wanted === null || typeof wanted !== 'object') return wanted === found
  if (found === null || typeof found !== 'object') return false
  return Object.entries(wanted).every(([key, value]) => holds(value, (found as Record<string, unknown>)[key]))
}

const directory = join(import.meta.dirname, '../cases/effects')

for (const file of readdirSync(directory).filter((name) => name.endsWith('.jsonl'))) {
  describe(file, () => {
    const lines = readFileSync(join(directory, file), 'utf8').split('\n')
    for (const [at, line] of lines.entries()) {
      if (line.trim() === '') continue
      const one = JSON.parse(line) as Case
      it(`${at + 1}: ${one.command}`, () => {
        const found = effectsOfCase(one)
        for (const wanted of one.effects) {
          if (!found.some((effect) => holds(wanted, effect))) expect(found).toContainEqual(wanted)
        }
        const kinds = found.map((effect) => effect.kind)
        for (const kind of one.not ?? []) expect(kinds).not.toContain(kind)
        expect(one.effects.length + (one.not?.length ?? 0), 'a case that says nothing').toBeGreaterThan(0)
      })
    }
  })
}
