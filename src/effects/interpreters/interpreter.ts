/** What all interpreters share: code as a word, on standard input, in a script file. */
import type { Command, Word } from '../../shell/script.js'
import { codeEffects } from '../code/code.js'
import type { Language } from '../code/language.js'
import { type Context, effect, type Family, literal, programName, shown } from '../context.js'
import type { Effect, Target } from '../effect.js'
import { traced } from '../flow.js'
import { runScript } from '../local.js'
import { type OptionParser, type Options, optionParser } from '../options.js'
import { stdinSources } from '../payload.js'

interface Interpreter {
  readonly language: Exclude<Language, 'shell'>
  /** Options whose value is code. */
  readonly code: string
  /** Other options that take a value. */
  readonly values?: string
  /** Short options with an attached value. */
  readonly attached?: string
  /** Options that only check the syntax. */
  readonly checks?: string
  /** Options whose value is loaded before: a file where it looks like one. */
  readonly loads?: string
  /** Options with which the operands are changed in place (`perl -i`). */
  readonly inPlace?: string
  /** A last look at special calls before the common ones. */
  readonly special?: (options: Options, command: Command, context: Context) => readonly Effect[] | undefined
}

/** The family of a row. */
export function interpreter(row: Interpreter): Family {
  const parser = optionParser({
    values: [row.code, row.values, row.loads].filter((names) => names).join(' '),
    ...(row.attached ? { attached: row.attached } : {}),
    stopsAtOperand: true,
  })
  const lists: Lists = {
    code: split(row.code),
    checks: split(row.checks),
    loads: split(row.loads),
    inPlace: split(row.inPlace),
  }
  return (command, context) => interpreterEffects(row, lists, parser, command, context)
}

interface Lists {
  readonly code: readonly string[]
  readonly checks: readonly string[]
  readonly loads: readonly string[]
  readonly inPlace: readonly string[]
}

/** Names of a list, none for no list. */
export const split = (names: string | undefined): readonly string[] => (names ? names.split(' ') : [])

function interpreterEffects(
  row: Interpreter,
  lists: Lists,
  parser: OptionParser,
  command: Command,
  context: Context,
): readonly Effect[] {
  const options = parser.parse(command.argv.slice(1))
  const name = programName(command)
  if (
    options.operands.length === 0 &&
    !options.has(...lists.code) &&
    options.has('--version', '-V', '-version', '--help', '-h', '-?')
  ) {
    return [effect('sys.read', command, `asks \`${name}\` for its version or help`)]
  }
  const special = row.special?.(options, command, context)
  if (special) return special
  const loaded = lists.loads
    .flatMap((option) => options.values(option))
    .flatMap((word) => loadEffects(word, row.language, command, context))
  if (options.has(...lists.code)) {
    const codes = lists.code.flatMap((option) => options.values(option))
    // Several `-e` are one program; constants in it are followed across them.
    const effects = inlineCode(codes, row.language, command, context)
    return [...loaded, ...effects, ...inPlaceEffects(lists.inPlace, options.operands, options, command, context)]
  }
  const script = options.operands[0]
  if (!script || script.text === '-') return [...loaded, ...fromStdin(row.language, command, context)]
  if (lists.checks.length > 0 && options.has(...lists.checks)) {
    return [
      effect('exec.lint', command, `checks the syntax of \`${shown(script)}\``, {
        targets: [context.path(script, command)],
      }),
    ]
  }
  const tool = /(?:^|\/)(manage\.py|artisan|rails|rake)$/.exec(script.text ?? '')?.[1]
  // The front program of a framework is known by its subcommands, whatever its own file says.
  if (tool) return [...loaded, ...context.run([literal(tool), ...options.operands.slice(1)], command)]
  return [...loaded, ...scriptFile(script, options.operands.slice(1), row.language, command, context)]
}

/** Code given as words: read where constant. An unknown value in it is read as such, since only the text around it is code. */
export function inlineCode(
  words: readonly Word[],
  language: Exclude<Language, 'shell'>,
  command: Command,
  context: Context,
): readonly Effect[] {
  const texts: string[] = []
  for (const word of words) {
    if (word.text === null) return [opaqueCode(word, command, context)]
    texts.push(word.text)
  }
  return codeEffects(language, texts.join('\n'), command, context)
}

