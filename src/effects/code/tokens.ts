/** Tokens of the languages that are read by patterns: names, strings, marks. Comments are gone. Linear in the text. */
import type { Language } from './language.js'

/** One token; comments are none. */
export interface Token {
  readonly type: 'name' | 'string' | 'command' | 'mark' | 'end'
  /** Name, mark, or the literal text of a string up to its first unknown part. */
  readonly text: string
  /** Whether a string or command has unknown parts. */
  readonly open?: boolean
}

interface Style {
  readonly lineComments: readonly string[]
  /** Quotes whose text has no unknown parts. */
  readonly plain: string
  /** Quotes in which values are put in. */
  readonly filled: string
  /** How a value begins inside such a string. */
  readonly hole: RegExp | undefined
  /** Whether text in backquotes is run. */
  readonly commands: boolean
}

const styles: Readonly<Record<'ruby' | 'perl' | 'php' | 'awk' | 'lua' | 'r' | 'julia', Style>> = {
  ruby: { lineComments: ['#'], plain: "'", filled: '"', hole: /#\{/, commands: true },
  perl: { lineComments: ['#'], plain: "'", filled: '"', hole: /[$@][A-Za-z_{]/, commands: true },
  php: { lineComments: ['//', '#'], plain: "'", filled: '"', hole: /[$]|\{\$/, commands: true },
  awk: { lineComments: ['#'], plain: '', filled: '"', hole: undefined, commands: false },
  lua: { lineComments: ['--'], plain: '\'"', filled: '', hole: undefined, commands: false },
  r: { lineComments: ['#'], plain: '\'"', filled: '', hole: undefined, commands: false },
  julia: { lineComments: ['#'], plain: '', filled: '"', hole: /\$/, commands: true },
}

export type PatternLanguage = keyof typeof styles

/** True for the languages read here. */
export function isPatternLanguage(language: Language): language is PatternLanguage {
  return Object.hasOwn(styles, language)
}

const nameStart = /[A-Za-z_$@%]/
const nameRest = /[\w.:!?]/

/** Most tokens of one program. */
const MAX_TOKENS = 20_000

/** Tokens of a program; undefined where it has too many. */
export function tokensOf(language: PatternLanguage, text: string): readonly Token[] | undefined {
  const style = styles[language]
  const found: Token[] = []
  let at = 0
  while (at < text.length) {
    if (found.length > MAX_TOKENS) return undefined
    const char = text[at]!
    if (char === '\n' || char === ';') {
      found.push({ type: 'end', text: char })
      at++
    } else if (/\s/.test(char)) at++
    else if (
      style.lineComments.some((comment) => text.startsWith(comment, at)) &&
      !(language === 'perl' && /[$\w]/.test(text[at - 1] ?? ''))
    )
      at = lineEnd(text, at)
    else if (text.startsWith('/*', at) && language === 'php') at = Math.max(at + 2, text.indexOf('*/', at + 2) + 2)
    else if (text.startsWith('--[[', at) && language === 'lua') at = Math.max(at + 4, text.indexOf(']]', at) + 2)
    else if (text.startsWith('[[', at) && language === 'lua') {
      const end = text.indexOf(']]', at)
      found.push({ type: 'string', text: text.slice(at + 2, end < 0 ? undefined : end) })
      at = end < 0 ? text.length : end + 2
    } else if (style.plain.includes(char) || style.filled.includes(char)) {
      const end = closing(text, at + 1, char)
      found.push(stringToken(text.slice(at + 1, end), style.filled.includes(char) ? style.hole : undefined, 'string'))
      at = end + 1
    } else if (char === '`') {
      const end = closing(text, at + 1, '`')
      if (style.commands) found.push(stringToken(text.slice(at + 1, end), style.hole, 'command'))
      at = end + 1
    } else if (isQuoting(language, text, at)) {
      const quoted = quoting(language, text, at)
      found.push(quoted.token)
      at = quoted.end
    } else if (nameStart.test(char)) {
      let end = at + 1
      while (
        end < text.length &&
        (nameRest.test(text[end]!) ||
          (text[end] === '-' && text[end + 1] === '>' && nameStart.test(text[end + 2] ?? '')) ||
          (text[end] === '>' && text[end - 1] === '-'))
      )
        end++
      while (end > at + 1 && /[.:!?>-]/.test(text[end - 1]!)) end--
      found.push({ type: 'name', text: text.slice(at, end) })
      at = end
    } else {
      const pair = text.slice(at, at + 2)
      const mark = pair === '>>' || pair === '|&' || pair === '=~' || pair === '=>' || pair === '<-' ? pair : char
      found.push({ type: 'mark', text: mark })
      at += mark.length
    }
  }
  found.push({ type: 'end', text: '' })
  return found
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

/** Position of the closing quote, or the end. */
function closing(text: string, from: number, quote: string): number {
  let at = from
  while (at < text.length && text[at] !== quote) at += text[at] === '\\' ? 2 : 1
  return Math.min(at, text.length)
}

function stringToken(body: string, hole: RegExp | undefined, type: 'string' | 'command'): Token {
  const open = hole ? body.search(hole) : -1
  const text = (open >= 0 ? body.slice(0, open) : body)
    .replace(/\\(["'`\\$])/g, '$1')
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t')
  return open >= 0 ? { type, text, open: true } : { type, text }
}

const brackets: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']', '<': '>' }

/** `%x(...)`, `%w[...]` in Ruby; `qx{...}`, `q(...)`, `qq{...}`, `qw(...)` in Perl. */
function isQuoting(language: PatternLanguage, text: string, at: number): boolean {
  if (/\w/.test(text[at - 1] ?? '')) return false
  const rest = text.slice(at, at + 4)
  if (language === 'ruby')
    return /^%[xqQwWi]?[({[<|!]/.test(rest) && !/[\w)]\s*$/.test(text.slice(Math.max(0, at - 8), at))
  if (language === 'perl') return /^q[qxw]?\s?[({[</|!]/.test(rest)
  return false
}

function quoting(language: PatternLanguage, text: string, at: number): { readonly token: Token; readonly end: number } {
  const head = /^(?:%[xqQwWi]?|q[qxw]?\s?)/.exec(text.slice(at, at + 4))![0]
  const open = text[at + head.length]!
  const close = brackets[open] ?? open
  let depth = 1
  let end = at + head.length + 1
  for (; end < text.length; end++) {
    if (text[end] === '\\') end++
    else if (text[end] === close && --depth === 0) break
    else if (text[end] === open && open !== close) depth++
  }
  const body = text.slice(at + head.length + 1, end)
  const runs = head.includes('x')
  const filled = runs || head.includes('Q') || head.startsWith('qq') || head === '%' || head.includes('W')
  return {
    token: stringToken(body, filled ? styles[language].hole : undefined, runs ? 'command' : 'string'),
    end: end + 1,
  }
}
