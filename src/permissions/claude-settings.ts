/** Claude Code's settings: where they are, and what one file of them says. Sources: code.claude.com/docs/en/settings, .../managed-settings. */
import { readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Action } from '../verdict.js'
import { type AutoMode, mergeAutoModes, readAutoMode } from './auto-mode.js'
import { type Document, parseDocument } from './json-document.js'
import { type Mode, parseMode } from './mode.js'
import { readFile } from './read-file.js'
import type { Fault, Origin, PermissionRule, Scope } from './rule.js'
import { parseRule, RuleFault } from './syntax.js'

/** Rules of one file that are read. More is an error, since each is held against a table. */
export const MAX_RULES = 5_000

/** Where Claude Code looks. */
export interface ClaudePlaces {
  readonly home: string
  readonly project: string
  /** `CLAUDE_CONFIG_DIR`, else `~/.claude`. */
  readonly configDirectory: string
  readonly managedDirectory: string
}

export function claudePlaces(
  env: NodeJS.ProcessEnv,
  home: string,
  project: string,
  platform: NodeJS.Platform = process.platform,
): ClaudePlaces {
  return {
    home,
    project,
    configDirectory: env.CLAUDE_CONFIG_DIR || join(home, '.claude'),
    managedDirectory: platform === 'darwin' ? '/Library/Application Support/ClaudeCode' : '/etc/claude-code',
  }
}

/** What one settings file says. */
export interface FileReading {
  readonly file: string
  readonly scope: Scope
  readonly rules: readonly PermissionRule[]
  readonly faults: readonly Fault[]
  /** False where the file could not be read as a whole. */
  readonly whole: boolean
  readonly defaultMode?: Mode
  readonly disablesAuto?: boolean
  readonly managedOnly?: boolean
  readonly autoMode?: AutoMode
}

/** Files by scope, strongest first: managed ones in their own order (base file, then fragments by name). */
export function claudeFiles({
  project,
  configDirectory,
  managedDirectory,
}: ClaudePlaces): { readonly scope: Scope; readonly file: string }[] {
  return [
    { scope: 'managed', file: join(managedDirectory, 'managed-settings.json') },
    ...fragments(join(managedDirectory, 'managed-settings.d')).map((file) => ({ scope: 'managed' as const, file })),
    { scope: 'local', file: join(project, '.claude/settings.local.json') },
    { scope: 'project', file: join(project, '.claude/settings.json') },
    { scope: 'user', file: join(configDirectory, 'settings.json') },
  ]
}

function fragments(directory: string): string[] {
  try {
    const names = readdirSync(directory).filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    return names.sort().map((name) => join(directory, name))
  } catch {
    // No directory, no fragments; one that cannot be listed holds none for Claude Code either.
    return []
  }
}

/** Directory that a leading `/` of path patterns counts from. */
function rootOf(scope: Scope, file: string, project: string): string {
  return scope === 'managed' || scope === 'user' ? dirname(file) : project
}

/** Reads one file; a missing one says nothing. */
export function readClaudeFile(scope: Scope, file: string, project: string): FileReading {
  const content = readFile(file)
  switch (content.kind) {
    case 'missing':
      return { file, scope, rules: [], faults: [], whole: true }
    case 'unreadable':
      return { file, scope, rules: [], faults: [{ file, line: 1, column: 1, problem: content.problem }], whole: false }
    case 'text':
      return readClaudeText(content.text, scope, file, rootOf(scope, file, project))
  }
}

/** `--settings` takes a file or JSON text. */
export function readClaudeFlag(value: string, cwd: string): FileReading {
  if (value.trimStart().startsWith('{')) {
    const reading = readClaudeText(value, 'launch', '--settings', cwd)
    return {
      ...reading,
      rules: reading.rules.map((rule) => ({ ...rule, origin: { ...rule.origin, line: 0, column: 0 } })),
    }
  }
  const file = resolve(cwd, value)
  const content = readFile(file)
  if (content.kind === 'text') return readClaudeText(content.text, 'launch', file, cwd)
  const problem = content.kind === 'missing' ? 'does not exist' : content.problem
  return { file, scope: 'launch', rules: [], faults: [{ file, line: 1, column: 1, problem }], whole: false }
}

/** Rules given as `--allowedTools` and `--disallowedTools`. */
export function readClaudeTools(flag: string, texts: readonly string[], action: Action, cwd: string): FileReading {
  const origin: Origin = { scope: 'launch', file: flag, line: 0, column: 0, root: cwd }
  const read = texts.map((text) => ruleOf(text, action, origin, flag))
  return {
    file: flag,
    scope: 'launch',
    rules: read.flatMap((each) => ('subject' in each ? [each] : [])),
    faults: read.flatMap((each) => ('subject' in each ? [] : [each])),
    whole: true,
  }
}