/** Code that is not known before it runs; fetched code is said to be that. */
export function opaqueCode(word: Word, command: Command, context: Context): Effect {
  const sources = traced(
    (word.outputOf ?? []).map((index) => ({ type: 'output', value: null, command: index })),
    context,
  )
  const url = sources.find((source) => source.type === 'url')
  if (url)
    return effect('exec.fetched', command, `runs what it fetches from \`${url.value ?? '?'}\``, {
      targets: [{ type: 'url', value: url.value }],
      sources,
    })
  return effect('exec.opaque', command, `runs code that is not known before it runs: \`${shown(word)}\``, {
    targets: [{ type: 'script', value: null, raw: word.raw.slice(0, 160) }],
    sources,
  })
}

/** A script on standard input. At a terminal it is a person's session. */
export function fromStdin(language: Exclude<Language, 'shell'>, command: Command, context: Context): readonly Effect[] {
  const { stdin } = command
  const name = programName(command)
  switch (stdin.kind) {
    case 'text':
      return inlineCode([stdin.text], language, command, context)
    case 'file': {
      const target = context.path(stdin.path, command)
      return runScript(stdin.path, target, [], language, command, context)
    }
    case 'pipe': {
      const sources = traced(stdinSources(command, context), context)
      const url = sources.find((source) => source.type === 'url')
      if (url)
        return [
          effect('exec.fetched', command, `runs what it fetches from \`${url.value ?? '?'}\``, {
            targets: [{ type: 'url', value: url.value }],
            sources,
          }),
        ]
      return [
        effect('exec.opaque', command, `runs code that comes to \`${name}\` through a pipe`, {
          targets: [{ type: 'script', value: null, raw: command.source.slice(0, 160) }],
          sources,
        }),
      ]
    }
    case 'inherit':
      return [
        effect('exec.opaque', command, `runs what \`${name}\` reads from its input`, {
          targets: [{ type: 'script', value: null, raw: name }],
          flags: ['interactive'],
        }),
      ]
    case 'null':
      return [effect('sys.read', command, `starts \`${name}\` without any code`)]
  }
}

/** A script file, or an address that some runtimes take in its place. */
export function scriptFile(
  word: Word,
  args: readonly Word[],
  language: Exclude<Language, 'shell'>,
  command: Command,
  context: Context,
): readonly Effect[] {
  if (/^(?:https?|npm|jsr):/.test(word.text ?? word.prefix ?? '')) {
    return [
      effect('exec.fetched', command, `runs what it fetches from \`${shown(word)}\``, {
        targets: [{ type: 'url', value: word.text }],
      }),
    ]
  }
  if (word.content) return inlineCode([word.content], language, command, context)
  if (word.text === null && (word.outputOf?.length ?? 0) > 0 && !word.prefix)
    return [opaqueCode(word, command, context)]
  if (word.text === '/dev/stdin') return fromStdin(language, command, context)
  return runScript(word, context.path(word, command), args, language, command, context)
}

/** `-r ./setup.js`, `-Mlocal::lib`: a file is code of the project, a name is a library. */
function loadEffects(
  word: Word,
  language: Exclude<Language, 'shell'>,
  command: Command,
  context: Context,
): readonly Effect[] {
  if (word.text === null) return [opaqueCode(word, command, context)]
  return /^[./~]/.test(word.text) ? scriptFile(word, [], language, command, context) : []
}

function inPlaceEffects(
  names: readonly string[],
  operands: readonly Word[],
  options: Options,
  command: Command,
  context: Context,
): readonly Effect[] {
  if (names.length === 0) return []
  const targets: readonly Target[] = operands.map((word) => context.path(word, command))
  if (targets.length === 0) return []
  if (!options.has(...names)) {
    return options.has('-n', '-p')
      ? [
          effect(
            'fs.read',
            command,
            `reads ${targets
              .map((target) => `\`${target.raw ?? target.value ?? '?'}\``)
              .slice(0, 3)
              .join(', ')}`,
            { targets },
          ),
        ]
      : []
  }
  return [
    effect(
      'fs.write',
      command,
      `changes ${targets
        .map((target) => `\`${target.raw ?? target.value ?? '?'}\``)
        .slice(0, 3)
        .join(', ')} in place`,
      { targets, flags: ['in-place'] },
    ),
  ]
}
