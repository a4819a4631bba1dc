/** Programs beside the databases: dumps, restores, and the administration of servers. */
import type { Word } from '../../shell/script.js'
import { effect, type Family, shown } from '../context.js'
import type { Effect, Flag } from '../effect.js'
import { optionParser } from '../options.js'
import { stdinSources } from '../payload.js'
import { type ConnectionVariables, connectionOf, databaseEffect, isDatabaseUrl } from './connection.js'
import type { Statement } from './statement.js'

interface Tool {
  readonly kind: Statement['kind']
  readonly says: string
  readonly values: string
  readonly host?: readonly string[]
  readonly database?: readonly string[]
  readonly url?: readonly string[]
  readonly variables?: ConnectionVariables
  /** Options that name the file or directory that is written. */
  readonly writes?: readonly string[]
  /** What the operand is. */
  readonly operand?: 'database' | 'file' | 'user' | 'table'
  /** Options that lose what is there. */
  readonly destroys?: readonly string[]
}

const pg: ConnectionVariables = { host: 'PGHOST', database: 'PGDATABASE' }
const pgValues =
  '-h --host -p --port -U --username -d --dbname -f --file -F --format -j --jobs -t --table -n --schema -N --exclude-schema -T --exclude-table -Z --compress -E --encoding -S --superuser -l --maintenance-db -D --pgdata -X --wal-method -O --owner --template -L --role --lock-wait-timeout --section --exclude-table-data -I --index -P --function -r --max-rate -c --checkpoint -o --options -m --mode'
const my: ConnectionVariables = { host: 'MYSQL_HOST' }
const myValues =
  '-h --host -u --user -P --port -S --socket -r --result-file -w --where -T --tab --ignore-table --defaults-file --defaults-extra-file --login-path -D --database --fields-terminated-by --lines-terminated-by --columns'
const mongoValues =
  '-h --host --port -u --username -p --password -d --db -c --collection --uri -o --out -q --query --archive --authenticationDatabase --nsInclude --nsExclude --nsFrom --nsTo --file --type --fields -f --dir --sort --limit -j --numParallelCollections --mode --upsertFields'

