/** Names of packages as they stand on command lines, told from paths, URLs and versions. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, listed } from '../context.js'
import type { Effect, Flag, Target } from '../effect.js'

/** A package as a target: its name without version; what is fetched from elsewhere than the registry is flagged `from-url`. */
export interface Spec {
  readonly target: Target
  readonly flags: readonly Flag[]
}

const elsewhere =
  /^(?:git\+|git:|https?:|ssh:|file:|github:|gitlab:|bitbucket:|hg\+|svn\+|bzr\+)|^[\w.-]+@[\w.-]+:|\.git(?:#|$)/i

/** @param shorthand `owner/repo` means a forge (npm), not a path. */
export function specOf(word: Word, at: Command, context: Context, shorthand = false): Spec {
  const text = word.text
  if (text === null)
    return {
      target: { type: 'package', value: null, raw: word.raw, ...(word.prefix ? { prefix: word.prefix } : {}) },
      flags: [],
    }
  if (elsewhere.test(text) || (shorthand && /^[\w-][\w.-]*\/[\w.-]+(?:#.*)?$/.test(text))) {
    return { target: { type: 'package', value: text }, flags: ['from-url'] }
  }
  if (/^(?:\.{0,2}\/|~|[a-z]:\\)|^\.{1,2}$|\.(?:tgz|whl|tar\.gz|zip|deb|rpm|gem|crate|nupkg|phar|jar)$/i.test(text)) {
    const target = context.path(word, at)
    const outside = target.area !== 'project' && target.area !== 'temp'
    return { target, flags: outside ? ['from-url'] : ['local'] }
  }
  const name = /^(@?[^@=<>~!^[\s;]+)/.exec(text)?.[1] ?? text
  return { target: { type: 'package', value: name, ...(name === text ? {} : { raw: text }) }, flags: [] }
}

/** Installs of named packages. */
export function installs(
  words: readonly Word[],
  at: Command,
  context: Context,
  flags: readonly Flag[],
  more: readonly Target[] = [],
  shorthand = false,
): readonly Effect[] {
  const specs = words.slice(0, MAX_SPECS).map((word) => specOf(word, at, context, shorthand))
  const own = new Set<Flag>(flags)
  for (const { flags: found } of specs)
    for (const flag of found) if (flag === 'from-url' || flag === 'local') own.add(flag)
  const targets = [...specs.map(({ target }) => target), ...more]
  const local = specs.length > 0 && specs.every(({ flags: found }) => found.includes('local'))
  const kind = local ? 'pkg.sync' : 'pkg.install'
  return [
    effect(kind, at, `installs ${listed(words.map((word) => word.text ?? word.raw))}`, { targets, flags: [...own] }),
  ]
}

/** Most packages of one call that are looked at. */
const MAX_SPECS = 64
