#define _GNU_SOURCE
#include "notify.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "armed.h"
#include "broker.h"
#include "gate.h"
#include "lineage.h"
#include "proc.h"
#include "status.h"
#include "traced.h"
#include "tracee.h"

#ifdef __x86_64__
#define NATIVE_ARCH AUDIT_ARCH_X86_64
#define COMPAT_EXECVEAT 358
#else
#define NATIVE_ARCH AUDIT_ARCH_AARCH64
#define COMPAT_EXECVEAT 387
#endif

static struct seccomp_notif *request;
static struct seccomp_notif_resp *response;
static struct seccomp_notif_sizes sizes;

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

bool notify_init(void)
{
    if (syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes) < 0)
        return false;
    request = calloc(1, larger(sizes.seccomp_notif, sizeof *request));
    response = calloc(1, larger(sizes.seccomp_notif_resp, sizeof *response));
    return request && response;
}

bool notify_respond(const struct supervisor *s, uint64_t notification, int error)
{
    memset(response, 0, larger(sizes.seccomp_notif_resp, sizeof *response));
    response->id = notification;
    response->error = error;
    response->flags = error ? 0 : SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    return ioctl(s->notify, SECCOMP_IOCTL_NOTIF_SEND, response) == 0;
}

bool notify_waits(const struct supervisor *s, uint64_t notification)
{
    return ioctl(s->notify, SECCOMP_IOCTL_NOTIF_ID_VALID, &notification) == 0;
}

/*
 * Being the tracer already is no excuse for not asking again: a thread whose exec failed stays ours, and one that is
 * traced by somebody else must not go on.
 */
static bool seize(pid_t tid)
{
    if (ptrace(PTRACE_SEIZE, tid, NULL, (void *)(uintptr_t)SEIZE_OPTIONS_LATE) == 0)
        return true;
    return errno == EPERM && tracer_of(tid) == getpid();
}

/* EPERM, since on EACCES a search of PATH would go on to the next directory. */
static void refuse_caller(struct supervisor *s, pid_t tid, const char *why)
{
    char name[16];
    proc_name(tid, name);
    s->counters.denied++;
    broker_refused(s, lineage_of(tid), tid, name, why);
    notify_respond(s, request->id, -EPERM);
}

/* What the notification is about: execve(path, argv, env), execveat(directory, path, argv, env, flags). */
static struct asked asked_for(const struct seccomp_notif *notification)
{
    const struct seccomp_data *data = &notification->data;
    bool compat = data->arch != NATIVE_ARCH;
    bool at = data->nr == (compat ? COMPAT_EXECVEAT : SYS_execveat);
    const __u64 *args = data->args + at;
    return (struct asked){.tid = (pid_t)notification->pid, .path = args[0], .argv = args[1], .env = args[2],
        .directory = at ? (int)data->args[0] : AT_FDCWD, .compat = compat};
}

void on_notification(struct supervisor *s)
{
    memset(request, 0, larger(sizes.seccomp_notif, sizeof *request));
    if (ioctl(s->notify, SECCOMP_IOCTL_NOTIF_RECV, request) < 0)
        return; /* the caller died before it could be heard */
    pid_t tid = (pid_t)request->pid;
    if (!seize(tid)) {
        struct asked asked = asked_for(request);
        if (s->options->allow_ptrace && tracer_of(tid) > 0)
            gate_traced(s, &asked, request->id);
        else
            refuse_caller(s, tid, "a program that is traced by another, or hides its memory, may start nothing");
        return;
    }
    bool known = armed_put(tid, lineage_of(tid));
    /* A caller that died meanwhile may have left its number to another process, and that one is seized now: stop it, and
     * on_stop lets it go. */
    if (!notify_respond(s, request->id, known ? 0 : -ENOMEM))
        ptrace(PTRACE_INTERRUPT, tid, NULL, NULL);
}
