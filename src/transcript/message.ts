/** One message of the user, read once when it is observed: clauses, acts with their moods, consent. */
import { type ClauseText, clausesOf } from './clauses.js'
import type { Act } from './lexicon/act.js'
import * as consent from './lexicon/consent.js'
import * as word from './lexicon/moods.js'
import { givesUp } from './lexicon/wishes.js'
import type { Mood } from './mood.js'
import { moodOf } from './moods.js'
import { isQuestion } from './questions.js'
import { fold, type Token, tokenize } from './tokens.js'

export interface ActUse {
  readonly acts: ReadonlySet<Act>
  /** Those of them that a phrase of several words names (`put ... live`). */
  readonly phrased?: ReadonlySet<Act>
  readonly mood: Mood
  /** The words of it, for the reason. */
  readonly words: string
  /** Index of its clause in the message. */
  readonly clause: number
  /** The order waits for work of the agent: `push once the tests pass`. */
  readonly afterWork?: boolean
  /** Words of the condition beside the order. */
  readonly condition?: string
}

export interface Clause {
  /** Folded tokens between single blanks, with one at both ends; pasted text left out. */
  readonly text: string
  /** Single tokens, for look-up. */
  readonly words: ReadonlySet<string>
  /** Tokens that look like identifiers, paths, hosts, numbers or options. */
  readonly names: readonly string[]
  readonly uses: readonly ActUse[]
  readonly question: boolean
  /** Holds a prohibition or an exclusion. */
  readonly negative: boolean
  readonly sentence: number
  readonly condition?: string
}

export interface Message {
  /** Number of the user message in the session, from 0. */
  readonly index: number
  /** Whole text, folded, in single blanks, pasted parts included: what a name is looked for in. */
  readonly text: string
  /** The user's own part of it. */
  readonly own: string
  readonly clauses: readonly Clause[]
  /** Every token of the message, pasted ones left out. */
  readonly words: ReadonlySet<string>
  readonly consent?: 'strong' | 'weak'
  readonly standing: boolean
  /** Takes back what was ordered last. */
  readonly revokes: boolean
  /** Asks to be shown or asked before the next step. */
  readonly lookFirst: boolean
  /** Gives at least one order. */
  readonly orders: boolean
  /** What a bare "yes" refers to, as the harness saw it. */
  readonly referent?: string
}

/** As much of a message as is looked at for a wish to see something first; the pattern's cost grows with its square. */
const MAX_LOOKED_AT = 4_000

/** Longest whole text that is kept for looking up names. */
const MAX_KEPT = 16_000

function joined(tokens: readonly Token[], pasted: boolean): string {
  return ` ${tokens
    .filter((token) => (pasted || !token.pasted) && token.text !== '\n')
    .map((token) => token.text)
    .join(' ')} `
}

/** `pushing main publishes it, thats fine`, `sudo is ok`: what is named before may be done. */
const permits =
  /\b(?:is|are|thats|that is|its|would be) (?:totally |all |absolutely |perfectly |also )?(?:fine|ok|okay|alright|allowed|all right|no problem)\b|\b(?:ist|geht) (?:in ordnung|ok|okay|klar)\b|\besta bien\b/

function useOf(
  clause: ClauseText,
  index: number,
  text: string,
  question: boolean,
  sentence: string,
  sentenceText: string,
): readonly ActUse[] {
  const uses = clause.mentions.map((mention): ActUse & { readonly negates?: boolean } => {
    let mood = moodOf(mention, clause, text, question)
    const afterWork =
      mood === 'order' && clause.condition === undefined && sentence !== '' && word.workCondition.test(sentence)
    // `push once i approved` is for later; `push once the tests pass` is an order that waits for work.
    if (
      mood === 'order' &&
      sentence !== '' &&
      !/^ ?(?:if|wenn|si) /.test(sentence) &&
      word.personCondition.test(sentence)
    )
      mood = 'later'
    if (mood === 'told' && mention.form !== 'past' && mention.form !== 's' && permits.test(sentenceText)) mood = 'order'
    const words = clause.tokens
      .slice(mention.at, mention.end)
      .map((token) => token.text)
      .join(' ')
    return {
      acts: mention.acts,
      mood,
      words,
      clause: index,
      ...(mention.phrased ? { phrased: mention.phrased } : {}),
      ...(afterWork ? { afterWork } : {}),
      ...(mood === 'order' && sentence !== '' ? { condition: sentence } : {}),
      ...(mention.negates && mood === 'order' ? { negates: true } : {}),
    }
  })
  // `i dont want it to run any more` ends something; the negation forbids nothing beside it.
  return uses.some(({ negates }) => negates) ? uses.filter(({ mood }) => mood !== 'forbidden') : uses
}

