/*
 * gatesh-exec, the exec supervisor: the agent's parent, in front of every exec of the whole tree below it.
 *
 * How. A seccomp filter turns each execve into a notification (filter.c). The supervisor seizes the calling thread and
 * lets the exec go on (notify.c); the kernel stops the process at the exec event, the new image loaded and no
 * instruction of it run (tracee.c). What it then reads (image.c) is what will run: nobody can change the arguments
 * between this check and their use. It answers itself (local.c) or asks the broker (broker.c), and lets the process go
 * or makes the new image print the reason and exit (stub.c). Held processes are in held.c.
 *
 * What it trusts. The kernel; the broker at the other end of the connection that it opened before the agent existed;
 * the user who started it. Nothing below the agent: names, argv, environment and memory of a process are only reported,
 * what a client of the listening end says of itself is overwritten (clients.c), and lineage comes from kernel memory.
 *
 * How it fails. Broker gone: every exec is refused with the reason. Supervisor gone: the kernel refuses every exec
 * (ENOSYS: a notification without a listener) and kills what was held (EXITKILL).
 *
 * What it does not stop. Work without an exec (builtins, interpreters, mmap of code), and another process of the same
 * user writing /proc/PID/mem of a held or running one: see THREAT_MODEL.md.
 */
#ifndef GATESH_SUPERVISOR_H
#define GATESH_SUPERVISOR_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "frame.h"
#include "wall.h"
#include "wire.h"

struct options {
    const char *broker, *listen, *control, *session;
    const char *wall;  /* what may be written (wall.h), or NULL: no walls */
    const char *watch; /* roots of the file watch (roots.h), or NULL */
    bool allow_ptrace, keep_privileges, ptrace_only;
    int grace_ms; /* from losing the broker to ending the agent */
    char **program;
};

/* What the kernel gave us; reported as COVERAGE. */
struct features {
    bool no_new_privs, wait_killable, sync_wake_up, signal_scope, foreign_entries, ptrace_refused, fanotify;
    enum wall wall;
};

struct counters {
    uint64_t execs, asked, local, denied, cancelled;
};

/* Where an event of the main loop comes from. */
enum source { SOURCE_NOTIFY, SOURCE_SIGNAL, SOURCE_BROKER, SOURCE_LISTEN, SOURCE_CONTROL, SOURCE_CLIENT, SOURCE_FAN, SOURCE_MOUNTS };

struct supervisor {
    const struct options *options;
    enum wire_mode mode;
    struct features features;
    struct counters counters;
    sigset_t inherited_mask; /* the agent's */
    pid_t agent;
    int epoll, notify, broker, listening, controlling; /* -1: none */
    bool broker_failed;                   /* seen while sending; the main loop then calls broker_lost */
    int64_t broker_lost_at;               /* now_ms(), once broker is -1 */
    uint32_t last_id;                     /* of requests */
    bool agent_ended;
    int agent_status; /* as waitpid gives it */
};

/* Milliseconds of a clock that only goes forward. */
int64_t now_ms(void);

/* Adds a descriptor to the main loop. `index` comes back with its events. */
bool watch(struct supervisor *s, int fd, uint32_t events, enum source source, uint32_t index);
void change_watch(struct supervisor *s, int fd, uint32_t events, enum source source, uint32_t index);

/* The next request id; never 0. */
uint32_t next_id(struct supervisor *s);

#endif
