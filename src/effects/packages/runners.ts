/** make, just, task, rake and their kin: goals unfolded from their files where those can be read. */
import type { Word } from '../../shell/script.js'
import { type Context, effect, type Family, literal, programName } from '../context.js'
import type { Effect } from '../effect.js'
import { frameworkMigration } from '../migrations.js'
import { optionParser } from '../options.js'
import { goalText, readJustfile, readMakefile } from './recipes.js'
import { namedTask, taskEffects } from './task-names.js'

const MAX_FILE_BYTES = 256 * 1024

const makeParser = optionParser({
  values: '-f --file --makefile -C --directory -j --jobs -l -o -W -I --include-dir --eval -E',
  attached: '-j -l',
  long: '--dry-run --just-print --recon --question --print-data-base --always-make --keep-going --silent',
})

function firstText(names: readonly string[], directory: string | null, context: Context): string | undefined {
  if (directory === null) return undefined
  for (const name of names) {
    const text = context.world.readText(`${directory}/${name}`, MAX_FILE_BYTES)
    if (text !== undefined) return text
  }
  return undefined
}

const make: Family = (command, context) => {
  const options = makeParser.parse(command.argv.slice(1))
  if (options.has('-v', '--version', '-h', '--help')) return [effect('pkg.read', command, 'asks `make` about itself')]
  if (options.has('-n', '--dry-run', '--just-print', '--recon', '-q', '--question'))
    return [effect('sys.read', command, 'shows what `make` would do', { flags: ['dry-run'] })]
  const chosen = options.value('-C', '--directory')
  const directory = chosen ? context.path(chosen, command).value : command.cwd
  const file = options.value('-f', '--file', '--makefile')
  const text = firstText(file?.text ? [file.text] : ['GNUmakefile', 'makefile', 'Makefile'], directory, context)
  const goals = options.operands.filter((word) => !/^[\w.-]+\s*:?=/.test(word.text ?? word.prefix ?? ''))
  // Variables given on the line are variables of the recipe.
  const assigned = options.operands
    .filter((word) => /^[A-Za-z_]\w*=/.test(word.text ?? ''))
    .map((word) => `${word.text!.replace(/=(.*)$/s, (_, value: string) => `='${value.replaceAll("'", "'\\''")}'`)}\n`)
  const recipes = text === undefined ? undefined : readMakefile(text)
  if (goals.length === 0)
    return goalEffects('make', undefined, recipes && goalText(recipes, undefined), assigned, command, context)
  return goals
    .slice(0, 16)
    .flatMap((goal) =>
      goalEffects(
        'make',
        goal,
        recipes && goal.text !== null ? goalText(recipes, goal.text) : undefined,
        assigned,
        command,
        context,
      ),
    )
}

function goalEffects(
  tool: string,
  goal: Word | undefined,
  text: string | undefined,
  assigned: readonly string[],
  command: Parameters<Family>[0],
  context: Context,
): readonly Effect[] {
  if (goal && goal.text === null)
    return [
      effect('exec.opaque', command, `runs a goal of \`${tool}\` that is not known before it runs`, {
        targets: [{ type: 'script', value: null, raw: goal.raw }],
      }),
    ]
  if (!goal && text === undefined) return [effect('exec.build', command, `runs the first goal of \`${tool}\``)]
  return taskEffects(
    tool,
    goal?.text ?? 'all',
    text === undefined ? undefined : assigned.join('') + text,
    command,
    context,
  )
}

const justParser = optionParser({
  values: '-f --justfile -d --working-directory --set --shell --dotenv-path --color',
  stopsAtOperand: true,
})

const just: Family = (command, context) => {
  const options = justParser.parse(command.argv.slice(1))
  if (
    options.has(
      '-l',
      '--list',
      '--summary',
      '--show',
      '-s',
      '--version',
      '--help',
      '--dump',
      '--evaluate',
      '-n',
      '--dry-run',
    )
  )
    return [effect('sys.read', command, 'shows the recipes of `just`')]
  const chosen = options.value('-d', '--working-directory')
  const directory = chosen ? context.path(chosen, command).value : command.cwd
  const file = options.value('-f', '--justfile')
  const text = firstText(file?.text ? [file.text] : ['justfile', 'Justfile', '.justfile'], directory, context)
  const goal = options.operands.find((word) => !/=/.test(word.text ?? ''))
  const recipes = text === undefined ? undefined : readJustfile(text)
  return goalEffects('just', goal, recipes && goalText(recipes, goal?.text ?? undefined), [], command, context)
}

const taskParser = optionParser({
  values: '-t --taskfile -d --dir -o --output -C --concurrency -f --rakefile -R -j -I -r --tasks-file',
  stopsAtOperand: true,
})

/** Runners whose files are not read: the name of the goal is what is known. */
const byName: Family = (command, context) => {
  const tool = programName(command)
  const options = taskParser.parse(command.argv.slice(1))
  if (
    options.has(
      '-l',
      '--list',
      '-a',
      '--list-all',
      '--summary',
      '-T',
      '--tasks',
      '-P',
      '--version',
      '--help',
      '--dry',
      '-n',
      '--dry-run',
    )
  )
    return [effect('sys.read', command, `shows the tasks of \`${tool}\``)]
  const goals = options.operands.filter((word) => !/^\w+=/.test(word.text ?? ''))
  if (goals.length === 0) return [effect('exec.build', command, `runs the default task of \`${tool}\``)]
  return goals.slice(0, 16).flatMap((goal) => {
    if (goal.text === null)
      return [effect('exec.opaque', command, `runs a task of \`${tool}\` that is not known before it runs`)]
    if (tool === 'rake') {
      const name = goal.text.replace(/\[.*$/, '')
      const migration = frameworkMigration('rails', [literal(name), ...goals.slice(1)], command, context)
      if (migration) return migration
    }
    return [namedTask(tool, goal.text, command, context)]
  })
}

export const runnerPrograms: Readonly<Record<string, Family>> = {
  make,
  gmake: make,
  bmake: make,
  just,
  task: byName,
  'go-task': byName,
  rake: byName,
  invoke: byName,
  inv: byName,
  fab: byName,
  ant: byName,
  grunt: byName,
  gulp: byName,
  jake: byName,
  thor: byName,
  cake: byName,
  doit: byName,
  moon: byName,
  lerna: byName,
  mage: byName,
}
