import type { Command as CommandSyntax } from 'unbash'
import { MAX_LEVEL } from './limits.js'
import type { Outcome } from './outcome.js'
import { addOpaque, type Frame, type Run } from './run.js'
import type { State } from './state.js'
import { readSyntax } from './syntax.js'
import { walkList } from './walk.js'

/**
 * Expands an alias in the place of a command's first word. The alias's text and the rest of the command are read anew as
 * text, as the shell does it. Undefined where there is no alias that counts here.
 */
export function expandAlias(node: CommandSyntax, state: State, frame: Frame, run: Run): Outcome | undefined {
  const { name } = node
  if (!name || !state.options.aliases || name.text !== name.value || name.parts) return undefined
  const alias = state.alias(name.value)
  if (!alias || frame.level >= MAX_LEVEL) return undefined
  if (alias.since >= frame.line || isExpanded(name.value, name.pos, frame)) return undefined
  if (alias.text.opaque) {
    addOpaque(run, alias.text.opaque, 'script', name.text)
    return undefined
  }
  const before = frame.source.slice(node.pos, name.pos)
  const after = frame.source.slice(name.end, node.end)
  const text = `${before}${alias.text.text}${after}`
  const syntax = readSyntax(text)
  if ('refused' in syntax || syntax.errorAt !== undefined) {
    addOpaque(run, 'syntax', 'script', text.slice(0, 200))
    return undefined
  }
  // An alias that holds more than one command takes the surroundings apart, which is not followed further.
  if (syntax.tree.commands.length !== 1 || syntax.tree.commands[0]?.command.type !== 'Command')
    addOpaque(run, 'syntax', 'script', text.slice(0, 200))
  const inside: Frame = {
    ...frame,
    source: text,
    level: frame.level + 1,
    via: [...frame.via, { program: 'alias' }],
    // The same name is not expanded again in its own text.
    expanded: { name: name.value, source: text, end: before.length + alias.text.text.length, outer: frame.expanded },
  }
  return walkList(syntax.tree.commands, state, inside, run)
}

function isExpanded(name: string, position: number, frame: Frame): boolean {
  for (let at = frame.expanded; at; at = at.outer)
    if (at.name === name && (at.source !== frame.source || position < at.end)) return true
  return false
}
