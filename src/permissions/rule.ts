/** Permission rules as they stand in an agent's settings or in gatesh's own configuration, parsed, with their place. */
import type { Action } from '../verdict.js'
import type { Wildcard } from './wildcard.js'

/** Who wrote the file that a rule stands in. `launch`: the command line of the agent. */
export type Scope = 'managed' | 'launch' | 'local' | 'project' | 'user'

/** Where a rule stands. Line and column count from 1; both are 0 for the command line. */
export interface Origin {
  readonly scope: Scope
  readonly file: string
  readonly line: number
  readonly column: number
  /** Directory that a pattern with a leading `/` counts from. */
  readonly root: string
}

/** Which commands a rule means. */
export type CommandPattern =
  | { readonly form: 'any' }
  /** `literal`: no star, so the user saw the whole command. */
  | { readonly form: 'text'; readonly text: string; readonly wildcards: readonly Wildcard[]; readonly literal: boolean }
  /** The first words, each one of several; what follows is free. */
  | { readonly form: 'words'; readonly words: readonly (readonly string[])[] }

/** Which paths a rule means: a gitignore pattern and where it counts from. */
export interface PathPattern {
  readonly anchor: 'root' | 'home' | 'source' | 'working'
  readonly pattern: string
}

/** What a rule speaks about. */
export type Subject =
  | { readonly tool: 'Bash'; readonly command: CommandPattern }
  | { readonly tool: 'Read' | 'Edit'; readonly path: PathPattern | undefined }
  | { readonly tool: 'WebFetch'; readonly domain: string | undefined }
  | { readonly tool: 'Agent'; readonly name: string | undefined }
  /** Any other tool, by its name or a pattern of it; `specifier` as written. */
  | { readonly tool: 'named'; readonly name: Wildcard; readonly specifier: string | undefined }

export interface PermissionRule {
  /** As written: `Bash(npm test)`. */
  readonly text: string
  readonly action: Action
  readonly subject: Subject
  readonly origin: Origin
}

/** What was wrong, where, and what follows from it. A value: the caller says it aloud and goes on without that part. */
export interface Fault {
  readonly file: string
  readonly line: number
  readonly column: number
  /** Key in the file, such as `permissions.allow[2]`. */
  readonly key?: string
  readonly problem: string
}

/** `file:line`, or the flag itself for what came with the command line. */
export function placeOf({ file, line }: { readonly file: string; readonly line: number }): string {
  return line === 0 ? file : `${file}:${line}`
}

/** A fault on one line: `file:line:column: key: problem`. */
export function sayFault({ file, line, column, key, problem }: Fault): string {
  const place = line === 0 ? file : `${file}:${line}:${column}`
  return key === undefined ? `${place}: ${problem}` : `${place}: \`${key}\`: ${problem}`
}
