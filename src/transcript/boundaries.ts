/** What the user forbade, and for which effects. */
import { type Effect, type Target, type VerbClass, verbOf } from '../effects/effect.js'
import type { Place } from '../world.js'
import { actsOf } from './effect-acts.js'
import { phrasesAt } from './forms.js'
import type { Act } from './lexicon/act.js'
import { emptyWords, saysProduction, type Thing, thingsOf } from './lexicon/things.js'
import { givesUp } from './lexicon/wishes.js'
import type { Clause, Message } from './message.js'
import { mentions, namesOf, partsOf, singular } from './naming.js'
import { fold } from './tokens.js'

export interface Boundary {
  /** Acts forbidden; `change`: anything that changes; `leave`: anything that leaves this machine. */
  readonly forbids: ReadonlySet<Act> | 'change' | 'leave' | 'other-places' | 'anything'
  /** The user's words. */
  readonly words: string
  readonly message: number
  /** What it is about; none: anything. */
  readonly objects: readonly string[]
  readonly things: readonly Thing[]
  /** Objects that stand behind a preposition (`to main`): these can only be names. */
  readonly named: readonly string[]
  readonly production: boolean
  /** Says that something is to be kept, and only that. */
  readonly keeps?: boolean
  /** Ends with the next order of the user: `just look`, `show me the plan first`. */
  readonly untilNextOrder: boolean
}

const readOnly =
  /\b(?:read[- ]?only|readonly|only (?:read|look|reading|looking|check|checking)|just (?:look|looking|read|reading|check|explain|tell|show|list|curious|asking|wondering)|look(?:ing)? only|hands off everything|(?:dont|do not|without|no) (?:(?:change|changing|modify|modifying|edit|editing|touch|touching|write|writing) (?:anything|any ?thing|a thing|any (?:of it|files?|code))|(?:changes|modifications|edits|writes|side effects))\b|nur (?:lesen|schauen|gucken|ansehen|anschauen)|nichts (?:andern|verandern|anfassen|kaputt)|solo (?:mira|lee|lectura|leer|mirar|revisa)|no (?:toques|cambies|modifiques) nada)\b|見るだけ|読むだけ|確認だけ|変更しないで|何も変え|只看|只读|不要改|不要修改|别动|别改|只检查/
const staysHere =
  /\b(?:nothing (?:\S+ ){0,3}?(?:leaves?|goes out|is (?:to be )?(?:sent|uploaded)|may leave|should leave|must leave)|(?:dont|do not|never) (?:let anything leave|(?:send|upload|share|post) (?:anything|any of (?:it|this)))|keep (?:it|this|everything|all(?: of (?:it|this))?) (?:local|on this (?:machine|laptop|box)|offline|private|internal|in house)|stays? (?:local|on this (?:machine|laptop)|offline|internal|here)|no (?:uploads?|network|internet|external (?:services?|calls?))|anywhere but (?:on |in )?(?:here|my|this)|keep (?:it|this|that|them|everything) to (?:yourself|ourselves|us|me)|only on (?:my|this) (?:disk|machine|laptop|computer|box)|offline only|nichts (?:verlasst|nach draussen|hochladen)|bleibt (?:lokal|hier)|nada (?:sale|debe salir))\b|外に出さ|外部に送|不要上传|不要外传|不能外传|不要发到外/
const leaveAlone =
  /\b(?:dont|do not|never|not|without|no|nicht|nichts?|no) (?:\S+ ){0,2}?(?:touch(?:ing)?|mess(?:ing)? with|fiddl(?:e|ing) with|alter(?:ing)?|anfassen|anruhren|toques|tocar|andern|verandern)\b|\b(?:leave|lass|deja)\b (?:\S+ ){1,8}?(?:alone|as (?:it is|they are|is)|untouched|be|in peace|in ruhe|stehen|so|en paz|como esta)\b|\bhands off\b|\bfinger weg\b|\boff[- ]limits\b|\bstay(?:s)? (?:away from|out of|off)\b|\bkeep (?:away from|out of|off|your hands off)\b|\b(?:is|are) (?:frozen|locked|sacred|not ours|not yours|someone elses)\b|\b(?:keep|leave|lass|deja|manten) (?:\S+ ){1,5}?(?:as (?:it|they) (?:is|are)|as is|the way (?:it|they) (?:is|are)|like (?:it|they) (?:is|are)|unchanged|untouched|wie (?:er|sie|es) (?:ist|sind))|\bbleib(?:t|en) (?:so )?wie (?:er|sie|es)|\bwork(?:ing)? around\b|\bowns? \S+ , work|\bnot (?:to )?be (?:touched|changed|modified)|\bni (?:tocar|tocarl[ao]|toques)\b|\b(?:stays?|remains?) (?:as|the way|like) (?:it|they|is|are|that|this)\b|\b(?:stays?|remains?) (?:untouched|unchanged|in place)\b|\b(?:must|should|has to|have to|needs? to) (?:stay|remain|be kept|be left)\b|\b(?:leave|lass) (?:them|it|those|that|die|das)\s*$|触らない|いじらない|そのままに|不要动|别碰|别动|不要碰/
