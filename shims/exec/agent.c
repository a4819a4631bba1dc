#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "filter.h"
#include "message.h"
#include "scope.h"
#include "tracee.h"
#include "wall.h"

enum stage { STAGE_READY, STAGE_WALL, STAGE_NO_NEW_PRIVS, STAGE_FILTER };

/* What the child tells of its preparations, the listener's descriptor beside it. */
struct report {
    enum stage stage;
    int error;
    struct features features;
};

static bool send_report(int channel, const struct report *report, int listener)
{
    char control[CMSG_SPACE(sizeof listener)] = {0};
    struct iovec data = {(void *)report, sizeof *report};
    struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1};
    if (listener > 0) {
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof listener);
        memcpy(CMSG_DATA(header), &listener, sizeof listener);
    }
    return sendmsg(channel, &message, MSG_NOSIGNAL) == (ssize_t)sizeof *report;
}

static bool receive_report(int channel, struct report *report, int *listener)
{
    char control[CMSG_SPACE(sizeof *listener)];
    struct iovec data = {report, sizeof *report};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    if (recvmsg(channel, &message, MSG_CMSG_CLOEXEC) != (ssize_t)sizeof *report)
        return false;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header && header->cmsg_type == SCM_RIGHTS)
        memcpy(listener, CMSG_DATA(header), sizeof *listener);
    return true;
}

/* In the child: everything that the agent's whole tree inherits. Gives the listener, 0 if there is none, or -1. */
static int restrict_self(const struct supervisor *s, struct report *report)
{
    report->stage = STAGE_WALL;
    if (s->options->wall && (report->features.wall = put_up_wall(s->options->wall)) == WALL_NONE)
        return -1;
    report->stage = STAGE_NO_NEW_PRIVS;
    report->features.no_new_privs = !s->options->keep_privileges;
    if (report->features.no_new_privs && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return -1;
    report->features.signal_scope = enter_signal_scope();
    report->stage = STAGE_FILTER;
    int listener = install_filter(s->options, s->mode, &report->features);
    if (listener >= 0)
        report->stage = STAGE_READY;
    return listener;
}

static _Noreturn void become_agent(const struct supervisor *s, int channel)
{
    struct report report = {0};
    char **program = s->options->program;
    int listener = restrict_self(s, &report);
    report.error = errno;
    bool told = send_report(channel, &report, listener);
    if (listener > 0)
        close(listener);
    char go;
    /* Until the supervisor listens, an exec here would wait for ever. */
    if (!told || listener < 0 || read(channel, &go, 1) != 1)
        _exit(EXIT_GATESH_FAILED);
    close(channel);
    sigprocmask(SIG_SETMASK, &s->inherited_mask, NULL);
    execvp(program[0], program);
    fail(errno == ENOENT ? EXIT_NOT_FOUND : EXIT_DENIED, program[0], ": ", strerror(errno), NULL);
}

static const char *explain(const struct report *report, enum wire_mode mode)
{
    static char why[200];
    const char *what = report->stage == STAGE_WALL ? "the walls could not be put up"
        : report->stage == STAGE_NO_NEW_PRIVS ? "no_new_privs was refused"
        : mode == MODE_LATE ? "the kernel refused a seccomp listener" : "the kernel refused a seccomp filter";
    const char *hint = report->stage == STAGE_WALL ? ""
        : report->error == EBUSY             ? " (another program around this one already has one)"
        : report->error == EINVAL             ? " (it is too old)"
                                              : "";
    snprintf(why, sizeof why, "%s: %s%s", what, strerror(report->error), hint);
    return why;
}

const char *start_agent(struct supervisor *s)
{
    int channel[2], listener = -1;
    struct report report = {0};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, channel) < 0)
        return strerror(errno);
    s->agent = fork();
    if (s->agent < 0)
        return strerror(errno);
    if (s->agent == 0) {
        close(channel[0]);
        become_agent(s, channel[1]);
    }
    close(channel[1]);
    /* From here on no process of this user may trace the supervisor, read its memory or take its descriptors. Not
     * before the fork: the child must stay one that the supervisor may hold. */
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    bool told = receive_report(channel[0], &report, &listener);
    if (!told || report.stage != STAGE_READY) {
        close(channel[0]);
        waitpid(s->agent, NULL, 0);
        return told ? explain(&report, s->mode) : "the first process died before it was ready";
    }
    s->features = report.features;
    s->notify = listener;
    if (s->mode == MODE_LATE)
        s->features.sync_wake_up = set_sync_wake_up(listener);
    else if (ptrace(PTRACE_SEIZE, s->agent, NULL, (void *)(uintptr_t)SEIZE_OPTIONS_TREE) < 0) {
        close(channel[0]);
        waitpid(s->agent, NULL, 0);
        return "tracing is not permitted here";
    }
    bool gone = write(channel[0], "g", 1) != 1;
    close(channel[0]);
    return gone ? "the first process died before it began" : NULL;
}
