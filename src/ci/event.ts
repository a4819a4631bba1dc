/**
 * The words that a CI event carries: a pull request, an issue, a comment, the inputs of a run. Who wrote them decides:
 * on a public repository anybody may open an issue, and a stranger's text is no instruction of the user's. Pure.
 */

/** A piece of text in an event. */
export interface Passage {
  /** `issue title`, `comment`, ... */
  readonly what: string
  readonly text: string
  /** Login name of the writer, where the event names one. */
  readonly author: string | undefined
}

export interface EventWords {
  /** In the order in which they were written, as far as the event tells. */
  readonly trusted: readonly Passage[]
  /** Text of people who may not instruct an agent here. */
  readonly strangers: readonly Passage[]
}

export const noWords: EventWords = { trusted: [], strangers: [] }

/** What every reader of events needs beside the event. */
export interface Trust {
  /** Login names that the workflow itself vouches for. */
  readonly authors: ReadonlySet<string>
}

type Fields = Readonly<Record<string, unknown>>

export const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined

/** `passages`: text, and whether its writer may instruct. Passages without text are left out. */
export function sorted(
  passages: readonly { what: string; text: string | undefined; author: string | undefined; may: boolean }[],
): EventWords {
  const written = passages.flatMap(({ what, text, author, may }) =>
    text === undefined ? [] : [{ may, passage: { what, text, author } }],
  )
  return {
    trusted: written.filter(({ may }) => may).map(({ passage }) => passage),
    strangers: written.filter(({ may }) => !may).map(({ passage }) => passage),
  }
}

/** Shorter ones stand in many texts by chance, and give away nothing. */
const MIN_QUOTED = 12

/**
 * `words` without what strangers wrote. A workflow may paste an issue into its prompt (`-p "fix this: $BODY"`); that does
 * not make a stranger the user.
 */
export function withoutStrangers(words: string, { strangers }: EventWords): string {
  let left = unified(words)
  for (const { text } of strangers) {
    const quoted = unified(text).trim()
    if (quoted.length >= MIN_QUOTED) left = left.replaceAll(quoted, ' ')
  }
  return left === unified(words) ? words : left
}

const unified = (text: string) => text.replaceAll('\r\n', '\n')
