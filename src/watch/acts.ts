/**
 * Single events to acts: what one writer did at one time is one finding, a hundred thousand files as well as one. Holds a
 * bounded number of paths, whatever comes. Pure: the clock is passed in.
 */
import type { Act, Change, FileEvent, Writer } from './event.js'

/** From the first event of an act to its finding; an editor's save is over by then. */
export const SETTLE_MS = 250
/** While its writer still writes, an act is waited for as long as this. */
export const BUSY_MS = 750
const PAUSE_MS = 100
/** With this many events in that time it is a storm, and its finding waits for its end. */
const STORM = 50
const STORM_QUIET_MS = 2_000
const STORM_MAX_MS = 60_000
/** A writer that goes on and on is told of less and less often, until it was quiet for this long. */
const SLOWER_BY = 4
const FORGET_MS = 5_000
/** Paths of one act that are kept. */
const MAX_PATHS = 1_000
/** Acts that are open at one time; more writers than that share one. */
const MAX_ACTS = 64

interface Open {
  readonly writer: Writer
  readonly since: number
  /** Acts of this writer that were told of just before. */
  readonly told: number
  last: number
  lastPath: string
  count: number
  readonly changes: Map<string, Merging>
}

/** `made`: it did not exist before the act. */
type Merging = { change: Change; made: boolean }

export class Acts {
  private readonly open = new Map<string, Open>()
  /** Writers that were told of lately. */
  private readonly told = new Map<string, { readonly times: number; readonly at: number }>()

  add(event: FileEvent): void {
    const act = this.actOf(event)
    act.last = event.at
    // One file makes several events, which come together.
    if (event.path !== act.lastPath && !act.changes.has(event.path)) act.count += 1
    act.lastPath = event.path
    if (act.changes.has(event.path) || act.changes.size < MAX_PATHS) merge(act.changes, event)
  }

  /** Acts that are over at `now`, taken out. */
  due(now: number): Act[] {
    return this.take((act) => now - act.since >= settling(act, now))
  }

  /** All of them: the session ends. */
  rest(): Act[] {
    return this.take(() => true)
  }

  /** Whether something waits. */
  get waiting(): boolean {
    return this.open.size > 0
  }

  private take(isOver: (act: Open) => boolean): Act[] {
    const over = [...this.open].filter(([, act]) => isOver(act))
    return over.map(([key, act]) => {
      this.open.delete(key)
      this.told.delete(key)
      this.told.set(key, { times: act.told + 1, at: act.last })
      if (this.told.size > MAX_ACTS) this.told.delete(this.told.keys().next().value ?? '')
      const changes = [...act.changes.values()].map(({ change }) => change)
      return { writer: act.writer, changes, count: act.count, lasted: act.last - act.since }
    })
  }

  private actOf({ writer, at }: FileEvent): Open {
    const own = writer.by === 'command' ? (writer.chain[0] ?? '') : writer.by
    const key = this.open.has(own) || this.open.size < MAX_ACTS ? own : 'unknown'
    const known = this.open.get(key)
    if (known) return known
    const before = this.told.get(key)
    const act: Open = {
      told: before && at - before.at < FORGET_MS ? before.times : 0,
      writer: key === own ? writer : { by: 'unknown' },
      since: at,
      last: at,
      lastPath: '',
      count: 0,
      changes: new Map(),
    }
    this.open.set(key, act)
    return act
  }
}

/** Milliseconds since its start after which an act is over. */
function settling(act: Open, now: number): number {
  if (act.count < STORM) {
    const settled = Math.min(SETTLE_MS * SLOWER_BY ** act.told, STORM_MAX_MS)
    return now - act.last >= PAUSE_MS ? settled : Math.max(settled, BUSY_MS)
  }
  return now - act.last >= STORM_QUIET_MS ? 0 : STORM_MAX_MS
}

function merge(changes: Map<string, Merging>, { path, kind, from }: FileEvent): void {
  const before = changes.get(path)
  if (kind === 'rename' && from !== undefined) {
    const source = changes.get(from)
    const replaced = before !== undefined && !before.made
    if (source?.made) {
      // Written under another name and put in place: what stood there before decides what it is.
      changes.set(from, { change: { path: from, kind: 'create', transient: true }, made: true })
      changes.set(path, { change: { path, kind: replaced ? 'modify' : 'create' }, made: !replaced })
      return
    }
    changes.set(path, { change: { path, kind: 'rename', from }, made: !replaced })
    return
  }
  if (!before) {
    changes.set(path, { change: { path, kind }, made: kind === 'create' || kind === 'link' })
    return
  }
  changes.set(path, merged(before, path, kind))
}

function merged(before: Merging, path: string, kind: Change['kind']): Merging {
  const { change, made } = before
  switch (kind) {
    case 'delete':
      return made
        ? { change: { path, kind: 'create', transient: true }, made }
        : { change: { path, kind: 'delete' }, made }
    case 'create':
    case 'link':
      // Taken away and made again is changed.
      return change.kind === 'delete'
        ? { change: { path, kind: 'modify' }, made: false }
        : { change: { path, kind: change.kind }, made }
    case 'modify':
      return change.kind === 'chmod' ? { change: { path, kind: 'modify' }, made } : { change: without(change), made }
    case 'chmod':
      // Unlinking is a change of the file's number of links as well.
      return before
    case 'rename':
      return { change: without(change), made }
  }
}

/** It is there again. */
function without({ transient: _gone, ...change }: Change): Change {
  return change
}
