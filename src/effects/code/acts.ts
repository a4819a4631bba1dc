/** Calls of a program that was read to effects: the words of calls.ts carried out. */
import { effect, literal, shown } from '../context.js'
import type { Effect, Source, Target, TargetType } from '../effect.js'
import { modeFlags } from '../files/mode-flags.js'
import { isShown, traced } from '../flow.js'
import { hostTarget, textSources, urlTargets } from '../payload.js'
import { specOf } from './calls.js'
import { connectionFrom, databaseOf, sql } from './database-acts.js'
import { deleteFlags, mode, octal, onPaths, opening, pair, writing } from './file-acts.js'
import { destination, jsRequest, openToAll, request } from './network-acts.js'
import { evaluated, imported, opaque, run, shell, spawn, startProcess } from './process-acts.js'
import { HERE, type Surroundings, UNKNOWN_WORD, UNNAMED } from './surroundings.js'
import type { CodeCall, Value } from './value.js'

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
      return startProcess(value, call, around)
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
      return startProcess(value?.entries?.get('cmd') ?? value, call, around)
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
    case 'cloud-delete':
    case 'cloud-write':
      return [
        effect(
          verb === 'cloud-delete' ? 'cloud.delete' : 'cloud.change',
          command,
          `calls \`${call.name.split('.').at(-1)}\` of a service`,
          {
            targets: serviceThings(call),
            sources: call.args.flatMap((arg) => arg.from),
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

/** Things that a call to a service names by keyword, as the usual libraries call them. */
const serviceKeywords: readonly (readonly [string, TargetType])[] = [
  ['Bucket', 'bucket'],
  ['bucket_name', 'bucket'],
  ['Key', 'resource'],
  ['TableName', 'table'],
  ['InstanceIds', 'resource'],
  ['DBInstanceIdentifier', 'resource'],
  ['FunctionName', 'resource'],
  ['QueueUrl', 'queue'],
  ['TopicArn', 'queue'],
  ['name', 'resource'],
  ['namespace', 'namespace'],
  ['StackName', 'stack'],
]

function serviceThings(call: CodeCall): Target[] {
  const found: Target[] = []
  for (const [name, type] of serviceKeywords) {
    const value = call.named.get(name)
    if (value) found.push({ type, value: value.word.text, raw: value.word.raw })
  }
  if (found.length === 0 && call.args[0]) {
    const { word } = call.args[0]
    found.push({ type: 'resource', value: word.text, raw: word.raw })
  }
  return found.length > 0 ? found : [{ type: 'resource', value: null, raw: call.raw.slice(0, 80) }]
}

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
