/**
 * gatesh's own settings. A broken file or an unknown key is an error with file, line and key: nothing runs on a guessed
 * default, and a setting that was misspelt is not silently off.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findNodeAtLocation, getNodeValue, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import * as z from 'zod/mini'

const positive = z.int().check(z.positive())

const schema = z.strictObject({
  $schema: z.optional(z.string()),
  limits: z.optional(
    z.strictObject({
      /** Refusals in a row, and in all, before somebody has to look. */
      inRow: z.optional(positive),
      total: z.optional(positive),
      /** Without a terminal: end the agent, or let it go on. */
      headless: z.optional(z.enum(['stop', 'continue'])),
    }),
  ),
  shims: z.optional(
    z.strictObject({
      /** More program names that get a shim. */
      names: z.optional(z.array(z.string().check(z.regex(/^[^/\0]+$/)))),
    }),
  ),
})

export interface Config {
  readonly limits: { readonly inRow: number; readonly total: number; readonly headless: 'stop' | 'continue' }
  readonly shims: { readonly names: readonly string[] }
}

/** What is wrong, with file and line, as one sentence. */
export class ConfigError extends Error {}

/** Reads the user's `config.jsonc`; a missing file is an empty one. Throws ConfigError. */
export function loadConfig(directory: string): Config {
  const given = readConfigFile(join(directory, 'config.jsonc'))
  return {
    limits: {
      inRow: given.limits?.inRow ?? 3,
      total: given.limits?.total ?? 20,
      headless: given.limits?.headless ?? 'stop',
    },
    shims: { names: given.shims?.names ?? [] },
  }
}

function readConfigFile(path: string): z.infer<typeof schema> {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new ConfigError(`\`${path}\` cannot be read: ${(error as Error).message}`)
  }
  const errors: ParseError[] = []
  const tree = parseTree(text, errors, { allowTrailingComma: true })
  const [first] = errors
  if (first)
    throw new ConfigError(`\`${path}\`, line ${lineAt(text, first.offset)}: ${printParseErrorCode(first.error)}`)
  if (!tree) throw new ConfigError(`\`${path}\` is empty; an empty object is \`{}\``)
  const parsed = schema.safeParse(getNodeValue(tree))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const key = [...(issue?.path ?? []), ...(issue?.code === 'unrecognized_keys' ? issue.keys : [])].map(String)
  const node = findNodeAtLocation(tree, key)
  const what = issue?.code === 'unrecognized_keys' ? 'no such key' : (issue?.message.toLowerCase() ?? 'not valid')
  throw new ConfigError(`\`${path}\`, line ${lineAt(text, node?.offset ?? 0)}, key \`${key.join('.')}\`: ${what}`)
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}
