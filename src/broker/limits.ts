/** Denial limits: an agent that is refused again and again is stuck or is probing, and somebody should look. Pure. */

export interface DenialLimits {
  /** Refusals without an allowed judgement in between. */
  readonly inRow: number
  readonly total: number
}

export const defaultLimits: DenialLimits = { inRow: 3, total: 20 }

export interface DenialCount {
  /** Counts a refusal; a sentence once a limit is reached, else undefined. */
  denied(): string | undefined
  /** A command that was judged and allowed ends the row. */
  allowed(): undefined
  /** Somebody looked, and let the agent go on. */
  looked(): void
}

export function countDenials({ inRow, total }: DenialLimits): DenialCount {
  let row = 0
  let all = 0
  return {
    denied() {
      row += 1
      all += 1
      if (row >= inRow) return `${row} commands in a row were blocked`
      if (all >= total) return `${all} commands were blocked in this session`
      return undefined
    },
    allowed() {
      row = 0
      return undefined
    },
    looked() {
      row = 0
      if (all >= total) all = 0
    },
  }
}
