/*
 * With --allow-ptrace: an exec by a caller that another program traces (strace, gdb). Nobody but that tracer can stop it
 * at its exec event, so it is decided before, on what the caller asks for; its tracer may change that yet. The user has
 * accepted this with the option, the broker is told by EXEC_UNVERIFIED, and without the option such an exec is refused.
 */
#ifndef GATESH_TRACED_H
#define GATESH_TRACED_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "frame.h"

/* What an execve that has not happened yet names. */
struct asked {
    pid_t tid;
    uint64_t path, argv, env; /* addresses in the caller */
    int directory;            /* descriptor in the caller, or AT_FDCWD */
    bool compat;
};

/* Puts the fields of EXEC from door to env. False: there is no such file, and the exec is to fail by itself. */
bool put_asked(struct frame *f, const struct asked *asked, uint64_t exec);

/* Prints on the stderr of `tid`, if that can be done without waiting. */
void print_for(pid_t tid, const char *text, size_t length);

#endif
