import { posix } from 'node:path'
import { type Frame, newSink, type Where } from './run.js'
import type { Redirect, Word } from './script.js'
import type { State } from './state.js'
import { constant, EMPTY, unknown, type Value } from './value.js'

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
export function noteWrite(name: string, content: Value | null, append: boolean, where: Where): void {
  const path = absolute(name, where.state)
  if (path === undefined || path.startsWith('/dev/')) return
  const before = append ? contentOf(path, where) : undefined
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
  const path = absolute(word.text, where.state)
  return path === undefined ? undefined : contentOf(path, where, maxBytes)
}

function contentOf(path: string, where: Where, maxBytes = 64 * 1024): Value | undefined {
  const written = where.state.file(path)
  if (written) return written
  const text = where.frame.world.readText(path, maxBytes)
  return text === undefined ? undefined : constant(text)
}
