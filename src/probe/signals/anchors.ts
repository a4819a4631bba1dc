/** Reads the anchors of a family: phrases separated by commas, words in braces are alternatives. */

export interface Anchor {
  /** Lower-case letters and single spaces. */
  readonly phrase: string
  /** Counts only within the marks of a turn. */
  readonly marked: boolean
}

/** `{note,hint} to,<user ` is `note to`, `hint to` and a marked `user `. */
export function anchorsOf(list: string): Anchor[] {
  return splitOutsideBraces(list).flatMap((entry) => {
    const marked = entry.startsWith('<')
    return alternatives(marked ? entry.slice(1) : entry).map((phrase) => ({
      phrase: phrase.replace(/[^a-z]+/g, ' ').trimStart(),
      marked,
    }))
  })
}

function splitOutsideBraces(list: string): string[] {
  const parts = ['']
  let depth = 0
  for (const char of list) {
    if (char === '{') depth++
    else if (char === '}') depth--
    if (char === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += char
  }
  return parts
}

function alternatives(entry: string): string[] {
  const open = entry.indexOf('{')
  if (open < 0) return [entry]
  const close = entry.indexOf('}', open)
  const tails = alternatives(entry.slice(close + 1))
  return entry
    .slice(open + 1, close)
    .split(',')
    .flatMap((choice) => tails.map((tail) => entry.slice(0, open) + choice + tail))
}
