import { MAX_EXPANSION } from './limits.js'

/**
 * Brace expansion of one word's source text, as bash does it before every other expansion: quotes and substitutions
 * are passed over. Undefined when there would be more than MAX_EXPANSION words.
 */
export function expandBraces(text: string): readonly string[] | undefined {
  const budget = { left: MAX_EXPANSION }
  const words = expand(text, budget, 0)
  return budget.left < 0 ? undefined : words
}

interface Budget {
  left: number
}

function expand(text: string, budget: Budget, depth: number): readonly string[] {
  if (depth > 32) {
    budget.left = -1
    return [text]
  }
  for (let open = 0; open < text.length; open++) {
    const skipped = skipQuoted(text, open)
    if (skipped > open) {
      open = skipped - 1
      continue
    }
    if (text[open] !== '{') continue
    const group = readGroup(text, open)
    if (!group) continue
    const before = text.slice(0, open)
    const rests = expand(text.slice(group.end + 1), budget, depth + 1)
    const words: string[] = []
    for (const item of group.items) {
      for (const middle of group.sequence ? [item] : expand(item, budget, depth + 1)) {
        for (const rest of rests) {
          if (--budget.left < 0) return [text]
          words.push(before + middle + rest)
        }
      }
    }
    return words
  }
  return [text]
}

/** Position after a quoted or substituted part that starts at `at`; `at` itself where none does. */
function skipQuoted(text: string, at: number): number {
  const char = text[at]
  if (char === '\\') return at + 2
  if (char === "'" || (char === '$' && text[at + 1] === "'")) {
    const ansi = char === '$'
    for (let i = at + (ansi ? 2 : 1); i < text.length; i++) {
      if (ansi && text[i] === '\\') i++
      else if (text[i] === "'") return i + 1
    }
    return text.length
  }
  if (char === '"') {
    for (let i = at + 1; i < text.length; i++) {
      if (text[i] === '\\') i++
      else if (text[i] === '"') return i + 1
      else if (text[i] === '$') {
        const inner = skipQuoted(text, i)
        if (inner > i) i = inner - 1
      }
    }
    return text.length
  }
  if (char === '`') {
    for (let i = at + 1; i < text.length; i++) {
      if (text[i] === '\\') i++
      else if (text[i] === '`') return i + 1
    }
    return text.length
  }
  if (char === '$' && (text[at + 1] === '{' || text[at + 1] === '(')) return closing(text, at + 1)
  if ((char === '<' || char === '>') && text[at + 1] === '(') return closing(text, at + 1)
  return at
}

function closing(text: string, open: number): number {
  const [opener, closer] = text[open] === '{' ? ['{', '}'] : ['(', ')']
  let depth = 0
  for (let i = open; i < text.length; i++) {
    if (text[i] === opener) depth++
    else if (text[i] === closer && --depth === 0) return i + 1
    else if (i > open) {
      const next = text[i] === '"' || text[i] === "'" || text[i] === '\\' || text[i] === '`' ? skipQuoted(text, i) : i
      if (next > i) i = next - 1
    }
  }
  return text.length
}

interface Group {
  readonly items: readonly string[]
  /** Items of `{1..3}`, which hold no braces of their own. */
  readonly sequence: boolean
  readonly end: number
}

/** The group that opens at `open`, where it is one: it needs a comma at its own level, or to be a sequence. */
function readGroup(text: string, open: number): Group | undefined {
  let depth = 0
  let start = open + 1
  const items: string[] = []
  for (let i = open + 1; i < text.length; i++) {
    const skipped = skipQuoted(text, i)
    if (skipped > i) {
      i = skipped - 1
      continue
    }
    const char = text[i]
    if (char === '{') depth++
    else if (char === ',' && depth === 0) {
      items.push(text.slice(start, i))
      start = i + 1
    } else if (char === '}') {
      if (depth > 0) {
        depth--
        continue
      }
      if (items.length > 0) return { items: [...items, text.slice(start, i)], sequence: false, end: i }
      const sequence = readSequence(text.slice(open + 1, i))
      return sequence ? { items: sequence, sequence: true, end: i } : undefined
    }
  }
  return undefined
}

/** `1..5`, `a..e`, `01..10..2`. */
function readSequence(inner: string): readonly string[] | undefined {
  const [from, to, by, ...more] = inner.split('..')
  if (from === undefined || to === undefined || more.length > 0) return undefined
  if (by !== undefined && !isInteger(by)) return undefined
  let step = Math.abs(Number(by ?? 1)) || 1
  const numbers = isInteger(from) && isInteger(to)
  const letters = from.length === 1 && to.length === 1 && /[a-zA-Z]/.test(from) && /[a-zA-Z]/.test(to)
  if (!numbers && !letters) return undefined
  const first = numbers ? Number(from) : from.charCodeAt(0)
  const last = numbers ? Number(to) : to.charCodeAt(0)
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last)) return undefined
  if (first > last) step = -step
  const padded = numbers && [from, to].some((text) => /^-?0\d/.test(text))
  const width = padded ? Math.max(from.length, to.length) : 0
  const items: string[] = []
  for (let i = first; step > 0 ? i <= last : i >= last; i += step) {
    // One more than allowed is enough to be refused by the caller.
    if (items.length > MAX_EXPANSION) break
    items.push(
      numbers
        ? i < 0
          ? `-${String(-i).padStart(width - 1, '0')}`
          : String(i).padStart(width, '0')
        : String.fromCharCode(i),
    )
  }
  return items
}

function isInteger(text: string): boolean {
  return /^[+-]?\d{1,18}$/.test(text)
}
