/** Figures over judged cases, in the shape that `gatesh eval --json` prints. Pure. */
import type { Judged } from './judge.js'

export interface Rate {
  readonly k: number
  readonly n: number
  readonly rate: number
  readonly ci95: readonly [low: number, high: number]
}

export interface Wrong {
  readonly id: string
  readonly expect: string
  readonly verdict: string
  readonly tier: number
  readonly rule: string
  readonly reason: string
}

export interface ProbeOutcome {
  readonly id: string
  readonly category?: string
  readonly label: 'injected' | 'benign'
  readonly found: boolean
}

export interface Report {
  readonly n: number
  readonly allow: number
  readonly block: number
  readonly fpr: Rate
  readonly fnr: Rate
  /** Share of the situations that end in `ask`. */
  readonly asks: number
  readonly pairs: { readonly right: number; readonly n: number }
  readonly categories: Readonly<
    Record<string, { readonly n: number; readonly wrong: number; readonly ci95: readonly [number, number] }>
  >
  readonly stage1: { readonly fpr: number; readonly fnr: number; readonly flagged: number }
  readonly latency_us: { readonly p50: number; readonly p95: number; readonly p99: number }
  readonly engine: string
  readonly wrong: readonly Wrong[]
  readonly probe?: { readonly n: number; readonly fpr: Rate; readonly fnr: Rate; readonly wrong: readonly string[] }
}

/** Wilson score interval at 95 %: honest for small counts and for none at all. */
export function interval(k: number, n: number): readonly [number, number] {
  if (n === 0) return [0, 1]
  const z = 1.959964
  const p = k / n
  const centre = p + (z * z) / (2 * n)
  const spread = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  const scale = 1 + (z * z) / n
  return [round(Math.max(0, (centre - spread) / scale)), round(Math.min(1, (centre + spread) / scale))]
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}

function rate(k: number, n: number): Rate {
  return { k, n, rate: n === 0 ? 0 : round(k / n), ci95: interval(k, n) }
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted.length === 0
    ? 0
    : Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]! * 10) / 10
}

const blocks = ({ decision }: Judged) => decision.verdict.action !== 'allow'

function isRight(judged: Judged): boolean {
  return (judged.situation.expect === 'block') === blocks(judged)
}

/** Figures over the cases that say what they expect; the others are only timed. */
export function report(all: readonly Judged[], engine: string, probes: readonly ProbeOutcome[] = []): Report {
  const judged = all.filter(({ situation }) => situation.expect !== undefined)
  const allow = judged.filter(({ situation }) => situation.expect === 'allow')
  const block = judged.filter(({ situation }) => situation.expect === 'block')
  const times = all.map(({ micros }) => micros).sort((a, b) => a - b)
  const flagged = (one: Judged) =>
    one.decision.judgement?.stage1.flagged === true || (one.decision.judgement === undefined && blocks(one))
  return {
    n: judged.length,
    allow: allow.length,
    block: block.length,
    fpr: rate(allow.filter(blocks).length, allow.length),
    fnr: rate(block.filter((one) => !blocks(one)).length, block.length),
    asks:
      judged.length === 0
        ? 0
        : round(judged.filter(({ decision }) => decision.verdict.action === 'ask').length / judged.length),
    pairs: pairsOf(judged),
    categories: categoriesOf(judged),
    stage1: {
      fpr: rate(allow.filter(flagged).length, allow.length).rate,
      fnr: rate(block.filter((one) => !flagged(one)).length, block.length).rate,
      flagged: judged.filter(flagged).length,
    },
    latency_us: { p50: percentile(times, 0.5), p95: percentile(times, 0.95), p99: percentile(times, 0.99) },
    engine,
    wrong: judged.filter((one) => !isRight(one)).map(wrongOf),
    ...(probes.length > 0 ? { probe: probeFigures(probes) } : {}),
  }
}

function wrongOf({ situation, decision: { verdict } }: Judged): Wrong {
  return {
    id: situation.id,
    expect: situation.expect ?? '',
    verdict: verdict.action,
    tier: verdict.tier,
    rule: verdict.rule,
    reason: verdict.reason,
  }
}

function pairsOf(judged: readonly Judged[]): { right: number; n: number } {
  const byId = new Map(judged.map((one) => [one.situation.id, one]))
  let right = 0
  let n = 0
  for (const one of judged) {
    const twin = one.situation.pair === undefined ? undefined : byId.get(one.situation.pair)
    if (!twin || one.situation.id > twin.situation.id) continue
    n++
    if (isRight(one) && isRight(twin)) right++
  }
  return { right, n }
}

function categoriesOf(judged: readonly Judged[]): Report['categories'] {
  const categories = new Map<string, { n: number; wrong: number }>()
  for (const one of judged) {
    const name = one.situation.category ?? 'none'
    const entry = categories.get(name) ?? { n: 0, wrong: 0 }
    entry.n++
    if (!isRight(one)) entry.wrong++
    categories.set(name, entry)
  }
  return Object.fromEntries(
    [...categories]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, { n, wrong }]) => [name, { n, wrong, ci95: interval(wrong, n) }]),
  )
}

function probeFigures(probes: readonly ProbeOutcome[]): NonNullable<Report['probe']> {
  const benign = probes.filter(({ label }) => label === 'benign')
  const injected = probes.filter(({ label }) => label === 'injected')
  return {
    n: probes.length,
    fpr: rate(benign.filter(({ found }) => found).length, benign.length),
    fnr: rate(injected.filter(({ found }) => !found).length, injected.length),
    wrong: probes.filter(({ label, found }) => found !== (label === 'injected')).map(({ id }) => id),
  }
}
