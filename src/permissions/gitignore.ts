/**
 * Gitignore patterns: `*` and `?` within one name, `**` over any number of them, `[a-z]`. Own code, since matchers that
 * translate to regular expressions backtrack for minutes on `*a*a*a*a*b`, and these patterns come from a repository too.
 */

/** One character of a name: itself, any, or one of a set. */
type Token =
  | string
  | { readonly star: true }
  | { readonly any: true }
  | { readonly set: readonly (readonly [from: string, to: string])[]; readonly negated: boolean }

/** The tokens of each name of the pattern; null stands for `**`. */
export type Glob = readonly (readonly Token[] | null)[]

/** `pattern` without a leading or trailing slash. */
export function parseGlob(pattern: string): Glob {
  return pattern.split('/').map((name) => (name === '**' ? null : tokensOf(name)))
}

function tokensOf(name: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < name.length; at++) {
    const character = name[at]!
    const close =
      character === '[' ? name.indexOf(']', at + (name[at + 1] === '!' || name[at + 1] === '^' ? 3 : 2)) : -1
    if (character === '\\' && at + 1 < name.length) tokens.push(name[++at]!)
    else if (character === '*') {
      const last = tokens.at(-1)
      if (typeof last !== 'object' || !('star' in last)) tokens.push({ star: true })
    } else if (character === '?') tokens.push({ any: true })
    else if (close > 0) {
      tokens.push(setOf(name.slice(at + 1, close)))
      at = close
    } else tokens.push(character)
  }
  return tokens
}

function setOf(content: string): Token {
  const negated = content.startsWith('!') || content.startsWith('^')
  const characters = negated ? content.slice(1) : content
  const set: [string, string][] = []
  for (let at = 0; at < characters.length; at++) {
    const from = characters[at]!
    const isRange = characters[at + 1] === '-' && at + 2 < characters.length
    set.push([from, isRange ? characters[at + 2]! : from])
    if (isRange) at += 2
  }
  return { set, negated }
}

function isOne(token: Token, character: string): boolean {
  if (typeof token === 'string') return token === character
  if ('any' in token) return true
  if ('star' in token) return false
  return token.set.some(([from, to]) => character >= from && character <= to) !== token.negated
}

/** Whether one name fits; goes back to the last star only, which is enough, so the time is at most their product. */
function nameFits(tokens: readonly Token[], name: string): boolean {
  let token = 0
  let at = 0
  let star = -1
  let retry = 0
  while (at < name.length) {
    const current = tokens[token]
    if (current !== undefined && isOne(current, name[at]!)) {
      token++
      at++
    } else if (typeof current === 'object' && 'star' in current) {
      star = token++
      retry = at
    } else if (star >= 0) {
      token = star + 1
      at = ++retry
    } else return false
  }
  while (token < tokens.length && isStar(tokens[token]!)) token++
  return token === tokens.length
}

const isStar = (token: Token) => typeof token === 'object' && 'star' in token

/**
 * Whether the names of a path fit, or those of a directory above it: what a pattern means, it means with all below.
 * `a/**` means what is in `a`, not `a` itself.
 */
export function globFits(glob: Glob, names: readonly string[]): boolean {
  // Which numbers of leading names the pattern so far has taken up.
  let reached = new Set([0])
  for (const [at, tokens] of glob.entries()) {
    const next = new Set<number>()
    for (const count of reached) {
      if (tokens !== null) {
        const name = names[count]
        if (name !== undefined && nameFits(tokens, name)) next.add(count + 1)
        continue
      }
      const least = at === glob.length - 1 ? count + 1 : count
      for (let more = least; more <= names.length; more++) next.add(more)
      break // counts rise, so the first one reaches all that the others would
    }
    if (next.size === 0) return false
    reached = next
  }
  return true
}
