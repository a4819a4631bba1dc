/** Programs that make and fill files, or change them in place. */
import { effect, type Family, programName, shown } from '../context.js'
import type { Effect, Flag } from '../effect.js'
import { optionParser } from '../options.js'
import { isSink } from '../paths.js'
import { pathSource, stdinSources, textSources } from '../payload.js'
import { copyingPrograms } from './copying.js'
import { modeFlags } from './mode-flags.js'
import { applyPatch, patch } from './patching.js'
import { hereTarget, names } from './readers.js'
import { asksHelp, help, writes } from './writing.js'

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

export const changingPrograms: Readonly<Record<string, Family>> = {
  ...copyingPrograms,
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
  apply_patch: applyPatch,
  applypatch: applyPatch,
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