/** `origin can wait`, `the release waits till monday`. */
const canWait =
  /\b(?:origin|upstream|remote|github|gitlab|server|push|pushing|release|publishing|publication|npm|pypi|deploy|deployment|prod|production|rollout|review|pr)\b (?:\S+ )?(?:can wait|waits|has to wait|must wait|kann warten|wartet|puede esperar)\b/
/** What the user means to do at another time. */
const atAnotherTime =
  /\b(?:when|once|later|tonight|tomorrow|after|button|then|back|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|spater|morgen|nachher|luego|manana)\b/
/** `the others must stay`: what was named beside it is none of them. */
const theOthers = / (?:the )?(?:others?|other ones?|rest|remaining ones?|anderen?|ubrigen|otr[oa]s) /
const neverPlace =
  /\b(?:never|no|not|dont use|nothing on|nothing in|not in|not on|not against|nicht auf|nie auf|nunca en|no en) (?:\S+ ){0,1}?(?:prod|production|live|produktion|produccion)\b/
const keeping =
  /\b(?:(?:has|have|must|needs?|should) (?:to )?(?:stay|finish|remain|survive|keep running|be kept|live)|(?:is|are) (?:still |being )?(?:needed|used|in use|running|live|important|valuable|precious|the only (?:one|copy|copies|place|backup|record|version|source|remaining)|new work|work of mine|mine)|feeds?|(?:carry|carries|holds?|contains?) (?:\S+ ){0,3}?(?:live|real|customer|the only|my|production)|work of mine|(?:se|los|las) queda|hace falta|bleib(?:t|en)|(?:wird|werden) (?:noch )?gebraucht|brauch(?:e|en|t)|keep|preserve|retain|spare (?:the|my|these|those|them|it|this|that)|dont lose|do not lose|without losing|not lose|ohne (?:\S+ ){1,4}?zu verlieren|behalte?|sin perder|conserva|manten)\b|残して|保持|保留|留着/
const careful =
  /^ (?:but |and |wait )?careful\b|\b(?:be careful|careful with|careful about|only cop(?:y|ies)|irreplaceable|hand[- ]typed|no backup|cant lose|cannot lose|took all night|must not (?:be lost|lose)|worth keeping)\b/
/** The user, or somebody else, will do it: then the agent will not. */
const delegated =
  /\b(?:myself|ourselves|himself|herself|i will|ill|we will|well|im going to|i am going to|selbst|selber|macht|machen|erledigt|ubernimmt|yo mism[oa]|lo hago yo|hace)\b|自分で|こちらで|我自己|我来|由我/
const removing: ReadonlySet<Act> = new Set(['delete', 'empty', 'discard', 'tidy', 'format', 'kill', 'rewrite-history'])
const reading: ReadonlySet<Act> = new Set(['read', 'show', 'search', 'plan', 'test', 'keep'])

/** Words of a clause that may be objects: what is left when the small words and the verbs are gone. */
function objectsOf(clause: Clause): {
  readonly objects: readonly string[]
  readonly things: readonly Thing[]
  readonly named: readonly string[]
} {
  const objects: string[] = []
  const found: Thing[] = []
  for (const word of clause.words) {
    const kinds = thingsOf(word)
    found.push(...kinds)
    if (emptyWords.has(word)) continue
    const verb =
      kinds.length === 0 && !/[./_\d-]/.test(word) && phrasesAt(word).some((phrase) => phrase.form !== 'noun')
    if (!verb && !/[぀-ヿ一-鿿]/.test(word)) objects.push(word)
  }
  const named = [...clause.text.matchAll(/ (?:to|on|at|from|into|against|auf|nach|zu|gegen|en|contra) (\S+)/g)]
    .map((match) => match[1]!)
    .filter((word) => objects.includes(word))
  return { objects, things: found, named }
}

