/** The agents of this machine, as far as they concern a session: how their hooks come to be, and where they fail open. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { isInstalled } from '../agents/install/install.js'
import { type Installable, installable } from '../agents/install/plan.js'
import { isHere, planHere } from './init.js'

export interface AgentFinding {
  readonly agent: Installable
  /** Where its hooks come from. */
  readonly hooks: string
  /** What the agent does by design that no hook can help. */
  readonly limits?: string
}

/** Agents whose hooks come with the launch: `gatesh AGENT` needs nothing in their settings. */
const withLaunch: ReadonlySet<Installable> = new Set(['claude-code', 'codex', 'qwen-code', 'opencode', 'pi'])

const limits: Partial<Record<Installable, string>> = {
  'claude-code': 'a hook that crashes or runs out of time lets the call go on',
  codex: 'a hook that crashes or runs out of time lets the call go on; a changed hook is left out without a word',
  'gemini-cli': 'a hook that crashes lets the call go on; what a sub-agent brings back is not told',
  'qwen-code': 'a hook that crashes lets the call go on',
  cursor: 'not tried with a real Cursor',
  'copilot-cli': 'not tried with a real Copilot CLI',
}

/** Agents whose program or settings are here. */
export function agentsHere(): AgentFinding[] {
  return installable.flatMap((agent) => {
    const plan = planHere(agent)
    if (!isHere(plan)) return []
    const stands = isInstalled(plan)
    const hooks = withLaunch.has(agent)
      ? `hooks come with \`gatesh ${plan.program}\`${stands ? ', and stand in its settings for other starts' : ''}`
      : stands
        ? 'hooks stand in its settings'
        : `no hooks: \`gatesh init ${agent}\` puts them into its settings`
    const limit = limits[agent]
    return [{ agent, hooks, ...(limit === undefined ? {} : { limits: limit }) }]
  })
}

/** Servers of agents that run already, outside of any session: what they are asked to do, nobody here decides. */
export function outsideServers(): string[] {
  const pids = processes().filter((pid) => isServer(pid) && !isGated(pid))
  if (pids.length === 0) return []
  const which = pids.length === 1 ? `process ${pids[0]}` : `processes ${pids.join(', ')}`
  return [`a server of Codex runs outside of any session (${which}): end it, or what is done through it is not decided`]
}

const processes = () => (process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [])

function isServer(pid: string): boolean {
  const words = textOf(`/proc/${pid}/cmdline`).split('\0')
  return words.includes('app-server') && /(?:^|\/)codex[^/]*$/.test(programOf(pid) ?? '')
}

function programOf(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`)
  } catch {
    // Gone meanwhile, or another user's.
    return undefined
  }
}

const isGated = (pid: string) => /(?:^|\0)GATESH_SESSION=/.test(textOf(`/proc/${pid}/environ`))

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
