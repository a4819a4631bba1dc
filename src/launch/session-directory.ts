/**
 * The directories of one session. State (what outlives it) below XDG state; the socket and the shims below the runtime
 * directory, or a fresh 0700 directory where that is missing or its path too long for a socket address.
 */
import { randomBytes } from 'node:crypto'
import { chmodSync, copyFileSync, linkSync, lstatSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Directories } from '../config/directories.js'

/** sun_path is 108 bytes on Linux and 104 on macOS, its NUL included. */
const MAX_SOCKET_PATH = 103

const ID_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const ID_LENGTH = 6

/** Short enough to be typed: `gatesh log show k3x9q2-17`. */
export function newSessionId(): string {
  return [...randomBytes(ID_LENGTH)].map((byte) => ID_LETTERS[byte % ID_LETTERS.length]).join('')
}

export const SESSION_ID = /^[a-z2-9]{6}$/

export interface SessionDirectory {
  readonly id: string
  /** 0700: holds bin/, sock, broker.sock and the BASH_ENV file. */
  readonly root: string
  /** Shims (see wire.ts, "Where"). */
  readonly bin: string
  readonly sock: string
  /** For the user's other terminals; made by the supervisor, which tells them from the agent's tree. */
  readonly control: string
  /** Where the supervisor connects, once. */
  readonly brokerSock: string
  /** State of this session that outlives it. */
  readonly state: string
  remove(): void
}

/** Makes them. Throws where one cannot be made or belongs to somebody else. */
export function makeSessionDirectory(id: string, directories: Directories): SessionDirectory {
  const root = runtimeRoot(id, directories.runtime)
  const state = join(directories.sessions, id)
  mkdirSync(state, { recursive: true, mode: 0o700 })
  const bin = join(root, 'bin')
  mkdirSync(bin, { mode: 0o700 })
  return {
    id,
    root,
    bin,
    sock: join(root, 'sock'),
    control: join(root, 'control'),
    brokerSock: join(root, 'broker.sock'),
    state,
    remove() {
      chmodSync(bin, 0o700)
      rmSync(root, { recursive: true, force: true })
    },
  }
}

function runtimeRoot(id: string, runtime: string | undefined): string {
  const named = runtime === undefined ? undefined : join(runtime, id)
  if (
    named !== undefined &&
    Buffer.byteLength(join(named, 'broker.sock')) <= MAX_SOCKET_PATH &&
    makePrivate(runtime ?? '', named)
  )
    return named
  // mkdtemp makes it 0700 and nobody else's.
  return mkdtempSync(join(Buffer.byteLength(tmpdir()) < MAX_SOCKET_PATH / 2 ? tmpdir() : '/tmp', 'gatesh-'))
}

function makePrivate(parent: string, path: string): boolean {
  try {
    mkdirSync(parent, { recursive: true, mode: 0o700 })
    const stat = lstatSync(parent)
    if (!stat.isDirectory() || stat.uid !== process.getuid?.() || (stat.mode & 0o077) !== 0) return false
    mkdirSync(path, { mode: 0o700 })
    return true
  } catch {
    return false
  }
}

/** Puts the shim under each of `names` and closes the directory. Throws where that fails: half a gate is none. */
export function layOutShims({ bin }: SessionDirectory, shim: string, names: readonly string[]): void {
  const [first, ...others] = names
  if (first === undefined) throw new Error('there is no program to put a shim before')
  copyFileSync(shim, join(bin, first))
  chmodSync(join(bin, first), 0o500)
  for (const name of others) linkSync(join(bin, first), join(bin, name))
  chmodSync(bin, 0o500)
}

/** What bash reads before a text, a script or stdin: the user's own BASH_ENV, then ours. */
export const bashEnvOf = ({ root }: SessionDirectory): string => join(root, 'bash-env')

/**
 * Writes it. `hook`: the file that makes a bash that lives on ask for its lines. `shimmed`: a login shell's profile may
 * have reset PATH, and the shims must come first again.
 */
export function writeBashEnv(
  directory: SessionDirectory,
  { before, hook, shimmed }: { before: string | undefined; hook: string; shimmed: boolean },
): void {
  const bin = quoted(directory.bin)
  const lines = [
    ...(before ? [`if [ -r ${quoted(before)} ]; then . ${quoted(before)}; fi`] : []),
    ...(shimmed ? [`case "$PATH" in ${bin}:*) ;; *) PATH=${bin}:$PATH ;; esac`] : []),
    `. ${quoted(hook)}`,
    '',
  ]
  writeFileSync(bashEnvOf(directory), lines.join('\n'), { mode: 0o600 })
}

/** A text as one word of a POSIX shell. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
