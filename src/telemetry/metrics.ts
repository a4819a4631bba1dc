/**
 * Counters and latencies of one session, as OTLP metrics. Cumulative since the session's start, so that a request that
 * arrives twice, or never, changes no sum. Pure.
 */
import { type Entry, isEntry, type Line } from '../log/entry.js'
import { attributes, durationOf, nanoseconds, type Resource, SCOPE } from './otlp.js'

/** Upper bounds of the buckets, in seconds. */
const BOUNDS = [0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Kept beside the position in the log, so that whoever goes on counts on. Plain data: it is written as JSON. */
export interface Tally {
  started: string
  latest: string
  /** Key: outcome, rule, tier, engine as JSON. */
  decisions: Record<string, number>
  /** Key: door. */
  durations: Record<string, Histogram>
  /** Lines that could not be sent or read. */
  dropped: number
}

interface Histogram {
  count: number
  /** Seconds. */
  sum: number
  buckets: number[]
}

export const newTally = (): Tally => ({ started: '', latest: '', decisions: {}, durations: {}, dropped: 0 })

export function count(tally: Tally, line: Line): void {
  tally.started ||= line.ts
  tally.latest = line.ts
  if (isEntry(line)) countEntry(tally, line)
  // What the supervisor answered by itself: programs without effects.
  else if ('local' in line) add(tally, ['allowed', 'local', 1, ''], line.local.count)
}

function countEntry(tally: Tally, { ran, rule, tier, engine, door, times_us, how }: Entry): void {
  add(tally, [ran ? 'allowed' : how === 'fault' ? 'fault' : 'blocked', rule, tier, engine ?? ''], 1)
  const us = durationOf(times_us)
  if (us === undefined) return
  const histogram = tally.durations[door] ?? { count: 0, sum: 0, buckets: Array(BOUNDS.length + 1).fill(0) }
  tally.durations[door] = histogram
  const seconds = us / 1e6
  const at = BOUNDS.findIndex((bound) => seconds <= bound)
  histogram.count += 1
  histogram.sum += seconds
  const bucket = at < 0 ? BOUNDS.length : at
  histogram.buckets[bucket] = (histogram.buckets[bucket] ?? 0) + 1
}

type Key = readonly [outcome: string, rule: string, tier: number, engine: string]

function add(tally: Tally, key: Key, by: number): void {
  const text = JSON.stringify(key)
  tally.decisions[text] = (tally.decisions[text] ?? 0) + by
}

const CUMULATIVE = 2

export function metricsRequest(tally: Tally, resource: Resource, version: string) {
  const times = { startTimeUnixNano: nanoseconds(tally.started), timeUnixNano: nanoseconds(tally.latest) }
  const decisions = Object.entries(tally.decisions).map(([text, value]) => {
    const [outcome, rule, tier, engine] = JSON.parse(text) as Key
    return {
      ...times,
      asInt: String(value),
      attributes: attributes({
        'gatesh.outcome': outcome,
        'gatesh.rule': rule,
        'gatesh.tier': tier,
        'gatesh.engine': engine || undefined,
      }),
    }
  })
  const durations = Object.entries(tally.durations).map(([door, { count: total, sum, buckets }]) => ({
    ...times,
    count: String(total),
    sum,
    bucketCounts: buckets.map(String),
    explicitBounds: BOUNDS,
    attributes: attributes({ 'gatesh.door': door }),
  }))
  const sum = (name: string, unit: string, description: string, dataPoints: object[]) => ({
    name,
    unit,
    description,
    sum: { aggregationTemporality: CUMULATIVE, isMonotonic: true, dataPoints },
  })
  return {
    resourceMetrics: [
      {
        resource: { attributes: attributes(resource) },
        scopeMetrics: [
          {
            scope: { name: SCOPE, version },
            metrics: [
              sum('gatesh.decisions', '{decision}', 'commands decided', decisions),
              {
                name: 'gatesh.decision.duration',
                unit: 's',
                description: 'from the arrival of a request to its entry in the log',
                histogram: { aggregationTemporality: CUMULATIVE, dataPoints: durations },
              },
              sum('gatesh.telemetry.dropped', '{line}', 'lines of the log that were not sent', [
                { ...times, asInt: String(tally.dropped) },
              ]),
            ],
          },
        ],
      },
    ],
  }
}
