/**
 * Whether a rule means a command. The command has been parsed, expanded and unwrapped; here its words become a text once
 * more, since that is what rules are written against. Permitting is read narrowly, forbidding widely.
 */
import type { Command, Via, Word } from '../shell/script.js'
import type { CommandPattern } from './rule.js'
import { fits } from './wildcard.js'

/** Claude Code asks for longer commands whatever the rules say; a text that nobody reads to its end permits nothing. */
const MAX_COMMAND_TEXT = 10_000

/** Commands nested deeper than this are matched by their innermost wrappers; it bounds the texts that are made. */
const MAX_VIAS = 8

/** What hands a command on as it stands: it runs here, as this user, now, with the arguments that are seen. */
const transparent = new Set([
  'bash',
  'sh',
  'dash',
  'zsh',
  'ksh',
  'eval',
  'function',
  'alias',
  'source',
  '.',
  'subshell',
  'env',
  'timeout',
  'time',
  'nice',
  'nohup',
  'stdbuf',
  'command',
  'builtin',
  'noglob',
  'exec',
])

/** Variables that no program takes orders from: they change how output looks. */
const harmlessVariables = new Set([
  'LANG',
  'LANGUAGE',
  'LC_ALL',
  'LC_CTYPE',
  'LC_COLLATE',
  'LC_MESSAGES',
  'LC_NUMERIC',
  'LC_TIME',
  'TZ',
  'TERM',
  'COLORTERM',
  'COLUMNS',
  'LINES',
  'NO_COLOR',
  'FORCE_COLOR',
  'CLICOLOR',
  'CLICOLOR_FORCE',
  'CI',
  'DEBUG',
  'VERBOSE',
  'RUST_BACKTRACE',
  'RUST_LOG',
  'PYTHONUNBUFFERED',
  'PYTHONDONTWRITEBYTECODE',
  'PYTHONIOENCODING',
  'PYTHONUTF8',
  'GIT_TERMINAL_PROMPT',
  'GIT_OPTIONAL_LOCKS',
])

/** Short lower-case names are a script's own; those with `_` (`http_proxy`, `npm_config_registry`) and zsh's `path` are read by programs. */
function isHarmless(name: string): boolean {
  return harmlessVariables.has(name) || (/^[a-z][a-z0-9]{0,15}$/.test(name) && !name.endsWith('path'))
}

const basename = (path: string) => path.slice(path.lastIndexOf('/') + 1)

