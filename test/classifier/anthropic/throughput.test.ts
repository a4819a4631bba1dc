/**
 * Many questions at once: none waits for another, and what needs no model waits for nothing. The server holds its answers
 * back until all questions of a stage have come in, so that the test does not depend on how fast this machine is today.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { messagesServer } from './messages-server.js'
import { engineAt, opinion, sessionOf, situationOf } from './setup.js'

const COMMANDS = 50

function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open: () => open(), opened }
}

it('fifty gated commands at once each wait for their own two calls; tiers 1 and 2 do not wait at all', async () => {
  const stages = { 1: gate(), 2: gate() }
  const server = await messagesServer(({ stage }) => ({
    text: stage === 1 ? 'yes' : opinion(true),
    after: stages[stage].opened,
  }))
  const arrived = async (stage: 1 | 2) => {
    while (server.calls.filter((call) => call.stage === stage).length < COMMANDS) await sleep(10)
  }
  try {
    const said = [{ role: 'user' as const, text: 'work on the login' }]
    const { judge } = sessionOf(situationOf(said, ''), engineAt(server, { timeouts: [60_000, 60_000] }))
    let done = 0
    const gated = Array.from({ length: COMMANDS }, async (_, at) => {
      const { judgement } = await judge(`git push --force origin branch-${at}`)
      done += 1
      return judgement?.engine
    })
    // All of them are asked about before the first has an answer: nobody stands in a queue.
    await arrived(1)
    const local = await Promise.all(
      Array.from({ length: COMMANDS }, () =>
        judge('git status && ls && touch src/a.ts').then(({ verdict }) => verdict.action),
      ),
    )
    expect(new Set(local)).toEqual(new Set(['allow']))
    expect(done).toBe(0)
    stages[1].open()
    await arrived(2)
    expect(done).toBe(0)
    stages[2].open()
    expect(new Set(await Promise.all(gated))).toEqual(new Set(['anthropic']))
    expect(server.calls).toHaveLength(2 * COMMANDS)
  } finally {
    await server.close()
  }
}, 120_000)
