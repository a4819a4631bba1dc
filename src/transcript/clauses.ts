/** Tokens of a message to clauses: stretches that hang together, small enough that one negation or question covers each. */
import { phrasesAt } from './forms.js'
import { conditions, fillers, negators, questionOpeners } from './lexicon/moods.js'
import { type Mention, mentionsIn } from './mentions.js'
import {
  beginsCondition,
  conditionOf,
  endsWork,
  followsWork,
  isHeading,
  isPredicate,
  joints,
  leadsCondition,
  opensClause,
  type Stretch,
  splitsAt,
  tellsOf,
  turns,
} from './splitting.js'
import type { Token } from './tokens.js'

export interface ClauseText {
  readonly tokens: readonly Token[]
  readonly mentions: readonly Mention[]
  /** Number of the sentence in the message. */
  readonly sentence: number
  /** Ends with a question mark, or its sentence does and it is the last clause of it. */
  readonly questionMark: boolean
  /** Begins with a condition (`if`, `once`), and the conjunction. */
  readonly condition?: string
}

/** Most clauses kept of one message; a longer one is a document, and its first clauses say what it is for. */
export const MAX_CLAUSES = 400

const hardStops = new Set(['.', '!', '?', '。', '！', '？', ';', '；', '…', '\n'])

const softStops = new Set([',', '，', '、', ':', '：', '(', ')', '（', '）', '&&', '||'])

function stretchesOf(tokens: readonly Token[]): readonly Stretch[] {
  const stretches: Stretch[] = []
  let sentence = 0
  let current: Stretch = { tokens: [], sentence, mark: '' }
  const cut = (mark: string) => {
    current.mark = mark
    if (current.tokens.length > 0) stretches.push(current)
    current = { tokens: [], sentence, mark: '' }
  }
  for (let at = 0; at < tokens.length && stretches.length < MAX_CLAUSES; at++) {
    const token = tokens[at]!
    if (token.type === 'mark' && hardStops.has(token.text)) {
      sentence++
      cut(token.text)
    } else if (token.type === 'mark' && softStops.has(token.text)) {
      const last = current.tokens.at(-1)
      if (isPredicate(current, tokens, at + 1) || isHeading(current, token)) current.tokens.push(token)
      else if (last?.type === 'cjk' || opensClause(tokens, at + 1) || leadsCondition(current)) cut(token.text)
      else current.tokens.push(token)
    } else if (joints.has(token.text) && current.tokens.length > 0 && splitsAt(tokens, at, current)) {
      cut('')
      if (turns.has(token.text) || token.text === 'only' || token.text === 'nur') current.tokens.push(token)
    } else if (conditions.has(token.text) && current.tokens.length > 0 && beginsCondition(tokens, at)) {
      cut('')
      current.tokens.push(token)
    } else if (followsWork(current) && phrasesAt(token.text).some((phrase) => phrase.form === 'base')) {
      cut('')
      current.tokens.push(token)
    } else if (
      leadsCondition(current) &&
      endsWork(current) &&
      phrasesAt(token.text).some((phrase) => phrase.form === 'base')
    ) {
      cut('')
      current.tokens.push(token)
    } else current.tokens.push(token)
  }
  cut('')
  return stretches
}

/** A stretch that says nothing by itself belongs to the one before: `delete them, locally and on origin`. */
function standsAlone(stretch: Stretch, mentions: readonly Mention[]): boolean {
  const first = stretch.tokens.find((token) => !fillers.has(token.text)) ?? stretch.tokens[0]!
  if (mentions.some((mention) => mention.form !== 'noun')) return true
  return (
    stretch.tokens.some((token) => negators.has(token.text)) ||
    questionOpeners.has(first.text) ||
    conditionOf(stretch.tokens) !== undefined ||
    turns.has(stretch.tokens[0]!.text) ||
    tellsOf(stretch.tokens, 0) ||
    first.type === 'cjk' ||
    /^(?:only|nur|leave|but)$/.test(first.text)
  )
}

/** The clauses of a message, in order. */
export function clausesOf(tokens: readonly Token[]): readonly ClauseText[] {
  const clauses: (ClauseText & { tokens: Token[] })[] = []
  const stretches = stretchesOf(tokens)
  for (const [index, stretch] of stretches.entries()) {
    const mentions = mentionsIn(stretch.tokens)
    const before = clauses.at(-1)
    const hangsOn =
      before !== undefined &&
      before.sentence === stretch.sentence &&
      !standsAlone(stretch, mentions) &&
      !before.tokens.some((token) => negators.has(token.text)) &&
      before.condition === undefined
    if (hangsOn) {
      before.tokens.push({ type: 'mark', text: ',', pasted: false, quoted: false }, ...stretch.tokens)
      clauses[clauses.length - 1] = {
        ...before,
        mentions: mentionsIn(before.tokens),
        questionMark: before.questionMark || isQuestionMark(stretch.mark),
      }
      continue
    }
    const lastOfSentence = stretches[index + 1]?.sentence !== stretch.sentence
    const condition = conditionOf(stretch.tokens)
    clauses.push({
      tokens: stretch.tokens,
      mentions,
      sentence: stretch.sentence,
      questionMark: lastOfSentence && isQuestionMark(stretch.mark),
      ...(condition === undefined ? {} : { condition }),
    })
  }
  return clauses
}

function isQuestionMark(mark: string): boolean {
  return mark === '?' || mark === '？'
}
