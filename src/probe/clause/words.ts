/** Folded text as clauses of words, each word with what it can be: the one reading that all features of a clause start from. */
import { type WordClass, wordClasses } from './lexicon.js'

export const classNames = Object.keys(wordClasses) as readonly WordClass[]
const numberOf = new Map(classNames.map((name, at) => [name, at]))

/** What a word can be, as numbers of `classNames`. */
const byWord = new Map<string, number[]>()
/** The same for words of scripts that write without blanks, found anywhere in a run. */
const inRuns = new Map<string, number[]>()
let longestInRun = 1

const unspaced = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/u

for (const name of classNames) {
  for (const word of wordClasses[name].split(' ')) {
    if (word === '') continue
    const into = unspaced.test(word) ? inRuns : byWord
    const known = into.get(word)
    const number = numberOf.get(name)!
    if (known) {
      if (!known.includes(number)) known.push(number)
    } else into.set(word, [number])
    if (into === inRuns) longestInRun = Math.max(longestInRun, word.length)
  }
}

/** Things that are told by their form. */
export type Shape = 'email' | 'url' | 'account' | 'amount' | 'phone' | 'path' | 'code' | 'call' | 'number'

export interface Word {
  readonly text: string
  /** Offsets in the folded text. */
  readonly from: number
  readonly to: number
  readonly classes: readonly number[]
  readonly shape: Shape | undefined
}

export interface Clause {
  readonly words: readonly Word[]
  readonly from: number
  readonly to: number
  /** What ended it. */
  readonly endedBy: 'stop' | 'line' | 'quote' | 'mark' | 'end'
}

/** Whether a word can be of a class. */
export function isOf(word: Word | undefined, name: WordClass): boolean {
  return word?.classes.includes(numberOf.get(name)!) ?? false
}

/** Longest clause: what goes on longer is a table or a bundle, and is read in parts. */
const MAX_WORDS = 60

const none: readonly number[] = []
const tokens =
  /(?<url>https?:\/\/[^\s"'<>)\]]{2,300}|www\.[^\s"'<>)\]]{2,200})|(?<email>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6})|(?<account>\b[a-z]{2}\d{2}(?: ?[a-z\d]{4}){2,7}\b[\d ]{0,4}|\b\d{8,26}\b)|(?<amount>[$€£¥] ?\d[\d.,]{0,14}|\b\d[\d.,]{0,14} ?(?:usd|eur|euros?|gbp|dollars?|pounds|btc|eth|€|\$|£|reais|rubles?)(?!\w))|(?<phone>\+\d[\d ()-]{6,18}\d)|(?<ip>\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b)|(?<path>~\/[\w./-]{1,80}|(?<![\w/])\/(?:etc|home|root|tmp|var|usr|dev)\/[\w./-]{1,80}|\.(?:env|ssh|aws|netrc|bashrc|npmrc|claude|kube|git)\b[\w./-]{0,60})|(?<word>[a-z\u00df-\u024f\u0370-\u1fff](?:[\p{L}\p{M}\w'’.-]{0,40}[\p{L}\p{M}\w])?|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7afー]{1,400})|(?<number>\d[\d.,:]{0,20})|(?<stop>[.!?。！？]{1,8})|(?<line>\n)|(?<quote>["“”„«»])|(?<mark>[<>{}|[\];=]|\*\*|`)/gu

/** Splits folded text into clauses. `startsLine(at)` tells whether the line that begins at a folded offset is no mere continuation. */
export function clausesOf(folded: string, startsLine: (at: number) => boolean): Clause[] {
  const clauses: Clause[] = []
  let words: Word[] = []
  let from = -1
  let to = 0
  const close = (endedBy: Clause['endedBy']) => {
    if (words.length > 0) clauses.push({ words, from, to, endedBy })
    words = []
    from = -1
  }
  tokens.lastIndex = 0
  for (let match = tokens.exec(folded); match; match = tokens.exec(folded)) {
    const at = match.index
    const text = match[0]
    const groups = match.groups as Record<string, string | undefined>
    if (groups.stop !== undefined) close('stop')
    else if (groups.line !== undefined) {
      if (startsLine(at + 1)) close('line')
    } else if (groups.quote !== undefined) {
      if (delimits(folded, at)) close('quote')
    } else if (groups.mark !== undefined) {
      if (text !== '`' && text !== '**' && text !== '=') close('mark')
    } else {
      if (from < 0) from = at
      to = at + text.length
      if (groups.word !== undefined && unspaced.test(text)) words.push(...wordsInRun(text, at))
      else words.push({ text, from: at, to, classes: classesOf(text, groups), shape: shapeOf(groups) })
      if (words.length >= MAX_WORDS) close('end')
    }
  }
  close('end')
  return clauses
}

/** A quotation mark that begins or ends a value of a record, not one that stands within a sentence. */
function delimits(folded: string, at: number): boolean {
  const before = folded[at - 1] ?? '\n'
  const after = folded[at + 1] ?? '\n'
  return (
    '{[,:\n('.includes(before) ||
    ',:}]\n'.includes(after) ||
    (before === ' ' && '{[,:'.includes(folded[at - 2] ?? '\n'))
  )
}

function classesOf(text: string, groups: Record<string, string | undefined>): readonly number[] {
  if (groups.word === undefined && groups.path === undefined) return none
  return byWord.get(text) ?? byWord.get(stemOf(text)) ?? none
}

/** `forwards` is `forward`, `user's` is `user`. */
function stemOf(word: string): string {
  const apostrophe = word.indexOf("'")
  if (apostrophe > 0) return word.slice(0, apostrophe)
  return word.length > 4 && word.endsWith('s') ? word.slice(0, -1) : word
}

function shapeOf(groups: Record<string, string | undefined>): Shape | undefined {
  if (groups.url !== undefined || groups.ip !== undefined) return 'url'
  if (groups.email !== undefined) return 'email'
  if (groups.account !== undefined) return 'account'
  if (groups.amount !== undefined) return 'amount'
  if (groups.phone !== undefined) return 'phone'
  if (groups.path !== undefined) return 'path'
  if (groups.number !== undefined) return 'number'
  if (groups.word !== undefined && /\w\.(?:sh|py|exe|bat|ps1|bin|pkg|js)$|^rm$|^chmod$/.test(groups.word)) return 'code'
  return undefined
}

/** Known words in a run without blanks, longest first. */
function wordsInRun(run: string, offset: number): Word[] {
  const found: Word[] = []
  for (let at = 0; at < run.length; ) {
    let length = Math.min(longestInRun, run.length - at)
    while (length > 0 && !inRuns.has(run.slice(at, at + length))) length--
    if (length === 0) {
      at++
      continue
    }
    const text = run.slice(at, at + length)
    found.push({ text, from: offset + at, to: offset + at + length, classes: inRuns.get(text)!, shape: undefined })
    at += length
  }
  return found
}
