import { MAX_NESTING } from './limits.js'

/**
 * Whether brackets are ever more than MAX_NESTING deep, in one pass over the text. Quotes are not looked at: a count
 * that is too high costs a question, one that is too low would cost the parser quadratic time.
 */
export function nestsTooDeep(text: string): boolean {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 40 || code === 123) {
      if (++depth > MAX_NESTING) return true
    } else if ((code === 41 || code === 125) && depth > 0) depth--
  }
  return false
}
