/** Features of a clause that take more than one word. */
import type { WordClass } from './lexicon.js'
import { type Clause, isOf as is } from './words.js'

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

export interface Said {
  readonly ordered: boolean
  readonly bare: boolean
  readonly acted: boolean
}

/** Marks what takes more than one word to see: who is called, what is dropped, in whose name. */
export function joints(
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
