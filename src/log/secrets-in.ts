/** Where secrets stand in a text of any length; redact.ts replaces them in the fields of an entry. Pure. */
import { secretShapes } from './secret-shapes.js'

/** Half-open, in UTF-16 units. */
export interface SecretSpan {
  readonly start: number
  readonly end: number
  readonly kind: string
}

const shapes = secretShapes.map(({ kind, hint, pattern }) => ({
  kind,
  hint,
  pattern: new RegExp(pattern.source, `${pattern.flags}d`),
}))

/** Spans in the order of the text; where two meet they are one, of the first one's kind. */
export function secretsIn(text: string): SecretSpan[] {
  const found: SecretSpan[] = []
  for (const { kind, hint, pattern } of shapes) {
    if (hint && !hint.some((word) => text.includes(word))) continue
    for (const { indices } of text.matchAll(pattern)) {
      const [start, end] = indices?.[1] ?? indices?.[0] ?? [0, 0]
      // What was replaced already stays as it is.
      if (end > start && text[start] !== '[') found.push({ start, end, kind })
    }
  }
  return joined(found.sort((a, b) => a.start - b.start))
}

function joined(spans: readonly SecretSpan[]): SecretSpan[] {
  const result: SecretSpan[] = []
  for (const span of spans) {
    const last = result.at(-1)
    if (last && span.start <= last.end) result[result.length - 1] = { ...last, end: Math.max(last.end, span.end) }
    else result.push(span)
  }
  return result
}
