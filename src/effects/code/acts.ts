/** Calls of a program that was read to effects: the words of calls.ts carried out. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, literal, shown } from '../context.js'
import type { Effect, EffectKind, Flag, Source, Target } from '../effect.js'
import { modeFlags } from '../files/changing.js'
import { names } from '../files/readers.js'
import { isShown, traced } from '../flow.js'
import { requestEffects } from '../http/request.js'
import { isSink } from '../paths.js'
import { hostTarget, textSources, urlTargets } from '../payload.js'
import { type Connection, connectionOf, statementEffects } from '../sql/connection.js'
import { readSql } from '../sql/reader.js'
import { specOf } from './calls.js'
import type { CodeCall, Value } from './value.js'

/** What all calls of one program share. */
export interface Surroundings {
  readonly command: Command
  readonly context: Context
  /** The database that the program connected to, as far as it was said. */
  connection: Connection | undefined
  /** Reads code of the same language (`eval`), one level deeper. */
  readonly nested: (text: string) => readonly Effect[]
}

/** Effects of one call; none where it does nothing that matters. */
export function callEffects(call: CodeCall, around: Surroundings): readonly Effect[] {
  const spec = specOf(call.name)
  if (!spec) return []
  const [verb, first, second] = spec
  const value = argument(first, call)
  const other = argument(second, call)
  const { command } = around
  switch (verb) {
    case 'none':
      return []
    case 'read':
    case 'read-env':
      return onPaths('fs.read', 'reads', value, verb === 'read-env' && !value ? literal('.env') : undefined, around)
    case 'list':
      return value ? onPaths('fs.list', 'lists', value, undefined, around) : []
    case 'pickle':
      return onPaths('fs.read', 'reads', value, undefined, around)
    case 'write':
      return writing(value, [], call, around)
    case 'append':
      return writing(value, ['append'], call, around)
    case 'truncate':
      return writing(value, ['truncate'], call, around)
    case 'open':
      return opening(value, mode(call, other), call, around)
    case 'delete':
      return onPaths('fs.delete', 'deletes', value ?? UNNAMED, undefined, around)
    case 'delete-tree':
      return onPaths('fs.delete', 'deletes', value ?? UNNAMED, undefined, around, deleteFlags(call))
    case 'move':
    case 'copy':
    case 'link':
      return pair(verb === 'move' ? 'fs.move' : verb === 'copy' ? 'fs.copy' : 'fs.link', value, other, around)
    case 'mode':
      return onPaths(
        'fs.mode',
        'sets permissions of',
        value,
        undefined,
        around,
        modeFlags(octal(other?.word.text ?? '6777')),
      )
    case 'owner':
      return onPaths('fs.mode', 'changes the owner of', value, undefined, around)
    case 'archive':
      return pair('fs.archive', value, other, around)
    case 'unpack':
      return onPaths('fs.unpack', 'unpacks into', other ?? HERE, undefined, around)
    case 'shell':
      return shell(value, call, around)
    case 'process':
      return process(value, call, around)
    case 'spread':
      return run(
        call.args.slice(Number(first)).map((arg) => arg.word),
        call,
        around,
      )
    case 'spawn':
      return spawn(value, other, call, around)
    case 'deno-command':
      return run(
        [
          value?.word ?? UNKNOWN_WORD,
          ...(call.args[1]?.entries?.get('args')?.items ?? [UNNAMED]).map((item) => item.word),
        ],
        call,
        around,
      )
    case 'deno-run':
      return process(value?.entries?.get('cmd') ?? value, call, around)
    case 'ssh':
      return [
        effect('remote.exec', command, 'runs a command on another machine', {
          targets: [{ type: 'host', value: null, role: 'destination' }],
          sources: value ? textSources(value.word) : [],
        }),
      ]
    case 'fetch':
      return request(value, 'GET', call, around)
    case 'send':
      return request(value, second ?? 'POST', call, around)
    case 'request':
      return request(other, value?.word.text?.toUpperCase() ?? null, call, around)
    case 'urlopen':
      return request(value, call.args.length > 1 || call.named.has('data') ? 'POST' : 'GET', call, around)
    case 'jsfetch':
      return jsRequest(value, call, around)
    case 'download':
      return [
        ...request(value, 'GET', call, around),
        ...(other
          ? writing(other, [], call, around, value?.word.text ? [{ type: 'url', value: value.word.text }] : [])
          : []),
      ]
    case 'browse':
      return value
        ? [
            effect('net.browse', command, `opens \`${shown(value.word)}\` in a browser`, {
              targets: urlTargets(value.word),
            }),
          ]
        : []
    case 'connect':
      return [
        effect('net.connect', command, 'opens a connection', { targets: [destination(value, other)], sources: [] }),
      ]
    case 'lookup':
      return value
        ? [
            effect('net.lookup', command, `looks up \`${shown(value.word)}\``, {
              targets: [hostTarget(value.word)],
              sources: value.from,
            }),
          ]
        : []
    case 'listen':
      return [
        effect('net.listen', command, 'listens on a port', { flags: openToAll(value) ? ['listen-all'] : ['local'] }),
      ]
    case 'serve':
      return [
        effect('exec.serve', command, 'serves on a port', {
          flags: [...call.args, ...call.named.values()].some(openToAll) ? ['listen-all'] : [],
        }),
      ]
    case 'mail':
      return [
        effect('msg.send', command, 'sends a message', {
          targets: value ? [{ type: 'recipient', value: value.word.text, raw: value.word.raw }] : [],
          sources: call.args.flatMap((arg) => [...textSources(arg.word), ...arg.from]),
        }),
      ]
    case 'clipboard':
      return [
        effect('sys.clipboard', command, 'copies to the clipboard', { sources: call.args.flatMap((arg) => arg.from) }),
      ]
    case 'kill':
      return [
        effect('sys.kill', command, `stops process \`${value ? shown(value.word) : '?'}\``, {
          targets: [{ type: 'process', value: value?.word.text ?? null, ...(value ? { raw: value.word.raw } : {}) }],
        }),
      ]
    case 'eval':
    case 'eval-string':
      return evaluated(first === '-1' ? call.args.at(-1) : value, verb === 'eval-string', call, around)
    case 'import':
      return imported(value, call, around)
    case 'script':
      return value?.word.text
        ? [
            effect('exec.local', command, `runs \`${shown(value.word)}\``, {
              targets: [{ ...around.context.path(value.word, command), type: 'script' }],
            }),
          ]
        : [opaque(call, around)]
    case 'opaque':
      return [opaque(call, around)]
    case 'database':
      around.connection = connectionFrom(value, call, around)
      return []
    case 'sql':
      return sql(value, call, around)
    case 'db-delete':
    case 'db-drop':
    case 'db-write':
      return [
        effect(
          verb === 'db-delete' ? 'db.delete' : verb === 'db-drop' ? 'db.drop' : 'db.write',
          command,
          `changes the database with \`${call.name.split('.').at(-1)}\``,
          {
            targets: [
              ...(value?.word.text ? [{ type: 'table', value: value.word.text.toLowerCase() } as const] : []),
              ...databaseOf(around).targets,
            ],
            flags: [
              ...databaseOf(around).flags,
              ...(verb === 'db-delete' && call.args.length === 0 ? (['no-where'] as const) : []),
            ],
          },
        ),
      ]
    case 'migrate':
    case 'migrate-down':
      return [effect('db.migrate', command, 'runs migrations', { flags: verb === 'migrate-down' ? ['down'] : [] })]
    case 'command':
      return [
        effect('exec.local', command, 'runs a command of the project', {
          targets: [{ type: 'script', value: call.args[0]?.word.text ?? null }],
        }),
      ]
    case 'keyring':
      return [
        effect('secret.read', command, 'reads a password from the keyring', {
          targets: [{ type: 'secret', value: call.args[0]?.word.text ?? null }],
        }),
      ]
    case 'print':
    case 'print-to':
      return printed(call, around)
    default:
      return []
  }
}

