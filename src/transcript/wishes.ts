/** Wishes in a clause: results and permissions that stand for an act without naming the deed. */
import * as word from './lexicon/moods.js'
import { wishes } from './lexicon/wishes.js'
import type { Mention } from './mentions.js'
import type { Mood } from './mood.js'
import { type Token, textOf } from './tokens.js'

/** Longest clause that wishes are looked for in: whoever wishes says it shortly. */
const MAX_TOKENS = 60

/** Wishes that the tokens of one clause hold. Cost: linear in the rows and the tokens. */
export function wishesIn(tokens: readonly Token[]): readonly Mention[] {
  if (tokens.length > MAX_TOKENS || tokens.every((token) => token.pasted || token.type === 'mark')) return []
  const text = textOf(tokens)
  const found: Mention[] = []
  for (const wish of wishes) {
    const match = wish.says.exec(text)
    if (!match || (wish.about && !wish.about.test(text))) continue
    const { here: main, here2: other } = match.groups ?? {}
    const here = main ?? other ?? ''
    const at = tokenAt(text, match.index + match[0].indexOf(here === '' ? match[0].trim() : ` ${here}`) + 1)
    found.push({
      acts: wish.acts,
      phrased: wish.acts,
      form: 'wish',
      at,
      end: Math.min(tokens.length, at + here.trim().split(' ').length),
      ...(wish.negates ? { negates: true } : {}),
    })
  }
  return found
}

/** Most words between a negation and the wish that it denies. */
const MAX_NEGATION = 6

/** Number of the token that begins at a place of the text. */
function tokenAt(text: string, place: number): number {
  let count = 0
  for (let at = text.indexOf(' ', 1); at >= 0 && at < place; at = text.indexOf(' ', at + 1)) count++
  return count
}

const stated =
  / (?:is|are|was|were|went|did|does|has been|have been|had|got|came|became|looks?|seems?|isnt|wasnt|arent|doesnt|didnt|used to|ist|war|wurde|sind|waren|estaba|fue) /

const expected =
  / (?:already|by now|anyway|supposedly|normally|usually|in theory|actually have|bereits|schon langst|ya deberia) /

/** Subjects other than the user: what they want is no order. */
const others = / (?:they|he|she|who|\p{L}{3,}) (?:wants|wanted|asked|asks|needs|hopes|likes|would) /u

/** Mood of a wish, its clause being neither quoted nor a condition. */
export function moodOfWish(mention: Mention, tokens: readonly Token[], text: string, question: boolean): Mood {
  const before = tokens.slice(0, mention.at)
  const negated = before.slice(-MAX_NEGATION).some((token) => word.negators.has(token.text))
  if (negated && !mention.negates) return question ? 'asked' : 'forbidden'
  if (question) return 'asked'
  if (expected.test(text)) return 'told'
  if (others.test(textOf(before)) && !/ (?:i|we|id|wed) /.test(textOf(before))) return 'told'
  // `1.4.0 is out`, `it went down`: a state, unless the user wishes for it.
  if (
    stated.test(textOf(before.slice(-4))) &&
    !/ (?:to|want|like|love|need|if|can|may|should|must) /.test(textOf(before.slice(-6)))
  )
    return 'told'
  return word.putsOff(text) ? 'later' : 'order'
}
