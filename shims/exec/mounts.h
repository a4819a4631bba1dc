/* The filesystems that are mounted here, as /proc/self/mountinfo has them. */
#ifndef GATESH_MOUNTS_H
#define GATESH_MOUNTS_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

struct mounted {
    uint64_t device;         /* one filesystem, however often it is mounted */
    char point[PATH_MAX];    /* escapes taken out */
    char type[32];
    bool writable;
};

/* Calls `each` for every mount, in the order of mounting. False: the table cannot be read. */
bool mounts_each(void (*each)(const struct mounted *mount, void *context), void *context);

/* Whether files can stand there that anybody keeps: not /proc, /sys, devices and their kin. */
bool mount_holds_files(const struct mounted *mount);

/* A descriptor that becomes ready (POLLPRI) when the table changes, or -1. */
int mounts_open(void);

#endif
