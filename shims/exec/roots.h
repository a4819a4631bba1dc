/*
 * Which paths are nobody's concern. A file with one rule after another, each followed by a NUL: `-PATH` for a root below
 * which writes are dropped, `+PATH` for one below which they are told. The innermost rule decides; where none fits, told.
 */
#ifndef GATESH_ROOTS_H
#define GATESH_ROOTS_H

#include <stdbool.h>
#include <stddef.h>

/* Reads the rules. False with errno. */
bool roots_read(const char *path);

enum telling {
    TELL_ALL,     /* everything in this directory */
    TELL_NOTHING,
    TELL_BY_NAME, /* some names in it: ask with the whole path */
};

/* Of what stands right in `directory`. */
enum telling roots_of_directory(const char *directory);

/* Of one path. */
bool roots_tell(const char *path);

#endif
