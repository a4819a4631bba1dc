/* What a command would read as its standard input, as EXEC carries it. */
#ifndef GATESH_STDIN_H
#define GATESH_STDIN_H

#include "frame.h"

/*
 * Puts kind, path and peek for `fd`, which is the file itself (0 in a shim, a duplicate in the supervisor); -1: closed.
 * Consumes nothing and moves no offset.
 */
void put_stdin(struct frame *f, int fd);

#endif
