/** Whether words of the user name a thing: by its name, by a part that nobody would mistake, or by its kind. */
import type { Target } from '../effects/effect.js'
import { emptyWords } from './lexicon/things.js'
import { fold } from './tokens.js'

const wordChar = /[\p{L}\p{N}_]/u
const cjk = /[぀-ヿ一-鿿]/

/** True where a name goes on at this place: `shop-redis` is not named by `shop-redis-old`. */
function continues(text: string, at: number, step: 1 | -1, isHost: boolean): boolean {
  const char = text[at]
  if (char === undefined || char === ' ' || cjk.test(char)) return false
  if (wordChar.test(char)) return true
  if (!/[-./:@#+~]/.test(char)) return false
  const beyond = text[at + step]
  if (beyond === undefined || cjk.test(beyond) || !wordChar.test(beyond)) return false
  // A path or address around the name still names it (`origin/main`, `repo.git`): only `-` and a following part change it.
  return char === '-' || (step === 1 && char !== ':' && char !== '@' && !(char === '/' && isHost))
}

/** Whether a number lies in a range that the text names: `771204 to 771206`. */
export function inNamedRange(text: string, number: number): boolean {
  for (const match of text.matchAll(
    /\b(\d{1,15}) ?(?:to|through|until|-|\u2013|\.\.|bis|a|hasta|から|到|至) ?(\d{1,15})\b/g,
  )) {
    if (number >= Number(match[1]) && number <= Number(match[2])) return true
  }
  return false
}

/** Whether `text` (folded, in single blanks) names `name` as a whole. */
export function mentions(text: string, name: string): boolean {
  if (name.length === 0) return false
  if (/^[a-z]{3,}[^s]$/.test(name) && text.includes(` ${name}s `)) return true
  const isHost = /^[^/]+\.[a-z]{2,}$|^\w+:\/\/[^/]+$/.test(name)
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const asHost = isHost || text.startsWith('://', at - 3)
    if (!continues(text, at - 1, -1, asHost) && !continues(text, at + name.length, 1, asHost)) return true
  }
  return false
}

function pathNames(path: string, project: string, home: string): readonly string[] {
  const names = [path]
  if (path.startsWith(`${project}/`)) {
    const inside = path.slice(project.length + 1)
    names.push(inside, `./${inside}`)
  }
  if (path.startsWith(`${home}/`))
    names.push(`~/${path.slice(home.length + 1)}`, `$home/${path.slice(home.length + 1)}`)
  const base = path.slice(path.lastIndexOf('/') + 1)
  if (base.length >= 3) names.push(base)
  const dot = base.lastIndexOf('.')
  if (dot >= 4) names.push(base.slice(0, dot))
  if (base.startsWith('.') && base.length > 3) names.push(base.slice(1))
  // Last two segments of a deep path, as people write it.
  const above = path.slice(0, path.lastIndexOf('/'))
  const parent = above.slice(above.lastIndexOf('/') + 1)
  if (parent && base) names.push(`${parent}/${base}`)
  return names
}

/** First label of a host and its registrable part without the ending: `db.prod.acme.example` is `db`, `acme`, `prod`. */
function hostNames(host: string): readonly string[] {
  if (/^[\d.]+$|^\[?[0-9a-f:]+\]?$/.test(host)) return [host]
  const labels = host.split('.')
  const names = [host]
  if (labels.length > 1) names.push(labels[0]!, labels.slice(0, -1).join('.'))
  if (labels.length > 2) names.push(...labels.slice(1, -1), labels.slice(1).join('.'), labels.slice(0, 2).join('.'))
  return names.filter(
    (name) =>
      name.length >= 3 && !/^(?:com|net|org|www|api|app|web|the|git|co|example|internal|local|cloud)$/.test(name),
  )
}

/** Spellings by which a user may name a target; folded. `project` and `home` as absolute paths, for path targets. */
export function namesOf(target: Target, project: string, home: string): readonly string[] {
  const names = new Set<string>()
  const add = (name: string) => {
    const folded = fold(name).replace(/\/+$/, '')
    if (folded.length > 0) names.add(folded)
  }
  for (const spelling of [target.value, target.raw]) {
    if (spelling === undefined || spelling === null) continue
    add(spelling)
    if (/^\d+\.0+%?$/.test(spelling)) add(String(Number.parseFloat(spelling)))
    if (target.type === 'path')
      for (const name of pathNames(spelling.replace(/\/+(?:\*+)?$/, ''), project, home)) add(name)
    else if (target.type === 'host' || target.type === 'domain') for (const name of hostNames(spelling)) add(name)
    else if (target.type === 'url') {
      const host = /^[a-z][\w+.-]*:\/\/(?:[^/@]*@)?([^/:?#]+)/i.exec(spelling)?.[1]
      if (host) for (const name of hostNames(host)) add(name)
      const last = /([^/?#]+)\/?(?:[?#].*)?$/.exec(spelling)?.[1]
      if (last && last !== host && last.length >= 4) add(last)
    } else {
      const slash = spelling.lastIndexOf('/')
      if (slash >= 0 && slash < spelling.length - 1) add(spelling.slice(slash + 1))
      const at = spelling.lastIndexOf('@')
      if ((target.type === 'package' || target.type === 'service') && at > 0) add(spelling.slice(0, at))
      const variable = /^([A-Za-z_]\w{2,})=/.exec(spelling)?.[1]
      if (variable) add(variable)
      const source = target.type === 'package' ? /([\w.-]+\/([\w.-]+?))(?:\.git)?(?:[@#][^/]*)?$/.exec(spelling) : null
      if (source?.[1] && spelling.includes('://')) {
        add(source[1])
        if (source[2]) add(source[2])
      }
      const person =
        /^(?:user|group|member|serviceaccount):([^@]+)/i.exec(spelling)?.[1] ??
        (target.type === 'recipient' || target.type === 'user' ? /^([^@]+)@/.exec(spelling)?.[1] : undefined)
      if (person && person.length >= 3) add(person)
      const address = /^[\w-]+(?:\.[\w-]+)*\.([\w-]{3,})(?:\[[^\]]*\])?$/.exec(spelling)?.[1]
      if (address && target.type === 'resource') add(address)
      const constraint = /^([\w@/.-]+?)\s*(?:[=<>~!^]=?|\[)/.exec(spelling)?.[1]
      if (target.type === 'package' && constraint) add(constraint)
      // `nightly.yml` is the nightly workflow; `core.editor vim` is the editor.
      if (target.type === 'workflow') add(spelling.replace(/^.*\/|\.ya?ml$/g, ''))
      const option = /^[\w-]+\.(?:\S+\.)?([\w-]{4,})(?: |$)/.exec(spelling)?.[1]
      if (target.type === 'config' && option) add(option)
      if (/^[a-z]+:\/\//i.test(spelling)) add(spelling.replace(/^[a-z]+:\/\//i, ''))
      if (/^#\d+$/.test(spelling)) add(spelling.slice(1))
    }
  }
  return [...names]
}

/** Parts of a name that carry meaning: `feat/invoice-pdf` has `invoice` and `pdf`. */
export function partsOf(name: string): readonly string[] {
  return fold(name.replace(/([a-z])([A-Z])/g, '$1 $2'))
    .split(/[^\p{L}\p{N}]+/u)
    .filter(
      (part) =>
        part.length >= 2 &&
        !emptyWords.has(part) &&
        !/^(?:feat|feature|fix|bugfix|hotfix|chore|origin|refs|heads|home|users?|src|com|example|https?|git|www)$/.test(
          part,
        ),
    )
}

/** Singular and plural of a plain word, for comparison. */
export function singular(word: string): string {
  if (word.length <= 3) return word
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (/(?:ses|xes|zes|ches|shes)$/.test(word)) return word.slice(0, -2)
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}

/** True where each meaningful part of the name is a word of `words`, in singular or plural. */
export function namedByParts(name: string, words: ReadonlySet<string>): boolean {
  const parts = partsOf(name)
  if (parts.length === 0 || (parts.length === 1 && parts[0]!.length < 4)) return false
  return parts.every((part) => hasWord(words, part) || hasShortForm(words, part))
}

/** Letters that a short form keeps at least, and those that it may drop: `postgres` for `postgresql`. */
const MIN_SHORT = 5
const MAX_DROPPED = 3

function hasShortForm(words: ReadonlySet<string>, part: string): boolean {
  for (let length = part.length - 1; length >= MIN_SHORT && length >= part.length - MAX_DROPPED; length--)
    if (words.has(part.slice(0, length))) return true
  return false
}

/** Whether a word stands in the set, in singular or plural. */
export function hasWord(words: ReadonlySet<string>, word: string): boolean {
  const base = singular(word)
  return words.has(word) || words.has(base) || words.has(`${base}s`)
}
