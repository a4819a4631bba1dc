/** Archives: what is packed from where, what is unpacked to where. */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, type Family, literal, programName, shown } from '../context.js'
import type { Effect, Flag, Target } from '../effect.js'
import { optionParser } from '../options.js'
import { isSink } from '../paths.js'
import { pathSource, stdinSources } from '../payload.js'
import { hereTarget, names } from './readers.js'

const help = (command: Command) => [effect('sys.read', command, `asks \`${programName(command)}\` for its help`)]

/** Packs `inputs` into `archive`; without one to standard output. */
function pack(
  inputs: readonly Target[],
  archive: Target | undefined,
  command: Command,
  flags: readonly Flag[] = [],
): Effect {
  const from = inputs.map((target): Target => ({ ...target, role: 'from', many: true }))
  const to: readonly Target[] = archive && !isSink(archive) ? [{ ...archive, role: 'to' }] : []
  return effect('fs.archive', command, `packs ${names(inputs)}${archive ? ` into ${names([archive])}` : ''}`, {
    targets: [...from, ...to],
    flags,
    sources: inputs.map(pathSource),
  })
}

function unpack(
  archive: Word | undefined,
  to: Target,
  command: Command,
  context: Context,
  flags: readonly Flag[] = [],
): Effect {
  const source =
    archive && archive.text !== '-' ? [pathSource(context.path(archive, command))] : stdinSources(command, context)
  return effect('fs.unpack', command, `unpacks \`${archive ? shown(archive) : 'its input'}\` into ${names([to])}`, {
    targets: [{ ...to, many: true }],
    flags,
    sources: source,
  })
}

function list(archive: Word | undefined, command: Command, context: Context): Effect {
  return effect('fs.list', command, 'lists an archive', {
    targets: archive && archive.text !== '-' ? [context.path(archive, command)] : [],
  })
}

const tarOptions = optionParser({
  values:
    '-f --file -C --directory -b --blocking-factor -T --files-from -X --exclude-from --exclude -I --use-compress-program --transform --xform -s --strip-components --strip --owner --group --mtime --mode -g --listed-incremental -N --newer --after-date -K --starting-file -L -H --format --checkpoint-action --to-command --index-file -F --info-script --new-volume-script --warning --sort --suffix',
  long: '--extract --get --create --list --append --update --delete --diff --compare --file --directory --verbose --gzip --bzip2 --xz --zstd --absolute-names --overwrite --remove-files --unlink-first --recursive-unlink --keep-old-files --preserve-permissions',
})

/** tar takes its first word as options even without a dash: `tar xzf a.tgz`. */
const tar: Family = (command, context) => {
  const first = command.argv[1]
  const words = command.argv.slice(1)
  const bundled = first?.text && /^[A-Za-z]+$/.test(first.text) && /[xctruAd]/.test(first.text)
  const options = tarOptions.parse(bundled ? oldStyle(first!.text!, words.slice(1)) : words)
  if (options.has('--help', '--version', '--usage')) return help(command)
  const archive = options.value('-f', '--file')
  const directory = options.value('-C', '--directory')
  const at: Command = directory ? { ...command, cwd: context.path(directory, command).value } : command
  if (options.has('-x', '--extract', '--get')) {
    if (options.has('-O', '--to-stdout'))
      return [
        effect('fs.read', command, 'prints files of an archive', {
          targets: archive ? [context.path(archive, command)] : [],
        }),
      ]
    const anywhere = options.has('-P', '--absolute-names')
    const to: Target = anywhere ? { type: 'path', value: '/', area: 'system', many: true } : hereTarget(at, context)
    const flags: readonly Flag[] = options.has('--overwrite', '--unlink-first', '--recursive-unlink', '-U')
      ? ['force']
      : []
    return [unpack(archive, to, command, context, flags)]
  }
  if (options.has('-t', '--list', '-d', '--diff', '--compare')) return [list(archive, command, context)]
  const inputs = options.operands.map((word) => context.path(word, at))
  const from = options.value('-T', '--files-from')
  if (from) inputs.push({ type: 'path', value: null, raw: shown(from), many: true })
  const target = archive && archive.text !== '-' ? context.path(archive, command) : undefined
  if (options.has('--delete'))
    return [
      effect('fs.write', command, `removes members of ${target ? names([target]) : 'an archive'}`, {
        targets: target ? [target] : [],
        flags: ['in-place'],
      }),
    ]
  const found = [pack(inputs, target, command)]
  if (options.has('--remove-files'))
    found.push(
      effect('fs.delete', command, `deletes ${names(inputs)} after packing`, {
        targets: inputs.map((input) => ({ ...input, many: true })),
        flags: ['recursive'],
      }),
    )
  return found
}

