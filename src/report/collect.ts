/** Reads what a report is about: one pass over the log, of which only counts and the first findings are kept. */
import type { Tally } from '../log/blocks.js'
import type { Entry } from '../log/entry.js'
import { type Finding, isFinding } from '../log/finding.js'
import { readLog, readOthers } from '../log/read.js'
import type { Redact } from '../log/redact.js'
import type { Selection } from '../log/select.js'
import { readIndex } from '../log/session-index.js'
import { Statistics } from '../log/statistics.js'
import { wordsUntil } from '../log/words.js'
import { Bins } from './bins.js'

/** Refusals that are told one by one; there may be more. */
const MAX_BLOCKED = 500
const MAX_FINDINGS = 200
/** Sessions that have a row of their own in the timeline. */
const MAX_LANES = 16

export interface Lane {
  readonly session: string
  readonly agent: string
  readonly project: string
  readonly ran: Bins
  readonly blocked: Bins
  /** The refusals that are told one by one. */
  readonly marks: { readonly at: number; readonly id: string; readonly rule: string; readonly command: string }[]
}

export interface Report {
  readonly statistics: Statistics
  /** Newest first. */
  readonly lanes: readonly Lane[]
  readonly blocked: readonly Entry[]
  /** What the user said, where the report is about one session. */
  readonly words: readonly string[]
  /** Changes of rules, escapes, attempts to steer: newest first. */
  readonly findings: readonly Finding[]
  readonly moreFindings: number
  /** How the session was started, as the index has it. */
  readonly command: string | undefined
  readonly unreadable: number
}

export interface ReportPlaces {
  readonly log: string
  readonly state: string
  readonly sessions: string
}

const END_OF_TIME = '9999'

/** `redact`: for the user's words, of which the session's own copy is not redacted; a report is passed on. */
export function collect(places: ReportPlaces, selection: Pick<Selection, 'session' | 'since'>, redact: Redact): Report {
  const { session, since } = selection
  const statistics = new Statistics()
  const tally: Tally = { unreadable: 0 }
  const findings: Finding[] = []
  let moreFindings = 0
  for (const { line } of readOthers(places.log, session, since)) {
    if ('kind' in line && line.kind === 'approval') statistics.approval(line)
    if (!isFinding(line)) continue
    if (findings.length < MAX_FINDINGS) findings.push(line)
    else moreFindings += 1
  }
  const lanes = new Map<string, Lane>()
  const blocked: Entry[] = []
  for (const { line } of readLog(places.log, { outcome: 'all', session, since }, tally)) {
    statistics.add(line)
    const isTold = !line.ran && blocked.length < MAX_BLOCKED
    if (isTold) blocked.push(line)
    addToLane(lanes, line, isTold)
  }
  const heard = session === undefined ? [] : wordsUntil(places.sessions, session, END_OF_TIME)
  return {
    statistics,
    lanes: [...lanes.values()],
    blocked,
    words: heard.filter(({ counts }) => counts).map(({ text }) => redact(text)),
    findings,
    moreFindings,
    command: session === undefined ? undefined : readIndex(places.state).get(session)?.start?.command,
    unreadable: tally.unreadable,
  }
}

function addToLane(lanes: Map<string, Lane>, entry: Entry, isTold: boolean): void {
  const { session, agent, project, ts, ran, id, rule } = entry
  const lane = lanes.get(session) ?? { session, agent, project, ran: new Bins(), blocked: new Bins(), marks: [] }
  if (!lanes.has(session) && lanes.size >= MAX_LANES) return
  lanes.set(session, lane)
  const at = Date.parse(ts)
  if (Number.isNaN(at)) return
  ;(ran ? lane.ran : lane.blocked).add(at)
  if (isTold) lane.marks.push({ at, id, rule, command: entry.stopped ?? entry.command })
}

/** The session that started last; undefined where there is none. */
export function latestSession({ log }: ReportPlaces): string | undefined {
  for (const { line } of readLog(log, { outcome: 'all' })) return line.session
  return undefined
}
