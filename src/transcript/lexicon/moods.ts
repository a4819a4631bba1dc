/** Small words that decide whether a verb is an order: data for `moods.ts`. Accents folded, contractions without apostrophe. */

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter(Boolean))

/** Stand between a subject or an opening and the verb without changing what is said. */
export const fillers = set(
  'please pls plz just also then now so and ok okay well hey hi thanks thx simply really actually finally first next instead kindly ' +
    'quickly still only both all again always yes yeah yep sure great good nice fine perfect cool right alright hm hmm ah oh ' +
    'no nope nah btw anyway but or either afterwards meanwhile lastly safely carefully manually locally later immediately directly ' +
    'bitte dann jetzt noch mal auch einfach doch gleich und ja gut super danke also nur ' +
    'por favor ahora luego entonces tambien y si ya vale bien gracias solo pues',
)

export const negators = set(
  'dont don not never no without wont shouldnt mustnt neednt doesnt isnt arent avoid nor neither cannot nothing nobody noone none ' +
    'nicht kein keine keinen keinem keiner keines nie niemals nichts ohne niemand weder sin nunca nada jamas tampoco ni ningun ninguna',
)

/** Negators that only state how things are unless they stand before an order-like verb. */
export const stativeNegators = set('cant couldnt wasnt werent didnt hasnt havent hadnt wouldnt isnt arent doesnt')

export const determiners = set(
  'the a an this that these those my our your his her its their last first latest failed new old current next previous any some each every ' +
    'no another other second third whole entire full quick initial final actual der die das den dem ein eine einen mein meine unser el la los las un una mi su',
)

/** After these a bare form is a noun: `after deploy`, `of push`. */
export const prepositions = set(
  'of after before on in during from by with at per about since until for into via as via nach vor bei beim',
)

export const lightVerbs = set(
  'do run make trigger perform start apply execute cut give kick try retry redo repeat want need needs deserves schedule finish complete begin issue get have ' +
    'proceed continue use allow permit mach mache fuhre starte haz ejecuta',
)

export const subjects = set(
  'i we they he she it id im ive ill well theyll hell shell itll weve theyve who which ich wir er sie es yo nosotros ellos',
)

export const modals = set(
  'can could may might should must will would shall need needs gonna wanna lets let has have cannot cant wont ought',
)

/** What a person asks somebody for: `can you ...`. */
export const requestSubjects = set('you u ya')

export const requestModals = set('can could would will may might should must')

export const questionOpeners = set(
  'why what whats which how hows where wheres who whos whose is are was were does did do should would could can will am isnt arent doesnt has ' +
    'have had any when shall may might warum wieso weshalb was welche welcher welches wie wo wer wann ist sind gibt hat haben soll sollen sollten konnte konnten ' +
    'kann por que cual cuales como donde quien cuando cuanto cuantos es hay esta estan deberia deberiamos podemos se tiene',
)

/** Openers that begin a question whatever follows; the others do so only with a question mark or a fitting subject. */
export const surelyAsking = set(
  'why what whats which how hows where wheres who whos whose does did warum wieso weshalb welche welcher welches wer cual cuales cuanto cuantos is are was were isnt arent ob whether',
)

/** Conjunctions whose clause is a condition, not an order. */
export const conditions = set(
  'if when once after unless until till whenever while as assuming provided since because before wenn sobald falls nachdem bevor bis sofern solange weil ' +
    'cuando si despues antes hasta mientras porque once',
)

/** A condition that the agent's own work meets: then the order waits for that work. */
export const workCondition =
  /\b(?:tests?|suite|green|pass(?:es|ed)?|builds?|built|compiles?|lint|clean|ci|checks?|works?|done|ready|finished|complete[ds]?|succeeds?|successful|ok|fixed|grun|fertig|durch|pasan?|listo|verdes?|termine[ns]?|up|healthy|running)\b|通|成功|終わ|完了|好了|之后|以后/

/** A condition that only a person meets: the order waits for the user's word. */
export const personCondition =
  /\b(?:i|ive|im|ill|we|ich|wir|yo) (?:\S+ ){0,4}?(?:look|looked|review|reviewed|say|said|check|checked|confirm|confirmed|approve|approved|see|seen|read|tell|told|am|okay|agree|decide|decided|talk|talked|ask|asked|angeschaut|gesehen|sage|ok|gebe|mire|diga|revise|confirme)\b|\bmy (?:ok|okay|go|approval|word|review|signoff|say)\b|\b(?:approves?|approved|signs? off|signed off|looked|had a look|has seen|agreed|agrees|okayed|reviewed|reviews|confirms?|confirmed|freigibt|freigegeben|aprueb[ae]|say so|says? (?:yes|ok|go|so))\b/

/** The act is for another day. */
export const laterWords =
  /\b(?:tomorrow|later|someday|eventually|at some point|some day|next (?:week|month|sprint|time|year|quarter|release|monday|tuesday|wednesday|thursday|friday)|one day|sometime|in the future|down the road|not (?:yet|now|today)|morgen|spater|irgendwann|nachste woche|manana|mas tarde|mas adelante|luego lo|algun dia|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|明日|あとで|後で|今度|来週|明天|以后再|下周|稍后|改天|回头/

/** Thinking aloud: nothing is decided. */
const hedge =
  /\b(?:maybe|perhaps|possibly|might|not sure|im unsure|let me think|im thinking|thinking about|wondering|vielleicht|eventuell|quiza|quizas|tal vez|a lo mejor)\b|かも|多分|たぶん|也许|可能要|考虑/

const deadline =
  /\b(?:by|until|before|for|till|bis|vor|para) (?:tomorrow|later|next|morgen|manana|monday|tuesday|wednesday|thursday|friday)\b/

/** True where the words put the act off or leave it open, and are not merely a deadline. */
export function putsOff(text: string): boolean {
  return hedge.test(text) || (laterWords.test(text) && !deadline.test(text))
}

/** Somebody else's words follow, or a document's. */
export const reportedSpeech =
  /\b(?:says?|said|wrote|writes|suggests?|suggested|recommends?|recommended|told|tells|asks|asked|mentions?|mentioned|claims?|wants me|according to|proposes?|insists?|prints|printed|schreibt|schrieb|sagt|sagte|meint|meinte|dice|dijo|escribio)\b/

/** The user's own saying: `i said push`, `as i told you`. */
export const ownSpeech = /\b(?:i|ive|ich|yo) (?:\S+ )?(?:said|told|asked|wrote|say|sagte|habe|dije)\b/

/** Verbs before `to` after which the act is wanted, of the agent. */
export const wantedTo = set(
  'want need like love prefer please free ahead ok okay fine safe time try remember forget sure ask have allowed welcome got trust going kind',
)

/** Words before `to` after which the act is not wanted now. */
export const notWantedTo = set(
  'how what where when which whether way reason supposed tried tries trying refuse refused refuses fail failed fails seems seem about hoping able used wants wanted ' +
    'script function tool command job button code option flag step steps meant due unable attempt attempted plan planned planning something nothing anything used',
)
