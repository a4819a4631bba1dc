/** Every program that is known, by its plain name. Later tables may not repeat a name of earlier ones (a test says so). */
import type { Family } from './context.js'
import { devicePrograms } from './devices.js'
import { filePrograms } from './files/programs.js'
import { gitPrograms } from './git/git.js'
import { packagePrograms } from './packages/packages.js'
import { repositoryPrograms } from './repositories.js'
import { servicePrograms } from './services.js'
import { shellPrograms } from './shell.js'
import { sitePrograms } from './sites.js'
import { systemPrograms } from './system/system.js'

const tables: readonly Readonly<Record<string, Family>>[] = [
  shellPrograms,
  filePrograms,
  gitPrograms,
  packagePrograms,
  servicePrograms,
  systemPrograms,
  devicePrograms,
  repositoryPrograms,
  sitePrograms,
]

export const families: ReadonlyMap<string, Family> = new Map(tables.flatMap((table) => Object.entries(table)))
