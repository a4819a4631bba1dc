/**
 * Which request an exec belongs to. Under the supervisor by exec ids, which the kernel's own events gave; with shims by
 * pid and parent pid, which are the shim's word and the process table's: good enough to join what belongs together,
 * never a reason to let through what a rule touches.
 */
import { readFileSync } from 'node:fs'
import type { RequestRecord } from './record.js'
import type { ExecRequest, LineRequest } from './wire.js'

/** Records that are kept; the oldest goes first, and what it would have joined is judged anew. */
const MAX_RECORDS = 50_000
const MAX_ANCESTORS = 64

export interface Lineage {
  /** Record of the nearest ancestor, or of the image that this process ran before. */
  parentOf(message: ExecRequest): RequestRecord | undefined
  /** Record of an image that the supervisor saw start. */
  recordOf(exec: number): RequestRecord | undefined
  /** Record of what a living process runs, or its nearest ancestor. */
  recordOfProcess(pid: number): RequestRecord | undefined
  remember(message: ExecRequest, record: RequestRecord): void
  /** Where there is no supervisor: the program that was launched. */
  rememberRoot(record: RequestRecord): void
  /** A shell starts the program that will ask for one of its lines. */
  asks(message: ExecRequest): void
  /**
   * The line that a shell is about to run; until its next one, what it starts belongs to it. Undefined: the shell stands
   * for itself again. Without a supervisor nobody knows which shell it is, and each exec is judged by itself.
   * @returns whether a shell that lives on is the one that asked
   */
  line(message: LineRequest, allowed: Pick<RequestRecord, 'entry' | 'predicted' | 'approved'> | undefined): boolean
}

export function createLineage(): Lineage {
  const byExec = new Map<number, RequestRecord>()
  /** The last exec id of each process. */
  const execOf = new Map<number, number>()
  const byPid = new Map<number, RequestRecord>()
  /** Exec ids: of an asker to that of its shell; of a shell to its own record, while a line of it stands there. */
  const shellOf = new Map<number, number>()
  const shells = new Map<number, RequestRecord>()

  function parentByPid(pid: number, ppid: number): RequestRecord | undefined {
    const own = current(pid)
    if (own) return own
    return nearest(ppid, current)
  }

  function nearest(pid: number, recordAt: (pid: number) => RequestRecord | undefined): RequestRecord | undefined {
    let at: number | undefined = pid
    for (let level = 0; at !== undefined && at > 1 && level < MAX_ANCESTORS; level++) {
      const record = recordAt(at)
      if (record) return record
      at = processStat(at)?.ppid
    }
    return undefined
  }

  function current(pid: number): RequestRecord | undefined {
    const record = byPid.get(pid)
    return record && record.started === processStat(pid)?.started ? record : undefined
  }

  return {
    parentOf({ door, origin, pid, ppid }) {
      return door === 'supervisor' ? byExec.get(origin?.exec ?? 0) : parentByPid(pid, ppid)
    },
    recordOf: (exec) => byExec.get(exec),
    recordOfProcess: (pid) => nearest(pid, (at) => byExec.get(execOf.get(at) ?? 0) ?? current(at)),
    remember(message, record) {
      if (message.door === 'supervisor') {
        keep(byExec, message.exec, record)
        keep(execOf, message.pid, message.exec)
      } else keep(byPid, message.pid, record)
    },
    rememberRoot: (record) => keep(byPid, record.pid, record),
    asks: ({ exec, origin }) => keep(shellOf, exec, origin?.exec ?? 0),
    line({ origin }, allowed) {
      const shell = shellOf.get(origin?.exec ?? 0)
      const own = shell === undefined ? undefined : (shells.get(shell) ?? byExec.get(shell))
      if (shell === undefined || own?.kind !== 'agent') return false
      shellOf.delete(origin?.exec ?? 0)
      keep(shells, shell, own)
      keep(byExec, shell, allowed ? { ...own, ...allowed, kind: 'request', parent: own, refused: new Set() } : own)
      return true
    },
  }
}

function keep<T>(records: Map<number, T>, key: number, record: T): void {
  records.delete(key)
  records.set(key, record)
  if (records.size > MAX_RECORDS) {
    const [oldest] = records.keys()
    if (oldest !== undefined) records.delete(oldest)
  }
}

/** Parent and start time (in clock ticks since boot) of a process; undefined when it is gone or there is no /proc. */
export function processStat(pid: number): { ppid: number; started: string } | undefined {
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch {
    return undefined
  }
  // The second field is the program's name in parentheses and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { ppid: Number(fields[1]), started: fields[19] ?? '' }
}