/** `xzf a.tgz` as `-x -z -f a.tgz`. */
function oldStyle(letters: string, rest: readonly Word[]): readonly Word[] {
  const words: Word[] = []
  const left = [...rest]
  for (const letter of letters) {
    words.push(literal(`-${letter}`))
    if ('fCbTXIgNKLHFs'.includes(letter)) {
      const value = left.shift()
      if (value) words.push(value)
    }
  }
  return [...words, ...left]
}

const zipOptions = optionParser({
  values: '-b -i -n -P -s -t -tt -TT -x -O --out',
  long: '--move --recurse-paths --password --exclude --delete --out --test',
})

const zip: Family = (command, context) => {
  // Lists after -x and -i go on to the end or to an @.
  const end = command.argv.findIndex((word) => word.text === '-x' || word.text === '-i')
  const options = zipOptions.parse(command.argv.slice(1, end < 0 ? undefined : end))
  if (options.has('--help', '--version', '-h', '-sf')) return help(command)
  const [archive, ...inputs] = options.operands
  const targets = inputs.map((word) => context.path(word, command))
  const target = archive && archive.text !== '-' ? context.path(archive, command) : undefined
  if (options.has('-d', '--delete'))
    return [
      effect('fs.write', command, `removes members of \`${archive ? shown(archive) : '?'}\``, {
        targets: target ? [target] : [],
        flags: ['in-place'],
      }),
    ]
  const found = [pack(targets, target, command)]
  if (options.has('-m', '--move'))
    found.push(
      effect('fs.delete', command, `deletes ${names(targets)} after packing`, { targets, flags: ['recursive'] }),
    )
  return found
}

const unzipOptions = optionParser({ values: '-d -P -x', long: '' })

const unzip: Family = (command, context) => {
  const options = unzipOptions.parse(command.argv.slice(1))
  if (options.has('--help', '-h')) return help(command)
  const archive = options.operands[0]
  if (options.has('-l', '-v', '-t', '-Z', '-z')) return [list(archive, command, context)]
  if (options.has('-p', '-c'))
    return [
      effect('fs.read', command, 'prints files of an archive', {
        targets: archive ? [context.path(archive, command)] : [],
      }),
    ]
  const directory = options.value('-d')
  return [
    unpack(
      archive,
      directory ? context.path(directory, command) : hereTarget(command, context),
      command,
      context,
      options.has('-o') ? ['force'] : [],
    ),
  ]
}

const sevenOptions = optionParser({ singleDash: true })

/** 7z: a letter, the archive, files; `-oDIR` says where to. */
const seven: Family = (command, context) => {
  const { operands } = sevenOptions.parse(command.argv.slice(1))
  const [verb, archive, ...inputs] = operands
  const into = command.argv.find((word) => /^-o./.test(word.text ?? ''))
  switch (verb?.text) {
    case 'x':
    case 'e':
      return [
        unpack(
          archive,
          into ? context.path(literal(into.text!.slice(2)), command) : hereTarget(command, context),
          command,
          context,
        ),
      ]
    case 'l':
    case 't':
    case 'h':
    case 'i':
    case 'b':
      return [list(archive, command, context)]
    case 'a':
    case 'u':
      return [
        pack(
          inputs.map((word) => context.path(word, command)),
          archive ? context.path(archive, command) : undefined,
          command,
        ),
      ]
    case 'd':
    case 'rn':
      return [
        effect('fs.write', command, 'changes members of an archive', {
          targets: archive ? [context.path(archive, command)] : [],
          flags: ['in-place'],
        }),
      ]
    default:
      return verb ? undefined : help(command)
  }
}

