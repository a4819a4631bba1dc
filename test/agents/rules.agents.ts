/**
 * A real Claude Code whose user has a blanket rule and a narrow one. The agent itself runs both without asking; gatesh
 * honours the narrow one, says that the blanket one is out of force, and judges what it covered.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RulesLine } from '../../src/log/entry.js'
import { buildDirectory, type Home, makeHome } from '../launch/gatesh.js'
import { agents, install } from './agents.js'
import { type ModelServer, startModelServer } from './model-server.js'

const claude = agents.find(({ name }) => name === 'claude')!
const narrow = 'git push -q origin HEAD:refs/heads/topic'
const covered = `python3 -c 'import shutil; shutil.rmtree("/var/lib/nowhere")'`

let home: Home
let server: ModelServer
beforeEach(async () => {
  home = makeHome(buildDirectory)
  server = await startModelServer([{ command: narrow }, { command: covered }])
  mkdirSync(join(home.root, '.claude'))
  const settings = { permissions: { allow: ['Bash(python3:*)', `Bash(${narrow})`], defaultMode: 'default' } }
  writeFileSync(join(home.root, '.claude/settings.json'), JSON.stringify(settings, null, 2))
})
afterEach(async () => {
  await server.close()
  home.remove()
})

it('runs what the narrow rule names, and judges what the blanket one covered', async () => {
  const env = { ...home.env, ...claude.env(server.url) }
  const args = ['-p', 'tell me what is new', '--output-format', 'stream-json', '--verbose']
  const { stdout, stderr } = await home.gatesh(['--strict', '--', install(claude), ...args], { env })

  expect(home.git('ls-remote', '--heads', 'origin'), `${stdout}\n${stderr}`).toContain('refs/heads/topic')
  const blocked = home.entries().filter(({ ran }) => ran === false)
  expect(blocked.map(({ command }) => command).join('\n'), stdout).toContain('shutil.rmtree')
  expect(blocked.map(({ rule }) => rule)).not.toContain('user-rule')

  expect(stderr).toMatch(/dropped `Bash\(python3:\*\)` \(.*settings\.json:4\): an interpreter runs any code/)
  const lines = (home.entries() as unknown as RulesLine[]).filter(({ kind }) => kind === 'rules')
  expect(lines.flatMap(({ rules }) => rules)).toMatchObject([{ rule: 'Bash(python3:*)', line: 4, state: 'dropped' }])
})
