import {
  type ArithmeticExpression,
  type DoubleQuotedChild,
  parse,
  type Word as SyntaxWord,
  type WordPart,
} from 'unbash'
import { evaluate, type Numbers } from './arithmetic.js'
import { expandBraces } from './brace.js'
import { globPaths } from './glob.js'
import { MAX_EXPANSION } from './limits.js'
import { type Expanded, expandName, expandParameter, type Operand } from './parameter.js'
import { escapePattern, looksLikePattern } from './pattern.js'
import { addOpaque, mayAbort, spend, type Where } from './run.js'
import type { Word } from './script.js'
import { splitFields } from './split.js'
import { concat, constant, EMPTY, HOLE, partly, unknown, type Value, wordOf } from './value.js'
import { assign, find, separators } from './variables.js'

/** Words of a simple command: braces, expansions, word splitting and patterns, each word giving none, one or several. */
export function expandWords(words: readonly SyntaxWord[], where: Where): Word[] {
  const fields: Word[] = []
  for (const word of words) {
    expandWord(word, where, fields)
  }
  return fields
}

/** One word into the words that it becomes, added to `into`. */
export function expandWord(word: SyntaxWord, where: Where, into: Word[]): void {
  spend(where.run, 1)
  const { parts } = word
  if (!parts) {
    into.push(expandPlain(word, where))
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
  expandFields(word, where, into)
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
  if (!fromBraces && word.text.includes('=~')) {
    const value = assignmentTilde(word.value, where)
    if (value) return wordOf(value, word.text)
  }
  return word.value.includes(HOLE)
    ? { ...wordOf(constant(word.value), word.text), splits: true }
    : { text: word.value, raw: word.text }
}

/** `~`, `~/x`, `~+`, `~user`; undefined where the text does not start with one. */
export function tilde(text: string, where: Where): Value | undefined {
  if (!text.startsWith('~')) return undefined
  const slash = text.indexOf('/')
  const name = slash < 0 ? text.slice(1) : text.slice(1, slash)
  const rest = slash < 0 ? '' : text.slice(slash)
  if (name === '') return concat(homeOf(where), constant(rest))
  if (name === '+') return concat(find('PWD', where).value, constant(rest))
  if (name === '-') return concat(find('OLDPWD', where).value, constant(rest))
  if (name === 'root') return constant(`/root${rest}`)
  // A user's home, or an entry of the directory stack.
  return /^([A-Za-z_][\w.-]*|[+-]?\d+)$/.test(name) ? partly(HOLE + rest, 'variable') : undefined
}

function homeOf(where: Where): Value {
  const home = find('HOME', where)
  // Without HOME the shell asks the user database, so an unset HOME is not an empty one.
  return home.set === false ? unknown('variable', ['HOME']) : home.value
}

/** `NAME=~/x` as an argument, which bash expands as in an assignment. */
function assignmentTilde(text: string, where: Where): Value | undefined {
  const equals = text.indexOf('=')
  if (!/^[A-Za-z_]\w*$/.test(text.slice(0, equals))) return undefined
  const value = tilde(text.slice(equals + 1), where)
  const head = constant(text.slice(0, equals + 1))
  // A plain sh leaves the tilde of an argument alone.
  return value && concat(head, where.frame.dialect === 'bash' ? value : unknown('dialect'))
}

/** A word under construction, and the finished ones before it. */
interface Fields {
  readonly done: Word[]
  readonly raw: string
  value: Value
  /** The same text with what was quoted escaped: the pattern, where there is one. */
  pattern: string
  /** Whether anything is there, if only an empty quoted part. */
  started: boolean
  glob: boolean
  splits: boolean
  /** A list ended here of which more may follow: as words of their own, or joined to what comes next in this word. */
  open: boolean
  readonly fromBraces: boolean
  content: Word | undefined
}

function expandFields(word: SyntaxWord, where: Where, into: Word[], fromBraces = false): void {
  const fields: Fields = {
    done: into,
    raw: word.text,
    value: EMPTY,
    pattern: '',
    started: false,
    glob: false,
    splits: false,
    open: false,
    fromBraces,
    content: undefined,
  }
  const parts = word.parts ?? []
  for (const [index, part] of parts.entries()) expandPart(part, index, parts, fields, where)
  if (word.parts === undefined || parts.length === 0) appendText(fields, constant(word.value), true)
  finish(fields, where)
}

function finish(fields: Fields, where: Where): void {
  if (!fields.started) return
  if (fields.done.length > MAX_EXPANSION || !spend(where.run, 1 + (fields.value.text.length >> 8))) {
    fields.started = false
    return
  }
  const { value } = fields
  let word = wordOf(value, fields.raw)
  if (fields.splits) word = { ...word, splits: true }
  if (fields.content) word = { ...word, content: fields.content }
  if (fields.glob && !where.state.options.noglob) {
    const matches = value.opaque ? undefined : globPaths(fields.pattern, where.state.cwd, where.frame.world)
    word = {
      ...word,
      ...(value.opaque ? undefined : { text: fields.pattern }),
      glob: true,
      ...(matches ? { matches } : undefined),
    }
  }
  fields.done.push(word)
  if (fields.open) fields.done.push({ ...wordOf(MORE, fields.raw), splits: true })
  fields.open = false
  fields.value = EMPTY
  fields.pattern = ''
  fields.started = false
  fields.glob = false
  fields.splits = false
  fields.content = undefined
}

const MORE = unknown('variable', ['@'])

function appendText(fields: Fields, value: Value, quoted: boolean): void {
  if (fields.open) {
    fields.open = false
    appendText(fields, MORE, false)
  }
  fields.value = fields.started ? concat(fields.value, value) : value
  fields.pattern += quoted ? escapePattern(value.text) : value.text
  fields.started = true
  if (!quoted) {
    if (value.opaque) fields.splits = true
    else if (looksLikePattern(value.text)) fields.glob = true
  }
}

function expandPart(part: WordPart, index: number, parts: readonly WordPart[], fields: Fields, where: Where): void {
  switch (part.type) {
    case 'Literal': {
      const plain =
        (index === 0 ? leadingTilde(part, parts, where, fields.fromBraces) : undefined) ?? constant(part.value)
      appendText(fields, plain, true)
      if (plain.opaque === 'encoding') fields.splits = true
      return
    }
    case 'BraceExpansion':
      // One that we do not expand as the parser meant it.
      appendText(fields, /^[\w{},./-]*$/.test(part.text) ? constant(part.text) : unknown('syntax'), false)
      return
    case 'Glob':
      fields.value = fields.started ? concat(fields.value, constant(part.text)) : constant(part.text)
      fields.pattern += part.text
      fields.started = true
      fields.glob = true
      return
    case 'ExtendedGlob':
      fields.value = fields.started ? concat(fields.value, constant(part.text)) : constant(part.text)
      fields.pattern += part.text
      fields.started = true
      fields.glob = true
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

/** A tilde at the start of a word, or behind `NAME=`. It must be plain up to the slash: in `~"x"` and `~$x` there is none. */
function leadingTilde(
  part: Extract<WordPart, { type: 'Literal' }>,
  parts: readonly WordPart[],
  where: Where,
  fromBraces = false,
): Value | undefined {
  const { text } = part
  const at = text.indexOf('~')
  if (at < 0 || part.value !== text || !(text.includes('/', at) || parts.length === 1)) return undefined
  return at === 0 ? tilde(text, where) : text[at - 1] === '=' && !fromBraces ? assignmentTilde(text, where) : undefined
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

/** The unknown rest of a list. */
function appendMore(fields: Fields, list: Extract<Expanded, { kind: 'list' }>): void {
  if (!list.open) return
  if (list.values.length > 0) fields.open = true
  else appendText(fields, MORE, false)
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

/** zsh leaves the value of a variable in one piece, and splits only what a command wrote. */
function appendSplit(fields: Fields, value: Value, where: Where): void {
  if (where.frame.dialect !== 'zsh') splitInto(fields, value, where)
  else if (value.text !== '' || value.opaque) appendText(fields, value, true)
}

function splitInto(fields: Fields, value: Value, where: Where): void {
  const ifs = separators(where)
  if (value.opaque || ifs === undefined) {
    appendText(fields, value.opaque ? value : partly(HOLE, 'variable', value), false)
    return
  }
  const split = splitFields(value.text, ifs)
  if (split.leading) finish(fields, where)
  split.words.forEach((text, index) => {
    if (index > 0) finish(fields, where)
    appendText(fields, { ...value, text }, false)
  })
  if (split.trailing && split.words.length > 0) finish(fields, where)
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
    if (as === 'pattern') return constant(word.text.includes('\\') ? unquotedPattern(word) : word.value)
    return constant(word.value)
  }
  let result = EMPTY
  for (const [index, part] of parts.entries()) result = concat(result, textOfPart(part, index, parts, where, as))
  return result
}

function unquotedPattern(word: SyntaxWord): string {
  return escapePattern(word.value)
}

/** An assignment's value expands a tilde at its start and after each colon. */
function assignmentValue(word: SyntaxWord, where: Where): Value | undefined {
  if (!word.text.includes('~') || word.text.includes('\\')) return undefined
  let result: Value = EMPTY
  word.value.split(':').forEach((piece, index) => {
    const value = tilde(piece, where) ?? constant(piece)
    result = index === 0 ? value : concat(concat(result, constant(':')), value)
  })
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

/** Value of an arithmetic expression, with its assignments made. */
export function arithmetic(expression: ArithmeticExpression | undefined, where: Where, text = ''): Value {
  if (!expression) {
    // What the parser could not read is evaluated up to its error, so every name in it may have been set.
    const names = text.match(/[A-Za-z_]\w*/g) ?? []
    for (const name of names.slice(0, 32)) assign(name, unknown('arithmetic', [name]), where)
    if (names.length === 0 && text.trim() === '') return constant('0')
    mayAbort(where)
    return unknown('arithmetic')
  }
  const value = evaluate(expression, numbersOf(where))
  if (value !== undefined) return constant(String(value))
  mayAbort(where)
  return unknown('arithmetic')
}

/** Variables as numbers, for arithmetic in this place. */
export function numbersOf(where: Where): Numbers {
  return {
    plain: where.frame.dialect === 'sh',
    read(name) {
      const { value, set } = find(name, where)
      if (set === false) return 0
      if (value.opaque) return undefined
      // A value with a bracket may run a substitution when it is evaluated (`a[$(cmd)]`).
      if (value.text.includes('[') && /[$`]/.test(value.text))
        addOpaque(where.run, 'arithmetic', 'script', value.text.slice(0, 200))
      return value.text.trim() === ''
        ? 0
        : /^-?(0|[1-9]\d{0,14})$/.test(value.text.trim())
          ? Number(value.text)
          : undefined
    },
    write(name, value) {
      if (!/^[A-Za-z_]\w*$/.test(name)) return
      assign(name, value === undefined ? unknown('arithmetic', [name]) : constant(String(value), [name]), where)
    },
    expand(word) {
      let result = EMPTY
      for (const part of word.parts ?? []) {
        result = concat(
          result,
          part.type === 'DoubleQuoted' || part.type === 'Literal'
            ? textOfPart(part, 1, [], where, 'text')
            : textOfPart(part, 1, [], where, 'text'),
        )
      }
      return result.opaque ? undefined : result.text
    },
    substitute(node) {
      const value = substituted(node.script, where)
      return value.opaque ? undefined : value.text
    },
  }
}
