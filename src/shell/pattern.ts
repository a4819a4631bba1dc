/** Shell patterns over known text. `undefined` as an answer means that we do not decide (extended patterns, too long). */

const MAX_PATTERN = 512
const MAX_SUBJECT = 4096

type Piece =
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'star' }
  | ClassPiece
interface ClassPiece {
  readonly kind: 'class'
  readonly negated: boolean
  readonly ranges: readonly (readonly [number, number])[]
}

const named: Record<string, readonly (readonly [number, number])[]> = {
  alpha: [
    [65, 90],
    [97, 122],
  ],
  digit: [[48, 57]],
  alnum: [
    [48, 57],
    [65, 90],
    [97, 122],
  ],
  upper: [[65, 90]],
  lower: [[97, 122]],
  space: [
    [9, 13],
    [32, 32],
  ],
  blank: [
    [9, 9],
    [32, 32],
  ],
  punct: [
    [33, 47],
    [58, 64],
    [91, 96],
    [123, 126],
  ],
  xdigit: [
    [48, 57],
    [65, 70],
    [97, 102],
  ],
}

/** Puts a backslash before each character that a pattern would take specially. */
export function escapePattern(text: string): string {
  return /[*?[\]\\]/.test(text) ? text.replace(/[*?[\]\\]/g, '\\$&') : text
}

/** Whether text that came from an expansion would be taken as a pattern for file names. */
export function looksLikePattern(text: string): boolean {
  if (text.includes('*') || text.includes('?')) return true
  const open = text.indexOf('[')
  return open >= 0 && text.includes(']', open)
}

/** Whether the whole of `text` matches. */
export function matches(pattern: string, text: string): boolean | undefined {
  const pieces = compile(pattern)
  return pieces && text.length <= MAX_SUBJECT ? matchesPieces(pieces, text) : undefined
}

/** Pattern removal and the like: the end (exclusive) of the shortest or longest prefix that matches, -1 for none. */
export function matchingPrefix(pattern: string, text: string, longest: boolean): number | undefined {
  const pieces = compile(pattern)
  if (!pieces || text.length > MAX_SUBJECT) return undefined
  for (let i = 0; i <= text.length; i++) {
    const end = longest ? text.length - i : i
    if (matchesPieces(pieces, text.slice(0, end))) return end
  }
  return -1
}

/** The start of the shortest or longest suffix that matches, -1 for none. */
export function matchingSuffix(pattern: string, text: string, longest: boolean): number | undefined {
  const pieces = compile(pattern)
  if (!pieces || text.length > MAX_SUBJECT) return undefined
  for (let i = 0; i <= text.length; i++) {
    const start = longest ? i : text.length - i
    if (matchesPieces(pieces, text.slice(start))) return start
  }
  return -1
}

/** `${x/pattern/replacement}` on known text. `where`: the first match, all, or one at the start or end. */
export function replaceMatches(
  pattern: string,
  text: string,
  replacement: string,
  where: '/' | '//' | '/#' | '/%',
): string | undefined {
  if (pattern === '' && where !== '/#' && where !== '/%') return text
  if (where === '/#') {
    const end = matchingPrefix(pattern, text, true)
    return end === undefined ? undefined : end < 0 ? text : replacement + text.slice(end)
  }
  if (where === '/%') {
    const start = matchingSuffix(pattern, text, true)
    return start === undefined ? undefined : start < 0 ? text : text.slice(0, start) + replacement
  }
  // Every start is tried against every end, so the subject is kept shorter than elsewhere.
  const pieces = compile(pattern)
  if (!pieces || (text.length > 256 && !pieces.every((piece) => piece.kind === 'char'))) return undefined
  if (pieces.every((piece) => piece.kind === 'char')) {
    const plain = pieces.map((piece) => (piece.kind === 'char' ? piece.char : '')).join('')
    return where === '//' ? text.split(plain).join(replacement) : replaceFirst(text, plain, replacement)
  }
  let result = ''
  let at = 0
  while (at < text.length) {
    let end = text.length
    while (end > at && !matchesPieces(pieces, text.slice(at, end))) end--
    if (end === at) {
      result += text[at++]
      continue
    }
    result += replacement
    at = end
    if (where === '/') break
  }
  return result + text.slice(at)
}

