/** SQL text cut into tokens, for every dialect at once. Linear in the text; nothing throws. */

export interface Token {
  readonly type: 'word' | 'name' | 'string' | 'number' | 'mark'
  /** Words lower-cased; quoted names and strings without their quotes; marks as they stand. */
  readonly text: string
  /** Words as written. */
  readonly raw: string
}

const blank = /\s/
const wordStart = /[\p{L}_@$#]/u
const wordPart = /[\p{L}\p{N}_$#@]/u

/** MySQL and its kin escape quotes with a backslash and know `#` comments; the others do not. */
export type SqlDialect = 'standard' | 'mysql'

/** Stands for a part that dialects read differently, so that no reading of it is trusted. */
export const AMBIGUOUS: Token = { type: 'mark', text: 'nested comment', raw: '/* /*' }

/**
 * Statements of the text as token lists, cut at `;` outside quotes. Comments go, except MySQL's `/*! ... *\/`, whose
 * content MySQL runs. A quote that is never closed takes the rest of the text, as the server would read it.
 */
export function statementsOf(text: string, limit: number, dialect: SqlDialect): readonly (readonly Token[])[] {
  const mysql = dialect === 'mysql'
  const statements: Token[][] = []
  let tokens: Token[] = []
  let at = 0
  const cut = () => {
    if (tokens.length > 0) statements.push(tokens)
    tokens = []
  }
  while (at < text.length && statements.length < limit) {
    const char = text[at]!
    if (blank.test(char)) {
      at++
    } else if (char === '-' && text[at + 1] === '-' && !(mysql && /\S/.test(text[at + 2] ?? ' '))) {
      at = lineEnd(text, at)
    } else if (mysql && char === '#') {
      at = lineEnd(text, at)
    } else if (char === '/' && text[at + 1] === '*') {
      const end = afterClose(text, at + 2, '*/')
      if (text[at + 2] === '!') at = skipDigits(text, at + 3)
      else {
        // PostgreSQL nests comments and the others do not: where one is inside another, what follows is not sure.
        if (text.slice(at + 2, end).includes('/*')) statements.push([AMBIGUOUS])
        at = end
      }
    } else if (char === '*' && text[at + 1] === '/') {
      at += 2
    } else if (char === ';') {
      cut()
      at++
    } else if (char === "'") {
      const end = closingQuote(text, at, "'", mysql || /[eE]/.test(text[at - 1] ?? ''))
      tokens.push({ type: 'string', text: text.slice(at + 1, end), raw: text.slice(at, end + 1) })
      at = end + 1
    } else if (char === '"' || char === '`') {
      const end = closingQuote(text, at, char, mysql && char === '"')
      tokens.push({ type: 'name', text: text.slice(at + 1, end), raw: text.slice(at + 1, end) })
      at = end + 1
    } else if (char === '[' && wordStart.test(text[at + 1] ?? '')) {
      const end = text.indexOf(']', at)
      const stop = end < 0 ? text.length : end
      tokens.push({ type: 'name', text: text.slice(at + 1, stop), raw: text.slice(at + 1, stop) })
      at = stop + 1
    } else if (char === '$' && dollarTag(text, at) !== undefined) {
      const tag = dollarTag(text, at)!
      const end = text.indexOf(tag, at + tag.length)
      const stop = end < 0 ? text.length : end
      tokens.push({ type: 'string', text: text.slice(at + tag.length, stop), raw: text.slice(at, stop + tag.length) })
      at = stop + tag.length
    } else if (wordStart.test(char)) {
      let end = at + 1
      while (end < text.length && wordPart.test(text[end]!)) end++
      const raw = text.slice(at, end)
      tokens.push({ type: 'word', text: raw.toLowerCase(), raw })
      at = end
    } else if (char >= '0' && char <= '9') {
      let end = at + 1
      while (end < text.length && /[\w.]/.test(text[end]!)) end++
      tokens.push({ type: 'number', text: text.slice(at, end), raw: text.slice(at, end) })
      at = end
    } else {
      tokens.push({ type: 'mark', text: char, raw: char })
      at++
    }
  }
  cut()
  return statements
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

function afterClose(text: string, from: number, close: string): number {
  const end = text.indexOf(close, from)
  return end < 0 ? text.length : end + close.length
}

function skipDigits(text: string, from: number): number {
  let at = from
  while (at < text.length && text[at]! >= '0' && text[at]! <= '9') at++
  return at
}

/** Index of the closing quote; doubled quotes stay inside, and escaped ones where the dialect has them. */
function closingQuote(text: string, open: number, quote: string, escapes: boolean): number {
  for (let at = open + 1; at < text.length; at++) {
    if (escapes && text[at] === '\\') at++
    else if (text[at] === quote) {
      if (text[at + 1] !== quote) return at
      at++
    }
  }
  return text.length
}

function dollarTag(text: string, at: number): string | undefined {
  for (let end = at + 1; end < text.length && end - at < 64; end++) {
    if (text[end] === '$') return text.slice(at, end + 1)
    if (!/\w/.test(text[end]!)) return undefined
  }
  return undefined
}
