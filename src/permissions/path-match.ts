/** Path patterns of Read and Edit rules, against absolute paths. */
import { isWithin, normalise } from '../effects/paths.js'
import { globFits, parseGlob } from './gitignore.js'
import type { Origin, PathPattern } from './rule.js'

/** Directories that patterns count from. */
export interface Bases {
  readonly home: string
  /** Working directory of the session. */
  readonly project: string
}

/** True for an absolute, normalised path that the pattern means. */
export type PathTest = (path: string) => boolean

function baseOf(pattern: PathPattern, origin: Origin, bases: Bases): string {
  switch (pattern.anchor) {
    case 'root':
      return '/'
    case 'home':
      return bases.home
    case 'source':
      return origin.root
    case 'working':
      return bases.project
  }
}

/** Compiles a pattern once. As in gitignore, one without a slash in it means that name at any depth. */
export function pathTest(pattern: PathPattern, origin: Origin, bases: Bases): PathTest {
  const base = normalise(baseOf(pattern, origin, bases))
  const written = pattern.pattern.endsWith('/') ? pattern.pattern.slice(0, -1) : pattern.pattern
  if (written === '') return (path) => isWithin(path, base)
  const anyDepth = pattern.anchor === 'working' && !written.includes('/')
  if (anyDepth && isLiteral(written)) {
    const prefix = base === '/' ? '' : base
    return (path) =>
      path.includes(`/${written}`) && isWithin(path, base) && `${path.slice(prefix.length)}/`.includes(`/${written}/`)
  }
  const glob = parseGlob(anyDepth ? `**/${written}` : written)
  const start = base === '/' ? 1 : base.length + 1
  // Most paths differ from the pattern before its first star; that is told without taking them apart.
  const fixed = anyDepth ? base : normalise(`${base}/${literalStart(written)}`)
  return (path) => isWithin(path, fixed) && path.length > start && globFits(glob, path.slice(start).split('/'))
}

const isLiteral = (text: string) => !/[*?[\\]/.test(text)

/** The names before the first one with a wildcard in it. */
function literalStart(pattern: string): string {
  const names = pattern.split('/')
  const wild = names.findIndex((name) => !isLiteral(name))
  return (wild < 0 ? names : names.slice(0, wild)).join('/')
}
