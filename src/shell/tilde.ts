import type { Word as SyntaxWord, WordPart } from 'unbash'
import type { Where } from './run.js'
import { concat, constant, EMPTY, HOLE, partly, unknown, type Value } from './value.js'
import { find } from './variables.js'

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
export function assignmentTilde(text: string, where: Where): Value | undefined {
  const equals = text.indexOf('=')
  if (!/^[A-Za-z_]\w*$/.test(text.slice(0, equals))) return undefined
  const value = tilde(text.slice(equals + 1), where)
  const head = constant(text.slice(0, equals + 1))
  // A plain sh leaves the tilde of an argument alone.
  return value && concat(head, where.frame.dialect === 'bash' ? value : unknown('dialect'))
}

/** A tilde at the start of a word, or behind `NAME=`. It must be plain up to the slash: in `~"x"` and `~$x` there is none. */
export function leadingTilde(
  part: Extract<WordPart, { type: 'Literal' }>,
  parts: readonly WordPart[],
  where: Where,
  fromBraces = false,
): Value | undefined {
  const { text } = part
  const at = text.indexOf('~')
  if (at < 0 || !(text.includes('/', at) || parts.length === 1)) return undefined
  // Up to the slash nothing may be quoted.
  const slash = text.indexOf('/', at)
  const head = slash < 0 ? text : text.slice(0, slash)
  if (!part.value.startsWith(head) || head.includes('\\')) return undefined
  if (at === 0) return tilde(part.value, where)
  return text[at - 1] === '=' && !fromBraces ? assignmentTilde(part.value, where) : undefined
}

/** An assignment's value expands a tilde at its start and after each colon. */
export function assignmentValue(word: SyntaxWord, where: Where): Value | undefined {
  if (!word.text.includes('~') || word.text.includes('\\')) return undefined
  let result: Value = EMPTY
  word.value.split(':').forEach((piece, index) => {
    const value = tilde(piece, where) ?? constant(piece)
    result = index === 0 ? value : concat(concat(result, constant(':')), value)
  })
  return result
}
