/**
 * MCP servers that the user configured for an agent: the agent starts them by itself, and whoever configured them wanted
 * them to run. Read once, before the agent starts, from the user's own files and the launch. A repository's own `.mcp.json`
 * is not read: a name in it that the user once enabled may stand for another command by now.
 */
import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse as parseJsonc } from 'jsonc-parser'
import { parse as parseToml } from 'smol-toml'
import { optionValues } from './agent.js'

/** Largest settings file that is read, in bytes. */
const MAX_SETTINGS = 8 * 1024 * 1024

export interface Launch {
  readonly args: readonly string[]
  readonly home: string
  readonly project: string
  readonly env: Readonly<Record<string, string | undefined>>
}

type Table = Readonly<Record<string, unknown>>

const table = (value: unknown): Table => (typeof value === 'object' && value !== null ? (value as Table) : {})
const strings = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : []

/** Command lines of the configured servers. A file that is missing or cannot be read adds none. */
export function configuredServers(launch: Launch): readonly (readonly string[])[] {
  const { home, project, env, args } = launch
  const claude = table(jsonAt(join(env.CLAUDE_CONFIG_DIR ?? home, '.claude.json')))
  const here = table(table(claude.projects)[project])
  const codex = table(tomlAt(join(env.CODEX_HOME ?? join(home, '.codex'), 'config.toml')))
  const named = [
    table(claude.mcpServers),
    table(here.mcpServers),
    ...optionValues(args, ['--mcp-config']).map((value) => table(table(jsonGiven(value, project)).mcpServers)),
    table(codex.mcp_servers),
    table(table(jsonAt(join(home, '.gemini/settings.json'))).mcpServers),
    table(table(jsonAt(join(home, '.qwen/settings.json'))).mcpServers),
    ...['opencode.json', 'opencode.jsonc'].map((name) =>
      table(table(jsonAt(join(env.XDG_CONFIG_HOME ?? join(home, '.config'), 'opencode', name))).mcp),
    ),
  ]
  return named.flatMap((servers) => Object.values(servers).map(commandOf)).filter((command) => command.length > 0)
}

/** `{command: "npx", args: [...]}`, or OpenCode's `{command: ["npx", ...]}`. */
function commandOf(server: unknown): readonly string[] {
  const { command, args } = table(server)
  return typeof command === 'string' ? [command, ...strings(args)] : strings(command)
}

function textAt(path: string): string | undefined {
  try {
    return statSync(path).size > MAX_SETTINGS ? undefined : readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function jsonAt(path: string): unknown {
  const text = textAt(path)
  return text === undefined ? undefined : parseJsonc(text)
}

function tomlAt(path: string): unknown {
  try {
    return parseToml(textAt(path) ?? '')
  } catch {
    // The agent says what is wrong with it; here it names no server.
    return undefined
  }
}

/** The value of `--mcp-config`: a file, or the JSON itself. */
function jsonGiven(value: string, project: string): unknown {
  return value.trimStart().startsWith('{')
    ? parseJsonc(value)
    : jsonAt(value.startsWith('/') ? value : join(project, value))
}

/**
 * Whether what was started is one of the servers, under the path or name by which it was configured. A bare name stands
 * only for a program in one of the `trusted` directories, which the user had on PATH.
 */
export function isServer(
  started: { readonly path: string; readonly args: readonly string[] },
  servers: readonly (readonly string[])[],
  trusted: ReadonlySet<string>,
): boolean {
  const { path } = started
  return servers.some(([command = '', ...args]) => {
    const isProgram = command.includes('/')
      ? command === path
      : path === join(dirname(path), command) && trusted.has(dirname(path))
    return isProgram && args.length === started.args.length && args.every((arg, at) => arg === started.args[at])
  })
}
