import {
  type ArithmeticExpression,
  type DoubleQuotedChild,
  parse,
  type Word as SyntaxWord,
  type WordPart,
} from 'unbash'
import { expandBraces } from './brace.js'
import {
  appendMore,
  appendPattern,
  appendSplit,
  appendText,
  type Fields,
  finish,
  newFields,
  splitInto,
} from './fields.js'
import { evaluateIn } from './numbers.js'
import { type Expanded, expandName, expandParameter, type Operand } from './parameter.js'
import { escapePattern } from './pattern.js'
import { spend, type Where } from './run.js'
import type { Word } from './script.js'
import { assignmentTilde, assignmentValue, leadingTilde, tilde } from './tilde.js'
import { concat, constant, EMPTY, HOLE, partly, unknown, type Value, wordOf } from './value.js'
import { separators } from './variables.js'

/**
 * Words of a simple command: braces, expansions, word splitting and patterns, each word giving none, one or several.
 * `asElements`: as elements of an array, where `NAME=~` is no assignment.
 */
export function expandWords(words: readonly SyntaxWord[], where: Where, asElements = false): Word[] {
  const fields: Word[] = []
  for (const word of words) expandWord(word, where, fields, asElements)
  return fields
}

/** One word into the words that it becomes, added to `into`. */
export function expandWord(word: SyntaxWord, where: Where, into: Word[], asElement = false): void {
  spend(where.run, 1)
  const { parts } = word
  if (!parts) {
    into.push(expandPlain(word, where, asElement))
    return
  }
  if (parts.some((part) => part.type === 'BraceExpansion')) {
    const texts = expandBraces(word.text)
    if (!texts) {
      into.push({ ...wordOf(unknown('size'), word.text), splits: true })
      return
    }
    if (texts.length !== 1 || texts[0] !== word.text) {
      const pieces: Word[] = []
      for (const text of texts) {
        const piece = parseWord(text)
        if (piece?.parts) expandFields(piece, where, pieces, true)
        else if (piece) pieces.push(expandPlain(piece, where, true))
      }
      // Which program `sh` is decides whether braces are expanded at all; zsh keeps the empty words that bash drops.
      if (where.frame.dialect === 'sh' || (where.frame.dialect === 'zsh' && word.text.includes('$')))
        into.push({
          ...wordOf(partly(`${/^[\w./-]*/.exec(word.text)?.[0] ?? ''}${HOLE}`, 'dialect'), word.text),
          splits: true,
        })
      else into.push(...pieces)
      return
    }
  }
  expandFields(word, where, into, asElement)
}

/** A word read from text of its own, after brace expansion; undefined for one that vanished. */
function parseWord(text: string): SyntaxWord | undefined {
  if (text === '') return undefined
  const statement = parse(`: ${text}`).commands[0]?.command
  const suffix = statement?.type === 'Command' ? statement.suffix[0] : undefined
  return suffix?.type === 'Word' ? suffix : undefined
}

/** A word without expansions: its text, but for a tilde at its start. */
function expandPlain(word: SyntaxWord, where: Where, fromBraces = false): Word {
  if (word.text.startsWith('~')) {
    const value = tilde(word.value, where)
    if (value) return wordOf(value, word.text)
  }
  // What is an assignment is settled before braces are expanded.
  if (!fromBraces && /^[A-Za-z_]\w*=~/.test(word.text)) {
    const value = assignmentTilde(word.value, where)
    if (value) return wordOf(value, word.text)
  }
  return word.value.includes(HOLE)
    ? { ...wordOf(constant(word.value), word.text), splits: true }
    : { text: word.value, raw: word.text }
}

function expandFields(word: SyntaxWord, where: Where, into: Word[], fromBraces = false): void {
  const fields = newFields(word.text, into, fromBraces)
  const parts = word.parts ?? []
  const last = parts.at(-1)
  // bash does not split a word that ends in a dollar sign which expands nothing.
  if (parts.length > 1 && last?.type === 'Literal' && /(^|[^\\])\$$/.test(last.text)) {
    // It is expanded all the same, for what it runs and assigns.
    const { variables, outputOf } = expandText(word, where)
    into.push({ ...wordOf(unknown('syntax', variables, outputOf), word.text), splits: true })
    return
  }
  for (const [index, part] of parts.entries()) expandPart(part, index, parts, fields, where)
  if (word.parts === undefined || parts.length === 0) appendText(fields, constant(word.value), true)
  finish(fields, where)
}

