/** Escape sequences that act on the terminal of whoever looks at the output, or that keep from a person what a model reads. */
import { excerptOf, type Finding } from './finding.js'

/** Sequences looked at in one block: real logs have thousands of colours, and the first dangerous ones say it all. */
const MAX_FINDINGS = 16
const MAX_SEQUENCE = 4000

const operatingSystemCommand = new RegExp(
  `(?:\\u001b\\]|\\u009d)(\\d{1,4});([^\\u0007\\u001b\\u009c]{0,${MAX_SEQUENCE}})`,
  'g',
)
const concealed = /\u001b\[(?:\d{1,3};){0,4}8m([^\u001b\n]{12,400})/g
const sameColours = /\u001b\[(?:\d{1,3};)*3([0-7]);4([0-7])m([^\u001b\n]{8,400})/g
const report = /\u001b\[(?:2[01]t|5n|6n|0?c|>c)|\u001bP\+q|\u001b\[\?\d{1,4}\$p/g
const reportsBefore = 2

export interface TerminalFindings {
  readonly findings: readonly Finding[]
  /** Text that the terminal does not show, to be read like any other. */
  readonly texts: readonly { readonly text: string; readonly offset: number }[]
}

/** What escape sequences in `text` do beyond colours and cursor moves. */
export function terminalFindings(text: string): TerminalFindings {
  const findings: Finding[] = []
  const texts: { text: string; offset: number }[] = []
  const add = (at: number, excerpt: string, score: number, why: string) => {
    if (findings.length < MAX_FINDINGS)
      findings.push({ kind: 'terminal', excerpt: excerptOf(excerpt), offset: at, score, why })
  }
  for (const match of text.matchAll(operatingSystemCommand)) {
    const [, command, body = ''] = match
    if (command === '52') {
      if (!/^[a-z0-9]*;\?$/.test(body) && body.length > 2) add(match.index, body, 0.75, 'writes to the clipboard')
      else if (body.endsWith('?')) add(match.index, body, 0.6, 'reads the clipboard')
    } else if (command === '8') {
      const target = body.slice(body.indexOf(';') + 1)
      const shown = text
        .slice(match.index + match[0].length, match.index + match[0].length + 300)
        .replace(/^(?:\u0007|\u001b\\|\u009c)/, '')
      const label = shown.slice(0, Math.max(0, shown.search(/\u001b|\u009d|$/)))
      if (differentHosts(target, label))
        add(match.index, `${label} -> ${target}`, 0.7, 'shows one address and opens another')
    } else if (command === '0' || command === '1' || command === '2') texts.push({ text: body, offset: match.index })
    if (texts.length >= MAX_FINDINGS) break
  }
  for (const match of text.matchAll(concealed)) {
    texts.push({ text: match[1]!, offset: match.index })
    add(match.index, match[1]!, 0.5, 'conceals text from who looks at the terminal')
    if (findings.length >= MAX_FINDINGS) break
  }
  for (const match of text.matchAll(sameColours)) {
    if (match[1] !== match[2] || /^\s*$/.test(match[3]!)) continue
    texts.push({ text: match[3]!, offset: match.index })
    add(match.index, match[3]!, 0.45, 'writes in the colour of the background')
    if (findings.length >= MAX_FINDINGS) break
  }
  const reports = [...text.matchAll(report)]
  if (reports.length >= reportsBefore) add(reports[0]!.index, reports[0]![0], 0.55, 'makes the terminal type an answer')
  return { findings, texts }
}

/** True where the label is an address itself and names another host than the target. */
function differentHosts(target: string, label: string): boolean {
  const shown = hostOf(label.trim())
  const real = hostOf(target.trim())
  return (
    shown !== undefined &&
    real !== undefined &&
    shown !== real &&
    !real.endsWith(`.${shown}`) &&
    !shown.endsWith(`.${real}`)
  )
}

function hostOf(address: string): string | undefined {
  return /^(?:https?:\/\/)([^/\s:?#]+)/i
    .exec(address)?.[1]
    ?.toLowerCase()
    .replace(/^www\./, '')
}
