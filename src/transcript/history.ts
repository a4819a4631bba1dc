/**
 * The session in the order in which it happened, as a reader of the whole is to see it: what the user said, what the agent
 * did, what the gate refused. Agent prose and tool output never come in. It only ever grows at its end, so that whoever
 * sends it on can send the same beginning again; when it is full it is cut down once, to half, and grows again from there.
 */

export type Line =
  /** `replies`: it answers something that the agent said, which is not kept. */
  | { readonly who: 'user'; readonly text: string; readonly replies?: true }
  | { readonly who: 'agent'; readonly text: string; readonly cwd?: string }
  | { readonly who: 'gate'; readonly decided: 'refused' | 'approved'; readonly text: string }

/** Characters of one line that are kept. A user's words carry authority; a command is judged by its effects. */
const MAX_LINE: Readonly<Record<Line['who'], number>> = { user: 6_000, agent: 1_500, gate: 1_500 }
/** Characters of all lines before they are cut down, about 15,000 tokens, and after. */
const MAX_TOTAL = 60_000
const KEPT_TOTAL = 30_000
/** Of these, what refusals and the user's words may take before anything else. */
const KEPT_PINNED = 10_000
const KEPT_USER = 22_000

interface Kept {
  readonly line: Line
  /** Stays when others go: the user's first message, boundaries, refusals. */
  readonly pinned: boolean
  readonly size: number
}

export class History {
  private kept: Kept[] = []
  private size = 0
  private dropped = 0
  private cuts = 0

  /** Adds a line. The same thing done twice in a row is one line. */
  add(line: Line, pinned = line.who === 'gate' && line.decided === 'refused'): void {
    const short = { ...line, text: cut(line.text, MAX_LINE[line.who]) }
    const last = this.kept.at(-1)?.line
    if (last?.who === 'agent' && short.who === 'agent' && last.text === short.text && last.cwd === short.cwd) return
    const size = short.text.length + 20
    this.kept.push({ line: short, pinned: pinned || this.kept.length === 0, size })
    this.size += size
    if (this.size > MAX_TOTAL) this.cutDown()
  }

  /** Oldest first. */
  get lines(): readonly Line[] {
    return this.kept.map(({ line }) => line)
  }

  /** Lines that were left out when it was cut down. */
  get leftOut(): number {
    return this.dropped
  }

  /** How often it was cut down: lines that were given out under another number are not the beginning of the present ones. */
  get epoch(): number {
    return this.cuts
  }

  /** The first line, then pinned ones, then the user's, then all others, each the newest first, as far as there is room. */
  private cutDown(): void {
    const chosen = new Set<Kept>(this.kept.slice(0, 1))
    let size = this.kept[0]?.size ?? 0
    const take = (upTo: number, wanted: (kept: Kept) => boolean) => {
      for (const kept of this.kept.toReversed()) {
        if (!wanted(kept) || chosen.has(kept)) continue
        if (size + kept.size > upTo) return
        chosen.add(kept)
        size += kept.size
      }
    }
    take(KEPT_PINNED, ({ pinned }) => pinned)
    take(KEPT_USER, ({ line }) => line.who === 'user')
    take(KEPT_TOTAL, () => true)
    this.dropped += this.kept.length - chosen.size
    this.kept = this.kept.filter((kept) => chosen.has(kept))
    this.size = size
    this.cuts += 1
  }
}

/** Beginning and end of a text that is too long: an order often stands at the end of what was pasted. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const half = Math.floor(most / 2)
  return `${text.slice(0, half)} [... ${text.length - 2 * half} characters left out ...] ${text.slice(-half)}`
}
