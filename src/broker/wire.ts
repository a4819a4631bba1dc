/*
 * THE WIRE between the C side (shims/: shim, gatesh-ask, exec supervisor) and the broker (src/broker/).
 * shims/wire.h and src/broker/wire.ts open with these same words, and a test compares them.
 *
 * Transport. One Unix stream socket. The asker connects and speaks first. One asker may send many requests without
 * waiting; answers carry the id of their request and come in any order.
 *
 * Frame. u32 length of the payload, then the payload: u8 version, u8 type, u32 id, then the fields of that type in the
 * order below, nothing after them. Integers are little-endian. A payload is at most 16 MiB towards the broker and
 * 64 KiB towards the asker. An unknown version or type, a field that runs over the end, or bytes left over: an error
 * value, the connection is closed, and what was asked is denied. Nobody guesses.
 *
 *   string  u32 length, then the bytes; no NUL inside; not assumed to be UTF-8
 *   bytes   u32 length, then the bytes
 *   list    u32 count, u32 length of what follows, then the strings, each followed by one NUL
 *   origin  u32 pid, u32 uid, u32 gid, u64 exec: who asks, as the kernel told the supervisor, and the exec id of the
 *           image that this process runs or was forked from. All 0: the asker speaks for itself and nothing is proven.
 *           Only the supervisor fills it in; what an asker wrote there is overwritten.
 *
 * To the broker:
 *    1 HELLO     u8 role, u32 pid, string session. The supervisor sends it first; other askers need not. No answer.
 *    2 COVERAGE  u8 mode, u32 agent pid, list present, list missing: what the supervisor could install. No answer.
 *    3 EXEC      origin, u8 door, u64 exec (this image's own id, 0 from a shim), u32 pid, u32 ppid (0 from the
 *                supervisor: origin says it better), string exe (the file that runs; a shim gives the file it found on
 *                PATH), u64 dev, u64 ino (of exe: a path alone proves nothing, another mount may show another file
 *                there), string execfn (AT_EXECFN: the path given to execve; names the script when exe is its
 *                interpreter), string cwd (empty: deleted or unreadable), u8 stdin kind, string stdin path (regular
 *                files only), bytes stdin peek (what could already be read from a pipe, a socket or a file without a
 *                name, at most 64 KiB, nothing consumed; more may come), u32 flags, list argv, list env.
 *                Answer: VERDICT.
 *    4 LINE      origin, u32 pid, string shell, string cwd, string text: one line of a shell that lives on, before it
 *                runs. Answer: VERDICT.
 *    5 HOOK      origin, string agent, string event, bytes payload (as the agent gave it). Answer: HOOKREPLY.
 *    6 CANCEL    nothing: the asker of this id is gone, nobody waits for its answer any more. No answer.
 *    7 LOCAL     u64 first, u32 count, then count times: u64 exec, u64 parent exec, u32 pid, string exe, string argv0.
 *                Execs that the supervisor allowed by itself, numbered from first without a gap over the session.
 *                No answer.
 *    8 STATS     u64 execs, asked, local, denied, cancelled: totals, once, at the end. No answer.
 *    9 REFUSED   u64 parent exec, u32 pid, string name, string why: an exec that the supervisor refused by itself before
 *                there was an image to ask about (the caller could not be held). No answer.
 *   16 CONTROL   origin, u8 outside, bytes payload: `gatesh approve` and its like, over the session's other socket.
 *                outside 1: the kernel says that the asker is the same user and nobody below the agent. As origin, only
 *                the supervisor fills it in. Answer: HOOKREPLY.
 *   10 WROTE     u32 dropped, u32 count, then count times: u8 kind (0 created, 1 written and closed, 2 deleted, 3 renamed,
 *                4 mode or owner), u32 pid, u64 exec (of the writer; 0: gone, nobody can say), string path, string from
 *                (where a renamed one was). Changes outside the session's roots, by any way; dropped: how many more there
 *                were. No answer.
 *   11 UNSEEN    string why: what the file watch does not see, or not any more. No answer.
 *
 * To the asker:
 *  129 VERDICT   u8 action (0 deny, 1 allow, 2 cancelled: end without a message), u8 exit code (for deny and cancelled),
 *                string message (what to print, lines, each without the leading "gatesh: "; at most 4 KiB is printed).
 *  130 HELD      nothing: a person or a model is being asked; the answer may take minutes.
 *  131 HOOKREPLY u8 exit code, bytes stdout, bytes stderr: what the hook process prints and exits with.
 *
 * Waiting. The C side waits 10 s for the first answer (VERDICT, HOOKREPLY or HELD), then denies and says so. After HELD
 * it waits without limit. A closed connection denies everything that was asked on it.
 *
 * Where. A session has one directory (0700): bin/ holds the shims (0500), sock is the socket that shims, hooks and
 * lines ask (../sock as seen from bin/). The shim looks nowhere else, least of all in the environment. Only where no
 * session was launched, with a standing shim directory, it finds or starts the broker of its user (standing.h).
 */

