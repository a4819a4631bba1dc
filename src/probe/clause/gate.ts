/** The words for which the first pass looks: without an act and somebody or something near it, no clause is read. */
import { type WordClass, wordClasses } from './lexicon.js'

/** Acts that are seldom asked for in passing; the others stand in every manual. */
const strong: readonly WordClass[] = ['do.send', 'do.pay', 'do.destroy', 'do.book', 'do.share', 'do.approve']
const steering: readonly WordClass[] = [
  'who.model',
  'who.agent',
  'who.user',
  'drop',
  'hush',
  'of.instructions',
  'of.secret',
  'of.harness',
]
const things: readonly WordClass[] = ['of.money', 'of.security', 'of.booking', 'of.secret']

/** Words that stand everywhere and prove nothing by themselves. */
const common = new Set(
  'key keys text content message messages model models set list file files name details data add do act only system developer attention now required case test check read get use out return include instead existing current conversation policies policy role rules rule commands orders order request requests question questions context job constraints restrictions limit owner lock locks login logins access filter accounts account balance bill call event events plan seat table tables table room card cards format clear drop close skip stop cancel export copy paste post pass append attach transfer share publish submit cursor human principal account secret token tokens env seed parameter memory charge credit order orders book schedule register like star sign confirm accept certify mark close rate status delivered profile'.split(
    ' ',
  ),
)

const wordsOf = (classes: readonly WordClass[]): string[] => [
  ...new Set(
    classes
      .flatMap((name) => wordClasses[name].split(' '))
      .filter((word) => /^[a-z]{2,}$/.test(word) && !common.has(word)),
  ),
]

const acts = wordsOf(strong)
const all = (Object.keys(wordClasses) as WordClass[]).filter((name) => name.startsWith('do.') && !strong.includes(name))

/** Words by what they count for; each begins and ends at a boundary. */
export const clauseWords = {
  acts,
  weakActs: wordsOf(all).filter((word) => !acts.includes(word)),
  steering: wordsOf(steering),
  things: wordsOf(things),
} as const
