/**
 * What the agent is told when a command did not run. The reason names rule, effect, target and what the user would have
 * to say; nothing here proposes another way to the same end.
 */
import type { Approval } from '../log/entry.js'
import type { Verdict } from '../verdict.js'

/** Lines for standard error; the C side puts `gatesh: ` before each. */
export function refusal(verdict: Verdict, entry: string, approval?: Approval): string {
  return [
    `${head(verdict, approval)}: ${verdict.reason}`,
    `rule ${verdict.rule}, entry ${entry} (the user sees it with \`gatesh log show ${entry}\`)`,
    'do not try to reach the same end another way: ask the user, or go on with what does not need it',
  ].join('\n')
}

function head({ action }: Verdict, approval: Approval | undefined): string {
  switch (approval?.answer) {
    case 'deny':
    case 'stop':
      return 'blocked, the user was asked and said no'
    case 'timeout':
    case 'gone':
      return 'blocked, the user was asked and did not answer'
    default:
      return action === 'ask' ? 'blocked, since nobody is here to be asked' : 'blocked'
  }
}

/** When something of gatesh failed: nothing was decided, so nothing runs. */
export function faultMessage(problem: string): string {
  return `blocked: gatesh could not decide (${problem}), and what is not decided does not run`
}
