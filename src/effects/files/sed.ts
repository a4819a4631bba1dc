/** sed: a filter that may change its files in place, write others (`w`), and run commands (`e`). */
import type { Command, Word } from '../../shell/script.js'
import { type Context, effect, type Family, literal } from '../context.js'
import type { Effect, Target } from '../effect.js'
import { optionParser } from '../options.js'
import { isSink } from '../paths.js'
import { literalSource } from '../payload.js'
import { names } from './readers.js'

const options = optionParser({
  values: '-e --expression -f --file -l --line-length',
  attached: '-i',
  long: '--expression --file --in-place --quiet --silent --regexp-extended --null-data --separate --line-length --sandbox --posix',
})

/** Longest script that is read, in UTF-16 units. */
const MAX_SED_SCRIPT = 16 * 1024

const sed: Family = (command, context) => {
  const words = bsdInPlace(command.argv.slice(1))
  const parsed = options.parse(words)
  if (parsed.has('--help', '--version')) return [effect('sys.read', command, 'asks `sed` for its help')]
  const scripts = [...parsed.values('-e', '--expression')]
  const files = parsed.values('-f', '--file')
  const own = scripts.length === 0 && files.length === 0 ? parsed.operands.slice(0, 1) : []
  const operands = parsed.operands.slice(own.length).filter((word) => word.text !== '-')
  const targets = operands.map((word) => context.path(word, command))
  const found: Effect[] = []
  const texts = [...scripts, ...own, ...files.map((word) => readScript(word, command, context))]
  if (parsed.has('-i', '--in-place'))
    found.push(
      effect('fs.write', command, `changes ${names(targets)} in place`, {
        targets,
        flags: ['in-place'],
        sources: texts.flatMap((word) => insertedText(word.text ?? '').map(literalSource)),
      }),
    )
  else
    found.push(
      effect('fs.read', command, targets.length > 0 ? `reads ${names(targets)}` : 'filters its input', { targets }),
    )
  for (const word of texts) found.push(...scriptEffects(word, parsed.has('--sandbox'), command, context))
  return found
}

/** What a script puts into the file: the right sides of its substitutions, and the text that it adds. */
export function insertedText(script: string): readonly string[] {
  const text = script.slice(0, MAX_SED_SCRIPT)
  const found: string[] = []
  for (const match of text.matchAll(
    /(?:^|[;{\s\d$/,!])s([^\w\s\\])((?:\\.|(?!\1)[^\\\n])*)\1((?:\\.|(?!\1)[^\\])*)\1/g,
  ))
    if (match[3]) found.push(match[3])
  for (const match of text.matchAll(/(?:^|[;{\n])\s*(?:\d+|\$|\/(?:\\.|[^/\\\n])*\/)?[aic](?:\\\n?|\s+)([^\n]+)/g))
    found.push(match[1]!)
  return found
}

/** BSD sed takes the suffix as the next word: `sed -i '' s/a/b/ f`. */
function bsdInPlace(words: readonly Word[]): readonly Word[] {
  const at = words.findIndex((word) => word.text === '-i')
  return at >= 0 && words[at + 1]?.text === '' ? words.filter((_, index) => index !== at + 1) : words
}

function readScript(word: Word, command: Command, context: Context): Word {
  const path = context.path(word, command).value
  const text = path === null ? undefined : context.world.readText(path, MAX_SED_SCRIPT)
  return text === undefined ? { text: null, raw: word.raw, opaque: 'file' } : literal(text)
}

/** Effects of the script itself. */
function scriptEffects(word: Word, sandboxed: boolean, command: Command, context: Context): readonly Effect[] {
  if (sandboxed) return []
  const text = word.text ?? word.pieces?.join('x') ?? null
  if (text === null)
    return [
      effect('exec.opaque', command, 'runs a sed script that cannot be read', {
        targets: [{ type: 'script', value: null, raw: word.raw }],
      }),
    ]
  const acts = sedActs(text.slice(0, MAX_SED_SCRIPT))
  const written = acts.writes
    .map((path) => context.path(literal(path), command))
    .filter((target: Target) => !isSink(target))
  const found: Effect[] =
    written.length > 0 ? [effect('fs.write', command, `writes ${names(written)}`, { targets: written })] : []
  for (const run of acts.runs)
    found.push(
      ...(run === null
        ? [
            effect('exec.opaque', command, 'runs lines of its input as commands', {
              targets: [{ type: 'script', value: null, raw: word.raw }],
            }),
          ]
        : context.unfold(run, command)),
    )
  return found
}

/**
 * Files that a sed script writes and commands that it runs (null: the pattern space). A small reader of the language:
 * addresses, one-letter commands, `s` and `y` with any delimiter.
 */
export function sedActs(script: string): {
  readonly writes: readonly string[]
  readonly runs: readonly (string | null)[]
} {
  const writes: string[] = []
  const runs: (string | null)[] = []
  let at = 0
  const restOfLine = () => {
    const end = script.indexOf('\n', at)
    const line = script.slice(at, end < 0 ? undefined : end)
    at = end < 0 ? script.length : end + 1
    return line.trim()
  }
  /** Moves behind the next unescaped delimiter. */
  const skipPast = (delimiter: string) => {
    while (at < script.length && script[at] !== delimiter) at += script[at] === '\\' ? 2 : 1
    at++
  }
  while (at < script.length) {
    const char = script[at++]!
    if (/[\s;{}!,~+0-9$]/.test(char)) continue
    if (char === '/') skipPast('/')
    else if (char === '\\') skipPast(script[at++] ?? '')
    else if (char === 'I' || char === 'M') continue
    else if (char === '#' || char === ':' || char === 'b' || char === 't' || char === 'T') {
      const end = script.slice(at).search(char === '#' ? /\n/ : /[\n;}]/)
      at = end < 0 ? script.length : at + end
    } else if (char === 'w' || char === 'W') writes.push(restOfLine())
    else if (char === 'e') runs.push(restOfLine() || null)
    else if (char === 'a' || char === 'i' || char === 'c') {
      let line = restOfLine()
      while (line.endsWith('\\') && at < script.length) line = restOfLine()
    } else if (char === 'r' || char === 'R') restOfLine()
    else if (char === 's' || char === 'y') {
      const delimiter = script[at++] ?? ''
      skipPast(delimiter)
      skipPast(delimiter)
      if (char === 'y') continue
      while (at < script.length && /[gpiImMe0-9w]/.test(script[at]!)) {
        const flag = script[at++]!
        if (flag === 'e') runs.push(null)
        if (flag === 'w') writes.push(restOfLine())
      }
    }
  }
  return { writes: writes.filter((path) => path !== ''), runs }
}

export const sedPrograms: Readonly<Record<string, Family>> = { sed, gsed: sed, ssed: sed }
