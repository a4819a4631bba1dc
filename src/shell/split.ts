/** Word splitting of known text. */
export interface Fields {
  readonly words: readonly string[]
  /** Whether the text began or ended with a separator, so that what stands beside it is another word. */
  readonly leading: boolean
  readonly trailing: boolean
}

/** Splits by IFS: its blanks count together, each other character of it separates by itself. */
export function splitFields(text: string, ifs: string): Fields {
  if (text === '') return { words: [], leading: false, trailing: false }
  if (ifs === '') return { words: [text], leading: false, trailing: false }
  const words: string[] = []
  let i = 0
  const blank = (at: number) => ifs.includes(text[at] as string) && ' \t\n'.includes(text[at] as string)
  const separator = (at: number) => ifs.includes(text[at] as string)
  while (i < text.length && blank(i)) i++
  const leading = i > 0
  let trailing = false
  while (i < text.length) {
    const start = i
    while (i < text.length && !separator(i)) i++
    words.push(text.slice(start, i))
    trailing = i < text.length
    while (i < text.length && blank(i)) i++
    if (i < text.length && separator(i) && !blank(i)) {
      i++
      while (i < text.length && blank(i)) i++
    }
  }
  return { words, leading, trailing }
}
