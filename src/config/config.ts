/**
 * gatesh's own settings: managed over user over project, and a project may only tighten. A broken file or an unknown key
 * is an error with file, line and key: nothing runs on a guessed default, and a setting that was misspelt is not silently off.
 */
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { softRules } from '../classifier/embedded.js'
import { defaultRetention, type Retention } from '../log/retention.js'
import { type AutoMode, mergeAutoModes } from '../permissions/auto-mode.js'
import { ruleOf } from '../permissions/claude-settings.js'
import { type Document, parseDocument } from '../permissions/json-document.js'
import { readFile } from '../permissions/read-file.js'
import { type PermissionRule, type Scope, sayFault } from '../permissions/rule.js'
import type { RuleSetting } from '../permissions/rule-book.js'
import { hardRules } from '../tiers/hard.js'
import { type ApprovalSettings, approvalsOf, type ModeSetting, modeOf } from './approvals.js'
import { type ConfineSettings, confineOf, type WatchSettings, watchOf } from './boundary.js'
import { type ClassifierSettings, classifierOf } from './classifier.js'
import { managedSchema, type OwnFile, ownSchema, projectSchema } from './schema.js'

export interface Config {
  readonly limits: { readonly inRow: number; readonly total: number; readonly headless: 'stop' | 'continue' }
  readonly mode: ModeSetting
  readonly approvals: ApprovalSettings
  readonly shims: { readonly names: readonly string[] }
  readonly watch: WatchSettings
  readonly confine: ConfineSettings
  readonly log: Retention
  readonly permissions: readonly PermissionRule[]
  readonly rules: readonly RuleSetting[]
  readonly autoMode: AutoMode
  readonly classifier: ClassifierSettings
  readonly telemetry: TelemetrySettings
  readonly fleet: NonNullable<OwnFile['fleet']>
  /** Where each value was set, by key such as `limits.total`; a key that is missing has its built-in value. */
  readonly origins: ReadonlyMap<string, string>
}

export interface TelemetrySettings extends NonNullable<OwnFile['telemetry']> {
  /** Whether an organisation says where its decisions go; then no environment says otherwise. */
  readonly managed: boolean
}

/** What is wrong, with file, line and key, as one sentence. */
export class ConfigError extends Error {}

/** Where the files are. */
export interface ConfigPlaces {
  /** Directory of the user's `config.jsonc`. */
  readonly user: string
  /** The organisation's; the fragments of `config.d` beside it come on top, the last name first. */
  readonly managed: string
  /** Root of the project, for its `.gatesh.jsonc`; none is read without. */
  readonly project?: string
}

export const MANAGED_CONFIG = '/etc/gatesh/config.jsonc'

interface Layer {
  readonly scope: Extract<Scope, keyof typeof schemaOf>
  readonly document: Document
  readonly given: OwnFile
}

/** Reads and merges the files; a missing one is an empty one. Throws ConfigError. */
export function loadConfig({ user, managed, project }: ConfigPlaces): Config {
  const layers = [
    ...fragmentsBeside(managed).map((file) => readLayer('managed', file)),
    readLayer('managed', managed),
    readLayer('user', join(user, 'config.jsonc')),
    project === undefined ? undefined : readLayer('project', join(project, '.gatesh.jsonc')),
  ].filter((layer) => layer !== undefined)
  const origins = new Map<string, string>()
  const limit = (key: 'inRow' | 'total', builtIn: number) => {
    const path = ['limits', key]
    const own = layers.find(({ scope, given }) => scope !== 'project' && given.limits?.[key] !== undefined)
    const value = own?.given.limits?.[key] ?? builtIn
    const tighter = layers.find(({ scope, given }) => scope === 'project' && (given.limits?.[key] ?? value) < value)
    note(origins, path, tighter ?? own)
    return tighter?.given.limits?.[key] ?? value
  }
  return {
    limits: { inRow: limit('inRow', 3), total: limit('total', 20), headless: headless(layers, origins) },
    mode: modeOf(layers, (path, layer) => note(origins, path, layer)),
    approvals: approvalsOf(layers, (path, layer) => note(origins, path, layer)),
    shims: {
      names: [
        ...new Set(layers.flatMap((layer) => listed(origins, layer, ['shims', 'names'], layer.given.shims?.names))),
      ],
    },
    watch: watchOf(layers, (path, layer) => note(origins, path, layer)),
    confine: confineOf(layers, (path, layer) => note(origins, path, layer)),
    log: retentionOf(layers, origins),
    permissions: layers.flatMap((layer) => permissionsOf(layer, origins)),
    rules: layers.flatMap((layer) => settingsOf(layer, origins)),
    autoMode: mergeAutoModes(layers.map((layer) => autoModeOf(layer, origins))),
    classifier: classifierOf(layers, (path, layer) => note(origins, path, layer)),
    telemetry: telemetryOf(layers, origins),
    fleet: fleetOf(layers, origins),
    origins,
  }
}

/** `stop` is the stricter one: a project may ask for it, and not for the other. */
function headless(layers: readonly Layer[], origins: Map<string, string>): 'stop' | 'continue' {
  const path = ['limits', 'headless']
  const own = layers.find(({ scope, given }) => scope !== 'project' && given.limits?.headless !== undefined)
  const stop = layers.find(({ scope, given }) => scope === 'project' && given.limits?.headless === 'stop')
  const decisive = own?.given.limits?.headless === 'continue' && stop ? stop : own
  note(origins, path, decisive)
  return decisive?.given.limits?.headless ?? 'stop'
}