function expandPart(part: WordPart, index: number, parts: readonly WordPart[], fields: Fields, where: Where): void {
  switch (part.type) {
    case 'Literal': {
      const plain =
        (index === 0 ? leadingTilde(part, parts, where, fields.fromBraces) : undefined) ?? constant(part.value)
      appendText(fields, plain, true)
      // A hole in the source text may hold blanks.
      if (part.value.includes(HOLE)) fields.splits = true
      return
    }
    case 'BraceExpansion':
      // One that we do not expand as the parser meant it.
      appendText(fields, /^[\w{},./-]*$/.test(part.text) ? constant(part.text) : unknown('syntax'), false)
      return
    case 'Glob':
    case 'ExtendedGlob':
      appendPattern(fields, part.text)
      return
    case 'SingleQuoted':
      appendText(fields, constant(part.value), true)
      return
    case 'AnsiCQuoted':
      appendText(fields, ansiText(part.value, where), true)
      return
    case 'LocaleString':
      if (where.frame.dialect !== 'bash') appendText(fields, partly(HOLE, 'dialect'), true)
      else expandQuoted(part.parts, fields, where)
      return
    case 'DoubleQuoted':
      expandQuoted(part.parts, fields, where)
      return
    case 'SimpleExpansion':
    case 'ParameterExpansion':
      appendUnquoted(fields, expandVariable(part, where, false), where)
      return
    case 'CommandExpansion':
      splitInto(fields, substituted(part.script, where), where)
      return
    case 'ArithmeticExpansion':
      appendText(fields, arithmetic(part.expression, where, part.text.slice(3, -2)), true)
      return
    case 'ProcessSubstitution': {
      const script = part.script
      if (!script) return
      const result = where.run.substitute(script, where.state, where.frame)
      const value: Value = {
        text: `/dev/fd/${HOLE}`,
        opaque: 'substitution',
        variables: undefined,
        outputOf: result.writers,
      }
      appendText(fields, value, true)
      if (part.operator === '<') fields.content = wordOf(result.value, part.text)
      return
    }
  }
}

/** `$'...'`, which a plain sh takes as a dollar sign and a quoted text. */
function ansiText(text: string, where: Where): Value {
  return where.frame.dialect === 'sh' ? unknown('dialect') : constant(text)
}

function expandQuoted(parts: readonly DoubleQuotedChild[], fields: Fields, where: Where): void {
  if (parts.length === 0) appendText(fields, EMPTY, true)
  for (const part of parts) {
    switch (part.type) {
      case 'Literal':
        appendText(fields, constant(part.value), true)
        break
      case 'SimpleExpansion':
      case 'ParameterExpansion':
        appendQuoted(fields, expandVariable(part, where, true), where)
        break
      case 'CommandExpansion':
        appendText(fields, substituted(part.script, where), true)
        break
      case 'ArithmeticExpansion':
        appendText(fields, arithmetic(part.expression, where, part.text.slice(3, -2)), true)
        break
    }
  }
}

/** A list in quotes: `"$@"` gives a word for each item, `"$*"` one word. */
function appendQuoted(fields: Fields, expanded: Expanded, where: Where): void {
  if (expanded.kind === 'word') return
  if (expanded.kind === 'one') {
    appendText(fields, expanded.value, true)
    return
  }
  if (expanded.star) {
    appendText(fields, joinList(expanded, where), true)
    return
  }
  expanded.values.forEach((value, index) => {
    if (index > 0) finish(fields, where)
    appendText(fields, value, true)
  })
  appendMore(fields, expanded)
}

function joinList(list: Extract<Expanded, { kind: 'list' }>, where: Where): Value {
  const separator = separators(where)
  if (list.open || separator === undefined) return unknown('variable', ['*'])
  let joined = EMPTY
  list.values.forEach((value, index) => {
    joined = index === 0 ? value : concat(concat(joined, constant(separator.slice(0, 1))), value)
  })
  return joined
}

/** Unquoted: the text is split into words, and each may be a pattern. zsh does neither. */
function appendUnquoted(fields: Fields, expanded: Expanded, where: Where): void {
  if (expanded.kind === 'word') {
    appendWord(fields, expanded.word, where)
    return
  }
  if (expanded.kind === 'one') {
    if (expanded.unsplit) appendText(fields, expanded.value, true)
    else appendSplit(fields, expanded.value, where)
    return
  }
  expanded.values.forEach((value, index) => {
    if (index > 0) finish(fields, where)
    appendSplit(fields, value, where)
  })
  appendMore(fields, expanded)
}

