import { matches } from '../../../src/shell/pattern.js'
import type { Command, Script, Word } from '../../../src/shell/script.js'

/** How one exec of the real shell was foreseen: word for word, by words that are partly unknown, by an opaque part, or not. */
export type Foreseen = 'exact' | 'partly' | 'opaque' | 'missed'

/** Programs that only run others and do not stay in the list: seen through `via`. */
const dissolved = new Set(['bash', 'sh', 'dash', 'env', 'timeout', 'nice', 'stdbuf', 'flock', 'time'])

export function foresee(argv: readonly string[], script: Script): Foreseen {
  const name = (argv[0] ?? '').replace(/^.*\//, '')
  let best: Foreseen = 'missed'
  for (const command of script.commands) {
    if (command.runs === 'defined' || command.argv.length === 0) continue
    if (isExact(command, argv)) return 'exact'
    if (best === 'missed' && covers(command.argv, argv, 0, 0)) best = 'partly'
  }
  if (best !== 'missed') return best
  if (dissolved.has(name) && throughIt(name, script)) return 'exact'
  return script.opaque.some((part) => part.role !== 'program') ? 'opaque' : 'missed'
}

function isExact(command: Command, argv: readonly string[]): boolean {
  const words = command.argv.flatMap((word): readonly (string | null)[] =>
    word.glob && word.matches && word.matches.length > 0 ? word.matches : [plain(word)],
  )
  return words.length === argv.length && words.every((text, index) => text === argv[index])
}

/** A pattern that matches nothing stays as it is, but for its quotes. */
function plain(word: Word): string | null {
  return word.glob ? (word.text?.replace(/\\(.)/g, '$1') ?? null) : word.text
}

function throughIt(name: string, script: Script): boolean {
  return (
    script.commands.some((command) => command.via.some((via) => via.program === name)) ||
    !script.commands.some((command) => command.argv.length > 0)
  )
}

/** Whether known and unknown words together may have become this argv. */
function covers(words: readonly Word[], argv: readonly string[], w: number, a: number): boolean {
  const word = words[w]
  if (!word) return a === argv.length
  if (word.splits || word.glob) {
    for (let end = word.splits || word.matches?.length === 0 ? a : a + 1; end <= argv.length; end++) {
      if (covers(words, argv, w + 1, end)) return true
      const next = argv[end]
      if (
        next === undefined ||
        (!word.splits && word.text !== null && plain(word) !== next && matches(word.text, next) === false)
      )
        return false
    }
    return false
  }
  const text = argv[a]
  return text !== undefined && couldBe(word, text) && covers(words, argv, w + 1, a + 1)
}

function couldBe(word: Word, text: string): boolean {
  if (word.text !== null) return word.text === text
  const pieces = word.pieces ?? [word.prefix ?? '', word.suffix ?? '']
  let at = 0
  for (const [index, piece] of pieces.entries()) {
    const found =
      index === 0
        ? text.startsWith(piece)
          ? 0
          : -1
        : index === pieces.length - 1
          ? text.endsWith(piece)
            ? text.length - piece.length
            : -1
          : text.indexOf(piece, at)
    if (found < at) return false
    at = found + piece.length
  }
  return true
}
