/**
 * The user's rules as the tiers ask for them: what they say of one effect of one request. Deny before ask before allow,
 * whatever file they stand in. Pure.
 */
import { type Effect, verbOf } from '../effects/effect.js'
import { absolute } from '../effects/paths.js'
import type { Request } from '../request.js'
import type { Command, Script } from '../shell/script.js'
import type { OwnMakings } from '../tiers/conditions.js'
import { matches } from '../tiers/match.js'
import type { Rule } from '../tiers/rule.js'
import type { UserRules, UserRuling } from '../tiers/tiers.js'
import type { Action } from '../verdict.js'
import { firstWordsOf, forbiddableTexts, hasPart, meansText, meansWords, permissibleTexts } from './command-match.js'
import { reaches } from './reach.js'
import { type PermissionRule, placeOf } from './rule.js'
import {
  type CommandRule,
  type CommandRules,
  type FetchRule,
  type PathRule,
  patternsOf,
  type RuleBook,
} from './rule-book.js'
import { fits } from './wildcard.js'

/** A path target; null where it is not known. */
interface NamedPath {
  readonly real: string | null
  readonly written: string | null
  readonly role: string | undefined
}

const actions = ['deny', 'ask', 'allow'] as const

const none: readonly CommandRule[] = []

/**
 * The rules for one request. What they say of a command is worked out once, when first asked for.
 * `own`: what this session made.
 */
export function rulingsFor(book: RuleBook, request: Request, script: Script | null, own: OwnMakings): UserRules {
  const { chapters, commands, bases, unattended } = book
  const meant = new Map<number, readonly CommandRule[]>()

  /** Command rules of any action that mean the command. */
  function rulesOf(command: Command): readonly CommandRule[] {
    let found = meant.get(command.index)
    if (!found) {
      found = meaning(command, commands)
      meant.set(command.index, found)
    }
    return found
  }

  function byCommand(effect: Effect, action: Action): PermissionRule | undefined {
    const command = script?.commands[effect.command]
    if (!command) return action === 'allow' ? undefined : byToolText(request, commands, action)
    for (const { rule, pattern } of rulesOf(command)) {
      if (rule.action !== action) continue
      const literal = pattern.form === 'text' && pattern.literal
      if (action !== 'allow' || reaches(command, effect, { literal, unattended, home: bases.home, own })) return rule
    }
    return undefined
  }

  function byPath(effect: Effect, action: Action): PermissionRule | undefined {
    const { paths: rules } = chapters[action]
    const named =
      effect.targets.some(({ type }) => type === 'path') || effect.sources.some(({ type }) => type === 'path')
    if (rules.length === 0 || !named) return undefined
    const paths = pathsOf(effect)
    const speaks = action === 'allow' ? permitsPath : forbidsPath
    return rules.find((rule) => speaks(rule, effect, paths))?.rule
  }

  const pathsOfEffect = new Map<Effect, readonly NamedPath[]>()

  function pathsOf(effect: Effect): readonly NamedPath[] {
    let paths = pathsOfEffect.get(effect)
    if (!paths) {
      paths = namedPaths(effect)
      pathsOfEffect.set(effect, paths)
    }
    return paths
  }

  /** Paths of an effect: where its links lead, and as they were written. */
  function namedPaths(effect: Effect): readonly NamedPath[] {
    const cwd = script?.commands[effect.command]?.cwd ?? request.cwd
    const paths = effect.targets.filter(({ type }) => type === 'path')
    return paths.map(({ value, raw, role }) => ({
      real: value,
      written: raw === undefined ? value : absolute(raw, cwd, bases.home),
      role,
    }))
  }

  function bySetting(effect: Effect, action: Action): UserRuling | undefined {
    const found = chapters[action].settings.find(({ match }) => match.some((pattern) => matches(pattern, effect)))
    if (!found) return undefined
    // Permitting by the name of a rule permits what that rule alone stands against.
    if (action === 'allow' && !book.rows.every((row) => isPermitted(row, effect))) return undefined
    return { action, rule: found.setting.rule, source: placeOf(found.setting.origin) }
  }

  function isPermitted(row: Rule, effect: Effect): boolean {
    if (!patternsOf(row).some((pattern) => matches(pattern, effect))) return true
    return row.strength === 'soft' && chapters.allow.settings.some(({ setting }) => setting.rule === row.id)
  }

  return {
    rulingFor(effect) {
      for (const action of actions) {
        const rule =
          byCommand(effect, action) ??
          byPath(effect, action) ??
          byFetch(effect, request, chapters[action].fetches, action) ??
          byTool(request, chapters[action].tools, action)
        if (rule) return { action, rule: rule.text, source: placeOf(rule.origin) }
        const setting = bySetting(effect, action)
        if (setting) return setting
      }
      return undefined
    },
  }
}