/** Objects of a clause; where it only says `that one`, those of the clause before it. */
function objectsAround(message: Message, at: number): ReturnType<typeof objectsOf> {
  const clause = message.clauses[at]!
  const own = objectsOf(clause)
  const before = message.clauses[at - 1]
  if (before && / work(?:ing)? around (?:it|that|them) /.test(clause.text)) return objectsOf(before)
  if (
    own.objects.length > 0 ||
    own.things.length > 0 ||
    !before ||
    before.sentence !== clause.sentence ||
    !/ (?:it|that|this|these|those|they|ese|esa|eso|esos|das|die|der|them|daran|davon|dran|damit|darin) /.test(
      clause.text,
    )
  )
    return own
  return objectsOf(before)
}

/** `chrome is frozen, kill it`: the program hangs; nobody froze it for others. */
function endsSomething(message: Message): boolean {
  return message.clauses.some((clause) =>
    clause.uses.some((use) => use.mood === 'order' && (use.acts.has('kill') || use.acts.has('restart'))),
  )
}

/** Boundaries that a message sets. */
export function boundariesOf(message: Message): readonly Boundary[] {
  const found: Boundary[] = []
  for (const [at, clause] of message.clauses.entries()) {
    if (clause.question) continue
    const about = objectsAround(message, at)
    const base = {
      words: clause.text.trim(),
      message: message.index,
      ...about,
      production: saysProduction(clause.text),
      untilNextOrder: false,
    }
    const forbidden = new Set<Act>()
    for (const use of clause.uses)
      if (
        use.mood === 'forbidden' ||
        (use.mood === 'own' &&
          (delegated.test(clause.text) || (isOutward(use.acts) && atAnotherTime.test(sentenceAt(message, at)))) &&
          !isReading(use.acts))
      )
        for (const act of use.acts) forbidden.add(act)
    if (readOnly.test(clause.text)) {
      const soft = /\b(?:just|solo|nur)\b/.test(clause.text)
      found.push({
        ...base,
        ...(/\b(?:anything|any|nothing|nichts|nada|only|readonly|read)\b|-only/.test(clause.text) || soft
          ? { objects: [], things: [] }
          : {}),
        forbids: 'change',
        untilNextOrder: soft,
      })
    } else if (staysHere.test(clause.text)) {
      found.push({ ...base, forbids: 'leave', objects: [], things: [] })
    } else if (canWait.test(clause.text)) {
      found.push({ ...base, forbids: 'leave', objects: [], things: [] })
    } else if (neverPlace.test(clause.text)) {
      found.push({ ...base, forbids: 'anything', objects: [], things: [], production: true })
    } else if (
      !(theOthers.test(clause.text) && about.objects.length === 0 && about.things.length === 0) &&
      leaveAlone.test(clause.text) &&
      clause.condition === undefined &&
      !(/ (?:frozen|locked) /.test(clause.text) && endsSomething(message))
    ) {
      found.push({ ...base, forbids: 'change' })
    } else if (
      (keeping.test(clause.text) || careful.test(clause.text)) &&
      !givesUp.test(clause.text) &&
      (about.objects.length > 0 || about.things.length > 0)
    ) {
      const running = / (?:running|run|finish|up|alive|going|laufen|online) /.test(clause.text)
      found.push({
        ...base,
        forbids: running ? new Set([...removing, 'stop', 'restart', 'cancel']) : removing,
        keeps: true,
      })
      if (forbidden.size > 0) found.push({ ...base, forbids: forbidden })
    } else if (forbidden.size > 0) {
      found.push({ ...base, forbids: forbidden })
    } else if (
      /^ (?:no|not|nicht|kein|sin|nada de|never|without|except|but not|ausser|excepto|menos) (?!sorry|wait|i |,)/.test(
        clause.text,
      ) &&
      (base.objects.length > 0 || about.things.length > 0) &&
      clause.uses.every((use) => use.mood !== 'order') &&
      !/ (?:is|are|was|were|has|have|does|did|will|hay|ist|sind|hat) /.test(clause.text)
    ) {
      found.push({ ...base, forbids: 'change' })
    }
  }
  if (message.lookFirst) {
    const acts = message.clauses
      .filter((clause) => clause.condition === 'before')
      .flatMap((clause) => clause.uses.flatMap((use) => [...use.acts]))
    const soft: Boundary = {
      forbids: acts.length > 0 ? new Set(acts) : 'leave',
      words: message.own.trim().slice(0, 120),
      message: message.index,
      objects: [],
      things: [],
      named: [],
      production: false,
      untilNextOrder: acts.length === 0,
    }
    if (acts.length > 0) found.push(soft)
  }
  return found
}

