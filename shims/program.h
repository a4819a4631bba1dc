/* Which shim this is, and which program it stands before. */
#ifndef GATESH_PROGRAM_H
#define GATESH_PROGRAM_H

#include <limits.h>
#include <stdbool.h>
#include <sys/stat.h>

struct shim {
    char directory[PATH_MAX]; /* the shim directory */
    const char *name;         /* the gated name, an entry of that directory */
    bool standing;            /* not a session's, but one that `gatesh shims` wrote (standing.h) */
    struct stat directory_stat, self_stat;
};

/* Finds out; NULL on success, else why not. */
const char *locate_shim(struct shim *shim);

enum found { FOUND, NOT_EXECUTABLE, NOT_FOUND };

/*
 * The first executable file called shim->name on `path` (NULL: the default path) that is not this shim, as a shell
 * would find it. `real` gets its path, `st` its stat.
 */
enum found find_program(const struct shim *shim, const char *path, char real[PATH_MAX], struct stat *st);

#endif
