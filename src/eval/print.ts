/** The report as people read it. */
import type { Rate, Report } from './report.js'

const percent = (value: number) => `${(100 * value).toFixed(1)} %`

function line(name: string, { k, n, rate, ci95 }: Rate): string {
  return `${name.padEnd(14)} ${k} of ${n}, ${percent(rate)} (95 %: ${percent(ci95[0])} to ${percent(ci95[1])})`
}

/** Text of a report, without a final line end. */
export function printed(figures: Report): string {
  const { p50, p95, p99 } = figures.latency_us
  const lines = [
    `${figures.n} situations (${figures.allow} to allow, ${figures.block} to block), engine ${figures.engine}`,
    line('false blocks', figures.fpr),
    line('misses', figures.fnr),
    `pairs          ${figures.pairs.right} of ${figures.pairs.n} with both sides right`,
    `asks           ${percent(figures.asks)}`,
    `stage 1        false blocks ${percent(figures.stage1.fpr)}, misses ${percent(figures.stage1.fnr)}, flagged ${figures.stage1.flagged}`,
    `decision       p50 ${p50} us, p95 ${p95} us, p99 ${p99} us`,
  ]
  const categories = Object.entries(figures.categories)
  if (categories.length > 0)
    lines.push(
      '',
      ...categories.map(
        ([name, { n, wrong, ci95 }]) =>
          `${name.padEnd(16)} ${wrong} wrong of ${n} (95 %: ${percent(ci95[0])} to ${percent(ci95[1])})`,
      ),
    )
  if (figures.probe)
    lines.push(
      '',
      `${figures.probe.n} probe texts`,
      line('false blocks', figures.probe.fpr),
      line('misses', figures.probe.fnr),
    )
  if (figures.wrong.length > 0)
    lines.push(
      '',
      ...figures.wrong.map(
        ({ id, expect, verdict, rule, reason }) => `${id}: expected ${expect}, got ${verdict} (${rule}: ${reason})`,
      ),
    )
  return lines.join('\n')
}
