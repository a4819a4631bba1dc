/**
 * Which words count as the user's. A hook's message counts if the agent itself started the hook, and at a terminal only
 * if return was pressed since the last prompt; headless, nobody types, and the words of the launch are all there are. The
 * transcript is a file that the gated side can write: from it counts only what was typed here, key for key. Everything
 * that was named as the user's, and why it counted or not, goes into the session's own copy.
 */
import { squeezed, type Typing } from './typing.js'

export type WordSource = 'launch' | 'stdin' | 'hook' | 'transcript'

/** One line of the session's copy. */
export interface HeardWords {
  readonly from: WordSource
  readonly text: string
  readonly counts: boolean
  /** Why they do not count. */
  readonly why?: string
}

export interface UserWordsOptions {
  /** What the keyboard gave; undefined headless. */
  readonly typing: Typing | undefined
  /** Appends to the session's copy. */
  keep(words: HeardWords): void
  /** The decisions hear of words that count. */
  heard(text: string, referent?: string): void
}

/** Messages that are waited for from their other sources. */
const MAX_KNOWN = 200

interface Known {
  readonly words: string
  hook: boolean
  transcript: boolean
}

export class UserWords {
  private readonly known: Known[] = []
  private last: string | undefined

  constructor(private readonly options: UserWordsOptions) {}

  /** Words that came with the launch, or through our own stdin; whoever calls has them heard. */
  given(text: string, from: 'launch' | 'stdin'): void {
    this.know(text, { hook: false, transcript: false })
    this.last = text
    this.options.keep({ from, text, counts: true })
  }

  /** The latest words that count as the user's: what the agent is at work on. */
  get latest(): string | undefined {
    return this.last
  }

  /**
   * A prompt that a hook delivered.
   * @param proven the agent itself started that hook, by the kernel's word
   * @returns why the words do not count; undefined where they do
   */
  fromHook(text: string, proven: boolean, referent: string | undefined): string | undefined {
    const { typing } = this.options
    const returned = proven && typing?.takeReturn() === true
    if (this.meets(text, 'hook')) return undefined
    const typed = typing?.takeLine(text) === true
    if (returned || typed) {
      this.hear(text, referent, 'hook')
      return undefined
    }
    return this.refuse(text, 'hook', whyNot(proven, typing !== undefined))
  }

  /** A prompt that stands in the transcript; why it does not count, undefined where it does. */
  fromTranscript(text: string, referent: string | undefined): string | undefined {
    const { typing } = this.options
    if (this.meets(text, 'transcript')) return undefined
    if (typing?.takeLine(text) === true) {
      this.hear(text, referent, 'transcript')
      return undefined
    }
    return this.refuse(text, 'transcript', "the transcript has words as the user's that were not typed here")
  }

  private hear(text: string, referent: string | undefined, from: 'hook' | 'transcript'): void {
    this.know(text, { hook: from === 'hook', transcript: from === 'transcript' })
    this.last = text
    this.options.keep({ from, text, counts: true })
    this.options.heard(text, referent)
  }

  private refuse(text: string, from: WordSource, why: string): string {
    this.options.keep({ from, text, counts: false, why })
    return why
  }

  private know(text: string, sources: Omit<Known, 'words'>): void {
    this.known.push({ words: squeezed(text), ...sources })
    if (this.known.length > MAX_KNOWN) this.known.shift()
  }

  /** Whether these words were heard already, and now come from this source as well. */
  private meets(text: string, from: 'hook' | 'transcript'): boolean {
    const words = squeezed(text)
    const open = this.known.filter((known) => !known[from])
    const same = open.find((known) => known.words === words) ?? open.find((known) => this.isWithin(words, known))
    if (same) same[from] = true
    return same !== undefined || this.isMadeOfKnown(words)
  }

  /** A slash command is told whole by the hook, and without its name in the transcript. */
  private isWithin(words: string, known: Known): boolean {
    return words !== '' && known.words.startsWith('/') && known.words.endsWith(words)
  }

  /** Argument and stdin of one launch, put together by the agent; one of them puts quotes around an argument. */
  private isMadeOfKnown(words: string): boolean {
    if (this.options.typing !== undefined) return false
    let rest = words
    for (const known of this.known) rest = rest.replace(known.words, () => '')
    return rest === '' || rest === '""'
  }
}

function whyNot(proven: boolean, terminal: boolean): string {
  if (!proven) return "words given out as the user's by a process that the agent did not start as its hook"
  return terminal
    ? 'a prompt came while nothing had been typed'
    : "a prompt came that is none of the launch's, and nobody sits here to type"
}
