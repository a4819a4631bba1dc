/** A user's message cut into tokens. Linear in the text; nothing throws. */

export interface Token {
  /**
   * word: a plain word. name: something that looks like an identifier, path, host, number or option.
   * cjk: a run of Chinese or Japanese script, which has no blanks between words. mark: punctuation and line ends.
   */
  readonly type: 'word' | 'name' | 'cjk' | 'mark'
  /** Lower case; contractions without their apostrophe (`dont`). */
  readonly text: string
  /** Inside a fence, a quoted line, or a line of a pasted log: somebody else's text, never an order. */
  readonly pasted: boolean
  /** Inside quotation marks that hold a whole sentence. */
  readonly quoted: boolean
}

/** Longest message that is read for orders: the start and the end of a longer one are what a person wrote around a paste. */
export const MAX_MESSAGE = 16_000

const tokenPattern =
  /(?:stash|head)@\{\d+\}|[\p{sc=Hiragana}\p{sc=Katakana}ー\p{sc=Han}]+|[a-z][\w+.-]*:\/\/[^\s"'`<>)\]，。、]*[^\s"'`<>)\],.;:!?，。、]|--?[A-Za-z][\w-]*(?:=[^\s"'`,;]+)?|[~/.@#$%]*[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{N}_*](?:[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{M}\p{N}_*]|(?:['’]|[./:@#+=~*%$[\]&-]+)(?=[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{N}_*]))*[\]*/%]*|[.!?。！？…;；,，、:：()（）"“”„«»「」『』`>→]|&&|\|\|?/giu

const cjk = /^[\p{sc=Hiragana}\p{sc=Katakana}ー\p{sc=Han}]/u
const plain = /^\p{L}+(?:['’]\p{L}+)*$/u

/** A line that a program printed rather than a person: prompts, stack frames, log levels, timestamps, diff marks. */
const logLine =
  /^\s*(?:>|\$ |# |❯|\+\+\+ |--- |@@ |at \S+ ?\(|File "|Traceback|npm (?:ERR|error|warn)|(?:error|fatal|warning|warn|info|debug|hint|remote|panic|exception|caused by|e|notice)(?:\[[^\]]*\])?:\s|\[?(?:error|warn|info|debug|fatal)\]|\d{4}-\d\d-\d\d[t ]\d\d:\d\d|\[?\d\d:\d\d:\d\d|\w+@[\w-]+[:~])/i

interface Line {
  readonly text: string
  readonly pasted: boolean
}

/**
 * Lines of the message, told apart in the user's own and pasted ones. A fence that is never closed takes the rest, so
 * that nothing in it counts as an order.
 */
function linesOf(text: string): readonly Line[] {
  const lines: Line[] = []
  let fenced = false
  for (const line of text.split('\n')) {
    const fence = /^\s*(?:```|~~~)/.test(line)
    if (fence) fenced = !fenced
    lines.push({ text: line, pasted: fence || fenced || logLine.test(line) })
  }
  return lines
}

/** Quoted spans shorter than this many words are names or titles; longer ones are somebody's sentence. */
const QUOTED_SENTENCE = 4

const closers: Readonly<Record<string, string>> = {
  '"': '"',
  '“': '”',
  '„': '“',
  '«': '»',
  '「': '」',
  '『': '』',
  '`': '`',
}

/** Tokens of a message, line ends kept as marks. */
export function tokenize(message: string): readonly Token[] {
  const text =
    message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE / 2)}\n${message.slice(-MAX_MESSAGE / 2)}`
  const tokens: Token[] = []
  for (const line of linesOf(text)) {
    tokens.push(...tokensOfLine(line))
    tokens.push({ type: 'mark', text: '\n', pasted: line.pasted, quoted: false })
  }
  return tokens
}

function tokensOfLine(line: Line): readonly Token[] {
  const tokens: Token[] = []
  let open: { readonly closer: string; readonly at: number } | undefined
  for (const match of line.text.matchAll(tokenPattern)) {
    const raw = match[0]
    if (open && raw === open.closer) {
      const words = tokens.length - open.at
      // Back ticks hold what is to be typed; quotation marks around a whole sentence hold somebody's words.
      if (raw !== '`' && words >= QUOTED_SENTENCE) markQuoted(tokens, open.at)
      open = undefined
      continue
    }
    const closer = closers[raw]
    if (!open && closer !== undefined && line.text.indexOf(closer, match.index + 1) >= 0) {
      open = { closer, at: tokens.length }
      continue
    }
    tokens.push(token(raw, line.pasted))
  }
  return tokens
}

function markQuoted(tokens: Token[], from: number): void {
  for (let at = from; at < tokens.length; at++) tokens[at] = { ...tokens[at]!, quoted: true }
}

const mark = /^(?:[.!?。！？…;；,，、:：()（）"“”„«»「」『』`>→]|&&|\|\|?)$/u

/** Lower case without accents: `Lösch` and `losch`, `bórralo` and `borralo` are one word. */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  return /^[\x00-\x7f]*$/.test(lower)
    ? lower
    : lower
        .normalize('NFD')
        .replace(/[\u0300-\u036f]/g, '')
        .normalize('NFC')
        .replaceAll('ß', 'ss')
}

function token(raw: string, pasted: boolean): Token {
  if (mark.test(raw)) return { type: 'mark', text: raw, pasted, quoted: false }
  if (cjk.test(raw)) return { type: 'cjk', text: raw.normalize('NFC'), pasted, quoted: false }
  const text = fold(raw)
  if (plain.test(raw)) return { type: 'word', text: text.replace(/['’]/g, ''), pasted, quoted: false }
  return { type: 'name', text: text.replace(/[’]/g, "'").replace(/[.:,]+$/, ''), pasted, quoted: false }
}

/** Tokens as one text, in single blanks, with one at both ends. */
export function textOf(tokens: readonly Token[]): string {
  return ` ${tokens.map((token) => token.text).join(' ')} `
}
