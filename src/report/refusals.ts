/** What was blocked and why, one by one. */
import type { Entry } from '../log/entry.js'
import { clearanceOf } from '../log/story.js'
import { outcomeOf } from '../log/table.js'
import { duration } from '../log/times.js'
import { html, type Markup } from './markup.js'

/** A refusal that opens to its story. */
export function refusal(entry: Entry): Markup {
  const { id, ts, rule, reason, stopped, command } = entry
  const kind = outcomeOf(entry) === 'ask' ? 'rule ask' : 'rule'
  return html`<details class="entry" id="${id}"><summary><time datetime="${ts}">${ts.slice(11, 19)}</time><span class="what"><code>${stopped ?? command}</code><small>${reason}</small></span><span class="${kind}">${rule}</span></summary><div class="story"><dl>${facts(entry).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></div></details>`
}

function facts(entry: Entry): [string, Markup][] {
  const { id, ts, command, stopped, cwd, door, coverage, effects, stage2, times_us } = entry
  const code = (text: string) => html`<code>${text}</code>`
  const rows: [string, Markup][] = [
    ['entry', html`${code(id)}, ${ts}`],
    ...(stopped === undefined ? [] : [['whole text', code(command)] as [string, Markup]]),
    ['directory', code(cwd ?? 'deleted or unknown')],
    ['door', html`${door} (coverage ${coverage})`],
    ...effects.map(({ kind, says }): [string, Markup] => ['effect', html`${code(kind)} ${says}`]),
    ...Object.entries(entry.facts ?? {}).map(([name, value]): [string, Markup] => [
      'fact',
      html`${name}: ${JSON.stringify(value)}`,
    ]),
  ]
  for (const finding of stage2 ?? []) {
    const { rule, missing, quotes } = finding
    const clearance = clearanceOf(finding)
    const said =
      clearance === undefined &&
      quotes.length > 0 &&
      html`; looked at: ${quotes.map((quote) => html`<q>${quote}</q> `)}`
    const what = clearance ?? (missing.length === 0 ? 'covered' : `your words would have to ${missing.join(', and ')}`)
    rows.push(['weighed', html`${code(rule)} ${what}${said}`])
  }
  if (times_us.total !== undefined) rows.push(['time', html`${duration(times_us.total)}`])
  return rows
}
