/** Inflected forms of English verbs, and the index in which words and phrases for acts are looked up. */
import type { Act, ActWords } from './lexicon/act.js'
import { germanActs } from './lexicon/acts-de.js'
import { englishActs } from './lexicon/acts-en.js'
import { spanishActs } from './lexicon/acts-es.js'
import { japaneseActs } from './lexicon/acts-ja.js'
import { chineseActs } from './lexicon/acts-zh.js'

/** How a word stands: `push`, `pushes`, `pushed`, `pushing`, `the rollout`; `any` where a language is not inflected here; `wish`: no verb at all. */
export type Form = 'base' | 's' | 'past' | 'ing' | 'noun' | 'any' | 'wish'

/** One way to say an act. `rest`: the words after the first; null is a gap for an object. */
export interface Phrase {
  readonly acts: ReadonlySet<Act>
  readonly form: Form
  readonly rest: readonly (string | null)[]
}

const irregular: Readonly<Record<string, readonly [past: string, ing?: string]>> = {
  get: ['got', 'getting'],
  put: ['put', 'putting'],
  set: ['set', 'setting'],
  reset: ['reset', 'resetting'],
  cut: ['cut', 'cutting'],
  shut: ['shut', 'shutting'],
  run: ['ran', 'running'],
  rerun: ['reran', 'rerunning'],
  throw: ['thrown'],
  take: ['taken', 'taking'],
  tear: ['torn'],
  bring: ['brought'],
  send: ['sent'],
  give: ['given', 'giving'],
  write: ['written', 'writing'],
  make: ['made', 'making'],
  go: ['gone', 'going'],
  do: ['done', 'doing'],
  undo: ['undone'],
  build: ['built'],
  rebuild: ['rebuilt'],
  tell: ['told'],
  say: ['said'],
  let: ['let', 'letting'],
  stop: ['stopped', 'stopping'],
  drop: ['dropped', 'dropping'],
  ship: ['shipped', 'shipping'],
  scrap: ['scrapped', 'scrapping'],
  zap: ['zapped', 'zapping'],
  strip: ['stripped', 'stripping'],
  skip: ['skipped', 'skipping'],
  tag: ['tagged', 'tagging'],
  bump: ['bumped'],
  kill: ['killed'],
  zip: ['zipped', 'zipping'],
  pin: ['pinned', 'pinning'],
  spin: ['spun', 'spinning'],
  cancel: ['cancelled', 'cancelling'],
  submit: ['submitted', 'submitting'],
  commit: ['committed', 'committing'],
  permit: ['permitted', 'permitting'],
  scan: ['scanned', 'scanning'],
  grab: ['grabbed', 'grabbing'],
  log: ['logged', 'logging'],
  plan: ['planned', 'planning'],
  swap: ['swapped', 'swapping'],
  wrap: ['wrapped', 'wrapping'],
  map: ['mapped', 'mapping'],
  ban: ['banned', 'banning'],
  rm: ['rmed'],
  withdraw: ['withdrawn'],
  overthrow: ['overthrown'],
  forgive: ['forgiven', 'forgiving'],
  redo: ['redone'],
  rid: ['rid', 'ridding'],
  bin: ['binned', 'binning'],
  axe: ['axed', 'axing'],
  wind: ['wound'],
  strike: ['struck', 'striking'],
  level: ['levelled', 'levelling'],
  find: ['found'],
  see: ['seen'],
  read: ['read'],
  show: ['shown'],
  hide: ['hidden', 'hiding'],
  forget: ['forgotten', 'forgetting'],
  lose: ['lost', 'losing'],
  leave: ['left', 'leaving'],
  keep: ['kept'],
  hold: ['held'],
  buy: ['bought'],
  pay: ['paid'],
  spend: ['spent'],
  begin: ['begun', 'beginning'],
  quit: ['quit', 'quitting'],
  rewrite: ['rewritten', 'rewriting'],
  overwrite: ['overwritten', 'overwriting'],
  split: ['split', 'splitting'],
  chop: ['chopped', 'chopping'],
  freeze: ['frozen', 'freezing'],
  shoot: ['shot'],
  shrink: ['shrunk'],
  grow: ['grown'],
  understand: ['understood'],
  draw: ['drawn'],
  choose: ['chosen', 'choosing'],
  format: ['formatted', 'formatting'],
  quarantine: ['quarantined', 'quarantining'],
  dm: ['dmed'],
  ping: ['pinged'],
  trash: ['trashed'],
}

function inflected(verb: string): readonly (readonly [string, Form])[] {
  const odd = irregular[verb]
  const silent = verb.endsWith('e')
  const sibilant = /(?:s|x|z|ch|sh)$/.test(verb)
  const consonantY = /[^aeiou]y$/.test(verb)
  const s = consonantY
    ? `${verb.slice(0, -1)}ies`
    : sibilant || verb === 'go' || verb === 'do' || verb === 'undo'
      ? `${verb}es`
      : `${verb}s`
  const past = odd?.[0] ?? (silent ? `${verb}d` : consonantY ? `${verb.slice(0, -1)}ied` : `${verb}ed`)
  const ing = odd?.[1] ?? (silent && !verb.endsWith('ee') ? `${verb.slice(0, -1)}ing` : `${verb}ing`)
  const forms: (readonly [string, Form])[] = [
    [verb, 'base'],
    [s, 's'],
    [ing, 'ing'],
  ]
  if (past !== verb) forms.push([past, 'past'])
  return forms
}

