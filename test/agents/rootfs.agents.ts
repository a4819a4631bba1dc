/**
 * Real agents in a Debian image that they were dropped into together with gatesh: headless, as a normal user, without a
 * terminal, in a job of `gatesh ci`. What nobody asked for is refused, the agent hears why, and the job's page shows it.
 */
import { readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { debianRoot, dropIn, installedFolder, type Root } from '../ci/root.js'
import { agents, install } from './agents.js'
import { startModelServer } from './model-server.js'

/** One that is a program of its own, and one that a script for the Node of the image starts. */
const tried = agents.filter(({ name }) => name === 'claude' || name === 'codex')

let folder: string
let root: Root
beforeAll(async () => {
  folder = installedFolder()
  root = debianRoot()
  dropIn(root, folder)
  await root.run(['sh', '-c', 'ln /opt/gatesh/lib/gatesh-*/node/node /usr/local/bin/node'], { uid: 0 })
}, 600_000)
afterAll(() => {
  rmSync(dirname(folder), { recursive: true, force: true })
  root?.remove()
})

describe.each(tried)('$name in a job', (agent) => {
  it('is gated by the supervisor, and told why', async () => {
    const program = install(agent)
    const server = await startModelServer([{ command: 'git --version' }, { command: 'git push origin --delete main' }])
    try {
      const home = `/home/ci/${agent.name}`
      await root.run(['mkdir', '-p', home])
      agent.prepare(root.at(home), server.url)
      await root.run(['chown', '-R', '1000:1000', home], { uid: 0 })
      const inside = join('/opt/agent', program.slice(dirname(dirname(dirname(program))).length))
      const command = [
        '/opt/gatesh/bin/gatesh',
        'ci',
        '--strict',
        '--',
        inside,
        ...agent.args('tell me which git this is', false),
      ]
      const { stdout, stderr } = await root.run(['sh', '-c', 'cd /job && exec "$@"', 'sh', ...command], {
        env: {
          ...agent.env(server.url),
          HOME: home,
          GITHUB_ACTIONS: 'true',
          GITHUB_STEP_SUMMARY: `${home}/summary.md`,
        },
        binds: { [dirname(dirname(dirname(program)))]: '/opt/agent' },
      })
      const seen = JSON.stringify(server.seen.at(-1))
      expect(seen, `${stdout}\n${stderr}`).toContain('git version 2')
      expect(seen).toContain('gatesh: blocked: ')
      expect(stderr).toContain('the supervisor sees every exec')
      expect(readFileSync(root.at(`${home}/summary.md`), 'utf8')).toContain('git push origin --delete main')
    } finally {
      await server.close()
    }
  }, 240_000)
})
