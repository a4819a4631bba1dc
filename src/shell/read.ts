import type { While } from 'unbash'
import { emit } from './call.js'
import { expandText, expandWords } from './expand.js'
import { MAX_TURNS } from './limits.js'
import { applyRedirects } from './redirect.js'
import type { Where } from './run.js'
import type { Stdin, Word } from './script.js'
import type { State } from './state.js'
import { constant, unknown, type Value } from './value.js'
import { assign, separators, setArray } from './variables.js'

interface ReadOptions {
  readonly raw: boolean
  readonly names: readonly string[]
  /** Set where an option changes what is read in a way that is not followed. */
  readonly special: boolean
  readonly array?: string | undefined
}

function readOptions(argv: readonly Word[]): ReadOptions | undefined {
  let raw = false
  let special = false
  let array: string | undefined
  const names: string[] = []
  for (let at = 1; at < argv.length; at++) {
    const text = argv[at]?.text
    if (text === null || text === undefined || argv[at]?.splits) return undefined
    if (!text.startsWith('-') || text === '-') {
      names.push(text)
      continue
    }
    for (let letter = 1; letter < text.length; letter++) {
      const flag = text[letter] as string
      if (flag === 'r') raw = true
      else if (flag === 'e' || flag === 's') continue
      else {
        const value = text.slice(letter + 1) || argv[++at]?.text || undefined
        if (flag === 'a') array = value
        if (flag !== 'p') special = true
        break
      }
    }
  }
  return { raw, names, special, array }
}

/** Sets what `read` reads: known where the input is a known text and the options leave it plain. */
export function readInto(argv: readonly Word[], stdin: Stdin, where: Where): void {
  const options = readOptions(argv)
  if (!options) return
  const names = options.names.length > 0 ? options.names : ['REPLY']
  const fed =
    stdin.kind === 'text' && stdin.text.text !== null && !options.special && /^[^\n]*\n?$/.test(stdin.text.text)
  if (fed && stdin.text.text !== null) {
    setLine(stdin.text.text.replace(/\n$/, ''), options, where)
    return
  }
  const from = stdin.kind === 'pipe' ? stdin.from : undefined
  if (options.array) setArray(options.array, null, where)
  for (const name of names) if (/^[A-Za-z_]\w*$/.test(name)) assign(name, unknown('stdin', [name], from), where)
}

function setLine(line: string, options: ReadOptions, where: Where, ifs = separators(where)): void {
  const names = options.names
  if (names.length === 0) {
    assign('REPLY', options.raw || !line.includes('\\') ? constant(line) : unknown('stdin'), where)
    return
  }
  const values =
    ifs === undefined || (!options.raw && line.includes('\\'))
      ? names.map(() => unknown('stdin'))
      : fieldsFor(line, ifs, names.length)
  names.forEach((name, index) => {
    if (/^[A-Za-z_]\w*$/.test(name)) assign(name, values[index] ?? constant(''), where)
  })
}

/** One field for each name, the last one taking the rest of the line. */
function fieldsFor(line: string, ifs: string, count: number): readonly Value[] {
  const blanks = [...' \t\n'].filter((char) => ifs.includes(char)).join('')
  if ([...ifs].some((char) => !' \t\n'.includes(char))) {
    // Separators that are not blanks leave an empty last field in cases that differ by version.
    const fields = line.split(new RegExp(`[${ifs.replace(/[\\\]^-]/g, '\\$&')}]`))
    return fields.length === count
      ? fields.map((field) => constant(field))
      : Array.from({ length: count }, () => unknown('stdin'))
  }
  const values: Value[] = []
  let rest = trim(line, blanks)
  for (let at = 0; at < count - 1; at++) {
    let end = 0
    while (end < rest.length && !blanks.includes(rest[end] as string)) end++
    values.push(constant(rest.slice(0, end)))
    rest = trim(rest.slice(end), blanks)
  }
  values.push(constant(rest))
  return values
}

function trim(text: string, chars: string): string {
  let start = 0
  let end = text.length
  while (start < end && chars.includes(text[start] as string)) start++
  while (end > start && chars.includes(text[end - 1] as string)) end--
  return text.slice(start, end)
}

/** What each turn of a loop sets, and what the read that ends it does. */
interface KnownLines {
  readonly turns: readonly ((state: State) => void)[]
  readonly last: (state: State) => void
}

/** `while read x; do ...; done` over a known text: what each turn sets. Undefined for any other loop. */
export function readLoopLines(node: While, where: Where): KnownLines | undefined {
  const { stdin } = where.frame
  if (where.run.taken.has(stdin)) return undefined
  if (node.kind !== 'while' || stdin.kind !== 'text' || stdin.text.text === null) return undefined
  const only = node.clause.commands.length === 1 ? node.clause.commands[0]?.command : undefined
  if (only?.type !== 'Command' || only.name?.text !== 'read' || where.state.function('read')) return undefined
  const argv = expandWords([only.name, ...only.suffix.flatMap((item) => (item.type === 'Word' ? [item] : []))], where)
  const options = readOptions(argv)
  const prefix = only.prefix[0]
  const ifs =
    prefix?.type === 'Assignment' && prefix.name === 'IFS' && prefix.value.type === 'Word'
      ? expandText(prefix.value, where)
      : undefined
  if (!options || options.special || only.redirects.length > 0 || only.prefix.length > (ifs ? 1 : 0) || ifs?.opaque)
    return undefined
  const lines = stdin.text.text.split('\n')
  // A last line without its newline is read, but ends the loop before its turn.
  const rest = lines.pop() ?? ''
  // A backslash at the end of a line joins it to the next one.
  if (lines.length > MAX_TURNS || (!options.raw && stdin.text.text.includes('\\'))) return undefined
  emit(
    {
      ...where,
      frame: applyRedirects([], where.state, where.frame, where.run),
      argv,
      env: [],
      source: 'read',
      started: false,
    },
    { silent: true },
  )
  where.run.taken.add(stdin)
  const setter = (line: string) => (state: State) =>
    setLine(line, options, { ...where, state }, ifs ? ifs.text : separators(where))
  return { turns: lines.map(setter), last: setter(rest) }
}
