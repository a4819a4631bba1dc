/* What a process at its exec event will run, read from the kernel. */
#ifndef GATESH_IMAGE_H
#define GATESH_IMAGE_H

#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>

#include "file.h"
#include "frame.h"
#include "stack.h"

struct image {
    pid_t pid;
    struct file exe_file;
    struct stack stack; /* points into a buffer that the next identify_image overwrites */
    uint32_t flags;     /* of EXEC */
    /* Only after describe_image: */
    uint32_t uid, gid;
    char exe[PATH_MAX], cwd[PATH_MAX];
};

/*
 * Which file `pid`, at its exec event, will run with which arguments and environment. Where the kernel shows the image
 * to nobody (a program that this user may run but not read), EXEC_UNREADABLE is set, and argv is what the kernel tells
 * everybody. False: nothing is known, and the process must not run.
 */
bool identify_image(pid_t pid, struct image *image);

/* The rest that a request holds: paths and owner. */
void describe_image(struct image *image);

/* Puts stdin of `pid` as EXEC carries it. */
void put_process_stdin(struct frame *f, pid_t pid);

#endif
