/**
 * Fits the weights of the clause features (src/probe/clause/learned.ts) to the project's own texts: logistic regression, in which an
 * attack is as strong as its strongest clause. Deterministic. Run with `npm run fit:probe`; `-- --dry` prints and writes nothing.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { shareOf, vectorNames, vectorsOf } from '../../../src/probe/clause/vector.js'
import { families, firstPass } from '../../../src/probe/first-pass.js'
import { fold } from '../../../src/probe/fold.js'
import { weighPassages } from '../../../src/probe/passage.js'
import { judgeText } from '../../../src/probe/scanner.js'
import { otherScriptLanguages } from '../../../src/probe/signals/languages.js'
import type { ProbeText } from '../texts.js'
import { composedTexts } from './compose.js'

/** Share of clean hard texts that may score as attacks in cross-validation: the bias is set by it. */
const FALSE_ALARMS = 0.04
const FOLDS = 6
const ROUNDS = 6
const STEPS = 140
const SHRINKAGE = 2e-5
/** How much one clause of each sort of text counts. */
const COUNTS = { composed: 0.6, attack: 1, clean: 0.5 }
const CLEAN_CLAUSES = 3
/** Documentation is read by pieces of this length, and one declaration file in so many. */
const PIECE = 3000
const EACH = 12

interface Clause {
  readonly on: readonly number[]
  readonly values: readonly number[]
  /** What context takes from the sum. */
  readonly less: number
}

interface Sample {
  readonly text: ProbeText
  readonly file: string
  readonly clauses: readonly Clause[]
  readonly flagged: boolean
}

const size = vectorNames.length

/** What a sum has to have more for its probability, times the share that context leaves, to be one half. */
const lessBy = (share: number) => (share <= 0.5 ? -20 : Math.log(2 * share - 1))

function clausesOf(text: string): Clause[] {
  const pass = firstPass(text)
  const parts = pass.otherScript
    ? [{ from: 0, to: text.length, there: [...families, ...otherScriptLanguages] }]
    : pass.stretches
        .filter(({ clauses }) => clauses)
        .map((stretch) => ({ ...stretch, there: families.filter((_, bit) => (stretch.families & (1 << bit)) !== 0) }))
  return parts.flatMap(({ from, to, there }) => {
    const folded = fold(text, from, to)
    return vectorsOf(text, folded, weighPassages(folded, there)).map(({ clause, vector }) => {
      const on: number[] = []
      const values: number[] = []
      for (const [number, value] of vector.entries()) {
        if (value === 0) continue
        on.push(number)
        values.push(value)
      }
      const share = shareOf(text, folded, clause, {})
      return { on, values, less: lessBy(share) }
    })
  })
}

const isAttack = ({ text }: Sample) => text.label === 'injected'

function sum(weights: Float64Array, { on, values, less }: Clause): number {
  let total = weights[size]! + less
  for (let at = 0; at < on.length; at++) total += weights[on[at]!]! * values[at]!
  return total
}

const strongest = (weights: Float64Array, { clauses }: Sample) =>
  clauses.reduce((most, clause) => Math.max(most, sum(weights, clause)), Number.NEGATIVE_INFINITY)

const against =
  /talk-of|who\.people|who\.me$|people-must|is\.letter|is\.question|by-name|person-to-person|code-mark|if-you-use|is\.example|has-quotation|orders-around|place\.quoted|is\.long|is\.short|who\.you|has\.please|has\.not|shall/
const steering =
  /^near\.is\.(?:model-must|agent-must|calls|you-are-model|your-self|for-|drop-|not-tell|new-task|before-task|when-done|user-wants|forged-mark|role-mark|reading-model|override-words|obey|is-user|model-noun|without)|^near\.has\.(?:who\.model|of\.secret|email|account)$|^near\.act\.(?:send|pay|reveal|share|run|visit)/

/**
 * Which way a feature may speak: 1 for an attack, -1 against, 0 not at all. What stands near says much about the kind of text and
 * little about the attempt, so that only plain steering counts from there. Set by hand: with few texts, chance would else set it.
 */
function directionOf(name: string): -1 | 0 | 1 {
  if (name.startsWith('both.')) {
    if (/attacks|people|quoted|manual/.test(name)) return -1
    return 1
  }
  if (name.startsWith('near.')) {
    if (/talk-of|is\.letter|is\.example|code-mark|if-you-use/.test(name)) return -1
    return steering.test(name) ? 1 : 0
  }
  return against.test(name) ? -1 : 1
}
const directions = vectorNames.map(directionOf)

