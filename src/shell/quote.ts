import { quote as quoteWords } from 'shell-quote'

/** One line of shell text that a person can read and paste: argv with the quotes it needs. For showing, never for running. */
export function quote(argv: readonly string[]): string {
  return argv.map((word) => (word === '' ? "''" : quoteWords([word]))).join(' ')
}
