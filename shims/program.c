#define _GNU_SOURCE
#include "program.h"

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
 * Takes `path` apart as DIRECTORY/NAME. True if that names this very file and the directory has a session around it.
 * Anybody may start a shim under any argv[0] or through any link: only an entry of a shim directory counts.
 */
static bool is_entry(struct shim *shim, const char *path)
{
    static char copy[PATH_MAX];
    struct stat st;
    size_t length = strlen(path);
    if (length >= sizeof copy || stat(path, &st) < 0 || !same_file(&st, &shim->self_stat))
        return false;
    memcpy(copy, path, length + 1);
    char *slash = strrchr(copy, '/');
    if (!slash)
        return false;
    *slash = 0;
    strcpy(shim->directory, slash == copy ? "/" : copy);
    shim->name = slash + 1;
    static char sock[PATH_MAX + sizeof "/../sock"];
    strcpy(sock, shim->directory);
    strcat(sock, "/../sock");
    return stat(shim->directory, &shim->directory_stat) == 0 && stat(sock, &st) == 0 && S_ISSOCK(st.st_mode);
}

const char *locate_shim(struct shim *shim)
{
    static char self[PATH_MAX];
#ifdef __APPLE__
    uint32_t size = sizeof self;
    if (_NSGetExecutablePath(self, &size) != 0 || stat(self, &shim->self_stat) < 0)
        return "it cannot find its own file";
    const char *execfn = self;
#else
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length < 0 || stat("/proc/self/exe", &shim->self_stat) < 0)
        return "it cannot find its own file (is /proc mounted?)";
    self[length] = 0;
    const char *execfn = (const char *)getauxval(AT_EXECFN);
#endif
    if ((execfn && is_entry(shim, execfn)) || is_entry(shim, self))
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
        const char *end = strchrnul(entry, ':');
        size_t length = (size_t)(end - entry);
        more = *end == ':';
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
        entry = end + 1;
    }
    return best;
}
