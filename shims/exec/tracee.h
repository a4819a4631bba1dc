/* Processes that the supervisor traces: what the kernel says of them, and letting them go. */
#ifndef GATESH_TRACEE_H
#define GATESH_TRACEE_H

#include <sys/ptrace.h>

#include "supervisor.h"

/* EXITKILL: if the supervisor dies, what it holds dies with it and does not run on undecided. */
#define SEIZE_OPTIONS_LATE (PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL)
#define SEIZE_OPTIONS_TREE                                                                                             \
    (PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |      \
     PTRACE_O_TRACECLONE)

/* Takes in everything that waitpid has to say: exec events, other stops, ends. */
void reap(struct supervisor *s);

/* Lets a stopped process run: for good in late mode, still traced in ptrace mode. `signal` is delivered to it. */
void resume(struct supervisor *s, pid_t pid, int signal);

#endif
