/** Targets that are described rather than named: by a part of the name, an option's own words, a pattern. */
import type { Target } from '../effects/effect.js'
import { hasWord, partsOf } from '../transcript/naming.js'
import type { Order } from '../transcript/words.js'
import type { Grounds } from './grounds.js'
import { isNamedIn } from './named.js'

/** Letters that a description and a part of a name have in common at least. */
const MIN_COMMON = 4

/** `the one with the colours`, `der mit den farbversuchen` for `experiment/farben`. */
export function isDescribed({ type, value }: Target, { clause }: Order): boolean {
  if (value === null || !['branch', 'ref', 'stash', 'container', 'resource', 'table'].includes(type)) return false
  const word =
    / (?:one|ones|der|die|das|el|la) (?:with|about|for|mit|uber|fur|von|de|con) (?:the |my |all the |den |dem |der |die |das |los |las )?(\p{L}{4,})/u.exec(
      clause.text,
    )?.[1]
  return (
    word !== undefined &&
    partsOf(value).some(
      (part) => part.length >= MIN_COMMON && commonStart(part, word) >= Math.max(MIN_COMMON, part.length - 2),
    )
  )
}

function commonStart(a: string, b: string): number {
  let at = 0
  while (at < a.length && at < b.length && a[at] === b[at]) at++
  return at
}

/** Letters in which a word and a part of an option's name agree: `verification` for `verify`. */
const STEM = 5

/** `ssl verification` for `http.sslVerify`: the option's own part, in words. */
export function namesOption(option: string, words: ReadonlySet<string>): boolean {
  const own = option.slice(option.lastIndexOf('.') + 1)
  const said = [...words]
  const parts = own.includes('-') || own.includes('_') ? partsOf(own) : splitByWords(own.toLowerCase(), said)
  return (
    parts.length > 1 &&
    parts.every((part) =>
      said.some((word) => word === part || (part.length >= STEM && word.startsWith(part.slice(0, STEM)))),
    )
  )
}

/** `sslverify` cut where the words of the user cut it. */
function splitByWords(name: string, said: readonly string[]): readonly string[] {
  const first = said.find((word) => word.length >= 3 && name.startsWith(word) && word.length < name.length)
  return first === undefined ? [name] : [first, name.slice(first.length)]
}

/** `the latex droppings (aux log toc)` for `*.aux`: what is literal in the pattern was said. */
export function namesPattern(target: Target, { clause }: Order): boolean {
  if (
    target.type !== 'path' ||
    target.value === null ||
    !target.value.includes('*') ||
    (target.area !== 'project' && target.area !== 'temp' && !namesFolder(target.value, clause.words))
  )
    return false
  const parts = partsOf(target.value.slice(target.value.lastIndexOf('/') + 1))
  return (
    parts.length > 0 &&
    parts.every((part) => hasWord(clause.words, part) || clause.names.some((name) => name.includes(part)))
  )
}

/** The folder of a pattern was said too: `isos in downloads`. */
function namesFolder(path: string, words: ReadonlySet<string>): boolean {
  const folder = path.slice(0, path.lastIndexOf('/'))
  const name = folder.slice(folder.lastIndexOf('/') + 1).toLowerCase()
  return name.length > 3 && words.has(name)
}

/** `the repro script` for `scripts/repro.py`: neither the folder nor the ending is said. */
export function bareName(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1)
  return /^[^.]*[a-z]{4}[^.]*\.[a-z]{1,4}$/i.test(base) ? base.slice(0, base.lastIndexOf('.')) : ''
}

/** `remove legacy.ts and its test`. */
export function isItsTest(target: Target, { clause, message }: Order, grounds: Grounds): boolean {
  if (target.type !== 'path' || target.value === null || !/ (?:its|the|their) (?:tests?|specs?) /.test(clause.text))
    return false
  const tested = target.value
    .replace(/[._-](?:test|spec)(?=\.\w+$)/, '')
    .replace(/\/(?:__tests__|tests?|specs?)\//, '/')
  return tested !== target.value && isNamedIn(message.text, { type: 'path', value: tested }, grounds)
}

/** `evt_teamrunde_0611` for "teamrunde", `emulator-5554` for "the emulator": ids whose number nobody says. */
export function namedApartFromNumbers(target: Target, words: ReadonlySet<string>, more: ReadonlySet<string>): boolean {
  if (!['resource', 'device', 'key', 'container'].includes(target.type)) return false
  const parts = partsOf(target.value!)
  const spoken = parts.filter((part) => /^\p{L}{4,}$/u.test(part))
  return (
    spoken.length > 0 &&
    parts.some((part) => /\d/.test(part)) &&
    spoken.every((part) => hasWord(words, part) || hasWord(more, part))
  )
}
