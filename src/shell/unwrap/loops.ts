import type { Call } from '../call.js'
import { MAX_TURNS } from '../limits.js'
import { joinWords } from '../program.js'
import type { Word } from '../script.js'
import { HOLE, type Value, wordOf, wordValue } from '../value.js'
import { readOptions } from './options.js'
import type { Inner, Unwrapped, Wrappers } from './wrapper.js'

/** Programs that run a command for each item of their input. They stay, since what they read is theirs. */
export const loops: Wrappers = {
  xargs,
  find,
  bfs: find,
  gfind: find,
  fd: fd,
  fdfind: fd,
  parallel,
  watch,
  entr,
}

/** `xargs COMMAND`: with a known input the words that it appends are known. */
function xargs(call: Call): Unwrapped | undefined {
  const { given, rest } = readOptions(call.argv, {
    short: '0a:d:E:e::I:i::L:l::n:oP:prs:tx',
    long: [
      'null',
      'arg-file=',
      'delimiter=',
      'eof=?',
      'replace=?',
      'max-lines=?',
      'max-args=',
      'max-procs=',
      'interactive',
      'no-run-if-empty',
      'max-chars=',
      'verbose',
      'exit',
      'open-tty',
      'show-limits',
      'process-slot-var=',
    ],
  })
  const command = call.argv.slice(rest)
  // By itself it only prints what it reads.
  if (command.length === 0) return undefined
  const option = (...names: string[]) => given.find((entry) => names.includes(entry.name))
  const replace = option('-I', '-i', '--replace')
  const mark = replace ? (replace.value?.text ?? '{}') : undefined
  const known = givenWords(call, given)
  const open: Word = fed(call)
  const build = (items: readonly Word[]): Word[] =>
    mark === undefined ? [...command, ...items] : command.map((word) => replaceMark(word, mark, items[0] ?? open))
  if (!known) return turnsOf([mark === undefined ? build([{ ...open, splits: true }]) : build([open])])
  const size = mark === undefined ? Number(option('-n', '--max-args')?.value?.text ?? known.length) || 1 : 1
  const turns: Word[][] = []
  for (let at = 0; at < Math.max(1, known.length); at += size) turns.push(build(known.slice(at, at + size)))
  if (known.length === 0 && (option('-r', '--no-run-if-empty') || mark !== undefined)) return { stays: true, inner: [] }
  return turns.length > MAX_TURNS ? turnsOf([build([{ ...open, splits: true }])]) : turnsOf(turns)
}

function turnsOf(turns: readonly (readonly Word[])[]): Unwrapped {
  return {
    stays: true,
    inner: turns.map((argv): Inner => ({ what: { kind: 'argv', argv }, maybe: true, stdin: { kind: 'null' } })),
  }
}