/** How early each English verb stands in the list of an act: what it mostly means comes first. */
const ranks = new Map<string, Map<Act, number>>()
/** A word whose place in a list is before this mostly means that act. */
const CHIEF = 5

const phrases = new Map<string, Phrase[]>()
/** Stems of languages that are not inflected here, by their first two letters. */
const stems = new Map<string, { readonly stem: string; readonly phrase: Phrase }[]>()
const pieces: { readonly piece: string; readonly acts: ReadonlySet<Act> }[] = []

/** Acts by phrase, so that one phrase carries all of its acts. */
function grouped(words: ActWords): Map<string, Set<Act>> {
  const byPhrase = new Map<string, Set<Act>>()
  for (const [act, list] of Object.entries(words) as [Act, string][]) {
    for (const phrase of list.split(' ')) {
      const acts = byPhrase.get(phrase) ?? new Set<Act>()
      acts.add(act)
      byPhrase.set(phrase, acts)
    }
  }
  return byPhrase
}

function enter(word: string, phrase: Phrase): void {
  const known = phrases.get(word)
  if (known) known.push(phrase)
  else phrases.set(word, [phrase])
}

function restOf(parts: readonly string[]): readonly (string | null)[] {
  return parts.slice(1).map((part) => (part === '...' ? null : part))
}

for (const [act, list] of Object.entries(englishActs) as [Act, string][]) {
  for (const [rank, word] of list.split(' ').entries()) {
    const plain = word.replace('=', '')
    const known = ranks.get(plain) ?? new Map<Act, number>()
    if (!known.has(act)) known.set(act, rank)
    ranks.set(plain, known)
  }
}
for (const [text, acts] of grouped(englishActs)) {
  const noun = text.startsWith('=')
  const parts = (noun ? text.slice(1) : text).split('_')
  const first = parts[0]!
  const rest = restOf(parts)
  if (noun) {
    enter(first, { acts, form: 'noun', rest })
    if (rest.length === 0) enter(`${first}s`, { acts, form: 'noun', rest })
  } else for (const [word, form] of inflected(first)) enter(word, { acts, form, rest })
}
for (const language of [germanActs, spanishActs]) {
  for (const [text, acts] of grouped(language)) {
    const parts = text.split('_')
    const first = parts[0]!
    const phrase: Phrase = { acts, form: 'any', rest: restOf(parts) }
    // The first part of a separable verb is inflected: `lade ... hoch`, `ladt ... hoch`.
    if (!first.endsWith('*') && (parts.length === 1 || language === spanishActs)) enter(first, phrase)
    else {
      const stem = first.replace('*', '')
      const key = stem.slice(0, 2)
      stems.set(key, [...(stems.get(key) ?? []), { stem, phrase }])
    }
  }
}
for (const language of [japaneseActs, chineseActs]) {
  for (const [piece, acts] of grouped(language)) pieces.push({ piece, acts })
}

/** Longest ending that a stem may be followed by; a longer word is another word. */
const MAX_ENDING = 7

/**
 * Ways in which a word may begin a phrase for an act. An English reading, whose form is known, goes before the same
 * letters in another language.
 */
export function phrasesAt(word: string): readonly Phrase[] {
  // A branch called `fix/a11y` is no order to fix.
  if (/[./\d]/.test(word)) return []
  const exact = phrases.get(word) ?? []
  const english = exact.filter(({ form }) => form !== 'any')
  if (english.length > 0) return english
  const byStem = stems.get(word.slice(0, 2))
  if (!byStem) return exact
  const found = byStem.filter(
    ({ stem }) =>
      word.startsWith(stem) && word.length - stem.length <= MAX_ENDING && !/^ers?$/.test(word.slice(stem.length)),
  )
  return found.length === 0 ? exact : [...exact, ...found.map(({ phrase }) => phrase)]
}

/** Acts that a run of Chinese or Japanese script names, with where each piece stands in it. */
export function piecesIn(
  run: string,
): readonly { readonly at: number; readonly end: number; readonly acts: ReadonlySet<Act> }[] {
  const found: { at: number; end: number; acts: ReadonlySet<Act> }[] = []
  for (const { piece, acts } of pieces) {
    const at = run.indexOf(piece)
    if (at >= 0) found.push({ at, end: at + piece.length, acts })
  }
  return found
}

/** Acts that a bare English word mostly means; all of its acts where it is a side meaning of each. */
export function chiefActs(word: string): ReadonlySet<Act> {
  const known = [...(ranks.get(word) ?? [])]
  const chief = known.filter(([, rank]) => rank < CHIEF)
  return new Set((chief.length > 0 ? chief : known).map(([act]) => act))
}