function retentionOf(layers: readonly Layer[], origins: Map<string, string>): Retention {
  const first = (key: keyof Retention) => {
    const layer = layers.find(({ given }) => given.log?.[key] !== undefined)
    note(origins, ['log', key], layer)
    return layer?.given.log?.[key] ?? defaultRetention[key]
  }
  return { days: first('days'), megabytes: first('megabytes') }
}

function telemetryOf(layers: readonly Layer[], origins: Map<string, string>): TelemetrySettings {
  const first = <K extends keyof NonNullable<OwnFile['telemetry']>>(key: K) => {
    const layer = layers.find(({ given }) => given.telemetry?.[key] !== undefined)
    note(origins, ['telemetry', key], layer)
    const value = layer?.given.telemetry?.[key]
    return value === undefined ? {} : { [key]: value }
  }
  const managed = layers.some(({ scope, given }) => scope === 'managed' && given.telemetry !== undefined)
  return { ...first('enabled'), ...first('endpoint'), ...first('headers'), managed }
}

function fleetOf(layers: readonly Layer[], origins: Map<string, string>): Config['fleet'] {
  const first = (key: 'taskFile' | 'project') => {
    const layer = layers.find(({ given }) => given.fleet?.[key] !== undefined)
    note(origins, ['fleet', key], layer)
    const value = layer?.given.fleet?.[key]
    return value === undefined ? {} : { [key]: value }
  }
  return { ...first('taskFile'), ...first('project') }
}

function note(origins: Map<string, string>, path: readonly string[], layer: Layer | undefined): void {
  if (layer) origins.set(path.join('.'), `${layer.document.file}:${layer.document.at(path).line}`)
}

function listed<T>(
  origins: Map<string, string>,
  layer: Layer,
  path: readonly string[],
  values: readonly T[] | undefined,
): readonly T[] {
  const key = path.join('.')
  const here = `${layer.document.file}:${layer.document.at(path).line}`
  if (values && values.length > 0) origins.set(key, origins.has(key) ? `${origins.get(key)}, ${here}` : here)
  return values ?? []
}

function permissionsOf(layer: Layer, origins: Map<string, string>): PermissionRule[] {
  const { document, scope, given } = layer
  return (['deny', 'ask', 'allow'] as const).flatMap((action) =>
    listed(origins, layer, ['permissions', action], given.permissions?.[action]).map((text, index) => {
      const path = ['permissions', action, index]
      const { file } = document
      const rule = ruleOf(
        text,
        action,
        { scope, file, ...document.at(path), root: file.slice(0, file.lastIndexOf('/')) },
        `permissions.${action}[${index}]`,
      )
      if ('subject' in rule) return rule
      throw new ConfigError(sayFault(rule))
    }),
  )
}

function settingsOf(layer: Layer, origins: Map<string, string>): RuleSetting[] {
  const { document, scope, given } = layer
  return listed(origins, layer, ['rules'], given.rules).map(({ rule, action }, index) => {
    const { file } = document
    const at = document.at(['rules', index, 'rule'])
    const wrong = (problem: string) => new ConfigError(sayFault({ file, ...at, key: `rules[${index}].rule`, problem }))
    const hard = hardRules.some(({ id }) => id === rule)
    const soft = softRules.find(({ id }) => id === rule)
    if (!hard && !soft) throw wrong(`there is no rule \`${rule}\`; \`gatesh rules\` lists them`)
    if (action === 'allow' && soft?.strength !== 'soft') throw wrong(`\`${rule}\` cannot be allowed ahead of time`)
    return { rule, action, origin: { scope, file, ...at, root: file } }
  })
}

function autoModeOf(layer: Layer, origins: Map<string, string>): AutoMode {
  const given = Object.entries(layer.given.autoMode ?? {}).filter(([, entries]) => entries !== undefined)
  for (const [section, entries] of given) listed(origins, layer, ['autoMode', section], entries)
  return Object.fromEntries(given) as AutoMode
}

/** Paths of the fragments, the one that wins first. A directory that cannot be listed is an error: it may forbid something. */
function fragmentsBeside(managed: string): string[] {
  const directory = join(dirname(managed), 'config.d')
  try {
    const names = readdirSync(directory).filter((name) => name.endsWith('.jsonc'))
    return names
      .sort()
      .reverse()
      .map((name) => join(directory, name))
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return []
    throw new ConfigError(sayFault({ file: directory, line: 1, column: 1, problem: `cannot be listed: ${message}` }))
  }
}

const schemaOf = { managed: managedSchema, user: ownSchema, project: projectSchema } as const

function readLayer(scope: Layer['scope'], file: string): Layer | undefined {
  const content = readFile(file)
  if (content.kind === 'missing') return undefined
  if (content.kind === 'unreadable')
    throw new ConfigError(sayFault({ file, line: 1, column: 1, problem: content.problem }))
  const document = parseDocument(content.text, file, { comments: true })
  if ('problem' in document) throw new ConfigError(sayFault(document))
  const parsed = schemaOf[scope].safeParse(document.value)
  if (parsed.success) return { scope, document, given: parsed.data }
  const issue = parsed.error.issues[0]!
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const path = [...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key)), ...unknown]
  const loosens = scope === 'project' && ownSchema.safeParse(document.value).success
  const ofManaged = scope !== 'managed' && unknown[0] === 'fleet'
  const problem = loosens
    ? 'would loosen the gate, and a project may only tighten it; it counts in your own configuration'
    : ofManaged
      ? `counts in the managed configuration alone (\`${MANAGED_CONFIG}\`)`
      : unknown.length > 0
        ? 'there is no such key; `gatesh config --schema` lists them'
        : issue.message.toLowerCase()
  throw new ConfigError(
    sayFault({ file, ...document.at(path), ...(path.length > 0 ? { key: path.join('.') } : {}), problem }),
  )
}
