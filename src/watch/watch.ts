/**
 * A session's watch over writes that leave its project. A witness: it sees what no command gate can (a program's own doing,
 * a build script, a link), writes it down, warns, and can have the session stopped. It does not prevent.
 */
import { lstatSync } from 'node:fs'
import type { Effect } from '../effects/effect.js'
import type { SessionLog } from '../log/append.js'
import type { EscapeLine, WatchLine } from '../log/escape.js'
import type { Redact } from '../log/redact.js'
import { Acts } from './acts.js'
import type { Standing } from './boundary.js'
import { shortDiff } from './diff.js'
import type { ChangeKind, FileEvent, Writer } from './event.js'
import { Expected } from './expected.js'
import { type Contents, type Escape, escapeOf, sayEscape, warnAgent } from './finding.js'
import { holdsSecret, type Kept, readSmall } from './kept.js'

type WatchResponse = EscapeLine['response']

export interface WatchOptions {
  readonly home: string
  /** What a finding leads to, where it is known who wrote. */
  readonly response: WatchResponse
  readonly log: SessionLog
  readonly redact: Redact
  readonly kept: Kept
  standing(path: string): Standing
  isWatched(path: string): boolean
  /** Says something to the user. */
  say(line: string): void
  /** Asks or stops, after the entry was written. */
  respond(reason: string): void
  /** Milliseconds of a clock that only goes forward. */
  now(): number
}

export interface Watch {
  /** Which way it sees; said once, at the start. */
  started(source: WatchLine['source'], reason: string): void
  /** Something is not seen any more, or was missed. */
  degraded(reason: string): void
  /** A command was let through: what it said that it would do is expected of it. */
  allowed(entry: string, effects: readonly Effect[]): void
  event(event: Omit<FileEvent, 'at'>): void
  /** A change of which only the place is known. */
  changed(path: string, kind: ChangeKind, writer: Writer): void
  /** What the agent is to be told beside its next output, once. */
  warning(): string | undefined
  /** Writes down what still waits, and compares the kept files a last time. */
  close(): void
}

/** How often open acts are looked at. */
const LOOK_EVERY_MS = 100
/** Commands that are named where the writer is not known, and how long they stay of interest. */
const MAX_RUNNING = 4
const RUNNING_MS = 5_000
/** Findings of one session; a loop that goes on for hours says nothing new. */
const MAX_FINDINGS = 1_000
/** Degradations that are told of; each reason once. */
const MAX_REASONS = 50

export function createWatch(options: WatchOptions): Watch {
  const { log, redact, kept, now, home } = options
  const acts = new Acts()
  const expected = new Expected()
  const recent: { readonly entry: string; readonly at: number }[] = []
  const warnings: string[] = []
  const reasons = new Set<string>()
  let source: WatchLine['source'] = 'none'
  let timer: NodeJS.Timeout | undefined
  let findings = 0

  const grounds = {
    standing: options.standing,
    isWatched: options.isWatched,
    expected,
    contents,
    exists,
    home,
  }

  function contents(path: string): Contents {
    const before = kept.before(path)
    const after = readSmall(path)
    const secret = holdsSecret(path, home)
    const plain = <T extends Contents['before']>(state: T): T => {
      if (!state || !secret) return state
      const { hash: _hash, ...rest } = state
      return rest as T
    }
    const diff = before?.content && !secret ? shortDiff(before.content, after?.content ?? Buffer.alloc(0)) : undefined
    return {
      ...(before ? { before: plain(before.state) } : {}),
      ...(after ? { after: plain(after.state) } : {}),
      ...(diff === undefined ? {} : { diff }),
      ...(before?.content && !secret && kept.holds(path, before.content) ? { kept: true } : {}),
    }
  }

  function look(): void {
    timer = undefined
    for (const act of acts.due(now())) report(act)
    if (acts.waiting) timer = setTimeout(look, LOOK_EVERY_MS).unref()
  }

  function report(act: ReturnType<Acts['due']>[number]): void {
    const found = escapeOf(act, grounds, now(), redact)
    for (const { path } of act.changes) if (kept.before(path)) kept.renew(path, readSmall(path))
    if (!found) return
    findings += 1
    if (findings > MAX_FINDINGS) {
      degraded(`more than ${MAX_FINDINGS} findings; later ones are not written down`)
      return
    }
    tell(found)
  }

  function tell(found: Escape): void {
    const since = now() - RUNNING_MS
    const running = recent.filter(({ at }) => at >= since).map(({ entry }) => entry)
    const response = found.writer === 'unknown' ? 'warn' : options.response
    const id = log.append({
      kind: 'escape',
      ...found,
      ...(found.writer === 'unknown' && running.length > 0 ? { running } : {}),
      source: source === 'none' ? 'places' : source,
      response,
    })
    if (id instanceof Error) {
      options.say(`a write outside the project could not be written down: ${id.message}`)
      return
    }
    const line = sayEscape(found, id, home)
    options.say(line)
    // Nobody is blamed for what may be another's doing.
    if (found.writer !== 'unknown') warnings.push(warnAgent(found, home))
    if (response !== 'warn') options.respond(line)
  }

  function degraded(reason: string): void {
    if (reasons.has(reason) || reasons.size >= MAX_REASONS) return
    reasons.add(reason)
    log.append({ kind: 'watch', source, state: 'degraded', reason: redact(reason) })
  }

  function event(given: Omit<FileEvent, 'at'>): void {
    acts.add({ ...given, at: now() })
    timer ??= setTimeout(look, LOOK_EVERY_MS).unref()
  }

  return {
    started(which, reason) {
      source = which
      log.append({ kind: 'watch', source, state: 'started', reason: redact(reason) })
    },
    degraded,
    allowed(entry, effects) {
      expected.allow(entry, effects, now())
      recent.push({ entry, at: now() })
      if (recent.length > MAX_RUNNING) recent.shift()
    },
    event,
    changed: (path, kind, writer) => event({ path, kind, writer }),
    warning: () => (warnings.length === 0 ? undefined : warnings.splice(0).slice(0, MAX_RUNNING).join('\n')),
    close() {
      clearTimeout(timer)
      for (const act of acts.rest()) report(act)
      for (const path of kept.paths) {
        const before = kept.before(path)
        const after = readSmall(path)
        // Written by another name of the same file, or through memory: no event told of it.
        if (before?.state.hash === after?.state.hash && before?.state.size === after?.state.size) continue
        acts.add({ path, kind: after ? 'modify' : 'delete', writer: { by: 'unknown' }, at: now() })
      }
      for (const act of acts.rest()) report(act)
    },
  }
}

function exists(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch {
    return false
  }
}