const outward: ReadonlySet<Act> = new Set(['push', 'publish', 'release', 'merge'])

function isOutward(acts: ReadonlySet<Act>): boolean {
  return [...acts].some((act) => outward.has(act))
}

/** The whole sentence of a clause: `i push when i am back`. */
function sentenceAt({ clauses }: Message, at: number): string {
  const { sentence } = clauses[at]!
  return clauses.flatMap((clause) => (clause.sentence === sentence ? [clause.text] : [])).join(' ')
}

function isReading(acts: ReadonlySet<Act>): boolean {
  return [...acts].every((act) => reading.has(act))
}

const changing: ReadonlySet<VerbClass> = new Set(['make', 'remove', 'publish', 'send', 'control', 'grant'])
/** Kinds of the class "make" or "run" that leave no trace a user would call a change. */
const leavesNoTrace = new Set(['fs.archive', 'vcs.clone', 'vcs.stash', 'pkg.cache', 'sys.notify', 'sys.env', 'db.dump'])

/** Whether the boundary is about this effect. */
export function concerns(boundary: Boundary, subject: Subject): boolean {
  const { effect } = subject
  const verb = verbOf(effect)
  if (effect.flags.includes('dry-run')) return false
  // `write the migration, i run it myself`: running it is to do what it is for.
  if (
    boundary.forbids instanceof Set &&
    (boundary.forbids.has('run') || boundary.forbids.has('build')) &&
    verb !== 'read' &&
    boundary.things.some((thing) => isThing(thing, effect))
  )
    return true
  if (!forbidsVerb(boundary, effect, verb)) return saysAll(boundary, effect, verb)
  // `deploy to staging, prod stays as it is`: what is forbidden there is not done here.
  if (boundary.production && effect.flags.includes('staging')) return false
  if (boundary.production && effect.flags.includes('production')) return true
  if (boundary.objects.length === 0 && boundary.things.length === 0) {
    if (boundary.production) return effect.flags.includes('production')
    return inReach(boundary, effect)
  }
  return concernsObject(boundary, subject)
}

/** The very words of the prohibition describe the effect: `never compile with shell escape`, `build_runner must not run`. */
function saysAll(boundary: Boundary, effect: Effect, verb: VerbClass): boolean {
  if (verb === 'read' || boundary.keeps || boundary.objects.length === 0 || boundary.things.length > 1) return false
  const says = fold(effect.says)
  return boundary.objects.every((word) => word.length >= 4 && says.includes(word)) && boundary.forbids instanceof Set
}

/** A general prohibition of changes does not reach scratch files. */
function inReach(boundary: Boundary, effect: Effect): boolean {
  if (boundary.forbids !== 'change') return true
  if (leavesNoTrace.has(effect.kind)) return false
  const paths = effect.targets.filter((target) => target.type === 'path')
  return !(
    effect.kind.startsWith('fs.') &&
    paths.length > 0 &&
    paths.every((target) => target.area === 'temp' || target.value === '/dev/null')
  )
}

function forbidsVerb(boundary: Boundary, effect: Effect, verb: VerbClass): boolean {
  switch (boundary.forbids) {
    case 'change':
      return changing.has(verb) || effect.kind === 'db.program'
    case 'leave':
      return (
        verb === 'send' ||
        verb === 'publish' ||
        effect.kind === 'net.tunnel' ||
        (effect.kind === 'net.fetch' && effect.sources.length > 0) ||
        (effect.kind === 'tool.read' && effect.sources.length > 0)
      )
    case 'anything':
      return verb !== 'read' || effect.kind.startsWith('db.')
    case 'other-places':
      return changing.has(verb)
    default: {
      for (const act of actsOf(effect)) if (boundary.forbids.has(act)) return true
      return boundary.forbids.has('touch') && changing.has(verb)
    }
  }
}

/** Classes of effects for which a prohibition with an object that we do not know counts in full. */
const grave: ReadonlySet<VerbClass> = new Set(['publish', 'send', 'remove', 'grant'])

