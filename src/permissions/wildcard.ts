/**
 * Patterns whose `*` stands for any text, spaces included. Matching looks for each literal part once, left to right, so
 * that no pattern and no text makes it slow.
 */
export interface Wildcard {
  /** Literal parts; a star stands between each two. One part: no star. */
  readonly parts: readonly string[]
}

/** `\*` and `\\` stand for themselves. */
export function parseWildcard(pattern: string): Wildcard {
  const parts: string[] = []
  let part = ''
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!
    const next = pattern[at + 1]
    if (character === '\\' && (next === '*' || next === '\\')) {
      part += next
      at++
    } else if (character === '*') {
      parts.push(part)
      part = ''
    } else part += character
  }
  return { parts: [...parts, part] }
}

/** True where the whole text fits the pattern. */
export function fits({ parts }: Wildcard, text: string): boolean {
  const first = parts[0] ?? ''
  if (parts.length === 1) return text === first
  const last = parts.at(-1)!
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false
  const end = text.length - last.length
  let at = first.length
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at)
    if (found < 0 || found + part.length > end) return false
    at = found + part.length
  }
  return true
}
