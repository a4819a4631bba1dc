/**
 * Points in time, counted in at most so many bins: given newest first, with the width of the bins doubling whenever they
 * reach further back than there are bins for. A session of seconds keeps its detail, and one of weeks fits. Pure.
 */

const MAX_BINS = 256
const FIRST_WIDTH_MS = 50

export class Bins {
  private counts: number[] = []
  private width = FIRST_WIDTH_MS
  /** End of the first bin, which is the newest; milliseconds since 1970. */
  private end = 0
  total = 0

  add(at: number): void {
    this.total += 1
    if (this.counts.length === 0) this.end = at + 1
    // The clock may have been set back.
    const age = Math.max(0, this.end - at)
    while (Math.floor(age / this.width) >= MAX_BINS) this.halve()
    const bin = Math.floor(age / this.width)
    while (this.counts.length <= bin) this.counts.push(0)
    this.counts[bin] = (this.counts[bin] ?? 0) + 1
  }

  private halve(): void {
    const { counts } = this
    this.width *= 2
    this.counts = Array.from(
      { length: Math.ceil(counts.length / 2) },
      (_, at) => (counts[2 * at] ?? 0) + (counts[2 * at + 1] ?? 0),
    )
  }

  /** Those that hold something, newest first. */
  spans(): { readonly from: number; readonly to: number; readonly count: number }[] {
    const { end, width } = this
    return this.counts.flatMap((count, bin) =>
      count === 0 ? [] : [{ from: end - (bin + 1) * width, to: end - bin * width, count }],
    )
  }
}