/** Text of the condition that belongs to a clause: one of its sentence, beside it. */
function conditionBeside(clauses: readonly ClauseText[], index: number): string {
  for (const near of [index - 1, index + 1]) {
    const other = clauses[near]
    if (
      other?.condition !== undefined &&
      other.sentence === clauses[index]!.sentence &&
      other.condition !== 'before' &&
      other.condition !== 'because' &&
      other.condition !== 'since'
    ) {
      return joined(other.tokens, false)
    }
  }
  return ''
}

const excluding =
  /\b(?:except|but not|never|dont|(?<!(?:may|can|should|must|to) )(?:keep|leave(?! (?:a|an|word|note|line|comment|message|one|them a|him a|her a) ))|(?:everything|all|anything|any) but|bis auf|other than|apart from|besides|without|excluding|sparing|ausser|nicht|ohne|behalte?|excepto|menos|salvo|sin)\b|\bnot (?:the |that |this |my |in |on |from )?(?!needed|used|required|necessary|important|wanted|merged|yet|working|there|any|sure|only|more|want|need)\S*[./_\d-]|^ (?:no )?not |以外|除了|保留|不要|别/

function clauseOf(texts: readonly ClauseText[], index: number, requested: boolean): Clause {
  const clause = texts[index]!
  const text = joined(clause.tokens, false)
  const question =
    isQuestion(clause) && !(requested && clause.questionMark && !word.surelyAsking.has(clause.tokens[0]?.text ?? ''))
  const own = clause.tokens.filter((token) => !token.pasted && token.type !== 'mark')
  const uses = useOf(
    clause,
    index,
    text,
    question,
    conditionBeside(texts, index),
    texts
      .filter((other) => other.sentence === clause.sentence && !other.questionMark)
      .map((other) => joined(other.tokens, false))
      .join(' '),
  )
  return {
    text,
    words: new Set(own.map((token) => token.text)),
    names: own.filter((token) => token.type === 'name').map((token) => token.text),
    uses,
    question,
    negative: !givesUp.test(text) && (excluding.test(text) || uses.some((use) => use.mood === 'forbidden')),
    sentence: clause.sentence,
    ...(clause.condition === undefined ? {} : { condition: clause.condition }),
  }
}

/** What waits when the user wants to see something first; work in the project goes on. */
const waits: ReadonlySet<Act> = new Set([
  'delete',
  'discard',
  'empty',
  'cancel',
  'kill',
  'deploy',
  'push',
  'merge',
  'publish',
  'release',
  'apply',
  'migrate',
  'restart',
  'stop',
  'scale',
  'rollback',
  'send',
  'comment',
  'open-pr',
  'approve',
  'close',
  'pay',
])
/** `write tidy.sh that deletes these and run it`: what the script is said to do is wanted. */
const runsScript =
  /(?:script|\.(?:sh|py|js|ts|rb|sql)\b|one-?liner|command).* (?:run|execute) (?:it|that|this|them) |(?: run| execute) .*(?:script|\.(?:sh|py|js|ts|rb|sql)\b).* that /