export const WIRE_VERSION = 1
export const MAX_REQUEST = 16 * 1024 * 1024
export const MAX_REPLY = 64 * 1024
/** What the C side prints of a verdict's message. */
export const MAX_MESSAGE = 4096
/** Time for the first answer; a broker that needs longer sends HELD. */
export const FIRST_ANSWER_MS = 10_000

export const TYPE = {
  hello: 1,
  coverage: 2,
  exec: 3,
  line: 4,
  hook: 5,
  cancel: 6,
  local: 7,
  stats: 8,
  refused: 9,
  control: 16,
  wrote: 10,
  unseen: 11,
  verdict: 129,
  held: 130,
  hookreply: 131,
} as const

/** Index is the code on the wire. */
export const ROLES = ['supervisor', 'shim', 'shell', 'hook', 'cli'] as const
export const DOORS = ['shim', 'shell', 'supervisor'] as const
export const MODES = ['late', 'ptrace'] as const
export const CHANGES = ['create', 'modify', 'delete', 'rename', 'chmod'] as const
export const STDIN_KINDS = ['closed', 'tty', 'null', 'file', 'pipe', 'socket', 'other'] as const
export const ACTIONS = ['deny', 'allow', 'cancelled'] as const

/** Bits of EXEC flags. */
export const EXEC_FLAG = {
  /** argv was longer than the frame allows; the rest is unknown */
  argvTruncated: 1,
  /** env was longer than 256 KiB; the rest is unknown */
  envTruncated: 2,
  /** exe is setuid or setgid */
  setid: 4,
  /** exe is a memfd: a file that has no name anywhere */
  memfd: 8,
  /** exe was unlinked */
  deletedExe: 16,
  /** a 32-bit program */
  compat32: 32,
  /** the kernel lets nobody read this image: exe is only the name that it shows, env is unknown */
  unreadable: 64,
  /** the caller is traced (--allow-ptrace) and not held at its exec: its tracer may change everything here yet */
  unverified: 128,
} as const

export type Role = (typeof ROLES)[number]
export type Door = (typeof DOORS)[number]
export type Mode = (typeof MODES)[number]
export type StdinKind = (typeof STDIN_KINDS)[number]
export type Action = (typeof ACTIONS)[number]

/** Who asks, as the kernel told the supervisor. `exec` is 0 if that process is not below any exec that it saw. */
export interface Origin {
  readonly pid: number
  readonly uid: number
  readonly gid: number
  readonly exec: number
}

export interface Hello {
  readonly type: 'hello'
  readonly id: number
  readonly role: Role
  readonly pid: number
  readonly session: string
}

export interface Coverage {
  readonly type: 'coverage'
  readonly id: number
  readonly mode: Mode
  readonly agentPid: number
  readonly present: readonly string[]
  readonly missing: readonly string[]
}

