/** Scanning what comes in pieces: bounded memory, however long it gets. */
import type { Finding, TextContext } from './finding.js'
import { best, isInjected, scanBlock } from './scan.js'

/** Characters read at once, and how many of them are read again with the next block, so that nothing is lost at the seam. */
const BLOCK = 256 * 1024
const OVERLAP = 4096

export interface Scanner {
  /** Takes the next piece of the text. Never throws. */
  push(chunk: string): void
  /** Reads the rest and gives the findings of the whole, best first, offsets counted from the first piece. */
  end(): readonly Finding[]
}

/** A scanner for one stream. Holds at most a block and the best findings so far. */
export function createScanner(context: TextContext = {}): Scanner {
  let pending = ''
  let base = 0
  let found: Finding[] = []
  const read = (block: string) => {
    const moved = scanBlock(block, context).map((finding) => ({ ...finding, offset: finding.offset + base }))
    if (moved.length > 0) found = best([...found, ...moved])
  }
  return {
    push(chunk) {
      for (let at = 0; at < chunk.length; ) {
        const take = Math.min(chunk.length - at, BLOCK - pending.length)
        pending += chunk.slice(at, at + take)
        at += take
        if (pending.length < BLOCK) return
        read(pending)
        base += BLOCK - OVERLAP
        pending = pending.slice(BLOCK - OVERLAP)
      }
    },
    end() {
      read(pending)
      pending = ''
      return found
    },
  }
}

/** Whether a text of unknown origin tries to steer its reader. */
export function judgeText(text: string): boolean {
  return isInjected(scan(text))
}

/** What tries to steer its reader in `text`, best first. */
export function scan(text: string, context: TextContext = {}): readonly Finding[] {
  const scanner = createScanner(context)
  scanner.push(text)
  return scanner.end()
}
