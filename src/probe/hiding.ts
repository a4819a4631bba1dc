/** Places in a text that a person does not see and a model does: invisible characters, markup that hides, comments, attributes. */
import { excerptOf, type Finding } from './finding.js'
import { hidingBonus } from './weights.js'

export interface HidingPlace {
  readonly bonus: number
  readonly why: string
}

/** How far back the start of a hiding element is looked for. */
const LOOK_BACK = 700

const hidingStyle =
  /style\s*=\s*\\?["'][^"'>]{0,160}?(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0\d*)?(?![.\d])|font-size\s*:\s*[01](?:px|pt)?(?![.\d])|left\s*:\s*-\d{3,}|text-indent\s*:\s*-\d{3,}|height\s*:\s*0(?![.\d])|color\s*:\s*(?:#fff(?:fff)?\b|white\b|transparent\b)[^"'>]{0,60}?(?:background(?:-color)?\s*:\s*(?:#fff|white))?)|<input[^>]{0,80}type\s*=\s*["']hidden["'][^>]{0,200}value\s*=\s*["']|<[a-z][^>]{0,80}\shidden(?:\s[^>]{0,80})?>|<[a-z][^>]{0,80}(?:class\s*=\s*\\?["'](?:hidden|sr-only|invisible)\b)[^>]{0,80}>/gi
const openAttribute =
  /(?:\balt|\btitle|\baria-label|\bplaceholder|\bcontent|\bdata-[\w-]{1,30})\s*=\s*\\?["'][^"']*$|\[[^\]\n]{0,80}\]\([^)\n"]{0,200}"[^"\n]*$/i
const openComment = /<!--(?:(?!-->)[\s\S])*$|\[(?:\/\/|comment)\]\s*:\s*#\s*\(?[^\n]*$|\{\/\*(?:(?!\*\/)[\s\S])*$/i

/** The hiding place that the text at `at` stands in, if it stands in one. Looks at a bounded stretch before it. */
export function hidingPlaceAt(text: string, at: number): HidingPlace | undefined {
  const before = text.slice(Math.max(0, at - LOOK_BACK), at)
  if (openComment.test(before))
    return { bonus: hidingBonus.comment, why: 'stands in a comment that readers do not see' }
  const opening = [...before.matchAll(hidingStyle)].at(-1)
  if (opening) {
    // Closed again before the passage begins: then it hides something else.
    const after = before.slice(opening.index + opening[0].length)
    const opened = after.match(/<[a-z]/gi)?.length ?? 0
    const closed = after.match(/<\/[a-z]/gi)?.length ?? 0
    if (closed <= opened) return { bonus: hidingBonus.concealed, why: 'stands where the page shows nothing' }
  }
  if (openAttribute.test(before))
    return { bonus: hidingBonus.attribute, why: 'stands in an attribute that readers hardly see' }
  return undefined
}

const openValue = /[:,[{]\s{0,8}"(?:[^"\\\n]|\\.){0,300}$/

/** True where the text at `at` stands in a string value of a record. */
export function isAmongData(text: string, at: number): boolean {
  return openValue.test(text.slice(Math.max(0, at - 320), at))
}

const TAGS = /(?<!\u{1f3f4})[\u{e0020}-\u{e007e}]{3,}/gu
const FLAG = /\u{1f3f4}[\u{e0020}-\u{e007e}]{1,8}\u{e007f}/gu
const SELECTORS = /[\u{e0100}-\u{e01ef}]{2,}|[\ufe00-\ufe0e]{6,}/gu
const INVISIBLE_RUN = /[\u200b-\u200f\u2060-\u2064\ufeff\u180e]{10,}/g
const OVERRIDE = /[\u202a-\u202e\u2066-\u2069]/g
const MOST_DECODED = 4000

/** Text smuggled in characters that are not shown: what it says, and what speaks for itself. */
export interface Smuggled {
  readonly findings: readonly Finding[]
  /** Decoded texts and where they stood, to be read like any other. */
  readonly texts: readonly { readonly text: string; readonly offset: number }[]
}

export function smuggled(text: string): Smuggled {
  const findings: Finding[] = []
  const texts: { text: string; offset: number }[] = []
  const plain = text.replace(FLAG, (flag) => ' '.repeat(flag.length))
  for (const match of plain.matchAll(TAGS)) {
    const said = [...match[0].slice(0, MOST_DECODED)]
      .map((char) => String.fromCharCode(char.codePointAt(0)! - 0xe0000))
      .join('')
    texts.push({ text: said, offset: match.index })
    findings.push({
      kind: 'hidden',
      excerpt: excerptOf(said),
      offset: match.index,
      score: 0.9,
      why: 'hides words in characters that are not shown',
    })
  }
  for (const match of plain.matchAll(SELECTORS)) {
    const bytes = [...match[0].slice(0, MOST_DECODED)].map((char) => {
      const code = char.codePointAt(0)!
      return code >= 0xe0100 ? code - 0xe0100 + 16 : code - 0xfe00
    })
    if (bytes.length < 4) continue
    const said = new TextDecoder().decode(Uint8Array.from(bytes))
    texts.push({ text: said, offset: match.index })
    findings.push({
      kind: 'hidden',
      excerpt: excerptOf(said),
      offset: match.index,
      score: 0.9,
      why: 'hides bytes in variation selectors',
    })
  }
  const runs = [...plain.matchAll(INVISIBLE_RUN)].filter((run) => new Set(run[0]).size > 1)
  for (const run of runs.slice(0, 8)) {
    findings.push({
      kind: 'hidden',
      excerpt: excerptOf(run[0]),
      offset: run.index,
      score: 0.7,
      why: 'hides data in a run of invisible characters',
    })
  }
  findings.push(...reordered(plain))
  return { findings, texts }
}

/** Source code whose order on the screen is not the order it has (CVE-2021-42574). Prose of right-to-left scripts needs no overrides. */
function reordered(text: string): Finding[] {
  const found: Finding[] = []
  let checked = -1
  for (const match of text.matchAll(OVERRIDE)) {
    if (match.index <= checked) continue
    const start = text.lastIndexOf('\n', match.index) + 1
    const next = text.indexOf('\n', match.index)
    const line = text.slice(
      Math.max(start, match.index - 400),
      next < 0 ? match.index + 400 : Math.min(next, match.index + 400),
    )
    checked = next < 0 ? text.length : next
    const overrides = line.match(/[\u202d\u202e]/g)?.length ?? 0
    // Bytes that are no text show nothing to anybody.
    const code = /["'`;{}()=<>]/.test(line) && !line.includes('\ufffd')
    if (overrides > 0 && code) {
      found.push({
        kind: 'hidden',
        excerpt: excerptOf(line),
        offset: match.index,
        score: 0.7,
        why: 'shows code in another order than it has',
      })
    }
    if (found.length >= 8) break
  }
  return found
}
