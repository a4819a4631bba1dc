/** What a command sends or is fed, as sources: words, files, standard input. */
import type { Command, Word } from '../shell/script.js'
import { type Context, literal } from './context.js'
import type { Source, Target } from './effect.js'
import { wordFrom } from './options.js'
import { textSecrets, variableSecret } from './secrets.js'

/** Longest text kept as a source, in UTF-16 units; longer ones are cut, since rules look for shapes, not for length. */
export const MAX_PAYLOAD = 16 * 1024

/** A word whose own text is sent: the text where it is known, the variables and command outputs that it is made of. */
export function textSources(word: Word): readonly Source[] {
  const found: Source[] = []
  for (const name of word.variables ?? []) found.push(variableSource(name))
  for (const command of word.outputOf ?? []) found.push({ type: 'output', value: null, command })
  const text = word.text ?? [word.prefix, word.suffix].filter((part) => part).join('...')
  if (text) found.push(literalSource(text))
  if (found.length === 0) found.push({ type: 'unknown', value: null })
  return found
}

/** A word that names a file whose content is sent; `-` is standard input. */
export function fileSources(word: Word, at: Command, context: Context): readonly Source[] {
  if (word.text === '-' || word.text === '/dev/stdin') return stdinSources(at, context)
  if (word.content) return textSources(word.content)
  // `<(cmd)` stands for the output of a command, not for a file of that name.
  if (word.text === null && word.outputOf && word.outputOf.length > 0 && !word.prefix) {
    return word.outputOf.map((command) => ({ type: 'output', value: null, command }))
  }
  return [pathSource(context.path(word, at))]
}

/** `text`, or `@file` as curl and its kin write it; `file://` and `fileb://` as the cloud programs do. */
export function payloadSources(word: Word, at: Command, context: Context): readonly Source[] {
  const start = word.text ?? word.prefix ?? ''
  if (start.startsWith('@')) return fileSources(wordFrom(word, 1), at, context)
  const scheme = /^fileb?:\/\//.exec(start)
  if (scheme) return fileSources(wordFrom(word, scheme[0].length), at, context)
  const field = /^[\w.[\]-]+(:?=)@/.exec(start)
  if (field) return fileSources(wordFrom(word, field[0].length), at, context)
  return textSources(word)
}

/** Where standard input comes from. */
export function stdinSources(at: Command, context: Context): readonly Source[] {
  const { stdin } = at
  switch (stdin.kind) {
    case 'text':
      return textSources(stdin.text)
    case 'file':
      // Standard input that is its own standard input is the one of the shell.
      if (stdin.path.text === '-' || stdin.path.text === '/dev/stdin') return [{ type: 'stdin', value: null }]
      return fileSources(stdin.path, at, context)
    case 'pipe':
      return stdin.from.length > 0
        ? stdin.from.map((command) => ({ type: 'output', value: null, command }))
        : [{ type: 'stdin', value: null }]
    case 'inherit':
      return [{ type: 'stdin', value: null }]
    case 'null':
      return []
  }
}

/** A path target as a source. */
export function pathSource(target: Target): Source {
  return { type: 'path', value: target.value, ...(target.area ? { area: target.area } : {}) }
}

/** A variable as a source. */
export function variableSource(name: string): Source {
  const secret = variableSecret(name)
  return { type: 'variable', value: name, ...(secret ? { secrets: [secret] } : {}) }
}

/** A constant text as a source. */
export function literalSource(text: string): Source {
  const secrets = textSecrets(text)
  return { type: 'text', value: text.slice(0, MAX_PAYLOAD), ...(secrets.length > 0 ? { secrets } : {}) }
}

/** An address as targets: the whole of it and its host. Addresses without a scheme count as http. */
export function urlTargets(word: Word): readonly Target[] {
  const start = word.text ?? word.prefix ?? ''
  const host = hostOf(start, word.text !== null)
  const url: Target =
    word.text === null
      ? { type: 'url', value: null, raw: unquoted(word), ...(word.prefix ? { prefix: word.prefix } : {}) }
      : { type: 'url', value: word.text }
  const destination: Target = {
    type: 'host',
    value: host?.name ?? null,
    role: 'destination',
    ...(host && host.raw !== host.name ? { raw: host.raw } : host ? {} : { raw: word.raw }),
  }
  return [url, destination]
}

/**
 * Host of an address without user and port, lower case; `raw` as written. Numbers in other notations come out as the
 * address that they stand for (`http://2130706433/` is 127.0.0.1). Of an address that is not constant, the host counts only
 * if a `/` ends it within the known part.
 */
export function hostOf(text: string, whole: boolean): { readonly name: string; readonly raw: string } | undefined {
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`
  const start = full.indexOf('://') + 3
  if (!whole && !/[/?#]/.test(full.slice(start))) return undefined
  // Credentials and query do not matter here, and curl's own brackets and braces would make the URL invalid.
  const authority = full.slice(start).split(/[/?#\\]/, 1)[0]!
  const raw = authority.slice(authority.lastIndexOf('@') + 1)
  try {
    const { hostname } = new URL(`http://${raw}/`)
    const name = hostname.replace(/^\[|\]$/g, '').toLowerCase()
    return name ? { name, raw } : undefined
  } catch {
    return undefined
  }
}

/** Host of a word that is a plain host, `user@host`, or `host:port`. */
export function hostTarget(word: Word, role?: Target['role']): Target {
  const text = word.text ?? ''
  const host = word.text === null ? undefined : hostOf(text, true)
  const value = host?.name ?? null
  return {
    type: 'host',
    value,
    ...(value !== text ? { raw: word.text ?? unquoted(word) } : {}),
    ...(role ? { role } : {}),
  }
}

/** Query of an address as a source: `https://x.example/?d=$(cat f)` sends without a body. */
export function querySources(word: Word): readonly Source[] {
  const start = word.text ?? word.prefix ?? ''
  const computed = (word.outputOf?.length ?? 0) > 0 || (word.variables?.length ?? 0) > 0
  const query = start.indexOf('?')
  if (computed) return textSources(query >= 0 ? word : { ...word, text: null, prefix: '' })
  return query >= 0 ? textSources(literal(start.slice(query + 1))) : []
}

/** A word as a person would write it: without the quotes around it. */
export function unquoted(word: Word): string {
  return word.raw.replace(/^(["'])(.*)\1$/s, '$2')
}
