/**
 * Keys as a person presses them at a question, told from what a terminal says by itself and from what was pasted. Pure.
 */

export type Key =
  | { readonly kind: 'character'; readonly text: string }
  | { readonly kind: 'return' | 'escape' | 'up' | 'down' }
  /** ctrl-c, as it came. */
  | { readonly kind: 'interrupt'; readonly bytes: string }
  /** What the terminal answers to a question of the agent: it is the agent's. */
  | { readonly kind: 'answer'; readonly bytes: string }
  /** Pasted text, mouse, keys that mean nothing here. */
  | { readonly kind: 'other' }

const PASTE_START = '\x1b[200~'
const PASTE_END = '\x1b[201~'
const CSI = /^\x1b\[([0-?]*)[ -/]*([@-~])/
const STRING = /^\x1b[\]P^_X][^\x07\x1b]*(?:\x07|\x1b\\)/
const SS3 = /^\x1bO(.)/
/** Ends of what a terminal reports: attributes, cursor, status, modes, window. */
const REPORTS = /^[cRnyt]$/
/** Keys by code: of the kitty keyboard protocol (a release of the key is none), and of xterm's modifyOtherKeys. */
const KITTY = /^(?<code>\d+)[\d:]*(?:;(?<modifiers>\d*)(?::[12])?(?:;[\d:]*)?)?$/
const OTHER_KEYS = /^27;(?<modifiers>\d+);(?<code>\d+)$/
const MAX_PASTE = 64 * 1024

export class KeyReader {
  private readonly decoder = new TextDecoder()
  private rest = ''

  push(bytes: Uint8Array): Key[] {
    let text = this.rest + this.decoder.decode(bytes, { stream: true })
    this.rest = ''
    const keys: Key[] = []
    while (text !== '') {
      const [key, length] = read(text)
      if (length === 0) {
        // The end of a paste has not come yet.
        this.rest = text.length < MAX_PASTE ? text : PASTE_START
        break
      }
      if (key) keys.push(key)
      text = text.slice(length)
    }
    return keys
  }
}

/** The first key and how much of the text it is; 0 where its end has not come yet. */
function read(text: string): [Key | undefined, number] {
  if (text.startsWith(PASTE_START)) {
    const end = text.indexOf(PASTE_END)
    return end < 0 ? [undefined, 0] : [{ kind: 'other' }, end + PASTE_END.length]
  }
  const csi = CSI.exec(text)
  if (csi) return [ofSequence(csi[0], csi[1] ?? '', csi[2] ?? ''), csi[0].length]
  const string = STRING.exec(text)
  if (string) return [{ kind: 'answer', bytes: string[0] }, string[0].length]
  const ss3 = SS3.exec(text)
  if (ss3) return [arrow(ss3[1] ?? '') ?? { kind: 'other' }, ss3[0].length]
  const character = String.fromCodePoint(text.codePointAt(0) ?? 0)
  if (character === '\x1b') return text.length === 1 ? [{ kind: 'escape' }, 1] : [{ kind: 'other' }, 2]
  return [ofCharacter(character), character.length]
}

function ofCharacter(character: string): Key {
  if (character === '\r') return { kind: 'return' }
  if (character === '\x03') return { kind: 'interrupt', bytes: character }
  if (character < ' ' || character === '\x7f') return { kind: 'other' }
  return { kind: 'character', text: character }
}

function arrow(final: string): Key | undefined {
  return final === 'A' ? { kind: 'up' } : final === 'B' ? { kind: 'down' } : undefined
}

function ofSequence(bytes: string, parameters: string, final: string): Key {
  if (REPORTS.test(final) || final === 'I' || final === 'O') return { kind: 'answer', bytes }
  const coded = final === 'u' ? KITTY.exec(parameters) : final === '~' ? OTHER_KEYS.exec(parameters) : null
  if (coded?.groups) return ofCode(Number(coded.groups.code), Number(coded.groups.modifiers || 1), bytes)
  if (final === 'u' && parameters.startsWith('?')) return { kind: 'answer', bytes }
  return arrow(parameters === '' || parameters === '1' ? final : '') ?? { kind: 'other' }
}

const CONTROL = 5

function ofCode(code: number, modifiers: number, bytes: string): Key {
  if (modifiers === CONTROL) return code === 99 ? { kind: 'interrupt', bytes } : { kind: 'other' }
  if (modifiers > 2) return { kind: 'other' }
  if (code === 13) return { kind: 'return' }
  if (code === 27) return { kind: 'escape' }
  return code >= 32 && code < 0x110000 && !(code >= 57344 && code <= 63743)
    ? { kind: 'character', text: String.fromCodePoint(code) }
    : { kind: 'other' }
}
