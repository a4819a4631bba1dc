/** A rule is added to the user's own file, and nothing else in it changes. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { loadConfig } from '../../src/config/config.js'
import { addAllowRule } from '../../src/launch/remember-rule.js'

const rule = 'Bash(git push origin main)'
let root: string
let file: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gatesh-rule-'))
  file = join(root, 'config/config.jsonc')
})
afterEach(() => rmSync(root, { recursive: true }))

const rules = () =>
  loadConfig({ user: join(root, 'config'), managed: join(root, 'none') }).permissions.map(
    ({ text, action }) => `${action} ${text}`,
  )

it('makes the file where there is none, for its owner alone', () => {
  expect(addAllowRule(file, rule)).toBeUndefined()
  expect(rules()).toEqual([`allow ${rule}`])
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

it.each([
  '{}',
  '{\n  // mine\n  "limits": {"inRow": 5},\n}\n',
  '{"permissions": {"deny": ["Bash(rm *)"]}}',
  '{\n  "permissions": {\n    "allow": [\n      "Bash(npm test)", // tests\n    ],\n  },\n}\n',
  '{"permissions": {"allow": []}}',
])('adds it to %j', (before) => {
  addAllowRule(file, 'Bash(true)')
  writeFileSync(file, before)
  chmodSync(file, 0o640)
  expect(addAllowRule(file, rule)).toBeUndefined()
  expect(addAllowRule(file, rule)).toBeUndefined()
  const after = readFileSync(file, 'utf8')
  expect(rules().filter((text) => text === `allow ${rule}`)).toHaveLength(1)
  for (const kept of before.match(/\/\/ \w+|"(?:limits|inRow|deny)"|Bash\([^)]*\)/g) ?? [])
    expect(after).toContain(kept)
  expect(statSync(file).mode & 0o777).toBe(0o640)
})

it('leaves a link to where the user keeps the file', () => {
  addAllowRule(file, 'Bash(true)')
  const kept = join(root, 'dotfiles.jsonc')
  renameSync(file, kept)
  symlinkSync(kept, file)
  expect(addAllowRule(file, rule)).toBeUndefined()
  expect(lstatSync(file).isSymbolicLink()).toBe(true)
  expect(readFileSync(kept, 'utf8')).toContain(rule)
})

it.each([
  ['{', 'close brace expected'],
  ['{"permissions": {"allow": "all"}}', 'is no list'],
])('leaves a file that it cannot read alone: %j', (before, problem) => {
  addAllowRule(file, rule)
  writeFileSync(file, before)
  expect(addAllowRule(file, rule)).toContain(problem)
  expect(readFileSync(file, 'utf8')).toBe(before)
})

it('says why it cannot be written', () => {
  writeFileSync(join(root, 'config'), '')
  expect(addAllowRule(file, rule)).toMatch(/ENOTDIR|EEXIST/)
  expect(existsSync(`${file}.${process.pid}.new`)).toBe(false)
})
