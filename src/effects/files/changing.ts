/** Programs that make, copy, move, link and fill files. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, type Family, literal, programName, shown } from '../context.js'
import type { Effect, Flag, Source, Target } from '../effect.js'
import { type Options, optionParser } from '../options.js'
import { directoryOf, isSink } from '../paths.js'
import { pathSource, stdinSources, textSources } from '../payload.js'
import { hereTarget, names } from './readers.js'
import { deletion } from './removing.js'

const asksHelp = (options: Options) => options.has('--help', '--version')
const help = (command: Command) => [effect('sys.read', command, `asks \`${programName(command)}\` for its help`)]

/** A write of these files. Writes to /dev/null and the terminal change nothing. */
export function writes(
  targets: readonly Target[],
  command: Command,
  flags: readonly Flag[] = [],
  sources: readonly Source[] = [],
): readonly Effect[] {
  const real = targets.filter((target) => !isSink(target))
  if (real.length === 0) return [effect('shell.none', command, 'writes no file')]
  if (real.some((target) => target.area === 'device'))
    return [effect('sys.disk', command, `writes to the device ${names(real)}`, { targets: real, flags, sources })]
  return [effect('fs.write', command, `writes ${names(real)}`, { targets: real, flags, sources })]
}

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

const makeOptions = optionParser({
  values: '-m --mode -Z --context -r --reference -d --date -t',
  long: '--parents --mode --verbose --no-create --reference --date --time',
})

/** mkdir, touch, mkfifo and mknod: nothing that was there is lost. */
const make: Family = (command, context) => {
  const options = makeOptions.parse(command.argv.slice(1))
  if (asksHelp(options)) return help(command)
  const targets = options.operands.map((word) => context.path(word, command))
  const mode = options.value('-m', '--mode')
  const made = writes(targets, command)
  const flags = mode && programName(command) !== 'touch' ? modeFlags(mode.text ?? '777') : []
  return flags.includes('world-writable') || flags.includes('setuid')
    ? [...made, effect('fs.mode', command, `sets permissions of ${names(targets)}`, { targets, flags })]
    : made
}

const tempOptions = optionParser({ values: '-p --tmpdir --suffix' })

const mktemp: Family = (command, context) => {
  const options = tempOptions.parse(command.argv.slice(1))
  const directory = options.value('-p', '--tmpdir')
  const template = options.operands[0]
  if (options.has('-u', '--dry-run')) return [effect('shell.none', command, 'names a temporary file')]
  if (directory) return writes([context.path(directory, command)], command)
  if (template && (template.text === null || template.text.includes('/')) && !options.has('-t'))
    return writes([context.path(template, command)], command)
  if (template && !options.has('-t', '--tmpdir')) return writes([context.path(template, command)], command)
  return writes(
    [{ type: 'path', value: null, raw: 'mktemp', area: 'temp', prefix: `${context.place.temp[0] ?? '/tmp'}/` }],
    command,
  )
}

const tee: Family = (command, context) => {
  const words = command.argv.slice(1)
  if (words.some((word) => word.text === '--help' || word.text === '--version')) return help(command)
  const targets = words
    .filter((word) => !(word.text ?? word.prefix ?? '').startsWith('-'))
    .map((word) => context.path(word, command))
  const append = words.some((word) => /^-[a-z]*a|^--append$/.test(word.text ?? ''))
  return writes(targets, command, append ? ['append'] : [], stdinSources(command, context))
}

/** dd writes what `of=` names, devices among them. */
const dd: Family = (command, context) => {
  const words = command.argv.slice(1)
  if (words.some((word) => word.text === '--help' || word.text === '--version')) return help(command)
  const operand = (name: string) => {
    const word = words.find((candidate) => (candidate.text ?? candidate.prefix ?? '').startsWith(`${name}=`))
    return word
      ? {
          ...word,
          text: word.text === null ? null : word.text.slice(name.length + 1),
          prefix: (word.prefix ?? '').slice(name.length + 1),
        }
      : undefined
  }
  const from = operand('if')
  const to = operand('of')
  const input = from ? context.path(from, command) : undefined
  const found: Effect[] =
    input && !isSink(input) ? [effect('fs.read', command, `reads \`${shown(from!)}\``, { targets: [input] })] : []
  if (to)
    found.push(
      ...writes([context.path(to, command)], command, [], input ? [pathSource(input)] : stdinSources(command, context)),
    )
  return found.length > 0 ? found : [effect('fs.read', command, 'copies its input to its output')]
}

