import type { Redirection } from 'unbash'
import { expandText, expandWords, textOfQuoted } from './expand.js'
import type { Frame, Run, Where } from './run.js'
import type { Redirect, Stdin, Word } from './script.js'
import type { State } from './state.js'
import { concat, constant, EMPTY, type Value, wordOf } from './value.js'

/** Applies redirects in order: the frame that the command or compound behind them sees. */
export function applyRedirects(nodes: readonly Redirection[], state: State, frame: Frame, run: Run): Frame {
  if (nodes.length === 0) return frame
  const where: Where = { run, state, frame }
  const redirects: Redirect[] = [...frame.redirects]
  let stdin = frame.stdin
  for (const node of nodes) {
    const fd = node.descriptor?.type === 'FileDescriptor' ? node.descriptor.value : undefined
    // `{name}>file` takes a free descriptor from 10 on.
    const named = node.descriptor?.type === 'FileDescriptorVariable'
    if (node.type === 'HereDoc') {
      const text = wordOf(hereText(node, where), node.body.text)
      if (!named && (fd ?? 0) === 0) stdin = { kind: 'text', text }
      continue
    }
    if (!node.target) continue
    if (node.type === 'HereString') {
      const value = concat(expandText(node.target, where), constant('\n'))
      if (!named && (fd ?? 0) === 0) stdin = { kind: 'text', text: wordOf(value, node.target.text) }
      continue
    }
    const target = targetOf(expandWords([node.target], where), node.target.text)
    const reads = node.operator === '<' || node.operator === '<>' || node.operator === '<&'
    const from = named ? 10 : (fd ?? (reads ? 0 : 1))
    switch (node.operator) {
      case '<':
        redirects.push({ fd: from, op: 'read', target })
        if (from === 0) stdin = inputFrom(target)
        break
      case '<>':
        redirects.push({ fd: from, op: 'readwrite', target })
        if (from === 0) stdin = inputFrom(target)
        break
      case '>':
        redirects.push({ fd: from, op: 'write', target })
        break
      case '>>':
        redirects.push({ fd: from, op: 'append', target })
        break
      case '>|':
        redirects.push({ fd: from, op: 'clobber', target })
        break
      case '&>':
      case '&>>':
        redirects.push({ fd: 1, op: node.operator === '&>' ? 'write' : 'append', target })
        redirects.push({ fd: 2, op: 'duplicate', target: { text: '1', raw: '1' } })
        break
      case '<&':
        redirects.push({ fd: from, op: 'duplicate', target })
        if (from === 0)
          stdin = target.text === '-' ? { kind: 'null' } : target.text === '0' ? stdin : { kind: 'inherit' }
        break
      case '>&':
        if (target.text !== null && /^(\d+-?|-)$/.test(target.text))
          redirects.push({ fd: from, op: 'duplicate', target })
        else if (fd === undefined && !named) {
          // `>&word` without a number before it is `&>word`.
          redirects.push({ fd: 1, op: 'write', target })
          redirects.push({ fd: 2, op: 'duplicate', target: { text: '1', raw: '1' } })
        } else redirects.push({ fd: from, op: 'write', target })
        break
    }
  }
  return { ...frame, stdin, redirects }
}

function targetOf(words: readonly Word[], raw: string): Word {
  const [only] = words
  // More or fewer words than one are an error that keeps the command from running.
  return words.length === 1 && only ? only : { text: null, raw, opaque: 'variable', prefix: '', suffix: '' }
}

function inputFrom(target: Word): Stdin {
  if (target.text === '/dev/null') return { kind: 'null' }
  if (target.content && target.content.text !== null) return { kind: 'text', text: target.content }
  if (target.outputOf && target.prefix === '/dev/fd/') return { kind: 'pipe', from: target.outputOf }
  return { kind: 'file', path: target }
}

/** A here-document's text: as it stands when its delimiter was quoted, else with its expansions. */
function hereText(node: Extract<Redirection, { type: 'HereDoc' }>, where: Where): Value {
  const strip = node.operator === '<<-'
  const { parts, text } = node.body
  if (node.delimiter?.quoted) return constant(strip ? withoutTabs(text, true) : text)
  // Without expansions the parser leaves the text as it stands, with its escapes.
  if (!parts)
    return constant(
      (strip ? withoutTabs(text, true) : text).replace(/\\([\\$`]|\n)/g, (_, char) => (char === '\n' ? '' : char)),
    )
  let result = EMPTY
  let lineStart = true
  for (const part of parts) {
    switch (part.type) {
      case 'Literal':
        result = concat(result, constant(strip ? withoutTabs(part.value, lineStart) : part.value))
        lineStart = part.value.endsWith('\n')
        break
      case 'SimpleExpansion':
      case 'ParameterExpansion':
      case 'CommandExpansion':
      case 'ArithmeticExpansion':
        result = concat(result, textOfQuoted(part, where))
        lineStart = false
        break
      default:
        result = concat(result, constant(part.text))
        lineStart = false
    }
  }
  return result
}

function withoutTabs(text: string, atStart: boolean): string {
  const lines = text.split('\n')
  return lines.map((line, index) => (index === 0 && !atStart ? line : line.replace(/^\t+/, ''))).join('\n')
}
