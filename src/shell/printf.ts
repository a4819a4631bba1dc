import type { Word } from './script.js'
import { concat, constant, EMPTY, type Value, wordValue } from './value.js'

const MAX_ROUNDS = 256

/** Text that `printf FORMAT ARGUMENT...` writes, holes where arguments have them; undefined where it is not followed. */
export function printfText(words: readonly Word[]): Value | undefined {
  const operands = words[0]?.text === '--' ? words.slice(1) : words
  const [format, ...args] = operands
  if (!format || format.text === null || operands.some((word) => word.splits || word.glob)) return undefined
  let text = EMPTY
  let next = 0
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = next
    const piece = formatOnce(format.text, () => args[next++])
    if (!piece) return undefined
    text = concat(text, piece)
    if (next >= args.length || next === before) return text
  }
  return undefined
}

function formatOnce(format: string, take: () => Word | undefined): Value | undefined {
  let text = EMPTY
  for (let at = 0; at < format.length; at++) {
    const char = format[at] as string
    if (char === '\\') {
      const decoded = readEscape(format, at)
      if (!decoded) return undefined
      text = concat(text, constant(decoded.text))
      at = decoded.end - 1
    } else if (char === '%') {
      const kind = format[at + 1]
      if (kind === '%') text = concat(text, constant('%'))
      else if (kind === 's') text = concat(text, wordValue(take() ?? { text: '', raw: '' }))
      else if (kind === 'd' || kind === 'i') {
        const value = take()
        if (value && (value.text === null || !/^-?(0|[1-9]\d{0,14})$/.test(value.text))) return undefined
        text = concat(text, constant(value?.text ?? '0'))
      } else if (kind === 'b') {
        const value = take()
        const decoded = value ? (value.text === null ? undefined : decodeEscapes(value.text)) : ''
        if (decoded === undefined) return undefined
        text = concat(text, constant(decoded))
      } else return undefined
      at++
    } else {
      let end = at + 1
      while (end < format.length && format[end] !== '\\' && format[end] !== '%') end++
      text = concat(text, constant(format.slice(at, end)))
      at = end - 1
    }
  }
  return text
}

const simple: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
  E: '\x1b',
  '\\': '\\',
  '"': '"',
  "'": "'",
}

/** One backslash decoded; undefined for one that ends the output or makes bytes beyond ASCII. */
function readEscape(text: string, at: number): { text: string; end: number } | undefined {
  const char = text[at + 1]
  if (char === undefined) return { text: '\\', end: at + 1 }
  const plain = simple[char]
  if (plain !== undefined) return { text: plain, end: at + 2 }
  if (char === 'x') {
    const digits = /^[0-9a-fA-F]{1,2}/.exec(text.slice(at + 2, at + 4))?.[0]
    if (!digits) return undefined
    const code = Number.parseInt(digits, 16)
    return code > 0 && code < 128 ? { text: String.fromCharCode(code), end: at + 2 + digits.length } : undefined
  }
  if (/[0-7]/.test(char)) {
    const digits = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4))?.[0] as string
    const code = Number.parseInt(digits, 8)
    return code > 0 && code < 128 ? { text: String.fromCharCode(code), end: at + 1 + digits.length } : undefined
  }
  if (char === 'u' || char === 'U' || char === 'c') return undefined
  return { text: `\\${char}`, end: at + 2 }
}

/** Text with the escapes of `echo -e` and `%b` decoded; undefined where one is not followed. */
export function decodeEscapes(text: string): string | undefined {
  let result = ''
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '\\') {
      result += text[at]
      continue
    }
    // Here an octal decoded starts with a zero, which printf's format does not ask for.
    if (text[at + 1] === '0') {
      const digits = /^[0-7]{1,3}/.exec(text.slice(at + 2, at + 5))?.[0] ?? ''
      const code = Number.parseInt(digits || '0', 8)
      if (code === 0 || code > 127) return undefined
      result += String.fromCharCode(code)
      at += 1 + digits.length
      continue
    }
    if (/[1-7]/.test(text[at + 1] ?? '')) return undefined
    const decoded = readEscape(text, at)
    if (!decoded) return undefined
    result += decoded.text
    at = decoded.end - 1
  }
  return result
}
