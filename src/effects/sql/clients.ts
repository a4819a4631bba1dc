/** Clients of other SQL databases: mysql, sqlite, duckdb, clickhouse, sqlcmd, cqlsh and those that only take a query. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, type Family, literal, programName } from '../context.js'
import type { Effect } from '../effect.js'
import { optionParser } from '../options.js'
import {
  type Connection,
  type ConnectionVariables,
  connectionOf,
  databaseEffect,
  fedText,
  fileText,
  isDatabaseUrl,
  statementEffects,
  unknownSql,
} from './connection.js'
import { embedded } from './embedded.js'
import { readSql } from './reader.js'
import type { SqlDialect } from './tokens.js'

/** How a client of the common shape is called. */
interface Client {
  readonly values: string
  /** Values that can only be attached (`-pSECRET`). */
  readonly attached?: string
  readonly singleDash?: boolean
  /** Options whose value is SQL, and whose value is a file of SQL. */
  readonly sql: readonly string[]
  readonly files: readonly string[]
  readonly host: readonly string[]
  readonly database: readonly string[]
  readonly url?: readonly string[]
  readonly variables?: ConnectionVariables
  readonly dialect: SqlDialect
  /** What operands are, the first one first. */
  readonly operands?: readonly ('database' | 'host' | 'sql' | 'file' | 'skip')[]
  /** Subcommand word that stands before everything else (`cockroach sql`). */
  readonly word?: string
}

