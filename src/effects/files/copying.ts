/** cp, mv, install and ln: where things land. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, type Family, literal, shown } from '../context.js'
import type { Flag, Target } from '../effect.js'
import { type Options, optionParser } from '../options.js'
import { directoryOf, isSink } from '../paths.js'
import { pathSource } from '../payload.js'
import { modeFlags } from './mode-flags.js'
import { names } from './readers.js'
import { deletion } from './removing.js'
import { asksHelp, help, writes } from './writing.js'

const copyOptions = optionParser({
  values:
    '-t --target-directory -S --suffix --preserve --no-preserve --sparse --reflink --context -Z -m --mode -o --owner -g --group',
  long: '--recursive --archive --force --target-directory --no-target-directory --link --symbolic-link --no-clobber --update --verbose --strip-trailing-slashes --parents --directory --mode --owner --group --interactive --remove-destination',
})

/** Sources and destination of `cp a b dir`, `cp -t dir a b`. */
function endpoints(
  options: Options,
  command: Command,
  context: Context,
  follow: boolean,
): { from: readonly Target[]; to: Target | undefined } {
  const into = options.value('-t', '--target-directory')
  const operands = options.operands
  const sources = into ? operands : operands.slice(0, -1)
  const destination = into ?? (operands.length > 1 ? operands[operands.length - 1] : undefined)
  const from = sources.map((word) =>
    follow ? context.path(word, command, 'from') : context.entry(word, command, 'from'),
  )
  if (!destination) return { from, to: undefined }
  return { from, to: landing(destination, from, into !== undefined, command, context) }
}

/** Where a copy lands: in a directory under its own name, so that `cp x .git/hooks/` is known for what it is. */
function landing(
  destination: Word,
  from: readonly Target[],
  isDirectory: boolean,
  command: Command,
  context: Context,
): Target {
  const target = context.path(destination, command, 'to')
  if (target.value === null || from.length !== 1) return from.length > 1 ? { ...target, many: true } : target
  const source = from[0]!
  const directory =
    isDirectory || /\/$|(?:^|\/)\.\.?$/.test(destination.text ?? '') || context.world.kind(target.value) === 'directory'
  if (!directory || source.value === null || source.many) return directory ? { ...target, many: true } : target
  const name = source.value.slice(source.value.lastIndexOf('/') + 1)
  return { ...context.path(literal(`${target.value}/${name}`), command, 'to'), raw: shown(destination) }
}

const cp: Family = (command, context) => {
  const options = copyOptions.parse(command.argv.slice(1))
  if (asksHelp(options)) return help(command)
  const { from, to } = endpoints(options, command, context, true)
  if (!to) return [effect('shell.none', command, 'copies nothing')]
  if (isSink(to)) return [effect('fs.read', command, `reads ${names(from)}`, { targets: from })]
  const flags: Flag[] = []
  if (options.has('-r', '-R', '-a', '--recursive', '--archive')) flags.push('recursive')
  if (options.has('-f', '--force', '--remove-destination')) flags.push('force')
  if (from.length === 1 && from[0]!.value === '/dev/null') return writes([to], command, ['truncate'])
  if (to.area === 'device') return writes([to], command, [], from.map(pathSource))
  const kind = options.has('-l', '-s', '--link', '--symbolic-link') ? 'fs.link' : 'fs.copy'
  return [
    effect(kind, command, `copies ${names(from)} to \`${to.raw ?? to.value ?? '?'}\``, {
      targets: [...from, to],
      flags,
      sources: from.map(pathSource),
    }),
  ]
}

const mv: Family = (command, context) => {
  const options = copyOptions.parse(command.argv.slice(1))
  if (asksHelp(options)) return help(command)
  const { from, to } = endpoints(options, command, context, false)
  if (!to) return [effect('shell.none', command, 'moves nothing')]
  if (isSink(to)) return deletion(options.operands.slice(0, -1), true, ['force'], command, context)
  const flags: readonly Flag[] = options.has('-f', '--force') ? ['force'] : []
  return [
    effect('fs.move', command, `moves ${names(from)} to \`${to.raw ?? to.value ?? '?'}\``, {
      targets: [...from, to],
      flags,
    }),
  ]
}

/** install copies and sets the mode at once; with -d it makes directories. */
const install: Family = (command, context) => {
  const options = copyOptions.parse(command.argv.slice(1))
  if (asksHelp(options)) return help(command)
  if (options.has('-d', '--directory'))
    return writes(
      options.operands.map((word) => context.path(word, command)),
      command,
    )
  const mode = options.value('-m', '--mode')
  const { from, to } = endpoints(options, command, context, true)
  if (!to) return [effect('shell.none', command, 'installs nothing')]
  const found = [
    effect('fs.copy', command, `installs ${names(from)} to \`${to.raw ?? to.value ?? '?'}\``, {
      targets: [...from, to],
      sources: from.map(pathSource),
    }),
  ]
  const flags = mode ? modeFlags(mode.text ?? '777') : []
  return flags.length > 0
    ? [...found, effect('fs.mode', command, `sets permissions of ${names([to])}`, { targets: [to], flags })]
    : found
}

const lnOptions = optionParser({
  values: '-t --target-directory -S --suffix',
  long: '--symbolic --force --no-dereference --target-directory --no-target-directory --relative --verbose',
})

const ln: Family = (command, context) => {
  const options = lnOptions.parse(command.argv.slice(1))
  if (asksHelp(options)) return help(command)
  const into = options.value('-t', '--target-directory')
  const words = options.operands
  const sources = into || words.length === 1 ? words : words.slice(0, -1)
  const destination = into ?? (words.length > 1 ? words[words.length - 1]! : literal('.'))
  const to = landingOfLink(destination, sources, command, context)
  // A relative symbolic link is read from where it stands.
  const base =
    options.has('-s', '--symbolic') && !options.has('-r', '--relative') && to.value !== null
      ? { ...command, cwd: directoryOf(to.value) }
      : command
  const from = sources.map((word) => context.path(word, base, 'from'))
  const flags: readonly Flag[] = options.has('-f', '--force') ? ['force'] : []
  return [
    effect('fs.link', command, `links \`${to.raw ?? to.value ?? '?'}\` to ${names(from)}`, {
      targets: [...from, to],
      flags,
    }),
  ]
}

function landingOfLink(destination: Word, sources: readonly Word[], command: Command, context: Context): Target {
  const target = context.entry(destination, command, 'to')
  const source = sources[0]?.text
  if (target.value === null || !source || sources.length > 1) return target
  if (!/\/$|^\.\.?$/.test(destination.text ?? '') && context.world.kind(target.value) !== 'directory') return target
  return context.entry(literal(`${target.value}/${source.replace(/\/+$/, '').split('/').at(-1)}`), command, 'to')
}

export const copyingPrograms: Readonly<Record<string, Family>> = {
  cp,
  gcp: cp,
  mv,
  gmv: mv,
  install,
  ln,
  link: ln,
  symlink: ln,
}
