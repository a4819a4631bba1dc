/** Migration tools: what a subcommand does to the schema, and to which database by environment and options. */
import type { Command, Word } from '../shell/script.js'
import { below, variableOf } from './acts.js'
import { type Context, effect, type Family, programName } from './context.js'
import type { Effect, EffectKind, Flag } from './effect.js'
import { environmentFlags } from './environment.js'
import { type OptionParser, optionParser } from './options.js'
import { type Connection, connectionOf, isDatabaseUrl } from './sql/connection.js'

type Step = readonly [EffectKind, string, ...Flag[]]

const read: Step = ['db.read', 'reads the state of the migrations']
const file: Step = ['fs.write', 'writes a migration']
const up: Step = ['db.migrate', 'migrates the database']
const down: Step = ['db.migrate', 'migrates the database back', 'down']
const reset: Step = ['db.migrate', 'resets the database', 'reset']
const drop: Step = ['db.drop', 'drops the database', 'all']
const create: Step = ['db.schema', 'creates the database']
const seed: Step = ['db.write', 'fills the database with rows']
const repair: Step = ['db.admin', 'changes the record of the migrations']
const schema: Step = ['db.migrate', 'makes the database like the schema']
const build: Step = ['exec.build', 'generates code from the schema']

interface Tool {
  /** Subcommand to what it does; words joined by a space, longest first match. */
  readonly steps: Readonly<Record<string, Step>>
  /** What a call without a known subcommand does. */
  readonly otherwise: Step
  readonly values: string
  readonly singleDash?: boolean
  readonly url?: readonly string[]
  /** Options or variables that name the environment. */
  readonly environments?: readonly string[]
  readonly variables?: readonly string[]
  readonly force?: readonly string[]
  readonly dryRun?: readonly string[]
  readonly destroys?: readonly string[]
}

const node = ['NODE_ENV', 'APP_ENV']
const common = ['DATABASE_URL']

