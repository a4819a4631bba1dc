/** Rules for tests, written as a user would write them. */
import type { PermissionRule } from '../../src/permissions/rule.js'
import { parseRule, RuleFault } from '../../src/permissions/syntax.js'
import type { Action } from '../../src/verdict.js'

export const PROJECT = '/home/dev/app'
export const HOME = '/home/dev'

/** A rule of the user's settings, or a failed test. */
export function rule(
  text: string,
  action: Action = 'allow',
  over: Partial<PermissionRule['origin']> = {},
): PermissionRule {
  const subject = parseRule(text, action)
  if (subject instanceof RuleFault) throw new Error(`${text}: ${subject.problem}`)
  return {
    text,
    action,
    subject,
    origin: {
      scope: 'user',
      file: `${HOME}/.claude/settings.json`,
      line: 3,
      column: 5,
      root: `${HOME}/.claude`,
      ...over,
    },
  }
}
