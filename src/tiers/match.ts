/** Matching of effect patterns, and an index so that a rule costs nothing for the kinds that it does not name. */
import type { Effect, EffectKind } from '../effects/effect.js'
import type { EffectPattern } from './rule.js'

function kindsOf(pattern: EffectPattern): readonly EffectKind[] {
  return typeof pattern.kind === 'string' ? [pattern.kind] : pattern.kind
}

function overlaps<T>(wanted: readonly T[], present: readonly T[]): boolean {
  return wanted.some((item) => present.includes(item))
}

function guardedMatches(wanted: boolean | readonly string[], effect: Effect): boolean {
  const places = effect.targets.flatMap((target) => (target.guarded ? [target.guarded] : []))
  if (wanted === true) return places.length > 0
  if (wanted === false) return places.length === 0
  return overlaps(wanted, places)
}

/** True where every given field of the pattern holds for the effect. */
export function matches(pattern: EffectPattern, effect: Effect): boolean {
  if (!kindsOf(pattern).includes(effect.kind)) return false
  if (pattern.flags && !overlaps(pattern.flags, effect.flags)) return false
  if (pattern.without && overlaps(pattern.without, effect.flags)) return false
  if (pattern.area) {
    const areas = effect.targets.flatMap((target) => (target.area ? [target.area] : []))
    if (!overlaps(pattern.area, areas)) return false
  }
  if (pattern.guarded !== undefined && !guardedMatches(pattern.guarded, effect)) return false
  if (pattern.targetType) {
    const types = effect.targets.map((target) => target.type)
    if (!overlaps(pattern.targetType, types)) return false
  }
  if (pattern.secret !== undefined) {
    const carries = effect.sources.some((source) => (source.secrets?.length ?? 0) > 0)
    if (carries !== pattern.secret) return false
  }
  if (pattern.elsewhere !== undefined && (effect.where !== undefined) !== pattern.elsewhere) return false
  if (pattern.opaque !== undefined && effect.targets.some((target) => target.value === null) !== pattern.opaque) {
    return false
  }
  return true
}

/** Rows by the kinds that their patterns name. `rowsFor(kind)` returns them in the given order. */
export function indexByKind<Row extends { readonly match: EffectPattern | readonly EffectPattern[] }>(
  rows: readonly Row[],
): (kind: EffectKind) => readonly { readonly row: Row; readonly patterns: readonly EffectPattern[] }[] {
  const index = new Map<EffectKind, { row: Row; patterns: EffectPattern[] }[]>()
  for (const row of rows) {
    const patterns: readonly EffectPattern[] = Array.isArray(row.match) ? row.match : [row.match as EffectPattern]
    for (const kind of new Set(patterns.flatMap(kindsOf))) {
      const entry = { row, patterns: patterns.filter((pattern) => kindsOf(pattern).includes(kind)) }
      const entries = index.get(kind)
      if (entries) entries.push(entry)
      else index.set(kind, [entry])
    }
  }
  const none: readonly { row: Row; patterns: EffectPattern[] }[] = []
  return (kind) => index.get(kind) ?? none
}
