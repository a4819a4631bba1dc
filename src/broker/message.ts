/**
 * What the agent is told when a command did not run. The reason names rule, effect, target and what the user would have
 * to say; nothing here proposes another way to the same end.
 */
import type { Verdict } from '../verdict.js'

/** Lines for standard error; the C side puts `gatesh: ` before each. */
export function refusal(verdict: Verdict, entry: string): string {
  const head = verdict.action === 'ask' ? 'blocked, since nobody is here to be asked' : 'blocked'
  return [
    `${head}: ${verdict.reason}`,
    `rule ${verdict.rule}, entry ${entry} (the user sees it with \`gatesh log show ${entry}\`)`,
    'do not try to reach the same end another way: ask the user, or go on with what does not need it',
  ].join('\n')
}

/** When something of gatesh failed: nothing was decided, so nothing runs. */
export function faultMessage(problem: string): string {
  return `blocked: gatesh could not decide (${problem}), and what is not decided does not run`
}
