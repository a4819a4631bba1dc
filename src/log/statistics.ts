/**
 * What a stretch of the log adds up to. Entries are given newest first, as they are read, and only counted: what is kept
 * does not grow with their number. Pure.
 */
import type { ApprovalLine, Entry } from './entry.js'
import { Histogram } from './histogram.js'
import { agentName } from './table.js'
import { dayOf } from './times.js'

export interface Outcomes {
  ran: number
  blocked: number
}

export interface RuleCount extends Outcomes {
  readonly rule: string
  /** Of what it stopped or asked about: let through by a person, then or later. */
  approved: number
  /** Asked about at once, whatever was answered. */
  asked: number
}

/** The same command, refused under the same rule more than once in one session: nobody got on. */
export interface DeadEnd {
  readonly command: string
  readonly rule: string
  readonly session: string
  /** The newest of them. */
  readonly entry: string
  count: number
}

/** Different values that are counted one by one; what comes after them is counted together. */
const MAX_KEYS = 5_000
const OTHERS = '(others)'
/** Approvals that wait for the entry that they are about. */
const MAX_APPROVALS = 10_000

export class Statistics {
  readonly total: Outcomes = { ran: 0, blocked: 0 }
  readonly byTier = new Map<string, Outcomes>()
  readonly byDoor = new Map<string, Outcomes>()
  readonly byAgent = new Map<string, Outcomes>()
  readonly byDay = new Map<string, Outcomes>()
  readonly byProgram = new Map<string, Outcomes>()
  readonly sessions = new Set<string>()
  readonly coverages = new Map<string, number>()
  /** Time from the request to the entry, without the wait for a person. */
  readonly latency = new Histogram()
  private readonly rules = new Map<string, RuleCount>()
  private readonly refused = new Map<string, DeadEnd>()
  /** Entries that a person approved afterwards. */
  private readonly approvedLater = new Set<string>()
  oldest: string | undefined
  newest: string | undefined

  approval({ approval }: ApprovalLine): void {
    if (isYes(approval.answer) && this.approvedLater.size < MAX_APPROVALS) this.approvedLater.add(approval.of)
  }

  add(entry: Entry): void {
    this.newest ??= entry.ts
    this.oldest = entry.ts
    if (this.sessions.size < MAX_KEYS) this.sessions.add(entry.session)
    this.coverages.set(entry.coverage, (this.coverages.get(entry.coverage) ?? 0) + 1)
    count(this.total, entry)
    const program = entry.exe ?? (entry.door === 'hook' ? 'tool call' : 'shell text')
    const keys: [Map<string, Outcomes>, string][] = [
      [this.byTier, String(entry.tier)],
      [this.byDoor, entry.door],
      [this.byAgent, agentName(entry.agent)],
      [this.byDay, dayOf(new Date(entry.ts))],
      [this.byProgram, agentName(program)],
    ]
    for (const [map, key] of keys) count(outcomesOf(map, key), entry)
    this.latency.add(Math.max(0, (entry.times_us.total ?? 0) - (entry.approval?.waited_ms ?? 0) * 1_000))
    this.addRule(entry)
    if (!entry.ran) this.addRefusal(entry)
  }

  private addRule(entry: Entry): void {
    const key = this.rules.has(entry.rule) || this.rules.size < MAX_KEYS ? entry.rule : OTHERS
    const rule = this.rules.get(key) ?? { rule: key, ran: 0, blocked: 0, approved: 0, asked: 0 }
    this.rules.set(key, rule)
    count(rule, entry)
    if (entry.action === 'ask' || entry.approval) rule.asked += 1
    const approved = entry.approval ? isYes(entry.approval.answer) : this.approvedLater.has(entry.id)
    if (approved) rule.approved += 1
  }

  private addRefusal({ session, rule, id, ...entry }: Entry): void {
    const command = entry.stopped ?? entry.command
    const key = `${session} ${rule} ${command}`
    const before = this.refused.get(key)
    if (before) before.count += 1
    else if (this.refused.size < MAX_KEYS) this.refused.set(key, { command, rule, session, entry: id, count: 1 })
  }

  /** Those that stopped or asked the most first. */
  ruleCounts(): RuleCount[] {
    return [...this.rules.values()].sort((a, b) => stops(b) - stops(a) || b.ran - a.ran)
  }

  /** The most often repeated first. */
  deadEnds(): DeadEnd[] {
    return [...this.refused.values()].filter(({ count }) => count > 1).sort((a, b) => b.count - a.count)
  }
}

const stops = ({ blocked, asked, approved }: RuleCount) => Math.max(blocked, asked, approved)

/** Answers of a person that let a command run. */
export function isYes(answer: NonNullable<Entry['approval']>['answer']): boolean {
  switch (answer) {
    case 'once':
    case 'session':
    case 'always':
      return true
    case 'deny':
    case 'stop':
    case 'timeout':
    case 'gone':
      return false
  }
}

function count(outcomes: Outcomes, { ran }: Entry): void {
  if (ran) outcomes.ran += 1
  else outcomes.blocked += 1
}

function outcomesOf(map: Map<string, Outcomes>, key: string): Outcomes {
  const name = map.has(key) || map.size < MAX_KEYS ? key : OTHERS
  const found = map.get(name) ?? { ran: 0, blocked: 0 }
  map.set(name, found)
  return found
}

/** The keys of a map of counts, those with the most first. */
export function ranked(
  map: ReadonlyMap<string, Outcomes>,
  by: (outcomes: Outcomes) => number = all,
): [string, Outcomes][] {
  return [...map].sort(([, a], [, b]) => by(b) - by(a))
}

const all = ({ ran, blocked }: Outcomes) => ran + blocked
