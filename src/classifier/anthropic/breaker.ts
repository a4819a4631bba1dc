/** Keeps from asking an endpoint that is down: after some failures in a row nobody asks for a while, then one tries. Pure. */

/** Failures in a row that open it, and milliseconds that it stays open. */
const MAX_FAILURES = 3
const OPEN_MS = 60_000

export class Breaker {
  private failures = 0
  private openUntil = 0
  private trying = false

  /** Whether a question may be asked at `now`, in monotonic milliseconds. Every yes is followed by one of the two below. */
  mayAsk(now: number): boolean {
    if (this.failures < MAX_FAILURES) return true
    if (now < this.openUntil || this.trying) return false
    this.trying = true
    return true
  }

  /** The endpoint answered, whatever the answer was worth. */
  answered(): void {
    this.failures = 0
    this.trying = false
  }

  failed(now: number): void {
    this.failures += 1
    this.trying = false
    if (this.failures >= MAX_FAILURES) this.openUntil = now + OPEN_MS
  }
}
