#define _GNU_SOURCE
#include "local.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "broker.h"

/*
 * What each does with any argument: nothing but print, wait or compare. Left out on purpose: what reads contents (cat,
 * head), shows secrets (env, printenv), can set something (date, hostname, stty) or starts programs (env, getconf).
 */
static const char *const NAMES[] = {
    "true", "false", "sleep", "uname", "arch", "nproc", "tty", "whoami", "id", "groups", "logname", "hostid",
    "basename", "dirname", "pwd", "expr", "test", "[", "seq", "readlink", "realpath",
};
static const char *const DIRECTORIES[] = {"/usr/bin", "/bin"};

enum { NAME_COUNT = sizeof NAMES / sizeof *NAMES, PROGRAMS_MAX = 2 * NAME_COUNT };

/* Variables by which the loader or the C library takes code or locale modules from elsewhere. */
static const char *const CODE_VARIABLES[] = {"LD_", "GCONV_PATH=", "LOCPATH=", "NLSPATH=", "GLIBC_TUNABLES=", "MALLOC_"};

/* A record carries two paths at most; a batch goes out before it is this long, or after a tick. */
#define BATCH_BYTES 32768

static struct {
    struct file file;
    const char *directory, *name;
} programs[PROGRAMS_MAX];
static size_t program_count;

static struct frame batch;
static uint64_t answered; /* over the session */
static uint32_t gathered; /* in the batch */
static size_t count_at;   /* where the batch holds its count */

static bool roots_alone(const struct file *file)
{
    return file->uid == 0 && (file->mode & (S_IWGRP | S_IWOTH)) == 0;
}

/* Whether every directory above `path` is root's alone. */
static bool path_is_safe(const char *path)
{
    char part[PATH_MAX];
    struct file file;
    snprintf(part, sizeof part, "%s", path);
    for (char *slash; (slash = strrchr(part, '/'));) {
        slash[slash == part] = 0;
        if (!read_file(AT_FDCWD, part, false, &file) || !roots_alone(&file))
            return false;
        if (slash == part)
            return true;
    }
    return false;
}

static void add(const char *directory, const char *name)
{
    char path[PATH_MAX], real[PATH_MAX];
    struct file file;
    snprintf(path, sizeof path, "%s/%s", directory, name);
    /* Without a mount to compare nothing is answered here. */
    if (!read_file(AT_FDCWD, path, false, &file) || file.mount == 0)
        return;
    if (S_ISREG(file.mode) && file.links == 1 && roots_alone(&file) && !(file.mode & (S_ISUID | S_ISGID)) &&
        realpath(path, real) && path_is_safe(real)) {
        programs[program_count].file = file;
        programs[program_count].directory = directory;
        programs[program_count].name = name;
        program_count++;
    }
}

void local_init(void)
{
    for (size_t d = 0; d < sizeof DIRECTORIES / sizeof *DIRECTORIES; d++)
        for (size_t n = 0; n < NAME_COUNT; n++)
            add(DIRECTORIES[d], NAMES[n]);
}

/* The index of the listed program that this file is, unchanged and on the same mount; program_count if none. */
static size_t find(const struct file *file)
{
    size_t i = 0;
    while (i < program_count && (programs[i].file.ino != file->ino || programs[i].file.dev != file->dev))
        i++;
    if (i == program_count)
        return i;
    const struct file *listed = &programs[i].file;
    bool unchanged = listed->mount == file->mount && listed->size == file->size && listed->links == file->links &&
                     listed->mode == file->mode && listed->uid == file->uid &&
                     listed->changed_seconds == file->changed_seconds &&
                     listed->changed_nanoseconds == file->changed_nanoseconds;
    return unchanged ? i : program_count;
}

static bool names_code(const struct block *env)
{
    const char *entry = env->bytes;
    for (uint32_t i = 0; i < env->count; i++, entry += strlen(entry) + 1)
        for (size_t v = 0; v < sizeof CODE_VARIABLES / sizeof *CODE_VARIABLES; v++)
            if (strncmp(entry, CODE_VARIABLES[v], strlen(CODE_VARIABLES[v])) == 0)
                return true;
    return false;
}

bool local_allows(const struct image *image)
{
    return image->flags == 0 && find(&image->exe_file) < program_count && !names_code(&image->stack.env);
}

void local_record(struct supervisor *s, uint64_t exec, uint64_t parent, const struct image *image)
{
    const char *argv0 = image->stack.argv.count ? image->stack.argv.bytes : "";
    char path[PATH_MAX];
    size_t program = find(&image->exe_file);
    snprintf(path, sizeof path, "%s/%s", programs[program].directory, programs[program].name);
    if (gathered == 0) {
        frame_begin(&batch, TYPE_LOCAL, next_id(s));
        put_u64(&batch, answered + 1);
        count_at = batch.used;
        put_u32(&batch, 0);
    }
    answered++;
    gathered++;
    put_u64(&batch, exec);
    put_u64(&batch, parent);
    put_u32(&batch, (uint32_t)image->pid);
    put_string(&batch, path);
    put_bytes(&batch, argv0, strnlen(argv0, PATH_MAX));
    if (batch.used >= BATCH_BYTES)
        local_flush(s);
}

void local_flush(struct supervisor *s)
{
    if (gathered == 0)
        return;
    /* A batch that memory was too short for is lost, and the gap in the numbers shows it. */
    if (!batch.failed)
        set_u32(batch.bytes + count_at, gathered);
    if (frame_end(&batch))
        broker_send(s, batch.bytes, batch.used);
    gathered = 0;
}

bool local_pending(void)
{
    return gathered > 0;
}
