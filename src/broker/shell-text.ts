/** The text that an exec of a shell carries, for people and for counting; what it does is for src/shell to say. Pure. */
import type { Request } from '../request.js'

type Exec = Extract<Request, { kind: 'exec' }>

const shells = /\/(?:ba|z|da|k|mk|a)?sh$/
/** Options before the text: `-c`, `-lc`, `-c -l`, `+e`; those that take a word of their own. */
const option = /^[-+][a-zA-Z]+$/
const withValue = /^[-+][a-zA-Z]*[oO]$/

/** Text of `bash -c TEXT`; undefined for any other exec. Arguments after the text are the text's own parameters. */
export function shellText({ exe, argv }: Exec): string | undefined {
  if (!shells.test(exe)) return undefined
  let isText = false
  for (let at = 1; at < argv.length; at++) {
    const word = argv[at] ?? ''
    if (!option.test(word)) return isText ? word : undefined
    if (word.startsWith('-') && word.includes('c')) isText = true
    if (withValue.test(word)) at += 1
  }
  return undefined
}
