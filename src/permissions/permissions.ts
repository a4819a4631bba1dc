/**
 * The user's rules over one session: read from the files, held against the agent's mode, read again when a file changes.
 * A file that breaks says so and keeps the rules that were last read from it.
 */
import type { Request } from '../request.js'
import type { Script } from '../shell/script.js'
import type { OwnMakings } from '../tiers/conditions.js'
import type { Rule } from '../tiers/rule.js'
import type { UserRules } from '../tiers/tiers.js'
import type { AutoMode } from './auto-mode.js'
import { autoModeOf, type FileReading } from './claude-settings.js'
import type { Transcripts } from './follow-mode.js'
import { dropsBlanket, type ModeState, modeAfter } from './mode.js'
import type { Bases } from './path-match.js'
import { type Fault, type PermissionRule, sayFault } from './rule.js'
import { type RuleBook, type RuleSetting, ruleBook } from './rule-book.js'
import { rulingsFor } from './rulings.js'
import type { Source } from './sources.js'
import { changesBetween, type RuleChange, type Standing, standingsOf } from './standing.js'

/** What has to be told when something changed. */
export interface Announcement {
  readonly mode: ModeState
  readonly changes: readonly RuleChange[]
  readonly faults: readonly Fault[]
}

export interface PermissionOptions {
  /** The agent's own permission files; undefined for a program without any that are known. */
  readonly source: Source | undefined
  /** From gatesh's own configuration. */
  readonly own: { readonly rules: readonly PermissionRule[]; readonly settings: readonly RuleSetting[] }
  /** Rules that settings may name by id. */
  readonly rows: readonly Rule[]
  readonly bases: Bases
  /** For a program without a source. */
  readonly mode: ModeState
}

export class Permissions {
  private readonly lastWhole = new Map<string, FileReading>()
  private readings: readonly FileReading[] = []
  private current: readonly Standing[] = []
  private state: ModeState
  private book: RuleBook
  private told: readonly Standing[] = []
  private said = new Set<string>()
  private tell: (announcement: Announcement) => void = () => {}

  constructor(private readonly options: PermissionOptions) {
    this.readings = this.readAll()
    this.state = options.source?.startMode(this.readings) ?? options.mode
    this.book = this.weigh()
  }

  /** Says what is dropped at the start, and from then on what changes. */
  announceTo(tell: (announcement: Announcement) => void): void {
    this.tell = tell
    this.announce()
  }

  /** The user's rules for one request. `own`: what this session made. */
  rulingsFor(request: Request, script: Script | null, own: OwnMakings): UserRules {
    return rulingsFor(this.book, request, script, own)
  }

  /** The same if the user's configuration had this rule as well; undefined where it would not be in force. */
  rulingsWith(rule: PermissionRule, request: Request, script: Script | null, own: OwnMakings): UserRules | undefined {
    const standings = this.standingsWith([rule])
    if (standings.at(-1)?.state !== 'in force') return undefined
    return rulingsFor(this.bookOf(standings), request, script, own)
  }

  get standings(): readonly Standing[] {
    return this.current
  }

  get mode(): ModeState {
    return this.state
  }

  get faults(): readonly Fault[] {
    return this.readings.flatMap(({ faults }) => faults)
  }

  /** Prose for the classifier, from user and managed settings. */
  get autoMode(): AutoMode {
    return autoModeOf(this.readings)
  }

  /** Where the agent writes down its mode, if it does. */
  get transcripts(): Transcripts | undefined {
    return this.options.source?.transcripts
  }

  /** Directories that rule files may be added to. */
  get directories(): readonly string[] {
    return this.options.source?.directories ?? []
  }

  /** Files that rules come from, whether they exist or not. */
  get files(): readonly string[] {
    return (this.options.source?.files() ?? []).map(({ file }) => file)
  }

  /** The running agent reported its mode. */
  observeMode(name: unknown, from: 'hook' | 'transcript'): void {
    const next = modeAfter(this.state, name, from)
    if (next.mode === this.state.mode) return
    this.state = next
    this.book = this.weigh()
    this.announce()
  }

  /** A file may have changed. */
  reread(): void {
    this.readings = this.readAll()
    this.book = this.weigh()
    this.announce()
  }

  private readAll(): FileReading[] {
    const { source } = this.options
    if (!source) return []
    const read = source.files().map((file) => this.lastGood(source.read(file)))
    const managed = read.filter(({ scope }) => scope === 'managed')
    return [...managed, ...source.launch, ...read.filter(({ scope }) => scope !== 'managed')]
  }

  /** A broken file keeps what it said before, beside its fault. */
  private lastGood(reading: FileReading): FileReading {
    if (reading.whole) {
      this.lastWhole.set(reading.file, reading)
      return reading
    }
    const before = this.lastWhole.get(reading.file)
    return before ? { ...before, faults: reading.faults } : reading
  }

  private weigh(): RuleBook {
    this.current = this.standingsWith([])
    return this.bookOf(this.current)
  }

  private standingsWith(more: readonly PermissionRule[]): Standing[] {
    const { source, own } = this.options
    const rules = [...this.readings.flatMap((reading) => reading.rules), ...own.rules, ...more]
    return standingsOf(rules, {
      unattended: dropsBlanket(this.state),
      projectTrusted: source?.projectTrusted ?? false,
      unread: this.readings.some(({ whole }) => !whole),
      managedOnly: this.readings.some(({ managedOnly }) => managedOnly),
    })
  }

  private bookOf(standings: readonly Standing[]): RuleBook {
    const { own, rows, bases } = this.options
    return ruleBook(standings, own.settings, rows, bases, dropsBlanket(this.state))
  }

  private announce(): void {
    const changes = changesBetween(this.told, this.current)
    this.told = this.current
    const now = new Map(this.faults.map((fault) => [sayFault(fault), fault]))
    const faults = [...now].filter(([text]) => !this.said.has(text)).map(([, fault]) => fault)
    this.said = new Set(now.keys())
    if (changes.length > 0 || faults.length > 0) this.tell({ mode: this.state, changes, faults })
  }
}
