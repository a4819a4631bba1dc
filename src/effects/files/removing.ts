/** Programs that take files away. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, type Family, programName } from '../context.js'
import type { Effect, Flag, Target } from '../effect.js'
import { type OptionSpec, optionParser } from '../options.js'
import { isSink } from '../paths.js'
import { names } from './readers.js'

const help = (command: Command) => effect('sys.read', command, `asks \`${programName(command)}\` for its help`)

const rmOptions = optionParser({
  long: '--recursive --force --interactive --verbose --dir --no-preserve-root --preserve-root --one-file-system',
})

const rm: Family = (command, context) => {
  const options = rmOptions.parse(command.argv.slice(1))
  if (options.has('--help', '--version')) return [help(command)]
  const flags: Flag[] = []
  const recursive = options.has('-r', '-R', '--recursive')
  if (recursive) flags.push('recursive')
  if (options.has('-f', '--force')) flags.push('force')
  if (options.has('-i', '-I', '--interactive') && !options.has('-f', '--force')) flags.push('interactive')
  return deletion(options.operands, recursive, flags, command, context)
}

/** A delete of these words. Without any it does nothing. */
export function deletion(
  words: readonly Word[],
  recursive: boolean,
  flags: readonly Flag[],
  command: Command,
  context: Context,
): readonly Effect[] {
  const targets = words.map((word) => deleted(context.entry(word, command), recursive, context))
  if (targets.length === 0) return [effect('shell.none', command, 'deletes nothing')]
  const device = targets.find((target) => target.area === 'device' && !isSink(target))
  const kind = device ? 'sys.disk' : 'fs.delete'
  return [
    effect(kind, command, `deletes ${names(targets)}${recursive ? ' with everything below' : ''}`, { targets, flags }),
  ]
}

function deleted(target: Target, recursive: boolean, context: Context): Target {
  if (!recursive || target.many || target.value === null) return target
  const kind = context.world.kind(target.value)
  return kind === 'directory' || kind === 'unknown' || kind === 'other' ? { ...target, many: true } : target
}

/** A program whose operands are deleted. */
function deletes(spec: OptionSpec, flags: readonly Flag[], recursive = false): Family {
  const parser = optionParser(spec)
  return (command, context) => {
    const options = parser.parse(command.argv.slice(1))
    if (options.has('--help', '--version')) return [help(command)]
    return deletion(options.operands, recursive || options.has('-r', '-R', '--recursive'), flags, command, context)
  }
}

const shredOptions = optionParser({
  values: '-n --iterations -s --size --random-source',
  long: '--remove --zero --force --iterations',
})

/** shred overwrites in place, and removes with -u. */
const shred: Family = (command, context) => {
  const options = shredOptions.parse(command.argv.slice(1))
  if (options.has('--help', '--version')) return [help(command)]
  const targets = options.operands.map((word) => context.path(word, command))
  const disk = targets.some((target) => target.area === 'device')
  return [
    effect(disk ? 'sys.disk' : 'fs.delete', command, `overwrites ${names(targets)} beyond recovery`, {
      targets,
      flags: ['force'],
    }),
  ]
}

/** gio trash FILE, gio remove FILE; the rest of gio reads. */
const gio: Family = (command, context) => {
  const [verb, ...words] = command.argv.slice(1)
  const operands = words.filter((word) => !word.text?.startsWith('-'))
  if (verb?.text === 'trash' || verb?.text === 'remove')
    return deletion(operands, true, verb.text === 'trash' ? [] : ['force'], command, context)
  if (/^(?:list|info|cat|tree|monitor|version|help|mime)$/.test(verb?.text ?? ''))
    return [effect('fs.list', command, 'lists files', { targets: operands.map((word) => context.path(word, command)) })]
  return undefined
}

export const removingPrograms: Readonly<Record<string, Family>> = {
  rm,
  grm: rm,
  rmdir: deletes({ long: '--ignore-fail-on-non-empty --parents --verbose' }, []),
  unlink: deletes({}, []),
  shred,
  srm: deletes({}, ['force']),
  wipe: deletes({}, ['force']),
  rimraf: deletes({}, ['recursive', 'force'], true),
  'del-cli': deletes({}, ['recursive', 'force'], true),
  trash: deletes({}, [], true),
  'trash-put': deletes({}, [], true),
  'trash-empty': (command) => [
    effect('fs.delete', command, 'empties the trash', {
      targets: [{ type: 'path', value: null, raw: 'trash', area: 'home', many: true }],
      flags: ['all'],
    }),
  ],
  gio,
}