/** Words on a known standard input; undefined where they are not known or split in another way. */
function givenWords(
  call: Call,
  given: readonly { name: string; value: Word | undefined }[],
): readonly Word[] | undefined {
  const { stdin } = call.frame
  if (stdin.kind !== 'text' || stdin.text.text === null) return undefined
  if (
    given.some((option) =>
      [
        '-a',
        '--arg-file',
        '-d',
        '--delimiter',
        '-0',
        '--null',
        '-E',
        '-e',
        '--eof',
        '-L',
        '-l',
        '--max-lines',
        '-s',
        '--max-chars',
      ].includes(option.name),
    )
  )
    return undefined
  const { text } = stdin.text
  if (/['"\\]/.test(text)) return undefined
  const lines = given.some((option) => ['-I', '-i', '--replace'].includes(option.name))
  return text
    .split(lines ? /\n+/ : /[ \t\n]+/)
    .map((word) => (lines ? word.trimStart() : word))
    .filter((word) => word !== '')
    .map((word) => ({ text: word, raw: word }))
}

/** A word that standard input will bring. */
function fed(call: Call): Word {
  const { stdin } = call.frame
  const from = stdin.kind === 'pipe' ? { outputOf: stdin.from } : {}
  return { text: null, raw: '{}', opaque: 'stdin', prefix: '', suffix: '', ...from }
}

/** A word with the mark in it replaced, also inside a text that a shell will read. */
function replaceMark(word: Word, mark: string, item: Word): Word {
  const value = wordValue(word)
  if (mark === '' || !value.text.includes(mark)) return word
  const inserted = wordValue(item)
  const text = value.text.split(mark).join(inserted.text)
  const result: Value = {
    text,
    opaque: value.opaque ?? inserted.opaque,
    variables: value.variables,
    outputOf: inserted.outputOf ?? value.outputOf,
  }
  return wordOf(result, word.raw)
}

const findActions = new Map([
  ['-exec', false],
  ['-ok', false],
  ['-execdir', true],
  ['-okdir', true],
])

/** `find ... -exec COMMAND {} ;`: the paths lie below the starting points, which stay as their known start. */
function find(call: Call): Unwrapped | undefined {
  const { argv } = call
  const inner: Inner[] = []
  const roots = startingPoints(argv)
  for (let at = 1; at < argv.length; at++) {
    const inFolder = findActions.get(argv[at]?.text ?? '')
    if (inFolder === undefined) continue
    let end = at + 1
    while (end < argv.length && argv[end]?.text !== ';' && !(argv[end]?.text === '+' && argv[end - 1]?.text === '{}'))
      end++
    const several = argv[end]?.text === '+'
    const start = inFolder ? './' : roots
    const path: Word = { text: null, raw: '{}', opaque: 'glob', prefix: start, suffix: '', pieces: [start, ''] }
    const command = argv
      .slice(at + 1, end)
      .map((word) => (word.text === '{}' && several ? { ...path, splits: true } : replaceMark(word, '{}', path)))
    if (command.length > 0)
      inner.push({ what: { kind: 'argv', argv: command }, maybe: true, ...(inFolder ? { cwd: null } : {}) })
    at = end
  }
  return inner.length === 0 ? undefined : { stays: true, inner }
}

/** What all paths that find comes to start with. */
function startingPoints(argv: readonly Word[]): string {
  const points: string[] = []
  let at = 1
  while (['-H', '-L', '-P'].includes(argv[at]?.text ?? '')) at++
  for (; at < argv.length; at++) {
    const text = argv[at]?.text ?? argv[at]?.prefix ?? ''
    if (/^(-.|[(!])/.test(text)) break
    points.push(text)
  }
  if (points.length === 0) return '.'
  let start = points[0] as string
  for (const point of points) while (!point.startsWith(start)) start = start.slice(0, -1)
  return start
}

function fd(call: Call): Unwrapped | undefined {
  const at = call.argv.findIndex((word) => ['-x', '--exec', '-X', '--exec-batch'].includes(word.text ?? ''))
  if (at < 0) return undefined
  const several = ['-X', '--exec-batch'].includes(call.argv[at]?.text ?? '')
  let end = call.argv.findIndex((word, index) => index > at && word.text === ';')
  if (end < 0) end = call.argv.length
  const path: Word = {
    text: null,
    raw: '{}',
    opaque: 'glob',
    prefix: '',
    suffix: '',
    ...(several ? { splits: true } : {}),
  }
  const words = call.argv.slice(at + 1, end)
  if (words.length === 0) return undefined
  const marked = words.some((word) => /\{\/?\/?\.?\}/.test(word.text ?? ''))
  const command = marked
    ? words.map((word) => (word.text !== null && /\{\/?\/?\.?\}/.test(word.text) ? replaceAny(word, path) : word))
    : [...words, path]
  return { stays: true, inner: [{ what: { kind: 'argv', argv: command }, maybe: true }] }
}

function replaceAny(word: Word, item: Word): Word {
  const text = (word.text ?? '').replace(/\{\/?\/?\.?\}/g, HOLE)
  return {
    ...wordOf({ text, opaque: 'glob', variables: undefined, outputOf: undefined }, word.raw),
    ...(item.splits ? { splits: true } : {}),
  }
}

/** `parallel COMMAND ::: items`: the words are joined and read by a shell, once for each item. */
function parallel(call: Call): Unwrapped | undefined {
  const { rest } = readOptions(call.argv, {
    short: 'j:P:n:N:L:l::I:i::a:d:C:s:S:E:e::mXkutvq0r',
    long: [
      'jobs=',
      'max-procs=',
      'max-args=',
      'max-lines=',
      'arg-file=',
      'delimiter=',
      'colsep=',
      'sshlogin=',
      'sshloginfile=',
      'joblog=',
      'results=',
      'timeout=',
      'retries=',
      'delay=',
      'load=',
      'memfree=',
      'nice=',
      'halt=',
      'tmpdir=',
      'workdir=',
      'wd=',
      'env=',
      'tag',
      'keep-order',
      'dry-run',
      'bar',
      'eta',
      'progress',
      'pipe',
      'block=',
      'recstart=',
      'recend=',
      'rpl=',
      'tagstring=',
      'basefile=',
      'return=',
      'shebang',
      'semaphore',
      'id=',
      'bg',
      'fg',
      'wait',
      'colour=',
      'line-buffer',
      'group',
      'ungroup',
      'quote',
    ],
  })
  const words = call.argv.slice(rest)
  const at = words.findIndex((word) => word.text !== null && /^:::\+?:?\+?$/.test(word.text))
  const command = at < 0 ? words : words.slice(0, at)
  const sources = at < 0 ? [] : words.slice(at)
  const items =
    sources[0]?.text === ':::' && sources.filter((word) => word.text?.startsWith(':::')).length === 1
      ? sources.slice(1)
      : undefined
  const open = fed(call)
  if (command.length === 0) {
    // Without a command each item is one.
    if (!items)
      return {
        stays: true,
        inner: [{ what: { kind: 'opaque', reason: 'stdin', role: 'script', source: call.source } }],
      }
    return {
      stays: true,
      inner: items.map(
        (item): Inner => ({ what: { kind: 'text', text: wordValue(item), dialect: 'sh' }, maybe: true }),
      ),
    }
  }
  const marked = command.some((word) => /\{[^{}]{0,4}\}/.test(word.text ?? ''))
  const turn = (item: Word): Inner => {
    const filled = marked
      ? command
          .map((word) => replaceMark(word, '{}', item))
          .map((word) => (word.text !== null && /\{[./#%\d+-]{1,4}\}/.test(word.text) ? replacePartly(word) : word))
      : [...command, item]
    return { what: { kind: 'text', text: joinWords(filled), dialect: 'sh' }, maybe: true, stdin: { kind: 'null' } }
  }
  const turns =
    items && items.length <= MAX_TURNS && items.every((item) => item.text !== null)
      ? items.map((item) => turn(quoted(item)))
      : [turn(open)]
  return { stays: true, inner: turns }
}

function replacePartly(word: Word): Word {
  return wordOf(
    {
      text: (word.text ?? '').replace(/\{[./#%\d+-]{1,4}\}/g, HOLE),
      opaque: 'glob',
      variables: undefined,
      outputOf: undefined,
    },
    word.raw,
  )
}

/** An item as parallel quotes it for its shell. */
function quoted(item: Word): Word {
  const text = item.text ?? ''
  return /^[\w@%+=:,./-]+$/.test(text) ? item : { ...item, text: `'${text.replaceAll("'", `'\\''`)}'` }
}

/** `watch COMMAND`: joined and read by `sh -c`, or started as it is with `-x`. */
function watch(call: Call): Unwrapped | undefined {
  const { given, rest } = readOptions(call.argv, {
    short: 'd::n:ptbegcxwq:r',
    long: [
      'differences=?',
      'interval=',
      'precise',
      'no-title',
      'beep',
      'errexit',
      'chgexit',
      'equexit=',
      'color',
      'exec',
      'no-wrap',
      'no-rerun',
    ],
  })
  const words = call.argv.slice(rest)
  if (words.length === 0) return undefined
  if (given.some((option) => option.name === '-x' || option.name === '--exec'))
    return { stays: false, inner: [{ what: { kind: 'argv', argv: words } }] }
  return { stays: false, inner: [{ what: { kind: 'text', text: joinWords(words), dialect: 'sh' } }] }
}

function entr(call: Call): Unwrapped | undefined {
  const { given, rest } = readOptions(call.argv, { short: 'acdnprsxz' })
  const words = call.argv.slice(rest)
  const [first] = words
  if (!first) return undefined
  if (given.some((option) => option.name === '-s'))
    return {
      stays: false,
      inner: [
        { what: { kind: 'text', text: wordValue(first), dialect: 'sh', positional: words.slice(1) }, maybe: true },
      ],
    }
  return { stays: false, inner: [{ what: { kind: 'argv', argv: words }, maybe: true }] }
}
