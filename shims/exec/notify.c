#define _GNU_SOURCE
#include "notify.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "armed.h"
#include "broker.h"
#include "lineage.h"
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

/* error 0: the call goes on in the kernel. Fails only if the caller is gone, which is nobody's loss. */
static void respond(struct supervisor *s, int error)
{
    memset(response, 0, larger(sizes.seccomp_notif_resp, sizeof *response));
    response->id = request->id;
    response->error = error;
    response->flags = error ? 0 : SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    ioctl(s->notify, SECCOMP_IOCTL_NOTIF_SEND, response);
}

/* Where the path argument is: execve(path, ...), execveat(directory, path, ...). */
static uint64_t path_argument(const struct seccomp_data *data)
{
#ifdef __x86_64__
    bool at = data->arch == AUDIT_ARCH_I386 ? data->nr == 358 : data->nr == SYS_execveat;
#else
    bool at = data->arch == AUDIT_ARCH_ARM ? data->nr == 387 : data->nr == SYS_execveat;
#endif
    return data->args[at ? 1 : 0];
}

void read_caller(pid_t tid, uint64_t path_address, struct armed *armed)
{
    struct iovec local = {armed->asked, sizeof armed->asked - 1};
    size_t in_page = 4096 - (path_address & 4095);
    struct iovec remote[2] = {{(void *)(uintptr_t)path_address, in_page}, {0}};
    if (in_page < local.iov_len)
        remote[1] = (struct iovec){(void *)(uintptr_t)(path_address + in_page), local.iov_len - in_page};
    else
        remote[0].iov_len = local.iov_len;
    ssize_t got = process_vm_readv(tid, &local, 1, remote, 2, 0);
    armed->asked[got > 0 ? got : 0] = 0;
    armed->parent = lineage_of(tid);
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

static void refuse_caller(struct supervisor *s, pid_t tid, const char *why)
{
    struct armed caller;
    read_caller(tid, path_argument(&request->data), &caller);
    /* EPERM: on EACCES a search of PATH would go on to the next directory. */
    respond(s, -EPERM);
    s->counters.denied++;
    broker_refused(s, caller.parent, tid, caller.asked, why);
}

void on_notification(struct supervisor *s)
{
    memset(request, 0, larger(sizes.seccomp_notif, sizeof *request));
    if (ioctl(s->notify, SECCOMP_IOCTL_NOTIF_RECV, request) < 0)
        return; /* the caller died before it could be heard */
    pid_t tid = (pid_t)request->pid;
    struct armed caller;
    if (!seize(tid)) {
        refuse_caller(s, tid, "its caller is traced by another program or hides its memory, so it could not be held");
        return;
    }
    if (ioctl(s->notify, SECCOMP_IOCTL_NOTIF_ID_VALID, &request->id) < 0) {
        /* The caller died and its number may be somebody else's by now: let that one go (see on_stop). */
        ptrace(PTRACE_INTERRUPT, tid, NULL, NULL);
        return;
    }
    read_caller(tid, path_argument(&request->data), &caller);
    if (armed_put(tid, &caller))
        respond(s, 0);
    else
        respond(s, -ENOMEM);
}
