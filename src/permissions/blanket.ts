/**
 * Whether an allow rule is blanket: whether it permits a command that runs arbitrary code. Decided by looking for such a
 * command that fits the rule, not by how the rule is spelled, so that every form of star is caught.
 */
import { type BlanketRow, blanketRows, blanketTools } from './blanket-rows.js'
import type { CommandPattern, PermissionRule } from './rule.js'
import type { Wildcard } from './wildcard.js'

/** Why a rule is blanket, with a command that shows it. */
export interface Blanket {
  readonly row: string
  readonly why: string
  /** A command that the rule permits; `CODE` is the agent's to choose. */
  readonly witness: string
}

/** One step of a witness: a character, or a run of any characters (`text`: spaces too). */
type Step = string | 'word*' | 'text*'

/** Stands for CODE: no rule contains it, so only a star can take it up. */
const CODE = '\u0001'

interface Witness {
  readonly row: BlanketRow
  readonly shown: string
  readonly steps: readonly Step[]
}

function stepsOf(witness: string): Step[] {
  return [...witness.replaceAll('CODE', CODE)].map((character) =>
    character === '%' ? 'word*' : character === '*' ? 'text*' : character,
  )
}

/** The witnesses of a row for one of its programs, by name and by path; what ends with free text may end before it. */
function witnessesOf(row: BlanketRow, program: string | undefined): Witness[] {
  const spelled = row.witnesses.flatMap((witness) =>
    program === undefined ? [witness] : [witness.replace('P', program), witness.replace('P', `%/${program}`)],
  )
  const forms = spelled.flatMap((witness) => (witness.endsWith(' *') ? [witness, witness.slice(0, -2)] : [witness]))
  return forms.map((shown) => ({ row, shown, steps: stepsOf(shown) }))
}

/** Rows by program: most rules name theirs, and need to be held against these only. */
const rowsOf = new Map<string, BlanketRow[]>()
for (const row of blanketRows)
  for (const program of row.programs) rowsOf.set(program, [...(rowsOf.get(program) ?? []), row])

const witnessesFor = (program: string) => (rowsOf.get(program) ?? []).flatMap((row) => witnessesOf(row, program))

function* allWitnesses(): Generator<Witness> {
  for (const row of blanketRows) {
    for (const program of row.programs) yield* witnessesOf(row, program)
    if (row.programs.length === 0) yield* witnessesOf(row, undefined)
  }
}

function programOf(text: string): string {
  const first = text.split(' ', 1)[0]!
  return first.slice(first.lastIndexOf('/') + 1)
}

function candidates(pattern: string): Iterable<Witness> {
  // A star in the first word may stand for spaces: then the program may be any.
  if (pattern.split(' ', 1)[0]!.includes('*')) return allWitnesses()
  const program = programOf(pattern)
  const versioned = /^(?:python[23]|perl5|php[78]|lua5)\./.exec(program)?.[0]
  return [...witnessesFor(program), ...(versioned === undefined ? [] : witnessesFor(`${versioned}%`))]
}

/** Whether some text fits both. Positions in pattern and witness are followed together, each pair once. */
function overlap({ parts }: Wildcard, steps: readonly Step[]): boolean {
  const pattern: (string | null)[] = []
  for (const [at, part] of parts.entries()) {
    if (at > 0) pattern.push(null)
    pattern.push(...part)
  }
  const width = steps.length + 1
  const seen = new Uint8Array((pattern.length + 1) * width)
  const waiting = [0]
  while (waiting.length > 0) {
    const state = waiting.pop()!
    if (seen[state]) continue
    seen[state] = 1
    const at = Math.floor(state / width)
    const step = state % width
    if (at === pattern.length && step === steps.length) return true
    const wanted = pattern[at]
    const offered = steps[step]
    const isRun = offered === 'word*' || offered === 'text*'
    if (wanted === null) waiting.push(state + width) // the star ends
    if (isRun) waiting.push(state + 1) // the run ends
    if (wanted === undefined || offered === undefined) continue
    if (wanted === null && !isRun)
      waiting.push(state + 1) // the star takes up the character
    else if (isRun && wanted !== null && (offered === 'text*' || wanted !== ' ')) waiting.push(state + width)
    else if (wanted === offered) waiting.push(state + width + 1)
  }
  return false
}

/** Spellings of one prefix rule that are looked through. */
const MAX_SPELLINGS = 256

function firstOf<T>(texts: readonly string[], look: (text: string) => T | undefined): T | undefined {
  for (const text of texts) {
    const found = look(text)
    if (found !== undefined) return found
  }
  return undefined
}

const assignment = /^(?:[A-Za-z_][A-Za-z0-9_]*=\S* )+/

function blanketCommand(command: CommandPattern): Blanket | undefined {
  switch (command.form) {
    case 'any':
      return { row: 'everything', why: 'it permits every command', witness: 'CODE' }
    case 'words': {
      // The first words, and anything after them.
      let texts = ['']
      for (const choices of command.words)
        texts = texts.flatMap((text) => choices.map((word) => `${text}${word} `)).slice(0, MAX_SPELLINGS + 1)
      if (texts.length > MAX_SPELLINGS)
        return { row: 'everything', why: 'it permits too many spellings to be looked through', witness: 'CODE' }
      return firstOf(texts, (text) => blanketText(`${text}*`) ?? blanketText(text.trimEnd()))
    }
    case 'text': {
      // Claude Code takes known assignments away before it matches, and each part of a compound pattern for itself.
      return firstOf(command.text.split(/&&|\|\||[;|&\n]/), (part) => {
        const plain = part.trim().replaceAll(/["']/g, '').replace(assignment, '')
        return blanketText(plain) ?? (plain.endsWith(' *') ? blanketText(plain.slice(0, -2)) : undefined)
      })
    }
  }
}

function blanketText(pattern: string): Blanket | undefined {
  if (/^\*+$/.test(pattern.trim())) return { row: 'everything', why: 'it permits every command', witness: 'CODE' }
  const wildcard = { parts: pattern.split('*') }
  for (const { row, shown, steps } of candidates(pattern)) {
    if (overlap(wildcard, steps)) return { row: row.id, why: row.why, witness: shownWitness(shown) }
  }
  return undefined
}

/** A witness as a command: runs of free text left out. */
const shownWitness = (shown: string) =>
  shown.replace(/%\//, '').replaceAll('-%', '-x').replaceAll('%', '').replace(/ \*/g, '')

/** Why an allow rule is blanket, or undefined for a narrow one. Rules that ask or deny never are. */
export function blanketOf({ action, subject }: Pick<PermissionRule, 'action' | 'subject'>): Blanket | undefined {
  if (action !== 'allow') return undefined
  switch (subject.tool) {
    case 'Bash':
      return blanketCommand(subject.command)
    case 'Agent':
      return { row: 'agents', why: blanketTools.Agent!, witness: 'Agent(CODE)' }
    case 'named': {
      const name = subject.name.parts.join('*')
      const why = blanketTools[name] ?? (name === 'PowerShell' ? powerShell(subject.specifier) : undefined)
      return why === undefined ? undefined : { row: name, why, witness: `${name}(CODE)` }
    }
    case 'Read':
    case 'Edit':
    case 'WebFetch':
      return undefined
  }
}

/** PowerShell is its own language: a star in its text stands for anything that it can say. */
function powerShell(specifier: string | undefined): string | undefined {
  return specifier === undefined || specifier.includes('*') ? 'a shell runs any text' : undefined
}
