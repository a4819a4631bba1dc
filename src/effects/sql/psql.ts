/** psql: SQL and backslash commands from options, files and standard input. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, type Family, literal, shown } from '../context.js'
import type { Effect } from '../effect.js'
import { optionParser } from '../options.js'
import {
  type Connection,
  connectionOf,
  databaseEffect,
  fedText,
  fileText,
  isDatabaseUrl,
  statementEffects,
  unknownSql,
} from './connection.js'
import { readPostgres } from './postgres.js'
import { MAX_STATEMENTS } from './statement.js'

const parser = optionParser({
  values:
    '-c --command -d --dbname -f --file -F --field-separator -h --host -L --log-file -o --output -p --port -P --pset -R --record-separator -T --table-attr -U --username -v --set --variable',
  long: '--no-psqlrc --tuples-only --no-align --single-transaction --list --quiet --help --version --no-password --password --expanded --csv --html --echo-all',
})

/** Files that include files are followed this far. */
const MAX_INCLUDES = 4

export const psql: Family = (command, context) => {
  const given = parser.parse(command.argv.slice(1))
  if (given.has('-?', '--help', '-V', '--version'))
    return [effect('sys.read', command, 'shows the help of `psql`', { flags: ['dry-run'] })]
  const dbname = given.value('-d', '--dbname') ?? given.operands[0]
  const url = dbname && isDatabaseUrl(dbname) ? dbname : undefined
  const at = connectionOf(
    { host: given.value('-h', '--host'), database: url ? undefined : dbname, url },
    { host: 'PGHOST', database: 'PGDATABASE' },
    command,
    context,
  )
  const found: Effect[] = []
  for (const word of given.values('-c', '--command')) {
    if (word.text === null) found.push(unknownSql(at, command, context, undefined))
    else found.push(...sessionEffects(word.text, at, command, context, 0))
  }
  for (const word of given.values('-f', '--file')) found.push(...includeEffects(word, at, command, context, 0))
  for (const word of given.values('-o', '--output', '-L', '--log-file'))
    found.push(...output(word.text ?? word.raw, word, command, context))
  if (given.has('-l', '--list')) found.push(databaseEffect('db.read', 'lists databases', at, command, context))
  if (found.length > 0 && given.values('-c', '--command', '-f', '--file').length > 0) return found
  const fed = fedText(command, context)
  if (fed === undefined)
    return found.length > 0 ? found : [databaseEffect('db.read', 'opens a session', at, command, context)]
  return fed === null
    ? [...found, unknownSql(at, command, context, undefined)]
    : [...found, ...sessionEffects(fed, at, command, context, 0)]
}

function includeEffects(
  word: Word,
  at: Connection,
  command: Command,
  context: Context,
  depth: number,
): readonly Effect[] {
  if (word.text === '-') {
    const fed = fedText(command, context)
    return typeof fed === 'string'
      ? sessionEffects(fed, at, command, context, depth)
      : [unknownSql(at, command, context, undefined)]
  }
  const text = depth >= MAX_INCLUDES ? null : fileText(word, command, context)
  const read = effect('fs.read', command, `reads \`${shown(word)}\``, { targets: [context.path(word, command)] })
  return text === null
    ? [read, unknownSql(at, command, context, word)]
    : [read, ...sessionEffects(text, at, command, context, depth + 1)]
}

/** What a whole session text does: its SQL and its backslash commands. */
export function sessionEffects(
  text: string,
  at: Connection,
  command: Command,
  context: Context,
  depth: number,
): readonly Effect[] {
  const { sql, commands } = splitSession(text)
  const found: Effect[] = [...statementEffects(readPostgres(sql, context.world.parsePostgres), at, command, context)]
  for (const line of commands.slice(0, MAX_STATEMENTS))
    found.push(...backslashEffects(line, at, command, context, depth))
  if (commands.length > MAX_STATEMENTS) found.push(unknownSql(at, command, context, undefined))
  return found
}

