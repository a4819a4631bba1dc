/**
 * What the user types at the terminal, as far as it says whether a prompt is the user's. gatesh stands between the
 * keyboard and the agent, and nothing below the agent can put bytes here. Pure, bounded.
 */

const MAX_LINES = 50
const MAX_LINE = 64 * 1024

/** Keys that end a prompt: return, and return as the kitty keyboard protocol reports it. */
const RETURN = /^(?:\r|\x1b\[13(?:;1(?::1)?)?u)/
const PASTE_START = '\x1b[200~'
const PASTE_END = '\x1b[201~'
/** Return that only begins a new line: with meta, shift or control. */
const NEW_LINE = /^(?:\x1b\r|\n|\x1b\[13;[2-8](?::1)?u)/
/** Any other escape sequence: cursor keys, mouse, answers of the terminal to queries. */
const SEQUENCE = /^\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|O.|.)/s

/** Words without regard to blanks: the screen wraps lines, pastes lose theirs. */
export const squeezed = (text: string) => text.replace(/\s+/g, '')

export class Typing {
  private readonly decoder = new TextDecoder()
  private rest = ''
  private line = ''
  private pasting = false
  private readonly lines: string[] = []
  private returned = false

  /** Bytes from the keyboard, as they come. */
  push(bytes: Uint8Array): void {
    let text = this.rest + this.decoder.decode(bytes, { stream: true })
    this.rest = ''
    while (text !== '') {
      const taken = this.take(text)
      if (taken === 0) {
        // An escape sequence that is not whole yet; a lone escape key says nothing.
        this.rest = text.length < 4096 ? text : ''
        return
      }
      text = text.slice(taken)
    }
  }

  /** Whether return was pressed since this was asked last. */
  takeReturn(): boolean {
    const was = this.returned
    this.returned = false
    return was
  }

  /** Whether one of the lines that were typed, and not taken yet, is this text; it is taken then. */
  takeLine(text: string): boolean {
    const at = this.lines.indexOf(squeezed(text))
    if (at >= 0) this.lines.splice(at, 1)
    return at >= 0
  }

  /** Takes the first key of `text`; its length, 0 where it is not whole. */
  private take(text: string): number {
    if (this.pasting) return this.takePasted(text)
    if (text.startsWith(PASTE_START)) {
      this.pasting = true
      return PASTE_START.length
    }
    const newLine = NEW_LINE.exec(text)
    if (newLine) return this.add('\n', newLine[0].length)
    const end = RETURN.exec(text)
    if (end) return this.finish(end[0].length)
    if (text.startsWith('\x1b')) return SEQUENCE.exec(text)?.[0].length ?? 0
    const key = String.fromCodePoint(text.codePointAt(0) ?? 0)
    if (key === '\x7f' || key === '\b')
      this.line = [...this.line.slice(-2)].length === 1 ? this.line.slice(0, -2) : this.line.slice(0, -1)
    else if (key === '\x15' || key === '\x03') this.line = ''
    else if (key >= ' ') return this.add(key, key.length)
    return key.length
  }

  private takePasted(text: string): number {
    const end = text.indexOf(PASTE_END)
    if (end === 0) {
      this.pasting = false
      return PASTE_END.length
    }
    // Its last characters may be the beginning of the end mark.
    const partial = text.lastIndexOf('\x1b')
    const length = end > 0 ? end : partial >= 0 && text.length - partial < PASTE_END.length ? partial : text.length
    return this.add(text.slice(0, length), length)
  }

  private add(text: string, length: number): number {
    if (this.line.length < MAX_LINE) this.line += text
    return length
  }

  private finish(length: number): number {
    // A backslash before return is a new line in most agents.
    if (this.line.endsWith('\\')) {
      this.line = this.line.slice(0, -1)
      return length
    }
    this.returned = true
    const line = squeezed(this.line)
    this.line = ''
    if (line !== '') this.lines.push(line)
    if (this.lines.length > MAX_LINES) this.lines.shift()
    return length
  }
}
