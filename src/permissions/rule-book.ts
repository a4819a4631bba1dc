/** Rules in force, sorted so that a request is held only against those that could mean it. */
import type { EffectPattern, Rule } from '../tiers/rule.js'
import type { Action } from '../verdict.js'
import { type Bases, type PathTest, pathTest } from './path-match.js'
import type { CommandPattern, Origin, PermissionRule } from './rule.js'
import type { Standing } from './standing.js'

/** What the configuration says of all effects that a rule of gatesh matches. */
export interface RuleSetting {
  readonly rule: string
  readonly action: Action
  readonly origin: Origin
}

export interface CommandRule {
  readonly rule: PermissionRule
  readonly pattern: CommandPattern
  /** A word that every text which it means has in it; undefined where that cannot be said. */
  readonly second: string | undefined
}

export interface PathRule {
  readonly rule: PermissionRule
  readonly tool: 'Read' | 'Edit'
  readonly test: PathTest
}

export interface FetchRule {
  readonly rule: PermissionRule
  readonly domain: string | undefined
}

/** Command rules of all actions. */
export interface CommandRules {
  /** By the first word of what they mean. */
  readonly byWord: ReadonlyMap<string, readonly CommandRule[]>
  /** Those whose first word is not literal. */
  readonly anyWord: readonly CommandRule[]
}

/** The other rules of one action. */
export interface Chapter {
  readonly paths: readonly PathRule[]
  readonly fetches: readonly FetchRule[]
  /** Rules about other tools, agents among them. */
  readonly tools: readonly PermissionRule[]
  readonly settings: readonly { readonly setting: RuleSetting; readonly match: readonly EffectPattern[] }[]
}

export interface RuleBook {
  readonly commands: CommandRules
  readonly chapters: Readonly<Record<Action, Chapter>>
  /** Rules that settings may name. */
  readonly rows: readonly Rule[]
  readonly bases: Bases
  /** Blanket rules are dropped: what a star stands for is then read narrowly too. */
  readonly unattended: boolean
}

export const patternsOf = (row: Rule): readonly EffectPattern[] =>
  Array.isArray(row.match) ? row.match : [row.match as EffectPattern]

/** `rows`: rules of the classifier, which settings name by id. */
export function ruleBook(
  standings: readonly Standing[],
  settings: readonly RuleSetting[],
  rows: readonly Rule[],
  bases: Bases,
  unattended: boolean,
): RuleBook {
  const inForce = standings.filter(({ state }) => state === 'in force').map(({ rule }) => rule)
  const chapter = (action: Action): Chapter => {
    const rules = inForce.filter((rule) => rule.action === action)
    const ofAction = settings.filter((setting) => setting.action === action)
    return { ...sorted(rules, bases), settings: ofAction.flatMap((setting) => named(setting, rows)) }
  }
  return {
    commands: commandRules(inForce),
    chapters: { deny: chapter('deny'), ask: chapter('ask'), allow: chapter('allow') },
    rows,
    bases,
    unattended,
  }
}

function named(setting: RuleSetting, rows: readonly Rule[]): Chapter['settings'] {
  const row = rows.find(({ id }) => id === setting.rule)
  return row ? [{ setting, match: patternsOf(row) }] : []
}

function commandRules(rules: readonly PermissionRule[]): CommandRules {
  const byWord = new Map<string, CommandRule[]>()
  const anyWord: CommandRule[] = []
  for (const rule of rules) {
    if (rule.subject.tool !== 'Bash') continue
    const pattern = rule.subject.command
    const words = firstWords(pattern)
    const entry = { rule, pattern, second: secondWord(pattern) }
    if (!words) anyWord.push(entry)
    for (const word of words ?? []) byWord.set(word, [...(byWord.get(word) ?? []), entry])
  }
  return { byWord, anyWord }
}

function sorted(rules: readonly PermissionRule[], bases: Bases): Omit<Chapter, 'settings'> {
  const paths: PathRule[] = []
  const fetches: FetchRule[] = []
  const tools: PermissionRule[] = []
  for (const rule of rules) {
    const { subject, origin } = rule
    switch (subject.tool) {
      case 'Bash':
        break
      case 'Read':
      case 'Edit':
        paths.push({
          rule,
          tool: subject.tool,
          test: subject.path ? pathTest(subject.path, origin, bases) : () => true,
        })
        break
      case 'WebFetch':
        fetches.push({ rule, domain: subject.domain })
        break
      case 'Agent':
      case 'named':
        tools.push(rule)
        break
    }
  }
  return { paths, fetches, tools }
}

/** The plain literal word behind the first one. */
function secondWord(pattern: CommandPattern): string | undefined {
  if (pattern.form !== 'text') return undefined
  const [, second, third] = pattern.text.split(' ')
  const whole = second !== undefined && (third !== undefined || pattern.literal)
  return whole && /^[A-Za-z0-9_./=:@-]+$/.test(second) ? second : undefined
}

/** Words that a command must begin with for the pattern to mean it; undefined where a star stands there. */
function firstWords(pattern: CommandPattern): ReadonlySet<string> | undefined {
  switch (pattern.form) {
    case 'any':
      return undefined
    case 'words':
      return new Set(pattern.words[0])
    case 'text': {
      const words = new Set<string>()
      for (const { parts } of pattern.wildcards) {
        const [first = ''] = parts
        const word = first.split(' ', 1)[0]!
        if (word === first && parts.length > 1) return undefined
        words.add(word)
      }
      return words
    }
  }
}