function described(clause: Clause): (use: ActUse) => ActUse {
  return (use) =>
    use.mood === 'told' &&
    / (?:that|which|to) (?:\S+ ){0,2}?/.test(clause.text.slice(0, clause.text.indexOf(` ${use.words} `) + 1))
      ? { ...use, mood: 'order' }
      : use
}

const looking: ReadonlySet<Act> = new Set(['read', 'show', 'search', 'plan', 'write'])

/** An order beside `show me first` waits for the user's next word; looking does not. */
function waiting(use: ActUse): ActUse {
  if (use.mood !== 'order') return use
  const acts = [...use.acts]
  return acts.some((act) => waits.has(act)) && (!acts.some((act) => looking.has(act)) || acts.includes('delete'))
    ? { ...use, mood: 'later' }
    : use
}

const requestOpening = /^ (?:\S+ ){0,3}?(?:can|could|would|will|kannst|konntest|puedes|podrias) (?:you|u|du|me)?\b/

function consentOf(own: string, clauses: readonly Clause[]): 'strong' | 'weak' | undefined {
  const text = own
    .trim()
    .replace(
      /^(?:(?:hm+|ah|oh|ok|okay|well|so|great|good|ah ok|perfect|cool|nice|alright|thanks|thx|danke|gracias|vale|gut) ?[,.!]? )+(?=\S)/,
      '',
    )
  const uses = clauses.flatMap((clause) => clause.uses)
  const opensWithYes = clauses.some(
    (clause, at) =>
      (at === 0 || clauses[at - 1]!.sentence !== clause.sentence) &&
      !clause.question &&
      consent.plainYes.test(clause.text.trim()),
  )
  if (
    consent.strongYes.test(text) ||
    consent.strongYes.test(own.trim()) ||
    opensWithYes ||
    clauses.some((clause) => !clause.question && consent.goWord.test(clause.text.trim()))
  ) {
    return clauses[0]?.question || /^(?:yes|yeah|ja|si)[ ,]+(?:but )?(?:why|what|how|warum|por que)\b/.test(text)
      ? undefined
      : 'strong'
  }
  if (!consent.weakYes.test(own.trim()) || consent.thanksOnly.test(own)) return undefined
  const busy =
    uses.some(
      (use) => use.mood === 'order' || use.mood === 'forbidden' || use.mood === 'later' || use.mood === 'own',
    ) || clauses.some((clause) => clause.question)
  return busy ? undefined : 'weak'
}

/** Reads one user message. Total; cost linear in its length. */
export function readMessage(raw: string, index: number, referent?: string): Message {
  const tokens = tokenize(raw)
  const texts = clausesOf(tokens)
  const clauses: Clause[] = []
  let requestedIn = -1
  for (const [at, text] of texts.entries()) {
    const clause = clauseOf(texts, at, requestedIn === text.sentence)
    if (!clause.question && requestOpening.test(clause.text)) requestedIn = text.sentence
    clauses.push(clause)
  }
  const own = joined(tokens, false)
  const lookFirst = consent.lookFirst.test(own.slice(0, MAX_LOOKED_AT))
  if (runsScript.test(own))
    for (const [at, clause] of clauses.entries()) clauses[at] = { ...clause, uses: clause.uses.map(described(clause)) }
  if (lookFirst)
    for (const [at, clause] of clauses.entries()) clauses[at] = { ...clause, uses: clause.uses.map(waiting) }
  const consented = consentOf(own, clauses)
  return {
    index,
    text: ` ${fold(raw.slice(0, MAX_KEPT)).replace(/\s+/g, ' ')} `,
    own,
    clauses,
    words: new Set(clauses.flatMap((clause) => [...clause.words])),
    ...(consented ? { consent: consented } : {}),
    standing: consent.standing.test(own),
    revokes: consent.revoking.test(own.trim()) || clauses.some((clause) => consent.revoking.test(clause.text.trim())),
    lookFirst,
    orders: clauses.some((clause) => clause.uses.some((use) => use.mood === 'order')),
    ...(referent === undefined ? {} : { referent }),
  }
}
