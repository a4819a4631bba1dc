/**
 * The rule syntax of Claude Code, which gatesh's own configuration uses too: `Tool` or `Tool(specifier)`.
 * Source: code.claude.com/docs/en/permissions.
 */
import type { CommandPattern, PathPattern, Subject } from './rule.js'
import { parseWildcard, type Wildcard } from './wildcard.js'

/** Longer ones are no rules that anybody wrote; it also bounds the blanket test. */
export const MAX_RULE_LENGTH = 1000

/** What is wrong with a rule, and what to write instead where that is known. */
export class RuleFault {
  constructor(readonly problem: string) {}
}

/** Tools that have their own kind of specifier; other names stand for themselves. */
const builtIn = ['Bash', 'Read', 'Edit', 'WebFetch', 'Agent']

/** Names under which the same tool is known. */
const aliases: Readonly<Record<string, string>> = {
  Task: 'Agent',
  Write: 'Edit',
  MultiEdit: 'Edit',
  NotebookEdit: 'Edit',
  NotebookRead: 'Read',
  Glob: 'Read',
  Grep: 'Read',
}

/** Claude Code never consults paths of these. Where they forbid, gatesh takes them as meant; where they permit, they permit nothing. */
const pathless = new Set(['Write', 'MultiEdit', 'NotebookEdit', 'NotebookRead', 'Glob', 'Grep'])

/**
 * Parses one rule. `action`: stars in the server name of `mcp__*` count where they forbid, not where they permit.
 */
export function parseRule(text: string, action: 'allow' | 'ask' | 'deny'): Subject | RuleFault {
  if (text.length > MAX_RULE_LENGTH) return new RuleFault(`longer than ${MAX_RULE_LENGTH} characters`)
  const open = text.indexOf('(')
  const name = open < 0 ? text : text.slice(0, open)
  if (name === '') return new RuleFault('has no tool name; write `Bash(npm test)`')
  if (!/^[A-Za-z0-9_.*-]+$/.test(name)) return new RuleFault(`\`${name}\` is no tool name; write \`Bash(npm test)\``)
  if (open >= 0 && !text.endsWith(')')) return new RuleFault('does not end with `)`')
  const specifier = open < 0 ? undefined : text.slice(open + 1, -1)
  const meant = builtIn.find((tool) => tool !== name && tool.toLowerCase() === name.toLowerCase())
  if (meant) return new RuleFault(`no tool is named \`${name}\`; write \`${meant}\``)
  return subjectOf(name, specifier === '' || specifier === '*' ? undefined : specifier, action)
}

function subjectOf(name: string, specifier: string | undefined, action: 'allow' | 'ask' | 'deny'): Subject | RuleFault {
  const tool = aliases[name] ?? name
  if (specifier !== undefined && pathless.has(name) && action === 'allow') {
    return new RuleFault(
      `paths of \`${name}\` are not consulted; write \`${tool === 'Edit' ? 'Edit' : 'Read'}(${specifier})\``,
    )
  }
  switch (tool) {
    case 'Bash':
      return {
        tool,
        command: specifier === undefined || specifier === ':*' ? { form: 'any' } : commandPattern(specifier),
      }
    case 'Read':
    case 'Edit':
      return specifier === undefined ? { tool, path: undefined } : pathSubject(tool, specifier)
    case 'WebFetch':
      if (specifier === undefined) return { tool, domain: undefined }
      if (!specifier.startsWith('domain:'))
        return new RuleFault('takes `domain:` and a host name; write `WebFetch(domain:example.com)`')
      return { tool, domain: specifier.slice('domain:'.length).trim().toLowerCase() }
    case 'Agent':
      return { tool, name: specifier }
    default:
      return named(name, specifier, action)
  }
}

function named(name: string, specifier: string | undefined, action: 'allow' | 'ask' | 'deny'): Subject | RuleFault {
  if (!name.includes('*')) {
    // `mcp__server` alone stands for all its tools.
    const isServer = name.startsWith('mcp__') && !name.slice('mcp__'.length).includes('__')
    return { tool: 'named', name: parseWildcard(isServer ? `${name}__*` : name), specifier }
  }
  if (!name.startsWith('mcp__') && action === 'allow')
    return new RuleFault('a star in the name of a tool counts in `ask` and `deny` only')
  const server = name.slice('mcp__'.length).split('__')[0]!
  if (action === 'allow' && server.includes('*'))
    return new RuleFault('a star in the name of a server counts in `ask` and `deny` only; name the server')
  return { tool: 'named', name: parseWildcard(name), specifier }
}

/** `X`, `X:*` (the same as `X *` with the bare `X`), and stars anywhere. */
export function commandPattern(specifier: string): CommandPattern {
  const text = specifier.endsWith(':*') ? `${specifier.slice(0, -2)} *` : specifier
  const forms = new Set([text, plainQuotes(text)])
  const wildcards: Wildcard[] = []
  for (const form of forms) {
    wildcards.push(parseWildcard(form))
    // A trailing ` *` is a word boundary, and the command alone fits it too.
    if (form.endsWith(' *')) wildcards.push(parseWildcard(form.slice(0, -2)))
  }
  return { form: 'text', text, wildcards, literal: wildcards.every(({ parts }) => parts.length === 1) }
}

/**
 * The pattern with its quotes as `commandText` writes words: none around a word that needs none, double ones around a
 * word with spaces. A quoted part with a star keeps its quotes, since they bound what the star may stand for.
 */
function plainQuotes(pattern: string): string {
  let plain = ''
  let at = 0
  while (at < pattern.length) {
    const quote = pattern[at]!
    const end = quote === '"' || quote === "'" ? pattern.indexOf(quote, at + 1) : -1
    if (end < 0) {
      plain += quote
      at += 1
      continue
    }
    const content = pattern.slice(at + 1, end)
    plain += content === '' || /[\s*"]/.test(content) ? `"${content}"` : content
    at = end + 1
  }
  return plain
}

function pathSubject(tool: 'Read' | 'Edit', specifier: string): Subject | RuleFault {
  const path = pathPattern(specifier)
  return path instanceof RuleFault ? path : { tool, path }
}

function pathPattern(specifier: string): PathPattern | RuleFault {
  if (/\[[^\]]*$/.test(specifier)) return new RuleFault('has a `[` without its `]`')
  if (specifier.startsWith('//')) return { anchor: 'root', pattern: specifier.slice(2) }
  if (specifier === '~' || specifier.startsWith('~/')) return { anchor: 'home', pattern: specifier.slice(2) }
  if (specifier.startsWith('/')) return { anchor: 'source', pattern: specifier.slice(1) }
  return { anchor: 'working', pattern: specifier.startsWith('./') ? specifier.slice(2) : specifier }
}
