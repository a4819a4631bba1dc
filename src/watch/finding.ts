/** Which of an act's changes are an escape, and how that is written down and said. Pure but for the reader passed in. */
import { directoryOf, isWithin } from '../effects/paths.js'
import type { EscapedChange, EscapeLine, FileState } from '../log/escape.js'
import type { Redact } from '../log/redact.js'
import type { Standing } from './boundary.js'
import type { Act, Change, Writer } from './event.js'
import type { Expected } from './expected.js'

/** A file's content before and now, for the small ones of which it is known. */
export interface Contents {
  readonly before?: FileState
  readonly after?: FileState
  readonly diff?: string
  readonly kept?: true
}

export interface Grounds {
  standing(path: string): Standing
  readonly expected: Expected
  /** Whether a change there is told of even where nobody knows who made it. */
  isWatched(path: string): boolean
  contents(path: string): Contents
  /** Whether something stands there now. */
  exists(path: string): boolean
  readonly home: string
}

/** What stands in a line of the log before its place in it is known. */
export type Escape = Pick<EscapeLine, 'writer' | 'entry' | 'command' | 'changes' | 'count'>

/** Changes that a finding names; the count says how many there were. */
const MAX_NAMED = 16

/** The finding of an act; undefined where all of it was expected or is nobody's business. */
export function escapeOf(act: Act, grounds: Grounds, at: number, redact: Redact): Escape | undefined {
  const changes = act.changes.map((change) => asItIs(change, grounds))
  const lasting = new Set(changes.flatMap(({ path, transient }) => (transient ? [] : [directoryOf(path)])))
  // What was made only to be put in the place of its neighbour is no change of its own.
  const settled = changes.filter(({ path, transient }) => !transient || !lasting.has(directoryOf(path)))
  const told = settled.filter(
    (change) =>
      isEscape(change, act.writer, grounds, at) &&
      !isNothing(change, grounds) &&
      !isMountPoint(change, act.writer, grounds),
  )
  if (told.length === 0) return undefined
  const { writer } = act
  const share = act.changes.length === 0 ? 0 : told.length / act.changes.length
  return {
    writer: writer.by,
    ...(writer.by === 'command' ? { entry: writer.chain[0] ?? '', command: redact(writer.text) } : {}),
    changes: told.slice(0, MAX_NAMED).map((change) => described(change, grounds, redact)),
    count: act.count > act.changes.length ? Math.round(act.count * share) : told.length,
  }
}

/** Notices of one name may come as one, in no order: what is there is no more gone, and what is gone was deleted. */
function asItIs(change: Change, grounds: Grounds): Change {
  const { transient, ...lasting } = change
  return transient && grounds.exists(change.path) ? lasting : change
}

/** Opened for writing, or touched, and left as it was. */
function isNothing({ path, kind }: Change, grounds: Grounds): boolean {
  if (kind !== 'modify' && kind !== 'chmod') return false
  const { before, after } = grounds.contents(path)
  if (!before || !after) return false
  const sameMode = before.mode === after.mode
  return sameMode && (kind === 'chmod' || (before.hash !== undefined && before.hash === after.hash))
}

/** bubblewrap makes an empty file or directory wherever it is to hide something that is not there. */
function isMountPoint({ path, kind }: Change, writer: Writer, grounds: Grounds): boolean {
  if (kind !== 'create' || writer.by !== 'command' || !/^(?:\/usr\/bin\/)?bwrap /.test(writer.text)) return false
  const { after } = grounds.contents(path)
  return after === undefined ? !grounds.exists(path) : after.size === 0
}

function isEscape(change: Change, writer: Writer, grounds: Grounds, at: number): boolean {
  const chain = writer.by === 'command' ? writer.chain : undefined
  const ends = change.from === undefined ? [change] : [change, { path: change.from, kind: 'delete' as const }]
  return ends.some((end) => {
    const standing = grounds.standing(end.path)
    const guarded = 'guarded' in standing ? standing.guarded : undefined
    return concerns(end.path, standing, writer, grounds) && !grounds.expected.explains(end, guarded, chain, at)
  })
}

/** Whether anybody has to answer for a change there. */
function concerns(path: string, standing: Standing, writer: Writer, grounds: Grounds): boolean {
  switch (standing.where) {
    case 'inside':
    case 'exempt':
      return false
    case 'guarded-inside':
      // The agent's own settings, written by itself when its user permits something: the rules in them are announced.
      return standing.guarded !== 'agent-settings' || writer.by !== 'agent'
    case 'agent-state':
      return writer.by === 'command' || (writer.by === 'unknown' && standing.guarded === 'agent-settings')
    case 'outside':
      return standing.area !== 'device' && (writer.by !== 'unknown' || grounds.isWatched(path))
  }
}

function described(change: Change, grounds: Grounds, redact: Redact): EscapedChange {
  const standing = grounds.standing(change.path)
  const guarded = 'guarded' in standing ? standing.guarded : undefined
  const { diff, ...about } = grounds.contents(change.path)
  // A file that was there before is not made by being put in place once more.
  const kind = change.kind === 'create' && about.before && !change.transient ? 'modify' : change.kind
  return {
    path: redact(change.path),
    kind,
    ...(change.from === undefined ? {} : { from: redact(change.from) }),
    ...(change.transient ? { transient: true } : {}),
    ...(guarded === undefined ? {} : { guarded }),
    ...about,
    ...(diff === undefined || diff === '' ? {} : { diff: redact(diff) }),
  }
}

const verbs: Readonly<Record<EscapedChange['kind'], string>> = {
  create: 'made',
  modify: 'changed',
  delete: 'deleted',
  rename: 'renamed',
  chmod: 'changed the mode of',
  link: 'linked',
}

/** `made ~/x and changed 2 more files`. */
export function sayChanges({ changes, count }: Pick<Escape, 'changes' | 'count'>, home: string): string {
  const [first] = changes
  if (!first) return `changed ${count} files`
  const short = (path: string) => (isWithin(path, home) ? `~${path.slice(home.length)}` : path)
  const what = `${verbs[first.kind]} \`${short(first.path)}\``
  return count > 1 ? `${what} and ${count - 1} more ${count === 2 ? 'file' : 'files'}` : what
}

/** Longest command that a line for people shows; the entry has all of it. */
const MAX_SHOWN = 120

function shownCommand({ command = '' }: Escape): string {
  return `\`${command.length > MAX_SHOWN ? `${command.slice(0, MAX_SHOWN - 3)}...` : command}\``
}

/** One line for the person at the terminal. `id`: of the entry. */
export function sayEscape(found: Escape, id: string, home: string): string {
  const changes = sayChanges(found, home)
  const restore = found.changes.some(({ kept }) => kept) ? `, \`gatesh restore ${id}\` puts it back` : ''
  const see = `see \`gatesh log show ${id}\`${restore}`
  switch (found.writer) {
    case 'command':
      return `outside the project: ${shownCommand(found)} ${changes}, which it had not said; ${see}`
    case 'agent':
      return `outside the project: the agent itself ${changes}; ${see}`
    case 'unknown':
      return `outside the project: somebody ${changes} while the agent ran, and it is not known who; ${see}`
  }
}

/** The same for the agent, beside its next tool's output. */
export function warnAgent(found: Escape, home: string): string {
  const changes = sayChanges(found, home)
  const who = found.writer === 'agent' ? 'you' : shownCommand(found)
  return (
    `gatesh saw that ${who} ${changes}, outside the project and named by no command that was allowed. ` +
    'The user has been told. Do not undo or repeat it by yourself: tell the user what it was for'
  )
}
