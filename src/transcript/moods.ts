/** How an act is meant where it is named: ordered, forbidden, asked about, told, or put off. */
import type { ClauseText } from './clauses.js'
import * as word from './lexicon/moods.js'
import type { Mention } from './mentions.js'
import type { Mood } from './mood.js'
import { isDelegated, moodInRun, moodUninflected } from './moods-uninflected.js'
import { adjunctHeads, endsNounPhrase, isAdjunct, isPredicate, isSubject, underLightVerb } from './nouns.js'
import { type Token, textOf } from './tokens.js'
import { moodOfWish } from './wishes.js'

/** Mood of one mention. `question`: whether its clause asks (see isQuestion). */
export function moodOf(mention: Mention, clause: ClauseText, text: string, question: boolean): Mood {
  const { tokens } = clause
  const token = tokens[mention.at]!
  if (token.pasted || token.quoted) return 'quoted'
  if (clause.condition !== undefined) return 'condition'
  if (mention.inRun) return moodInRun(token.text, mention.inRun, text, question)
  if (isReported(tokens, mention.at)) return 'quoted'
  if (mention.form === 'wish') return moodOfWish(mention, tokens, text, question)
  if (isForbidden(mention, tokens)) return question ? 'asked' : 'forbidden'
  if (mention.form === 'any') return moodUninflected(mention, tokens, text, question)
  if (question || tokens.slice(0, mention.at).some((token) => token.text === 'whether')) return 'asked'
  const mood = inflectedMood(mention, tokens)
  return mood === 'order' && word.putsOff(text) ? 'later' : mood
}

function isReported(tokens: readonly Token[], at: number): boolean {
  const before = textOf(tokens.slice(Math.max(0, at - 9), at))
  return (
    word.reportedSpeech.test(before) &&
    !word.ownSpeech.test(before) &&
    !/\b(?:show|tell|ask|say|mention)\b/.test(before)
  )
}

/** A negation before the verb in the same clause, or after it where the language puts it there. */
function isForbidden(mention: Mention, tokens: readonly Token[]): boolean {
  const { at, form } = mention
  // `i dont need those` gives them up; it forbids nothing.
  if (/^(?:need|needs|brauche|braucht|brauchen|necesito)$/.test(tokens[at]!.text)) return false
  // `nobody edits it by hand`: behind a preposition it is a noun.
  if (form === 'base' && /^(?:by|of|for|in|at|from)$/.test(tokens[at - 1]?.text ?? '')) return false
  // `i dont like these changes`: what is denied is another verb.
  if (
    form !== 'ing' &&
    form !== 'any' &&
    word.determiners.has(tokens[at - 1]?.text ?? '') &&
    tokens[at - 1]?.text !== 'no' &&
    !underLightVerb(tokens, at)
  )
    return false
  for (let scan = at - 1; scan >= 0; scan--) {
    const text = tokens[scan]!.text
    if (text === 'forget' || text === 'hesitate' || text === 'fail' || text === 'olvides') return false
    if (
      text === 'but' ||
      text === 'only' ||
      text === 'just' ||
      text === 'sondern' ||
      text === 'sino' ||
      text === 'pero'
    )
      return false
    if (text === 'instead' && tokens[scan + 1]?.text === 'of') return true
    if (text === 'rather' && tokens[scan + 1]?.text === 'than') return true
    if (/^(?:stop|hold|quit|refrain|avoid|skip)$/.test(text) && form === 'ing' && at - scan <= 3) return true
    if (!word.negators.has(text)) continue
    if (
      tokens
        .slice(scan + 1, at)
        .some((token) =>
          /^(?:need|needs|like|likes|think|see|know|care|mind|remember|understand|believe|trust|love|recognize)$/.test(
            token.text,
          ),
        )
    )
      return false
    if (text === 'no' && (tokens[scan + 1]?.text === ',' || (scan === 0 && at - scan > 2))) continue
    if (
      /^(?:not|nicht)$/.test(text) &&
      (tokens[scan - 1]?.text === 'why' ||
        tokens[scan + 1]?.text === 'only' ||
        tokens[scan - 1]?.text === 'or' ||
        tokens[scan - 1]?.text === 'if')
    )
      return false
    if (word.stativeNegators.has(text) && form !== 'ing') return false
    // `nobody consumed it`, `nothing gets destroyed` tell; `nothing may be deleted` forbids.
    if (/^(?:nobody|nothing|none|noone|niemand)$/.test(text) && form !== 'base' && form !== 'any')
      return (
        /\b(?:should|must|may|can|be|to)\b/.test(textOf(tokens.slice(scan, at))) ||
        (form === 's' && /\b(?:until|till|today|tonight|now|before|bis|heute)\b/.test(textOf(tokens))) ||
        (/\b(?:gets?|is|are)\b/.test(textOf(tokens.slice(scan, at))) &&
          /\b(?:today|tonight|now|yet|until|till|before|this week|without|any more|anymore|from here)\b/.test(
            textOf(tokens.slice(at)),
          ))
      )
    if (/^(?:no|not|never|without|ohne|sin|kein|keine)$/.test(text) && form === 'past')
      return /\b(?:should|must|may|can|be|to|get)\b/.test(textOf(tokens.slice(Math.max(0, scan - 2), at)))
    return true
  }
  const after = tokens.slice(mention.end, mention.end + 8).map((token) => token.text)
  if (after.some((text) => text === 'nicht' || text === 'nichts' || text === 'keinesfalls' || text === 'nie'))
    return true
  return (
    after[0] === 'nothing' || (after[0] === 'not' && after[1] === 'yet') || (after[0] === 'no' && after.length === 1)
  )
}

