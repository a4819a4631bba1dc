/**
 * The report as one HTML file: no other file, no network, no font. Its policy lets nothing run or load but the style and
 * the script that stand in it, by their hashes; whatever got into the log is text.
 */
import { createHash } from 'node:crypto'
import { type Outcomes, ranked } from '../log/statistics.js'
import { agentName } from '../log/table.js'
import { duration } from '../log/times.js'
import { latencyPicture, outcomeBar, timeline } from './charts.js'
import type { Report } from './collect.js'
import { findingsList } from './findings.js'
import { html, Markup } from './markup.js'
import { pageScript } from './page-script.js'
import { pageStyle } from './page-style.js'
import { refusal } from './refusals.js'
import { about, headline, share, tierName } from './words.js'

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const policy = `default-src 'none'; style-src ${hash(pageStyle)}; script-src ${hash(pageScript)}; base-uri 'none'; form-action 'none'`

/** `made`: when, for the footer. */
export function page(report: Report, made: Date): string {
  const { statistics, findings, blocked } = report
  const title = headline(report)
  const body = html`
<main>
<header><div><p class="brand">gatesh report</p><h1>${title}</h1><p class="about">${about(report)}</p></div><button id="theme" type="button" title="light or dark (t)">light / dark</button></header>
${tiles(report)}
${report.words.length > 0 && html`<section><h2>What the user said</h2><p class="hint">every decision was made against these words</p><ul class="words">${report.words.map((text) => html`<li>${text}</li>`)}</ul></section>`}
<section><h2>Timeline</h2><p class="hint">the height is how much ran, and how much was blocked; a mark over the whole height is one refusal, and leads to it. Times are UTC</p>${picture(report)}</section>
<section class="long"><h2>What was blocked, and why</h2>${refusals(report)}</section>
<div class="columns">
<section><h2>By tier</h2><p class="hint">how far each decision had to go</p>${outcomes([...statistics.byTier].sort(([a], [b]) => (a < b ? -1 : 1)).map(([tier, counts]) => [tierName(tier), counts]))}</section>
<section><h2>By door</h2><p class="hint">the way by which a command was seen</p>${outcomes(ranked(statistics.byDoor))}</section>
</div>
<div class="columns">
<section><h2>Rules that stopped something</h2><p class="hint">approved: a person let it through after all</p>${rules(report)}</section>
<section><h2>Time added</h2><p class="hint">from the request to the answer, without waiting for a person; ${duration(statistics.latency.sum)} in all</p>${latencyPicture(statistics.latency)}</section>
</div>
<section class="long"><h2>Findings</h2><p class="hint">writes that left the project, text that tried to steer the agent, rules that went out of force</p>${findingsList(findings, report.moreFindings)}</section>
<footer><p>Made by gatesh on ${made.toISOString().slice(0, 16).replace('T', ' ')} UTC from its log, redacted. <code>gatesh log verify</code> tells whether that log is whole.${report.unreadable > 0 && html` ${report.unreadable} lines of it could not be read.`}</p><p class="keys"><kbd>j</kbd> <kbd>k</kbd> next, previous &nbsp; <kbd>enter</kbd> open &nbsp; <kbd>o</kbd> open all &nbsp; <kbd>/</kbd> filter &nbsp; <kbd>t</kbd> light or dark</p></footer>
</main>`
  const rest = blocked.length === 0 ? title : `${title} - gatesh`
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer"><title>${rest}</title><style>${new Markup(pageStyle)}</style></head><body>${body}<script>${new Markup(pageScript)}</script></body></html>
`.text
}

function tiles({ statistics }: Report): Markup {
  const { total, sessions, latency, coverages } = statistics
  const decided = total.ran + total.blocked
  const weakest = [...coverages.keys()].filter((coverage) => coverage !== 'starting')
  const tile = (value: string, name: string, kind = '') =>
    html`<div class="tile ${kind}"><strong>${value}</strong><span>${name}</span></div>`
  return html`<section class="tiles">${[
    tile(decided.toLocaleString('en'), 'commands decided'),
    tile(
      total.blocked.toLocaleString('en'),
      `blocked, ${share(total.blocked, decided)}`,
      total.blocked > 0 ? 'blocked' : '',
    ),
    tile(sessions.size.toLocaleString('en'), sessions.size === 1 ? 'session' : 'sessions'),
    tile(duration(latency.quantile(0.5)), 'added to a command, median'),
    tile(weakest.join(', ') || 'none', 'coverage'),
  ]}</section>`
}

function picture({ lanes, statistics }: Report): Markup {
  const [from, to] = [Date.parse(statistics.oldest ?? ''), Date.parse(statistics.newest ?? '')]
  if (Number.isNaN(from) || Number.isNaN(to)) return html`<p class="empty">nothing was decided</p>`
  const hidden = statistics.sessions.size - lanes.length
  return html`${timeline(lanes, from, to)}${hidden > 0 && html`<p class="empty">the latest ${lanes.length} sessions; ${hidden} more are counted above</p>`}`
}

const TOP = 12

function outcomes(rows: readonly (readonly [string, Outcomes])[]): Markup {
  const most = Math.max(1, ...rows.map(([, { ran, blocked }]) => ran + blocked))
  const lines = rows
    .slice(0, TOP)
    .map(
      ([name, counts]) =>
        html`<tr><td class="name">${agentName(name)}</td><td class="bar">${outcomeBar(counts, most)}</td><td class="n">${counts.ran}</td><td class="n">${counts.blocked > 0 ? html`<span class="red">${counts.blocked}</span>` : '0'}</td></tr>`,
    )
  return html`<table><thead><tr><th></th><th></th><th class="n">ran</th><th class="n">blocked</th></tr></thead><tbody>${lines}</tbody></table>`
}

function rules({ statistics }: Report): Markup {
  const stopped = statistics.ruleCounts().filter(({ blocked, asked }) => blocked + asked > 0)
  if (stopped.length === 0) return html`<p class="empty">none did</p>`
  const rows = stopped
    .slice(0, TOP)
    .map(
      ({ rule, blocked, asked, approved }) =>
        html`<tr><td><code>${rule}</code></td><td class="n">${Math.max(blocked, asked, approved)}</td><td class="n">${approved > 0 ? html`<span class="amber">${approved}</span>` : '0'}</td></tr>`,
    )
  return html`<table><thead><tr><th>rule</th><th class="n">stopped</th><th class="n">approved</th></tr></thead><tbody>${rows}</tbody></table>`
}

function refusals({ blocked, statistics }: Report): Markup {
  if (blocked.length === 0) return html`<p class="empty">nothing was blocked</p>`
  const more = statistics.total.blocked - blocked.length
  return html`<p class="hint">newest first; a row opens to its story</p><div class="tools"><input id="filter" type="search" placeholder="filter by command, rule, reason ..." aria-label="filter"><button id="open" type="button">open all</button></div>${blocked.map(refusal)}<p class="empty" id="none" hidden>nothing matches</p>${more > 0 && html`<p class="empty">and ${more} older ones; <code>gatesh log</code> has them all</p>`}`
}
