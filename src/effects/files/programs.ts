/** All programs that work on files. */
import type { Family } from '../context.js'
import { archivePrograms } from './archives.js'
import { changingPrograms } from './changing.js'
import { documentPrograms } from './documents.js'
import { findingPrograms } from './find.js'
import { modePrograms } from './modes.js'
import { readingPrograms } from './reading.js'
import { removingPrograms } from './removing.js'
import { sedPrograms } from './sed.js'

export const filePrograms: Readonly<Record<string, Family>> = {
  ...readingPrograms,
  ...changingPrograms,
  ...removingPrograms,
  ...modePrograms,
  ...findingPrograms,
  ...sedPrograms,
  ...archivePrograms,
  ...documentPrograms,
}
