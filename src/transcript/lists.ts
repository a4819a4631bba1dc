/** Numbered lists in a message, and the words by which a later one picks from them: `1 and 3 can go`. */
import { fold } from './tokens.js'

/** Items of a list by their number. */
export type Items = ReadonlyMap<number, string>

/** Longest list that is kept, and longest item. */
const MAX_ITEMS = 50
const MAX_ITEM = 300

const itemLine = /^\s*(?:\(?(\d{1,2})[).:]|#(\d{1,2})\b)\s*(\S.*)$/

/** The numbered list in a message as it was typed; undefined where there are not two items. Linear in its length. */
export function itemsIn(raw: string): Items | undefined {
  const items = new Map<number, string>()
  for (const line of raw.split('\n')) {
    const match = itemLine.exec(line)
    if (match && items.size < MAX_ITEMS)
      items.set(
        Number(match[1] ?? match[2]),
        ` ${fold(match[3]!.slice(0, MAX_ITEM))
          .replace(/[(),;]/g, ' ')
          .replace(/\s+/g, ' ')
          .trim()} `,
      )
  }
  return items.size > 1 ? items : undefined
}

const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ')
const number =
  '(?:(?:number|no|nr|num|item|point|nummer|punkt|the|die|der|das) )?#?(?:\\d{1,2}|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?: (?:one|item|point))?'
/** Numbers where a subject stands, before the verb, or right behind a verb that opens the clause. */
const picked = new RegExp(
  `^ (?:(?:only|just|so|ok|and|then|please|also|yes|well) )*((?:\\p{L}+ )?(?:${number})(?:(?: ,)?(?: and| und| y| &| or)? ${number})*) `,
  'u',
)

/** Numbers of the items that a clause speaks of; none where it picks nothing. */
export function pickedIn(text: string, items: Items): readonly number[] {
  const said = picked.exec(text)?.[1]
  if (said === undefined) return []
  return said
    .split(' ')
    .flatMap((word) => {
      const at = ordinals.indexOf(word)
      return at >= 0 ? [at + 1] : /^#?\d+$/.test(word) ? [Number(word.replace('#', ''))] : []
    })
    .filter((one) => items.has(one))
}
