/** Which server and database a client talks to: options, addresses, environment; and statements as effects on it. */
import type { Command, Word } from '../../shell/script.js'
import { below, variableOf } from '../acts.js'
import { type Context, effect, literal, shown } from '../context.js'
import type { Effect, Flag, Source, Target } from '../effect.js'
import { environmentFlags } from '../environment.js'
import { traced } from '../flow.js'
import { isLocalHost } from '../hosts.js'
import { hostTarget, stdinSources, unquoted } from '../payload.js'
import { MAX_SQL_BYTES, type Statement } from './statement.js'

export interface Connection {
  /** Database, then host where one is known. */
  readonly targets: readonly Target[]
  /** `local`, `production`, `staging`. */
  readonly flags: readonly Flag[]
}

export interface ConnectionWords {
  readonly host?: Word | undefined
  readonly database?: Word | undefined
  /** `postgres://user@host/db`, or `host=... dbname=...`. */
  readonly url?: Word | undefined
}

/** Names of the environment variables that a client reads where the words are silent. */
export interface ConnectionVariables {
  readonly host?: string
  readonly database?: string
  readonly url?: string
}

/** The connection that the words give, filled up from the environment. Without any host it is this machine. */
export function connectionOf(
  words: ConnectionWords,
  variables: ConnectionVariables,
  command: Command,
  context: Context,
): Connection {
  const url =
    words.url ??
    (words.host || words.database || !variables.url ? undefined : variableOf(variables.url, command, context))
  const parsed = url ? fromUrl(url) : undefined
  const host = words.host
    ? hostTarget(words.host, 'destination')
    : (parsed?.host ?? variable(variables.host, command, context))
  const database = words.database
    ? databaseTarget(words.database)
    : (parsed?.database ?? databaseVariable(variables.database, command, context))
  const socket =
    host?.raw?.startsWith('/') === true || (host?.value === null && words.host?.text?.startsWith('/') === true)
  const unknownUrl = url !== undefined && url.text === null && parsed?.host === undefined
  const local = !unknownUrl && (host === undefined || socket || (host.value !== null && isLocalHost(host.value)))
  const targets: Target[] = []
  if (database) targets.push(database)
  else if (url?.text === null) targets.push({ type: 'database', value: null, raw: unquoted(url) })
  if (host && !socket) targets.push(host)
  else if (unknownUrl) targets.push({ type: 'host', value: null, raw: unquoted(url!), role: 'destination' })
  const names = [
    host?.value,
    host?.raw,
    database?.value,
    ...(words.url?.variables ?? []),
    ...(words.host?.variables ?? []),
    ...(words.database?.variables ?? []),
    url?.raw,
  ]
  return { targets, flags: [...(local ? (['local'] as const) : []), ...environmentFlags(names)] }
}

function variable(name: string | undefined, command: Command, context: Context): Target | undefined {
  const word = name ? variableOf(name, command, context) : undefined
  return word ? hostTarget(word, 'destination') : undefined
}

function databaseVariable(name: string | undefined, command: Command, context: Context): Target | undefined {
  const word = name ? variableOf(name, command, context) : undefined
  return word ? databaseTarget(word) : undefined
}

function databaseTarget(word: Word): Target {
  return word.text === null
    ? { type: 'database', value: null, raw: unquoted(word) }
    : { type: 'database', value: word.text }
}

/** True where a word is an address rather than a plain database name. */
export function isDatabaseUrl(word: Word): boolean {
  const start = word.text ?? word.prefix ?? ''
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(start) || /^(jdbc:|host=|dbname=|service=|Server=|Data Source=)/i.test(start))
    return true
  return (
    word.text === null &&
    start === '' &&
    (word.variables ?? []).some((name) => /(_|^)(URL|URI|DSN|CONN(ECTION)?(_STRING)?)$|DATABASE|DSN/i.test(name))
  )
}

function fromUrl(word: Word): { readonly host?: Target; readonly database?: Target } {
  const text = (word.text ?? word.prefix ?? '').slice(0, 4096)
  const url =
    /^(?:jdbc:)?[a-z][a-z0-9+.-]*:\/\/(?:[^@/?]*@)?(\[[^\]]*\]|[^:/?,;]*)(?::\d+)?(?:[,;][^/?]*)?(?:\/([^?;]*))?/i.exec(
      text,
    )
  if (url) {
    return {
      ...(url[1] ? { host: hostTarget(literal(url[1]), 'destination') } : {}),
      ...(url[2]
        ? { database: { type: 'database' as const, value: url[2] } }
        : word.text === null
          ? { database: { type: 'database' as const, value: null, raw: unquoted(word) } }
          : {}),
    }
  }
  const host = /(?:^|[\s;])(?:host|hostaddr|server|data source)\s*=\s*'?([^\s;',]+)/i.exec(text)?.[1]
  const database = /(?:^|[\s;])(?:dbname|database|initial catalog)\s*=\s*'?([^\s;']+)/i.exec(text)?.[1]
  return {
    ...(host ? { host: hostTarget(literal(host.replace(/^tcp:/, '')), 'destination') } : {}),
    ...(database ? { database: { type: 'database', value: database } } : {}),
  }
}

