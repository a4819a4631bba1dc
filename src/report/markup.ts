/** HTML that escapes what is put into it. Nothing from the log becomes markup. */
import { printable } from '../log/print.js'

/** Text that is HTML already. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = Markup | string | number | undefined | false | readonly (Markup | undefined | false)[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line).replace(/[&<>"']/g, (character) => entities[character] ?? ''))
    .join('\n')
}

function rendered(part: Part): string {
  if (part === undefined || part === false) return ''
  if (part instanceof Markup) return part.text
  if (typeof part === 'string') return escaped(part)
  return typeof part === 'number' ? String(part) : part.map(rendered).join('')
}

/** A template of HTML: strings are escaped and their control characters made visible, markup is put in as it is. */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(template.reduce((text, piece, at) => text + rendered(parts[at - 1]) + piece))
}
