import { quote as quoteWords } from 'shell-quote'

/** Words that no shell reads as anything but themselves; shell-quote would escape `:` and `=` in them all the same. */
const plain = /^[\w@%+=:,./-]+$/

/** One line of shell text that a person can read and paste: argv with the quotes it needs. For showing, never for running. */
export function quote(argv: readonly string[]): string {
  return argv.map((word) => (word === '' ? "''" : plain.test(word) ? word : quoteWords([word]))).join(' ')
}
