/** Tokens of a message to clauses: stretches that hang together, small enough that one negation or question covers each. */

import { type Form, type Phrase, phrasesAt, piecesIn } from './forms.js'
import type { Act } from './lexicon/act.js'
import { conditions, fillers, negators, questionOpeners, surelyAsking } from './lexicon/moods.js'
import { type Token, textOf } from './tokens.js'
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
const joints = new Set([
  'and',
  'und',
  'y',
  'e',
  'then',
  'dann',
  'luego',
  'but',
  'aber',
  'pero',
  'sino',
  'sondern',
  'instead',
  'however',
  'except',
  'plus',
  'or',
  'so',
  'because',
  'since',
  'weil',
  'porque',
  'only',
  'nur',
])
/** Joints that always begin a clause of their own. */
const turns = new Set(['but', 'aber', 'pero', 'sondern', 'however', 'because', 'weil', 'porque', 'except'])
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

/** True where a clause may begin at `at`: an order, a prohibition or a question follows, small words aside. */
function opensClause(tokens: readonly Token[], at: number): boolean {
  let scan = at
  while (scan < tokens.length && fillers.has(tokens[scan]!.text) && !negators.has(tokens[scan]!.text)) scan++
  const token = tokens[scan]
  if (!token || token.type === 'mark') return false
  if (negators.has(token.text) || surelyAsking.has(token.text) || conditions.has(token.text)) return true
  if (
    /^(?:i|we|you|u|lets|it|they|he|she|thats|its|ich|wir|du|let|can|could|should|must|leave|only|everything|nothing)$/.test(
      token.text,
    )
  )
    return true
  if (token.type === 'cjk' || tellsOf(tokens, at)) return true
  return phrasesAt(token.text).some((phrase) => phrase.form === 'base' || phrase.form === 'any')
}

/** Most tokens of a heading. */
const MAX_HEADING = 4

/** `ci.yml: set the flag`: a name before a colon says what the rest is about. */
function isHeading({ tokens }: Stretch, { text }: Token): boolean {
  return (
    /^[:：]$/.test(text) &&
    tokens.length <= MAX_HEADING &&
    tokens.every(
      ({ text: word, type }) =>
        type !== 'mark' &&
        !negators.has(word) &&
        !conditions.has(word) &&
        !fillers.has(word) &&
        !phrasesAt(word).some(({ form }) => form === 'base'),
    )
  )
}

/** `the disk is /dev/sdc, empty.`: one more word that is said of it. */
function isPredicate(current: Stretch, tokens: readonly Token[], at: number): boolean {
  return (
    /^(?:empty|clean|clear|open|free|closed|down|up|live|complete|dead|done)$/.test(tokens[at]?.text ?? '') &&
    (tokens[at + 1]?.type ?? 'mark') === 'mark' &&
    tellsOf(current.tokens, 0)
  )
}

const tells =
  /^(?:is|are|was|were|has|have|had|stays?|remains?|keeps?|goes|belongs?|can|may|must|should|will|needs?|gets?|doesnt|dont|isnt|arent|wont|ist|sind|war|bleibt|bleiben|hat|haben|wird|werden|kann|konnen|darf|soll|muss|esta|estan|son|tiene|tienen|puede|sigue|siguen)$/

/** Most words of a subject. */
const MAX_SUBJECT = 5

/** `88121 is the good one`, `the ip stays`: a subject and what is said of it, told apart from one more thing of a list. */
function tellsOf(tokens: readonly Token[], from: number): boolean {
  for (let at = from; at < tokens.length && at <= from + MAX_SUBJECT; at++) {
    const { text, type } = tokens[at]!
    if (type === 'mark' || type === 'cjk' || /^(?:that|which|who|whose|what|whatever|whichever|to|if)$/.test(text))
      return (
        at === from && text === 'that' && /^(?:is|was|one|has|can|may|stays?|goes)$/.test(tokens[at + 1]?.text ?? '')
      )
    if (at > from && tells.test(text)) return true
  }
  return false
}

interface Stretch {
  readonly tokens: Token[]
  readonly sentence: number
  mark: string
}

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

function leadsCondition(stretch: Stretch): boolean {
  return conditionOf(stretch.tokens) !== undefined
}