const tools: Readonly<Record<string, Tool>> = {
  prisma: {
    values:
      '--schema --name -n --url --from-url --to-url --from-migrations --to-migrations --from-schema-datamodel --to-schema-datamodel --shadow-database-url --file --applied --rolled-back --generator --config --port -p --browser -b --datasource-provider -o --output',
    steps: {
      'migrate dev': up,
      'migrate deploy': up,
      'migrate reset': reset,
      'migrate status': read,
      'migrate diff': read,
      'migrate resolve': repair,
      'db push': schema,
      'db pull': read,
      'db seed': seed,
      'db execute': ['db.write', 'runs SQL'],
      'db drop': drop,
      generate: build,
      format: ['exec.lint', 'formats the schema'],
      validate: read,
      version: read,
      init: file,
      studio: ['exec.serve', 'opens an editor of the database'],
    },
    otherwise: up,
    url: ['--url'],
    variables: node,
    force: ['--force', '-f', '--accept-data-loss'],
    destroys: ['--force-reset', '--accept-data-loss'],
  },
  alembic: {
    values:
      '-c --config -n --name -x -m --message --rev-id --head --branch-label --version-path -r --rev-range --depends-on --tag --template -t',
    steps: {
      upgrade: up,
      downgrade: down,
      revision: file,
      merge: file,
      edit: file,
      init: file,
      stamp: repair,
      current: read,
      history: read,
      heads: read,
      branches: read,
      show: read,
      check: read,
      list_templates: read,
      ensure_version: repair,
    },
    otherwise: up,
    environments: ['-n', '--name', '-x', '-c', '--config'],
    variables: ['APP_ENV', 'FLASK_ENV', 'ENVIRONMENT', 'ENV'],
    dryRun: ['--sql'],
  },
  knex: {
    values:
      '--env --knexfile --migrations-directory --migrations-table-name --connection --client --name --specific --cwd -x --stub --knexpath',
    steps: {
      'migrate:latest': up,
      'migrate:up': up,
      'migrate:down': down,
      'migrate:rollback': down,
      'migrate:make': file,
      'migrate:status': read,
      'migrate:list': read,
      'migrate:currentVersion': read,
      'migrate:unlock': repair,
      'seed:run': seed,
      'seed:make': file,
      init: file,
    },
    otherwise: up,
    url: ['--connection'],
    environments: ['--env', '--knexfile'],
    variables: node,
  },
  sequelize: {
    values:
      '--env --config --url --migrations-path --seeders-path --models-path --options-path --name --to --from --seed --attributes',
    steps: {
      'db:migrate': up,
      'db:migrate:undo': down,
      'db:migrate:undo:all': ['db.migrate', 'takes back every migration', 'down', 'all'],
      'db:migrate:status': read,
      'db:migrate:schema:timestamps:add': repair,
      'db:seed': seed,
      'db:seed:all': seed,
      'db:seed:undo': ['db.delete', 'takes seeded rows back'],
      'db:seed:undo:all': ['db.delete', 'takes seeded rows back', 'no-where'],
      'db:create': create,
      'db:drop': drop,
      'migration:generate': file,
      'model:generate': file,
      'seed:generate': file,
      init: file,
    },
    otherwise: up,
    url: ['--url'],
    environments: ['--env', '--config'],
    variables: node,
  },
  typeorm: {
    values: '-d --dataSource -n --name -c --connection -f --config -t --timestamp --transaction',
    steps: {
      'migration:run': up,
      'migration:revert': down,
      'migration:generate': file,
      'migration:create': file,
      'migration:show': read,
      'schema:sync': schema,
      'schema:drop': drop,
      'schema:log': read,
      'entity:create': file,
      'subscriber:create': file,
      query: ['db.write', 'runs SQL'],
      'cache:clear': repair,
      init: file,
      version: read,
    },
    otherwise: up,
    environments: ['-d', '--dataSource', '-c', '--connection'],
    variables: node,
  },
  'mikro-orm': {
    values: '--config --to --from --only -b --path --name',
    steps: {
      'migration:up': up,
      'migration:down': down,
      'migration:create': file,
      'migration:list': read,
      'migration:pending': read,
      'migration:check': read,
      'migration:fresh': reset,
      'schema:update': schema,
      'schema:create': create,
      'schema:drop': drop,
      'schema:fresh': reset,
      'seeder:run': seed,
      debug: read,
      'cache:clear': read,
      'cache:generate': build,
    },
    otherwise: up,
    environments: ['--config'],
    variables: node,
    dryRun: ['--dump'],
  },
  'drizzle-kit': {
    values: '--config --dialect --schema --out --url --host --port --user --password --database --name',
    steps: {
      push: schema,
      migrate: up,
      generate: file,
      introspect: read,
      pull: read,
      check: read,
      up: file,
      drop: file,
      studio: ['exec.serve', 'opens an editor of the database'],
      export: read,
    },
    otherwise: up,
    url: ['--url'],
    environments: ['--config'],
    variables: node,
    force: ['--force'],
  },
  flyway: {
    values:
      '-url -user -password -locations -schemas -configFiles -environment -target -workingDirectory -driver -table',
    singleDash: true,
    steps: {
      migrate: up,
      clean: ['db.migrate', 'empties the database', 'reset'],
      undo: down,
      repair,
      baseline: repair,
      info: read,
      validate: read,
      version: read,
      check: read,
      diff: read,
      snapshot: read,
      generate: file,
      add: file,
      testConnection: read,
      init: file,
      prepare: file,
      deploy: up,
    },
    otherwise: up,
    url: ['-url'],
    environments: ['-environment', '-configFiles'],
    variables: ['FLYWAY_URL', 'FLYWAY_ENVIRONMENT'],
  },
  liquibase: {
    values:
      '--url --username --password --changelog-file --changeLogFile --defaults-file --defaultsFile --contexts --labels --driver --count --tag --default-schema-name --reference-url --search-path --output-file --log-level',
    steps: {
      update: up,
      'update-sql': read,
      updateSQL: read,
      'update-count': up,
      'update-to-tag': up,
      rollback: down,
      'rollback-count': down,
      rollbackCount: down,
      'rollback-to-date': down,
      'rollback-sql': read,
      'drop-all': ['db.migrate', 'empties the database', 'reset', 'all'],
      dropAll: ['db.migrate', 'empties the database', 'reset', 'all'],
      status: read,
      validate: read,
      history: read,
      diff: read,
      'diff-changelog': file,
      'generate-changelog': file,
      generateChangeLog: file,
      'changelog-sync': repair,
      changelogSync: repair,
      'mark-next-changeset-ran': repair,
      'clear-checksums': repair,
      'release-locks': repair,
      tag: repair,
      snapshot: read,
      init: file,
      'execute-sql': ['db.write', 'runs SQL'],
      help: read,
    },
    otherwise: up,
    url: ['--url'],
    environments: ['--defaults-file', '--defaultsFile', '--contexts'],
    variables: ['LIQUIBASE_COMMAND_URL'],
    force: ['--force'],
  },
  dbmate: {
    values: '-u --url -e --env --env-file -d --migrations-dir -s --schema-file --wait-timeout --driver',
    steps: {
      up,
      migrate: up,
      down,
      rollback: down,
      create,
      drop,
      new: file,
      n: file,
      status: read,
      dump: ['db.dump', 'writes the schema to a file'],
      load: ['db.restore', 'loads the schema'],
      wait: read,
    },
    otherwise: up,
    url: ['-u', '--url'],
    environments: ['-e', '--env', '--env-file'],
  },
  goose: {
    values: '-dir -table -certfile -env -timeout',
    singleDash: true,
    steps: {
      up,
      'up-to': up,
      'up-by-one': up,
      down,
      'down-to': down,
      redo: ['db.migrate', 'takes the last migration back and runs it again', 'down'],
      reset,
      status: read,
      version: read,
      create: file,
      fix: file,
      validate: read,
    },
    otherwise: up,
    variables: ['GOOSE_DBSTRING'],
  },
  migrate: {
    values: '-database -path -source -prefetch -lock-timeout -ext -dir -digits -format -tz',
    singleDash: true,
    steps: {
      up,
      down,
      goto: up,
      drop: ['db.drop', 'drops everything in the database', 'all'],
      force: repair,
      version: read,
      create: file,
    },
    otherwise: up,
    url: ['-database'],
    force: ['-f'],
  },
  sqlx: {
    values: '-D --database-url --source --connect-timeout --target-version',
    steps: {
      'database create': create,
      'database drop': drop,
      'database reset': reset,
      'database setup': up,
      'db create': create,
      'db drop': drop,
      'db reset': reset,
      'migrate add': file,
      'migrate run': up,
      'migrate revert': down,
      'migrate info': read,
      'migrate build-script': file,
      prepare: build,
    },
    otherwise: up,
    url: ['-D', '--database-url'],
    force: ['-y', '-f', '--force'],
    dryRun: ['--dry-run'],
  },
  diesel: {
    values: '--database-url --config-file --migration-dir --migration-config',
    steps: {
      setup: up,
      'migration run': up,
      'migration revert': down,
      'migration redo': ['db.migrate', 'takes the last migration back and runs it again', 'down'],
      'migration list': read,
      'migration pending': read,
      'migration generate': file,
      'database setup': up,
      'database reset': reset,
      'database drop': drop,
      'print-schema': read,
    },
    otherwise: up,
    url: ['--database-url'],
  },
  atlas: {
    values:
      '-u --url --dev-url --to --from --dir --env -c --config --var --schema --file -f --format --revisions-schema --amount --exclude',
    steps: {
      'schema apply': schema,
      'schema inspect': read,
      'schema diff': read,
      'schema clean': ['db.migrate', 'empties the database', 'reset', 'all'],
      'schema fmt': ['exec.lint', 'formats the schema'],
      'migrate apply': up,
      'migrate down': down,
      'migrate diff': file,
      'migrate new': file,
      'migrate hash': file,
      'migrate lint': read,
      'migrate status': read,
      'migrate validate': read,
      'migrate set': repair,
      version: read,
      login: ['auth.login', 'logs in'],
    },
    otherwise: up,
    url: ['-u', '--url'],
    environments: ['--env'],
    force: ['--auto-approve'],
    dryRun: ['--dry-run'],
  },
  phinx: {
    values: '-c --configuration -e --environment -t --target -s --seed -p --parser -d --date --template --class',
    steps: {
      migrate: up,
      rollback: down,
      'seed:run': seed,
      'seed:create': file,
      create: file,
      status: read,
      breakpoint: repair,
      test: read,
      init: file,
      list: read,
    },
    otherwise: up,
    environments: ['-e', '--environment'],
    dryRun: ['-x', '--dry-run'],
  },
  'node-pg-migrate': {
    values: '-d --database-url-var -m --migrations-dir -f --config-file -t --migrations-table -s --schema',
    steps: { up, down, redo: ['db.migrate', 'takes the last migration back and runs it again', 'down'], create: file },
    otherwise: up,
    environments: ['-d', '-f'],
    variables: node,
    dryRun: ['--dry-run'],
  },
  'db-migrate': {
    values: '-e --env --config -m --migrations-dir -c --count',
    steps: { up, down, reset, create: file, check: read, db: create, 'db:create': create, 'db:drop': drop },
    otherwise: up,
    environments: ['-e', '--env', '--config'],
    variables: node,
    dryRun: ['--dry-run'],
  },
}

