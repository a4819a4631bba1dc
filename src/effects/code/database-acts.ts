/** Calls that talk to databases. */
import { effect } from '../context.js'
import type { Effect } from '../effect.js'
import { type Connection, connectionOf, statementEffects } from '../sql/connection.js'
import { readSql } from '../sql/reader.js'
import type { Surroundings } from './surroundings.js'
import type { CodeCall, Value } from './value.js'

/** The database that a connecting call names: an address, or host and name. */
export function connectionFrom(value: Value | undefined, call: CodeCall, around: Surroundings): Connection {
  const entries = value?.entries ?? call.named
  const word = (name: string) => entries.get(name)?.word
  const isUrl = value?.word.text !== null && value?.word.text !== undefined
  const url = isUrl
    ? value.word
    : (word('connectionString') ?? word('dsn') ?? (value && !value.entries ? value.word : undefined))
  return connectionOf(
    {
      host: word('host'),
      database: word('database') ?? word('dbname') ?? word('db'),
      url: word('host') ? undefined : url,
    },
    { url: 'DATABASE_URL' },
    around.command,
    around.context,
  )
}

/** The database of a statement: the one connected to, else what the environment says. */
export function databaseOf(around: Surroundings): Connection {
  return around.connection ?? connectionOf({}, { url: 'DATABASE_URL' }, around.command, around.context)
}

/** A text that begins like a statement; other uses of `query` and `raw` are none. */
const statement =
  /^\s*(?:--[^\n]*\n\s*)*(?:select|insert|update|delete|drop|alter|create|truncate|with|grant|revoke|merge|replace|call|exec|vacuum|attach|pragma|copy|do|set|show|explain|begin|commit)\b/i

/** Statements that a call runs. What does not begin like one is another use of the name. */
export function sql(value: Value | undefined, call: CodeCall, around: Surroundings): readonly Effect[] {
  const word = value?.word
  const text = word?.text ?? word?.pieces?.join(' x ') ?? null
  if (text === null)
    return around.connection && /execute|query/i.test(call.name)
      ? [
          effect('db.write', around.command, 'runs SQL that is not known before it runs', {
            targets: [{ type: 'table', value: null, raw: word?.raw ?? '?' }, ...around.connection.targets],
            flags: around.connection.flags,
          }),
        ]
      : []
  if (!statement.test(text)) return []
  return statementEffects(readSql(text), databaseOf(around), around.command, around.context)
}
