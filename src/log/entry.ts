/**
 * One line of the decision log: what was asked, what was decided, and by which way. Written before the answer goes out.
 * Every string in it has been redacted and bounded; `hash` covers the line and the one before it.
 */
import type { Door } from '../request.js'
import type { Action, Tier } from '../verdict.js'
import type { EscapeLine, WatchLine } from './escape.js'

/** Raised when a field changes its meaning; readers show newer lines as far as they can. */
export const ENTRY_VERSION = 1

/**
 * How the answer came about: `decided` by the flow; `joined` to an earlier request whose text named this very command;
 * by `lineage`, below an allowed request; `agent`, the program that the user launched; `approved` by a person; `observed`,
 * let through by `--mode observe` whatever was decided; `fault`, something of gatesh failed.
 */
export type How = 'decided' | 'joined' | 'lineage' | 'agent' | 'approved' | 'observed' | 'fault'

/** What a person answered, or that none did: `gone`, the command ended before; `timeout`, nobody answered in time. */
export type PersonAnswer = 'once' | 'session' | 'always' | 'deny' | 'stop' | 'timeout' | 'gone'

export interface Approval {
  readonly answer: PersonAnswer
  /** `prompt`: at the session's terminal; `command`: `gatesh approve` or `gatesh deny`. */
  readonly from: 'prompt' | 'command' | 'nobody'
  /** The question, or the earlier entry that was approved. */
  readonly of: string
  /** How long the command was held. */
  readonly waited_ms?: number
}

export interface LoggedEffect {
  readonly kind: string
  readonly says: string
  readonly targets: readonly string[]
}

/** One call of a model. `fresh`: read anew; `cached`: from the provider's cache; `written`: put there. */
export interface ModelTokens {
  readonly stage: 1 | 2
  readonly model: string
  readonly fresh: number
  readonly cached: number
  readonly written: number
  readonly output: number
}

export interface Entry {
  readonly v: typeof ENTRY_VERSION
  /** `SESSION-NUMBER`; numbers rise by one, so that a gap shows. */
  readonly id: string
  /** ISO 8601, UTC. */
  readonly ts: string
  readonly session: string
  readonly agent: string
  readonly door: Door
  readonly coverage: string
  readonly project: string
  readonly cwd: string | null
  /** Shell text, or argv quoted as a shell would take it. */
  readonly command: string
  /** The commands of the text that were the reason, where the text has others as well. */
  readonly stopped?: string
  /** File that would run; absent for a text. */
  readonly exe?: string
  readonly effects: readonly LoggedEffect[]
  readonly action: Action
  /** What the door was told: `ask` is a denial where nobody can be asked. */
  readonly ran: boolean
  readonly tier: Tier
  readonly rule: string
  readonly reason: string
  readonly how: How
  /** Entry of the request that this one belongs to. */
  readonly parent?: string
  /** The one that answered. */
  readonly engine?: string
  /** Why the configured one did not. */
  readonly fallback?: string
  /** Calls of a model that it took, in tokens; absent where an earlier answer served. */
  readonly calls?: readonly ModelTokens[]
  readonly stage1?: { readonly flagged: boolean; readonly rules: readonly string[] }
  readonly stage2?: readonly {
    readonly rule: string
    readonly missing: readonly string[]
    readonly quotes: readonly string[]
  }[]
  readonly facts?: Readonly<Record<string, unknown>>
  /** Present where a person was asked, or had been. */
  readonly approval?: Approval
  /** Microseconds from the request's arrival to this line, and of each step. */
  readonly times_us: Readonly<Record<string, number>>
  readonly prev: string
  readonly hash: string
}

/** Execs that the supervisor answered by itself; they follow in batches, numbered over the session without a gap. */
export interface LocalBatch {
  readonly v: typeof ENTRY_VERSION
  readonly id: string
  readonly ts: string
  readonly session: string
  readonly local: {
    readonly first: number
    readonly count: number
    readonly programs: Readonly<Record<string, number>>
  }
  readonly prev: string
  readonly hash: string
}

/** Blanket rules of the user that went out of force, or came back, and files of rules that could not be read. */
export interface RulesLine {
  readonly v: typeof ENTRY_VERSION
  readonly id: string
  readonly ts: string
  readonly session: string
  readonly kind: 'rules'
  /** The agent's permission mode, in words. */
  readonly mode: string
  readonly rules: readonly {
    readonly rule: string
    readonly file: string
    readonly line: number
    readonly why: string
    readonly state: 'dropped' | 'restored'
  }[]
  readonly faults: readonly string[]
  readonly prev: string
  readonly hash: string
}

/** A person's answer to what was refused before: the same act may be tried again. */
export interface ApprovalLine {
  readonly v: typeof ENTRY_VERSION
  readonly id: string
  readonly ts: string
  readonly session: string
  readonly kind: 'approval'
  readonly approval: Approval
  readonly prev: string
  readonly hash: string
}

/** Text in the output of a tool that tries to steer the agent (see src/probe). It was warned of; nothing was changed. */
export interface ProbeLine {
  readonly v: typeof ENTRY_VERSION
  readonly id: string
  readonly ts: string
  readonly session: string
  readonly kind: 'probe'
  /** The tool whose output it is. */
  readonly tool: string
  /** Passages in all; the worst one is told. */
  readonly count: number
  readonly why: string
  readonly excerpt: string
  readonly prev: string
  readonly hash: string
}

export type Line = Entry | LocalBatch | RulesLine | ApprovalLine | ProbeLine | EscapeLine | WatchLine

/** A line before the log gives it its number, time and place in the chain. */
export type Unchained<T extends Line> = Omit<T, 'v' | 'id' | 'ts' | 'session' | 'prev' | 'hash'>

/** Any line before that. */
export type Unwritten =
  | Unchained<Entry>
  | Unchained<LocalBatch>
  | Unchained<RulesLine>
  | Unchained<ApprovalLine>
  | Unchained<ProbeLine>
  | Unchained<EscapeLine>
  | Unchained<WatchLine>

/** Lines of other sorts have a `kind`, or are batches. */
export function isEntry(line: Line): line is Entry {
  return 'effects' in line
}