/** Frameworks whose own command line carries migrations among other things; words that are none are left to others. */
const frameworks: Readonly<Record<string, Tool>> = {
  // rails, bin/rails, rake
  rails: {
    values: '-e --environment',
    environments: ['-e', '--environment'],
    variables: ['RAILS_ENV', 'RACK_ENV'],
    otherwise: read,
    steps: {
      'db:migrate': up,
      'db:migrate:up': up,
      'db:migrate:down': down,
      'db:migrate:redo': down,
      'db:migrate:reset': reset,
      'db:migrate:status': read,
      'db:rollback': down,
      'db:forward': up,
      'db:reset': reset,
      'db:setup': ['db.migrate', 'creates and fills the database', 'reset'],
      'db:prepare': up,
      'db:create': create,
      'db:create:all': create,
      'db:drop': drop,
      'db:drop:all': drop,
      'db:purge': reset,
      'db:purge:all': reset,
      'db:truncate_all': ['db.drop', 'empties every table', 'all'],
      'db:seed': seed,
      'db:seed:replant': ['db.drop', 'empties every table and fills them again', 'all'],
      'db:schema:load': reset,
      'db:structure:load': reset,
      'db:schema:dump': ['fs.write', 'writes the schema to a file'],
      'db:version': read,
      'db:abort_if_pending_migrations': read,
      'db:environment:set': repair,
      'db:test:prepare': ['db.migrate', 'resets the test database', 'reset', 'local'],
      'db:test:load': ['db.migrate', 'resets the test database', 'reset', 'local'],
      'db:fixtures:load': seed,
      'db:encryption:init': read,
      'data:migrate': ['db.write', 'changes rows'],
      'db:sessions:trim': ['db.delete', 'deletes sessions'],
    },
  },
  // manage.py, django-admin
  django: {
    values: '--settings --pythonpath --database -v --verbosity --name -n',
    environments: ['--settings', '--database'],
    variables: ['DJANGO_SETTINGS_MODULE', 'DJANGO_ENV', 'ENVIRONMENT'],
    dryRun: ['--plan', '--check', '--dry-run'],
    otherwise: read,
    steps: {
      migrate: up,
      makemigrations: file,
      squashmigrations: file,
      optimizemigration: file,
      showmigrations: read,
      sqlmigrate: read,
      flush: ['db.drop', 'empties every table', 'all'],
      sqlflush: read,
      reset_db: drop,
      loaddata: seed,
      dumpdata: ['db.dump', 'dumps rows'],
      inspectdb: read,
      dbshell: ['db.read', 'opens the database'],
      createsuperuser: ['db.grant', 'makes an administrator of the application'],
      changepassword: ['db.grant', 'changes a password of the application'],
      clearsessions: ['db.delete', 'deletes expired sessions'],
      remove_stale_contenttypes: ['db.delete', 'deletes rows of removed models'],
      sqlsequencereset: read,
      createcachetable: ['db.schema', 'creates tables'],
    },
  },
  // php artisan
  artisan: {
    values: '--env --database --path --step --class --seeder',
    environments: ['--env', '--database'],
    variables: ['APP_ENV'],
    force: ['--force'],
    dryRun: ['--pretend'],
    otherwise: read,
    steps: {
      migrate: up,
      'migrate:fresh': reset,
      'migrate:refresh': reset,
      'migrate:reset': ['db.migrate', 'takes back every migration', 'down', 'all'],
      'migrate:rollback': down,
      'migrate:install': create,
      'migrate:status': read,
      'make:migration': file,
      'make:seeder': file,
      'db:seed': seed,
      'db:wipe': ['db.drop', 'drops every table', 'all'],
      'db:show': read,
      'db:table': read,
      'db:monitor': read,
      'schema:dump': ['fs.write', 'writes the schema to a file'],
      'queue:clear': ['queue.purge', 'empties a queue'],
      'queue:flush': ['queue.purge', 'drops failed jobs'],
      'model:prune': ['db.delete', 'deletes old rows'],
      'cache:clear': ['db.delete', 'empties the cache', 'local'],
    },
  },
  // mix ecto
  mix: {
    values: '-r --repo -n --step --to --migrations-path',
    variables: ['MIX_ENV'],
    environments: ['-r', '--repo'],
    force: ['--force', '-f'],
    otherwise: read,
    steps: {
      'ecto.migrate': up,
      'ecto.rollback': down,
      'ecto.reset': reset,
      'ecto.setup': up,
      'ecto.create': create,
      'ecto.drop': drop,
      'ecto.migrations': read,
      'ecto.gen.migration': file,
      'ecto.gen.repo': file,
      'ecto.dump': ['fs.write', 'writes the schema to a file'],
      'ecto.load': ['db.restore', 'loads the schema'],
    },
  },
  // flask db, aerich, yoyo
  flask: {
    values: '--app -A --env-file -e -d --directory -x -m --message',
    variables: ['FLASK_ENV', 'APP_ENV'],
    environments: ['-x', '--env-file', '-e'],
    dryRun: ['--sql'],
    otherwise: read,
    steps: {
      'db upgrade': up,
      'db downgrade': down,
      'db migrate': file,
      'db revision': file,
      'db init': file,
      'db stamp': repair,
      'db current': read,
      'db history': read,
      'db heads': read,
      'db show': read,
      'db check': read,
      'db merge': file,
      'db edit': file,
    },
  },
  aerich: {
    values: '-c --config --app --name',
    otherwise: up,
    environments: ['-c', '--config'],
    steps: {
      upgrade: up,
      downgrade: down,
      migrate: file,
      init: file,
      'init-db': up,
      history: read,
      heads: read,
      inspectdb: read,
    },
  },
  // Doctrine and Symfony
  doctrine: {
    values: '--env -e --em --conn',
    environments: ['--env', '-e', '--em', '--conn'],
    variables: ['APP_ENV'],
    force: ['--force', '-f', '--no-interaction', '-n'],
    dryRun: ['--dry-run', '--dump-sql'],
    otherwise: read,
    steps: {
      'doctrine:migrations:migrate': up,
      'doctrine:migrations:execute': up,
      'doctrine:migrations:rollup': repair,
      'doctrine:migrations:version': repair,
      'doctrine:migrations:status': read,
      'doctrine:migrations:list': read,
      'doctrine:migrations:diff': file,
      'doctrine:migrations:generate': file,
      'doctrine:database:create': create,
      'doctrine:database:drop': drop,
      'doctrine:schema:update': schema,
      'doctrine:schema:drop': drop,
      'doctrine:schema:create': create,
      'doctrine:schema:validate': read,
      'doctrine:fixtures:load': ['db.drop', 'empties every table and fills them again', 'all'],
      'doctrine:query:sql': ['db.write', 'runs SQL'],
      'dbal:run-sql': ['db.write', 'runs SQL'],
      'make:migration': file,
    },
  },
  // dotnet ef
  'dotnet-ef': {
    values:
      '-p --project -s --startup-project -c --context --connection --configuration --framework -o --output-dir -n --namespace',
    environments: ['--connection', '--configuration'],
    variables: ['ASPNETCORE_ENVIRONMENT', 'DOTNET_ENVIRONMENT'],
    force: ['-f', '--force'],
    dryRun: ['--dry-run'],
    otherwise: read,
    steps: {
      'database update': up,
      'database drop': drop,
      'migrations add': file,
      'migrations remove': file,
      'migrations list': read,
      'migrations script': read,
      'migrations bundle': build,
      'dbcontext info': read,
      'dbcontext list': read,
      'dbcontext scaffold': file,
    },
  },
}

