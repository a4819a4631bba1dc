/** What a report says in sentences; the same in HTML and in Markdown. */

import { clip } from '../log/print.js'
import { agentName } from '../log/table.js'
import type { Report } from './collect.js'

export function headline({ statistics: { total } }: Report): string {
  const decided = total.ran + total.blocked
  if (decided === 0) return 'nothing was decided'
  if (total.blocked === 0) return `none of ${amount(decided, 'command')} was blocked`
  return `${total.blocked.toLocaleString('en')} of ${amount(decided, 'command')} ${total.blocked === 1 ? 'was' : 'were'} blocked`
}

const MAX_COMMAND = 200
const MAX_NAMED = 3

/** Who, where and when. */
export function about({ statistics, lanes, command }: Report): string {
  const { oldest, newest } = statistics
  if (oldest === undefined || newest === undefined) return 'the log has no entry for this'
  const agents = [...new Set(lanes.map(({ agent }) => agentName(agent)))]
  const projects = [...new Set(lanes.map(({ project }) => project))]
  const named = (all: readonly string[]) =>
    all.length <= MAX_NAMED
      ? all.join(', ')
      : `${all.slice(0, MAX_NAMED).join(', ')} and ${all.length - MAX_NAMED} more`
  const started = command === undefined ? named(agents) : clip(command, MAX_COMMAND)
  return `${started} in ${named(projects)}, ${timeSpan(oldest, newest)}`
}

function timeSpan(from: string, to: string): string {
  const minute = (ts: string) => ts.slice(0, 16).replace('T', ' ')
  if (minute(from) === minute(to)) return `${minute(from)} UTC`
  const end = from.slice(0, 10) === to.slice(0, 10) ? to.slice(11, 16) : minute(to)
  return `${minute(from)} to ${end} UTC`
}

export function tierName(tier: string): string {
  switch (tier) {
    case '0':
      return '0  rules before the tiers'
    case '1':
      return '1  safe reads'
    case '2':
      return '2  writes in the project'
    case '3':
      return '3  what the user said'
    default:
      return tier
  }
}

export function share(part: number, whole: number): string {
  const percent = (part / Math.max(1, whole)) * 100
  return `${percent === 0 || percent >= 10 ? Math.round(percent) : percent.toFixed(1)} %`
}

const amount = (number: number, noun: string) => `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