/** A word as `plainQuotes` of syntax.ts writes it. An unknown one stands as it does in the source. */
function written(word: Word): string {
  const text = word.text ?? word.raw
  return text === '' || /[\s"]/.test(text) ? `"${text}"` : text
}

/** The words with their own quotes, where the source shows them; an exec has no quotes to show. */
function asQuoted(argv: readonly Word[]): string | undefined {
  if (argv.some(({ text, raw }) => text !== null && /\s/.test(text) && raw === text)) return undefined
  return argv.map(({ raw }) => raw).join(' ')
}

/** A program by its path is the program of that name only where nobody but the system's owner puts files. */
function trustedName(program: string): string | undefined {
  if (!program.includes('/')) return program
  return /^\/(?:usr\/(?:local\/)?)?s?bin\/[^/]+$|^\/opt\/homebrew\/bin\/[^/]+$|^\/snap\/bin\/[^/]+$/.test(program)
    ? basename(program)
    : undefined
}

/**
 * Texts that an allow rule may fit. None where the program is not known, where a wrapper on the way changes who, where or
 * with what it runs, or where a variable is set for it that it might take orders from.
 */
export function permissibleTexts(command: Command): readonly string[] {
  const program = command.argv[0]?.text
  // A program with a space in its name would look like another one with an argument.
  if (!program || /\s/.test(program)) return []
  if (
    command.via.some((via) => !transparent.has(trustedName(via.program) ?? '') || via.where || via.user !== undefined)
  )
    return []
  if (command.env.some(({ name }) => !isHarmless(name))) return []
  const rest = command.argv.slice(1).map(written).join(' ')
  const name = trustedName(program)
  const texts = [program, ...(name === undefined || name === program ? [] : [name])].map((first) => join(first, rest))
  const quoted = asQuoted(command.argv)
  if (quoted !== undefined && !texts.includes(quoted)) texts.push(quoted)
  return texts.every(({ length }) => length <= MAX_COMMAND_TEXT) ? texts : []
}

const join = (first: string, rest: string) => (rest === '' ? first : `${first} ${rest}`)

/** Texts that an ask or deny rule may fit: the command by each of its names, each wrapper before it, and its source. */
export function forbiddableTexts(command: Command): readonly string[] {
  const words = command.argv.map((word) => word.text ?? word.raw)
  const [program = ''] = words
  const rest = command.argv.slice(1)
  const texts = new Set<string>()
  for (const name of new Set([program, basename(program)])) {
    texts.add(join(name, rest.map(written).join(' ')))
    texts.add(join(name, words.slice(1).join(' ')))
  }
  const quoted = asQuoted(command.argv)
  if (quoted !== undefined) texts.add(quoted)
  for (const inner of [...texts]) for (const text of wrapped(command.via, inner)) texts.add(text)
  texts.add(command.source)
  return [...texts]
}

/** `timeout rm x`, `sudo rm x`, `sudo timeout rm x`: what a wrapper's own arguments were is not part of it. */
function wrapped(vias: readonly Via[], inner: string): string[] {
  const names = vias.slice(-MAX_VIAS).map(({ program }) => basename(program))
  return names.flatMap((name, at) => [`${name} ${inner}`, [...names.slice(at), inner].join(' ')])
}

/** Every word that one of the command's texts may begin with. */
export function firstWordsOf({ argv, via, source }: Command): readonly string[] {
  const words = [firstWord(source)]
  const add = (word: string) => {
    if (!words.includes(word)) words.push(word)
  }
  const program = argv[0]
  if (program) {
    const text = program.text ?? program.raw
    for (const name of [text, basename(text), program.raw]) add(firstWord(name))
    if (/[\s"]/.test(text)) add(firstWord(written(program)))
  }
  for (const { program: wrapper } of via) add(basename(wrapper))
  return words
}

/** Whether some text of the command could have this in it; each is made of its words, its wrappers' names and its source. */
export function hasPart({ argv, via, source }: Command, part: string): boolean {
  if (source.includes(part)) return true
  return (
    argv.some(({ text, raw }) => text?.includes(part) || raw.includes(part)) ||
    via.some(({ program }) => program.includes(part))
  )
}

function firstWord(text: string): string {
  const space = text.indexOf(' ')
  return space < 0 ? text : text.slice(0, space)
}

/** Whether the pattern means a command that has one of these texts. */
export function meansText(pattern: CommandPattern, texts: readonly string[]): boolean {
  switch (pattern.form) {
    case 'any':
      return texts.length > 0
    case 'text':
      return texts.some((text) => pattern.wildcards.some((wildcard) => fits(wildcard, text)))
    case 'words':
      return false
  }
}

/** Whether the first words of the command are those of a prefix rule. An unknown word is none of them. */
export function meansWords(
  words: readonly (readonly string[])[],
  command: Command,
  action: 'allow' | 'ask' | 'deny',
): boolean {
  const first = command.argv[0]?.text
  if (!first) return false
  const names = action === 'allow' ? [first, trustedName(first)] : [first, basename(first)]
  if (action === 'allow' && permissibleTexts(command).length === 0) return false
  return words.every((choices, at) => {
    if (at === 0) return names.some((name) => name !== undefined && choices.includes(name))
    const text = command.argv[at]?.text
    return text !== null && text !== undefined && choices.includes(text)
  })
}