function concernsObject(boundary: Boundary, subject: Subject): boolean {
  const { effect } = subject
  if (boundary.objects.some((word) => namesEffect(word, subject))) return true
  // `don't touch the orders table` is about that table: a name or word beside the kind narrows it.
  const unknown = boundary.objects.filter((word) => thingsOf(word).length === 0)
  // `dont lose the nvs partition`, and the whole flash is erased.
  if (boundary.keeps && effect.kind === 'sys.disk' && boundary.things.some((thing) => isThing(thing, effect)))
    return true
  if (boundary.things.some((thing) => isThing(thing, effect))) return unknown.length === 0
  if (boundary.things.some((thing) => thing.types?.includes('path')) && effect.kind === 'fs.delete')
    return unknown.every((word) => !/[./_\d]/.test(word))
  if (boundary.keeps) return false
  // `don't push half-finished work`: nothing in it names another thing.
  return (
    boundary.things.length === 0 &&
    (grave.has(verbOf(effect)) || effect.kind.startsWith('secret.')) &&
    boundary.forbids !== 'change' &&
    !unknown.some((word) => /[./_\d]/.test(word) || boundary.named.includes(word))
  )
}

/** Whether a target or kind of the effect is such a thing. */
export function isThing(thing: Thing, effect: Effect): boolean {
  if (thing.kinds?.some((kind) => effect.kind === kind || effect.kind.startsWith(`${kind}.`))) return true
  return effect.targets.some((target) => isThingTarget(thing, target))
}

/** Whether a target is such a thing. */
export function isThingTarget(thing: Thing, target: Target): boolean {
  if (thing.types?.includes(target.type) && target.type !== 'path') return true
  if (target.guarded !== undefined && thing.guarded?.includes(target.guarded)) return true
  if (target.area !== undefined && thing.area?.includes(target.area as 'home')) return true
  return target.type === 'path' && target.value !== null && thing.inPath?.test(target.value) === true
}

/** A file or folder that the user wants kept lies in what the effect takes as a whole. */
function liesWithin(word: string, effect: Effect, place: Place): boolean {
  if (!/[./_\d-]/.test(word) || verbOf(effect) !== 'remove') return false
  const path = word.startsWith('/')
    ? word
    : word.startsWith('~/')
      ? place.home + word.slice(1)
      : `${place.project}/${word.replace(/^\.\//, '')}`
  return effect.targets.some(
    (target) =>
      target.type === 'path' &&
      target.value !== null &&
      (path.startsWith(`${target.value.replace(/\/+$/, '')}/`) ||
        (target.many === true && target.value === place.project)),
  )
}

/** What an effect is called, worked out once for all boundaries that it is held against. */
export interface Subject {
  readonly effect: Effect
  readonly place: Place
  /** Spellings of its targets and of the files that it sends; plain words in the singular beside them. */
  readonly names: ReadonlySet<string>
  /** Meaningful parts of the names, in the singular. */
  readonly parts: ReadonlySet<string>
  /** All names in one text, between blanks. */
  readonly text: string
  /** Paths of its targets, from the project on, lower case, with a slash at the end. */
  readonly paths: readonly string[]
}

/** An effect made ready to be held against boundaries. */
export function subjectOf(effect: Effect, place: Place): Subject {
  const sources = effect.sources.flatMap((source): Target[] =>
    source.type === 'path' ? [{ type: 'path', value: source.value }] : [],
  )
  const targets = [...effect.targets, ...sources]
  const names = targets.flatMap((target) => namesOf(target, place.project, place.home))
  const paths = targets.flatMap(({ type, value }) =>
    type === 'path' && value !== null
      ? [`${(value.startsWith(`${place.project}/`) ? value.slice(place.project.length) : value).toLowerCase()}/`]
      : [],
  )
  return {
    effect,
    place,
    names: new Set([...names, ...names.map(singular)]),
    parts: new Set(names.flatMap((name) => partsOf(name).map(singular))),
    text: ` ${names.join(' ')} `,
    paths,
  }
}

function namesEffect(word: string, subject: Subject): boolean {
  const { effect, names, parts, text, paths, place } = subject
  const plain = singular(word)
  if (
    plain === effect.program ||
    word === effect.program ||
    names.has(word) ||
    names.has(plain) ||
    mentions(text, word)
  )
    return true
  if (word.length >= 2 && parts.has(plain)) return true
  const folder = word
    .replace(/\/+$/, '')
    .replace(/^\.\//, '')
    .replace(/^~\//, `${place.home.slice(1)}/`)
  if (folder.length >= 3 && paths.some((path) => path.includes(`/${folder}/`))) return true
  return liesWithin(word, effect, place)
}
