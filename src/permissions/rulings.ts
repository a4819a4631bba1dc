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
import type { EffectPattern, Rule } from '../tiers/rule.js'
import type { UserRules, UserRuling } from '../tiers/tiers.js'
import type { Action } from '../verdict.js'
import { forbiddableTexts, meansText, meansWords, permissibleTexts } from './command-match.js'
import { type Bases, type PathTest, pathTest } from './path-match.js'
import { type Origin, type PermissionRule, placeOf } from './rule.js'
import type { Standing } from './standing.js'
import { fits } from './wildcard.js'

/** What the configuration says of all effects that a rule of gatesh matches. */
export interface RuleSetting {
  readonly rule: string
  readonly action: Action
  readonly origin: Origin
}

interface Compiled {
  readonly rule: PermissionRule
  readonly path: PathTest | undefined
}

/** Rules in force, ready to be asked. Made once for each reading of the files and each mode. */
export interface RuleBook {
  readonly byAction: Readonly<Record<Action, readonly Compiled[]>>
  readonly settings: readonly { readonly setting: RuleSetting; readonly match: readonly EffectPattern[] }[]
  readonly rows: readonly Rule[]
  readonly bases: Bases
  /** Blanket rules are dropped: what a star stands for is then read narrowly too. */
  readonly unattended: boolean
}

/** `rows`: rules of the classifier, which settings name by id. */
export function ruleBook(
  standings: readonly Standing[],
  settings: readonly RuleSetting[],
  rows: readonly Rule[],
  bases: Bases,
  unattended: boolean,
): RuleBook {
  const inForce = standings.filter(({ state }) => state === 'in force').map(({ rule }) => rule)
  const compiled = (action: Action) =>
    inForce.filter((rule) => rule.action === action).map((rule) => ({ rule, path: pathOf(rule, bases) }))
  return {
    byAction: { deny: compiled('deny'), ask: compiled('ask'), allow: compiled('allow') },
    settings: settings.flatMap((setting) => {
      const row = rows.find(({ id }) => id === setting.rule)
      return row ? [{ setting, match: patternsOf(row) }] : []
    }),
    rows,
    bases,
    unattended,
  }
}

const basename = (path: string) => path.slice(path.lastIndexOf('/') + 1)

const patternsOf = (row: Rule): readonly EffectPattern[] =>
  Array.isArray(row.match) ? row.match : [row.match as EffectPattern]

function pathOf({ subject, origin }: PermissionRule, bases: Bases): PathTest | undefined {
  if (subject.tool !== 'Read' && subject.tool !== 'Edit') return undefined
  return subject.path ? pathTest(subject.path, origin, bases) : () => true
}

