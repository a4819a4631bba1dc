/** Makes the engine that the configuration asks for. What asks a model is loaded only where one is asked. */
import { homedir } from 'node:os'
import type { Ask } from '../classifier/anthropic/ask.js'
import type { Endpoint } from '../classifier/anthropic/client.js'
import type { Totals } from '../classifier/anthropic/spending.js'
import { embeddedEngine } from '../classifier/embedded.js'
import type { Engine } from '../classifier/engine.js'
import { type ClassifierSettings, isEndpoint, isHere } from '../config/classifier.js'
import type { Config } from '../config/config.js'
import { directories } from '../config/directories.js'
import { installationKey } from '../log/key.js'
import { redactor } from '../log/redact.js'
import { mergeAutoModes } from '../permissions/auto-mode.js'
import type { Permissions } from '../permissions/permissions.js'
import { EXIT, Failure } from './failure.js'
import { configHere, permissionsOf } from './permissions.js'
import { placeHere } from './place.js'

export interface EngineOptions {
  readonly config: Config
  readonly permissions: Permissions
  /** Environment that gatesh was started in. */
  readonly env: NodeJS.ProcessEnv
  /** Directory of the installation's key. */
  readonly state: string
  /** Told why, each time that the embedded engine answered instead of a model. */
  fellBack?(why: string): void
}

export interface MadeEngine {
  readonly engine: Engine
  /** What was spent on a model, also as a line for people; undefined where none is asked. */
  spent(): { readonly totals: Totals; readonly line: string } | undefined
}

const ANTHROPIC_URL = 'https://api.anthropic.com'
/** Characters of one text that go to a model: as many as are looked at for secrets. */
const MAX_SENT = 64 * 1024

/** Where a model is asked. Throws Failure where the environment names a place that is no endpoint. */
export function endpointOf({ url }: ClassifierSettings, env: NodeJS.ProcessEnv): string {
  const address = url ?? (env.ANTHROPIC_BASE_URL || ANTHROPIC_URL)
  if (isEndpoint(address)) return address
  throw new Failure(
    '`ANTHROPIC_BASE_URL` must be an https:// address, or an http:// one of this machine',
    EXIT.gateshFailed,
    'set it, or `classifier.url` in your configuration',
  )
}

/** What a session says at its start; undefined where nothing leaves this machine. Throws Failure. */
export function announcement({ classifier }: Config, env: NodeJS.ProcessEnv): string | undefined {
  if (classifier.engine === 'embedded') return undefined
  const [stage1, stage2] = classifier.models
  const models = stage1 === stage2 ? stage1 : `${stage1} and ${stage2}`
  return `what gatesh flags is judged by ${models} at ${endpointOf(classifier, env)}: your words and the agent's calls go there, secrets replaced`
}

/** Throws Failure. */
export async function makeEngine(name: ClassifierSettings['engine'], options: EngineOptions): Promise<MadeEngine> {
  if (name === 'embedded') return { engine: embeddedEngine, spent: () => undefined }
  const { config, permissions, env, state, fellBack } = options
  const { classifier } = config
  const [{ modelEngine }, { slotsOf }, { sayTotals }, ask] = await Promise.all([
    import('../classifier/anthropic/engine.js'),
    import('../classifier/anthropic/slots.js'),
    import('../classifier/anthropic/spending.js'),
    askFor(classifier, env),
  ])
  const engine = modelEngine({
    name,
    ask,
    models: classifier.models,
    timeouts: classifier.timeouts,
    budget: classifier.budget,
    slots: slotsOf(proseOf(config, permissions)),
    redact: redactor(installationKey(state), MAX_SENT),
    now: () => performance.now(),
    ...(fellBack ? { fellBack } : {}),
  })
  return { engine, spent: () => ({ totals: engine.totals(), line: sayTotals(engine.totals()) }) }
}

/** The engine of that name for commands of gatesh's own (eval, replay), with what is configured here. Throws Failure. */
export async function engineNamed(name: string): Promise<MadeEngine> {
  if (name === 'embedded') return { engine: embeddedEngine, spent: () => undefined }
  if (name !== 'anthropic' && name !== 'both')
    throw new Failure(`there is no engine \`${name}\``, EXIT.usage, 'use `embedded`, `anthropic` or `both`')
  const place = placeHere(undefined)
  const { state } = directories(process.env, homedir())
  const [config, permissions] = [configHere(place), permissionsOf(undefined, place)]
  return makeEngine(name, { config, permissions, env: process.env, state })
}

/** The user's prose for the classifier, from gatesh's own configuration and from the agent's. */
export function proseOf(config: Config, permissions: Permissions) {
  return mergeAutoModes([config.autoMode, permissions.autoMode])
}

/** What is configured and whether its key is to be had, for `gatesh doctor`; the model itself is not asked. */
export async function classifierState(
  { classifier }: Config,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly ok: boolean; readonly how: string }> {
  if (classifier.engine === 'embedded') return { ok: true, how: 'embedded' }
  const { keys, url, needsKey } = await endpoint(classifier, env)
  const key = await keys.current()
  const how = `${classifier.engine}: ${classifier.models[1]} at ${url}`
  if (key !== undefined && 'why' in key) return { ok: false, how: `${how}; ${key.why}` }
  return key === undefined && needsKey !== undefined
    ? { ok: false, how: `${how}; there is no key, set ${needsKey}` }
    : { ok: true, how }
}

/** A way to ask the configured endpoint; the key is fetched at once, so that the first question need not wait for it. */
export async function askFor(classifier: ClassifierSettings, env: NodeJS.ProcessEnv): Promise<Ask> {
  const [{ anthropicAsk }, asked] = await Promise.all([
    import('../classifier/anthropic/client.js'),
    endpoint(classifier, env),
  ])
  void asked.keys.current()
  return anthropicAsk(asked)
}

async function endpoint(classifier: ClassifierSettings, env: NodeJS.ProcessEnv): Promise<Endpoint> {
  const url = endpointOf(classifier, env)
  const { keysFrom } = await import('../classifier/anthropic/key.js')
  // A key, or a header, goes to the endpoint that it was given for: those of the environment to the environment's.
  const isOwn = classifier.url === undefined || new URL(url).origin === ANTHROPIC_URL
  const isForeign = classifier.key.from === 'usual' && !isOwn
  const mayDoWithout = isHere(url) && classifier.key.from === 'usual'
  return {
    url,
    keys: keysFrom(isForeign ? { from: 'nowhere' } : classifier.key, env),
    needsKey: mayDoWithout ? undefined : isForeign ? '`classifier.key`' : 'ANTHROPIC_API_KEY',
    withoutHeaders: isOwn ? [] : headerNames(env.ANTHROPIC_CUSTOM_HEADERS),
  }
}

/** `Name: value` lines, as the client reads them. */
function headerNames(text = ''): string[] {
  return text.split('\n').flatMap((line) => (line.includes(':') ? [line.slice(0, line.indexOf(':')).trim()] : []))
}
