/** What a program family is given beside the command, and the one way in which effects are built. */
import type { Command, Dialect, Script, Via, Word } from '../shell/script.js'
import type { Place, World } from '../world.js'
import type { Effect, EffectKind, Flag, Source, Target } from './effect.js'

/** How a text that a command runs is read. */
export interface Unfolding {
  /** Default `sh`. */
  readonly dialect?: Dialect
  /** Absolute; default the command's own. */
  readonly cwd?: string
  /** What runs it (`npm`, `make`); default the command's program. */
  readonly via?: Via
  /** `$1`, `$2` ... of the text. */
  readonly positional?: readonly Word[]
}

/** The world, the script and the ways to go on from one command. */
export interface Context {
  readonly place: Place
  readonly world: World
  /** Texts unfolded above this one. */
  readonly depth: number
  /** The script that the command stands in. */
  readonly script: Script
  /** Effects of an earlier command of this script, for what flows from it. */
  effectsAt(command: number): readonly Effect[]
  /**
   * Effects of another text that this command runs (npm script, make recipe, python's os.system), interpreted and
   * unfolded at depth + 1. Too deep or too many: one `exec.opaque`.
   */
  unfold(text: string, at: Command, options?: Unfolding): readonly Effect[]
  /** Effects of another command line that this command starts, word by word (`npx eslint .`, `bundle exec rake`). */
  run(argv: readonly Word[], at: Command, cwd?: string): readonly Effect[]
  /** The words of a text that holds one plain command (a git alias); undefined where it is anything else. */
  argvOf(text: string, at: Command): readonly Word[] | undefined
  /** A word as a path: absolute, links followed, with its area and guarded place. */
  path(word: Word, at: Command, role?: Target['role']): Target
  /** The same, but a link in the last place stays a link (rm, mv, ln act on the link itself). */
  entry(word: Word, at: Command, role?: Target['role']): Target
}

/** Effects of one command, or undefined where the family does not know this call. */
export type Family = (command: Command, context: Context) => readonly Effect[] | undefined

/** What an effect may carry beside its kind. */
export interface Parts {
  readonly targets?: readonly Target[]
  readonly flags?: readonly Flag[]
  readonly sources?: readonly Source[]
  /** Default the command's own program. */
  readonly program?: string
}

/** An effect of this command. `says`: short words for the reason, in the third person. */
export function effect(kind: EffectKind, at: Command, says: string, parts: Parts = {}): Effect {
  return {
    kind,
    targets: parts.targets ?? [],
    flags: parts.flags ?? [],
    sources: parts.sources ?? [],
    command: at.index,
    program: parts.program ?? programName(at),
    says,
  }
}

/** Plain name of the program: `/usr/bin/git` and `git.exe` are `git`. Empty where it cannot be known. */
export function programName(command: Command): string {
  return plainName(command.argv[0]?.text ?? '')
}

/** File name of a program path, without `.exe` and its kin. */
export function plainName(path: string): string {
  const slash = path.lastIndexOf('/')
  const backslash = path.lastIndexOf('\\')
  const name = slash < 0 && backslash < 0 ? path : path.slice(Math.max(slash, backslash) + 1)
  return name.includes('.') && /\.(?:exe|cmd|bat|com)$/i.test(name) ? name.slice(0, -4).toLowerCase() : name
}

/** A word as a message shows it: its value, else its source text. */
export function shown(word: Word): string {
  const text = word.text ?? word.raw
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}...` : text
}

/** Longest single word quoted in a reason, in UTF-16 units. */
const MAX_SHOWN = 120

/** Up to three names in backticks for `says`, and how many more there are. */
export function listed(names: readonly string[]): string {
  const head = names
    .slice(0, 3)
    .map((name) => `\`${name.length > MAX_SHOWN ? `${name.slice(0, MAX_SHOWN)}...` : name}\``)
  return names.length > 3 ? `${head.join(', ')} and ${names.length - 3} more` : head.join(', ')
}

/** A constant as a word. */
export function literal(text: string): Word {
  return { text, raw: text }
}
