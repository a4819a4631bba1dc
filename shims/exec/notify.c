#define _GNU_SOURCE
#include "notify.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "armed.h"
#include "broker.h"
#include "lineage.h"
#include "proc.h"
#include "status.h"
#include "tracee.h"

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

/* error 0: the call goes on in the kernel. False: the caller is gone. */
static bool respond(struct supervisor *s, int error)
{
    memset(response, 0, larger(sizes.seccomp_notif_resp, sizeof *response));
    response->id = request->id;
    response->error = error;
    response->flags = error ? 0 : SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    return ioctl(s->notify, SECCOMP_IOCTL_NOTIF_SEND, response) == 0;
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
    respond(s, -EPERM);
}

void on_notification(struct supervisor *s)
{
    memset(request, 0, larger(sizes.seccomp_notif, sizeof *request));
    if (ioctl(s->notify, SECCOMP_IOCTL_NOTIF_RECV, request) < 0)
        return; /* the caller died before it could be heard */
    pid_t tid = (pid_t)request->pid;
    if (!seize(tid)) {
        refuse_caller(s, tid, "a program that is traced by another, or hides its memory, may start nothing");
        return;
    }
    bool known = armed_put(tid, lineage_of(tid));
    /* A caller that died meanwhile may have left its number to another process, and that one is seized now: stop it, and
     * on_stop lets it go. */
    if (!respond(s, known ? 0 : -ENOMEM))
        ptrace(PTRACE_INTERRUPT, tid, NULL, NULL);
}