function meaning(command: Command, { byWord, anyWord }: CommandRules): readonly CommandRule[] {
  let likely = anyWord
  for (const word of firstWordsOf(command)) {
    const more = byWord.get(word)
    if (more) likely = [...likely, ...more.filter(({ second }) => second === undefined || hasPart(command, second))]
  }
  if (likely.length === 0) return none
  const permissible = permissibleTexts(command)
  const forbiddable = likely.some(({ rule }) => rule.action !== 'allow') ? forbiddableTexts(command) : []
  return likely.filter(({ rule: { action }, pattern }) => {
    if (pattern.form === 'words') return meansWords(pattern.words, command, action)
    return meansText(pattern, action === 'allow' ? permissible : forbiddable)
  })
}

/** A shell tool's call is judged by its commands; a rule that forbids its text holds already here. */
function byToolText(request: Request, { byWord, anyWord }: CommandRules, action: Action): PermissionRule | undefined {
  if (request.kind !== 'tool' || request.tool !== 'Bash' || typeof request.input.command !== 'string') return undefined
  const texts = [request.input.command]
  const rules = [...anyWord, ...[...byWord.values()].flat()]
  return rules.find(({ rule, pattern }) => rule.action === action && meansText(pattern, texts))?.rule
}

/** Permits reading or writing files, nothing else that is done to them, and only where the link and its end are both meant. */
function permitsPath({ tool, test }: PathRule, effect: Effect, paths: readonly NamedPath[]): boolean {
  const fitting = tool === 'Read' ? effect.kind === 'fs.read' || effect.kind === 'fs.list' : effect.kind === 'fs.write'
  if (!fitting || paths.length === 0 || effect.where || effect.targets.some(({ guarded }) => guarded !== undefined))
    return false
  return paths.every(({ real, written }) => real !== null && written !== null && test(real) && test(written))
}

/** Forbids whatever reads the file (Read) or changes it (Edit), under any of its names. */
function forbidsPath({ tool, test }: PathRule, effect: Effect, paths: readonly NamedPath[]): boolean {
  const reading = verbOf(effect) === 'read'
  if (tool === 'Read' && effect.sources.some(({ type, value }) => type === 'path' && value !== null && test(value)))
    return true
  return paths.some(({ real, written, role }) => {
    if (!(real !== null && test(real)) && !(written !== null && test(written))) return false
    if (tool === 'Read') return reading || role === 'from'
    return !reading && (role !== 'from' || effect.kind === 'fs.move')
  })
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname.toLowerCase() : undefined
}

function isHost(domain: string, host: string): boolean {
  return domain.startsWith('*.') ? host.endsWith(domain.slice(1)) : host === domain
}

/** Permits only the agent's own fetching; forbids every way to the host. */
function byFetch(
  effect: Effect,
  request: Request,
  rules: readonly FetchRule[],
  action: Action,
): PermissionRule | undefined {
  if (rules.length === 0) return undefined
  const isTool = request.kind === 'tool' && (request.tool === 'WebFetch' || request.tool === 'web_fetch')
  if (action === 'allow' && (!isTool || effect.kind !== 'net.fetch')) return undefined
  const hosts = isTool && typeof request.input.url === 'string' ? [hostOf(request.input.url)] : []
  if (action !== 'allow') hosts.push(...hostsOf(effect))
  return rules.find(({ domain }) =>
    domain === undefined ? isTool : hosts.some((host) => host !== undefined && isHost(domain, host)),
  )?.rule
}

function hostsOf(effect: Effect): (string | undefined)[] {
  return effect.targets.flatMap(({ type, value }) => {
    if (value === null) return []
    if (type === 'url') return [hostOf(value)]
    return type === 'host' || type === 'domain' ? [value.toLowerCase()] : []
  })
}

function byTool(request: Request, rules: readonly PermissionRule[], action: Action): PermissionRule | undefined {
  if (request.kind !== 'tool') return undefined
  const { tool, input } = request
  return rules.find(({ subject }) => {
    if (subject.tool === 'Agent') {
      const isAgent = tool === 'Agent' || tool === 'Task'
      return isAgent && (subject.name === undefined || input.subagent_type === subject.name)
    }
    return subject.tool === 'named' && fits(subject.name, tool) && specifies(subject.specifier, input, action)
  })
}

/** `Tool(param:value)` in ask and deny, with stars; an allow rule with a specifier that gatesh does not know permits nothing. */
function specifies(specifier: string | undefined, input: Readonly<Record<string, unknown>>, action: Action): boolean {
  if (specifier === undefined) return true
  if (action === 'allow') return false
  const colon = specifier.indexOf(':')
  if (colon < 0) return true
  const value = input[specifier.slice(0, colon)]
  return value !== undefined && fits({ parts: specifier.slice(colon + 1).split('*') }, String(value))
}