export interface ExecRequest {
  readonly type: 'exec'
  readonly id: number
  /** undefined: the asker speaks for itself */
  readonly origin: Origin | undefined
  readonly door: Door
  readonly exec: number
  readonly pid: number
  readonly ppid: number
  readonly exe: string
  /** decimal, since 64 bits do not fit a number */
  readonly dev: string
  readonly ino: string
  readonly execfn: string
  readonly cwd: string
  readonly stdin: { readonly kind: StdinKind; readonly path: string; readonly peek: Buffer }
  readonly flags: number
  readonly argv: readonly string[]
  readonly env: EnvBlock
}

export interface LineRequest {
  readonly type: 'line'
  readonly id: number
  readonly origin: Origin | undefined
  readonly pid: number
  readonly shell: string
  readonly cwd: string
  readonly text: string
}

export interface HookRequest {
  readonly type: 'hook'
  readonly id: number
  readonly origin: Origin | undefined
  readonly agent: string
  readonly event: string
  readonly payload: Buffer
}

export interface Cancel {
  readonly type: 'cancel'
  readonly id: number
}

export interface LocalExec {
  readonly exec: number
  readonly parent: number
  readonly pid: number
  readonly exe: string
  readonly argv0: string
}

export interface Local {
  readonly type: 'local'
  readonly id: number
  readonly first: number
  readonly records: readonly LocalExec[]
}

export interface Stats {
  readonly type: 'stats'
  readonly id: number
  readonly execs: number
  readonly asked: number
  readonly local: number
  readonly denied: number
  readonly cancelled: number
}

export interface Refused {
  readonly type: 'refused'
  readonly id: number
  readonly parent: number
  readonly pid: number
  readonly name: string
  readonly why: string
}

export interface WroteChange {
  readonly kind: (typeof CHANGES)[number]
  readonly pid: number
  /** Of the image that wrote; 0: the writer is gone, and nobody can say. */
  readonly exec: number
  readonly path: string
  /** Empty but for a rename. */
  readonly from: string
}

/** Changes outside the session's roots. */
export interface Wrote {
  readonly type: 'wrote'
  readonly id: number
  /** Changes beside these that are not named. */
  readonly dropped: number
  readonly changes: readonly WroteChange[]
}

export interface Unseen {
  readonly type: 'unseen'
  readonly id: number
  readonly why: string
}

export interface ControlRequest {
  readonly type: 'control'
  readonly id: number
  readonly origin: Origin | undefined
  readonly outside: boolean
  readonly payload: Buffer
}

export interface VerdictReply {
  readonly type: 'verdict'
  readonly id: number
  readonly action: Action
  readonly exitCode: number
  readonly message: string
}

export interface Held {
  readonly type: 'held'
  readonly id: number
}

export interface HookReply {
  readonly type: 'hookreply'
  readonly id: number
  readonly exitCode: number
  readonly stdout: Buffer
  readonly stderr: Buffer
}

export type Request =
  | Hello
  | Coverage
  | ExecRequest
  | LineRequest
  | HookRequest
  | Cancel
  | Local
  | Stats
  | Refused
  | Wrote
  | Unseen
  | ControlRequest
export type Reply = VerdictReply | Held | HookReply
export type Message = Request | Reply

/** What was wrong with what came in. A value: whoever holds the connection closes it and denies. */
export class WireError {
  readonly kind = 'wire-error'
  constructor(readonly reason: string) {}
}

/** The environment of an exec, as the kernel holds it: searched where it lies, decoded only when asked. */
export interface EnvBlock {
  readonly count: number
  /** First value of `name`, as getenv(3) would give it. */
  get(name: string): string | undefined
  /** Every entry in order, duplicates and entries without `=` (value undefined) included. */
  entries(): IterableIterator<[name: string, value: string | undefined]>
  /** The entries, each followed by one NUL. */
  readonly bytes: Buffer
}
