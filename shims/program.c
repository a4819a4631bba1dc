#define _GNU_SOURCE
#include "program.h"

#include "standing.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#ifdef __APPLE__
#include <mach-o/dyld.h>
#else
#include <sys/auxv.h>
#endif

/* What a shell searches when PATH is not set. */
#define DEFAULT_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

static bool same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/*
 * Takes `path` apart as DIRECTORY/NAME. True if it is a file and the directory has a session around it or is a standing
 * one: only an entry of a shim directory counts, whatever argv[0] says.
 */
static bool is_entry(struct shim *shim, const char *path)
{
    static char copy[PATH_MAX], sock[PATH_MAX + 16];
    struct stat st;
    size_t length = strlen(path);
    if (length >= sizeof copy || stat(path, &shim->self_stat) < 0)
        return false;
    memcpy(copy, path, length + 1);
    char *slash = strrchr(copy, '/');
    if (!slash)
        return false;
    *slash = 0;
    strcpy(shim->directory, slash == copy ? "/" : copy);
    shim->name = slash + 1;
    strcpy(sock, shim->directory);
    strcat(sock, "/../sock");
    bool session = stat(sock, &st) == 0 && S_ISSOCK(st.st_mode);
    strcpy(sock, shim->directory);
    strcat(sock, "/" STANDING_FILE);
    shim->standing = !session && lstat(sock, &st) == 0 && S_ISREG(st.st_mode);
    return (session || shim->standing) && stat(shim->directory, &shim->directory_stat) == 0;
}

/* Where this program's file is, links followed; NULL if that cannot be found out. */
static const char *own_file(void)
{
    static char self[PATH_MAX];
#ifdef __APPLE__
    uint32_t size = sizeof self;
    return _NSGetExecutablePath(self, &size) == 0 ? self : NULL;
#else
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    self[length > 0 ? length : 0] = 0;
    return length > 0 ? self : NULL;
#endif
}

const char *locate_shim(struct shim *shim)
{
    /* The path that it was started by; through a link from elsewhere, or as an interpreter, only the file itself tells. */
#ifdef __APPLE__
    const char *started = NULL;
#else
    const char *started = (const char *)getauxval(AT_EXECFN);
#endif
    if (started && is_entry(shim, started))
        return NULL;
    const char *self = own_file();
    if (self && is_entry(shim, self))
        return NULL;
    return "it was not started from the shim directory of a session that is running";
}

/* Whether `path` is a program that we may stand before. */
static enum found candidate(const struct shim *shim, const char *path, struct stat *st)
{
    if (stat(path, st) < 0 || !S_ISREG(st->st_mode) || same_file(st, &shim->self_stat))
        return NOT_FOUND;
    return access(path, X_OK) == 0 ? FOUND : NOT_EXECUTABLE;
}

enum found find_program(const struct shim *shim, const char *path, char real[PATH_MAX], struct stat *st)
{
    enum found best = NOT_FOUND;
    size_t name_length = strlen(shim->name);
    const char *entry = path ? path : DEFAULT_PATH;
    for (bool more = true; more;) {
        size_t length = strcspn(entry, ":");
        const char *next = entry + length + 1;
        more = entry[length] == ':';
        if (length + 1 + name_length + 2 <= PATH_MAX) {
            struct stat directory;
            memcpy(real, length ? entry : ".", length ? length : 1);
            length += length == 0; /* an empty entry is the current directory */
            real[length] = 0;
            if (stat(real, &directory) == 0 && !same_file(&directory, &shim->directory_stat)) {
                real[length] = '/';
                memcpy(real + length + 1, shim->name, name_length + 1);
                enum found found = candidate(shim, real, st);
                if (found == FOUND)
                    return FOUND;
                if (found == NOT_EXECUTABLE)
                    best = NOT_EXECUTABLE;
            }
        }
        entry = next;
    }
    return best;
}