const UNKNOWN_WORD: Word = { text: null, raw: '?', opaque: 'variable' }
const UNNAMED: Value = { word: UNKNOWN_WORD, from: [] }
const HERE: Value = { word: literal('.'), from: [] }

function argument(which: string | undefined, call: CodeCall): Value | undefined {
  if (which === undefined) return undefined
  if (which === 'self') return call.self
  if (/^\d+$/.test(which)) return call.args[Number(which)] ?? keyword(call, Number(which))
  return call.named.get(which)
}

/** Names under which the leading arguments of the tables are usually given. */
const keywords: readonly (readonly string[])[] = [
  [
    'file',
    'path',
    'filename',
    'url',
    'src',
    'args',
    'cmd',
    'name',
    'filepath_or_buffer',
    'path_or_buf',
    'fname',
    'method',
    'dsn',
    'host',
  ],
  ['mode', 'dst', 'url', 'filename', 'target'],
]

function keyword(call: CodeCall, index: number): Value | undefined {
  for (const name of keywords[index] ?? []) {
    const value = call.named.get(name)
    if (value) return value
  }
  return undefined
}

/** Path targets of a value: one, or every choice of a literal list. */
function targets(value: Value, around: Surroundings, role?: Target['role']): readonly Target[] {
  const { context, command } = around
  const { word } = value
  if (word.text === null && word.matches && word.matches.length <= 32)
    return word.matches.map((text) => context.path(literal(text), command, role))
  return [context.path(fileUrl(word), command, role)]
}

