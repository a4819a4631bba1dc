/** Acts named in a stretch of tokens: by a verb in some form, by a phrase of several words, by a wish. */
import { type Form, type Phrase, phrasesAt, piecesIn } from './forms.js'
import type { Act } from './lexicon/act.js'
import type { Token } from './tokens.js'
import { wishesIn } from './wishes.js'

/** An act named at a place in a clause. */
export interface Mention {
  readonly acts: ReadonlySet<Act>
  readonly form: Form
  /** Index of its first token in the clause, and one past its last. */
  readonly at: number
  readonly end: number
  /** Index of the last word of a phrase that lets an object stand inside. */
  readonly last?: number
  /** The negation before it is part of what is wished for. */
  readonly negates?: boolean
  /** Acts of a phrase of several words (`put ... live`), where one was found. */
  readonly phrased?: ReadonlySet<Act>
  /** Set for an act inside a run of Chinese or Japanese: where it stands in that run. */
  readonly inRun?: { readonly at: number; readonly end: number }
}

/** Most tokens of an object that stands inside a phrase: `throw everything uncommitted away`. */
const MAX_GAP = 7

function matchPhrase(tokens: readonly Token[], at: number, phrase: Phrase): number | undefined {
  let next = at + 1
  let gap = false
  for (const part of phrase.rest) {
    if (part === null) {
      gap = true
      continue
    }
    const limit = gap ? Math.min(tokens.length, next + MAX_GAP) : Math.min(tokens.length, next + 1)
    let found = -1
    for (let scan = next; scan < limit && tokens[scan]!.type !== 'mark'; scan++) {
      if (tokens[scan]!.text === part) {
        found = scan
        break
      }
    }
    if (found < 0) return undefined
    next = found + 1
    gap = false
  }
  return next
}

/** Verbs of no meaning of their own: a phrase that they begin adds to what they may mean, and takes nothing away. */
const generic = new Set('put get bring give copy move drop add hand set pull run lift load let send post'.split(' '))

/** Acts named in a stretch of tokens. At each place the phrase with the most words wins; equals are joined. */
export function mentionsIn(tokens: readonly Token[]): readonly Mention[] {
  const mentions: Mention[] = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!
    if (token.type === 'mark') continue
    if (token.type === 'cjk') {
      for (const piece of piecesIn(token.text)) {
        mentions.push({ acts: piece.acts, form: 'any', at, end: at + 1, inRun: { at: piece.at, end: piece.end } })
      }
      continue
    }
    let best: { words: number; end: number; form: Form; acts: Set<Act>; rest: readonly (string | null)[] } | undefined
    for (const phrase of phrasesAt(token.text)) {
      const end = matchPhrase(tokens, at, phrase)
      if (end === undefined) continue
      const words = phrase.rest.filter((part) => part !== null).length
      if (!best || words > best.words)
        best = { words, end, form: phrase.form, acts: new Set(phrase.acts), rest: phrase.rest }
      else if (words === best.words) {
        for (const act of phrase.acts) best.acts.add(act)
        // `push` is verb and noun; the verb's reading leads, since the noun's is found out by its neighbours.
        if (best.form === 'noun' && phrase.form !== 'noun') best.form = phrase.form
      }
    }
    // `take ... out` lies within `take ... out of the queue`: what the shorter one may mean, the longer one may too.
    if (best && best.words > 0)
      for (const phrase of phrasesAt(token.text))
        if (phrase.rest.length > 0 && phrase.rest.length < best.rest.length && isPrefix(phrase.rest, best.rest))
          for (const act of phrase.acts) best.acts.add(act)
    const phrased = best && best.words > 0 ? new Set(best.acts) : undefined
    if (best && best.words > 0 && generic.has(token.text)) {
      for (const phrase of phrasesAt(token.text))
        if (phrase.rest.length === 0) for (const act of phrase.acts) best.acts.add(act)
    }
    if (best)
      mentions.push({
        acts: best.acts,
        form: best.form,
        at,
        end: at + 1 + (best.words > 0 && best.end - at <= best.words + 1 ? best.words : 0),
        ...(phrased ? { phrased, last: best.end - 1 } : {}),
      })
  }
  return [...dropInner(mentions), ...wishesIn(tokens)]
}

function isPrefix(short: readonly (string | null)[], long: readonly (string | null)[]): boolean {
  return short.every((part, at) => part === long[at])
}

/** `up` inside `bring up` is no act of its own. */
function dropInner(mentions: readonly Mention[]): readonly Mention[] {
  return mentions.filter((mention, index) => {
    const before = mentions[index - 1]
    // `off` closes `turn ... off`.
    if (mentions.some(({ at, last }) => last === mention.at && at < mention.at)) return false
    return mention.inRun !== undefined || before === undefined || before.inRun !== undefined || mention.at >= before.end
  })
}
