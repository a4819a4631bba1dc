/** Named features of a clause: who is spoken to, what is asked, of what, where to, and in what company. */
import { acts } from './acts.js'
import { joints } from './joints.js'
import type { WordClass } from './lexicon.js'
import { type Clause, classNames, isOf as is, type Word } from './words.js'

const numbers = new Map(classNames.map((name, number) => [name, number]))
const at = (name: WordClass) => numbers.get(name)!

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
  'short',
  'long',
  'by-name', // "Bo to forward", "@wen please"
  'letter', // a greeting or a farewell stands near
  'question',
  'person-to-person',
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
