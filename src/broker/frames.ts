import { WireError } from './wire.js'

const HEADER = 4
const FIRST_CAPACITY = 4096

/**
 * Cuts a byte stream into payloads. A frame that comes whole in one chunk is not copied; pieces are gathered in one
 * buffer that doubles, so that time and memory are linear in the frame whatever the size of the pieces. After an error
 * the stream is lost: every later push gives the same error.
 */
export class FrameReader {
  private pending = Buffer.alloc(0)
  private held = 0
  private error: WireError | undefined

  /** `limit`: largest payload in bytes. */
  constructor(private readonly limit: number) {}

  /** The payloads that `chunk` completes, in order. They may share memory with `chunk`. */
  push(chunk: Buffer): Buffer[] | WireError {
    const payloads: Buffer[] = []
    let rest = chunk
    while (!this.error && rest.length > 0) {
      if (this.held === 0 && rest.length >= HEADER) {
        const length = this.checked(rest.readUInt32LE(0))
        if (rest.length >= HEADER + length) {
          if (!this.error) payloads.push(rest.subarray(HEADER, HEADER + length))
          rest = rest.subarray(HEADER + length)
          continue
        }
      }
      rest = this.gather(rest, payloads)
    }
    return this.error ?? payloads
  }

  /** Whether the stream stopped in the middle of a frame. */
  get torn(): boolean {
    return this.held > 0
  }

  /** Takes what the frame under way still needs from `rest`; gives back what is left of it. */
  private gather(rest: Buffer, payloads: Buffer[]): Buffer {
    const need = this.held < HEADER ? HEADER : HEADER + this.pending.readUInt32LE(0)
    const taken = Math.min(need - this.held, rest.length)
    this.reserve(this.held + taken)
    rest.copy(this.pending, this.held, 0, taken)
    this.held += taken
    if (this.held === HEADER) this.checked(this.pending.readUInt32LE(0))
    if (this.held >= HEADER && this.held === HEADER + this.pending.readUInt32LE(0)) {
      payloads.push(this.pending.subarray(HEADER, this.held))
      this.pending = Buffer.alloc(0)
      this.held = 0
    }
    return rest.subarray(taken)
  }

  private reserve(size: number): void {
    if (size <= this.pending.length) return
    const larger = Buffer.allocUnsafe(Math.max(size, 2 * this.pending.length, FIRST_CAPACITY))
    this.pending.copy(larger, 0, 0, this.held)
    this.pending = larger
  }

  private checked(length: number): number {
    if (length > this.limit) this.error = new WireError(`a frame of ${length} bytes is over the limit of ${this.limit}`)
    return length
  }
}

/** `payload` with its length in front. */
export function frame(payload: Buffer): Buffer {
  const whole = Buffer.allocUnsafe(HEADER + payload.length)
  whole.writeUInt32LE(payload.length, 0)
  payload.copy(whole, HEADER)
  return whole
}
