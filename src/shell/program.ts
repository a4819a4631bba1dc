import type { Word } from './script.js'
import { concat, constant, EMPTY, type Value, wordValue } from './value.js'

/** Name of the program without its folder; null where it is not known. */
export function programName(argv: readonly Word[]): string | null {
  const text = argv[0]?.text ?? null
  return text === null ? null : text.slice(text.lastIndexOf('/') + 1)
}

/** Text of words that a program joins with blanks before it hands them to a shell. */
export function joinWords(words: readonly Word[]): Value {
  let text = EMPTY
  let several: Value['opaque']
  for (const [index, word] of words.entries()) {
    if (word.splits || word.glob) several ??= word.opaque ?? 'glob'
    text = index === 0 ? wordValue(word) : concat(concat(text, BLANK), wordValue(word))
  }
  return several && !text.opaque ? { ...text, opaque: several } : text
}

const BLANK = constant(' ')
