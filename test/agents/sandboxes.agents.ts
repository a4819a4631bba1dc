/** Sandboxes that agents bring along, inside the supervisor: they work as ever, and what runs in them is decided. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildDirectory, type Home, makeHome } from '../launch/gatesh.js'
import { agents, install } from './agents.js'

const codex = agents.find(({ name }) => name === 'codex')
if (codex === undefined) throw new Error('there is no row for codex')

const sandboxes = [
  { ...codex, words: (command: string) => ['sandbox', '--', 'sh', '-c', command] },
  // It needs bubblewrap, socat and ripgrep.
  {
    name: 'srt',
    package: '@anthropic-ai/sandbox-runtime',
    version: '0.0.78',
    bin: 'srt',
    words: (command: string) => ['-c', command],
  },
]

describe.each(sandboxes)('the sandbox of $name', (sandbox) => {
  let program: string
  let home: Home

  beforeAll(() => {
    program = install(sandbox)
  })
  beforeEach(() => {
    // Codex's sandbox helper refuses a home in a directory for temporary files.
    home = makeHome(buildDirectory)
    const settings = {
      network: { allowedDomains: [], deniedDomains: [] },
      filesystem: { denyRead: [], allowWrite: ['.'], denyWrite: [] },
    }
    writeFileSync(join(home.root, '.srt-settings.json'), JSON.stringify(settings))
  })
  afterEach(() => home.remove())

  const inside = (command: string) => home.gatesh(['--strict', '--', program, ...sandbox.words(command)])

  it('runs an allowed command inside', async () => {
    const { stdout, stderr } = await inside('git --version; echo "$?"')
    expect([stdout, stderr]).toEqual([
      expect.stringMatching(/git version 2.*\n0\n/),
      expect.not.stringContaining('gatesh: blocked: '),
    ])
  })

  it('does not run a denied command inside', async () => {
    const { stdout, stderr } = await inside('env git push origin --delete main; echo "code $?"')
    expect(stdout + stderr).toContain('gatesh: blocked: ')
    expect(home.git('ls-remote', '--heads', 'origin')).toContain('refs/heads/main')
  })
})
