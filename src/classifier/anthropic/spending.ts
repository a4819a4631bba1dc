/** Tokens that a session spent on a model, and the limit on them. Pure. */
import type { ModelTokens } from '../../log/entry.js'

export interface StageTotal {
  readonly calls: number
  readonly fresh: number
  readonly cached: number
  readonly written: number
  readonly output: number
}

export interface Totals {
  readonly stage1: StageTotal
  readonly stage2: StageTotal
  /** Questions that the embedded engine answered in the model's place. */
  readonly fallbacks: number
  /** Questions that were answered by an earlier answer. */
  readonly reused: number
}

const nothing: StageTotal = { calls: 0, fresh: 0, cached: 0, written: 0, output: 0 }

export class Spending {
  private stages = { 1: nothing, 2: nothing }
  private fallbacks = 0
  private reused = 0

  /** `budget`: tokens of a session, what comes from the provider's cache counted as a tenth. */
  constructor(private readonly budget: number) {}

  add(call: ModelTokens): void {
    const { calls, fresh, cached, written, output } = this.stages[call.stage]
    this.stages[call.stage] = {
      calls: calls + 1,
      fresh: fresh + call.fresh,
      cached: cached + call.cached,
      written: written + call.written,
      output: output + call.output,
    }
  }

  fellBack(): void {
    this.fallbacks += 1
  }

  answeredAgain(): void {
    this.reused += 1
  }

  get isSpent(): boolean {
    return weight(this.stages[1]) + weight(this.stages[2]) >= this.budget
  }

  totals(): Totals {
    return { stage1: this.stages[1], stage2: this.stages[2], fallbacks: this.fallbacks, reused: this.reused }
  }
}

const weight = ({ fresh, cached, written, output }: StageTotal) => fresh + cached / 10 + written + output

/** On one line, for people. */
export function sayTotals({ stage1, stage2, fallbacks, reused }: Totals): string {
  const sum = (pick: (stage: StageTotal) => number) => pick(stage1) + pick(stage2)
  const input = sum(({ fresh, cached, written }) => fresh + cached + written)
  return [
    `${stage1.calls} calls in stage 1, ${stage2.calls} in stage 2`,
    `${input} tokens in (${sum(({ cached }) => cached)} from the provider's cache), ${sum(({ output }) => output)} out`,
    ...(reused > 0 ? [`${reused} answered from before`] : []),
    ...(fallbacks > 0 ? [`${fallbacks} answered by the embedded engine instead`] : []),
  ].join('; ')
}
