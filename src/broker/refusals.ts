/** What was refused in this session, for whoever asks what went on since some moment. Bounded: the latest. */

const MAX_KEPT = 200

export interface Refusals {
  note(command: string, rule: string): void
  /** A moment; only to be given to `since`. */
  mark(): number
  /** What was refused after that, oldest first, and how many in all. */
  since(mark: number): { readonly count: number; readonly latest: readonly string[] }
}

export function createRefusals(): Refusals {
  const kept: string[] = []
  let count = 0
  return {
    note(command, rule) {
      count += 1
      kept.push(`${command} (${rule})`)
      if (kept.length > MAX_KEPT) kept.shift()
    },
    mark: () => count,
    since(mark) {
      const fresh = count - mark
      return { count: fresh, latest: fresh > 0 ? kept.slice(-fresh) : [] }
    },
  }
}
