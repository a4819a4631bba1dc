/* What a command would read as its standard input, as EXEC carries it. */
#ifndef GATESH_STDIN_H
#define GATESH_STDIN_H

#include <stdbool.h>
#include <sys/stat.h>

#include "frame.h"

/* Whether put_stdin can say more of such a file if it has a descriptor of it. */
bool stdin_needs_descriptor(const struct stat *st);

/*
 * Puts kind, path and peek. `st` is the file's stat, NULL if the descriptor is closed; `link` is its entry in a /proc fd
 * directory; `fd` a descriptor of it, or -1. Consumes nothing and moves no offset.
 */
void put_stdin(struct frame *f, const struct stat *st, const char *link, int fd);

#endif
