/**
 * Hooks for one session: what is added to the arguments and the environment of an agent so that it asks gatesh, without
 * a change to any file of the user's.
 */
import { dirname, join } from 'node:path'
import { type ParseError, parse } from 'jsonc-parser'
import { fieldsOf, listOf } from '../transcripts/reader.js'
import { settingsWith, withHooks } from './claude-code.js'
import { codexArgs } from './codex.js'
import { qwenCodeEntries } from './qwen-code.js'

export interface Launch {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
}

export interface SessionPlace {
  /** gatesh-ask, in the session's directory. */
  readonly asker: string
  /** Text of a file; throws where there is none. */
  read(path: string): string
  /** Writes a file into the session's directory; its path. */
  write(name: string, text: string): string
  /** gatesh's own code for an agent, with the asker filled in. */
  plugin(agent: 'opencode' | 'pi'): string
}

/**
 * The launch of `agent` with its hooks.
 * @returns undefined for an agent that takes no hooks with its launch; an error where what the user gave could not be
 * joined with ours: then the agent starts as the user gave it
 */
export function withSessionHooks(
  agent: string | undefined,
  launch: Launch,
  place: SessionPlace,
): Launch | Error | undefined {
  const { args, env } = launch
  switch (agent) {
    case 'claude-code':
      return withArgs(launch, withHooks(args, place))
    case 'codex':
      return withArgs(launch, codexArgs(args, place.asker))
    case 'qwen-code':
      return withDefaults(launch, place)
    case 'opencode': {
      const config = withPlugin(env.OPENCODE_CONFIG_CONTENT, place.write('opencode.js', place.plugin('opencode')))
      return config instanceof Error ? config : { args, env: { ...env, OPENCODE_CONFIG_CONTENT: config } }
    }
    case 'pi':
      return { args: ['--extension', place.write('pi.js', place.plugin('pi')), ...args], env }
    default:
      return undefined
  }
}

const withArgs = (launch: Launch, args: readonly string[] | Error) =>
  args instanceof Error ? args : { ...launch, args }

const DEFAULTS = 'QWEN_CODE_SYSTEM_DEFAULTS_PATH'

/**
 * The lowest of Qwen Code's layers of settings, which takes nothing from the others: lists of hooks are joined over all
 * layers. What the machine has in that layer is kept. (Gemini CLI has the same, but takes the file from root only.)
 */
function withDefaults({ args, env }: Launch, place: SessionPlace): Launch | Error {
  const settings = env.QWEN_CODE_SYSTEM_SETTINGS_PATH ?? '/etc/qwen-code/settings.json'
  const before = objectIn(env[DEFAULTS] ?? join(dirname(settings), 'system-defaults.json'), place.read)
  if (before instanceof Error) return before
  const merged = JSON.stringify(settingsWith(before, qwenCodeEntries(place.asker, 'hook')))
  return { args, env: { ...env, [DEFAULTS]: place.write('qwen-defaults.json', merged) } }
}

/** A missing file is an empty one. */
function objectIn(path: string, read: (path: string) => string): Readonly<Record<string, unknown>> | Error {
  let text: string
  try {
    text = read(path)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? {} : new Error(`\`${path}\` cannot be read`)
  }
  const errors: ParseError[] = []
  const value: unknown = parse(text, errors, { allowTrailingComma: true })
  return errors.length === 0 ? fieldsOf(value) : new Error(`\`${path}\` is not JSON`)
}

function withPlugin(config: string | undefined, path: string): string | Error {
  const errors: ParseError[] = []
  const before: unknown = config === undefined ? {} : parse(config, errors, { allowTrailingComma: true })
  if (errors.length > 0) return new Error('OPENCODE_CONFIG_CONTENT is not JSON')
  const settings = fieldsOf(before)
  return JSON.stringify({ ...settings, plugin: [...listOf(settings.plugin), `file://${path}`] })
}
