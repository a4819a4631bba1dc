import { posix } from 'node:path'
import { MAX_SCRIPT_BYTES } from './limits.js'
import { type Frame, newSink, type Where } from './run.js'
import type { Redirect, Word } from './script.js'
import type { State } from './state.js'
import { constant, EMPTY, unknown, type Value, wordValue } from './value.js'

/** Absolute path of a name; undefined where that depends on what is not known. */
export function absolute(path: string, state: State): string | undefined {
  if (path === '') return undefined
  if (path.startsWith('/')) return posix.normalize(path)
  return state.cwd === null ? undefined : posix.join(state.cwd, path)
}

/** Whether standard output is still what the surroundings made it. */
export function keepsOutput(frame: Frame): boolean {
  return !ownRedirects(frame).some(
    (redirect) =>
      redirect.fd === 1 && redirect.op !== 'read' && !(redirect.op === 'duplicate' && redirect.target.text === '1'),
  )
}

function ownRedirects(frame: Frame): readonly Redirect[] {
  return frame.inherited === 0 ? frame.redirects : frame.redirects.slice(frame.inherited)
}

/** Keeps what a command's own redirects put into files, since the same text may run or read them later. */
export function noteWrites(output: Value | null, where: Where): void {
  for (const redirect of ownRedirects(where.frame)) {
    if (redirect.op === 'read' || redirect.op === 'duplicate' || redirect.target.text === null) continue
    noteWrite(redirect.target.text, redirect.fd === 1 ? output : null, redirect.op === 'append', where)
  }
}

/**
 * The frame of a body whose redirects are opened once around it all: what its commands write together is what a file
 * gets, which `done` keeps when the body has been walked.
 */
export function enclose(frame: Frame): { readonly inside: Frame; done(where: Omit<Where, 'frame'>): void } {
  if (frame.redirects.length === frame.inherited) return { inside: frame, done: () => {} }
  const captured = !keepsOutput(frame)
  const inside: Frame = {
    ...frame,
    inherited: frame.redirects.length,
    ...(captured ? { out: newSink(), sure: true } : undefined),
  }
  return { inside, done: (where) => noteWrites(captured ? inside.out.text : EMPTY, { ...where, frame }) }
}

/** Keeps that a file was written; null when it is not known with what. */
function noteWrite(name: string, content: Value | null, append: boolean, where: Where): void {
  const path = absolute(name, where.state)
  if (path === undefined || path.startsWith('/dev/')) return
  const before = append ? contentOf(path, where) : undefined
  // The command that writes is the latest one.
  where.run.written.set(path, where.run.commands.length)
  if (!content || (append && !before)) where.state.setFile(path, unknown('file'))
  else
    where.state.setFile(
      path,
      before ? { ...content, text: before.text + content.text, opaque: before.opaque ?? content.opaque } : content,
    )
}

/** A file's text as far as it is known: what this text wrote, else what the world can read. */
export function readFile(word: Word, maxBytes: number, where: Where): Value | undefined {
  if (word.content) return word.content.text === null ? undefined : constant(word.content.text)
  if (word.text === null) return undefined
  if (inputNames.has(word.text))
    return where.frame.stdin.kind === 'text' ? wordValue(where.frame.stdin.text) : undefined
  const path = absolute(word.text, where.state)
  return path === undefined ? undefined : contentOf(path, where, maxBytes)
}

const inputNames = new Set(['/dev/stdin', '/dev/fd/0', '/proc/self/fd/0'])

function contentOf(path: string, where: Where, maxBytes = MAX_SCRIPT_BYTES): Value | undefined {
  const written = where.state.file(path)
  if (isTouched(path, where)) return unknown('file')
  if (written) return written
  const text = where.frame.world.readText(path, maxBytes)
  return text === undefined ? undefined : constant(text)
}

/** Programs that are given the name of a file and leave it as it is. */
const readers = new Set(
  `. [ bash bat cat cd chmod cmp cut dash diff dirname basename du echo egrep export fgrep file grep head ksh less ls md5sum mkdir
  more nl printf pwd readlink realpath rg rmdir sh sha1sum sha256sum shellcheck shfmt sort source stat tail test touch tree true
  type wc which zsh`.split(/\s+/),
)
const readingVerbs = new Set(['add', 'blame', 'commit', 'diff', 'log', 'ls-files', 'show', 'status'])

/**
 * Whether a command of this text that came after the file was last written was given its name, and may have changed it:
 * what can be read now is then not what will be run.
 */
function isTouched(path: string, { run, state }: Where): boolean {
  const name = posix.basename(path)
  for (let index = run.written.get(path) ?? 0; index < run.commands.length; index++) {
    const command = run.commands[index]
    const program = command?.argv[0]?.text ?? ''
    if (!command || readers.has(posix.basename(program))) continue
    if (program === 'git' && readingVerbs.has(command.argv[1]?.text ?? '')) continue
    for (let at = 1; at < command.argv.length; at++) {
      const text = command.argv[at]?.text
      if (!text?.endsWith(name)) continue
      // In an option the name stands behind letters or an equals sign; where it begins is not looked into.
      if (text.startsWith('-') || absolute(text, state) === path) return true
    }
  }
  return false
}

/** Programs that make a directory, which a later `cd` then finds: `mkdir`, `git clone`, `git init`. */
export function noteMade(argv: readonly Word[], state: State): void {
  const program = argv[0]?.text
  if (program !== 'mkdir' && program !== 'git' && program !== 'install') return
  const words = argv.slice(1).flatMap((word) => (word.text === null || word.text.startsWith('-') ? [] : [word.text]))
  const paths = (program === 'git' ? madeByGit(words) : words).flatMap((name) => absolute(name, state) ?? [])
  if (paths.length > 0) state.made = new Set([...state.made, ...paths].slice(-MAX_MADE))
}

function madeByGit([verb, first, second]: readonly string[]): readonly string[] {
  if (verb === 'clone' && first) return [second ?? posix.basename(first, '.git')]
  if (verb === 'init' && first) return [first]
  return verb === 'worktree' && first === 'add' && second ? [second] : []
}

const MAX_MADE = 64