function readClaudeText(text: string, scope: Scope, file: string, root: string): FileReading {
  const document = text.trim() === '' ? undefined : parseDocument(text, file, { comments: false })
  if (!document) return { file, scope, rules: [], faults: [], whole: true }
  if ('problem' in document) return { file, scope, rules: [], faults: [document], whole: false }
  const { value } = document
  if (!isObject(value))
    return {
      file,
      scope,
      rules: [],
      faults: [{ file, line: 1, column: 1, problem: 'is no JSON object' }],
      whole: false,
    }
  const permissions = value.permissions ?? {}
  if (!isObject(permissions))
    return {
      file,
      scope,
      rules: [],
      faults: [{ file, ...document.at(['permissions']), key: 'permissions', problem: 'is no object' }],
      whole: false,
    }
  const { rules, faults, whole } = readRules(document, permissions, scope, root)
  const defaultMode = parseMode(permissions.defaultMode)
  const autoMode =
    scope === 'user' || scope === 'managed' || scope === 'launch' ? readAutoMode(value.autoMode, document) : undefined
  return {
    file,
    scope,
    rules,
    faults: [...faults, ...(autoMode?.faults ?? [])],
    whole,
    // A repository cannot put its visitors into auto mode.
    ...(defaultMode && !(defaultMode === 'auto' && (scope === 'project' || scope === 'local')) ? { defaultMode } : {}),
    ...(permissions.disableAutoMode === 'disable' || value.disableAutoMode === 'disable' ? { disablesAuto: true } : {}),
    ...(scope === 'managed' && value.allowManagedPermissionRulesOnly === true ? { managedOnly: true } : {}),
    ...(autoMode ? { autoMode: autoMode.sections } : {}),
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function readRules(
  document: Document,
  permissions: Readonly<Record<string, unknown>>,
  scope: Scope,
  root: string,
): Pick<FileReading, 'rules' | 'faults' | 'whole'> {
  const rules: PermissionRule[] = []
  const faults: Fault[] = []
  let whole = true
  const { file } = document
  for (const action of ['deny', 'ask', 'allow'] as const) {
    const list = permissions[action]
    if (list === undefined) continue
    const key = `permissions.${action}`
    if (!Array.isArray(list) || list.length > MAX_RULES) {
      faults.push({
        file,
        ...document.at(['permissions', action]),
        key,
        problem: Array.isArray(list) ? `has more than ${MAX_RULES} rules` : 'is no list',
      })
      // What it would forbid is unknown; what it would permit is simply not permitted.
      if (action !== 'allow') whole = false
      continue
    }
    for (const [index, text] of list.entries()) {
      const origin: Origin = { scope, file, ...document.at(['permissions', action, index]), root }
      const rule = ruleOf(text, action, origin, `${key}[${index}]`)
      if ('subject' in rule) rules.push(rule)
      else {
        faults.push(rule)
        if (action !== 'allow') whole = false
      }
    }
  }
  return { rules, faults, whole }
}

/** One rule of any list, or what is wrong with it. */
export function ruleOf(text: unknown, action: Action, origin: Origin, key: string): PermissionRule | Fault {
  const { file, line, column } = origin
  if (typeof text !== 'string') return { file, line, column, key, problem: 'is no text' }
  const subject = parseRule(text.trim(), action)
  if (subject instanceof RuleFault)
    return { file, line, column, key, problem: `\`${text.slice(0, 80)}\` ${subject.problem}` }
  return { text: text.trim(), action, subject, origin }
}

/** The mode that the settings start a session in: the strongest file that names one. */
export function settingsMode(readings: readonly FileReading[]): Mode | undefined {
  return readings.find(({ defaultMode }) => defaultMode !== undefined)?.defaultMode
}

/** The `autoMode` blocks of all files that may have one, joined. */
export function autoModeOf(readings: readonly FileReading[]): AutoMode {
  return mergeAutoModes(readings.flatMap(({ autoMode }) => (autoMode ? [autoMode] : [])))
}

/** Whether the user has accepted Claude Code's trust question for the project, or for a directory above it. */
export function isTrusted({ home, project, configDirectory }: ClaudePlaces): boolean {
  const file =
    configDirectory === join(home, '.claude') ? join(home, '.claude.json') : join(configDirectory, '.claude.json')
  const content = readFile(file)
  if (content.kind !== 'text') return false
  let state: unknown
  try {
    state = JSON.parse(content.text)
  } catch {
    return false
  }
  const projects = isObject(state) && isObject(state.projects) ? state.projects : {}
  for (let directory = project; ; directory = dirname(directory)) {
    const record = projects[directory]
    if (isObject(record) && record.hasTrustDialogAccepted === true) return true
    if (directory === dirname(directory)) return false
  }
}