/** unrar, rar and unar by their verbs. */
const rar: Family = (command, context) => {
  const operands = command.argv.slice(1).filter((word) => !(word.text ?? '').startsWith('-'))
  const [verb, archive, ...rest] = operands
  const last = rest.at(-1)
  if (/^[xe]$/.test(verb?.text ?? ''))
    return [
      unpack(
        archive,
        last?.text?.endsWith('/') ? context.path(last, command) : hereTarget(command, context),
        command,
        context,
      ),
    ]
  if (/^(?:l|lb|lt|v|vb|vt|t|p)$/.test(verb?.text ?? '')) return [list(archive, command, context)]
  if (/^(?:a|u|f)$/.test(verb?.text ?? ''))
    return [
      pack(
        rest.map((word) => context.path(word, command)),
        archive ? context.path(archive, command) : undefined,
        command,
      ),
    ]
  return undefined
}

const compressOptions = optionParser({
  values: '-S --suffix -o --output -T --threads -B --block-size -D --dict -M --memlimit',
  long: '--stdout --to-stdout --keep --decompress --uncompress --force --test --list --rm --best --fast --recursive --quiet --verbose',
})

/** gzip and its kin put FILE.gz in the place of FILE, and back. */
const compress: Family = (command, context) => {
  const options = compressOptions.parse(command.argv.slice(1))
  if (options.has('--help', '--version', '-V')) return help(command)
  const targets = options.operands.filter((word) => word.text !== '-').map((word) => context.path(word, command))
  if (targets.length === 0 || options.has('-c', '--stdout', '--to-stdout', '-t', '--test', '-l', '--list')) {
    return [effect('fs.read', command, targets.length > 0 ? `reads ${names(targets)}` : 'packs its input', { targets })]
  }
  const output = options.value('-o', '--output')
  if (output)
    return [
      effect('fs.write', command, `writes \`${shown(output)}\``, {
        targets: [context.path(output, command)],
        sources: targets.map(pathSource),
      }),
    ]
  const flags: Flag[] = ['in-place']
  if (options.has('-r', '--recursive')) flags.push('recursive')
  return [
    effect('fs.write', command, `packs or unpacks ${names(targets)} in place`, {
      targets,
      flags,
      sources: targets.map(pathSource),
    }),
  ]
}

/** cpio, ar, jar, asar: letters say the direction. */
const lettered: Family = (command, context) => {
  const words = command.argv.slice(1)
  const letters = words[0]?.text ?? ''
  if (/^--?(?:help|version)/.test(letters)) return help(command)
  const rest = words.slice(1).filter((word) => !(word.text ?? '').startsWith('-'))
  if (programName(command) === 'cpio') {
    if (/^-?[a-zA-Z]*i|^--extract/.test(letters))
      return [unpack(undefined, hereTarget(command, context), command, context)]
    if (/^-?[a-zA-Z]*o|^--create/.test(letters))
      return [
        effect('fs.archive', command, 'packs the files that its input names', {
          targets: [{ type: 'path', value: null, raw: 'input', many: true, role: 'from' }],
        }),
      ]
    return undefined
  }
  const [archive, ...inputs] = rest
  if (/^-?[a-z]*[tp]/.test(letters) && !/[crq]/.test(letters)) return [list(archive, command, context)]
  if (/^-?[a-z]*x/.test(letters)) return [unpack(archive, hereTarget(command, context), command, context)]
  return [
    pack(
      inputs.map((word) => context.path(word, command)),
      archive ? context.path(archive, command) : undefined,
      command,
    ),
  ]
}

export const archivePrograms: Readonly<Record<string, Family>> = {
  tar,
  gtar: tar,
  bsdtar: tar,
  zip,
  unzip,
  ...Object.fromEntries('7z 7za 7zr 7zz'.split(' ').map((name) => [name, seven])),
  rar,
  unrar: rar,
  unar: (command, context) => [unpack(command.argv[1], hereTarget(command, context), command, context)],
  ...Object.fromEntries(
    'gzip gunzip bzip2 bunzip2 xz unxz lzma unlzma zstd unzstd lz4 unlz4 lzip lzop brotli pigz unpigz pbzip2 pixz compress uncompress'
      .split(' ')
      .map((name) => [name, compress]),
  ),
  cpio: lettered,
  ar: lettered,
  jar: lettered,
}
