/** Settings of the classifier: which engine, and which model where one is asked. A project sets none of them. */
import type { KeySource } from '../classifier/anthropic/key.js'
import type { OwnFile } from './schema.js'

export interface ClassifierSettings {
  readonly engine: 'embedded' | 'anthropic' | 'both'
  /** Base address of the endpoint; without it the environment's, else Anthropic's own. */
  readonly url: string | undefined
  readonly key: KeySource
  readonly models: readonly [stage1: string, stage2: string]
  /** Milliseconds. */
  readonly timeouts: readonly [stage1: number, stage2: number]
  /** Tokens of a session. */
  readonly budget: number
}

const DEFAULT_MODEL = 'claude-haiku-5-5'
const DEFAULT_TIMEOUTS_S = { stage1: 2, stage2: 15 }
const DEFAULT_BUDGET = 5_000_000

interface Given {
  readonly scope: string
  readonly given: OwnFile
}

type Block = NonNullable<OwnFile['classifier']>

/** `found`: called with each key that a file sets and the layer that decided. Layers by strength, as config.ts has them. */
export function classifierOf<L extends Given>(
  layers: readonly L[],
  found: (path: string[], layer: L) => void,
): ClassifierSettings {
  const first = <K extends keyof Block>(key: K): Block[K] | undefined => {
    const layer = layers.find(({ given }) => given.classifier?.[key] !== undefined)
    if (layer) found(['classifier', key], layer)
    return layer?.given.classifier?.[key]
  }
  const [engine, url, key, model, stage1Model] = [
    first('engine'),
    first('url'),
    first('key'),
    first('model'),
    first('stage1Model'),
  ]
  const timeouts = first('timeouts')
  // Who says which model or where wants it asked.
  const isConfigured = url !== undefined || key !== undefined || model !== undefined || stage1Model !== undefined
  return {
    engine: engine ?? (isConfigured ? 'anthropic' : 'embedded'),
    url,
    key: keySource(key),
    models: [stage1Model ?? model ?? DEFAULT_MODEL, model ?? DEFAULT_MODEL],
    timeouts: [
      (timeouts?.stage1 ?? DEFAULT_TIMEOUTS_S.stage1) * 1000,
      (timeouts?.stage2 ?? DEFAULT_TIMEOUTS_S.stage2) * 1000,
    ],
    budget: first('budget') ?? DEFAULT_BUDGET,
  }
}

function keySource(key: Block['key']): KeySource {
  const scheme = key?.scheme ?? 'x-api-key'
  if (key?.env !== undefined) return { from: 'env', name: key.env, scheme }
  if (key?.file !== undefined) return { from: 'file', path: key.file, scheme }
  if (key?.command !== undefined) return { from: 'command', command: key.command, scheme }
  return { from: 'usual' }
}

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * Whether transcript and key may be sent there: encrypted, or to this machine. Credentials, a query or a fragment in an
 * address would end up in messages.
 */
export function isEndpoint(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, username, password, search, hash } = new URL(address)
  if (username + password + search + hash !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname))
}

/** Whether the address is on this machine: a model that is served there usually takes no key. */
export function isHere(address: string): boolean {
  return URL.canParse(address) && loopback.test(new URL(address).hostname)
}