const parsers = new Map<Tool, OptionParser>(
  [...Object.values(tools), ...Object.values(frameworks)].map((tool) => [
    tool,
    optionParser({ values: tool.values, ...(tool.singleDash ? { singleDash: true } : {}) }),
  ]),
)

/** Effects of the words after the program's name; undefined where they are no act on a database and `known` asks for one. */
function migration(
  tool: Tool,
  name: string,
  words: readonly Word[],
  known: boolean,
  command: Command,
  context: Context,
): readonly Effect[] | undefined {
  const given = parsers.get(tool)!.parse(words)
  const operands = given.operands
  const texts = operands.map((word) => word.text ?? '')
  const steps = stepsOf(tool, texts)
  if (steps.length === 0 && known) return undefined
  if (given.has('--help', '-h', '-help') || (steps.length === 0 && (texts.length === 0 || texts[0] === 'help')))
    return [effect('db.read', command, `shows the help of \`${name}\``, { flags: ['dry-run'] })]
  const connection = place(tool, given.values(...(tool.url ?? [])), operands, command, context)
  const environments = [
    ...given.values(...(tool.environments ?? [])).map((word) => word.text),
    ...(tool.variables ?? []).map((variable) => variableOf(variable, command, context)?.text),
    ...assignedOperands(texts),
    below(context, command),
  ]
  const flags = new Set<Flag>([...connection.flags, ...environmentFlags(environments)])
  if (flags.has('production') || flags.has('staging')) flags.delete('local')
  if (tool.force && given.has(...tool.force)) flags.add('force')
  const tries = tool.dryRun !== undefined && given.has(...tool.dryRun)
  const destroys = tool.destroys !== undefined && given.has(...tool.destroys)
  const named = environments
    .filter((text): text is string => typeof text === 'string' && /^[\w.-]{2,40}$/.test(text))
    .map((value) => ({ type: 'environment' as const, value }))
  return (steps.length > 0 ? steps : [tool.otherwise]).map(([kind, says, ...own]) => {
    if (tries)
      return effect('db.read', command, `tries out what ${says}`, {
        flags: ['dry-run'],
        targets: connection.targets,
        program: name,
      })
    const onDatabase = kind.startsWith('db.')
    const all = [
      ...own,
      ...(destroys && kind === 'db.migrate' ? (['reset'] as const) : []),
      ...(onDatabase ? flags : []),
    ]
    return effect(kind, command, `${says}${where(connection)} with \`${name}${texts[0] ? ` ${texts[0]}` : ''}\``, {
      targets: onDatabase ? [...connection.targets, ...named.slice(0, 2)] : [],
      flags: [...new Set(all)],
      program: name,
    })
  })
}

