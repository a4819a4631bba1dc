/** Lines of the log that are no decisions, in words: escapes that the watch saw, attempts to steer, changes of the user's rules. */
import type { Entry, Line } from './entry.js'
import { agentName } from './table.js'

export type Finding = Extract<Line, { readonly kind: string }>

/** Whether a person should see it beside the decisions. Answers stand at their entries; that the watch runs is no finding. */
export function isFinding(line: Exclude<Line, Entry>): line is Finding {
  if (!('kind' in line) || line.kind === 'approval') return false
  return line.kind !== 'watch' || line.state === 'degraded'
}

export interface FindingText {
  readonly title: string
  readonly detail: string
  readonly diff?: string
}

/** Findings in words. Lines of a kind that this version does not know are named by their kind. */
export function sayFinding(finding: Finding): FindingText {
  switch (finding.kind) {
    case 'rules': {
      const dropped = finding.rules.filter(({ state }) => state === 'dropped').length
      const restored = finding.rules.length - dropped
      const named = finding.rules.map(({ rule, file, line, state }) => `${rule} ${state} (${agentName(file)}:${line})`)
      const parts = [
        ...(dropped > 0 ? [`${dropped} dropped`] : []),
        ...(restored > 0 ? [`${restored} back in force`] : []),
      ]
      return {
        title: `rules of the user: ${parts.join(', ') || 'could not be read'}`,
        detail: [finding.mode, ...named, ...finding.faults].join('; '),
      }
    }
    case 'escape': {
      const [first] = finding.changes
      const more = finding.count > 1 ? ` and ${finding.count - 1} more` : ''
      const by = finding.command === undefined ? `written by ${finding.writer}` : `written by \`${finding.command}\``
      return {
        title: `a write left the project: ${first?.path ?? 'unknown'}${more}`,
        detail: `${by}; seen by ${finding.source}; ${finding.response}`,
        ...(first?.diff === undefined ? {} : { diff: first.diff }),
      }
    }
    case 'probe':
      return {
        title: `output of ${finding.tool} tried to steer the agent: it ${finding.why}`,
        detail: `"${finding.excerpt}"${finding.count > 1 ? ` and ${finding.count - 1} more passages` : ''}; the agent was warned`,
      }
    case 'watch':
      return { title: `watch by ${finding.source} ${finding.state}`, detail: finding.reason }
    case 'approval':
      return { title: `answered: ${finding.approval.answer}`, detail: `about ${finding.approval.of}` }
    default:
      return {
        title: `an entry of the kind ${(finding as { kind: string }).kind}`,
        detail: 'this version of gatesh does not know it',
      }
  }
}