function replaceFirst(text: string, part: string, replacement: string): string {
  const at = text.indexOf(part)
  return at < 0 ? text : text.slice(0, at) + replacement + text.slice(at + part.length)
}

function compile(pattern: string): readonly Piece[] | undefined {
  if (pattern.length > MAX_PATTERN) return undefined
  const pieces: Piece[] = []
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i] as string
    if ('?*+@!'.includes(char) && pattern[i + 1] === '(') return undefined
    if (char === '*') {
      if (pieces.at(-1)?.kind !== 'star') pieces.push({ kind: 'star' })
    } else if (char === '?') pieces.push({ kind: 'any' })
    else if (char === '\\' && i + 1 < pattern.length) pieces.push({ kind: 'char', char: pattern[++i] as string })
    else if (char === '[') {
      const set = readClass(pattern, i)
      if (set === null) return undefined
      if (set) {
        pieces.push(set.piece)
        i = set.end
      } else pieces.push({ kind: 'char', char })
    } else pieces.push({ kind: 'char', char })
  }
  return pieces
}

/** A bracket expression; undefined where the bracket is a plain character, null where it is one that we do not know. */
function readClass(pattern: string, open: number): { piece: ClassPiece; end: number } | undefined | null {
  let i = open + 1
  const negated = pattern[i] === '!' || pattern[i] === '^'
  if (negated) i++
  const ranges: (readonly [number, number])[] = []
  const first = i
  for (; i < pattern.length; i++) {
    const char = pattern[i] as string
    if (char === ']' && i > first) return { piece: { kind: 'class', negated, ranges }, end: i }
    if (char === '/') return undefined
    if (char === '[' && pattern[i + 1] === ':') {
      const close = pattern.indexOf(':]', i + 2)
      const set = close < 0 ? undefined : named[pattern.slice(i + 2, close)]
      if (!set) return null
      ranges.push(...set)
      i = close + 1
      continue
    }
    if (char === '[' && (pattern[i + 1] === '.' || pattern[i + 1] === '=')) return null
    if (char === '\\' && i + 1 < pattern.length) i++
    const low = pattern.charCodeAt(i)
    if (pattern[i + 1] === '-' && i + 2 < pattern.length && pattern[i + 2] !== ']') {
      i += 2
      if (pattern[i] === '\\') i++
      // How a range sorts depends on the locale outside letters and digits of one kind.
      const high = pattern.charCodeAt(i)
      if (!sameKind(low, high)) return null
      ranges.push([low, high])
    } else ranges.push([low, low])
  }
  return undefined
}

function sameKind(low: number, high: number): boolean {
  return [
    [48, 57],
    [65, 90],
    [97, 122],
  ].some(([from, to]) => low >= (from as number) && high <= (to as number))
}

/** Greedy match with one place to go back to, so at worst length times length. */
function matchesPieces(pieces: readonly Piece[], text: string): boolean {
  let p = 0
  let t = 0
  let starAt = -1
  let retry = 0
  while (t < text.length) {
    const piece = pieces[p]
    if (piece?.kind === 'star') {
      starAt = p++
      retry = t
    } else if (piece && matchesOne(piece, text, t)) {
      p++
      t++
    } else if (starAt >= 0) {
      p = starAt + 1
      t = ++retry
    } else return false
  }
  while (pieces[p]?.kind === 'star') p++
  return p === pieces.length
}

function matchesOne(piece: Piece, text: string, at: number): boolean {
  switch (piece.kind) {
    case 'char':
      return text[at] === piece.char
    case 'any':
      return true
    case 'star':
      return false
    case 'class': {
      const code = text.charCodeAt(at)
      return piece.ranges.some(([low, high]) => code >= low && code <= high) !== piece.negated
    }
  }
}