const clients: Readonly<Record<string, Client>> = {
  mysql: {
    values:
      '-e --execute -h --host -u --user -P --port -D --database -S --socket --default-character-set --ssl-ca --ssl-cert --ssl-key --ssl-mode --defaults-file --defaults-extra-file --init-command --login-path --delimiter --protocol --prompt --pager --tee --max-allowed-packet --connect-timeout',
    attached: '-p',
    sql: ['-e', '--execute', '--init-command'],
    files: [],
    host: ['-h', '--host'],
    database: ['-D', '--database'],
    variables: { host: 'MYSQL_HOST' },
    dialect: 'mysql',
    operands: ['database'],
  },
  clickhouse: {
    values:
      '-q --query -h --host --port -u --user --password -d --database --queries-file --format -f --max_threads --config-file -C --param --input-format --output-format -S --structure -N --table --file',
    sql: ['-q', '--query'],
    files: ['--queries-file'],
    host: ['-h', '--host'],
    database: ['-d', '--database'],
    variables: { host: 'CLICKHOUSE_HOST' },
    dialect: 'mysql',
    operands: ['skip'],
  },
  sqlcmd: {
    values:
      '-S -U -P -d -Q -q -i -o -t -l -h -s -w -v -y -Y -c -K --server --user-name --database-name --query --initial-query --input-file --output-file',
    sql: ['-Q', '-q', '--query', '--initial-query'],
    files: ['-i', '--input-file'],
    host: ['-S', '--server'],
    database: ['-d', '--database-name'],
    dialect: 'standard',
  },
  cqlsh: {
    values:
      '-e --execute -f --file -u --username -p --password -k --keyspace --cqlshrc --encoding --request-timeout --connect-timeout',
    sql: ['-e', '--execute'],
    files: ['-f', '--file'],
    host: [],
    database: ['-k', '--keyspace'],
    variables: { host: 'CQLSH_HOST' },
    dialect: 'standard',
    operands: ['host', 'skip'],
  },
  cockroach: {
    values: '-e --execute -f --file --url --host -d --database -u --user --certs-dir --format -s --set --watch',
    sql: ['-e', '--execute'],
    files: ['-f', '--file'],
    host: ['--host'],
    database: ['-d', '--database'],
    url: ['--url'],
    variables: { url: 'COCKROACH_URL' },
    dialect: 'standard',
    word: 'sql',
  },
  snowsql: {
    values:
      '-q --query -f --filename -a --accountname -u --username -d --dbname -s --schemaname -w --warehouse -r --rolename -c --connection -o --option -D --variable --config -h --host',
    sql: ['-q', '--query'],
    files: ['-f', '--filename'],
    host: ['-h', '--host', '-a', '--accountname', '-c', '--connection'],
    database: ['-d', '--dbname'],
    dialect: 'standard',
  },
  trino: {
    values: '--execute -f --file --server --catalog --schema --user --output-format --session --client-tags',
    sql: ['--execute'],
    files: ['-f', '--file'],
    host: ['--server'],
    database: ['--catalog', '--schema'],
    dialect: 'standard',
    operands: ['skip'],
  },
  hive: {
    values: '-e -f -h -p -u -n -d --hiveconf --hivevar --define --database -i --outputformat --showHeader',
    sql: ['-e'],
    files: ['-f', '-i'],
    host: ['-h'],
    database: ['--database'],
    url: ['-u'],
    dialect: 'mysql',
  },
  'spark-sql': {
    values:
      '-e -f -i --database --master --conf --jars --packages --hiveconf --hivevar --define --name --driver-memory --executor-memory --deploy-mode --queue',
    sql: ['-e'],
    files: ['-f', '-i'],
    host: ['--master'],
    database: ['--database'],
    dialect: 'mysql',
  },
  usql: {
    values: '-c --command -f --file -o --out -v --set -U --username -P --pset -F --field-separator',
    sql: ['-c', '--command'],
    files: ['-f', '--file'],
    host: [],
    database: [],
    dialect: 'standard',
    operands: ['database'],
  },
  pgcli: {
    values: '-h --host -p --port -U --username -d --dbname -D --dsn -l --log-file -e --execute -c --command',
    sql: ['-e', '--execute', '-c', '--command'],
    files: [],
    host: ['-h', '--host'],
    database: ['-d', '--dbname'],
    variables: { host: 'PGHOST', database: 'PGDATABASE' },
    dialect: 'standard',
    operands: ['database'],
  },
  mycli: {
    values: '-h --host -P --port -u --user -S --socket -p --password -D --database -d --dsn -e --execute -R --prompt',
    sql: ['-e', '--execute'],
    files: [],
    host: ['-h', '--host'],
    database: ['-D', '--database'],
    dialect: 'mysql',
    operands: ['database'],
  },
  turso: {
    values: '--instance --location --proxy',
    sql: [],
    files: [],
    host: [],
    database: [],
    dialect: 'standard',
    word: 'db',
    operands: ['skip', 'database', 'sql'],
  },
  influx: {
    values:
      '-host -port -database -execute -username -password -path -format -precision --host --token --org --bucket -t -o -b',
    singleDash: true,
    sql: ['-execute'],
    files: [],
    host: ['-host', '--host'],
    database: ['-database'],
    dialect: 'standard',
    operands: ['skip'],
  },
  sqlplus: {
    values: '-M -R -C -F',
    sql: [],
    files: [],
    host: [],
    database: [],
    dialect: 'standard',
    operands: ['database', 'file'],
  },
  isql: { values: '-d -x', sql: [], files: [], host: [], database: [], dialect: 'standard', operands: ['database'] },
  db2: {
    values: '-f -tvf',
    sql: [],
    files: ['-f', '-tvf'],
    host: [],
    database: [],
    dialect: 'standard',
    operands: ['sql'],
    singleDash: true,
  },
}

function client(spec: Client): Family {
  const parser = optionParser({
    values: spec.values,
    ...(spec.attached ? { attached: spec.attached } : {}),
    ...(spec.singleDash ? { singleDash: true } : {}),
  })
  return (command, context) => {
    const words = command.argv.slice(1)
    if (spec.word !== undefined) {
      if (words[0]?.text !== spec.word) return undefined
      words.shift()
    }
    const given = parser.parse(words)
    if (given.has('--help', '--version', '-?'))
      return [effect('sys.read', command, 'shows the help of a database client', { flags: ['dry-run'] })]
    const roles = spec.operands ?? []
    const operand = (role: string) =>
      given.operands.filter(
        (_, at) => roles[Math.min(at, roles.length - 1)] === role && (at < roles.length || role === 'sql'),
      )
    const named = given.value(...spec.database) ?? operand('database')[0]
    const url = given.value(...(spec.url ?? [])) ?? (named && isDatabaseUrl(named) ? named : undefined)
    const at = connectionOf(
      { host: given.value(...spec.host) ?? operand('host')[0], database: named === url ? undefined : named, url },
      spec.variables ?? {},
      command,
      context,
    )
    return clientEffects(
      [...given.values(...spec.sql), ...operand('sql')],
      [...given.values(...spec.files), ...operand('file')],
      spec.dialect,
      at,
      command,
      context,
    )
  }
}

