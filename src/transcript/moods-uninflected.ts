/** Moods in German and Spanish, read by the company a verb keeps, and in Japanese and Chinese, by what stands right beside it. */
import * as word from './lexicon/moods.js'
import type { Mention } from './mentions.js'
import type { Mood } from './mood.js'
import { type Token, textOf } from './tokens.js'

/** `deploy macht svenja`, `den rest erledigt tom`: somebody else does it. */
export function isDelegated(tokens: readonly Token[], end: number): boolean {
  return (
    /^(?:macht|machen|erledigt|ubernimmt|hace)$/.test(tokens[end]?.text ?? '') &&
    !/^(?:du|bitte|ihr)$/.test(tokens[end + 1]?.text ?? '') &&
    // `ruckgangig machen`: an infinitive at the end asks for it.
    !(tokens[end]!.text === 'machen' && (tokens[end + 1]?.type ?? 'mark') === 'mark')
  )
}

const ownGerman =
  /\b(?:ich|wir) (?:selbst|selber)\b|\bmach(?:e|en|t)? (?:ich|wir|er|sie|\p{L}{3,}) ?(?:selbst|selber|dann|morgen|spater)?$|\b(?:ich|wir) \p{L}+ (?:\S+ ){0,4}?(?:selbst|selber)\b/u

const wantsGerman =
  /\b(?:ich (?:will|mochte|brauche|hatte gern|wunsche)|kannst du|konntest du|du (?:kannst|darfst|sollst))\b/

/** German and Spanish, read by the company a verb keeps. */
export function moodUninflected(mention: Mention, tokens: readonly Token[], text: string, question: boolean): Mood {
  if (question) return 'asked'
  const previous = tokens[mention.at - 1]?.text ?? ''
  const next = tokens[mention.end]?.text ?? ''
  if (ownGerman.test(text.trim())) return 'own'
  if ((previous === 'ich' || next === 'ich' || previous === 'yo') && !wantsGerman.test(text)) return 'own'
  if (isDelegated(tokens, mention.end)) return 'own'
  if (
    /\b(?:habe|hast|hat|haben|wurde|wurden|war|ist|sind|he|ha|han|fue|hemos) (?:\S+ ){0,5}$/.test(
      textOf(tokens.slice(Math.max(0, mention.at - 6), mention.at)).trimStart(),
    ) &&
    /^(?:ge|.*(?:ado|ido|iert)$)/.test(tokens[mention.at]!.text)
  )
    return 'told'
  if (/(?:aron|ieron)$/.test(tokens[mention.at]!.text)) return 'told'
  return word.putsOff(text) ? 'later' : 'order'
}

const forbidsAfter =
  /^.{0,6}?(?:しない|せず|するな|ないで|ないよう|なくて|禁止|やめ|だめ|ダメ|ちゃだめ|ません|ずに|てはいけ|不要|まで待)/

const forbidsBefore =
  /(?:不要|别|不能|不准|请勿|勿|先不|先别|不许|不必|不用|禁止|不可以|不得|没有|不想|不会|不再|未|まだ)[^，。]{0,6}$/

/** Japanese and Chinese: the negation stands right behind or right before the verb. */
export function moodInRun(
  run: string,
  place: { readonly at: number; readonly end: number },
  text: string,
  question: boolean,
): Mood {
  const after = run.slice(place.end)
  const before = run.slice(0, place.at)
  if (forbidsBefore.test(before) || forbidsAfter.test(after))
    return question && !/不要|别|ないで/.test(run) ? 'asked' : 'forbidden'
  if (question) return 'asked'
  if (
    /^.{0,4}?(?:しました|した(?!い|ら)|された|済み|ました)|^(?:过|了(?!吧)(?=$))/.test(after) &&
    !/把|请/.test(before)
  )
    return /了$/.test(after) && after.length <= 1 ? 'order' : 'told'
  if (/^.{0,2}?(?:してから|したら|た後|する前|前に)/.test(after)) return 'condition'
  if (/自分で|私が|僕が|こちらで|我来|我自己|我会|由我/.test(before)) return 'own'
  return word.putsOff(text) ? 'later' : 'order'
}
