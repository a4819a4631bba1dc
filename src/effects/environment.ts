/** Which environment a name belongs to: `orders-prod-eu`, `prd.db.example.com`, NODE_ENV=production. */
import type { Flag } from './effect.js'

const production = new Set(['prod', 'production', 'prd', 'live', 'prods'])
const staging = new Set(['staging', 'stage', 'stg', 'preprod', 'uat', 'preproduction'])

/** Words that turn a production segment into its opposite: `non-prod`, `pre-prod`, `not-production`. */
const negations = new Set(['non', 'not', 'no', 'pre', 'nonprod'])

/**
 * `production` or `staging` where a segment of the name says so, else undefined. Segments end at anything that is not a
 * letter, and at digits and case changes (`prod2`, `myProdDb`).
 */
export function environmentOf(name: string): Extract<Flag, 'production' | 'staging'> | undefined {
  // Most names have neither; one scan is cheaper than splitting all of them.
  if (!/pr|live|st|uat/i.test(name)) return undefined
  const segments = name
    .slice(0, 512)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
  for (let at = 0; at < segments.length; at++) {
    if (staging.has(segments[at]!)) return 'staging'
    if (production.has(segments[at]!)) return negations.has(segments[at - 1] ?? '') ? 'staging' : 'production'
  }
  return undefined
}

/** Flags for several names at once; production wins, since one production part is enough. */
export function environmentFlags(names: readonly (string | null | undefined)[]): readonly Flag[] {
  let found: Flag | undefined
  for (const name of names) {
    const flag = name ? environmentOf(name) : undefined
    if (flag === 'production') return ['production']
    found ??= flag
  }
  return found ? [found] : []
}
