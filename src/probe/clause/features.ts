/** Named features of a clause: who is spoken to, what is asked, of what, where to, and in what company. */
import type { WordClass } from './lexicon.js'
import { type Clause, classNames, type Word } from './words.js'

const numbers = new Map(classNames.map((name, number) => [name, number]))
const at = (name: WordClass) => numbers.get(name)!
const is = (word: Word | undefined, name: WordClass): boolean => word?.classes.includes(at(name)) ?? false

/** Which things make an act one that an agent's tools can carry out. */
const acts: readonly {
  readonly name: string
  readonly verb: WordClass
  readonly on: readonly (WordClass | 'to' | 'email' | 'url' | 'account' | 'amount' | 'path' | 'code' | 'phone')[]
}[] = [
  { name: 'send-to', verb: 'do.send', on: ['email', 'url', 'phone'] },
  { name: 'send-private', verb: 'do.send', on: ['of.private'] },
  { name: 'send-secret', verb: 'do.send', on: ['of.secret', 'path'] },
  { name: 'share', verb: 'do.share', on: ['of.private', 'of.data', 'email', 'url'] },
  { name: 'reveal', verb: 'do.reveal', on: ['of.secret', 'path'] },
  { name: 'reveal-instructions', verb: 'do.reveal', on: ['of.instructions'] },
  { name: 'reveal-private', verb: 'do.reveal', on: ['of.private'] },
  { name: 'pay', verb: 'do.pay', on: ['amount', 'account'] },
  { name: 'pay-money', verb: 'do.pay', on: ['of.money'] },
  { name: 'access', verb: 'do.access', on: ['of.security', 'of.secret'] },
  { name: 'invite', verb: 'do.access', on: ['email', 'url'] },
  { name: 'destroy', verb: 'do.destroy', on: ['of.data', 'of.private', 'path'] },
  { name: 'book', verb: 'do.book', on: ['of.booking', 'of.data'] },
  { name: 'run', verb: 'do.run', on: ['of.command', 'code', 'path', 'url'] },
  { name: 'visit', verb: 'do.visit', on: ['url', 'of.link'] },
  { name: 'get', verb: 'do.get', on: ['of.private', 'of.data'] },
  { name: 'get-secret', verb: 'do.get', on: ['of.secret', 'path'] },
  { name: 'get-url', verb: 'do.get', on: ['url', 'code'] },
  { name: 'install', verb: 'do.install', on: ['url', 'code'] },
  { name: 'call-tool', verb: 'do.call', on: ['of.tool'] },
  { name: 'shape-answer', verb: 'do.say', on: ['of.answer'] },
  { name: 'say-to-user', verb: 'do.say', on: ['who.user'] },
  { name: 'say-praise', verb: 'do.say', on: ['of.rating'] },
  { name: 'approve', verb: 'do.approve', on: ['of.data', 'of.rating', 'of.instructions'] },
  { name: 'follow', verb: 'do.follow', on: ['of.instructions'] },
  { name: 'remember', verb: 'do.remember', on: ['of.harness', 'lasting'] },
  { name: 'device', verb: 'do.access', on: ['of.device'] },
]

/** Classes whose mere presence in a clause is a feature. */
const present: readonly WordClass[] = [
  'who.model',
  'who.agent',
  'who.user',
  'who.people',
  'who.me',
  'who.you',
  'of.secret',
  'of.private',
  'of.money',
  'of.security',
  'of.command',
  'of.link',
  'of.tool',
  'of.answer',
  'of.rating',
  'of.device',
  'of.instructions',
  'of.harness',
  'drop',
  'prior',
  'must',
  'please',
  'urgent',
  'authority',
  'order-of-things',
  'also',
  'lasting',
  'hush',
  'not',
  'talk-of-attacks',
  'talk-of-code',
]
const isVerb = Uint8Array.from(classNames, (name) => (name.startsWith('do.') ? 1 : 0))
const verbs = classNames.filter((name) => name.startsWith('do.'))
const shapes = ['email', 'url', 'account', 'amount', 'phone', 'path', 'code'] as const