/** What each does by itself; `-p` of the mysql programs takes its value attached. */
const tools: Readonly<Record<string, Tool>> = {
  pg_dump: {
    kind: 'db.dump',
    says: 'dumps the database',
    values: pgValues,
    host: ['-h', '--host'],
    database: ['-d', '--dbname'],
    variables: pg,
    writes: ['-f', '--file'],
    operand: 'database',
  },
  pg_dumpall: {
    kind: 'db.dump',
    says: 'dumps every database',
    values: pgValues,
    host: ['-h', '--host'],
    database: ['-d', '--dbname', '-l'],
    variables: pg,
    writes: ['-f', '--file'],
  },
  pg_basebackup: {
    kind: 'db.dump',
    says: 'copies the server',
    values: pgValues,
    host: ['-h', '--host'],
    variables: { host: 'PGHOST' },
    writes: ['-D', '--pgdata'],
  },
  pg_restore: {
    kind: 'db.restore',
    says: 'restores a dump',
    values: pgValues,
    host: ['-h', '--host'],
    database: ['-d', '--dbname'],
    variables: pg,
    writes: ['-f', '--file'],
    operand: 'file',
    destroys: ['-c', '--clean', '-C'],
  },
  createdb: {
    kind: 'db.schema',
    says: 'creates the database',
    values: pgValues,
    host: ['-h', '--host'],
    variables: pg,
    operand: 'database',
  },
  dropdb: {
    kind: 'db.drop',
    says: 'drops the database',
    values: pgValues,
    host: ['-h', '--host'],
    variables: pg,
    operand: 'database',
  },
  createuser: {
    kind: 'db.grant',
    says: 'creates a role',
    values: pgValues,
    host: ['-h', '--host'],
    variables: { host: 'PGHOST' },
    operand: 'user',
  },
  dropuser: {
    kind: 'db.grant',
    says: 'drops a role',
    values: pgValues,
    host: ['-h', '--host'],
    variables: { host: 'PGHOST' },
    operand: 'user',
  },
  vacuumdb: {
    kind: 'db.schema',
    says: 'cleans up the database',
    values: pgValues,
    host: ['-h', '--host'],
    database: ['-d', '--dbname'],
    variables: pg,
    operand: 'database',
  },
  reindexdb: {
    kind: 'db.schema',
    says: 'rebuilds indexes',
    values: pgValues,
    host: ['-h', '--host'],
    database: ['-d', '--dbname'],
    variables: pg,
    operand: 'database',
  },
  clusterdb: {
    kind: 'db.schema',
    says: 'reorders tables',
    values: pgValues,
    host: ['-h', '--host'],
    database: ['-d', '--dbname'],
    variables: pg,
    operand: 'database',
  },
  pg_isready: {
    kind: 'db.read',
    says: 'asks whether the server answers',
    values: pgValues,
    host: ['-h', '--host'],
    database: ['-d', '--dbname'],
    variables: pg,
  },
  pg_ctl: { kind: 'db.admin', says: 'controls the server', values: pgValues },
  pg_resetwal: { kind: 'db.drop', says: 'resets the log of the server', values: pgValues },
  initdb: { kind: 'db.schema', says: 'makes a server directory', values: pgValues },
  pgbench: {
    kind: 'db.write',
    says: 'runs a load test',
    values: `${pgValues} -s -T -M -f`,
    host: ['-h', '--host'],
    variables: pg,
    operand: 'database',
  },
  mysqldump: {
    kind: 'db.dump',
    says: 'dumps the database',
    values: myValues,
    host: ['-h', '--host'],
    variables: my,
    writes: ['-r', '--result-file', '-T', '--tab'],
    operand: 'database',
  },
  mysqlpump: {
    kind: 'db.dump',
    says: 'dumps the database',
    values: myValues,
    host: ['-h', '--host'],
    variables: my,
    writes: ['-r', '--result-file'],
    operand: 'database',
  },
  mysqlimport: {
    kind: 'db.write',
    says: 'imports rows',
    values: myValues,
    host: ['-h', '--host'],
    variables: my,
    operand: 'database',
    destroys: ['-D', '--delete'],
  },
  mysqlcheck: {
    kind: 'db.schema',
    says: 'checks tables',
    values: myValues,
    host: ['-h', '--host'],
    variables: my,
    operand: 'database',
  },
  mysqlshow: {
    kind: 'db.read',
    says: 'lists tables',
    values: myValues,
    host: ['-h', '--host'],
    variables: my,
    operand: 'database',
  },
  mongodump: {
    kind: 'db.dump',
    says: 'dumps the database',
    values: mongoValues,
    host: ['-h', '--host'],
    database: ['-d', '--db'],
    url: ['--uri'],
    writes: ['-o', '--out', '--archive'],
  },
  mongoexport: {
    kind: 'db.dump',
    says: 'exports a collection',
    values: mongoValues,
    host: ['-h', '--host'],
    database: ['-d', '--db'],
    url: ['--uri'],
    writes: ['-o', '--out'],
  },
  mongorestore: {
    kind: 'db.restore',
    says: 'restores a dump',
    values: mongoValues,
    host: ['-h', '--host'],
    database: ['-d', '--db'],
    url: ['--uri'],
    operand: 'file',
    destroys: ['--drop'],
  },
  mongoimport: {
    kind: 'db.write',
    says: 'imports documents',
    values: mongoValues,
    host: ['-h', '--host'],
    database: ['-d', '--db'],
    url: ['--uri'],
    operand: 'file',
    destroys: ['--drop'],
  },
  pgloader: {
    kind: 'db.restore',
    says: 'loads a database',
    values: '-v --type --field --with --set --load -l',
    operand: 'file',
  },
  'clickhouse-backup': { kind: 'db.dump', says: 'runs a backup', values: '-c --config -t --tables' },
}