/** `rake db:drop db:create` names several; others one or two words. */
function stepsOf(tool: Tool, texts: readonly string[]): readonly Step[] {
  const found: Step[] = []
  for (let at = 0; at < texts.length; at++) {
    const two = `${texts[at]} ${texts[at + 1] ?? ''}`
    const key = Object.hasOwn(tool.steps, two) ? two : texts[at]!.replace(/\[.*$/, '')
    if (Object.hasOwn(tool.steps, key)) found.push(tool.steps[key]!)
    else if (found.length === 0 && !/^[a-z][a-z0-9_.-]*$/i.test(texts[at]!)) continue
    if (found.length > 0 && !key.includes(':')) break
  }
  return found
}

/** `rake db:migrate RAILS_ENV=production` */
function assignedOperands(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => /^[A-Z_]*ENV=(.+)$/.exec(text)?.[1] ?? [])
}

/** `goose postgres "host=..." up` names the database among the operands. */
function place(
  tool: Tool,
  urls: readonly Word[],
  operands: readonly Word[],
  command: Command,
  context: Context,
): Connection {
  const url = urls.at(-1) ?? operands.find((word) => isDatabaseUrl(word))
  const at = connectionOf(
    { url },
    {
      url:
        [...(tool.variables ?? []), ...common].find(
          (name) => /URL|DBSTRING/.test(name) && variableOf(name, command, context) !== undefined,
        ) ?? 'DATABASE_URL',
    },
    command,
    context,
  )
  // Without an address the tool's own configuration decides, which is not read here: not local, as far as is known.
  return at.targets.length === 0 ? { targets: [], flags: at.flags.filter((flag) => flag !== 'local') } : at
}

