import type { Call } from '../call.js'
import { programName } from '../program.js'
import { dialectOf } from '../text.js'
import { wordValue } from '../value.js'
import type { Unwrapped, Wrappers } from './wrapper.js'

/** Shells: a text, a file, or what standard input brings. */
export const shells: Wrappers = Object.fromEntries(
  ['bash', 'rbash', 'sh', 'dash', 'ash', 'ksh', 'mksh', 'ksh93', 'posh', 'yash', 'zsh'].map((name) => [name, shell]),
)

const takesValue = new Set(['-O', '+O', '-o', '+o', '--rcfile', '--init-file', '--emulate'])

function shell(call: Call): Unwrapped | undefined {
  const { argv } = call
  const dialect = dialectOf(programName(argv)?.replace(/^-/, '') ?? '') ?? 'sh'
  let at = 1
  let text = false
  let stdin = false
  for (; at < argv.length; at++) {
    const word = argv[at]?.text ?? null
    if (word === null || word === '' || !/^[-+]/.test(word) || word === '-') {
      if (word === '-') at++
      break
    }
    if (word === '--') {
      at++
      break
    }
    if (word === '--version' || word === '--help' || word === '--dump-strings') return undefined
    if (takesValue.has(word)) at++
    else if (word.startsWith('--')) continue
    else if (word.startsWith('-')) {
      if (word.includes('c')) text = true
      if (word.includes('s')) stdin = true
      if (/[oO]$/.test(word)) at++
    }
  }
  const rest = argv.slice(at)
  const [first] = rest
  if (text) {
    if (!first) return undefined
    if (first.splits)
      return {
        stays: true,
        inner: [{ what: { kind: 'opaque', reason: first.opaque ?? 'variable', role: 'script', source: first.raw } }],
      }
    return {
      stays: false,
      inner: [{ what: { kind: 'text', text: wordValue(first), dialect, positional: rest.slice(1) } }],
    }
  }
  if (!first || stdin) {
    const zero = { text: programName(argv), raw: 'sh' }
    return { stays: false, inner: [{ what: { kind: 'stdin', dialect, positional: [zero, ...rest] } }] }
  }
  return { stays: false, inner: [{ what: { kind: 'file', path: first, dialect, positional: rest } }] }
}
