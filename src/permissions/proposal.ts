/** The rule that a person would write to permit exactly one command. Pure. */
import type { Effect } from '../effects/effect.js'
import type { Command, Script } from '../shell/script.js'
import type { Verdict } from '../verdict.js'
import { permissibleTexts } from './command-match.js'
import type { PermissionRule } from './rule.js'
import { parseRule, RuleFault } from './syntax.js'

/** What was decided, as far as a rule is about it. */
export interface Decided {
  readonly parts: readonly Verdict[]
  readonly effects: readonly Effect[]
  readonly script: Script | null
}

/** Indices of the effects that stand against the request; empty where something else does. */
export function againstIt({ parts }: Decided): readonly number[] {
  const against = parts.filter(({ action, tier }) => action !== 'allow' || tier === 3)
  const indices = against.flatMap(({ effect }) => (effect === undefined ? [] : [effect]))
  return indices.length === against.length ? indices : []
}

/**
 * A rule without any star for the one command that stands against the request, undefined where there are several, or
 * where its words cannot be written as a rule. `file`: where it would stand.
 */
export function literalRule(decision: Decided, file: string): PermissionRule | undefined {
  const commands = new Set(againstIt(decision).map((index) => decision.effects[index]?.command ?? -1))
  const [index] = commands
  const command = commands.size === 1 && index !== undefined ? decision.script?.commands[index] : undefined
  return command && ruleForCommand(command, file)
}

/** A rule without any star for this command; undefined where its words are not known, or cannot be written as a rule. */
export function ruleForCommand(command: Command, file: string): PermissionRule | undefined {
  if (command.argv.some(({ text, glob }) => text === null || glob)) return undefined
  // By its plain name where a rule may say it so: it is the same program wherever it is found.
  const texts = permissibleTexts(command)
  const text = texts.find((each) => !each.startsWith('/')) ?? texts[0]
  // A star would stand for anything, and what a terminal obeys is not what the person would see.
  if (text === undefined || /[*\p{Cc}\p{Cf}]/u.test(text)) return undefined
  const rule = `Bash(${text})`
  const subject = parseRule(rule, 'allow')
  if (subject instanceof RuleFault) return undefined
  return { text: rule, action: 'allow', subject, origin: { scope: 'user', file, line: 0, column: 0, root: file } }
}
