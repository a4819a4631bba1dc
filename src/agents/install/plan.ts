/** What is written where, for each agent, so that its hooks ask gatesh in every session. Pure. */
import { dirname, join } from 'node:path'
import { claudeCodeEntries } from '../hooks/claude-code.js'
import type { HookEntry } from '../hooks/claude-shape.js'
import { codexEntries } from '../hooks/codex.js'
import { copilotCliFile } from '../hooks/copilot-cli.js'
import { cursorHandlers } from '../hooks/cursor.js'
import { geminiCliEntries } from '../hooks/gemini-cli.js'
import { qwenCodeEntries } from '../hooks/qwen-code.js'
import type { JsonEntry } from './json-entries.js'

export type Change =
  /** Entries among those of a settings file. */
  | {
      readonly kind: 'entries'
      readonly path: string
      readonly entries: readonly JsonEntry[]
      readonly base?: Readonly<Record<string, unknown>>
    }
  /** A file that is gatesh's alone. */
  | { readonly kind: 'file'; readonly path: string; readonly text: string }
  /** Codex's record that the entries of `hooks` are trusted, at the end of its settings. */
  | {
      readonly kind: 'codex-trust'
      readonly path: string
      readonly hooks: string
      readonly entries: readonly HookEntry[]
    }

export interface Plan {
  readonly agent: string
  /** The program by which it is started. */
  readonly program: string
  /** Whether it was tried with the real agent. */
  readonly tried: boolean
  readonly changes: readonly Change[]
}

export interface Surroundings {
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** gatesh-ask, in the package. */
  readonly asker: string
  /** gatesh's own code for an agent, with the asker filled in. */
  plugin(agent: 'opencode' | 'pi'): string
}

export const installable = [
  'claude-code',
  'codex',
  'gemini-cli',
  'qwen-code',
  'opencode',
  'pi',
  'cursor',
  'copilot-cli',
] as const
export type Installable = (typeof installable)[number]

const jsonEntries = (entries: readonly HookEntry[]): readonly JsonEntry[] =>
  entries.map(({ event, group }) => ({ event, value: group }))

export function planFor(agent: Installable, { home, env, asker, plugin }: Surroundings): Plan {
  const tried = { agent, tried: true }
  switch (agent) {
    case 'claude-code': {
      const path = join(env.CLAUDE_CONFIG_DIR ?? join(home, '.claude'), 'settings.json')
      const entries = jsonEntries(claudeCodeEntries(asker, 'installed'))
      return { ...tried, program: 'claude', changes: [{ kind: 'entries', path, entries }] }
    }
    case 'codex': {
      const directory = env.CODEX_HOME ?? join(home, '.codex')
      const [path, settings] = [join(directory, 'hooks.json'), join(directory, 'config.toml')]
      const entries = codexEntries(asker, 'installed')
      return {
        ...tried,
        program: 'codex',
        changes: [
          { kind: 'entries', path, entries: jsonEntries(entries) },
          { kind: 'codex-trust', path: settings, hooks: path, entries },
        ],
      }
    }
    case 'gemini-cli': {
      const path = join(home, '.gemini/settings.json')
      const entries = jsonEntries(geminiCliEntries(asker, 'installed'))
      return { ...tried, program: 'gemini', changes: [{ kind: 'entries', path, entries }] }
    }
    case 'qwen-code': {
      const entries = jsonEntries(qwenCodeEntries(asker, 'installed'))
      return {
        ...tried,
        program: 'qwen',
        changes: [{ kind: 'entries', path: join(home, '.qwen/settings.json'), entries }],
      }
    }
    case 'opencode': {
      const path = join(env.XDG_CONFIG_HOME ?? join(home, '.config'), 'opencode/plugins/gatesh.js')
      return { ...tried, program: 'opencode', changes: [{ kind: 'file', path, text: plugin('opencode') }] }
    }
    case 'pi': {
      const path = join(env.PI_CODING_AGENT_DIR ?? join(home, '.pi/agent'), 'extensions/gatesh.js')
      return { ...tried, program: 'pi', changes: [{ kind: 'file', path, text: plugin('pi') }] }
    }
    case 'cursor': {
      const entries = cursorHandlers(asker, 'installed').map(([event, value]) => ({ event, value }))
      const path = join(home, '.cursor/hooks.json')
      const changes: Change[] = [{ kind: 'entries', path, entries, base: { version: 1 } }]
      return { agent, program: 'cursor-agent', tried: false, changes }
    }
    case 'copilot-cli': {
      const path = join(home, '.copilot/hooks/gatesh.json')
      const changes: Change[] = [{ kind: 'file', path, text: copilotCliFile(asker, 'installed') }]
      return { agent, program: 'copilot', tried: false, changes }
    }
  }
}

/** Where the agent keeps its settings: there is one, where the directory is there. */
export function settingsDirectory({ agent, changes: [first] }: Plan): string {
  const directory = dirname(first?.path ?? '')
  return agent === 'opencode' || agent === 'pi' || agent === 'copilot-cli' ? dirname(directory) : directory
}

/** Whether a value among the hooks of any agent is one that gatesh put there. */
export function isOurs(value: unknown): boolean {
  return /gatesh-ask['"]*(?:,"args":\[|\s+)"?installed\b/.test(JSON.stringify(value))
}
