/** The user's rules for one agent on this machine, from its own settings and from gatesh's configuration. */
import { homedir } from 'node:os'
import { agentOf } from '../agents/agents.js'
import { softRules } from '../classifier/embedded.js'
import { type Config, ConfigError, loadConfig, MANAGED_CONFIG } from '../config/config.js'
import { directories } from '../config/directories.js'
import { launchFlags } from '../permissions/launch-flags.js'
import { Permissions } from '../permissions/permissions.js'
import { sourceOf } from '../permissions/sources.js'
import type { Place } from '../world.js'
import { EXIT, Failure } from './failure.js'

/** Throws ConfigError. */
export function loadConfigHere(place: Place): Config {
  return loadConfig({
    user: directories(process.env, homedir()).config,
    managed: MANAGED_CONFIG,
    project: place.project,
  })
}

/** The same, for a command that ends with the error. Throws Failure. */
export function configHere(place: Place): Config {
  try {
    return loadConfigHere(place)
  } catch (error) {
    if (error instanceof ConfigError) throw new Failure(error.message, EXIT.gateshFailed)
    throw error
  }
}

/** The rules that an agent would have here if it were started without arguments; `claude` unless named. */
export function permissionsOf(agent: string | undefined, place: Place): Permissions {
  const profile = agentOf(agent ?? 'claude')
  if (!profile) throw new Failure(`\`${agent}\` is no agent that gatesh knows`, EXIT.usage)
  return permissionsHere(configHere(place), place, profile.name, [])
}

/**
 * `agent`: name of its profile, undefined for a program that gatesh does not know; `args`: its arguments; `headless`:
 * nobody is at the terminal, if there is one.
 */
export function permissionsHere(
  config: Config,
  place: Place,
  agent: string | undefined,
  args: readonly string[],
  headless = false,
): Permissions {
  const flags = agent === undefined ? undefined : launchFlags(agent, args)
  const terminal = !headless && process.stdin.isTTY === true && process.stdout.isTTY === true
  const around = { env: process.env, home: place.home, project: place.project, cwd: place.cwd, terminal }
  return new Permissions({
    source: agent === undefined ? undefined : sourceOf(agent, flags, around),
    own: { rules: config.permissions, settings: config.rules },
    rows: softRules,
    bases: { home: place.home, project: place.project },
    mode: { mode: flags?.mode, from: flags?.mode ? 'launch' : 'built-in', headless: !terminal },
  })
}
