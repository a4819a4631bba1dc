/**
 * Writes gatesh's hooks into agents' settings and takes them out again. Before the first change of a file its bytes are
 * kept, with a digest of what it became: as long as it is that, taking the hooks out brings the very bytes back. If
 * somebody changed it since, only what gatesh put in is taken out.
 */
import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { withoutTrust, withTrust } from './codex-trust.js'
import { withEntries, withoutEntries } from './json-entries.js'
import { type Change, isOurs, type Plan } from './plan.js'

export interface Outcome {
  readonly path: string
  readonly did: 'added' | 'already there' | 'taken out' | 'not there'
  /** Where its bytes from before are kept. */
  readonly backup?: string
}

/** A file could not be read or changed; everything of its plan is as it was. */
export class InstallError extends Error {
  constructor(
    readonly path: string,
    problem: string,
  ) {
    super(`${path}: ${problem}`)
  }
}

/** What is kept of a file that was changed. */
interface Kept {
  readonly path: string
  /** Its bytes from before in base64; null where there was none. */
  readonly before: string | null
  /** SHA-256 of what gatesh made of it. */
  readonly after: string
  /** Directories that were made for it, the outermost first. */
  readonly made: readonly string[]
}

const digest = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

/** Adds the hooks of `plan`. Throws InstallError; then nothing is changed. `state`: gatesh's state directory. */
export function install(plan: Plan, state: string): Outcome[] {
  return allOrNothing(plan.changes, state, (change) => {
    const { path } = change
    const now = bytesOf(path)
    const kept = recordOf(state, path)
    const base = baseOf(change, now, kept)
    const text = changed(change, textOf(base))
    if (text instanceof Error) throw new InstallError(path, text.message)
    const backup = recordPath(state, path)
    if (now?.equals(Buffer.from(text))) return { path, did: 'already there', backup }
    const made = kept?.made ?? missingDirectories(path)
    const record: Kept = { path, before: base?.toString('base64') ?? null, after: digest(text), made }
    writeWhole(backup, JSON.stringify(record), 0o600)
    writeWhole(path, text, undefined)
    return { path, did: 'added', backup }
  })
}

/** Takes the hooks of `plan` out. Throws InstallError; then nothing is changed. */
export function uninstall(plan: Plan, state: string): Outcome[] {
  return allOrNothing([...plan.changes].reverse(), state, (change) => {
    const { path } = change
    const now = bytesOf(path)
    const kept = recordOf(state, path)
    const isAsLeft = kept !== undefined && now !== undefined && digest(now) === kept.after
    // A file of gatesh's own goes as a whole, whatever was done to it.
    const clean = change.kind === 'file' && !isAsLeft ? undefined : baseOf(change, now, kept)
    const did = sameBytes(clean, now) ? 'not there' : 'taken out'
    if (did === 'taken out') {
      if (clean === undefined) removeFile(path, kept?.made ?? [])
      else writeWhole(path, clean, undefined)
    }
    rmSync(recordPath(state, path), { force: true })
    return { path, did }
  })
}

/** Whether the hooks of `plan` stand where they belong, as this version of gatesh writes them. */
export function isInstalled(plan: Plan): boolean {
  try {
    return plan.changes.every(stands)
  } catch {
    return false
  }
}

function stands(change: Change): boolean {
  const text = textOf(bytesOf(change.path))
  switch (change.kind) {
    case 'entries': {
      const compact = text.replace(/\s/g, '')
      return change.entries.every(({ value }) => compact.includes(JSON.stringify(value).replace(/\s/g, '')))
    }
    case 'file':
      return text === change.text
    case 'codex-trust':
      return true
  }
}

/** The file without anything of gatesh's: its bytes from before, as long as nobody changed what gatesh made of them. */
function baseOf(change: Change, now: Buffer | undefined, kept: Kept | undefined): Buffer | undefined {
  if (now === undefined) return undefined
  if (kept && digest(now) === kept.after) return beforeOf(kept)
  if (!isUtf8(now)) throw new InstallError(change.path, 'it is not UTF-8 text')
  const before = kept === undefined ? undefined : textOf(beforeOf(kept))
  const clean = cleaned(change, textOf(now), before)
  return clean === textOf(now) ? now : Buffer.from(clean)
}

