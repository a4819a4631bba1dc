/**
 * What the pure core may ask about the world. Implementations stand at the rim (src/facts) or are made from a case
 * (`gatesh eval`), so that the core reads no file, clock or environment by itself. Every answer may be "unknown",
 * and unknown never means fine.
 */

/** Where a request stands. All paths absolute and normalised; `project` is the root the session was started for. */
export interface Place {
  readonly cwd: string
  readonly project: string
  readonly home: string
  /** Directories for temporary files: `/tmp`, `/var/tmp`, $TMPDIR. */
  readonly temp: readonly string[]
  /** More roots that count as the project: its git worktrees, and what the configuration names. */
  readonly roots?: readonly string[]
}

/** A repository as far as it can be read without running git. */
export interface GitView {
  readonly root?: string
  /** Current branch; absent when detached or unknown. */
  readonly branch?: string
  readonly defaultBranch?: string
  /** Name to URL, as configured when the session started; what was added since is in the ledger. */
  readonly remotes: Readonly<Record<string, string>>
  /** `origin/main` for the current branch, where one is configured. */
  readonly upstream?: string
  /** Configured alias to its text, for `git st`. */
  readonly aliases?: Readonly<Record<string, string>>
  /** Configuration keys that make git run a program (core.fsmonitor, diff.external, textconv ...), with file. */
  readonly runs?: readonly string[]
}

export type FileKind = 'file' | 'directory' | 'link' | 'other' | 'missing' | 'unknown'

/** Synchronous and cheap questions, each bounded by its implementation; they may be asked while effects are worked out. */
export interface World {
  /** Text of a regular file of at most `maxBytes`, else undefined (missing, larger, unreadable, not UTF-8, or unknown here). */
  readText(path: string, maxBytes: number): string | undefined
  /** Path with every link resolved, as far as it exists; the path itself where nothing is known. */
  realpath(path: string): string
  kind(path: string): FileKind
  /** Names in a directory, undefined when unknown or more than a bounded number. */
  list(path: string): readonly string[] | undefined
  /** The repository that `dir` is in. */
  git(dir: string): GitView | undefined
  /** Environment variable of the asking process; undefined where unset or unknown. */
  env(name: string): string | undefined
  /**
   * PostgreSQL's own parse tree of a text, undefined where it does not parse. Absent until the rim has loaded the parser
   * (wasm); a cautious reader answers then.
   */
  readonly parsePostgres?: ((text: string) => unknown) | undefined
  /** Whether a program of that name or path exists for the asking process; undefined = unknown. */
  hasProgram(name: string): boolean | undefined
}

/**
 * Facts that cost more (git status, log, sizes), gathered after the effects are known and only where one asks for them.
 * Absent = unknown, neutral. The same keys stand in the `facts` of a case, which may carry others; those are kept in `extra`.
 */
export interface Facts {
  /** Uncommitted changes in tracked files. */
  readonly dirty?: boolean
  /** Untracked files that a clean would lose (true, or how many). */
  readonly untracked?: boolean | number
  /** Commits that exist here only (true, or how many). */
  readonly unpushed?: boolean | number
  /** Commits on the remote side that a force push would lose. */
  readonly remoteAhead?: boolean | number
  /** Whether the branch that is deleted is merged. */
  readonly merged?: boolean
  /** Whether HEAD has been pushed. */
  readonly pushed?: boolean
  /** Whether the paths concerned are tracked by git with no changes. */
  readonly tracked?: boolean
  readonly exists?: boolean
  /** Files that a delete would take, and their bytes. */
  readonly count?: number
  readonly bytes?: number
  /** Whether the host concerned is this machine. */
  readonly local?: boolean
  readonly extra?: Readonly<Record<string, unknown>>
}
