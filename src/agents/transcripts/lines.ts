/** Bytes of a growing JSONL file to records, with bounded memory. Pure. */

/** Longest line that is kept, in bytes: a prompt with pictures fits; a longer line is an output. */
const MAX_LINE = 16 * 1024 * 1024
const NEWLINE = 0x0a

/** What was not taken in. */
export interface Skipped {
  readonly tooLong: number
  /** Lines that are no JSON: torn by a crash, or written over by two writers. Nobody guesses what they said. */
  readonly broken: number
}

export class JsonLines {
  private parts: Buffer[] = []
  private length = 0
  private dropping = false
  private tooLong = 0
  private broken = 0

  get skipped(): Skipped {
    return { tooLong: this.tooLong, broken: this.broken }
  }

  /** Takes the next bytes; calls `each` with every record that is whole by now. `chunk` is not kept. */
  push(chunk: Buffer, each: (record: unknown) => void): void {
    let from = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      this.keep(chunk.subarray(from, end))
      this.finish(each)
      from = end + 1
    }
    this.keep(chunk.subarray(from))
  }

  private keep(bytes: Buffer): void {
    if (this.dropping || bytes.length === 0) return
    this.length += bytes.length
    if (this.length > MAX_LINE) {
      this.dropping = true
      this.parts = []
      return
    }
    this.parts.push(Buffer.from(bytes))
  }

  private finish(each: (record: unknown) => void): void {
    const line = this.dropping ? '' : Buffer.concat(this.parts).toString('utf8').trim()
    if (this.dropping) this.tooLong += 1
    this.parts = []
    this.length = 0
    this.dropping = false
    if (line === '') return
    let record: unknown
    try {
      record = JSON.parse(line)
    } catch {
      this.broken += 1
      return
    }
    each(record)
  }
}