function changed(change: Change, text: string): string | Error {
  switch (change.kind) {
    case 'entries':
      return withEntries(text, change.entries, change.base)
    case 'file':
      return change.text
    case 'codex-trust':
      return withTrust(text, change.entries, { path: change.hooks, text: textOf(bytesOf(change.hooks)) })
  }
}

/** The text without what gatesh put in. Throws InstallError where it cannot be read. */
function cleaned(change: Change, text: string, before: string | undefined): string {
  switch (change.kind) {
    case 'entries': {
      const clean = withoutEntries(text, isOurs, before)
      if (clean instanceof Error) throw new InstallError(change.path, clean.message)
      return clean
    }
    case 'file':
      return text
    case 'codex-trust':
      return withoutTrust(text)
  }
}

const textOf = (bytes: Buffer | undefined) => bytes?.toString('utf8') ?? ''
const beforeOf = ({ before }: Kept) => (before === null ? undefined : Buffer.from(before, 'base64'))
const sameBytes = (a: Buffer | undefined, b: Buffer | undefined) =>
  a === undefined || b === undefined ? a === b : a.equals(b)

/** Bytes of the file; undefined where there is none. */
function bytesOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw new InstallError(path, `it cannot be read (${codeOf(error)})`)
  }
}

/** One file for each that was changed, named by its path. */
const recordPath = (state: string, path: string) => join(state, 'init', `${digest(path).slice(0, 16)}.json`)

function recordOf(state: string, path: string): Kept | undefined {
  const bytes = bytesOf(recordPath(state, path))
  if (bytes === undefined) return undefined
  try {
    const kept = JSON.parse(textOf(bytes)) as Kept
    return kept.path === path && typeof kept.after === 'string' && Array.isArray(kept.made) ? kept : undefined
  } catch {
    // Torn by a crash: then only what gatesh put in is taken out.
    return undefined
  }
}

/** Changes one file after the other; where one fails, those before it are put back. */
function allOrNothing(changes: readonly Change[], state: string, apply: (change: Change) => Outcome): Outcome[] {
  const files = changes.flatMap(({ path }) => [path, recordPath(state, path)])
  const before = files.map((path) => [path, bytesOf(path)] as const)
  try {
    return changes.map(apply)
  } catch (error) {
    for (const [path, bytes] of before) {
      if (sameBytes(bytesOf(path), bytes)) continue
      if (bytes === undefined) rmSync(path, { force: true })
      else writeWhole(path, bytes, undefined)
    }
    if (error instanceof InstallError) throw error
    const { path = '', code = '' } = error as NodeJS.ErrnoException
    throw new InstallError(path || (changes[0]?.path ?? ''), `it cannot be written (${code || String(error)})`)
  }
}

function missingDirectories(path: string): string[] {
  const missing: string[] = []
  for (let at = dirname(path); at !== dirname(at) && !exists(at); at = dirname(at)) missing.unshift(at)
  return missing
}

function exists(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch {
    return false
  }
}

/** Puts the whole file there at once. A symbolic link stays one, and the file behind it keeps its mode. */
function writeWhole(path: string, content: string | Uint8Array, mode: number | undefined): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const target = exists(path) ? realpathSync(path) : path
  const kept = mode ?? (exists(target) ? statSync(target).mode & 0o7777 : 0o600)
  const aside = `${target}.gatesh-${process.pid}`
  try {
    writeFileSync(aside, content, { mode: kept, flag: 'wx' })
    chmodSync(aside, kept)
    renameSync(aside, target)
  } catch (error) {
    rmSync(aside, { force: true })
    throw error
  }
}

function removeFile(path: string, made: readonly string[]): void {
  rmSync(path)
  for (const directory of [...made].reverse()) {
    try {
      rmdirSync(directory)
    } catch {
      // Something else stands in it by now.
      return
    }
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? String(error)
