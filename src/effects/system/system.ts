/** All programs that act on this machine, its processes, other agents and the gate. */
import type { Family } from '../context.js'
import { agentPrograms } from './agents.js'
import { machinePrograms } from './machine.js'
import { processPrograms } from './processes.js'

export const systemPrograms: Readonly<Record<string, Family>> = {
  ...machinePrograms,
  ...processPrograms,
  ...agentPrograms,
}
