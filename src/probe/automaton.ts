/**
 * Finds many short phrases at once in one walk over a text (Aho and Corasick, 1975), as one table of states.
 * A boundary in a phrase stands for any run of characters that are no letters.
 */
import { BOUNDARY, DIGIT } from './characters.js'

export const ALPHABET_BITS = 5

export interface Automaton {
  /** `next[state << ALPHABET_BITS | class]` */
  readonly next: Uint16Array
  /** States from this one on have found something. */
  readonly firstFinding: number
  /** Bit set of the families whose phrase ends at a state. */
  readonly found: Uint32Array
  /** The same for phrases that count only within marks, and how long the longest of them is. */
  readonly foundMarked: Uint32Array
  readonly markedLength: Uint8Array
  /** The state after a boundary, where every text begins. */
  readonly start: number
}

interface Node {
  readonly next: Map<number, number>
  found: number
  foundMarked: number
  markedLength: number
  fail: number
  readonly last: number
}

const newNode = (last: number): Node => ({ next: new Map(), found: 0, foundMarked: 0, markedLength: 0, fail: 0, last })

export interface Phrase {
  /** Lower-case letters, single spaces, `0` for any digit; begins at a word's start, and a trailing space asks for its end. */
  readonly phrase: string
  /** Number of its family, below 31. */
  readonly family: number
  /** Counts only within the marks of a turn; must end with a space. */
  readonly marked: boolean
}

const symbolOf = (char: string) => (char === ' ' ? BOUNDARY : char === '0' ? DIGIT : char.charCodeAt(0) - 0x60)

/** Builds the automaton of all phrases. */
export function buildAutomaton(phrases: readonly Phrase[]): Automaton {
  const nodes: Node[] = [newNode(-1)]
  const child = (from: number, symbol: number): number => {
    const known = nodes[from]!.next.get(symbol)
    if (known !== undefined) return known
    nodes.push(newNode(symbol))
    nodes[from]!.next.set(symbol, nodes.length - 1)
    return nodes.length - 1
  }
  for (const { phrase, family, marked } of phrases) {
    let at = child(0, BOUNDARY)
    for (const char of phrase) at = child(at, symbolOf(char))
    const node = nodes[at]!
    if (marked) {
      node.foundMarked |= 1 << family
      node.markedLength = phrase.length - 1
    } else node.found |= 1 << family
  }

  const width = 1 << ALPHABET_BITS
  const table = nodes.map(() => new Array<number>(width).fill(0))
  const queue: number[] = []
  for (let symbol = 0; symbol < width; symbol++) {
    const to = nodes[0]!.next.get(symbol)
    if (to === undefined) continue
    table[0]![symbol] = to
    queue.push(to)
  }
  for (let head = 0; head < queue.length; head++) {
    const at = queue[head]!
    const node = nodes[at]!
    const shorter = nodes[node.fail]!
    node.found |= shorter.found
    node.foundMarked |= shorter.foundMarked
    node.markedLength = Math.max(node.markedLength, shorter.markedLength)
    for (let symbol = 0; symbol < width; symbol++) {
      const to = node.next.get(symbol)
      const over = table[node.fail]![symbol]!
      if (to === undefined) table[at]![symbol] = over
      else {
        table[at]![symbol] = to
        nodes[to]!.fail = over
        queue.push(to)
      }
    }
    // A run of boundaries is one boundary.
    if (node.last === BOUNDARY) table[at]![BOUNDARY] = at
  }

  // Finding states are numbered last, so that the walk needs one comparison.
  const finds = (at: number) => (nodes[at]!.found | nodes[at]!.foundMarked) !== 0
  const order = nodes.map((_, at) => at).sort((a, b) => Number(finds(a)) - Number(finds(b)) || a - b)
  const place = new Array<number>(nodes.length)
  for (const [at, old] of order.entries()) place[old] = at
  const next = new Uint16Array(nodes.length * width)
  const found = new Uint32Array(nodes.length)
  const foundMarked = new Uint32Array(nodes.length)
  const markedLength = new Uint8Array(nodes.length)
  for (const [at, old] of order.entries()) {
    const node = nodes[old]!
    found[at] = node.found
    foundMarked[at] = node.foundMarked
    markedLength[at] = node.markedLength
    for (let symbol = 0; symbol < width; symbol++) next[at * width + symbol] = place[table[old]![symbol]!]!
  }
  const firstFinding = order.findIndex(finds)
  return {
    next,
    found,
    foundMarked,
    markedLength,
    firstFinding: firstFinding < 0 ? nodes.length : firstFinding,
    start: place[table[0]![BOUNDARY]!]!,
  }
}
