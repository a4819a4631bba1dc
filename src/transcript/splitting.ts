/** Where one clause ends and the next begins: conditions, statements, headings, what joins and what parts. */
import { phrasesAt } from './forms.js'
import { conditions, fillers, negators, surelyAsking } from './lexicon/moods.js'
import { type Token, textOf } from './tokens.js'

/** Most tokens of a heading. */
const MAX_HEADING = 4

/** `ci.yml: set the flag`: a name before a colon says what the rest is about. */
export function isHeading({ tokens }: Stretch, { text }: Token): boolean {
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
export function isPredicate(current: Stretch, tokens: readonly Token[], at: number): boolean {
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
export function tellsOf(tokens: readonly Token[], from: number): boolean {
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

export interface Stretch {
  readonly tokens: Token[]
  readonly sentence: number
  mark: string
}

export function leadsCondition(stretch: Stretch): boolean {
  return conditionOf(stretch.tokens) !== undefined
}

/** The conjunction that a clause opens with, if what follows is a condition: `once off and on again` is none. */
export function conditionOf(tokens: readonly Token[]): string | undefined {
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
export function followsWork(stretch: Stretch): boolean {
  const [first] = stretch.tokens
  const last = stretch.tokens.at(-1)
  if (!first || !last || stretch.tokens.length < 2 || !/^(?:after|once|nach|despues)$/.test(first.text)) return false
  return (
    phrasesAt(last.text).length > 0 ||
    /^(?:done|merged|finished|green|review|standup|lunch|release|that)$/.test(last.text)
  )
}

export function endsWork(stretch: Stretch): boolean {
  return /^(?:pass|passes|passed|green|done|works|ready|finished|ok|good|succeeds|fine|clean|complete|up|fertig|grun|durch)$/.test(
    stretch.tokens.at(-1)?.text ?? '',
  )
}

/** `since` and `as` are often no conjunction: `since yesterday`, `push it as latest`. */
export function beginsCondition(tokens: readonly Token[], at: number): boolean {
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

export const joints = new Set([
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
export const turns = new Set(['but', 'aber', 'pero', 'sondern', 'however', 'because', 'weil', 'porque', 'except'])

export function splitsAt(tokens: readonly Token[], at: number, current: Stretch): boolean {
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

/** True where a clause may begin at `at`: an order, a prohibition or a question follows, small words aside. */
export function opensClause(tokens: readonly Token[], at: number): boolean {
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
