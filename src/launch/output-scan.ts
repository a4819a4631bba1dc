/**
 * Follows what an agent writes to its terminal, as far as it matters for putting something over its screen: whether a
 * sequence or character is complete, and which of the terminal's two screens is shown. Pure.
 */

/** From this offset of the scanned bytes on, the other screen is shown. */
export interface Switch {
  /** Behind the sequence that switches. */
  readonly at: number
  readonly alternate: boolean
}

type State = 'ground' | 'escape' | 'csi' | 'string' | 'string-escape'

const ESC = 0x1b
const BEL = 0x07
/** Longer ones are none that switch screens; they are passed over to their end. */
const MAX_PARAMETERS = 64

export class OutputScan {
  /** The alternate screen is shown, as full-screen programs use it. */
  alternate = false
  private state: State = 'ground'
  private parameters = ''
  /** Bytes that the character begun has yet to come. */
  private missing = 0
  /** Between the marks of a frame that is to be shown at once. */
  private frame = false

  /** Whether something may be written in between here. */
  get whole(): boolean {
    return this.state === 'ground' && this.missing === 0 && !this.frame
  }

  push(bytes: Uint8Array): Switch[] {
    const switches: Switch[] = []
    let at = 0
    while (at < bytes.length) {
      if (this.state === 'ground' && this.missing === 0) {
        // Most of what is written is text.
        const next = bytes.indexOf(ESC, at)
        if (next !== at) this.take(bytes, at, next < 0 ? bytes.length : next)
        if (next < 0) break
        this.state = 'escape'
        at = next + 1
        continue
      }
      const before = this.alternate
      this.step(bytes[at] ?? 0)
      at += 1
      if (this.alternate !== before) switches.push({ at, alternate: this.alternate })
    }
    return switches
  }

  /** Text without an escape; only its end can be incomplete. */
  private take(bytes: Uint8Array, from: number, to: number): void {
    for (let at = Math.max(from, to - 4); at < to; at++) this.character(bytes[at] ?? 0)
  }

  private character(byte: number): void {
    if (byte >= 0xf0) this.missing = 3
    else if (byte >= 0xe0) this.missing = 2
    else if (byte >= 0xc0) this.missing = 1
    else if (byte >= 0x80) this.missing = Math.max(0, this.missing - 1)
    else this.missing = 0
  }

  private step(byte: number): void {
    switch (this.state) {
      case 'ground':
        if (byte === ESC) this.begin()
        else this.character(byte)
        return
      case 'escape':
        if (byte === 0x5b) {
          this.state = 'csi'
          this.parameters = ''
        } else if (byte === 0x5d || byte === 0x50 || byte === 0x58 || byte === 0x5e || byte === 0x5f)
          this.state = 'string'
        else if (byte === ESC) this.begin()
        else if (byte === 0x63) this.reset()
        // Intermediate bytes, such as of `ESC ( B`, come before the last one.
        else if (byte < 0x20 || byte > 0x2f) this.state = 'ground'
        return
      case 'csi':
        if (byte === ESC) this.begin()
        else if (byte >= 0x40 && byte <= 0x7e) this.finish(byte)
        else if (this.parameters.length < MAX_PARAMETERS) this.parameters += String.fromCharCode(byte)
        return
      case 'string':
        if (byte === ESC) this.state = 'string-escape'
        else if (byte === BEL) this.state = 'ground'
        return
      case 'string-escape':
        // Anything but the string's end begins another sequence, as terminals have it.
        this.begin()
        this.step(byte)
        return
    }
  }

  private begin(): void {
    this.missing = 0
    this.state = 'escape'
  }

  private reset(): void {
    this.state = 'ground'
    this.alternate = false
    this.frame = false
  }

  private finish(final: number): void {
    this.state = 'ground'
    if ((final !== 0x68 && final !== 0x6c) || !this.parameters.startsWith('?')) return
    const set = final === 0x68
    for (const mode of this.parameters.slice(1).split(';')) {
      if (mode === '1049' || mode === '1047' || mode === '47') this.alternate = set
      else if (mode === '2026') this.frame = set
    }
  }
}
