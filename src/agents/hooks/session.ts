/**
 * Hooks for one session: what is added to the arguments and the environment of an agent so that it asks gatesh, without
 * a change to any file of the user's.
 */
import { dirname, join } from 'node:path'
import { type ParseError, parse } from 'jsonc-parser'
import { fieldsOf, listOf } from '../transcripts/reader.js'
import { settingsWith, withHooks } from './claude-code.js'
import type { HookEntry } from './claude-shape.js'
import { codexArgs } from './codex.js'
import { geminiCliEntries } from './gemini-cli.js'
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
    case 'gemini-cli':
      return withDefaults(launch, place, geminiDefaults, geminiCliEntries(place.asker, 'hook'))
    case 'qwen-code':
      return withDefaults(launch, place, qwenDefaults, qwenCodeEntries(place.asker, 'hook'))
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

/** Variables that name the files of the system's own settings, and where these are by default. */
interface Defaults {
  readonly variable: string
  readonly settings: string
  readonly usual: string
}
const geminiDefaults: Defaults = {
  variable: 'GEMINI_CLI_SYSTEM_DEFAULTS_PATH',
  settings: 'GEMINI_CLI_SYSTEM_SETTINGS_PATH',
  usual: '/etc/gemini-cli/settings.json',
}
const qwenDefaults: Defaults = {
  variable: 'QWEN_CODE_SYSTEM_DEFAULTS_PATH',
  settings: 'QWEN_CODE_SYSTEM_SETTINGS_PATH',
  usual: '/etc/qwen-code/settings.json',
}

/**
 * The lowest of its layers of settings, which takes nothing from the others: lists of hooks are joined over all layers.
 * What the machine has in that layer is kept.
 */
function withDefaults(
  { args, env }: Launch,
  place: SessionPlace,
  { variable, settings, usual }: Defaults,
  entries: readonly HookEntry[],
): Launch | Error {
  const path = env[variable] ?? join(dirname(env[settings] ?? usual), 'system-defaults.json')
  const before = objectIn(path, place.read)
  if (before instanceof Error) return before
  const file = place.write('system-defaults.json', JSON.stringify(settingsWith(before, entries)))
  return { args, env: { ...env, [variable]: file } }
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