/** `file:///x` and `new URL('file:///x')` are paths. */
function fileUrl(word: Word): Word {
  return word.text?.startsWith('file://') ? literal(word.text.slice(7)) : word
}

function onPaths(
  kind: EffectKind,
  verb: string,
  value: Value | undefined,
  fallback: Word | undefined,
  around: Surroundings,
  flags: readonly Flag[] = [],
): readonly Effect[] {
  const given = value ?? (fallback ? { word: fallback, from: [] } : undefined)
  if (
    !given ||
    (given.word.text !== null &&
      /^[a-z][a-z0-9+.-]*:\/\//i.test(given.word.text) &&
      kind === 'fs.read' &&
      !given.word.text.startsWith('file://'))
  ) {
    return given
      ? request(given, 'GET', { name: '', self: undefined, args: [], named: new Map(), raw: '' }, around)
      : []
  }
  const found = targets(given, around).filter((target) => !isSink(target))
  if (found.length === 0) return []
  const shown = flags.includes('recursive') ? found.map((target) => ({ ...target, many: true })) : found
  return [effect(kind, around.command, `${verb} ${names(found)}`, { targets: shown, flags })]
}

function deleteFlags(call: CodeCall): readonly Flag[] {
  const options = call.args.find((arg) => arg.entries)?.entries
  const flags: Flag[] = []
  if (/rmtree|rimraf|remove|emptyDir|^del/.test(call.name) || options?.get('recursive')?.word.text === 'true')
    flags.push('recursive')
  if (options?.get('force')?.word.text === 'true') flags.push('force')
  return flags
}

function writing(
  value: Value | undefined,
  flags: readonly Flag[],
  call: CodeCall,
  around: Surroundings,
  sources?: readonly Source[],
): readonly Effect[] {
  if (!value) return []
  // A buffer or stream in the place of the file: `df.to_csv(sys.stdout)`, `to_json()`.
  if (value.ref && /^(?:sys\.std|io\.|process\.std)/.test(value.ref)) return []
  const found = targets(value, around).filter((target) => !isSink(target))
  if (found.length === 0) return []
  const data =
    sources ??
    call.args
      .filter((arg) => arg !== value)
      .flatMap((arg) =>
        arg.word.text !== null && arg.word.text.length > 2 ? [...textSources(arg.word), ...arg.from] : arg.from,
      )
  return [effect('fs.write', around.command, `writes ${names(found)}`, { targets: found, flags, sources: data })]
}

