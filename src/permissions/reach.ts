/** How far a rule that permits a command reaches: which of the command's effects its writer meant. Pure. */
import { type Effect, verbOf } from '../effects/effect.js'
import { absolute } from '../effects/paths.js'
import type { Command } from '../shell/script.js'
import type { OwnMakings } from '../tiers/conditions.js'

const basename = (path: string) => path.slice(path.lastIndexOf('/') + 1)

export interface Reach {
  /** The rule has no star: its writer saw the whole command. */
  readonly literal: boolean
  /** Nobody answers prompts. */
  readonly unattended: boolean
  readonly home: string
  readonly own: OwnMakings
}

/**
 * Whether an allow rule for a command reaches this effect of it. Where its output goes is not part of what the rule
 * names, nor is a text that is fed to it. And while nobody answers, a star does not stand for a guarded place, for code
 * that cannot be read, or for code from the network; and no rule stands for what a script does that this session wrote.
 */
export function reaches(command: Command, effect: Effect, { literal, unattended, home, own }: Reach): boolean {
  if (isRedirected(command, effect, home)) return false
  const fed = command.stdin.kind === 'text' || command.stdin.kind === 'pipe' || command.stdin.kind === 'file'
  if (fed && literal && verbOf(effect) !== 'read') return false
  if (!unattended) return true
  if (runsCode(command, effect) && ownScript(command, own, home)) return false
  if (literal && !fed) return true
  if (effect.kind === 'exec.opaque' || effect.kind === 'exec.fetched') return false
  return effect.targets.every(({ guarded }) => guarded === undefined)
}

function isRedirected(command: Command, effect: Effect, home: string): boolean {
  if (!effect.kind.startsWith('fs.')) return false
  return command.redirects.some(({ op, target }) => {
    if (op === 'duplicate') return false
    if (target.text === null) return effect.targets.some(({ value, raw }) => value === null || raw === target.raw)
    const path = absolute(target.text, command.cwd, home)
    return effect.targets.some(({ value, raw }) => value === path || raw === target.text)
  })
}

/** An effect of code that the command runs, rather than of the command itself. */
function runsCode(command: Command, effect: Effect): boolean {
  return verbOf(effect) === 'run' || basename(command.argv[0]?.text ?? '') !== effect.program
}

/** Files that say what `npm run`, `make` and their like do. */
const manifests = [
  'package.json',
  'Makefile',
  'makefile',
  'GNUmakefile',
  'justfile',
  'Rakefile',
  'pyproject.toml',
  'Cargo.toml',
  'build.gradle',
  'pom.xml',
  'composer.json',
  'deno.json',
  'Taskfile.yml',
]

/** Words of a command that may name the script that it runs. */
const MAX_SCRIPT_WORDS = 4

/** Whether what the command runs was written in this session: a script among its words, or the manifest beside it. */
function ownScript({ argv, cwd }: Command, own: OwnMakings, home: string): boolean {
  const words = argv.slice(0, MAX_SCRIPT_WORDS).map(({ text }) => text ?? '')
  return [...words, ...manifests].some((word) => {
    const path = word === '' ? null : absolute(word, cwd, home)
    return path !== null && own.made({ type: 'path', value: path })
  })
}
