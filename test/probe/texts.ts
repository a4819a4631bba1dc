import { readFileSync } from 'node:fs'

export interface ProbeText {
  readonly id: string
  readonly text: string
  readonly label: 'injected' | 'benign'
  readonly category: string
}

/**
 * One file of the project's own texts: rules are written against `open`; `held` is counted and never looked into; `fresh-N` were
 * written before the signals of their day were read, and the weights of the clauses are fitted to them since.
 */
export function probeTexts(half: 'open' | 'held' | 'fresh-1' | 'fresh-2'): ProbeText[] {
  const lines = readFileSync(new URL(`../cases/probe/${half}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => JSON.parse(line) as ProbeText)
}
