#define _GNU_SOURCE
#include "tracee.h"

#include <signal.h>
#include <sys/wait.h>

#include "armed.h"
#include "gate.h"
#include "lineage.h"

#ifndef PTRACE_EVENT_STOP
#define PTRACE_EVENT_STOP 128
#endif
#ifndef PTRACE_LISTEN
#define PTRACE_LISTEN 0x4208
#endif

void resume(struct supervisor *s, pid_t pid, int signal)
{
    ptrace(s->mode == MODE_LATE ? PTRACE_DETACH : PTRACE_CONT, pid, NULL, (void *)(intptr_t)signal);
}

/* In ptrace mode the filter stops the thread before its exec, where late mode has a notification. */
static void on_exec_entry(struct supervisor *s, pid_t tid)
{
    armed_put(tid, lineage_of(tid)); /* if it is not kept, the lineage is unknown, which permits nothing */
    resume(s, tid, 0);
}

static void on_exec_event(struct supervisor *s, pid_t pid)
{
    unsigned long former = (unsigned long)pid;
    /* A thread that is not the leader takes over the leader's number: look it up by the number that it had. */
    ptrace(PTRACE_GETEVENTMSG, pid, NULL, &former);
    uint64_t parent = armed_take((pid_t)former);
    if ((pid_t)former != pid)
        armed_take(pid); /* the leader's, from an exec that failed */
    gate_exec(s, pid, parent);
}

static bool is_group_stop(int signal)
{
    return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
}

static void on_stop(struct supervisor *s, pid_t pid, int status)
{
    int signal = WSTOPSIG(status);
    switch (status >> 16) {
    case PTRACE_EVENT_EXEC:
        on_exec_event(s, pid);
        return;
    case PTRACE_EVENT_SECCOMP:
        on_exec_entry(s, pid);
        return;
    case PTRACE_EVENT_FORK:
    case PTRACE_EVENT_VFORK:
    case PTRACE_EVENT_CLONE:
        resume(s, pid, 0);
        return;
    case PTRACE_EVENT_STOP:
        if (s->mode == MODE_PTRACE && is_group_stop(signal)) {
            ptrace(PTRACE_LISTEN, pid, NULL, NULL);
            return;
        }
        signal = 0; /* a group stop goes on by itself after a detach */
        break;
    default:
        break; /* a signal on its way */
    }
    /* In late mode this is a thread whose exec failed: it is let go, and its next exec is a new notification. */
    if (s->mode == MODE_LATE)
        armed_take(pid);
    resume(s, pid, signal);
}

static void on_end(struct supervisor *s, pid_t pid, int status)
{
    armed_take(pid);
    gate_ended(s, pid);
    if (pid == s->agent) {
        s->agent_ended = true;
        s->agent_status = status;
    }
}

void reap(struct supervisor *s)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG | __WALL)) > 0) {
        if (WIFSTOPPED(status))
            on_stop(s, pid, status);
        else
            on_end(s, pid, status);
    }
}
