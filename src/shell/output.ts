import { posix } from 'node:path'
import type { Call } from './call.js'
import { absolute, readFile } from './files.js'
import { MAX_VALUE_FILE } from './limits.js'
import { decodeEscapes, printfText } from './printf.js'
import { programName } from './program.js'
import type { Word } from './script.js'
import { concat, constant, derived, EMPTY, HOLE, type Value, wordValue } from './value.js'
import { find } from './variables.js'

type Writer = (args: readonly Word[], call: Call) => Value | null

/**
 * What a command writes to its standard output, where that is plain from its words, its known input and what the world
 * says; null where it is not. Substitutions and pipes into shells are read through this.
 */
export function outputOf(call: Call): Value | null {
  const name = programName(call.argv)
  const writer = name === null ? undefined : writers.get(name)
  if (!writer) return call.argv.length === 0 ? inputCopied(call) : null
  const args = call.argv.slice(1)
  // A wrapped-in process elsewhere sees other files and variables; only what its own words say counts there.
  return writer(args, call)
}

/** `$(<file)`: a bare redirect in a substitution stands for the file's text. */
function inputCopied(call: Call): Value | null {
  const { stdin, dialect } = call.frame
  const reads = call.frame.redirects.some((redirect) => redirect.fd === 0)
  if (!reads || stdin.kind !== 'file') return EMPTY
  // A plain sh prints nothing here.
  return dialect === 'sh' ? null : (readFile(stdin.path, MAX_VALUE_FILE, call) ?? null)
}

const writers: ReadonlyMap<string, Writer> = new Map<string, Writer>([
  ['echo', echo],
  ['printf', (args) => printfText(args) ?? null],
  ['pwd', pwd],
  ['cat', cat],
  ['basename', basename],
  ['dirname', dirname],
  ['realpath', realpath],
  ['readlink', (args, call) => (args[0]?.text === '-f' ? realpath(args.slice(1), call) : null)],
  ['git', git],
  ['base64', base64],
  ['xxd', xxd],
  ['rev', (args, call) => mapLines(args, call, (line) => [...line].reverse().join(''))],
  [
    'tac',
    (args, call) => mapInput(args, call, (text) => `${text.replace(/\n$/, '').split('\n').reverse().join('\n')}\n`),
  ],
  ['tr', translate],
  ['seq', sequence],
  ['mktemp', mktemp],
  ['true', () => EMPTY],
  ['false', () => EMPTY],
  ['sleep', () => EMPTY],
  [
    'mkdir',
    (args) => (args.some((word) => word.text === null || /^-[^-]*v|^--verbose/.test(word.text)) ? null : EMPTY),
  ],
])

function echo(args: readonly Word[], call: Call): Value | null {
  let newline = true
  let escapes = call.frame.dialect === 'sh' || call.frame.dialect === 'zsh'
  let at = 0
  for (; at < args.length; at++) {
    const text = args[at]?.text
    if (!text || !/^-[neE]+$/.test(text)) break
    if (text.includes('n')) newline = false
    if (text.includes('e')) escapes = true
    if (text.includes('E')) escapes = false
  }
  let result = EMPTY
  for (const [index, word] of args.slice(at).entries()) {
    if (word.glob) return null
    let value = wordValue(word)
    if (escapes && value.text.includes('\\')) {
      const decoded = value.opaque ? undefined : decodeEscapes(value.text)
      if (decoded === undefined) return null
      value = derived(decoded, value)
    }
    result = index === 0 ? value : concat(concat(result, constant(' ')), value)
  }
  return newline ? concat(result, constant('\n')) : result
}

function pwd(args: readonly Word[], call: Call): Value | null {
  const physical = args.some((word) => word.text?.includes('P'))
  const { cwd } = call.state
  if (cwd === null) return null
  return constant(`${physical ? call.frame.world.realpath(cwd) : cwd}\n`)
}

function input(call: Call): Value | null {
  const { stdin } = call.frame
  if (stdin.kind === 'text') return wordValue(stdin.text)
  if (stdin.kind === 'file') return readFile(stdin.path, MAX_VALUE_FILE, call) ?? null
  return stdin.kind === 'null' ? EMPTY : null
}