const truncateOptions = optionParser({
  values: '-s --size -r --reference',
  long: '--size --reference --no-create --io-blocks',
})

const truncate: Family = (command, context) => {
  const options = truncateOptions.parse(command.argv.slice(1))
  if (asksHelp(options)) return help(command)
  const size = options.value('-s', '--size')?.text ?? ''
  const flags: readonly Flag[] = /^[+>]/.test(size) ? [] : ['truncate']
  return writes(
    options.operands.map((word) => context.path(word, command)),
    command,
    flags,
  )
}

const splitOptions = optionParser({
  values:
    '-a --suffix-length -b --bytes -C --line-bytes -l --lines -n --number --additional-suffix --filter -t --separator -f --prefix',
})

/** split and csplit write files that begin with a prefix. */
const splitFile: Family = (command, context) => {
  const options = splitOptions.parse(command.argv.slice(1))
  if (asksHelp(options)) return help(command)
  const [input, prefix] = options.operands
  const found: Effect[] =
    input && input.text !== '-'
      ? [effect('fs.read', command, `reads \`${shown(input)}\``, { targets: [context.path(input, command)] })]
      : []
  const filter = options.value('--filter')
  if (filter)
    return [
      ...found,
      ...(filter.text === null
        ? [effect('exec.opaque', command, 'runs a filter that is not known')]
        : context.unfold(filter.text, command)),
    ]
  const start = options.value('-f', '--prefix') ?? (programName(command) === 'split' ? prefix : undefined)
  return [
    ...found,
    ...writes([start ? { ...context.path(start, command), many: true } : hereTarget(command, context)], command),
  ]
}

const patchOptions = optionParser({
  values: '-p --strip -d --directory -i --input -o --output -r --reject-file -B --prefix -F --fuzz -V -Y -z -D --ifdef',
  long: '--dry-run --reverse --forward --backup',
})

/** patch changes the files that the patch names; where its text is not known, anything below the directory. */
const patch: Family = (command, context) => {
  const options = patchOptions.parse(command.argv.slice(1))
  if (asksHelp(options) || options.has('--dry-run'))
    return [effect('fs.read', command, 'tries out a patch', { flags: ['dry-run'] })]
  const directory = options.value('-d', '--directory')
  const output = options.value('-o', '--output')
  const original = options.operands[0]
  if (output ?? original) return writes([context.path((output ?? original)!, command)], command, ['in-place'])
  const input = options.value('-i', '--input') ?? options.operands[1]
  return writes(patchTargets(input, directory, command, context), command, ['in-place'])
}

/** Largest patch that is read, in bytes. */
const MAX_PATCH = 256 * 1024

/** The files that a patch changes, from its own text where that can be read. */
export function patchTargets(
  input: Word | undefined,
  directory: Word | undefined,
  command: Command,
  context: Context,
): readonly Target[] {
  const at = directory?.text ? { ...command, cwd: context.path(directory, command).value } : command
  const path = input
    ? context.path(input, at).value
    : command.stdin.kind === 'file'
      ? context.path(command.stdin.path, command).value
      : null
  const text =
    path !== null
      ? context.world.readText(path, MAX_PATCH)
      : command.stdin.kind === 'text'
        ? (command.stdin.text.text ?? undefined)
        : undefined
  const named =
    text === undefined
      ? []
      : [...text.matchAll(/^(?:\+\+\+|---) (?:[ab]\/)?([^\t\n]+)/gm)]
          .map((match) => match[1]!)
          .filter((name) => name !== '/dev/null')
  if (named.length === 0 || named.length > 200) return [hereTarget(at, context)]
  return [...new Set(named)].map((name) => context.path(literal(name), at))
}