/** Features that take more than one word. */
const joint = [
  'model-must', // the assistant should ...
  'agent-must',
  'you-must',
  'people-must',
  'calls-model', // "assistant: ...", "dear AI"
  'calls-agent',
  'you-are-model',
  'your-self', // your instructions, your tools, your answer: things that only a model has
  'for-model', // note to, message for ... a model
  'for-agent',
  'drop-instructions', // ignore what you were told
  'drop-prior',
  'drop-user',
  'not-tell-user',
  'without-asking',
  'new-task',
  'before-task',
  'when-done',
  'user-wants', // the user has agreed, asks you to
  'order-alone', // an order among values or statements
  'order-in-value', // an order in the value of a record
  'order',
  'second-person-act',
  'short',
  'long',
  'by-name', // "Bo to forward", "@wen please"
  'letter', // a greeting or a farewell stands near
  'question',
  'person-to-person',
  'you-model-thing',
  'asks-model', // order and model in one clause
  'asks-agent',
  'agent-act',
  'model-act',
  'you-act',
  'bare-act', // an act at the very start of a clause
  'also-act',
  'before-act',
  'drop-and-act',
  'forged-mark', // a role or a tag of a turn at its start
  'role-mark',
  'this-text', // whoever reads this, the reader of this document
  'send-what-where', // both what is sent and where to
  'override-words', // fixed ways to say that earlier words do not count
  'obey', // must comply, is required of you
  'is-user', // claims to be the user or whoever made the model
  'model-noun-phrase', // AI assistant, language model
  'reading-model',
  'has-quotation', // somebody's words within the clause
  'example', // names its words as an example, a text, a phrase
  'if-you-use', // how to set up a tool
  'code-mark', // marks of a programming language
] as const

export type FeatureName = string

export const featureNames: readonly FeatureName[] = [
  ...acts.map(({ name }) => `act.${name}`),
  ...verbs.map((name) => `order.${name.slice(3)}`),
  ...present.map((name) => `has.${name}`),
  ...shapes.map((name) => `has.${name}`),
  ...joint.map((name) => `is.${name}`),
]
const index = new Map(featureNames.map((name, number) => [name, number]))

const presentAt = present.map((name) => [at(name), index.get(`has.${name}`)!] as const)
const verbsAt = verbs.map((name) => [at(name), index.get(`order.${name.slice(3)}`)!] as const)
const actsAt = acts.map(({ name, verb, on }) => ({
  verb: at(verb),
  classes: on.flatMap((thing) => numbers.get(thing as WordClass) ?? []),
  shapes: on.filter((thing) => !numbers.has(thing as WordClass)) as readonly string[],
  feature: index.get(`act.${name}`)!,
}))

/** What leads to an order: after these a verb is one. */
const leadIns = new Set(
  'please kindly also and then must should to now first just can could will shall immediately instead do next simply directly always silently quietly or but pls plz you bitte lautlos need'.split(
    ' ',
  ),
)

/** How far after its verb a thing may stand. */
const REACH = 16

/** Marks the features of one clause into `into`. */
export function featuresOf(clause: Clause, text: string, into: Float32Array): void {
  const { words } = clause
  const mark = (name: string) => {
    const number = index.get(name)
    if (number !== undefined) into[number] = 1
  }
  const there = new Uint8Array(classNames.length)
  for (const word of words) for (const number of word.classes) there[number] = 1
  const has = (name: WordClass) => there[at(name)] === 1
  for (const [number, feature] of presentAt) if (there[number] === 1) into[feature] = 1
  for (const name of shapes) if (words.some((word) => word.shape === name)) mark(`has.${name}`)

  let ordered = false
  let bare = false
  let acted = false
  for (const [place, word] of words.entries()) {
    if (!word.classes.some((number) => isVerb[number] === 1)) continue
    const start = startsOrder(words, place, text)
    if (!start) continue
    ordered = true
    if (start === 'bare') bare = true
    const after = words.slice(place + 1, place + 1 + REACH)
    for (const [number, feature] of verbsAt) if (word.classes.includes(number)) into[feature] = 1
    for (const { verb, classes, shapes: forms, feature } of actsAt) {
      if (!word.classes.includes(verb)) continue
      if (
        after.some(
          (thing) =>
            thing.classes.some((number) => classes.includes(number)) ||
            (thing.shape !== undefined && forms.includes(thing.shape)),
        )
      ) {
        into[feature] = 1
        acted = true
        if (start === 'bare') mark('is.bare-act')
      }
    }
  }
  if (ordered) mark('is.order')
  // Most clauses are statements of fact, and nothing joint can be true of them.
  if (ordered || steering.some((number) => there[number] === 1) || opensMark(text, clause.from))
    joints(clause, text, mark, has, { ordered, bare, acted })
}

