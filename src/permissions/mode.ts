/**
 * In which permission mode an agent is, as far as it decides whether a person answers its prompts. Blanket rules stand
 * only where one does.
 */

/** Modes of Claude Code; other agents' settings are read as one of these. */
export type Mode = 'default' | 'acceptEdits' | 'plan' | 'auto' | 'dontAsk' | 'bypassPermissions'

/** Where a mode was learned. `built-in`: nothing said otherwise. */
export type ModeSource = 'launch' | 'settings' | 'built-in' | 'hook' | 'transcript'

export interface ModeState {
  /** Undefined: the agent has no modes, or an unknown one. */
  readonly mode: Mode | undefined
  readonly from: ModeSource
  /** Nobody sits in front of it. */
  readonly headless: boolean
}

const modes: readonly Mode[] = ['default', 'acceptEdits', 'plan', 'auto', 'dontAsk', 'bypassPermissions']

/** A mode by its name; `manual` is Claude Code's other name for `default`. */
export function parseMode(name: unknown): Mode | undefined {
  return name === 'manual' ? 'default' : modes.find((mode) => mode === name)
}

/** Whether blanket rules are dropped: in auto mode, and wherever nobody answers a prompt. An unknown mode is no promise that anybody does. */
export function dropsBlanket({ mode, headless }: ModeState): boolean {
  if (headless) return true
  switch (mode) {
    case 'default':
    case 'acceptEdits':
    case 'plan':
      return false
    case 'auto':
    case 'dontAsk':
    case 'bypassPermissions':
    case undefined:
      return true
  }
}

/**
 * The state after a report of the running agent. A hook's word counts both ways, since the broker takes it only from the
 * agent's own hook process. The transcript is a file that the agent can write: it may say that auto mode began, not that it ended.
 */
export function modeAfter(state: ModeState, name: unknown, from: 'hook' | 'transcript'): ModeState {
  const mode = parseMode(name)
  // A name from a newer version: treated as unattended, but only where the hook says so.
  if (mode === undefined && (from === 'transcript' || typeof name !== 'string')) return state
  const next: ModeState = { mode, from, headless: state.headless }
  return from === 'transcript' && dropsBlanket(state) && !dropsBlanket(next) ? state : next
}

/** The mode that a transcript record of Claude Code speaks of: `permission-mode` records, and user messages that carry one. */
export function modeOfRecord(record: unknown): string | undefined {
  if (typeof record !== 'object' || record === null) return undefined
  const { type, permissionMode, isSidechain } = record as Readonly<Record<string, unknown>>
  const speaks = type === 'permission-mode' || (type === 'user' && isSidechain !== true)
  return speaks && typeof permissionMode === 'string' ? permissionMode : undefined
}

/** `auto mode (hook)`, for messages. */
export function sayMode({ mode, from, headless }: ModeState): string {
  const name = mode === undefined ? 'a mode of its own' : `${mode} mode`
  return `${name} (${headless ? 'nobody answers' : from === 'built-in' ? 'built-in default' : `told by ${from}`})`
}
