/** Many questions at once: none waits for another, and what needs no model waits for nothing. */
import { expect, it } from 'vitest'
import { messagesServer } from './messages-server.js'
import { engineAt, opinion, sessionOf, situationOf } from './setup.js'

const SERVER_MS = 1_000
const COMMANDS = 50

it('fifty gated commands at once each wait for their own two calls; tiers 1 and 2 do not wait at all', async () => {
  const server = await messagesServer(({ stage }) => ({
    text: stage === 1 ? 'yes' : opinion(true),
    after: SERVER_MS,
  }))
  try {
    const said = [{ role: 'user' as const, text: 'work on the login' }]
    const { judge } = sessionOf(situationOf(said, ''), engineAt(server, { timeouts: [10_000, 10_000] }))
    // The client is loaded with the first question.
    await judge('git push --force origin warm-up')
    const start = performance.now()
    const gated = Array.from({ length: COMMANDS }, async (_, at) => {
      const { judgement } = await judge(`git push --force origin branch-${at}`)
      expect(judgement).toMatchObject({ engine: 'anthropic' })
      return performance.now() - start
    })
    const handedOver = performance.now() - start
    const local: number[] = []
    while (performance.now() - start < 2 * SERVER_MS) {
      const asked = performance.now()
      const { verdict } = await judge('git status && ls && touch src/a.ts')
      expect(verdict.action).toBe('allow')
      local.push(performance.now() - asked)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    const waits = await Promise.all(gated)
    expect(server.calls).toHaveLength(2 * (COMMANDS + 1))
    // Two calls, the time to hand all of them over, and room for a machine that does something else as well.
    expect(Math.max(...waits)).toBeLessThan(2 * SERVER_MS + handedOver + 1_500)
    local.sort((a, b) => a - b)
    expect(local[Math.floor(local.length / 2)]).toBeLessThan(25)
    console.info(
      `50 gated: longest ${Math.round(Math.max(...waits))} ms of which ${Math.round(handedOver)} ms to put all questions; tiers 1 and 2 meanwhile: median ${local[Math.floor(local.length / 2)]?.toFixed(1)} ms of ${local.length}`,
    )
  } finally {
    await server.close()
  }
}, 30_000)
