/** The record in Codex's config.toml that gatesh's hooks are trusted: a block of its own at the end. Pure. */
import { parse } from 'jsonc-parser'
import { parse as parseToml } from 'smol-toml'
import type { HookEntry } from '../hooks/claude-shape.js'
import { trustOf } from '../hooks/codex.js'
import { fieldsOf, listOf } from '../transcripts/reader.js'
import { isOurs } from './plan.js'

const HEAD = '# gatesh: its hooks are trusted as they stand'
const TAIL = '# gatesh: end'

/**
 * The settings with that record.
 * @param hooks text of hooks.json, with the entries in it, and its path
 * @returns an error where the settings cannot be read, or would not be readable after
 */
export function withTrust(
  text: string,
  entries: readonly HookEntry[],
  hooks: { readonly path: string; readonly text: string },
): string | Error {
  const problem = faultIn(text)
  if (problem) return problem
  const lists = fieldsOf(fieldsOf(parse(hooks.text.replace(/^\uFEFF/, ''))).hooks)
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const lines = entries.flatMap((entry) => {
    const { key, digest } = trustOf(entry, hooks.path, listOf(lists[entry.event]).findLastIndex(isOurs))
    return [`[hooks.state.${JSON.stringify(key)}]`, `trusted_hash = ${JSON.stringify(digest)}`]
  })
  const gap = text === '' || text.endsWith('\n') ? '' : eol
  const result = `${text}${gap}${[HEAD, ...lines, TAIL, ''].join(eol)}`
  return faultIn(result) ?? result
}

/** The settings without it; the end of the last line before it may be new. */
export function withoutTrust(text: string): string {
  const start = text.indexOf(HEAD)
  const end = text.indexOf(TAIL, start)
  if (start < 0 || end < 0) return text
  return text.slice(0, start) + text.slice(end + TAIL.length).replace(/^\r?\n/, '')
}

function faultIn(text: string): Error | undefined {
  try {
    parseToml(text)
    return undefined
  } catch (error) {
    return new Error((error instanceof Error ? error.message : String(error)).split('\n')[0])
  }
}
