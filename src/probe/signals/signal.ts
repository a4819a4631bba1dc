/** What a passage can say that speaks for an attack: rows of data, matched against folded text (see ../fold.ts). */
import type { FindingKind } from '../finding.js'

export interface Signal {
  readonly id: string
  readonly kind: FindingKind
  /** 0 to 1; a passage whose signals add up to FLAG_FROM is reported as an attempt. */
  readonly weight: number
  /** Over folded text: lower case, one space or line end between words. A space in the source stands for either. */
  readonly pattern: RegExp
  /** Completes "this text ...". */
  readonly why: string
}

/** Signals that say much the same: only the heaviest of a family counts in a passage. */
export interface Family {
  readonly name: string
  /**
   * Beginnings of words and phrases, comma separated, one of which is in every match: the first pass looks for these alone.
   * A trailing space asks for the end of the word; a leading `<` asks for the marks of a turn around it (`<user>`, `[USER]`, a line
   * that begins with `user:`); words in braces are alternatives, `{note,hint} to`.
   */
  readonly anchors: string
  readonly signals: readonly Signal[]
  /** Each signal counts by itself: the family holds whole languages. */
  readonly each?: true
}

/** Compiles a pattern: spaces match any white space; everything is bounded, so that matching stays linear. */
export function pattern(source: string): RegExp {
  const spaced = source.replace(/\\.|\[(?:\\.|[^\]\\])*\]| /g, (part) =>
    part === ' ' ? '[ \\n]' : part.startsWith('[') ? part.replaceAll(' ', ' \\n') : part,
  )
  return new RegExp(spaced, 'g')
}

/** Up to `most` characters of the same sentence. A full stop inside a word, path or host does not end it. */
export function within(most: number): string {
  return `(?:[^.!?]|[.!?](?=[\\w/~])){0,${most}}?`
}

/** Where an order can begin: a line, a sentence, a clause, or after words that lead to one. */
export const orderStart =
  '(?:^|\\n|[.!?:;,"\'`(>\\])}*|\\-–—/=] ?|\\b(?:please|kindly|also|and|then|must|should|to|now|first|just|you|can|could|will|shall|immediately|instead|do|by|next|simply|directly|always|silently|quietly) )(?:to )?'
