/** What the probe reports about a text that an agent is about to read. It warns; it never blocks nor changes the text. */

export type FindingKind =
  | 'hidden' // text that a person does not see and a model does
  | 'terminal' // escape sequences that act on a terminal
  | 'addressed' // speaks to an assistant rather than to a reader
  | 'override' // asks to drop or replace instructions
  | 'forged' // pretends to be another turn, tool result, reminder or approval
  | 'demand' // asks for an act: run, send, fetch, pay, change access
  | 'encoded' // one of the above behind an encoding
  | 'poison' // asks to be written where later sessions obey

export interface Finding {
  readonly kind: FindingKind
  /** The words found, control characters made visible, at most MAX_EXCERPT characters. */
  readonly excerpt: string
  /** UTF-16 offset in the text as given. */
  readonly offset: number
  /** 0 to 1: how sure this finding alone is. */
  readonly score: number
  /** What was seen, lower case, no final stop. */
  readonly why: string
}

/** Where a text came from, as far as the ledger knows. Absent = unknown, which is judged like `fetched`. */
export interface TextContext {
  /** `own`: a file of the project or output of its tools. `fetched`: from the network or another program's data. */
  readonly origin?: 'own' | 'fetched'
  /** Path or URL of the text. */
  readonly source?: string
}

export const MAX_EXCERPT = 160

/** An excerpt that is safe to print anywhere: no control, bidirectional or invisible character survives as such. */
export function excerptOf(text: string): string {
  const visible = text
    .slice(0, MAX_EXCERPT * 2)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(
      /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Variation_Selector}]/gu,
      (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`,
    )
  return visible.length > MAX_EXCERPT ? `${visible.slice(0, MAX_EXCERPT - 1)}…` : visible
}
