/** sqlite3 and duckdb: the database is a file, and the client has commands that begin with a dot. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, type Family, literal, shown } from '../context.js'
import type { Effect, Target } from '../effect.js'
import { optionParser } from '../options.js'
import { type Connection, databaseEffect, fedText, fileText, statementEffects, unknownSql } from './connection.js'
import { readSql } from './reader.js'

/** Options of sqlite3 and duckdb, which have one dash and long names. */
const embeddedParser = optionParser({
  values: '-cmd -init -separator -newline -nullvalue -mmap -maxsize -pagecache -lookaside -vfs -c -s -f -key',
  singleDash: true,
})

/** sqlite3 and duckdb: the database is a file. */
export const embedded: Family = (command, context) => {
  const given = embeddedParser.parse(command.argv.slice(1))
  if (given.has('-help', '--help', '-version', '--version'))
    return [effect('sys.read', command, 'shows the help of a database client', { flags: ['dry-run'] })]
  const [file, ...rest] = given.operands
  const memory = !file || file.text === ':memory:' || file.text === ''
  const at: Connection = { targets: memory ? [] : [databaseFile(file, command, context)], flags: ['local'] }
  const texts = [...rest, ...given.values('-cmd', '-c', '-s')]
  const found: Effect[] = []
  for (const word of texts)
    found.push(
      ...(word.text === null
        ? [unknownSql(at, command, context, undefined)]
        : embeddedEffects(word.text, at, command, context)),
    )
  for (const word of given.values('-init', '-f')) {
    const text = fileText(word, command, context)
    found.push(
      ...(text === null ? [unknownSql(at, command, context, word)] : embeddedEffects(text, at, command, context)),
    )
  }
  if (rest.length > 0 || given.has('-c', '-s', '-f'))
    return given.has('-readonly') ? found.filter((one) => !/^db\.(write|delete|drop|schema)$/.test(one.kind)) : found
  const fed = fedText(command, context)
  if (fed === undefined) return [...found, databaseEffect('db.read', 'opens a session', at, command, context)]
  return [
    ...found,
    ...(fed === null ? [unknownSql(at, command, context, undefined)] : embeddedEffects(fed, at, command, context)),
  ]
}

/** The database file as a target: its path and where it lies. */
function databaseFile(word: Word, command: Command, context: Context): Target {
  const path = context.path(word.text?.startsWith('file:') ? literal(word.text.slice(5).split('?')[0]!) : word, command)
  return { ...path, type: 'database', raw: shown(word) }
}

function embeddedEffects(text: string, at: Connection, command: Command, context: Context): readonly Effect[] {
  const found: Effect[] = []
  const sql: string[] = []
  for (const line of text.split('\n')) {
    if (line.trimStart().startsWith('.')) found.push(...dotEffects(line.trim(), at, command, context))
    else sql.push(line)
  }
  return [...statementEffects(readSql(sql.join('\n')), at, command, context), ...found]
}

/** `.shell`, `.import`, `.output` ... Names may be shortened. */
function dotEffects(line: string, at: Connection, command: Command, context: Context): readonly Effect[] {
  const [name = '', ...args] = line.slice(1).split(/\s+/)
  const rest = line.slice(1 + name.length).trim()
  const file = literal((args[args.length - 1] ?? '').replace(/^['"]|['"]$/g, ''))
  const write = () => effect('fs.write', command, `writes \`${file.text}\``, { targets: [context.path(file, command)] })
  if (/^(sh|she|shel|shell|sy|sys|system)$/.test(name))
    return [
      databaseEffect('db.program', `runs \`${rest.slice(0, 80)}\` from the client`, at, command, context),
      ...context.unfold(rest, command),
    ]
  if (/^(ou|out|outp|output|on|once|ex|excel)/.test(name))
    return rest.startsWith('|')
      ? context.unfold(rest.slice(1), command)
      : rest === '' || rest === 'stdout'
        ? []
        : [write()]
  if (/^(ba|backup|save|clone|recover)/.test(name))
    return [
      databaseEffect('db.dump', 'copies the database', at, command, context),
      ...(args.length > 0 ? [write()] : []),
    ]
  if (/^(res|restore)/.test(name))
    return [
      databaseEffect('db.restore', 'overwrites the database', at, command, context, {
        sources: [{ type: 'path', value: context.path(file, command).value }],
      }),
    ]
  if (/^(im|import)/.test(name))
    return [databaseEffect('db.write', `imports rows into \`${args.at(-1) ?? '?'}\``, at, command, context)]
  if (/^(re|rea|read)$/.test(name)) {
    const included = rest.startsWith('|') ? null : fileText(file, command, context)
    return included === null
      ? [unknownSql(at, command, context, file)]
      : embeddedEffects(included.replace(/^[ \t]*\.rea?d?.*$/gm, ''), at, command, context)
  }
  if (/^(lo|load)$/.test(name))
    return [databaseEffect('db.program', 'loads code into the client', at, command, context)]
  if (/^(open|arc)/.test(name)) return [databaseEffect('db.read', `opens \`${file.text}\``, at, command, context)]
  if (/^(dump|du)/.test(name)) return [databaseEffect('db.dump', 'dumps the database', at, command, context)]
  return [databaseEffect('db.read', `runs \`.${name}\``, at, command, context)]
}