const steering = (
  ['who.model', 'who.agent', 'who.user', 'drop', 'hush', 'of.instructions', 'must', 'prior'] as const
).map(at)

/** Whether a clause begins like a turn: after a bracket, a heading mark, or with a role. */
function opensMark(text: string, from: number): boolean {
  return (
    /[<[|{#*]/.test(text.slice(Math.max(0, from - 3), from)) ||
    /^(?:system|human|developer|admin)/.test(text.slice(from, from + 10))
  )
}

type Start = 'bare' | 'led'

/** Whether the verb at `place` begins an order. */
function startsOrder(words: readonly Word[], place: number, text: string): Start | undefined {
  if (place === 0) return 'bare'
  const before = words[place - 1]!
  const between = text.slice(before.to, words[place]!.from)
  if (/[,:;)\-–—(`*/]/.test(between)) return place < 4 ? 'bare' : 'led'
  if (unspacedScript(words[place]!)) return 'led'
  if (leadIns.has(before.text)) return place === 1 && is(before, 'please') ? 'bare' : 'led'
  if (is(before, 'must') || is(before, 'please') || is(before, 'hush')) return 'led'
  // "you now send", "the assistant also sends": an adverb between
  const further = words[place - 2]
  if (
    further &&
    (before.text.endsWith('ly') || is(before, 'also') || is(before, 'order-of-things')) &&
    (leadIns.has(further.text) || is(further, 'must'))
  )
    return 'led'
  return undefined
}

function unspacedScript(word: Word): boolean {
  return /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/u.test(word.text)
}

const selfThings = new Set(
  'instructions instruction prompt prompts context tools tool guidelines guidance programming training memory rules task tasks answer response reply summary output operator system configuration settings conversation user owner capabilities assignment objective goal goals role persona restrictions limitations developers creators knowledge next final anweisungen instrucciones instructions consignes istruzioni instrucoes'.split(
    ' ',
  ),
)
const taskThings = new Set(
  'task answering responding continuing proceeding request question anything answer continue proceed using doing finish solve complete finishing completing help helping summarizing summarising summary reply'.split(
    ' ',
  ),
)

interface Said {
  readonly ordered: boolean
  readonly bare: boolean
  readonly acted: boolean
}

function joints(
  clause: Clause,
  text: string,
  mark: (name: string) => void,
  has: (name: WordClass) => boolean,
  said: Said,
): void {
  const { words } = clause
  const raw = text.slice(clause.from, clause.to)
  const next = text.slice(clause.to, clause.to + 2)
  const follows = (first: WordClass, second: WordClass, most: number) =>
    words.some(
      (word, place) => is(word, first) && words.slice(place + 1, place + 1 + most).some((other) => is(other, second)),
    )
  const model = has('who.model')
  const agent = has('who.agent')
  if (follows('who.model', 'must', 3)) mark('is.model-must')
  if (follows('who.agent', 'must', 3)) mark('is.agent-must')
  if (follows('who.you', 'must', 3)) mark('is.you-must')
  if (follows('who.people', 'must', 3)) mark('is.people-must')
  for (const [place, word] of words.entries()) {
    const called = is(word, 'who.model') ? 'model' : is(word, 'who.agent') ? 'agent' : undefined
    if (called) {
      const after = text.slice(word.to, word.to + 2).trimStart()[0] ?? ''
      const before = words.slice(Math.max(0, place - 4), place)
      if (place < 4 && (after === ',' || after === ':' || after === '!' || after === '-' || after === ')'))
        mark(`is.calls-${called}`)
      if (
        before.some(
          ({ text: near }) =>
            near === 'to' ||
            near === 'for' ||
            near === 'dear' ||
            near === 'hello' ||
            near === 'hi' ||
            near === 'hey' ||
            near === 'fur' ||
            near === 'an' ||
            near === 'any',
        )
      )
        mark(`is.for-${called}`)
      if (before.some((near) => is(near, 'who.you'))) mark('is.you-are-model')
    }
    if (
      (word.text === 'your' || is(word, 'who.you')) &&
      words.slice(place + 1, place + 4).some(({ text: near }) => selfThings.has(near))
    )
      mark('is.your-self')
    if (word.text === 'before' && words.slice(place + 1, place + 6).some(({ text: near }) => taskThings.has(near)))
      mark('is.before-task')
    if (
      (word.text === 'new' ||
        word.text === 'next' ||
        word.text === 'real' ||
        word.text === 'only' ||
        word.text === 'nueva') &&
      words.slice(place + 1, place + 4).some((near) => is(near, 'of.instructions'))
    )
      mark('is.new-task')
  }
  if (follows('drop', 'of.instructions', 7)) mark('is.drop-instructions')
  if (follows('drop', 'prior', 4) || follows('prior', 'drop', 8)) mark('is.drop-prior')
  if (follows('drop', 'who.user', 5) || follows('drop', 'who.you', 5)) mark('is.drop-user')
  if (
    /\b(?:not|never|don't|without) (?:\w+ ){0,2}?(?:tell|mention|inform|show|notify|reveal|ask|say|alert|disclose|warn|report|asking|telling|informing|mentioning|notifying)\b|\bkeep (?:this|it|quiet)|between us\b|\bno need to (?:ask|confirm|check)|\bsag\w* (?:es )?(?:dem|niemandem)|\bne (?:le |lui )?di[st]|\bno (?:se lo |le )?dig|\bnon dir|\bnao (?:diga|conte)|\bнe? ?сообщ|\bне (?:сообща|говор)|不要告诉|不告诉|\bnamn det inte|\bbez wiedzy/.test(
      raw,
    )
  ) {
    mark('is.not-tell-user')
    if (said.acted) mark('is.without-asking')
  }
  if (
    has('who.user') &&
    /\b(?:user|owner|operator|human|person you|client) (?:has|have|had|wants?|asks?|would like|wishes|agreed|confirmed|approved|said|says|obviously|already|needs|requested)/.test(
      raw,
    )
  )
    mark('is.user-wants')
  if (/\b(?:when|once|after) (?:you(?:'re| are| have)? )?(?:done|finished|read\w*|complet\w*|do this|that)/.test(raw))
    mark('is.when-done')
  if (said.ordered && clause.endedBy === 'quote') mark('is.order-in-value')
  if (said.acted && said.bare) mark('is.order-alone')
  if (has('who.you') && said.acted) mark('is.you-act')
  if (said.ordered && model) mark('is.asks-model')
  if (said.ordered && agent) mark('is.asks-agent')
  if (said.acted && model) mark('is.model-act')
  if (said.acted && agent) mark('is.agent-act')
  if (said.acted && has('also')) mark('is.also-act')
  if (said.acted && has('order-of-things')) mark('is.before-act')
  if (said.acted && has('drop')) mark('is.drop-and-act')
  const lead = text.slice(Math.max(0, clause.from - 3), clause.from + 40)
  if (
    /^[^a-z]{0,3}[<[|{]+ ?\/? ?(?:system|user|human|admin|assistant|developer|important|instructions?|inst|sys|information|tool|function|invoke|end|im |override|root|operator|ai|update|prompt|agent)\b/.test(
      lead,
    )
  )
    mark('is.forged-mark')
  if (
    /^[^a-z]{0,3}(?:#{2,} ?|\*\* ?)?(?:system|user|human|admin|administrator|assistant|developer|operator|new instructions?|instructions?|system (?:message|prompt|note|override|notice)|admin(?:istrator)? notice|user (?:message|update|request)|message from the user) ?(?:[:>\]]|$)/.test(
      lead,
    )
  )
    mark('is.role-mark')
  if (
    /\b(?:who|what|which)ever (?:is )?(?:read|process|pars|handl|summar)|\b(?:read|reads|reading|process|processes|processing|parse|parses|parsing|handle|handles|handling|summari[sz]es?|summari[sz]ing|see|sees|opens?) (?:this|the following|these lines)\b|\breader of this\b|\bread(?:ing)? on behalf\b/.test(
      raw,
    )
  ) {
    mark('is.this-text')
    if (model || agent) mark('is.reading-model')
  }
  if (
    said.acted &&
    has('of.private') &&
    words.some((word) => word.shape === 'email' || word.shape === 'url' || word.shape === 'phone')
  )
    mark('is.send-what-where')
  if (
    /\b(?:instructions?|rules?|directives?|guidelines?|restrictions?|task|request|orders|context|guidance|prompt|goals?|assignment|policy|objectives?)\b[^.!?]{0,40}\b(?:cancell?ed|obsolete|void|expired|changed|replaced|superseded|updated|outdated|suspended|lifted|no longer|do(?:es)? not apply|not (?:count|hold|matter)|irrelevant|invalid)\b|\bno longer (?:bound|have to|need|required|obliged)\b|\bnone of the\b[^.!?]{0,20}\b(?:rules|instructions)|\breplaces (?:everything|all|what)|\b(?:was|were) (?:just |only )?(?:a )?(?:test|drill)\b|\bchange of plans?\b|\bnever mind\b|\bchanged (?:his|her|their|my) minds?\b|\breal (?:job|task|assignment|goal|instructions)\b|\byour (?:new|next|real|actual|only|updated|remaining|additional) \w+/.test(
      raw,
    )
  )
    mark('is.override-words')
  if (
    /\b(?:comply|complies|obey|adhere|must do|do as|is required of you|you are (?:hereby |now |required|asked|authori[sz]ed|allowed|permitted|expected|obliged|to )|follow (?:it|them|this|these|the (?:steps|instructions|following)))/.test(
      raw,
    )
  )
    mark('is.obey')
  if (
    /\b(?:i am|it is me|i'm|this is|message from(?: me)?,?)[, ]+(?:the |your |an? )?(?:\w+ )?(?:user|owner|operator|developers?|admin\w*|creator|anthropic|openai|boss|security|system)\b|\bon behalf of the (?:user|owner|customer)|\bmessage from (?:your|the) (?:user|owner|developers?|operator|admin\w*|security)/.test(
      raw,
    )
  )
    mark('is.is-user')
  if (
    /\b(?:ai|llm|language|virtual|digital|automated|autonomous|helpful|coding)[- ](?:powered )?(?:assistants?|agents?|models?|bots?|systems?|tools?|reviewers?)\b/.test(
      raw,
    )
  )
    mark('is.model-noun-phrase')
  if (/["`']\w[^"`']{3,}/.test(raw)) mark('is.has-quotation')
  if (
    /\b(?:such as|for example|e\.g|example|examples|the (?:text|phrase|words|string|sentence|message|prompt|page|mail|document)s? (?:said|says|"|')|said|says|tells|asks|planted|payload|like "|named|called|titled|case|test)\b/.test(
      raw,
    )
  )
    mark('is.example')
  if (
    /\b(?:if|when) you (?:are using|use|want|need|have|like)\b|\byou can\b|\bto (?:use|enable|install|run|set up|add)\b[^.!?]{0,60},/.test(
      raw,
    )
  )
    mark('is.if-you-use')
  if (/=>|\(\)|\);|::|->|\w\(|\{ ?\w+:|[=!]=/.test(text.slice(Math.max(0, clause.from - 20), clause.to + 20)))
    mark('is.code-mark')
  if (words.length < 4) mark('is.short')
  if (words.length > 30) mark('is.long')
  if (next.startsWith('?')) mark('is.question')
  if (
    /^\W*(?:hi|hello|dear|hey|thanks|regards|best wishes|cheers|sincerely|kisses|love)\b|\bthank you\b|\bthanks\b|\bkind regards\b/.test(
      raw,
    )
  )
    mark('is.letter')
  if (has('who.me') && has('who.you') && !has('who.user')) mark('is.person-to-person')
  if (/@\w+ please|^\W*[a-z]+ to [a-z]+ the\b|^\W*[a-z]+: /.test(raw)) mark('is.by-name')
}