function mode(call: CodeCall, other: Value | undefined): string | null {
  if (other) return other.word.text
  return call.named.has('mode') || call.args.length > 1 ? null : 'r'
}

/** open() and its kin: the mode says which way. */
function opening(
  value: Value | undefined,
  how: string | null,
  call: CodeCall,
  around: Surroundings,
): readonly Effect[] {
  if (!value) return []
  if (how !== null && /^(?:r[bt]?|rb|r:.*|utf-?8|r\|.*)$/i.test(how))
    return onPaths('fs.read', 'reads', value, undefined, around)
  if (how?.startsWith('a')) return writing(value, ['append'], call, around, [])
  return writing(value, [], call, around, [])
}

function pair(
  kind: EffectKind,
  from: Value | undefined,
  to: Value | undefined,
  around: Surroundings,
): readonly Effect[] {
  const origin = from ? targets(from, around, 'from') : []
  const end = to ? targets(to, around, 'to') : [{ type: 'path', value: null, role: 'to' } as const]
  const verb = kind === 'fs.move' ? 'moves' : kind === 'fs.copy' ? 'copies' : kind === 'fs.link' ? 'links' : 'packs'
  return [
    effect(kind, around.command, `${verb} ${names(origin)} to ${names(end)}`, {
      targets: [...origin, ...end],
      sources: origin.map((target) => ({ type: 'path', value: target.value })),
    }),
  ]
}

/** `0o755`, `0755`, `493` and `stat.S_IRWXU` to an octal text. */
function octal(text: string): string {
  if (/^0o[0-7]+$/i.test(text)) return text.slice(2)
  if (/^0[0-7]+$/.test(text)) return text.slice(1)
  if (/^\d+$/.test(text)) return Number(text).toString(8)
  return /^[ugoa]*[-+=]/.test(text) ? text : '6777'
}

function shell(value: Value | undefined, call: CodeCall, around: Surroundings): readonly Effect[] {
  const text = value?.word.text
  if (text === null || text === undefined) return [unknownRun(value?.word, call, around)]
  const cwd = workingDirectory(call, around)
  return around.context.unfold(text, withPipe(around.command), cwd ? { cwd } : {})
}

/** What a child process gets on its input is not what this command gets. */
function withPipe(command: Command): Command {
  return { ...command, stdin: { kind: 'inherit' } }
}

function workingDirectory(call: CodeCall, around: Surroundings): string | undefined {
  const word = (call.named.get('cwd') ?? call.args.find((arg) => arg.entries?.has('cwd'))?.entries?.get('cwd'))?.word
  return word ? (around.context.path(word, around.command).value ?? undefined) : undefined
}

function process(value: Value | undefined, call: CodeCall, around: Surroundings): readonly Effect[] {
  const throughShell = call.named.get('shell')?.word.text
  if (value?.items) {
    const words = value.items.map((item) => item.word)
    return throughShell === 'True' && words[0]
      ? shell({ word: words[0], from: [] }, call, around)
      : run(words, call, around)
  }
  if (throughShell !== undefined && throughShell !== 'False' && throughShell !== null) return shell(value, call, around)
  if (value?.word.text !== null && value?.word.text !== undefined)
    return /\s/.test(value.word.text)
      ? shell(value, call, around)
      : run(
          [value.word, ...call.args.slice(1).flatMap((arg) => arg.items?.map((item) => item.word) ?? [])],
          call,
          around,
        )
  return [unknownRun(value?.word, call, around)]
}

/** spawn(program, [arguments], options). */
function spawn(
  program: Value | undefined,
  list: Value | undefined,
  call: CodeCall,
  around: Surroundings,
): readonly Effect[] {
  const options = call.args.find((arg) => arg.entries)?.entries
  const words = list?.items?.map((item) => item.word)
  if (!program || (list && !words && !list.entries)) return [unknownRun(program?.word, call, around)]
  const through = options?.get('shell')
  if (
    (through && through.word.text !== 'false') ||
    (program.word.text !== null && /\s/.test(program.word.text) && !words)
  )
    return shell(program, call, around)
  return run([program.word, ...(words ?? [])], call, around)
}

