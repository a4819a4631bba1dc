/** Which narrower rules would do in place of a blanket one, for the commands that were really run. Pure. */
import type { Command } from '../shell/script.js'
import { blanketOf } from './blanket.js'
import { meansText, permissibleTexts } from './command-match.js'
import type { PermissionRule } from './rule.js'
import { MAX_RULE_LENGTH, parseRule, RuleFault } from './syntax.js'

const MAX_PROPOSED = 5
/** Up to this many different commands are named one by one. */
const MAX_NAMED = 3
const MAX_PREFIX_WORDS = 4

/** Rules in order of how many of the commands they cover; none where the rule covered none of them. */
export function narrower(rule: PermissionRule, commands: readonly Command[]): readonly string[] {
  if (rule.subject.tool !== 'Bash') return []
  const pattern = rule.subject.command
  const counts = new Map<string, number>()
  for (const command of commands) {
    const texts = permissibleTexts(command)
    const [text] = texts
    if (text !== undefined && meansText(pattern, texts)) counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  const seen = [...counts.keys()]
  const proposed = new Map<string, number>()
  for (const text of seen) {
    const spelled = (seen.length > MAX_NAMED ? narrowPrefix(text, seen) : undefined) ?? narrow(text)
    if (spelled !== undefined) proposed.set(spelled, (proposed.get(spelled) ?? 0) + (counts.get(text) ?? 0))
  }
  return [...proposed]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MAX_PROPOSED)
    .map(([spelled]) => spelled)
}

/** `Bash(SPECIFIER)` where that is a rule and not blanket itself. */
function narrow(specifier: string): string | undefined {
  const text = `Bash(${specifier})`
  if (text.length > MAX_RULE_LENGTH || /[\n\r]/.test(text)) return undefined
  const subject = parseRule(text, 'allow')
  return subject instanceof RuleFault || blanketOf({ action: 'allow', subject }) ? undefined : text
}

/** The shortest prefix of whole words that more than one command has and that is not blanket. */
function narrowPrefix(text: string, seen: readonly string[]): string | undefined {
  // Quoted words hold spaces; a prefix stops before the first.
  const words = text.split('"', 1)[0]!.trim().split(' ')
  for (let count = 2; count <= Math.min(words.length, MAX_PREFIX_WORDS); count++) {
    const prefix = words.slice(0, count).join(' ')
    const shared = seen.filter((other) => other === prefix || other.startsWith(`${prefix} `))
    if (shared.length < 2 || prefix.includes('*')) continue
    const spelled = narrow(`${prefix} *`)
    if (spelled !== undefined) return spelled
  }
  return undefined
}
