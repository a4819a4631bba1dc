/** The blocked commands of a session, read back from its log. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { type Entry, isEntry } from '../log/entry.js'
import { logFiles } from '../log/files.js'
import { parseLine } from '../log/line.js'

/** A job's page shows no more. */
const MAX_ENTRIES = 50

/** The first ones, oldest first. `directory`: of the logs. */
export async function blockedEntries(directory: string, session: string): Promise<Entry[]> {
  const entries: Entry[] = []
  for (const { path } of logFiles(directory, session)) {
    const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })
    for await (const text of lines) {
      if (!text.includes('"ran":false')) continue
      const line = parseLine(text)
      if (line && isEntry(line) && !line.ran) entries.push(line)
      if (entries.length === MAX_ENTRIES) return entries
    }
  }
  return entries
}