/** Starts from what is plain (an act that fits its object, the hand-set signals) and improves by gradient descent. */
function fitted(samples: readonly Sample[]): Float64Array {
  const weights = new Float64Array(size + 1)
  weights[size] = -3
  for (const [at, name] of vectorNames.entries()) {
    if (
      name.startsWith('act.') ||
      name === 'is.drop-instructions' ||
      name === 'is.for-model' ||
      name === 'is.calls-model'
    )
      weights[at] = 1
    if (name === 'said') weights[at] = 4
  }
  const squares = new Float64Array(size + 1)
  for (let round = 0; round < ROUNDS; round++) {
    const examples: { clause: Clause; attack: number; count: number }[] = []
    for (const sample of samples) {
      const ranked = [...sample.clauses].sort((one, other) => sum(weights, other) - sum(weights, one))
      const count = isAttack(sample)
        ? sample.text.category === 'composed'
          ? COUNTS.composed
          : COUNTS.attack
        : COUNTS.clean
      for (const clause of ranked.slice(0, isAttack(sample) ? 1 : CLEAN_CLAUSES))
        examples.push({ clause, attack: isAttack(sample) ? 1 : 0, count })
    }
    for (let step = 0; step < STEPS; step++) {
      const slope = new Float64Array(size + 1)
      for (const { clause, attack, count } of examples) {
        const error = (1 / (1 + Math.exp(-sum(weights, clause))) - attack) * count
        for (let at = 0; at < clause.on.length; at++) slope[clause.on[at]!]! += error * clause.values[at]!
        slope[size]! += error
      }
      for (let at = 0; at <= size; at++) {
        const down = slope[at]! / examples.length + (at < size ? SHRINKAGE * weights[at]! : 0)
        squares[at] = squares[at]! * 0.95 + down * down * 0.05
        weights[at]! -= ((0.08 * down) / (Math.sqrt(squares[at]!) + 1e-4)) * (1 - round / (ROUNDS + 2))
        if (at < size && weights[at]! * directions[at]! <= 0) weights[at] = 0
      }
    }
  }
  return weights
}

function load(file: string): Sample[] {
  const lines = readFileSync(`test/cases/probe/${file}`, 'utf8').trim().split('\n')
  return lines.map((line) => sampleOf(JSON.parse(line) as ProbeText, file))
}

const sampleOf = (text: ProbeText, file: string): Sample => ({
  text,
  file,
  clauses: clausesOf(text.text),
  flagged: judgeText(text.text),
})

/** Clean texts that nobody wrote for this: the documentation of the installed packages, by pieces. */
function documentation(): Sample[] {
  const names = readdirSync('node_modules', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:md|d\.ts)$/i.test(name))
    .sort()
  return names.flatMap((name, count) => {
    if (!name.endsWith('.md') && count % EACH !== 0) return []
    const text = readFileSync(`node_modules/${name}`, 'utf8')
    return [0, 1, 2]
      .map((piece) => text.slice(piece * PIECE, (piece + 1) * PIECE))
      .filter((piece) => piece.length > 200)
      .map((piece, at) =>
        sampleOf({ id: `${name} ${at}`, text: piece, label: 'benign', category: 'documentation' }, 'documentation'),
      )
  })
}

const foldOf = (id: string) =>
  [...id].reduce((hash, char) => (Math.imul(hash, 31) + char.charCodeAt(0)) >>> 0, 7) % FOLDS

const written = [
  'open.jsonl',
  ...readdirSync('test/cases/probe')
    .filter((name) => /^fresh-\d+\.jsonl$/.test(name))
    .sort(),
]
const samples = [
  ...written.flatMap(load),
  ...composedTexts().map((text) => sampleOf(text, 'composed')),
  ...documentation(),
]
const scores = new Map<Sample, number>()
for (let part = 0; part < FOLDS; part++) {
  const weights = fitted(samples.filter(({ text }) => foldOf(text.id) !== part))
  for (const sample of samples) if (foldOf(sample.text.id) === part) scores.set(sample, strongest(weights, sample))
}
const hard = samples
  .filter((sample) => !isAttack(sample) && sample.text.category === 'hard')
  .map((sample) => scores.get(sample)!)
  .sort((one, other) => other - one)
const floor = Math.max(hard[Math.floor(hard.length * FALSE_ALARMS)]!, 0)

const share = (list: readonly Sample[], found: (sample: Sample) => boolean) =>
  `${list.filter(found).length} of ${list.length}`
for (const file of new Set(samples.map(({ file }) => file))) {
  for (const attack of [true, false]) {
    const list = samples.filter((sample) => sample.file === file && isAttack(sample) === attack)
    if (list.length === 0) continue
    console.log(
      `${file} ${attack ? 'attacks' : 'clean'}: cross-validated ${share(list, (sample) => scores.get(sample)! > floor)}, probe as it is ${share(list, ({ flagged }) => flagged)}`,
    )
  }
}
const weights = fitted(samples)
const rows = vectorNames
  .map((name, at) => [name, Math.round(weights[at]! * 100) / 100] as const)
  .filter(([, weight]) => Math.abs(weight) >= 0.02)
  .sort(([one, first], [other, second]) => second - first || (one < other ? -1 : 1))
const bias = Math.round((weights[size]! - floor) * 100) / 100
console.log(
  `bias ${bias}, of it ${(-floor).toFixed(2)} so that ${FALSE_ALARMS * 100} % of the hard clean texts score as attacks`,
)
if (!process.argv.includes('--dry')) {
  writeFileSync(
    'src/probe/clause/learned.ts',
    `/** Written by \`npm run fit:probe\` from the project's own texts; not edited by hand. */

/** What a clause has before anything speaks for or against it. */
export const BIAS = ${bias}

/** What each feature of a clause adds, heaviest first; a sum above zero is an attempt to steer. */
export const learned: Readonly<Record<string, number>> = {
${rows.map(([name, weight]) => `  '${name}': ${weight},`).join('\n')}
}
`,
  )
}