/** The word of `${x:-word}`: its blanks separate, its quotes hold together. */
function appendWord(fields: Fields, word: SyntaxWord, where: Where): void {
  const { parts } = word
  if (!parts) {
    if (word.text === word.value) appendSplit(fields, tilde(word.value, where) ?? constant(word.value), where)
    else appendText(fields, constant(word.value), true)
    return
  }
  for (const [index, part] of parts.entries()) {
    if (part.type === 'Literal' && part.text === part.value)
      appendSplit(fields, (index === 0 ? leadingTilde(part, parts, where) : undefined) ?? constant(part.value), where)
    else expandPart(part, index, parts, fields, where)
  }
}

/** Text of a word where no splitting happens: assignments, here-strings, case words, redirect targets. */
export function expandText(word: SyntaxWord, where: Where, as: 'text' | 'pattern' | 'assignment' = 'text'): Value {
  spend(where.run, 1)
  const { parts } = word
  if (!parts) {
    const known =
      as === 'assignment'
        ? assignmentValue(word, where)
        : word.text.startsWith('~')
          ? tilde(word.value, where)
          : undefined
    if (known) return known
    // Without parts a backslash is the only quote there can be.
    return constant(as === 'pattern' && word.text.includes('\\') ? escapePattern(word.value) : word.value)
  }
  let result = EMPTY
  for (const [index, part] of parts.entries()) result = concat(result, textOfPart(part, index, parts, where, as))
  return result
}

function textOfPart(
  part: WordPart,
  index: number,
  parts: readonly WordPart[],
  where: Where,
  as: 'text' | 'pattern' | 'assignment',
): Value {
  const quote = (value: Value): Value => (as === 'pattern' ? { ...value, text: escapePattern(value.text) } : value)
  switch (part.type) {
    case 'Literal': {
      const value = index === 0 ? leadingTilde(part, parts, where) : undefined
      if (value) return value
      return as === 'pattern' && part.text !== part.value ? quote(constant(part.value)) : constant(part.value)
    }
    case 'SingleQuoted':
      return quote(constant(part.value))
    case 'AnsiCQuoted':
      return quote(ansiText(part.value, where))
    case 'DoubleQuoted':
    case 'LocaleString': {
      let result = EMPTY
      for (const child of part.parts) result = concat(result, textOfQuoted(child, where))
      return part.type === 'LocaleString' && where.frame.dialect !== 'bash' ? unknown('dialect') : quote(result)
    }
    case 'Glob':
    case 'ExtendedGlob':
    case 'BraceExpansion':
      return constant(part.text)
    case 'SimpleExpansion':
    case 'ParameterExpansion':
    case 'CommandExpansion':
    case 'ArithmeticExpansion':
      return textOfQuoted(part, where)
    case 'ProcessSubstitution': {
      const writers = part.script ? where.run.substitute(part.script, where.state, where.frame).writers : []
      return { text: `/dev/fd/${HOLE}`, opaque: 'substitution', variables: undefined, outputOf: writers }
    }
  }
}

/** Text of a part that stands in double quotes, or where it is not split. */
export function textOfQuoted(part: DoubleQuotedChild, where: Where): Value {
  switch (part.type) {
    case 'Literal':
      return constant(part.value)
    case 'SimpleExpansion':
    case 'ParameterExpansion': {
      const expanded = expandVariable(part, where, true)
      return expanded.kind === 'list'
        ? joinList(expanded, where)
        : expanded.kind === 'one'
          ? expanded.value
          : unknown('variable')
    }
    case 'CommandExpansion':
      return substituted(part.script, where)
    case 'ArithmeticExpansion':
      return arithmetic(part.expression, where, part.text.slice(3, -2))
  }
}

function expandVariable(
  part: Extract<DoubleQuotedChild, { type: 'SimpleExpansion' | 'ParameterExpansion' }>,
  where: Where,
  quoted: boolean,
): Expanded {
  const operand: Operand = (word, as) => expandText(word, where, as === 'pattern' ? 'pattern' : 'text')
  return part.type === 'SimpleExpansion'
    ? expandName(part.text.slice(1), where)
    : expandParameter(part, where, operand, quoted)
}

function substituted(script: Parameters<Where['run']['substitute']>[0] | undefined, where: Where): Value {
  if (!script) return unknown('syntax')
  return where.run.substitute(script, where.state, where.frame).value
}

/** Value of an arithmetic expression, with its assignments made; `text` is how it stands in the source. */
export function arithmetic(expression: ArithmeticExpression | undefined, where: Where, text = ''): Value {
  return evaluateIn(expression, text, (part) => textOfPart(part, 1, [], where, 'text'), where)
}
