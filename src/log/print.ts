/** Text for people. Nothing that came from the gated side reaches a terminal with its control characters. */

/** C0, DEL, C1, and what reorders or hides text: shown as \u{...}, never sent to the terminal. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu

/** `text` on one line, with everything that a terminal would obey made visible. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    if (character === '\n') return '\\n'
    if (character === '\t') return '\\t'
    return `\\u{${character.codePointAt(0)?.toString(16)}}`
  })
}

/** JSON with everything that a terminal would obey written as an escape of JSON: the same value. */
export function printableJson(json: string): string {
  return json.replace(UNPRINTABLE, (character) => {
    let escaped = ''
    for (let at = 0; at < character.length; at++)
      escaped += `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`
    return escaped
  })
}

/** Takes no column of its own, or two of them. */
const WIDTHLESS = /\p{Mn}|\p{Me}/u
const WIDE =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}|[\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u

function widthOf(character: string): number {
  if (character < '\u0300') return 1
  return WIDTHLESS.test(character) ? 0 : WIDE.test(character) ? 2 : 1
}

/** Columns that printable text takes on a terminal. */
export function columnsOf(text: string): number {
  let columns = 0
  for (const character of text) columns += widthOf(character)
  return columns
}

/** `text` in at most `width` columns. */
export function clip(text: string, width: number): string {
  if (text.length <= width / 2 || columnsOf(text) <= width) return text
  return `${cut(text, Math.max(0, width - 3))[0]}...`
}

/** `text` with spaces behind it, `width` columns wide. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columnsOf(text)))
}

/** What fits into `width` columns, one character at least, and the rest. */
function cut(text: string, width: number): [string, string] {
  let columns = 0
  let end = 0
  for (const character of text) {
    columns += widthOf(character)
    if (columns > width && end > 0) break
    end += character.length
  }
  return [text.slice(0, end), text.slice(end)]
}

const MIN_WRAP = 20

/** Words of `text` in lines of at most `width` columns, each after `indent`; a word that is too long goes on in the next line. */
export function wrap(text: string, width: number, indent: string): string {
  const room = Math.max(MIN_WRAP, width - indent.length)
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const word of text.split(' ')) {
    const columns = columnsOf(word)
    if (line !== '' && used + 1 + columns <= room) {
      line += ` ${word}`
      used += 1 + columns
      continue
    }
    if (line !== '') lines.push(line)
    let rest = word
    while (columnsOf(rest) > room) {
      const [head, tail] = cut(rest, room)
      lines.push(head)
      rest = tail
    }
    line = rest
    used = columnsOf(rest)
  }
  return [...lines, line].map((each) => indent + each).join('\n')
}
