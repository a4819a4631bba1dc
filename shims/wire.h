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
#ifndef GATESH_WIRE_H
#define GATESH_WIRE_H

#include <stddef.h>
#include <stdint.h>

#define WIRE_VERSION 1
#define MAX_REQUEST (16 * 1024 * 1024)
#define MAX_REPLY (64 * 1024)
#define MAX_MESSAGE 4096
#define FIRST_ANSWER_MS 10000

enum wire_type {
    TYPE_HELLO = 1,
    TYPE_COVERAGE = 2,
    TYPE_EXEC = 3,
    TYPE_LINE = 4,
    TYPE_HOOK = 5,
    TYPE_CANCEL = 6,
    TYPE_LOCAL = 7,
    TYPE_STATS = 8,
    TYPE_REFUSED = 9,
    TYPE_CONTROL = 16,
    TYPE_WROTE = 10,
    TYPE_UNSEEN = 11,
    TYPE_VERDICT = 129,
    TYPE_HELD = 130,
    TYPE_HOOKREPLY = 131,
};

enum wire_role { ROLE_SUPERVISOR, ROLE_SHIM, ROLE_SHELL, ROLE_HOOK, ROLE_CLI };
enum wire_door { DOOR_SHIM, DOOR_SHELL, DOOR_SUPERVISOR };
enum wire_mode { MODE_LATE, MODE_PTRACE };
enum wire_change { CHANGE_CREATE, CHANGE_MODIFY, CHANGE_DELETE, CHANGE_RENAME, CHANGE_MODE };
enum wire_action { ACTION_DENY, ACTION_ALLOW, ACTION_CANCELLED };
enum wire_stdin { STDIN_CLOSED, STDIN_TTY, STDIN_NULL, STDIN_FILE, STDIN_PIPE, STDIN_SOCKET, STDIN_OTHER };

enum wire_exec_flag {
    EXEC_ARGV_TRUNCATED = 1,
    EXEC_ENV_TRUNCATED = 2,
    EXEC_SETID = 4,
    EXEC_MEMFD = 8,
    EXEC_DELETED_EXE = 16,
    EXEC_COMPAT32 = 32,
    EXEC_UNREADABLE = 64,
    EXEC_UNVERIFIED = 128,
};

/* Limits of single fields of EXEC, so that the whole stays under MAX_REQUEST: the kernel takes 6 MiB of argv and env. */
#define ENV_LIMIT (256 * 1024)
#define ARGV_LIMIT (8 * 1024 * 1024)
#define STDIN_PEEK_LIMIT (64 * 1024)

/* Where things lie in a frame. */
#define FRAME_HEADER 4                     /* u32 length */
#define MESSAGE_HEADER 6                   /* u8 version, u8 type, u32 id */
#define ORIGIN_SIZE 20                     /* u32 pid, u32 uid, u32 gid, u64 exec; first field of EXEC, LINE, HOOK */

/* Exit codes that users see (see also src/main.ts). */
#define EXIT_DENIED 126
#define EXIT_NOT_FOUND 127
#define EXIT_GATESH_FAILED 125

#endif