/** Effects of the SQL that a client is given by option, file or standard input. */
export function clientEffects(
  sql: readonly Word[],
  files: readonly Word[],
  dialect: SqlDialect,
  at: Connection,
  command: Command,
  context: Context,
): readonly Effect[] {
  const found: Effect[] = []
  for (const word of sql)
    found.push(
      ...(word.text === null
        ? [unknownSql(at, command, context, undefined)]
        : scriptEffects(word.text, dialect, at, command, context)),
    )
  for (const word of files) {
    const text = fileText(word, command, context)
    found.push(
      ...(text === null
        ? [unknownSql(at, command, context, word)]
        : scriptEffects(text, dialect, at, command, context)),
    )
  }
  if (sql.length > 0 || files.length > 0) return found
  const fed = fedText(command, context)
  if (fed === undefined) return [databaseEffect('db.read', 'opens a session', at, command, context)]
  return fed === null
    ? [unknownSql(at, command, context, undefined)]
    : scriptEffects(fed, dialect, at, command, context)
}

/** SQL with the client commands that the mysql family knows: `\! cmd`, `system cmd`, `source file`. */
function scriptEffects(
  text: string,
  dialect: SqlDialect,
  at: Connection,
  command: Command,
  context: Context,
): readonly Effect[] {
  const found: Effect[] = []
  const sql: string[] = []
  for (const line of text.split('\n')) {
    const shell = /^\s*(?:\\!|system\s|!)\s*(.*)$/i.exec(line) ?? /\\!\s*(.*)$/.exec(line)
    const source = /^\s*(?:\\\.|source|@@?|:r|SOURCE)\s+(\S+?);?\s*$/i.exec(line)
    if (shell)
      found.push(
        databaseEffect('db.program', 'runs a program from the database client', at, command, context),
        ...context.unfold(shell[1]!.replace(/;\s*$/, ''), command),
      )
    else if (source) found.push(unknownSql(at, command, context, literal(source[1]!)))
    else if (!/^\s*(?:\\[a-zA-Z]|tee\s|pager\s|delimiter\s|GO\s*$)/i.test(line)) sql.push(line)
    else if (/^\s*(?:\\[PT]|tee\s|pager\s)/i.test(line))
      found.push(databaseEffect('db.program', 'sends results to a file or program', at, command, context))
  }
  return [...statementEffects(readSql(sql.join('\n'), dialect), at, command, context), ...found]
}

/** `clickhouse client ...`, `clickhouse-client ...`. */
const clickhouse: Family = (command, context) =>
  client(clients.clickhouse!)(
    programName(command) === 'clickhouse'
      ? { ...command, argv: [command.argv[0]!, ...command.argv.slice(2)] }
      : command,
    context,
  )

export const sqlClients: Readonly<Record<string, Family>> = {
  ...Object.fromEntries(
    Object.entries(clients)
      .filter(([name]) => name !== 'clickhouse')
      .map(([name, spec]) => [name, client(spec)]),
  ),
  mariadb: client(clients.mysql!),
  presto: client(clients.trino!),
  beeline: client(clients.hive!),
  'clickhouse-client': clickhouse,
  'clickhouse-local': clickhouse,
  clickhouse,
  sqlite: embedded,
  sqlite3: embedded,
  litecli: embedded,
  duckdb: embedded,
}
