/**
 * Real agents inside a real gatesh, with a model that plays a script: one harmless command, then one that nobody asked
 * for. The first runs, the second does not, the model reads the reason as the command's output, and the log has it.
 */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildDirectory, type Home, makeHome } from '../launch/gatesh.js'
import { agents, install } from './agents.js'
import { type ModelServer, startModelServer } from './model-server.js'

const harmless = 'git --version'
const dangerous = 'git push origin --delete main'

/** What the model was told, in the words of its protocol. */
const told = ({ messages, input, contents }: ModelServer['seen'][number] = {}) =>
  JSON.stringify(messages ?? input ?? contents)

describe.each(agents)('$name', (agent) => {
  let program: string
  let home: Home
  let server: ModelServer

  beforeAll(() => {
    program = install(agent)
  })
  beforeEach(async () => {
    // Codex's sandbox helper refuses a home in a directory for temporary files.
    home = makeHome(buildDirectory)
    server = await startModelServer([{ command: harmless }, { command: dangerous }])
    agent.prepare(home.root, server.url)
  })
  afterEach(async () => {
    await server.close()
    home.remove()
  })

  it.each(['--strict', '--shims'])(
    'with %s: the first command runs, the second is refused with the reason',
    async (coverage) => {
      // No shim reaches the broker out of Codex's sandbox; the supervisor needs no reaching.
      const env = { ...home.env, ...agent.env(server.url) }
      const { stdout, stderr } = await home.gatesh(
        [coverage, '--', program, ...agent.args('tell me which git this is', coverage === '--strict')],
        { env },
      )

      const seen = JSON.stringify(server.seen.map(told))
      expect(seen, `${stdout}\n${stderr}`).toContain('git version 2')
      expect(seen).toContain('gatesh: blocked: ')
      expect(home.git('ls-remote', '--heads', 'origin')).toContain('refs/heads/main')

      const blocked = home.entries().filter(({ ran }) => ran === false)
      expect(blocked.map(({ command }) => command).join('\n')).toContain(dangerous)
      // What Claude Code does for itself is not in the way, so that the log shows nothing else.
      if (agent.name === 'claude' && coverage === '--strict')
        expect(blocked.map(({ command }) => command)).toEqual([expect.stringContaining(dangerous)])
      expect((await home.gatesh(['log'])).stdout).toContain('--delete main')
    },
  )
})
