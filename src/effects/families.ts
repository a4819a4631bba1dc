/** Every program that is known, by its plain name. No name stands in two tables (a test says so). */
import type { Family } from './context.js'
import { devicePrograms } from './devices.js'
import { filePrograms } from './files/programs.js'
import { gitPrograms } from './git/git.js'
import { denoPrograms } from './interpreters/deno.js'
import { interpreterPrograms } from './interpreters/interpreters.js'
import { packagePrograms } from './packages/packages.js'
import { servicePrograms } from './services.js'
import { shellPrograms } from './shell.js'
import { sitePrograms } from './sites.js'
import { agentPrograms } from './system/agents.js'
import { machinePrograms } from './system/machine.js'
import { processPrograms } from './system/processes.js'
import { readingSystemPrograms } from './system/reads.js'
import { systemServices } from './system/services.js'
import { terminalPrograms } from './system/terminals.js'
import { vcsPrograms } from './vcs.js'

/** The tables by the file that they stand in. */
export const tables: readonly Readonly<Record<string, Family>>[] = [
  shellPrograms,
  filePrograms,
  gitPrograms,
  vcsPrograms,
  interpreterPrograms,
  denoPrograms,
  packagePrograms,
  processPrograms,
  readingSystemPrograms,
  systemServices,
  machinePrograms,
  terminalPrograms,
  agentPrograms,
  servicePrograms,
  devicePrograms,
  sitePrograms,
]

/** Family by plain name. */
export const families: ReadonlyMap<string, Family> = new Map(tables.flatMap((table) => Object.entries(table)))
