/** Whether a verb's form stands as a noun: as a subject, as part of another noun, at the end of a noun phrase, under a light verb. */
import { phrasesAt } from './forms.js'
import * as word from './lexicon/moods.js'
import type { Mention } from './mentions.js'
import type { Token } from './tokens.js'

const finite =
  /^(?:is|are|was|were|went|goes|has|had|says|said|asks|wants|needs|looks|fails|failed|shows|takes|took|gives|gave|breaks|broke|works|worked|seems|got|gets|complains|hangs|crashes|crashed|runs|ran|stops|stopped|returns|points|comes|came|does|did|will|would|should|isnt|wasnt|arent|doesnt|didnt|hasnt|keeps|happens|happened|waits|follows|depends|belongs|finished|ended|started|starts|errors|passes|passed|gives|hangs|dies|died|lacks|shows|eats|costs|exists)$/

const endsNoun =
  /^(?:everything|anything|nothing|whatever|whichever|all|i|we|what|these|those|this|to|it|them|him|her|me|us|you|and|or|then|if|when|because|that|which)$/

/** `deploy user has sudo`, `upgrade went fine`: the word is part of a subject. `force push is fine` permits. */
export function isSubject(tokens: readonly Token[], end: number): boolean {
  for (let at = end; at < tokens.length && at <= end + 3; at++) {
    const { text, type } = tokens[at]!
    if (finite.test(text))
      return (
        !/^(?:is|are|would be|should be)$/.test(text) ||
        !/^(?:fine|ok|okay|allowed|good|alright|welcome)$/.test(tokens[at + 1]?.text ?? '')
      )
    if (
      type === 'mark' ||
      endsNoun.test(text) ||
      word.determiners.has(text) ||
      word.prepositions.has(text) ||
      (type === 'name' && at > end)
    )
      return false
  }
  return false
}

/** `images from the bucket give 403`: a clause that begins with a plain noun tells something; an order begins with its verb. */
export function isPredicate(tokens: readonly Token[], mention: Mention): boolean {
  const { at } = mention
  const first = tokens.findIndex((token) => !word.fillers.has(token.text))
  if (first < 0 || first >= at || mention.end - at > 1) return false
  const start = tokens[first]!
  const before = tokens[at - 1]!
  // `other teams delete their buckets`: a group of people or things, and what it does.
  if (
    /^(?:other|others|most|many|some|few|our|these|those|their|all)$/.test(start.text) &&
    before.type === 'word' &&
    before.text.length > 3 &&
    before.text.endsWith('s') &&
    at - first <= 3 &&
    mention.form === 'base'
  )
    return true
  if (
    start.type !== 'word' ||
    before.type === 'mark' ||
    word.fillers.has(before.text) ||
    /^(?:to|you|u|lets|please|and|then|or|can|could|should|must|may|will|need)$/.test(before.text)
  )
    return false
  const opens =
    word.prepositions.has(start.text) ||
    word.determiners.has(start.text) ||
    word.subjects.has(start.text) ||
    word.modals.has(start.text) ||
    word.requestSubjects.has(start.text) ||
    word.conditions.has(start.text) ||
    word.questionOpeners.has(start.text) ||
    word.negators.has(start.text)
  return (
    !opens &&
    start.text.endsWith('s') &&
    start.text.length > 3 &&
    !phrasesAt(start.text).some(({ form }) => form === 'base')
  )
}

/** Nouns that a verb's form before them only describes: `release notes`, `deploy script`. */
export const adjunctHeads = new Set(
  'notes note script scripts date plan button process pipeline candidate checklist guide docs documentation steps flow conflict conflicts window workflow error errors failure failures strategy procedure policy'.split(
    ' ',
  ),
)

/** `write release notes`, `fix the merge conflict`: a verb's form that only says which kind of thing. */
export function isAdjunct(tokens: readonly Token[], { at, end }: Mention): boolean {
  const before = tokens[at - 1]
  const after = tokens[end]
  if (before?.type !== 'word' || after?.type !== 'word' || end - at > 1) return false
  if (
    /^(?:go|help|try|please|just|and|then|or|to|you|now|also|ok|lets|run|do|can|could|may|must|should|will|always|not|dont|never)$/.test(
      before.text,
    ) ||
    word.lightVerbs.has(before.text)
  )
    return false
  if (
    word.determiners.has(after.text) ||
    word.prepositions.has(after.text) ||
    endsNoun.test(after.text) ||
    word.fillers.has(after.text)
  )
    return false
  return (
    phrasesAt(before.text).some(({ form, rest }) => form === 'base' && rest.length === 0) &&
    !phrasesAt(after.text).some(({ form }) => form === 'past')
  )
}

/** Most words between a determiner and the noun at the end of its phrase. */
const MAX_NOUN_PHRASE = 4

/** `improve the error message`, `fix the failing test`: a determiner before other words, and no object behind. */
export function endsNounPhrase(tokens: readonly Token[], { at, end }: Mention): boolean {
  // A phrase of several words (`can go`) is a verb whatever stands before it.
  if (end - at > 1) return false
  const after = tokens[end]
  if (
    after &&
    (after.type === 'name' ||
      word.determiners.has(after.text) ||
      /^(?:please|pls|now|to|on|onto|it|them|him|her|me|us|everything|all|both|over|with)$/.test(after.text))
  )
    return false
  if (underLightVerb(tokens, at)) return false
  for (let scan = at - 1; scan >= 0 && scan >= at - MAX_NOUN_PHRASE; scan--) {
    const { text, type } = tokens[scan]!
    if (word.determiners.has(text) && /^(?:the|a|an|my|our|your|this|its|their)$/.test(text)) return scan < at - 1
    if (
      type !== 'word' ||
      word.prepositions.has(text) ||
      word.fillers.has(text) ||
      endsNoun.test(text) ||
      word.modals.has(text) ||
      finite.test(text) ||
      /^(?:one|ones|thing|rest|other|not|dont)$/.test(text)
    )
      return false
  }
  return false
}

export function underLightVerb(tokens: readonly Token[], at: number): boolean {
  for (let scan = at - 1; scan >= 0 && scan >= at - 6; scan--) {
    const { text, type } = tokens[scan]!
    // `go ahead with the prod migration`: the light verb is the phrase before the preposition.
    if (text === 'with' && /^(?:ahead|proceed|continue|on|start|begin|away)$/.test(tokens[scan - 1]?.text ?? ''))
      return true
    if (type === 'mark' || word.prepositions.has(text)) return false
    if (!word.lightVerbs.has(text)) continue
    const subject = tokens[scan - 1]?.text ?? ''
    // `make the deploy faster`: the noun is what is to be changed.
    if (
      text === 'make' &&
      at > scan + 1 &&
      /^(?:\p{L}+er|better|worse|less|more|work|pass|run|fail|idempotent|reproducible|\p{L}+able|show|print|use|take)$/u.test(
        tokens[at + 1]?.text ?? '',
      )
    )
      return false
    // `57 needs two approvals` states what is missing.
    if (
      /^needs?$/.test(text) &&
      /^(?:\d+|two|three|four|more|some|several|no|zwei|drei)$/.test(tokens[at - 1]?.text ?? '')
    )
      return false
    return !/^(?:i|they|he|she|it|who)$/.test(subject) || /^(?:want|need)$/.test(text)
  }
  return false
}