function inflectedMood(mention: Mention, tokens: readonly Token[]): Mood {
  let before = mention.at - 1
  while (before >= 0 && word.fillers.has(tokens[before]!.text) && tokens[before]!.text !== 'and') before--
  const previous = tokens[before]?.text ?? ''
  switch (mention.form) {
    case 'base':
      return moodOfBase(tokens, before, previous, mention)
    case 'noun':
      return underLightVerb(tokens, mention.at) || isBareWish(tokens) ? 'order' : 'told'
    case 'past':
      return moodOfParticiple(tokens, mention.at)
    case 'ing':
      return moodOfIng(tokens, before, previous)
    case 's':
      return underLightVerb(tokens, mention.at) && word.determiners.has(previous) ? 'order' : 'told'
    case 'any':
    case 'wish':
      return 'order'
  }
}

/** `pr please`: a noun and a word of asking, and nothing else. */
function isBareWish(tokens: readonly Token[]): boolean {
  const words = tokens.filter((token) => token.type !== 'mark')
  return words.length <= 3 && words.some(({ text }) => /^(?:please|pls|plz|bitte)$/.test(text))
}

function moodOfBase(tokens: readonly Token[], before: number, previous: string, mention: Mention): Mood {
  const own = tokens[mention.at]!.text
  if (
    /^(?:up|down|off|open)$/.test(own) &&
    /^(?:is|are|was|were|be|went|goes|stays|be|gets|still|currently)$/.test(tokens[mention.at - 1]?.text ?? '')
  )
    return 'told'
  // `it is messed up`.
  if (/^(?:up|down|off|over|out)$/.test(own) && /\p{L}{3}ed$/u.test(tokens[mention.at - 1]?.text ?? '')) return 'told'
  // `443 isnt reachable`: said of a thing.
  if (/^(?:is|isnt|are|arent|was|wasnt|were|werent)$/.test(previous) && mention.form === 'base') return 'told'
  // `stop stop. i mean the other one`: a cry, no order to stop a thing.
  if (
    /^(?:stop|halt|wait|hold)$/.test(own) &&
    tokens.every(
      ({ text, type }) => type === 'mark' || /^(?:stop|halt|wait|hold|no|oh|ah|on|please|sorry)$/.test(text),
    ) &&
    tokens.length > 1
  )
    return 'told'
  // `warn people off running kubectl delete`: what is only spoken of.
  if (
    tokens
      .slice(Math.max(0, mention.at - 8), mention.at)
      .some(({ text }) => /^(?:warn|warns|warning|mention|document|describe|literally|verbatim)$/.test(text))
  )
    return 'told'
  // `good text`, `nice work`: praise.
  const last = mention.end === tokens.length || tokens[mention.end]?.type === 'mark'
  if (
    last &&
    /^(?:good|great|nice|perfect|cool|excellent|fine|bad|odd|strange)$/.test(tokens[mention.at - 1]?.text ?? '')
  )
    return 'told'
  if (isDelegated(tokens, mention.end)) return 'own'
  // `into the same commit`: such phrases hold no verb that a determiner could make a noun.
  if (mention.acts.has('amend') && mention.end - mention.at > 1) return 'order'
  if (/^(?:ran|executed|typed|called|issued|did)$/.test(previous)) return 'told'
  if (
    isAdjunct(tokens, mention) ||
    (adjunctHeads.has(tokens[mention.end]?.text ?? '') && tokens[mention.end + 1]?.type !== 'name')
  )
    return 'told'
  if (own === 'need' && /^(?:i|we)$/.test(previous)) return 'order'
  if (isSubject(tokens, mention.end) || isPredicate(tokens, mention) || endsNounPhrase(tokens, mention)) return 'told'
  if (before < 0) return tokens[mention.at + 1]?.text === ':' && mention.acts.has('fix') ? 'told' : 'order'
  if (previous === 'to') return moodAfterTo(tokens, before)
  if (word.modals.has(previous)) return moodAfterModal(tokens, before, previous, mention)
  if (word.subjects.has(previous)) return 'own'
  if (word.requestSubjects.has(previous)) return 'order'
  if (word.determiners.has(previous) || word.prepositions.has(previous)) {
    if (/^(?:before|after)$/.test(previous)) return 'condition'
    if (previous === 'on' && tokens[before - 1]?.text === 'now') return 'order'
    // `for now`, `on staging`: a preposition with its own object is not directly before; directly before, the verb is a noun.
    return underLightVerb(tokens, mention.at) ? 'order' : 'told'
  }
  return 'order'
}

