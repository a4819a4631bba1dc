/** A whole session of an agent called `claude`, with settings of the user: what is dropped is said, logged and judged. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RulesLine } from '../../src/log/entry.js'
import { type Home, makeHome } from '../launch/gatesh.js'

/** Runs the commands of `commands.json` one after the other, as an agent's shell tool does. */
const agent = `#!${process.execPath}
const { spawnSync } = require('node:child_process')
const { readFileSync } = require('node:fs')
for (const command of JSON.parse(readFileSync(process.env.HOME + '/commands.json', 'utf8'))) {
  const { status } = spawnSync('/bin/bash', ['-c', command], { stdio: ['ignore', 'ignore', 'inherit'] })
  console.log(status)
}
`

let home: Home
beforeEach(() => {
  home = makeHome()
  mkdirSync(join(home.root, 'bin'))
  writeFileSync(join(home.root, 'bin/claude'), agent)
  chmodSync(join(home.root, 'bin/claude'), 0o755)
})
afterEach(() => home.remove())

async function session(settings: unknown, commands: readonly string[]): Promise<{ codes: string[]; said: string }> {
  mkdirSync(join(home.root, '.claude'), { recursive: true })
  writeFileSync(
    join(home.root, '.claude/settings.json'),
    typeof settings === 'string' ? settings : JSON.stringify(settings, null, 2),
  )
  writeFileSync(join(home.root, 'commands.json'), JSON.stringify(commands))
  const { stdout, stderr, code } = await home.gatesh(['--strict', '--', join(home.root, 'bin/claude')])
  expect(code, stderr).toBe(0)
  return { codes: stdout.trim().split('\n'), said: stderr }
}

const rulesLines = () => (home.entries() as unknown as RulesLine[]).filter(({ kind }) => kind === 'rules')

describe('a session with rules of the user', () => {
  const push = 'git push -q origin HEAD:refs/heads/topic'
  const code = `python3 -c 'import shutil; shutil.rmtree("/var/lib/nowhere")'`

  it('drops the blanket ones, with file and line, and judges what they covered', async () => {
    const { codes, said } = await session({ permissions: { allow: ['Bash(python3:*)', `Bash(${push})`] } }, [
      push,
      code,
    ])
    expect(codes).toEqual(['0', '126'])
    const file = join(home.root, '.claude/settings.json')
    expect(said).toContain(`dropped \`Bash(python3:*)\` (${file}:4): an interpreter runs any code`)
    expect(rulesLines()).toMatchObject([
      {
        kind: 'rules',
        rules: [{ rule: 'Bash(python3:*)', file, line: 4, why: 'an interpreter runs any code', state: 'dropped' }],
        faults: [],
      },
    ])
    expect(home.entries().find(({ command }) => command?.includes('HEAD:refs/heads/topic'))).toMatchObject({
      ran: true,
      rule: 'user-rule',
    })
    expect(home.entries().find(({ ran }) => ran === false)?.rule).not.toBe('user-rule')
  })

  it('judges the same push where no rule names it', async () => {
    const { codes, said } = await session({ permissions: {} }, [push])
    expect(codes).toEqual(['126'])
    expect(said).not.toContain('dropped')
    expect(rulesLines()).toEqual([])
  })

  it('denies what a rule denies, by whatever way it comes', async () => {
    const { codes } = await session({ permissions: { deny: ['Bash(git log *)', 'Read(secret.txt)'] } }, [
      'git log -1',
      'git status',
      'env git log -1',
      'git status',
      'cat ./secret.txt',
    ])
    expect(codes).toEqual(['126', '0', '126', '0', '126'])
    expect(
      home
        .entries()
        .filter(({ ran }) => ran === false)
        .every(({ rule }) => rule === 'user-rule'),
    ).toBe(true)
  })

  it('says what is broken, with line and column, and permits nothing by rule', async () => {
    const { codes, said } = await session(`{"permissions": {"allow": ["Bash(${push})"],\n  "deny": [`, [push])
    expect(codes).toEqual(['126'])
    expect(said).toMatch(/settings\.json:2:12: close bracket expected/)
    expect(rulesLines()).toMatchObject([{ rules: [], faults: [expect.stringContaining('settings.json:2:12')] }])
  })
})
