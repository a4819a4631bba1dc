/**
 * Text that nobody vouches for, as data in a prompt: one line of JSON in which no character can end the line, open or
 * close a tag, or be seen differently from what it is. What fences the data is thereby out of its reach.
 */

/** Tags, line ends beyond JSON's own, and whatever is invisible or changes the order of what is shown. */
const escaped = /[<>&\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu

export function fenced(value: unknown): string {
  return JSON.stringify(value).replace(escaped, (character) =>
    Array.from(
      { length: character.length },
      (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  )
}

/** Depth of a tool's input that is looked into. */
const MAX_DEPTH = 8

/**
 * The value with every text in it cleaned of secrets. A field's name tells what its text is (`password`), so they are
 * looked at together.
 */
export function cleaned(value: unknown, redact: (text: string) => string, depth = MAX_DEPTH): unknown {
  if (typeof value === 'string') return redact(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth === 0) return '[nested deeper than is shown]'
  if (Array.isArray(value)) return value.map((each) => cleaned(each, redact, depth - 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      if (typeof each !== 'string') return [redact(name), cleaned(each, redact, depth - 1)]
      const pair = redact(`${name}=${each}`)
      return [redact(name), pair.startsWith(`${name}=`) ? redact(pair.slice(name.length + 1)) : redact(each)]
    }),
  )
}