function run(words: readonly Word[], call: CodeCall, around: Surroundings): readonly Effect[] {
  if (words.length === 0 || words[0]!.text === null) return [unknownRun(words[0], call, around)]
  return around.context.run(words, withPipe(around.command), workingDirectory(call, around))
}

function unknownRun(word: Word | undefined, call: CodeCall, { command }: Surroundings): Effect {
  const prefix = word?.prefix ? { prefix: word.prefix } : {}
  return effect(
    'exec.opaque',
    command,
    `starts a program that is not known before it runs: \`${call.raw.slice(0, 120)}\``,
    { targets: [{ type: 'program', value: null, raw: word?.raw ?? call.raw.slice(0, 120), ...prefix }] },
  )
}

function opaque(call: CodeCall, { command }: Surroundings): Effect {
  return effect('exec.opaque', command, `runs code that is not known before it runs: \`${call.raw.slice(0, 120)}\``, {
    targets: [{ type: 'script', value: null, raw: call.raw.slice(0, 120) }],
  })
}

/** Code of which a part is not known. */
export function unread(command: Command, why: string): Effect {
  return effect('exec.opaque', command, `runs code that is not read: ${why}`, {
    targets: [{ type: 'script', value: null, raw: command.source.slice(0, 160) }],
  })
}

function evaluated(
  value: Value | undefined,
  onlyStrings: boolean,
  call: CodeCall,
  around: Surroundings,
): readonly Effect[] {
  const text = value?.word.text
  if (onlyStrings && text === undefined) return []
  if (onlyStrings && text === null) return []
  if (text === null || text === undefined) {
    const url = value?.from.find((source) => source.type === 'url')
    return [
      url
        ? effect('exec.fetched', around.command, `runs what it fetches from \`${url.value ?? '?'}\``, {
            targets: [{ type: 'url', value: url.value }],
          })
        : opaque(call, around),
    ]
  }
  return around.nested(text)
}

function imported(value: Value | undefined, call: CodeCall, around: Surroundings): readonly Effect[] {
  const name = value?.word.text
  if (name === null || name === undefined) return call.args.length === 0 ? [] : [opaque(call, around)]
  return []
}

/** Data that goes along with a request: every argument but the address and the options that carry none. */
function payload(call: CodeCall, url: Value | undefined): { body: Source[]; headers: Source[]; flags: Flag[] } {
  const body: Source[] = []
  const headers: Source[] = []
  const flags: Flag[] = []
  const add = (name: string, value: Value) => {
    if (
      /^(?:timeout|method|verify|rejectUnauthorized|stream|allow_redirects|signal|cache|mode|credentials|redirect|responseType)$/.test(
        name,
      )
    ) {
      if ((name === 'verify' || name === 'rejectUnauthorized') && /^(?:False|false)$/.test(value.word.text ?? ''))
        flags.push('insecure')
      return
    }
    const into = /^(?:headers|auth|cookies|cert)$/.test(name) ? headers : body
    into.push(...value.from)
    if (value.word.text !== null && into === body) into.push(...textSources(value.word))
    else if (into === body && value.from.length === 0) into.push({ type: 'text', value: value.word.raw.slice(0, 2000) })
  }
  for (const arg of call.args) {
    if (arg === url) continue
    if (arg.entries && [...arg.entries.keys()].some((key) => /^(?:method|headers|body|data|json|timeout)$/.test(key)))
      for (const [name, value] of arg.entries) add(name, value)
    else add('data', arg)
  }
  for (const [name, value] of call.named) if (value !== url) add(name, value)
  return { body, headers, flags }
}