/** SQL and backslash commands apart: a backslash outside quotes starts a command that ends with its line. */
export function splitSession(text: string): { readonly sql: string; readonly commands: readonly string[] } {
  if (!text.includes('\\')) return { sql: text, commands: [] }
  const commands: string[] = []
  let sql = ''
  let quote = ''
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (quote !== '') {
      if (text.startsWith(quote, at)) {
        sql += quote
        at += quote.length - 1
        quote = ''
      } else sql += char
    } else if (char === "'" || char === '"') {
      quote = char
      sql += char
    } else if (char === '$') {
      const tag = /^\$\w*\$/.exec(text.slice(at, at + 66))?.[0]
      if (tag) {
        quote = tag
        at += tag.length - 1
        sql += tag
      } else sql += char
    } else if (char === '-' && text[at + 1] === '-') {
      const end = text.indexOf('\n', at)
      at = end < 0 ? text.length : end - 1
    } else if (char === '\\') {
      const end = text.indexOf('\n', at)
      const stop = end < 0 ? text.length : end
      commands.push(text.slice(at, stop).trim())
      // A command such as `\g` ends the statement before it.
      sql += ';'
      at = stop - 1
    } else sql += char
  }
  return { sql, commands }
}

function backslashEffects(
  line: string,
  at: Connection,
  command: Command,
  context: Context,
  depth: number,
): readonly Effect[] {
  const [, name = '', rest = ''] = /^\\([a-zA-Z]+\+?|!|\?|;)\s*(.*)$/s.exec(line) ?? []
  switch (name) {
    case '!':
      return [
        databaseEffect('db.program', `runs \`${rest.slice(0, 80)}\` from \`psql\``, at, command, context),
        ...context.unfold(rest, command),
      ]
    case 'copy': {
      // Long enough for any name and file; the patterns below are not meant for more.
      const spec = rest.slice(0, 2048)
      const program = /\b(?:to|from)\s+program\s+'((?:[^']|'')*)'/i.exec(spec)
      if (program)
        return [
          databaseEffect('db.program', 'runs a program from `psql`', at, command, context),
          ...context.unfold(program[1]!.replace(/''/g, "'"), command),
        ]
      const file = /\b(to|from)\s+'?([^\s']+)'?[^()]*$/i.exec(spec)
      const writes = file?.[1]?.toLowerCase() === 'from'
      const name = spec.trim().split(/[\s(]/)[0] ?? ''
      const named = { targets: name ? [{ type: 'table' as const, value: name.toLowerCase() }] : [] }
      const path = file && !/^(stdin|stdout|pstdin|pstdout)$/i.test(file[2]!) ? literal(file[2]!) : undefined
      const moved = databaseEffect(
        writes ? 'db.write' : 'db.read',
        writes ? `writes rows to \`${name}\`` : `reads \`${name}\``,
        at,
        command,
        context,
        named,
      )
      if (!path) return [moved]
      return [
        moved,
        effect(writes ? 'fs.read' : 'fs.write', command, `${writes ? 'reads' : 'writes'} \`${path.text}\``, {
          targets: [context.path(path, command)],
        }),
      ]
    }
    case 'i':
    case 'ir':
    case 'include':
    case 'include_relative':
      return includeEffects(literal(rest.split(/\s/)[0]!.replace(/'/g, '')), at, command, context, depth + 1)
    case 'o':
    case 'out':
    case 'g':
    case 'gx':
    case 'w':
    case 'write':
    case 's':
      return rest === '' || rest.startsWith('(') ? [] : output(rest, literal(rest), command, context)
    case 'gexec':
      return [databaseEffect('db.admin', 'runs the result of a query as SQL', at, command, context)]
    case 'lo_import':
    case 'lo_export':
    case 'lo_unlink':
      return [databaseEffect('db.write', `runs \`\\${name}\``, at, command, context)]
    case 'password':
      return [databaseEffect('db.grant', 'changes a password', at, command, context)]
    case 'c':
    case 'connect':
      return rest === ''
        ? []
        : [
            databaseEffect('db.read', `connects to \`${rest.slice(0, 60)}\``, at, command, context, {
              targets: [{ type: 'database', value: rest.split(/\s/)[0]! }],
            }),
          ]
    case 'setenv':
    case 'e':
    case 'edit':
    case 'ef':
    case 'ev':
      return [databaseEffect('db.program', `runs \`\\${name}\``, at, command, context)]
    default:
      return /`/.test(rest)
        ? [databaseEffect('db.program', 'runs a program from `psql`', at, command, context)]
        : [databaseEffect('db.read', `runs \`\\${name}\``, at, command, context)]
  }
}

/** `|program` or a file. */
function output(text: string, word: Word, command: Command, context: Context): readonly Effect[] {
  const bare = text.replace(/^\([^)]*\)\s*/, '')
  if (bare.startsWith('|')) return context.unfold(bare.slice(1), command)
  return [
    effect('fs.write', command, `writes \`${shown(word)}\``, {
      targets: [context.path(bare === text ? word : literal(bare), command)],
    }),
  ]
}
