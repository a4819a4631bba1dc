/**
 * Codex's `.rules` files: Starlark, of which `prefix_rule(pattern = ["git", ["push", "fetch"]], decision = "prompt")` counts.
 * They are parsed, never run. Source: codex-rs/execpolicy.
 */
import type { SyntaxNode } from '@lezer/common'
import { parser } from '@lezer/python'
import type { Action } from '../verdict.js'
import type { Fault, Origin, PermissionRule, Scope } from './rule.js'

/** Larger files are not read; the parser keeps a tree of all of it. */
export const MAX_RULES_BYTES = 1024 * 1024

/** Words of one prefix, and choices for one word. */
const MAX_WORDS = 64

const actions: Readonly<Record<string, Action>> = { allow: 'allow', prompt: 'ask', forbidden: 'deny' }

type Prefix = readonly (readonly string[])[]

/** Rules of one file. A call that cannot be read as data is a fault; `whole` is then false, since it may have forbidden something. */
export function readCodexRules(
  text: string,
  file: string,
  scope: Scope,
  root: string,
): { rules: PermissionRule[]; faults: Fault[]; whole: boolean } {
  const rules: PermissionRule[] = []
  const faults: Fault[] = []
  if (text.length > MAX_RULES_BYTES)
    return {
      rules,
      faults: [{ file, line: 1, column: 1, problem: `is larger than ${MAX_RULES_BYTES} bytes` }],
      whole: false,
    }
  const place = (offset: number) => {
    const before = text.slice(0, offset)
    return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
  }
  const tree = parser.parse(text)
  tree.iterate({
    enter: (node) => {
      if (node.type.isError) faults.push({ file, ...place(node.from), problem: 'cannot be read here' })
      if (node.name !== 'CallExpression') return
      const { firstChild } = node.node
      if (!firstChild || text.slice(firstChild.from, firstChild.to) !== 'prefix_rule') return
      const origin: Origin = { scope, file, ...place(node.from), root }
      const rule = prefixRule(node.node, text, origin)
      if ('subject' in rule) rules.push(rule)
      else faults.push(rule)
    },
  })
  return { rules, faults, whole: faults.length === 0 }
}

function prefixRule(call: SyntaxNode, text: string, origin: Origin): PermissionRule | Fault {
  const { file, line, column } = origin
  const fault = (key: string, problem: string): Fault => ({ file, line, column, key, problem })
  const values = argumentsOf(call, text)
  const pattern = prefixOf(values.get('pattern'), text)
  if (!pattern || pattern.length === 0) return fault('pattern', 'is no list of texts')
  const decision = values.get('decision')
  const named = decision ? stringOf(decision, text) : 'allow'
  const action = named === undefined ? undefined : actions[named]
  if (!action) return fault('decision', 'is none of `allow`, `prompt`, `forbidden`')
  const shown = pattern.map((choices) => (choices.length === 1 ? choices[0] : `(${choices.join('|')})`)).join(' ')
  return {
    text: `prefix_rule(${shown})`,
    action,
    subject: { tool: 'Bash', command: { form: 'words', words: pattern } },
    origin,
  }
}

/** Keyword arguments by name. */
function argumentsOf(call: SyntaxNode, text: string): Map<string, SyntaxNode> {
  const values = new Map<string, SyntaxNode>()
  const list = call.getChild('ArgList')
  for (let child = list?.firstChild; child; child = child.nextSibling) {
    const assign = child.nextSibling
    if (child.name === 'VariableName' && assign?.name === 'AssignOp' && assign.nextSibling)
      values.set(text.slice(child.from, child.to), assign.nextSibling)
  }
  return values
}

function itemsOf(node: SyntaxNode): SyntaxNode[] {
  const items: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (!/^[[\],()]$|^Comment$/.test(child.name)) items.push(child)
  return items
}

function prefixOf(node: SyntaxNode | undefined, text: string): Prefix | undefined {
  if (node?.name !== 'ArrayExpression') return undefined
  const words = itemsOf(node).map((item) => {
    const choices = item.name === 'ArrayExpression' ? itemsOf(item) : [item]
    return choices.map((choice) => stringOf(choice, text))
  })
  const known = words.every(
    (choices) => choices.length > 0 && choices.length <= MAX_WORDS && choices.every((choice) => choice !== undefined),
  )
  return known && words.length <= MAX_WORDS ? (words as string[][]) : undefined
}

/** A plain string literal; escapes other than of quotes and backslashes make it unreadable rather than guessed. */
function stringOf(node: SyntaxNode, text: string): string | undefined {
  if (node.name !== 'String') return undefined
  const literal = /^(["'])((?:[^"'\\\n]|\\["'\\]|["'])*)\1$/.exec(text.slice(node.from, node.to))
  if (!literal || literal[2]!.startsWith(literal[1]!)) return undefined
  return literal[2]!.replace(/\\(["'\\])/g, '$1')
}