function tool(spec: Tool): Family {
  const parser = optionParser({ values: spec.values, ...(spec.values === myValues ? { attached: '-p' } : {}) })
  return (command, context) => {
    const given = parser.parse(command.argv.slice(1))
    if (given.has('--help', '--version', '-?', '-V'))
      return [effect('sys.read', command, 'shows the help of a database program', { flags: ['dry-run'] })]
    const [operand] = given.operands
    const option = given.value(...(spec.database ?? []))
    const named = option ?? (spec.operand === 'database' ? operand : undefined)
    const url = given.value(...(spec.url ?? [])) ?? (named && isDatabaseUrl(named) ? named : undefined)
    const at = connectionOf(
      { host: given.value(...(spec.host ?? [])), database: named === url ? undefined : named, url },
      spec.variables ?? {},
      command,
      context,
    )
    const drops = given.has(...(spec.destroys ?? []))
    const flags: readonly Flag[] = [
      ...(drops ? (['reset'] as const) : []),
      ...(given.has('-f', '--force') && spec.kind === 'db.drop' ? (['force'] as const) : []),
      ...(given.has('--all-databases', '-A') ? (['all'] as const) : []),
    ]
    const file = spec.operand === 'file' ? operand : undefined
    const sources = file
      ? [{ type: 'path' as const, value: context.path(file, command).value }]
      : spec.kind === 'db.restore' && command.stdin.kind !== 'inherit'
        ? stdinSources(command, context)
        : []
    const person =
      spec.operand === 'user' && operand ? [{ type: 'user' as const, value: operand.text, raw: operand.raw }] : []
    // Without a database to go to, `pg_restore` only turns the dump into text.
    const kind =
      spec.kind === 'db.restore' && command.argv[0]?.text?.endsWith('pg_restore') && !option ? 'db.read' : spec.kind
    const found: Effect[] = [
      databaseEffect(kind, drops ? `${spec.says} over what is there` : spec.says, at, command, context, {
        flags,
        sources,
        targets: person,
      }),
    ]
    for (const word of given.values(...(spec.writes ?? []))) found.push(written(word))
    return found

    function written(word: Word): Effect {
      return effect('fs.write', command, `writes \`${shown(word)}\``, {
        targets: [context.path(word, command)],
        sources: [{ type: 'output', value: 'database' }],
      })
    }
  }
}

const adminParser = optionParser({
  values: '-h --host -u --user -P --port -S --socket -i --sleep -c --count --defaults-file',
  attached: '-p',
})

/** `mysqladmin drop shop`. */
const mysqladmin: Family = (command, context) => {
  const given = adminParser.parse(command.argv.slice(1))
  const [verb, name] = given.operands
  const at = connectionOf({ host: given.value('-h', '--host'), database: name }, my, command, context)
  const flags: readonly Flag[] = given.has('-f', '--force') ? ['force'] : []
  switch (verb?.text) {
    case 'drop':
      return [databaseEffect('db.drop', 'drops the database', at, command, context, { flags })]
    case 'create':
      return [databaseEffect('db.schema', 'creates the database', at, command, context)]
    case 'password':
    case 'old-password':
      return [databaseEffect('db.grant', 'changes a password', at, command, context)]
    case 'status':
    case 'extended-status':
    case 'ping':
    case 'processlist':
    case 'variables':
    case 'version':
    case undefined:
      return [databaseEffect('db.read', 'reads the state of the server', at, command, context)]
    default:
      return [databaseEffect('db.admin', `runs \`${shown(verb!)}\``, at, command, context, { flags })]
  }
}

export const databaseTools: Readonly<Record<string, Family>> = {
  ...Object.fromEntries(Object.entries(tools).map(([name, spec]) => [name, tool(spec)])),
  'mariadb-dump': tool(tools.mysqldump!),
  mysqladmin,
  'mariadb-admin': mysqladmin,
}
