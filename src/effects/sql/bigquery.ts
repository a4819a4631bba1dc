/** bq, the command line of BigQuery. */
import { type Family, shown } from '../context.js'
import { type Options, optionParser } from '../options.js'
import { clientEffects } from './clients.js'
import { type Connection, connectionOf, databaseEffect } from './connection.js'

/** BigQuery: `bq query 'SQL'` and its other acts. */
const bqParser = optionParser({
  values:
    '--project_id --dataset_id --location --format --destination_table --max_rows -n --source_format --schema --job_id',
  booleans:
    '--nouse_legacy_sql --use_legacy_sql --dry_run --replace --append_table --force -f --recursive -r --synchronous_mode --autodetect --noautodetect --quiet -q --headless --help',
})

export const bq: Family = (command, context) => {
  const given: Options = bqParser.parse(command.argv.slice(1))
  const [verb, ...rest] = given.operands
  const at = connectionOf(
    { host: undefined, database: given.value('--project_id', '--dataset_id') },
    {},
    command,
    context,
  )
  const cloud: Connection = { targets: at.targets, flags: at.flags.filter((flag) => flag !== 'local') }
  const target = rest.at(-1)
  const named = {
    targets: target
      ? [
          {
            type: 'table' as const,
            value: target.text?.split('.').at(-1)?.split(':').at(-1) ?? null,
            raw: shown(target),
          },
        ]
      : [],
  }
  switch (verb?.text) {
    case 'query': {
      if (given.has('--dry_run'))
        return [databaseEffect('db.read', 'tries out a query', cloud, command, context, { flags: ['dry-run'] })]
      return clientEffects(rest, [], 'standard', cloud, command, context)
    }
    case 'rm':
      return [
        databaseEffect('db.drop', `removes \`${target ? shown(target) : '?'}\``, cloud, command, context, {
          ...named,
          flags: given.has('-r', '--recursive') ? ['recursive'] : [],
        }),
      ]
    case 'load':
    case 'insert':
    case 'cp':
      return [
        databaseEffect('db.write', `writes rows to \`${target ? shown(target) : '?'}\``, cloud, command, context, {
          ...named,
          flags: given.has('--replace', '-f', '--force') ? ['force'] : [],
        }),
      ]
    case 'mk':
    case 'update':
      return [
        databaseEffect('db.schema', `changes \`${target ? shown(target) : '?'}\``, cloud, command, context, named),
      ]
    case 'extract':
      return [
        databaseEffect('db.dump', `exports \`${rest[0] ? shown(rest[0]) : '?'}\``, cloud, command, context, named),
      ]
    case 'add-iam-policy-binding':
    case 'set-iam-policy':
    case 'remove-iam-policy-binding':
      return [databaseEffect('db.grant', 'changes rights', cloud, command, context, named)]
    case 'cancel':
      return [databaseEffect('db.admin', 'cancels a job', cloud, command, context)]
    default:
      return [databaseEffect('db.read', `runs \`bq ${verb?.text ?? ''}\``, cloud, command, context, named)]
  }
}