function cat(args: readonly Word[], call: Call): Value | null {
  if (args.length === 0) return input(call)
  let result = EMPTY
  for (const word of args) {
    if (word.text === '-') {
      const text = input(call)
      if (!text) return null
      result = concat(result, text)
      continue
    }
    if (word.text?.startsWith('-') || word.glob || word.splits) return null
    const text = readFile(word, MAX_VALUE_FILE, call)
    if (!text) return null
    result = concat(result, text)
  }
  return result
}

function basename(args: readonly Word[]): Value | null {
  const [path, suffix] = args
  if (
    !path ||
    path.text === null ||
    args.length > 2 ||
    path.text.startsWith('-') ||
    path.glob ||
    (suffix && suffix.text === null)
  )
    return null
  const base = posix.basename(path.text)
  return constant(
    `${suffix?.text && base !== suffix.text && base.endsWith(suffix.text) ? base.slice(0, -suffix.text.length) : base}\n`,
    path.variables,
  )
}

function dirname(args: readonly Word[]): Value | null {
  const [path] = args
  if (!path || path.text === null || args.length !== 1 || path.text.startsWith('-') || path.glob) return null
  return constant(`${posix.dirname(path.text)}\n`, path.variables)
}

function realpath(args: readonly Word[], call: Call): Value | null {
  const [path] = args
  if (!path || path.text === null || args.length !== 1 || path.text.startsWith('-') || path.glob) return null
  const full = absolute(path.text, call.state)
  return full === undefined || call.frame.world.kind(full) === 'unknown'
    ? null
    : constant(`${call.frame.world.realpath(full)}\n`)
}

/** The few questions to git whose answers are facts of the world. */
function git(args: readonly Word[], call: Call): Value | null {
  const words = args.map((word) => word.text)
  const { cwd } = call.state
  if (cwd === null || call.env.some((assignment) => assignment.name.startsWith('GIT_'))) return null
  const view = call.frame.world.git(cwd)
  const line = (text: string | undefined) => (text === undefined ? null : constant(`${text}\n`))
  switch (words.join(' ')) {
    case 'rev-parse --show-toplevel':
      return line(view?.root)
    case 'branch --show-current':
    case 'rev-parse --abbrev-ref HEAD':
    case 'symbolic-ref --short HEAD':
      return line(view?.branch)
    case 'rev-parse --abbrev-ref @{u}':
    case 'rev-parse --abbrev-ref @{upstream}':
    case 'rev-parse --abbrev-ref --symbolic-full-name @{u}':
      return line(view?.upstream)
    case 'remote get-url origin':
      return line(view?.remotes.origin)
    default:
      return null
  }
}

/** Input of a filter: its one file, or standard input. Known text only. */
function filterInput(files: readonly Word[], call: Call): string | null {
  const [file, more] = files
  if (more) return null
  const value = file && file.text !== '-' ? (readFile(file, MAX_VALUE_FILE, call) ?? null) : input(call)
  return value && !value.opaque ? value.text : null
}

function base64(args: readonly Word[], call: Call): Value | null {
  const flags = args
    .filter((word) => word.text?.startsWith('-') && word.text !== '-')
    .map((word) => word.text as string)
  if (flags.some((flag) => !/^(-[dDi]+|--decode)$/.test(flag))) return null
  const text = filterInput(
    args.filter((word) => word.text === '-' || !word.text?.startsWith('-')),
    call,
  )
  if (text === null) return null
  if (!flags.some((flag) => /[dD]/.test(flag)))
    return text.length > 57 ? null : constant(`${Buffer.from(text).toString('base64')}\n`)
  // Anything else in it is an error after a part of the output.
  const digits = text.replaceAll('\n', '')
  return digits.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(digits)
    ? decoded(Buffer.from(digits, 'base64'))
    : null
}

/** Bytes as text, where they are text. */
function decoded(bytes: Buffer): Value | null {
  const text = bytes.toString('utf8')
  return text.includes('\uFFFD') || text.includes('\0') ? null : constant(text)
}

