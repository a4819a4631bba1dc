/** Durations in buckets that each are 5 % wider than the one before: quantiles of any number of them in little memory. */
const GROWTH = Math.log(1.05)
const BUCKETS = 512

export interface Latencies {
  /** Microseconds. */
  add(us: number): void
  /** The value that a share `q` of all stays below, within 5 %; 0 when there is none. */
  quantile(q: number): number
}

export function createLatencies(): Latencies {
  const counts = new Uint32Array(BUCKETS)
  let total = 0
  return {
    add(us) {
      const bucket = Math.min(BUCKETS - 1, Math.max(0, Math.floor(Math.log(Math.max(1, us)) / GROWTH)))
      counts[bucket] = (counts[bucket] ?? 0) + 1
      total += 1
    },
    quantile(q) {
      let left = Math.ceil(q * total)
      for (const [bucket, count] of counts.entries()) {
        left -= count
        if (total > 0 && left <= 0) return Math.exp((bucket + 0.5) * GROWTH)
      }
      return 0
    },
  }
}
