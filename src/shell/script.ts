/**
 * What the shell stage hands on: a script as a flat list of simple commands, each as it would be started after
 * expansion and unwrapping. Nothing here says what a command does; that is the effects stage.
 */

/** Why a part of a script cannot be known before it runs. */
export type OpaqueReason =
  | 'variable' // value not set to a constant in this text or in the given environment
  | 'substitution' // output of a command
  | 'arithmetic'
  | 'glob' // a pattern that could not be expanded against known files
  | 'stdin' // read from a live pipe or terminal
  | 'encoding' // decoded by something that we do not run
  | 'syntax' // the parser could not read it
  | 'depth' // nested deeper than MAX_DEPTH
  | 'size' // larger than MAX_SCRIPT_BYTES, or more commands than MAX_COMMANDS
  | 'file' // a file that cannot be read
  | 'dialect' // zsh or fish text outside the common subset

/** One word after expansion. `text` is its value when that is the same on every run, else null. */
export interface Word {
  readonly text: string | null
  /** As it stands in the source, for messages. */
  readonly raw: string
  /** Present where `text` is null: why. */
  readonly opaque?: OpaqueReason
  /** Literal text before the first unknown part (`/tmp/` of `/tmp/$x`), and after the last one. Empty where there is none. */
  readonly prefix?: string
  readonly suffix?: string
  /** Where `text` is null: the literal text around the unknown parts, in order. `a $x b $y` has `['a ', ' b ', '']`. */
  readonly pieces?: readonly string[]
  /** An unquoted unknown: it may become no word, one or several (`git push $ARGS`). */
  readonly splits?: boolean
  /** For a process substitution: what the file in this place contains, where that is known (`<(echo x)`). */
  readonly content?: Word
  /** Names of the variables that its value depends on, known or not (`$GITHUB_TOKEN` in a header). */
  readonly variables?: readonly string[]
  /** Indices of the commands whose output is part of it: `$(cat ~/.netrc)`. */
  readonly outputOf?: readonly number[]
  /** An unquoted pattern (`*.log`): `text` keeps the pattern itself. */
  readonly glob?: boolean
  /** Paths that the pattern matches, where the world could be asked. */
  readonly matches?: readonly string[]
}

export interface Assignment {
  readonly name: string
  readonly value: Word
  readonly append?: boolean
}

export interface Redirect {
  readonly fd: number
  readonly op: 'read' | 'write' | 'append' | 'clobber' | 'readwrite' | 'duplicate'
  readonly target: Word
}

/** Where a command's standard input comes from. */
export type Stdin =
  | { readonly kind: 'inherit' }
  | { readonly kind: 'text'; readonly text: Word } // here-document, here-string, or a constant pipe such as echo or printf
  | { readonly kind: 'file'; readonly path: Word }
  | { readonly kind: 'pipe'; readonly from: readonly number[] } // commands that feed it, direct writers only
  | { readonly kind: 'null' }

/** A wrapper or context that a command was reached through, outermost first. */
export interface Via {
  /** `sudo`, `env`, `xargs`, `find`, `bash`, `ssh`, `docker`, `source`, `function`, `alias`, `eval`, `trap` ... */
  readonly program: string
  /** Where the inner command runs, if elsewhere: ssh host, container, pod; null when it cannot be known. */
  readonly where?: { readonly kind: 'host' | 'container' | 'pod' | 'namespace' | 'root'; readonly name: string | null }
  /** User it runs as, where a wrapper changes it (`sudo -u postgres`): null when unknown. */
  readonly user?: string | null
  /** It has no network but its own loopback: nothing that it opens is reached from elsewhere. */
  readonly offline?: true
  /** Index of the wrapper's own command, where that stays in the list (ssh, find, xargs). */
  readonly command?: number
}

/** One simple command, ready to be looked at. */
export interface Command {
  /** Position in `Script.commands`. */
  readonly index: number
  /** argv[0] is the program word; empty for a bare assignment or redirect. */
  readonly argv: readonly Word[]
  /** Assignments in force for it: its own prefix and what this text exported or assigned before. Of one name the first counts. */
  readonly env: readonly Assignment[]
  /** Only the assignments that this command itself makes to the shell (`FOO=1` alone, export, declare). */
  readonly assigns: readonly Assignment[]
  readonly redirects: readonly Redirect[]
  readonly stdin: Stdin
  /** Where its output goes on to, if into a pipe. */
  readonly pipesTo?: number
  /** Absolute working directory after the `cd`s before it; null when it cannot be known. */
  readonly cwd: string | null
  readonly via: readonly Via[]
  /** `maybe`: reached only on a condition; `output`: inside `$(...)` or `<(...)`; `defined`: body of something that is not called here. */
  readonly runs: 'always' | 'maybe' | 'output' | 'defined'
  /** Its own source text, for messages and the log. */
  readonly source: string
}

/** A part of the text that could not be turned into commands. It is judged as opaque, never skipped. */
export interface OpaquePart {
  readonly reason: OpaqueReason
  readonly source: string
  /** What the unknown would have been: a program name, a whole text to run, a file to source. */
  readonly role: 'program' | 'script' | 'syntax'
  /** Command that would run it, where there is one. */
  readonly command?: number
}

export type Dialect = 'bash' | 'sh' | 'zsh'

export interface Script {
  readonly text: string
  readonly dialect: Dialect
  readonly commands: readonly Command[]
  readonly opaque: readonly OpaquePart[]
  /** Constant texts that it hands to shells here (`sh -c TEXT`), which were read in full; each with its directory. */
  readonly texts?: readonly InnerText[]
}

export interface InnerText {
  readonly text: string
  readonly cwd: string | null
}