function xxd(args: readonly Word[], call: Call): Value | null {
  const flags = args.filter((word) => word.text?.startsWith('-')).map((word) => word.text)
  if (!flags.some((flag) => flag?.includes('r')) || !flags.some((flag) => flag?.includes('p'))) return null
  const text = filterInput(
    args.filter((word) => !word.text?.startsWith('-')),
    call,
  )
  return text === null ? null : decoded(Buffer.from(text.replace(/[^0-9a-fA-F]/g, ''), 'hex'))
}

function mapInput(args: readonly Word[], call: Call, change: (text: string) => string): Value | null {
  if (args.some((word) => word.text?.startsWith('-'))) return null
  const text = filterInput(args, call)
  return text === null ? null : constant(change(text))
}

function mapLines(args: readonly Word[], call: Call, change: (line: string) => string): Value | null {
  return mapInput(args, call, (text) => text.split('\n').map(change).join('\n'))
}

/** `tr` of sets that are plain characters and ranges of letters or digits. */
function translate(args: readonly Word[], call: Call): Value | null {
  const text = input(call)
  const [first, second] = args.map((word) => word.text)
  if (!text || text.opaque || first === null || first === undefined) return null
  if (first === '-d' && second && args.length === 2) {
    const removed = characters(second)
    return removed ? constant([...text.text].filter((char) => !removed.includes(char)).join('')) : null
  }
  if (first.startsWith('-') || !second || args.length !== 2) return null
  const from = characters(first)
  const to = characters(second)
  if (!from || !to || to.length === 0) return null
  const map = new Map(from.map((char, index) => [char, to[Math.min(index, to.length - 1)] as string]))
  return constant([...text.text].map((char) => map.get(char) ?? char).join(''))
}

function characters(set: string): string[] | undefined {
  if (set.includes('[')) return undefined
  const plain = set.includes('\\') ? decodeEscapes(set) : set
  if (plain === undefined) return undefined
  const chars: string[] = []
  for (let at = 0; at < plain.length; at++) {
    if (plain[at + 1] === '-' && at + 2 < plain.length) {
      const low = plain.charCodeAt(at)
      const high = plain.charCodeAt(at + 2)
      if (high < low || high - low > 128) return undefined
      for (let code = low; code <= high; code++) chars.push(String.fromCharCode(code))
      at += 2
    } else chars.push(plain[at] as string)
  }
  return chars
}

function sequence(args: readonly Word[]): Value | null {
  const numbers = args.map((word) =>
    word.text !== null && /^-?\d{1,6}$/.test(word.text) ? Number(word.text) : Number.NaN,
  )
  if (numbers.length < 1 || numbers.length > 3 || numbers.some(Number.isNaN)) return null
  const first = numbers.length > 1 ? (numbers[0] as number) : 1
  const step = numbers.length === 3 ? (numbers[1] as number) : 1
  const last = numbers.at(-1) as number
  if (step === 0 || (last - first) / step > 1000) return null
  let text = ''
  for (let n = first; step > 0 ? n <= last : n >= last; n += step) text += `${n}\n`
  return constant(text)
}

/** A new name in the place for temporary files: not known, but known to be there. */
function mktemp(args: readonly Word[], call: Call): Value | null {
  let folder: string | undefined
  let template: string | undefined
  let inTemp = false
  for (let at = 0; at < args.length; at++) {
    const text = args[at]?.text
    if (text === null || text === undefined) return null
    if (text === '-p') folder = args[++at]?.text ?? undefined
    else if (text.startsWith('--tmpdir=')) folder = text.slice(9)
    else if (text === '--tmpdir' || text === '-t') inTemp = true
    else if (!text.startsWith('-')) template = text
  }
  const env = find('TMPDIR', call)
  const temp = folder ?? (env.set && !env.value.opaque && env.value.text !== '' ? env.value.text : '/tmp')
  const name = template?.replace(/X+$/, '') ?? 'tmp.'
  const start = template && folder === undefined && !inTemp ? name : `${temp.replace(/\/$/, '')}/${name}`
  return { text: `${start}${HOLE}\n`, opaque: 'substitution', variables: undefined, outputOf: undefined }
}