/** Statements as effects on a connection; repeated reads of the same tables once. */
export function statementEffects(
  statements: readonly Statement[],
  at: Connection,
  command: Command,
  context: Context,
): readonly Effect[] {
  const seen = new Set<string>()
  const found: Effect[] = []
  const place = placeFlags(at, command, context)
  for (const statement of statements) {
    const key = `${statement.kind} ${statement.says}`
    if (seen.has(key)) continue
    seen.add(key)
    found.push(
      effect(statement.kind, command, `${statement.says}${inPlace(at)}`, {
        targets: [...statement.names, ...at.targets],
        flags: [...new Set([...statement.flags, ...place])],
      }),
    )
  }
  return found
}

/** An effect of the client itself on its connection. */
export function databaseEffect(
  kind: Statement['kind'],
  says: string,
  at: Connection,
  command: Command,
  context: Context,
  parts: {
    readonly flags?: readonly Flag[]
    readonly sources?: readonly Source[]
    readonly targets?: readonly Target[]
  } = {},
): Effect {
  return effect(kind, command, `${says}${inPlace(at)}`, {
    targets: [...(parts.targets ?? []), ...at.targets],
    flags: [...new Set([...(parts.flags ?? []), ...placeFlags(at, command, context)])],
    sources: parts.sources ?? [],
  })
}

function inPlace(at: Connection): string {
  const names = at.targets.map(
    (target) => `\`${target.raw && target.value === null ? target.raw : (target.value ?? '?')}\``,
  )
  return names.length > 0 ? ` in ${names.join(' on ')}` : ''
}

/** Environment variables that name the environment of whatever runs, and the directory. */
export function placeFlags(at: Connection, command: Command, context: Context): readonly Flag[] {
  if (at.flags.includes('production') || at.flags.includes('staging')) return at.flags
  const names = [
    'NODE_ENV',
    'RAILS_ENV',
    'RACK_ENV',
    'APP_ENV',
    'DJANGO_ENV',
    'FLASK_ENV',
    'MIX_ENV',
    'ENVIRONMENT',
  ].map((name) => command.env.find((assignment) => assignment.name === name)?.value.text)
  return [...at.flags, ...environmentFlags([...names, below(context, command)])]
}

/** SQL text that a client is given on standard input; null where it is not known, undefined where nothing is fed. */
export function fedText(command: Command, context: Context): string | null | undefined {
  switch (command.stdin.kind) {
    case 'inherit':
    case 'null':
      return undefined
    case 'text':
      return command.stdin.text.text
    case 'file':
      return fileText(command.stdin.path, command, context)
    case 'pipe': {
      // `cat a.sql | psql`: where all that comes through the pipe are files that can be read, that is the text.
      const parts = traced(stdinSources(command, context), context).map((source) =>
        source.type === 'text'
          ? source.value
          : source.type === 'path' && source.value
            ? (context.world.readText(source.value, MAX_SQL_BYTES) ?? null)
            : null,
      )
      return parts.length > 0 && parts.every((part) => part !== null) ? parts.join('\n') : null
    }
  }
}

/** Text of a file of statements; null where it cannot be read. */
export function fileText(word: Word, command: Command, context: Context): string | null {
  if (word.content) return word.content.text
  const path = context.path(word, command).value
  return (path === null ? undefined : context.world.readText(path, MAX_SQL_BYTES)) ?? null
}

/** Statements that cannot be known before they run. */
export function unknownSql(at: Connection, command: Command, context: Context, what: Word | undefined): Effect {
  const target: Target = {
    type: 'script',
    value: what ? context.path(what, command).value : null,
    ...(what ? { raw: shown(what) } : {}),
  }
  return effect(
    'exec.opaque',
    command,
    `runs SQL that cannot be read before it runs${what ? ` from \`${shown(what)}\`` : ''}${inPlace(at)}`,
    {
      targets: [target, ...at.targets],
      flags: placeFlags(at, command, context),
      sources: what ? [] : stdinSources(command, context),
    },
  )
}