/** Programs that change their operands in place, none of them losing the file. */
const inPlace: Family = (command, context) => {
  const words = command.argv.slice(1).filter((word) => !(word.text ?? '').startsWith('-'))
  return writes(
    words.map((word) => context.path(word, command)),
    command,
    ['in-place'],
  )
}

/** Editors: a person types there, or a script that they are fed. */
const editor: Family = (command, context) => {
  const words = command.argv.slice(1)
  if (words.some((word) => /^--?(?:help|version|list-extensions|status)$/.test(word.text ?? ''))) return help(command)
  const files = words.filter((word) => !/^[-+]/.test(word.text ?? word.prefix ?? ''))
  const sources = command.stdin.kind === 'text' ? textSources(command.stdin.text) : []
  if (files.length === 0)
    return [
      effect('exec.unknown', command, `opens the editor \`${programName(command)}\``, {
        targets: [{ type: 'program', value: programName(command) }],
        flags: ['interactive'],
      }),
    ]
  return writes(
    files.map((word) => context.path(word, command)),
    command,
    ['in-place', 'interactive'],
    sources,
  )
}

/** rename 's/a/b/' FILES, mmv. */
const rename: Family = (command, context) => {
  const words = command.argv.slice(1).filter((word) => !(word.text ?? '').startsWith('-'))
  const files = words.filter((word) => word.text === null || word.glob || !/^(?:s|y|tr)[/|,#!]/.test(word.text))
  const dry = command.argv.some((word) => /^-[a-z]*n|^--(?:nono|no-act|dry-run)$/.test(word.text ?? ''))
  const targets = files.map((word) => context.entry(word, command, 'from'))
  return [
    effect(dry ? 'fs.list' : 'fs.move', command, `renames ${names(targets)}`, {
      targets,
      flags: dry ? ['dry-run'] : [],
    }),
  ]
}

/** Mode of chmod and its kin as flags: symbolic or octal. What is not constant may be anything. */
export function modeFlags(mode: string): readonly Flag[] {
  const flags = new Set<Flag>()
  if (/^[0-7]{1,5}$/.test(mode)) {
    const bits = Number.parseInt(mode, 8)
    if (bits & 0o002) flags.add('world-writable')
    if (bits & 0o6000) flags.add('setuid')
    if (bits & 0o111) flags.add('executable')
    return [...flags]
  }
  for (const clause of mode.split(',')) {
    const parts = /^([ugoa]*)([-+=])([rwxXstugo]*)$/.exec(clause)
    if (!parts || parts[2] === '-') continue
    const [, who, , what] = parts
    const everybody = who === '' ? false : /[oa]/.test(who!)
    if (everybody && what!.includes('w')) flags.add('world-writable')
    if (what!.includes('s')) flags.add('setuid')
    if (/[xX]/.test(what!)) flags.add('executable')
  }
  return [...flags]
}

export const changingPrograms: Readonly<Record<string, Family>> = {
  cp,
  gcp: cp,
  mv,
  gmv: mv,
  install,
  ln,
  link: ln,
  symlink: ln,
  mkdir: make,
  touch: make,
  mkfifo: make,
  mktemp,
  tempfile: mktemp,
  tee,
  sponge: tee,
  dd,
  dcfldd: dd,
  truncate,
  fallocate: truncate,
  split: splitFile,
  csplit: splitFile,
  patch,
  ...Object.fromEntries(
    'dos2unix unix2dos mac2unix fixjson nbstripout strip optipng jpegoptim pngcrush oxipng gifsicle mogrify svgo ctags etags'
      .split(' ')
      .map((name) => [name, inPlace]),
  ),
  ...Object.fromEntries(
    'vim vi nvim view nano pico emacs emacsclient ed ex code codium cursor subl gedit kate micro helix hx joe mcedit'
      .split(' ')
      .map((name) => [name, editor]),
  ),
  rename,
  prename: rename,
  'file-rename': rename,
  mmv: rename,
}
