/** What was blocked and why, one by one. */
import type { Entry } from '../log/entry.js'
import { outcomeOf } from '../log/table.js'
import { duration } from '../log/times.js'
import { html, type Markup } from './markup.js'

/** A refusal that opens to its story. */
export function refusal(entry: Entry): Markup {
  const { id, ts, rule, reason, stopped, command } = entry
  const kind = outcomeOf(entry) === 'ask' ? 'rule ask' : 'rule'
  return html`<details class="entry" id="${id}"><summary><time datetime="${ts}">${ts.slice(11, 19)}</time><code>${stopped ?? command}</code><span class="${kind}">${rule}</span></summary><div class="story"><p class="reason">${reason}</p><dl>${facts(entry).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></div></details>`
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
  for (const { rule, missing, quotes } of stage2 ?? []) {
    const said = quotes.map((quote) => html` <q>${quote}</q>`)
    const what = missing.length === 0 ? 'covered' : `your words would have to ${missing.join(', and ')}`
    rows.push(['weighed', html`${code(rule)} ${what}${quotes.length > 0 && html`; looked at:${said}`}`])
  }
  if (times_us.total !== undefined) rows.push(['time', html`${duration(times_us.total)}`])
  return rows
}
