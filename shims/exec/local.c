#define _GNU_SOURCE
#include "local.h"

#include <limits.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

enum { NAME_COUNT = sizeof NAMES / sizeof *NAMES, FILES_MAX = 2 * NAME_COUNT };

/* Variables by which the loader or the C library takes code or locale modules from elsewhere. */
static const char *const CODE_VARIABLES[] = {"LD_", "GCONV_PATH=", "LOCPATH=", "NLSPATH=", "GLIBC_TUNABLES=", "MALLOC_"};

/* A record carries two paths at most; a batch goes out before it is this long, or after a tick. */
#define BATCH_BYTES 32768

static struct file {
    dev_t dev;
    ino_t ino;
    off_t size;
    struct timespec changed;
} files[FILES_MAX];
static size_t file_count;
static struct stat own_root, own_mounts;

static struct frame batch;
static uint64_t answered; /* over the session */
static uint32_t gathered; /* in the batch */
static size_t count_at;   /* where the batch holds its count */

static bool roots_alone(const struct stat *st)
{
    return st->st_uid == 0 && (st->st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

/* Whether every directory above `path` is root's alone. */
static bool path_is_safe(const char *path)
{
    char part[PATH_MAX];
    struct stat st;
    snprintf(part, sizeof part, "%s", path);
    for (char *slash; (slash = strrchr(part, '/'));) {
        slash[slash == part] = 0;
        if (lstat(part, &st) < 0 || !roots_alone(&st))
            return false;
        if (slash == part)
            return true;
    }
    return false;
}

static void add(const char *directory, const char *name)
{
    char path[PATH_MAX], real[PATH_MAX];
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", directory, name);
    if (lstat(path, &st) < 0 || !S_ISREG(st.st_mode) || st.st_nlink != 1 || !roots_alone(&st) ||
        st.st_mode & (S_ISUID | S_ISGID) || !realpath(path, real) || !path_is_safe(real))
        return;
    files[file_count++] = (struct file){st.st_dev, st.st_ino, st.st_size, st.st_ctim};
}

void local_init(void)
{
    if (stat("/proc/self/root", &own_root) < 0 || stat("/proc/self/ns/mnt", &own_mounts) < 0)
        return; /* nothing to compare with: then nothing is answered here */
    for (size_t d = 0; d < sizeof DIRECTORIES / sizeof *DIRECTORIES; d++)
        for (size_t n = 0; n < NAME_COUNT; n++)
            add(DIRECTORIES[d], NAMES[n]);
}

static bool is_listed(const struct stat *st)
{
    for (const struct file *f = files; f < files + file_count; f++)
        if (f->ino == st->st_ino && f->dev == st->st_dev)
            return f->size == st->st_size && f->changed.tv_sec == st->st_ctim.tv_sec &&
                   f->changed.tv_nsec == st->st_ctim.tv_nsec;
    return false;
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

static bool same_place(pid_t pid, const char *entry, const struct stat *own)
{
    char path[48];
    struct stat st;
    snprintf(path, sizeof path, "/proc/%d/%s", pid, entry);
    return stat(path, &st) == 0 && st.st_dev == own->st_dev && st.st_ino == own->st_ino;
}

bool local_allows(const struct image *image)
{
    return image->flags == 0 && is_listed(&image->exe_stat) && !names_code(&image->stack.env) &&
           same_place(image->pid, "root", &own_root) && same_place(image->pid, "ns/mnt", &own_mounts);
}

void local_record(struct supervisor *s, uint64_t exec, uint64_t parent, const struct image *image)
{
    const char *argv0 = image->stack.argv.count ? image->stack.argv.bytes : "";
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
    put_string(&batch, image->exe);
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
