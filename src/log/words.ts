/** Reads a session's own copy of what was given out as its user's words. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SpokenWords } from './story.js'

/** The copy, below the session's state directory. */
export const WORDS_FILE = 'words.jsonl'

const SESSION = /^[A-Za-z0-9]{1,64}$/

/** The user's messages of a session until a time (ISO 8601), oldest first; none where there is no copy. */
export function wordsUntil(sessions: string, session: string, ts: string): SpokenWords[] {
  if (!SESSION.test(session)) return []
  let text: string
  try {
    text = readFileSync(join(sessions, session, WORDS_FILE), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  return text.split('\n').flatMap((line) => {
    const words = parseWords(line)
    return words && words.ts <= ts ? [words] : []
  })
}

function parseWords(line: string): SpokenWords | undefined {
  try {
    const { ts, from, text, counts, why } = JSON.parse(line) as Record<string, unknown>
    if (typeof ts !== 'string' || typeof from !== 'string' || typeof text !== 'string') return undefined
    return { ts, from, text, counts: counts === true, ...(typeof why === 'string' ? { why } : {}) }
  } catch {
    return undefined
  }
}
