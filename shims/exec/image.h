/* What a process at its exec event will run, read from the kernel. */
#ifndef GATESH_IMAGE_H
#define GATESH_IMAGE_H

#include <limits.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "frame.h"
#include "stack.h"

struct image {
    pid_t pid;
    uid_t uid;
    gid_t gid;
    char exe[PATH_MAX], cwd[PATH_MAX];
    struct stat exe_stat;
    struct stack stack; /* points into a buffer that the next read_image overwrites */
    uint32_t flags;     /* of EXEC */
};

/*
 * Reads the image of `pid`, which stands at its exec event. Where the kernel shows it to nobody (a program that this
 * user may run but not read), EXEC_UNREADABLE is set, exe is `asked` and argv what /proc still tells.
 * False: nothing is known, and the process must not run.
 */
bool read_image(pid_t pid, const char *asked, struct image *image);

/* Puts stdin of `pid` as EXEC carries it. */
void put_process_stdin(struct frame *f, pid_t pid);

#endif
