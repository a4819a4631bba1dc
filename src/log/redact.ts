/**
 * Nothing secret is written down. A secret becomes `[kind:hash]`; the hash is keyed with a key of this installation, so
 * that the same secret can be recognised in two entries, and nobody can test guesses against a log that was passed on.
 */
import { createHmac } from 'node:crypto'
import { type SecretShape, secretShapes } from './secret-shapes.js'

/** Characters of one field that are looked at; the rest is cut before, so that nothing is written unseen. */
const MAX_SCANNED = 64 * 1024
/** Characters of one field that are written. */
export const MAX_FIELD = 4 * 1024

export type Redact = (text: string) => string

/** Gives what stands in place of a secret: `[kind:hash]`. `key`: of this installation. */
export function secretNamer(key: Buffer): (kind: string, secret: string) => string {
  return (kind, secret) => `[${kind}:${createHmac('sha256', key).update(secret).digest('hex').slice(0, 8)}]`
}

/**
 * A function that gives `text` with its secrets replaced, at most `most` characters of it (never more than are looked
 * at). `key`: of this installation.
 */
export function redactor(key: Buffer, most = MAX_FIELD): Redact {
  const mark = secretNamer(key)
  return (text) => {
    let clean = text.length > MAX_SCANNED ? text.slice(0, MAX_SCANNED) : text
    for (const shape of secretShapes) clean = replaceShape(clean, shape, mark)
    return clean.length > most || text.length > MAX_SCANNED
      ? `${clean.slice(0, most)} ... (${text.length} characters)`
      : clean
  }
}

function replaceShape(
  text: string,
  { kind, pattern, hint }: SecretShape,
  mark: (kind: string, secret: string) => string,
): string {
  // Most text holds no secret; a substring search is far cheaper than the pattern.
  if (hint && !hint.some((word) => text.includes(word))) return text
  return text.replace(pattern, (whole: string, ...rest: unknown[]) => {
    const secret = typeof rest[0] === 'string' ? rest[0] : whole
    const [offset] = rest.slice(-2) as [number, string]
    // A secret that was marked already stays as it is, and `[github-token:1f2e3d4c]` is no token that is called so.
    if (secret.startsWith('[') || (text[offset - 1] === '[' && MARK.test(whole))) return whole
    return whole.replace(secret, () => mark(kind, secret))
  })
}

/** What stands in place of a secret, behind its bracket. */
const MARK = /^[a-z-]{1,40}:[0-9a-f]{8}\]/
