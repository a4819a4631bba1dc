/**
 * gatesh inside gatesh joins the outer session. That we are inside is never believed of the environment alone: the
 * outer gatesh must be an ancestor of this process, by the kernel's process table.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { processStat } from '../broker/lineage.js'
import { SESSION_ID } from './session-directory.js'

const MAX_ANCESTORS = 256

/** `named`: GATESH_SESSION. The session's id where its gatesh is above us, else undefined. */
export function outerSession(named: string | undefined, sessions: string): string | undefined {
  if (named === undefined || !SESSION_ID.test(named)) return undefined
  const owner = ownerOf(named, sessions)
  let at = process.ppid
  for (let level = 0; owner !== undefined && at > 1 && level < MAX_ANCESTORS; level++) {
    const stat = processStat(at)
    if (at === owner.pid && stat?.started === owner.started) return named
    at = stat?.ppid ?? 0
  }
  return undefined
}

export interface Owner {
  readonly pid: number
  readonly started: string | undefined
  /** Socket of the session for the user's other terminals. */
  readonly control?: string
}

/** File in the session's state directory that names the gatesh process. */
export const OWNER_FILE = 'owner.json'

/** Whether the gatesh of that session is alive. */
export function isRunning(session: string, sessions: string): boolean {
  const owner = ownerOf(session, sessions)
  return owner !== undefined && processStat(owner.pid)?.started === owner.started
}

/** A session whose gatesh is alive, and the socket at which the user's other terminals reach it. */
export interface RunningSession {
  readonly id: string
  readonly control: string
}

/** Of this user, in no order. */
export function runningSessions(sessions: string): RunningSession[] {
  let ids: string[]
  try {
    ids = readdirSync(sessions)
  } catch {
    return []
  }
  return ids.flatMap((id) => {
    const control = SESSION_ID.test(id) && isRunning(id, sessions) ? ownerOf(id, sessions)?.control : undefined
    return control === undefined ? [] : [{ id, control }]
  })
}

function ownerOf(id: string, sessions: string): Owner | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(sessions, id, OWNER_FILE), 'utf8'))
    const { pid, started, control } = value as Partial<Owner>
    if (typeof pid !== 'number' || typeof started !== 'string') return undefined
    return { pid, started, ...(typeof control === 'string' ? { control } : {}) }
  } catch {
    return undefined
  }
}
