/** Settings of how people are asked: the mode of a session, and how a question is put. */
import type { OwnFile } from './schema.js'

/** `observe`: decides and logs, and blocks nothing; `auto`; `ask`: a person is asked about all that no tier settles. */
export type SessionMode = 'observe' | 'auto' | 'ask'

/** From the loosest to the strictest. */
const strictness: readonly SessionMode[] = ['observe', 'auto', 'ask']

export interface ModeSetting {
  readonly mode: SessionMode
  /** What the launch may not go below; an organisation's or a project's own. */
  readonly least: SessionMode
}

export interface ApprovalSettings {
  /** At a terminal: whether what the user's words do not cover is asked about, or denied at once. */
  readonly soft: 'ask' | 'deny'
  /** Seconds that a question waits for its answer. */
  readonly timeout: number
  readonly notify: 'off' | 'desktop'
  readonly webhook: string | undefined
}

const DEFAULT_TIMEOUT_S = 300

interface Given {
  readonly scope: string
  readonly given: OwnFile
}

/** `found`: called with each key that a file sets and the layer that decided. Layers by strength, as config.ts has them. */
export function modeOf<L extends Given>(layers: readonly L[], found: (path: string[], layer: L) => void): ModeSetting {
  const own = layers.find(({ scope, given }) => scope !== 'project' && given.mode !== undefined)
  const project = layers.find(({ scope, given }) => scope === 'project' && given.mode !== undefined)
  const mode = strictest(own?.given.mode ?? 'auto', project?.given.mode ?? 'observe')
  const decisive = project && project.given.mode === mode && own?.given.mode !== mode ? project : own
  if (decisive) found(['mode'], decisive)
  const bound = own?.scope === 'managed' ? own.given.mode : undefined
  return { mode, least: strictest(bound ?? 'observe', project?.given.mode ?? 'observe') }
}

/** The mode that a launch asks for, undefined where it may not. */
export function modeAsked(asked: SessionMode | undefined, { mode, least }: ModeSetting): SessionMode | undefined {
  if (asked === undefined) return mode
  return strictest(asked, least) === asked ? asked : undefined
}

const strictest = (a: SessionMode, b: SessionMode) => (strictness.indexOf(a) >= strictness.indexOf(b) ? a : b)

export function approvalsOf<L extends Given>(
  layers: readonly L[],
  found: (path: string[], layer: L) => void,
): ApprovalSettings {
  const first = <K extends keyof NonNullable<OwnFile['approvals']>>(key: K) => {
    const layer = layers.find(({ given }) => given.approvals?.[key] !== undefined)
    if (layer) found(['approvals', key], layer)
    return layer?.given.approvals?.[key]
  }
  return {
    soft: first('soft') ?? 'ask',
    timeout: first('timeout') ?? DEFAULT_TIMEOUT_S,
    notify: first('notify') ?? 'off',
    webhook: first('webhook'),
  }
}
