/* Which image of the tree a process runs that wrote a file, also when the process is gone by the time it is asked. */
#ifndef GATESH_WRITER_H
#define GATESH_WRITER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum writer {
    WRITER_KNOWN,   /* one of the tree: its exec id is given */
    WRITER_FOREIGN, /* a living process that is none of the tree */
    WRITER_GONE,    /* nobody can say any more */
};

/* Remembers that `pid` runs the image `exec` from now on. */
void writer_put(pid_t pid, uint64_t exec);

/*
 * A living process is told by its lineage, which it cannot forge. One that has ended by what it had started, or by what
 * its parent runs while it is not yet reaped. A number that came round to a stranger who is gone as well would be taken
 * for the old one: that takes a whole turn of all numbers within one session.
 */
enum writer writer_of(pid_t pid, uint64_t *exec);

#endif
