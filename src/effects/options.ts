/** One parser of command-line options for all families: short clusters, `--long=value`, abbreviations, `--`. */
import type { Word } from '../shell/script.js'

/** How a program's options are written. Names carry their dashes and are separated by spaces. */
export interface OptionSpec {
  /** Options that take a value, attached or as the next word. */
  readonly values?: string
  /** Short options whose value can only be attached (`-i.bak`), so that what follows in the cluster is theirs. */
  readonly attached?: string
  /** Long options of which unambiguous beginnings count (`--recur`), as getopt_long reads them. */
  readonly long?: string
  /** Options are long with one dash (`-name x`): no clusters. */
  readonly singleDash?: boolean
  /** Options end at the first operand (`python x.py -v` leaves `-v` to the script). */
  readonly stopsAtOperand?: boolean
  /** Options end after this many operands (`docker run IMAGE` and what it runs: 2). */
  readonly stopsAfter?: number
  /** Where given, every other `--option` takes a value, and these do not (aws, gcloud). */
  readonly booleans?: string
}

/** An option parser made from its spec once. */
export interface OptionParser {
  /** @param words without the program and subcommand. */
  parse(words: readonly Word[]): Options
}

/** What the words were read as. */
export interface Options {
  readonly operands: readonly Word[]
  /** Operands that stood after `--`; they are in `operands` as well. Undefined where there was no `--`. */
  readonly afterDashes: readonly Word[] | undefined
  has(...names: readonly string[]): boolean
  /** Last value given to any of these names. */
  value(...names: readonly string[]): Word | undefined
  values(...names: readonly string[]): readonly Word[]
  /** Names in the order given, for the few programs where order decides. */
  readonly names: readonly string[]
}

const none: readonly Word[] = []

function setOf(names: string | undefined): ReadonlySet<string> {
  return new Set(names ? names.split(' ') : [])
}

/** The rest of a word from a position in its literal start, opaque where the word is. */
export function wordFrom(word: Word, from: number): Word {
  if (word.text !== null) {
    const { prefix: _prefix, suffix: _suffix, pieces: _pieces, ...rest } = word
    return { ...rest, text: word.text.slice(from), raw: word.text.slice(from) }
  }
  const pieces = word.pieces ? [word.pieces[0]!.slice(from), ...word.pieces.slice(1)] : undefined
  return { ...word, prefix: (word.prefix ?? '').slice(from), ...(pieces ? { pieces } : {}) }
}

/** Makes a parser from a spec. */
export function optionParser(spec: OptionSpec): OptionParser {
  const values = setOf(spec.values)
  const attached = setOf(spec.attached)
  const booleans = spec.booleans === undefined ? undefined : setOf(spec.booleans)
  const takesValue = (name: string): boolean =>
    values.has(name) || (booleans !== undefined && name.charCodeAt(1) === 45 && !booleans.has(name))
  const long = spec.long ? spec.long.split(' ') : []
  const known = new Set([...long, ...values])

  /** `--recur` as `--recursive`, where it is no option of its own. */
  const fullName = (name: string): string => {
    if (known.has(name) || long.length === 0 || name.length < 4) return name
    return long.find((candidate) => candidate.startsWith(name)) ?? name
  }

  return {
    parse(words) {
      const operands: Word[] = []
      const names: string[] = []
      const given = new Map<string, Word[]>()
      let afterDashes: Word[] | undefined
      const add = (name: string, value: Word | undefined) => {
        names.push(name)
        const list = given.get(name)
        if (!list) given.set(name, value ? [value] : [])
        else if (value) list.push(value)
      }
      for (let at = 0; at < words.length; at++) {
        const word = words[at]!
        // The literal start of an opaque word decides as far as it goes: `--output=$X` is that option.
        const text = word.text ?? word.prefix ?? ''
        if (text.charCodeAt(0) !== 45 || text.length === 1) {
          if (spec.stopsAtOperand) {
            operands.push(...words.slice(at))
            break
          }
          operands.push(word)
          if (operands.length === spec.stopsAfter) {
            operands.push(...words.slice(at + 1))
            break
          }
        } else if (text === '--' && word.text !== null) {
          afterDashes = words.slice(at + 1)
          operands.push(...afterDashes)
          break
        } else if (spec.singleDash || text.charCodeAt(1) === 45) {
          const equals = text.indexOf('=')
          if (equals > 0) add(fullName(text.slice(0, equals)), wordFrom(word, equals + 1))
          else {
            const name = fullName(text)
            add(name, takesValue(name) ? words[++at] : undefined)
          }
        } else if (text.length > 2 && values.has(text)) {
          add(text, words[++at])
        } else {
          for (let letter = 1; letter < text.length; letter++) {
            const name = `-${text[letter]}`
            const rest = letter + 1 < text.length ? wordFrom(word, letter + 1) : undefined
            if (attached.has(name)) {
              add(name, rest)
              break
            }
            if (values.has(name)) {
              add(name, rest ?? (word.text === null ? wordFrom(word, letter + 1) : words[++at]))
              break
            }
            add(name, undefined)
          }
        }
      }
      return {
        operands,
        afterDashes,
        names,
        has: (...wanted) => wanted.some((name) => given.has(name)),
        value: (...wanted) => {
          for (const name of wanted) {
            const list = given.get(name)
            if (list && list.length > 0) return list[list.length - 1]
          }
          return undefined
        },
        values: (...wanted) =>
          wanted.length === 1 ? (given.get(wanted[0]!) ?? none) : wanted.flatMap((name) => given.get(name) ?? []),
      }
    },
  }
}