function moodAfterTo(tokens: readonly Token[], to: number): Mood {
  for (let scan = to - 1; scan >= 0 && scan >= to - 4; scan--) {
    const text = tokens[scan]!.text
    if (word.notWantedTo.has(text)) return 'told'
    if (word.wantedTo.has(text) || /^(?:needs|has)$/.test(text)) {
      // `no need to answer`.
      if (text === 'need' && word.negators.has(tokens[scan - 1]?.text ?? '')) return 'told'
      const subject = tokens[scan - 1]?.text ?? ''
      if (/^(?:have|has|going|got|need)$/.test(text) && /^(?:i|im|ive|he|she|they|theyre)$/.test(subject))
        return text === 'need' && subject === 'i' ? 'order' : 'own'
      if (/^(?:want|like|love|prefer)$/.test(text) && /^(?:they|users|customers|he|she|who)$/.test(subject))
        return 'told'
      return 'order'
    }
  }
  // `to delete it, run ...` and `a script to delete` name a purpose.
  return 'told'
}

function moodAfterModal(tokens: readonly Token[], modal: number, text: string, mention: Mention): Mood {
  if (text === 'lets' || text === 'let') return tokens[modal + 1]?.text === 'me' ? 'own' : 'order'
  let scan = modal - 1
  while (scan >= 0 && word.fillers.has(tokens[scan]!.text)) scan--
  const subject = tokens[scan]?.text ?? ''
  if (subject === '' || word.requestSubjects.has(subject)) return 'order'
  if (subject === 'we') return /^(?:will|would|might|could)$/.test(text) ? 'later' : 'order'
  if (word.subjects.has(subject)) return /^(?:cant|cannot|could|can|might)$/.test(text) ? 'told' : 'own'
  // `the importer should use guzzle` says how the code is to be; what a program should delete is no order to delete.
  return /^(?:should|must|needs?)$/.test(text) && mention.acts.has('install') ? 'order' : 'told'
}

/** `should be deleted`, `needs to be pushed`, `i want it merged`: wanted. `was deleted`: told. */
function moodOfParticiple(tokens: readonly Token[], at: number): Mood {
  const before = textOf(tokens.slice(Math.max(0, at - 9), at))
  if (/ (?:should|can|must|may|to|need|needs|has to|have to|could) (?:\S+ )?(?:be|get) (?:\S+ ){0,2}$/.test(before))
    return / (?:i|we) (?:\S+ )?(?:can|could) /.test(before) ? 'told' : 'order'
  if (/ (?:want|need|like|get|have|would like|please have) (?:\S+ ){1,6}$/.test(before))
    return / (?:i|we|they) have /.test(before) ? 'told' : 'order'
  if (/ (?:needs?|wants?) (?:\S+ )?$/.test(before)) return 'order'
  // `patch level gets approved and merged`: how it is to be done, unless it is how it always is.
  if (
    / gets? (?:\S+ ){0,3}$/.test(before) &&
    !/ (?:every|always|each|when|whenever|by|usually|already|it|i|they|that|often) /.test(before)
  )
    return 'order'
  // `it would be great if that were merged`.
  if (
    / (?:great|nice|good|lovely|cool|helpful|happy|glad|grateful|perfect|love it|like it|appreciate it|better) if (?:\S+ ){1,5}$/.test(
      before,
    )
  )
    return 'order'
  return 'told'
}

function moodOfIng(tokens: readonly Token[], before: number, previous: string): Mood {
  if (/^(?:keep|start|continue|try|ahead|mind|suggest|with|by|you|begin|resume|consider|about|fine|ok)$/.test(previous))
    return previous === 'consider' || previous === 'about' ? 'told' : 'order'
  if (/^(?:before|after|while|when)$/.test(previous)) return 'condition'
  if (/^(?:needs?|requires?)$/.test(previous)) return 'order'
  if (before >= 0 && word.determiners.has(previous) && underLightVerb(tokens, before + 1)) return 'order'
  return 'told'
}
