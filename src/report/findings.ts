/** Findings beside the decisions, as HTML. */
import { type Finding, sayFinding } from '../log/finding.js'
import { html, type Markup } from './markup.js'

export function findingsList(findings: readonly Finding[], more: number): Markup {
  if (findings.length === 0) return html`<p class="empty">nothing was found</p>`
  const rows = findings.map((finding) => {
    const { title, detail, diff } = sayFinding(finding)
    return html`<div class="finding"><div>${title}</div><small>${finding.ts.slice(0, 19).replace('T', ' ')}, ${finding.session}: ${detail}</small>${diff !== undefined && html`<pre class="diff">${diff}</pre>`}</div>`
  })
  return html`${rows}${more > 0 && html`<p class="empty">and ${more} older ones</p>`}`
}
