/**
 * The order of the tiers for each effect: hard rules, the user's own rules, tier 1, tier 2; what is left stays open for
 * the classifier. An effect that a boundary of the user touches is never settled by tier 1 or 2.
 */
import { type Effect, verbOf } from '../effects/effect.js'
import type { Verdict } from '../verdict.js'
import { holds, type Surroundings } from './conditions.js'
import { hardRules } from './hard.js'
import { indexByKind, matches } from './match.js'
import { projectWrites } from './project-writes.js'
import type { TierRow } from './row.js'
import { safeReads } from './safe-reads.js'

/** What a user's rule says of an effect; `source` is `file:line`, for the reason. */
export interface UserRuling {
  readonly action: Verdict['action']
  readonly rule: string
  readonly source: string
}

/** The user's own rules in force, blanket ones dropped where they must be. Implemented by src/permissions. */
export interface UserRules {
  /** The ruling for the command of an effect (its index in the script, -1 for a tool call); undefined where none speaks. */
  rulingFor(effect: Effect): UserRuling | undefined
}

/** Verdicts for settled effects, and the indices of those that the classifier has to look at. */
export interface Tiered {
  readonly verdicts: readonly Verdict[]
  readonly open: readonly number[]
}

const hardFor = indexByKind(hardRules)
const rowsFor = indexByKind<TierRow>([...safeReads, ...projectWrites])

function hard(effect: Effect, index: number): Verdict | undefined {
  for (const { row, patterns } of hardFor(effect.kind)) {
    if (!patterns.some((pattern) => matches(pattern, effect))) continue
    return { action: 'deny', tier: 0, rule: row.id, reason: `${effect.says}: ${row.why}`, effect: index }
  }
  return undefined
}

function byRow(effect: Effect, index: number, around: Surroundings): Verdict | undefined {
  for (const { row, patterns } of rowsFor(effect.kind)) {
    if (!patterns.some((pattern) => matches(pattern, effect))) continue
    if (!holds(row.when, effect, around)) continue
    return { action: 'allow', tier: row.tier, rule: row.id, reason: row.why, effect: index }
  }
  return undefined
}

const wholeTrees = new Set([
  '/',
  '/home',
  '/root',
  '/etc',
  '/usr',
  '/var',
  '/bin',
  '/lib',
  '/boot',
  '/dev',
  '/opt',
  '/srv',
])

/**
 * What an allow rule written ahead of time does not reach: sending a secret away, and deleting a whole home, system
 * directory, or the project itself. Nobody means these when they write `Bash(curl *)` or `Bash(rm *)`.
 */
function beyondRules(effect: Effect, { place }: Surroundings): boolean {
  const verb = verbOf(effect)
  if (verb === 'send' || verb === 'publish') return effect.sources.some((source) => (source.secrets?.length ?? 0) > 0)
  if (effect.kind !== 'fs.delete' && effect.kind !== 'sys.disk') return false
  const { home, project } = place
  return effect.targets.some(
    ({ value, area }) =>
      value === null ||
      area === 'device' ||
      wholeTrees.has(value) ||
      value === home ||
      project === value ||
      project.startsWith(`${value}/`),
  )
}

function byUser(ruling: UserRuling, index: number): Verdict {
  const reason = `your rule \`${ruling.rule}\` (${ruling.source}) says ${ruling.action}`
  return { action: ruling.action, tier: 0, rule: 'user-rule', reason, effect: index }
}

/**
 * Settles what can be settled at once.
 * @param bounded whether a boundary of the user ("read only", "don't touch the db") concerns this effect.
 */
export function settle(
  effects: readonly Effect[],
  around: Surroundings,
  userRules: UserRules | undefined,
  bounded: (effect: Effect) => boolean,
): Tiered {
  const verdicts: Verdict[] = []
  const open: number[] = []
  for (const [index, effect] of effects.entries()) {
    const denied = hard(effect, index)
    if (denied) {
      verdicts.push(denied)
      continue
    }
    const forbidden = bounded(effect)
    const ruling = userRules?.rulingFor(effect)
    if (ruling && (ruling.action !== 'allow' || (!forbidden && !beyondRules(effect, around)))) {
      verdicts.push(byUser(ruling, index))
      continue
    }
    const settled = forbidden ? undefined : byRow(effect, index, around)
    if (settled) verdicts.push(settled)
    else open.push(index)
  }
  return { verdicts, open }
}

/** All rows of tiers 0, 1 and 2, for `gatesh rules` and the test that checks their examples. */
export const tierRows = { hard: hardRules, safe: safeReads, project: projectWrites }
