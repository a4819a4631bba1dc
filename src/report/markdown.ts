/** The report as Markdown, for pull requests and the summaries of CI jobs: short, with what was blocked on top. */
import { sayFinding } from '../log/finding.js'
import { clip, printable } from '../log/print.js'
import { duration } from '../log/times.js'
import type { Report } from './collect.js'
import { about, headline, share } from './words.js'

const MAX_ROWS = 50
const MAX_COMMAND = 160
const MAX_REASON = 400

export function markdown(report: Report): string {
  const { statistics, blocked, findings } = report
  const { total, latency, coverages } = statistics
  const decided = total.ran + total.blocked
  const sections = [
    `## gatesh: ${headline(report)}`,
    text(about(report)),
    [
      '| decided | blocked | median | p99 | coverage |',
      '|---|---|---|---|---|',
      `| ${decided} | ${total.blocked} (${share(total.blocked, decided)}) | ${duration(latency.quantile(0.5))} | ${duration(latency.quantile(0.99))} | ${text([...coverages.keys()].join(', ')) || 'none'} |`,
    ].join('\n'),
    blockedTable(report),
    ...(blocked.length > MAX_ROWS || total.blocked > blocked.length
      ? [`and ${total.blocked - Math.min(blocked.length, MAX_ROWS)} more`]
      : []),
    ...(findings.length > 0 ? [['### Findings', '', ...findings.slice(0, MAX_ROWS).map(finding)].join('\n')] : []),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function blockedTable({ blocked }: Report): string {
  if (blocked.length === 0) return ''
  const rows = blocked.slice(0, MAX_ROWS).map((entry) => {
    const command = code(clip(printable(entry.stopped ?? entry.command), MAX_COMMAND))
    return `| ${entry.ts.slice(11, 19)} | ${command} | ${code(entry.rule)} | ${text(clip(entry.reason, MAX_REASON))} | ${code(entry.id)} |`
  })
  return ['### Blocked', '', '| time | command | rule | reason | entry |', '|---|---|---|---|---|', ...rows].join('\n')
}

function finding(line: Report['findings'][number]): string {
  const { title, detail } = sayFinding(line)
  return `- **${text(title)}**: ${text(clip(detail, MAX_REASON))}`
}

/** As text: nothing in it becomes a link, an image, a mention of somebody, markup or HTML. */
function text(value: string): string {
  return printable(value)
    .replace(/[\\`*_{}[\]()#+!|~<>&$]/g, (character) =>
      character === '<' ? '&lt;' : character === '&' ? '&amp;' : `\\${character}`,
    )
    .replace(/@/g, '@\u2060')
    .replace(/:\/\//g, ':\u2060//')
}

/** As code in a cell of a table, whatever backticks it has; a bar is escaped there even in code. */
function code(raw: string): string {
  const value = printable(raw)
  const ticks = '`'.repeat(Math.max(0, ...[...value.matchAll(/`+/g)].map(([run]) => run.length)) + 1)
  const edge = value.startsWith('`') || value.endsWith('`') ? ' ' : ''
  return value === '' ? '' : `${ticks}${edge}${value.replaceAll('|', '\\|')}${edge}${ticks}`
}
