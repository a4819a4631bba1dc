import type { Word } from './script.js'
import { constant, unknown, type Value, wordValue } from './value.js'

/** Name of the program without its folder; null where it is not known. */
export function programName(argv: readonly Word[]): string | null {
  const text = argv[0]?.text ?? null
  return text === null ? null : text.slice(text.lastIndexOf('/') + 1)
}

/** Text of words that a program joins with blanks before it hands them to a shell. */
export function joinWords(words: readonly Word[]): Value {
  let text = ''
  let opaque: Value['opaque']
  for (const [index, word] of words.entries()) {
    const value = wordValue(word)
    text += (index === 0 ? '' : ' ') + value.text
    opaque ??= value.opaque ?? (word.splits || word.glob ? 'glob' : undefined)
  }
  return opaque ? { ...unknown(opaque), text } : constant(text)
}
