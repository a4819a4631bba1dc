/**
 * The user's screen, between the agent that writes to it and what gatesh has to ask. What is put over it goes away without
 * a trace: on the ordinary screen the terminal itself keeps what was there (it shows its alternate one meanwhile); a
 * program that already uses the alternate one is drawn again from a copy (emulator.ts). What the agent writes meanwhile
 * waits, within a bound; beyond that it is not read, as at any terminal that is slow.
 */
import { type Emulator, type ScreenEvent, type Size, startEmulator } from './emulator.js'
import { OutputScan } from './output-scan.js'

export interface ScreenOptions {
  /** To the user's terminal. */
  write(data: Uint8Array | string): void
  size(): Size
  /** Stops and starts reading from the agent. */
  pause(): void
  resume(): void
}

/** Output that waits while something is over the screen. */
const MAX_WAITING = 4 * 1024 * 1024
/** Output of a full-screen program that is kept as it came; with more the emulator is started, which keeps a screen. */
const MAX_RAW = 256 * 1024
/** A sequence that is not whole by then never will be. */
const WHOLE_MS = 100

const ENTER = '\x1b[?1049h'
const LEAVE = '\x1b[?1049l'

/** What is known of the alternate screen. */
interface Copy {
  readonly size: Size
  readonly events: ScreenEvent[]
  bytes: number
  emulator: Promise<Emulator> | undefined
}

export class Screen {
  private readonly scan = new OutputScan()
  private copy: Copy | undefined
  private shown = false
  private waiting: Uint8Array[] = []
  private waitingBytes = 0

  constructor(private readonly options: ScreenOptions) {}

  get size(): Size {
    return this.options.size()
  }

  /** From the agent. */
  output(data: Uint8Array): void {
    if (!this.shown) {
      this.pass(data)
      return
    }
    this.waiting.push(data)
    this.waitingBytes += data.length
    if (this.waitingBytes > MAX_WAITING) this.options.pause()
  }

  /** The terminal has another size now. */
  resized(): void {
    if (this.copy) this.keep(this.copy, this.size)
  }

  /** Puts these lines over the agent's screen, and the cursor behind the last one. Each is at most as wide as the screen. */
  async show(lines: readonly string[]): Promise<void> {
    if (!this.shown) {
      await this.becomeWhole()
      if (this.shown) return
      this.shown = true
      if (!this.scan.alternate) this.options.write(ENTER)
      // It is wanted when the question goes; whoever reads it takes longer than the loading.
      if (this.copy) void this.emulatorOf(this.copy)
    }
    const { rows } = this.size
    const drawn = Array.from({ length: rows }, (_, row) => `\x1b[${row + 1};1H\x1b[0m\x1b[2K${lines[row] ?? ''}`)
    const last = Math.min(lines.length, rows)
    this.options.write(`${drawn.join('')}\x1b[${last};1H${lines[last - 1] ?? ''}\x1b[0m`)
  }

  /** Gives the screen back as it was, and then what the agent wrote meanwhile. */
  async hide(): Promise<void> {
    if (!this.shown) return
    const drawing = this.copy ? await (await this.emulatorOf(this.copy)).drawing() : undefined
    this.options.write(drawing ?? LEAVE)
    this.shown = false
    const { waiting } = this
    this.waiting = []
    this.waitingBytes = 0
    for (const data of waiting) this.pass(data)
    this.options.resume()
  }

  private pass(data: Uint8Array): void {
    let from = 0
    for (const { at, alternate } of this.scan.push(data)) {
      if (this.copy) this.keep(this.copy, data.subarray(from, at))
      this.copy = alternate ? { size: this.size, events: [], bytes: 0, emulator: undefined } : undefined
      from = at
    }
    if (this.copy) this.keep(this.copy, data.subarray(from))
    this.options.write(data)
  }

  private keep(copy: Copy, event: ScreenEvent): void {
    if (copy.emulator) {
      void copy.emulator.then((emulator) => emulator.push(event))
      return
    }
    copy.events.push(event)
    copy.bytes += event instanceof Uint8Array ? event.length : 0
    if (copy.bytes > MAX_RAW) void this.emulatorOf(copy)
  }

  private emulatorOf(copy: Copy): Promise<Emulator> {
    copy.emulator ??= startEmulator(copy.size, copy.events.splice(0))
    return copy.emulator
  }

  private async becomeWhole(): Promise<void> {
    const since = performance.now()
    while (!this.scan.whole && performance.now() - since < WHOLE_MS)
      await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