function request(
  url: Value | undefined,
  method: string | null,
  call: CodeCall,
  around: Surroundings,
): readonly Effect[] {
  const address = url ?? UNNAMED
  const { body, headers, flags } = payload(call, url)
  const isRead = method === 'GET' || method === 'HEAD'
  const word =
    address.from.length > 0 && address.word.text === null && !address.word.variables
      ? { ...address.word }
      : address.word
  // What is built into the address of a read leaves with it.
  const sent = isRead ? [...body.filter((source) => source.type !== 'text'), ...address.from] : body
  return requestEffects({ url: word, method, body: sent, headers, flags }, around.command, around.context)
}

/** fetch(url, { method, body }), axios({ url, method, data }), http.request(options). */
function jsRequest(value: Value | undefined, call: CodeCall, around: Surroundings): readonly Effect[] {
  const options = call.args.find((arg) => arg.entries)?.entries
  const url = value?.entries ? (value.entries.get('url') ?? hostEntry(value.entries)) : value
  const given = options?.get('method')
  const method = given
    ? (given.word.text?.toUpperCase() ?? null)
    : options?.has('body') || options?.has('data') || options?.has('json')
      ? 'POST'
      : 'GET'
  return request(url, method, { ...call, args: call.args }, around)
}

function hostEntry(entries: ReadonlyMap<string, Value>): Value | undefined {
  const host = entries.get('hostname') ?? entries.get('host')
  return host?.word.text
    ? { ...host, word: literal(`https://${host.word.text}${entries.get('path')?.word.text ?? '/'}`) }
    : host
}

function destination(value: Value | undefined, other: Value | undefined): Target {
  const address =
    value?.items?.[0] ??
    value?.entries?.get('host') ??
    (value?.word.text === null || value?.word.text === undefined ? undefined : value)
  const word = address && !/^\d+$/.test(address.word.text ?? '') ? address.word : other?.word
  if (!word || word.text === null)
    return { type: 'host', value: null, role: 'destination', ...(word ? { raw: word.raw } : {}) }
  const host = urlTargets(word).find((target) => target.type === 'host')
  return host ?? hostTarget(word, 'destination')
}

function openToAll(value: Value | undefined): boolean {
  const host = value?.items?.[0]?.word.text ?? value?.word.text
  return host === '' || host === '0.0.0.0' || host === '::'
}

function connectionFrom(value: Value | undefined, call: CodeCall, around: Surroundings): Connection {
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

function databaseOf(around: Surroundings): Connection {
  return around.connection ?? connectionOf({}, { url: 'DATABASE_URL' }, around.command, around.context)
}

/** A text that begins like a statement; other uses of `query` and `raw` are none. */
const statement =
  /^\s*(?:--[^\n]*\n\s*)*(?:select|insert|update|delete|drop|alter|create|truncate|with|grant|revoke|merge|replace|call|exec|vacuum|attach|pragma|copy|do|set|show|explain|begin|commit)\b/i

function sql(value: Value | undefined, call: CodeCall, around: Surroundings): readonly Effect[] {
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

/** Printing what was read from a credential. */
function printed(call: CodeCall, around: Surroundings): readonly Effect[] {
  const sources = call.args.flatMap((arg) => [
    ...arg.from,
    ...(arg.word.variables ?? []).map((name): Source => ({ type: 'variable', value: name })),
  ])
  if (sources.length === 0) return []
  const absolute = sources.map(
    (source): Source =>
      source.type === 'path' && source.value
        ? { ...source, value: around.context.path(literal(source.value), around.command).value }
        : source,
  )
  const secrets = traced(absolute, around.context).filter((source) => source.secrets && source.secrets.length > 0)
  if (secrets.length === 0) return []
  const kind = isShown(around.command, around.context) ? 'secret.print' : 'secret.read'
  const name = secrets[0]!.value
  return [
    effect(kind, around.command, `prints a secret (\`${name ?? '?'}\`)`, {
      targets: secrets.map((source) => ({
        type: source.type === 'variable' ? 'variable' : 'secret',
        value: source.value,
      })),
      sources: secrets,
    }),
  ]
}
