/**
 * Secrets taken out of what a terminal was sent. Such a text is full of sequences that colour and place it, and comes in
 * pieces of any size: a secret is looked for in what a person would see of it all, and its characters are replaced one by
 * one, so that everything else stays where it was. Pure.
 */
import { type SecretSpan, secretsIn } from './secrets-in.js'

/** What a terminal obeys and does not show. The text of an OSC (titles, links, the clipboard) ends with BEL or ST. */
const SEQUENCE =
  /\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]|[\x00-\x09\x0b-\x1f\x7f]/g
/** Text that a program puts on the clipboard: encoded, so that nobody could look for a secret in it. */
const CLIPBOARD = /\x1b\]52;[^\x07\x1b]*(?:\x07|\x1b\\)?/g

/** Short, keyed name of a secret: the same one can be recognised, and nobody can test guesses. */
export type NameSecret = (kind: string, secret: string) => string

export interface Redacted {
  /** As long as what was given, unit for unit. */
  readonly text: string
  /** Begin of a secret that may go on behind the end; the length of the text where there is none. */
  readonly unfinished: number
}

/** `text` with its secrets replaced by their names, cut or filled up with `*` to the same length. */
export function redactOutput(text: string, nameOf: NameSecret): Redacted {
  const units = text.split('')
  for (const { index, 0: sequence } of text.matchAll(CLIPBOARD)) fill(units, index + 5, index + sequence.length - 1, '')
  let unfinished = text.length
  for (const view of [visible(text, false), visible(text, true)]) {
    for (const { start, end, kind } of secretsIn(view.shown)) {
      const name = nameOf(kind, view.shown.slice(start, end))
      for (let at = start; at < end; at++) {
        const place = view.places[at] ?? -1
        if (place >= 0) units[place] = name[at - start] ?? '*'
      }
      if (end === view.shown.length) unfinished = Math.min(unfinished, view.places[start] ?? 0)
    }
  }
  // Within a sequence, such as a link or a title.
  for (const span of secretsIn(text))
    if (isUntouched(units, text, span))
      fill(units, span.start, span.end, nameOf(span.kind, text.slice(span.start, span.end)))
  return { text: units.join(''), unfinished }
}

function fill(units: string[], start: number, end: number, name: string): void {
  for (let at = start; at < end; at++) units[at] = name[at - start] ?? '*'
}

function isUntouched(units: readonly string[], text: string, { start, end }: SecretSpan): boolean {
  for (let at = start; at < end; at++) if (units[at] !== text[at]) return false
  return true
}

/** Changes how the next characters look, and not where they stand. */
const COLOUR = /^\x1b\[[0-9;:]*m$/

/**
 * The text without its sequences, and where each of its units came from. `parted`: what moves the cursor parts words, for
 * which a space stands (-1); else the text goes on behind it.
 */
function visible(text: string, parted: boolean): { shown: string; places: readonly number[] } {
  const places: number[] = []
  let shown = ''
  let from = 0
  const take = (to: number) => {
    shown += text.slice(from, to)
    for (let at = from; at < to; at++) places.push(at)
  }
  for (const { index, 0: sequence } of text.matchAll(SEQUENCE)) {
    take(index)
    from = index + sequence.length
    if (!parted || COLOUR.test(sequence)) continue
    shown += ' '
    places.push(-1)
  }
  take(text.length)
  return { shown, places }
}