/** The conjunction that a clause opens with, if what follows is a condition: `once off and on again` is none. */
function conditionOf(tokens: readonly Token[]): string | undefined {
  const at = tokens.findIndex((token) => !fillers.has(token.text) || conditions.has(token.text))
  const first = tokens[at]
  if (!first || !conditions.has(first.text)) return undefined
  // `until tonight nobody ...` says how long, and what follows is said outright.
  if (
    /^(?:until|till|bis|hasta)$/.test(first.text) &&
    /^(?:tonight|tomorrow|then|monday|tuesday|wednesday|thursday|friday|noon|\d.*|heute|morgen|further|manana|today)$/.test(
      tokens[at + 1]?.text ?? '',
    )
  )
    return undefined
  return first.text === 'once' &&
    /^(?:off|more|again|and|for|per|a|every|on|only|mehr)$/.test(tokens[at + 1]?.text ?? 'and')
    ? undefined
    : first.text
}

/** `it would be great if that were merged`: politeness, no condition. */
const politeIf =
  / (?:great|nice|good|lovely|cool|helpful|handy|useful|happy|glad|grateful|perfect|wonderful|best|better|it|appreciate|super|gut|toll|schon|prima|bueno|genial) $/

/** `after the build send it`: the condition is over where a verb follows the work that it names. */
function followsWork(stretch: Stretch): boolean {
  const [first] = stretch.tokens
  const last = stretch.tokens.at(-1)
  if (!first || !last || stretch.tokens.length < 2 || !/^(?:after|once|nach|despues)$/.test(first.text)) return false
  return (
    phrasesAt(last.text).length > 0 ||
    /^(?:done|merged|finished|green|review|standup|lunch|release|that)$/.test(last.text)
  )
}

function endsWork(stretch: Stretch): boolean {
  return /^(?:pass|passes|passed|green|done|works|ready|finished|ok|good|succeeds|fine|clean|complete|up|fertig|grun|durch)$/.test(
    stretch.tokens.at(-1)?.text ?? '',
  )
}

/** `since` and `as` are often no conjunction: `since yesterday`, `push it as latest`. */
function beginsCondition(tokens: readonly Token[], at: number): boolean {
  const word = tokens[at]!.text
  const next = tokens[at + 1]
  if (!next || next.type === 'mark') return false
  if (word === 'once' && /^(?:off|more|again|and|for|per|a|every|on|only)$/.test(next.text)) return false
  if (/^(?:if|wenn|si)$/.test(word) && politeIf.test(textOf(tokens.slice(Math.max(0, at - 2), at)))) return false
  if (
    word === 'since' ||
    word === 'while' ||
    word === 'until' ||
    word === 'till' ||
    word === 'bis' ||
    word === 'antes' ||
    word === 'despues' ||
    word === 'vor'
  )
    return /^(?:i|we|it|the|you|they|de|que|this|that|my)$/.test(next.text)
  if (word === 'before' || word === 'after')
    return !/^(?:that|this|every|each|\d.*)$/.test(next.text) || next.text === 'that'
  if (word === 'si') return true
  return word !== 'as' && word !== 'for'
}

function splitsAt(tokens: readonly Token[], at: number, current: Stretch): boolean {
  const word = tokens[at]!.text
  // `everything but main`: what is left out, no turn.
  if (
    word === 'but' &&
    /^(?:everything|all|anything|everyone|anyone|anybody|anywhere|nowhere|nobody|any|nothing|none)$/.test(
      current.tokens.at(-1)!.text,
    )
  )
    return false
  if (turns.has(word)) return true
  if (!opensClause(tokens, at + 1)) return false
  if (word === 'or') return false
  // `only if ...` belongs to the condition.
  if ((word === 'only' || word === 'nur') && conditions.has(tokens[at + 1]?.text ?? '')) return false
  // `2 and 3 can go`: one subject, of which nothing was said yet.
  if (
    (word === 'and' || word === 'und' || word === 'y') &&
    current.tokens.every(
      ({ type, text }) => type === 'name' || /^(?:and|und|y|the|number|item|both|only|just)$/.test(text),
    )
  )
    return false
  // `don't commit and push`: the prohibition covers both verbs where nothing stands between them.
  const last = current.tokens.at(-1)!
  const lastIsAct = phrasesAt(last.text).some((phrase) => phrase.form === 'base' || phrase.form === 'any')
  if (lastIsAct && current.tokens.some((token) => negators.has(token.text))) return false
  return true
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