function where(at: Connection): string {
  const name = at.targets.map((target) => target.value).find((value) => value !== null)
  return name ? ` in \`${name}\`` : ''
}

/** Programs that do nothing but migrate. */
export const migrationPrograms: Readonly<Record<string, Family>> = Object.fromEntries(
  [
    ...Object.entries(tools),
    ['sequelize-cli', tools.sequelize!] as const,
    ['typeorm-ts-node-commonjs', tools.typeorm!] as const,
    ['typeorm-ts-node-esm', tools.typeorm!] as const,
    ['aerich', frameworks.aerich!] as const,
  ].map(([name, tool]) => [
    name,
    ((command, context) => migration(tool, name, command.argv.slice(1), false, command, context)) satisfies Family,
  ]),
)

/**
 * Migrations among the words of a framework's own program: `words` are those after `rails`, `manage.py`, `artisan`,
 * `mix`, `flask`, `bin/console` or `dotnet ef`. Undefined where they are no act on a database.
 */
export function frameworkMigration(
  framework: 'rails' | 'django' | 'artisan' | 'mix' | 'flask' | 'doctrine' | 'dotnet-ef',
  words: readonly Word[],
  command: Command,
  context: Context,
): readonly Effect[] | undefined {
  return migration(
    frameworks[framework]!,
    framework === 'django' ? 'manage.py' : programName(command),
    words,
    true,
    command,
    context,
  )
}
