import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Config, loadConfig } from '../../src/config/config.js'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gatesh-config-'))
  for (const name of ['user', 'project']) mkdirSync(join(root, name))
})
afterEach(() => rmSync(root, { recursive: true }))

function load({ user, project, managed }: { user?: object; project?: object; managed?: object }): Config {
  const write = (path: string, value: object | undefined) => value && writeFileSync(path, JSON.stringify(value))
  write(join(root, 'user/config.jsonc'), user)
  write(join(root, 'project/.gatesh.jsonc'), project)
  write(join(root, 'managed.jsonc'), managed)
  return loadConfig({ user: join(root, 'user'), managed: join(root, 'managed.jsonc'), project: join(root, 'project') })
}

describe('the watch', () => {
  it('takes places of every file, and exemptions of none in the project', () => {
    const { watch } = load({
      user: { watch: { exempt: ['~/.tool'], places: ['/srv/a'] } },
      project: { watch: { places: ['/srv/b'] } },
    })
    expect(watch).toEqual({ response: 'warn', exempt: ['~/.tool'], places: ['/srv/a', '/srv/b'] })
    expect(() => load({ project: { watch: { exempt: ['/'] } } })).toThrow(
      /\.gatesh\.jsonc.*watch.*a project may only tighten/,
    )
  })

  it('is tightened by a project, and not loosened', () => {
    expect(
      load({ user: { watch: { response: 'ask' } }, project: { watch: { response: 'stop' } } }).watch.response,
    ).toBe('stop')
    expect(
      load({ user: { watch: { response: 'stop' } }, project: { watch: { response: 'warn' } } }).watch.response,
    ).toBe('stop')
    expect(
      load({ managed: { watch: { response: 'ask' } }, user: { watch: { response: 'warn' } } }).watch.response,
    ).toBe('ask')
  })

  it('takes no relative place', () => {
    expect(() => load({ user: { watch: { places: ['src'] } } })).toThrow(/must be an absolute path, or begin with ~/)
  })
})

describe('the walls', () => {
  it('are put up by a project, and taken down by none', () => {
    expect(load({ project: { confine: { walls: true } } }).confine.walls).toBe(true)
    expect(load({ user: { confine: { walls: true } } }).confine).toEqual({ walls: true, secrets: false, writable: [] })
    expect(() => load({ project: { confine: { walls: false } } })).toThrow(/a project may only tighten/)
    expect(() => load({ project: { confine: { writable: ['/'] } } })).toThrow(/a project may only tighten/)
  })

  it('are up where secrets are to be kept', () => {
    expect(load({ user: { confine: { secrets: true } } }).confine).toMatchObject({ walls: true, secrets: true })
  })

  it('says where each was set', () => {
    const { origins } = load({ user: { confine: { walls: true, writable: ['/srv'] }, watch: { response: 'stop' } } })
    expect([...origins.keys()].sort()).toEqual(['confine.walls', 'confine.writable', 'watch.response'])
  })
})
