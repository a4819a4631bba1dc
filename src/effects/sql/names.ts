/** Names of tables and users out of a statement's tokens. */
import type { Flag, Target } from '../effect.js'
import { table } from './statement.js'
import type { Token } from './tokens.js'

const fillers = new Set(
  'into from only table tables if exists not or ignore low_priority delayed overwrite quick view as on schema database keyspace local all concurrently using data set'.split(
    ' ',
  ),
)
const stops = new Set(
  'where set values select cascade restrict to returning with add drop alter rename limit order default engine'.split(
    ' ',
  ),
)

export function tableAfter(tokens: readonly Token[], from: number): readonly Target[] {
  return tablesAfter(tokens, from).slice(0, 1)
}

/** MySQL's `DELETE t1, t2 FROM t1 JOIN ...` names the tables before FROM. */
export function deleteTarget(tokens: readonly Token[], from: number): readonly Target[] {
  return word(tokens, from) === 'from' ? tableAfter(tokens, from) : tablesAfter(tokens, from)
}

/** Names in a list `a.b, "C"` from `from` on, fillers skipped. */
export function tablesAfter(tokens: readonly Token[], from: number): readonly Target[] {
  const found: Target[] = []
  let at = from
  while (at < tokens.length && tokens[at]!.type === 'word' && fillers.has(tokens[at]!.text)) at++
  while (at < tokens.length) {
    const parts: string[] = []
    let token = tokens[at]
    if (!token || token.type === 'mark' || token.type === 'number' || (token.type === 'word' && stops.has(token.text)))
      break
    parts.push(token.raw.replace(/^'|'$/g, ''))
    at++
    while (tokens[at]?.text === '.' && tokens[at + 1]) {
      token = tokens[at + 1]!
      parts.push(token.raw)
      at += 2
    }
    found.push(table(...parts))
    if (tokens[at]?.text !== ',') break
    at++
  }
  return found
}

export function fromTables(tokens: readonly Token[]): readonly Target[] {
  const found: Target[] = []
  for (let at = 0; at < tokens.length && found.length < 8; at++) {
    const text = word(tokens, at)
    if (text === 'from' || text === 'join') found.push(...tablesAfter(tokens, at + 1))
  }
  return found
}

export function granted(tokens: readonly Token[]): readonly Target[] {
  const on = indexOf(tokens, 'on')
  const to = Math.max(indexOf(tokens, 'to'), indexOf(tokens, 'from'))
  const users = to >= 0 && tokens[to + 1] ? [{ type: 'user', value: tokens[to + 1]!.raw } as Target] : []
  return [...(on >= 0 ? tablesAfter(tokens, on + 1) : []), ...users]
}

export function flagsOf(tokens: readonly Token[]): readonly Flag[] {
  return tokens.some((token) => token.text === 'cascade') ? ['cascade'] : []
}

export function indexOf(tokens: readonly Token[], text: string): number {
  return tokens.findIndex((token) => token.type === 'word' && token.text === text)
}

export function word(tokens: readonly Token[], at: number): string | undefined {
  const token = tokens[at]
  return token?.type === 'word' || token?.type === 'name' ? token.text : undefined
}
