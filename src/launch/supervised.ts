/** Starts the agent below the exec supervisor, and says whether the supervisor stands before it does anything. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Broker } from '../broker/broker.js'
import { listen } from '../broker/server.js'
import type { Coverage } from '../broker/wire.js'
import type { SessionDirectory } from './session-directory.js'
import type { Agent, Start } from './start-agent.js'
import type { Watching } from './watching.js'

export interface Supervised {
  readonly agent: Agent
  readonly coverage: 'supervisor'
  /** What the supervisor could install. */
  readonly present: readonly string[]
  close(): Promise<void>
}

/** Exit code of the supervisor when it could not be installed; what it printed says why. */
const EXIT_NOT_INSTALLED = 125

const MESSAGE_MS = 200

/** The running agent, or why there is no supervisor here; then nothing has run. */
export async function startSupervised(
  start: Start,
  directory: SessionDirectory,
  broker: Broker,
  begin: (start: Start) => Promise<Agent>,
  watching: Watching,
): Promise<Supervised | string> {
  let covered: (message: Coverage) => void = () => {}
  const coverage = new Promise<Coverage>((resolve) => {
    covered = resolve
  })
  const server = await listen(directory.brokerSock, 'supervisor', broker, {
    coverage(message) {
      // Before any exec of this session is answered: the frames of one connection come in order.
      broker.covered('supervisor', message.agentPid)
      watching.started(broker, message.agentPid, message)
      covered(message)
    },
    wrote: watching.wrote,
    unseen: ({ why }) => watching.unseen(why),
  })
  const agent = await begin(start)
  // A program may end before its supervisor's first message was read; without a supervisor there is none to wait for.
  const first = await Promise.race([coverage, agent.end.then((end) => wait(MESSAGE_MS, end))])
  if ('type' in first) return { agent, coverage: 'supervisor', present: first.present, close: () => server.close() }
  await server.close()
  const failed = 'code' in first && first.code === EXIT_NOT_INSTALLED
  return failed
    ? 'the exec supervisor cannot be installed here'
    : 'the exec supervisor ended before the agent was started'
}
