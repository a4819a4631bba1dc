/** A prompt that is piped to the agent (`... | gatesh claude -p`): handed on unchanged, and kept as the user's words. */
import { isUtf8 } from 'node:buffer'
import type { Readable, Writable } from 'node:stream'

/** More than this is no prompt that anybody typed; it is handed on and not kept. */
const MAX_PROMPT_BYTES = 256 * 1024

/**
 * Copies `from` to `to`. `heard` is called once, at the end of the input and before the agent sees that end, with what
 * came, unless it was too much or no text.
 */
export function relayPrompt(from: Readable, to: Writable, heard: (prompt: string) => void): void {
  const kept: Buffer[] = []
  let size = 0
  from.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= MAX_PROMPT_BYTES) kept.push(chunk)
    if (!to.write(chunk)) {
      from.pause()
      to.once('drain', () => from.resume())
    }
  })
  from.once('end', () => {
    const prompt = Buffer.concat(kept)
    if (size <= MAX_PROMPT_BYTES && isUtf8(prompt)) heard(prompt.toString('utf8'))
    to.end()
  })
  // The agent may end, or close its input, before all of it came.
  to.on('error', () => from.destroy())
}
