/** `gatesh init [AGENT...]`: hooks in the agents' own settings; `--remove` takes them out again. */
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { parseArgs } from 'node:util'
import { InstallError, install, type Outcome, uninstall } from '../agents/install/install.js'
import { type Installable, installable, type Plan, planFor, settingsDirectory } from '../agents/install/plan.js'
import { directories } from '../config/directories.js'
import { findProgram } from '../facts/host-world.js'
import { agentPlugin } from '../launch/hook-files.js'
import { findNative } from '../launch/native.js'
import { EXIT, Failure } from './failure.js'
import { usageErrors } from './options.js'

/** Exit code 0 where every agent has its hooks, or has them no more. */
export async function init(args: readonly string[], print: (text: string) => void): Promise<number> {
  const { values, positionals } = usageErrors(() =>
    parseArgs({ args: [...args], options: { remove: { type: 'boolean' } }, allowPositionals: true }),
  )
  const plans = (positionals.length > 0 ? positionals.map(named) : [...installable]).map(planHere)
  const chosen = positionals.length > 0 ? plans : plans.filter((plan) => values.remove || isHere(plan))
  if (chosen.length === 0)
    throw new Failure('no agent that gatesh knows is here', EXIT.usage, `name one: ${installable.join(', ')}`)
  const { state } = directories(process.env, homedir())
  const failed = chosen.filter((plan) => !apply(plan, values.remove ?? false, state, print))
  return failed.length === 0 ? EXIT.ok : EXIT.gateshFailed
}

/** What `init` would write for an agent here. Throws a Failure where the C programs are missing. */
export function planHere(agent: Installable): Plan {
  const asker = findNative().ask
  if (asker === undefined)
    throw new Failure(
      'the C programs are missing: no `gatesh-ask` in the package',
      EXIT.gateshFailed,
      'see `gatesh doctor`',
    )
  const plugin = (name: 'opencode' | 'pi') => agentPlugin(name, asker, 'installed')
  return planFor(agent, { home: homedir(), env: process.env, asker, plugin })
}

/** An agent is here if its program is, or its settings are. */
export function isHere(plan: Plan): boolean {
  return findProgram(plan.program, process.env.PATH, undefined) !== undefined || existsSync(settingsDirectory(plan))
}

const shortNames: Readonly<Record<string, Installable>> = {
  claude: 'claude-code',
  gemini: 'gemini-cli',
  qwen: 'qwen-code',
  'cursor-agent': 'cursor',
  copilot: 'copilot-cli',
}

function named(word: string): Installable {
  const agent = shortNames[word] ?? installable.find((name) => name === word)
  if (agent === undefined)
    throw new Failure(`no agent \`${word}\` is known`, EXIT.usage, `known are ${installable.join(', ')}`)
  return agent
}

/** Whether it worked. */
function apply(plan: Plan, remove: boolean, state: string, print: (text: string) => void): boolean {
  try {
    const outcomes = remove ? uninstall(plan, state) : install(plan, state)
    for (const outcome of outcomes) print(line(plan, outcome))
    if (!remove && !plan.tried)
      print(`${plan.agent}: written from its documentation; it was not tried with ${plan.agent}`)
    return true
  } catch (error) {
    if (!(error instanceof InstallError)) throw error
    print(`${plan.agent}: nothing was changed: ${error.message}`)
    return false
  }
}

function line({ agent }: Plan, { path, did, backup }: Outcome): string {
  const kept = did === 'added' && backup !== undefined ? ` (what stood there before: ${backup})` : ''
  return `${agent}: ${did}: ${path}${kept}`
}