/** The rules for one request. Texts of its commands are made when first asked for. */
export function rulingsFor(book: RuleBook, request: Request, script: Script | null, own: OwnMakings): UserRules {
  const permissible = new Map<number, readonly string[]>()
  const forbiddable = new Map<number, readonly string[]>()

  function textsOf(command: Command, action: Action): readonly string[] {
    const known = action === 'allow' ? permissible : forbiddable
    let texts = known.get(command.index)
    if (!texts) {
      texts = action === 'allow' ? permissibleTexts(command) : forbiddableTexts(command)
      known.set(command.index, texts)
    }
    return texts
  }

  function speaks({ rule, path }: Compiled, effect: Effect): boolean {
    const { subject, action } = rule
    switch (subject.tool) {
      case 'Bash': {
        const command = script?.commands[effect.command]
        if (!command)
          return isBashTool(request) && action !== 'allow' && meansText(subject.command, [bashText(request)])
        const pattern = subject.command
        const means =
          pattern.form === 'words'
            ? meansWords(pattern.words, command, action)
            : meansText(pattern, textsOf(command, action))
        return (
          means &&
          (action !== 'allow' || reaches(pattern.form === 'text' && pattern.literal, command, effect, book, own))
        )
      }
      case 'Read':
      case 'Edit':
        return action === 'allow'
          ? permitsPath(subject.tool, path!, effect, pathsOf(effect))
          : forbidsPath(subject.tool, path!, effect, pathsOf(effect))
      case 'WebFetch':
        return fetches(subject.domain, effect, request, action)
      case 'Agent':
        return (
          request.kind === 'tool' &&
          (request.tool === 'Agent' || request.tool === 'Task') &&
          isNamed(subject.name, request.input)
        )
      case 'named':
        return (
          request.kind === 'tool' &&
          fits(subject.name, request.tool) &&
          specifies(subject.specifier, request.input, action)
        )
    }
  }

  /** Paths of an effect: where its links lead, and as they were written. */
  function pathsOf(effect: Effect): readonly NamedPath[] {
    const cwd = script?.commands[effect.command]?.cwd ?? request.cwd
    const paths = effect.targets.filter(({ type }) => type === 'path')
    return paths.map(({ value, raw, role }) => ({
      real: value,
      written: raw === undefined ? value : absolute(raw, cwd, book.bases.home),
      role,
    }))
  }

  function bySetting(effect: Effect, action: Action): UserRuling | undefined {
    const found = book.settings.find(
      ({ setting, match }) => setting.action === action && match.some((pattern) => matches(pattern, effect)),
    )
    if (!found) return undefined
    // Permitting by the name of a rule permits what that rule alone stands against.
    if (action === 'allow' && !book.rows.every((row) => isPermitted(row, effect))) return undefined
    return { action, rule: found.setting.rule, source: placeOf(found.setting.origin) }
  }

  function isPermitted(row: Rule, effect: Effect): boolean {
    if (!patternsOf(row).some((pattern) => matches(pattern, effect))) return true
    return (
      row.strength === 'soft' &&
      book.settings.some(({ setting }) => setting.rule === row.id && setting.action === 'allow')
    )
  }

  return {
    rulingFor(effect) {
      for (const action of ['deny', 'ask', 'allow'] as const) {
        const found = book.byAction[action].find((compiled) => speaks(compiled, effect))
        if (found) return { action, rule: found.rule.text, source: placeOf(found.rule.origin) }
        const setting = bySetting(effect, action)
        if (setting) return setting
      }
      return undefined
    },
  }
}

/**
 * Whether an allow rule for a command reaches this effect of it. Where its output goes is not part of what the rule
 * names, nor is a text that is fed to it. And while nobody answers, a star does not stand for a guarded place, for code
 * that cannot be read, or for code from the network; and no rule stands for what a script does that this session wrote.
 */
function reaches(
  literal: boolean,
  command: Command,
  effect: Effect,
  { unattended, bases }: RuleBook,
  own: OwnMakings,
): boolean {
  if (isRedirected(command, effect, bases.home)) return false
  const fed = command.stdin.kind === 'text' || command.stdin.kind === 'pipe' || command.stdin.kind === 'file'
  if (fed && literal && verbOf(effect) !== 'read') return false
  if (!unattended) return true
  if (runsCode(command, effect) && ownScript(command, own, bases.home)) return false
  if (literal && !fed) return true
  if (effect.kind === 'exec.opaque' || effect.kind === 'exec.fetched') return false
  return effect.targets.every(({ guarded }) => guarded === undefined)
}

/** An effect of code that the command runs, rather than of the command itself. */
function runsCode(command: Command, effect: Effect): boolean {
  return verbOf(effect) === 'run' || basename(command.argv[0]?.text ?? '') !== effect.program
}

/** Files that say what `npm run`, `make` and their like do. */
const manifests = [
  'package.json',
  'Makefile',
  'makefile',
  'GNUmakefile',
  'justfile',
  'Rakefile',
  'pyproject.toml',
  'Cargo.toml',
  'build.gradle',
  'pom.xml',
  'composer.json',
  'deno.json',
  'Taskfile.yml',
]

