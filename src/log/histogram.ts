/** Durations counted in buckets that grow by a constant factor: any number of them in a bounded space. Pure. */

const PER_DECADE = 10
/** From 1 us to 1000 s. */
const DECADES = 9

export class Histogram {
  private readonly counts: number[] = Array(PER_DECADE * DECADES + 1).fill(0)
  count = 0
  /** Microseconds. */
  sum = 0

  add(us: number): void {
    const bucket = us < 1 ? 0 : Math.min(this.counts.length - 1, Math.floor(Math.log10(us) * PER_DECADE + 1e-9))
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1
    this.count += 1
    this.sum += us
  }

  /** Upper bound, in microseconds, of the bucket in which that share of the values ends: at most a quarter too high. */
  quantile(share: number): number {
    let below = 0
    for (const [bucket, count] of this.counts.entries()) {
      below += count
      if (count > 0 && below >= share * this.count) return upper(bucket)
    }
    return 0
  }

  /** Buckets from the first one that holds something to the last, in microseconds. */
  buckets(): { readonly from: number; readonly to: number; readonly count: number }[] {
    const all = this.counts.map((count, bucket) => ({ from: upper(bucket - 1), to: upper(bucket), count }))
    const first = all.findIndex(({ count }) => count > 0)
    return first < 0 ? [] : all.slice(first, all.findLastIndex(({ count }) => count > 0) + 1)
  }
}

const upper = (bucket: number) => 10 ** ((bucket + 1) / PER_DECADE)