/** Words of a command that may name the script that it runs. */
const MAX_SCRIPT_WORDS = 4

/** Whether what the command runs was written in this session: a script among its words, or the manifest beside it. */
function ownScript({ argv, cwd }: Command, own: OwnMakings, home: string): boolean {
  const words = argv.slice(0, MAX_SCRIPT_WORDS).map(({ text }) => text ?? '')
  return [...words, ...manifests].some((word) => {
    const path = word === '' ? null : absolute(word, cwd, home)
    return path !== null && own.made({ type: 'path', value: path })
  })
}

function isRedirected(command: Command, effect: Effect, home: string): boolean {
  if (!effect.kind.startsWith('fs.')) return false
  return command.redirects.some(({ op, target }) => {
    if (op === 'duplicate') return false
    const path = target.text === null ? null : absolute(target.text, command.cwd, home)
    return effect.targets.some(({ value, raw }) =>
      target.text === null ? raw === target.raw || value === null : value === path || raw === target.text,
    )
  })
}

/** A path target; null where it is not known. */
interface NamedPath {
  readonly real: string | null
  readonly written: string | null
  readonly role: string | undefined
}

/** Permits reading or writing files, nothing else that is done to them, and only where the link and its end are both meant. */
function permitsPath(tool: 'Read' | 'Edit', test: PathTest, effect: Effect, paths: readonly NamedPath[]): boolean {
  const fitting = tool === 'Read' ? effect.kind === 'fs.read' || effect.kind === 'fs.list' : effect.kind === 'fs.write'
  if (!fitting || paths.length === 0 || effect.where || effect.targets.some(({ guarded }) => guarded !== undefined))
    return false
  return paths.every(({ real, written }) => real !== null && written !== null && test(real) && test(written))
}

/** Forbids whatever reads the file (Read) or changes it (Edit), under any of its names. */
function forbidsPath(tool: 'Read' | 'Edit', test: PathTest, effect: Effect, paths: readonly NamedPath[]): boolean {
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
function fetches(domain: string | undefined, effect: Effect, request: Request, action: Action): boolean {
  const isTool = request.kind === 'tool' && (request.tool === 'WebFetch' || request.tool === 'web_fetch')
  if (domain === undefined || action === 'allow') {
    if (!isTool || (action === 'allow' && effect.kind !== 'net.fetch')) return false
    const url = request.input.url
    const host = typeof url === 'string' ? hostOf(url) : undefined
    return domain === undefined || (host !== undefined && isHost(domain, host))
  }
  const hosts = effect.targets.flatMap(({ type, value, raw }) => {
    if (value === null) return []
    if (type === 'url') return [hostOf(value) ?? '', raw === undefined ? '' : (hostOf(raw) ?? '')]
    return type === 'host' || type === 'domain' ? [value.toLowerCase()] : []
  })
  return hosts.some((host) => isHost(domain, host))
}

function isNamed(name: string | undefined, input: Readonly<Record<string, unknown>>): boolean {
  return name === undefined || input.subagent_type === name || input.name === name
}

/** `Tool(param:value)` in ask and deny, with stars; an allow rule with a specifier that gatesh does not know permits nothing. */
function specifies(specifier: string | undefined, input: Readonly<Record<string, unknown>>, action: Action): boolean {
  if (specifier === undefined) return true
  if (action === 'allow') return false
  const colon = specifier.indexOf(':')
  if (colon < 0) return true
  const value = input[specifier.slice(0, colon)]
  return value === undefined ? false : fits({ parts: specifier.slice(colon + 1).split('*') }, String(value))
}

const isBashTool = (request: Request): request is Extract<Request, { kind: 'tool' }> =>
  request.kind === 'tool' && request.tool === 'Bash'

const bashText = (request: Extract<Request, { kind: 'tool' }>) =>
  typeof request.input.command === 'string' ? request.input.command : ''
