#define _GNU_SOURCE
#include "traced.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "image.h"
#include "memory.h"
#include "proc.h"
#include "wire.h"

/* Appends the string at `address` with its NUL; false if it cannot be read or passes `limit`. */
static bool put_remote_string(struct frame *f, pid_t tid, uint64_t address, size_t limit)
{
    char part[1024];
    for (size_t done = 0; done < limit;) {
        ssize_t got = read_memory(tid, address + done, part, sizeof part);
        if (got <= 0)
            return false;
        const char *end = memchr(part, 0, (size_t)got);
        size_t length = end ? (size_t)(end - part) + 1 : (size_t)got;
        put_raw(f, part, length);
        done += length;
        if (end)
            return true;
    }
    return false;
}

/* A NULL-terminated vector of the caller as a list. False: it was cut at `limit`, or at what could not be read. */
static bool put_remote_vector(struct frame *f, const struct asked *asked, uint64_t address, size_t limit)
{
    size_t head = f->used, size = asked->compat ? 4 : 8;
    uint32_t count = 0;
    bool whole = address == 0;
    put_u32(f, 0);
    put_u32(f, 0);
    for (uint64_t pointer = 0; !whole; count++, pointer = 0) {
        size_t before = f->used;
        if (read_memory(asked->tid, address + count * size, (char *)&pointer, size) != (ssize_t)size)
            break;
        whole = pointer == 0;
        if (whole || f->failed)
            break;
        if (!put_remote_string(f, asked->tid, pointer, limit - (before - head))) {
            f->used = before;
            break;
        }
    }
    if (!f->failed) {
        set_u32(f->bytes + head, count);
        set_u32(f->bytes + head + 4, (uint32_t)(f->used - head - 8));
    }
    return whole;
}

/*
 * `lookup` gets where the file is found through /proc, with the caller's root and directory; `exe` how a person would
 * call it.
 */
static void locate(const struct asked *asked, const char *path, char lookup[2 * PATH_MAX], char exe[2 * PATH_MAX])
{
    char entry[32], base[PATH_MAX];
    if (*path == '/') {
        snprintf(lookup, 2 * PATH_MAX, "%d/root%s", asked->tid, path);
        snprintf(exe, 2 * PATH_MAX, "%s", path);
        return;
    }
    if (asked->directory == AT_FDCWD)
        strcpy(entry, "cwd");
    else
        snprintf(entry, sizeof entry, "fd/%d", asked->directory);
    const char *slash = *path ? "/" : ""; /* an empty path means the descriptor itself */
    proc_link(asked->tid, entry, base);
    snprintf(lookup, 2 * PATH_MAX, "%d/%s%s%s", asked->tid, entry, slash, path);
    snprintf(exe, 2 * PATH_MAX, "%s%s%s", base, slash, path);
}

bool put_asked(struct frame *f, const struct asked *asked, uint64_t exec)
{
    static char lookup[2 * PATH_MAX], exe[2 * PATH_MAX];
    char path[PATH_MAX], cwd[PATH_MAX];
    struct file file;
    ssize_t got = read_memory(asked->tid, asked->path, path, sizeof path);
    if (got <= 0 || !memchr(path, 0, (size_t)got))
        return false;
    locate(asked, path, lookup, exe);
    if (!read_file(proc_directory(), lookup, true, &file))
        return false;
    proc_link(asked->tid, "cwd", cwd);
    put_u8(f, DOOR_SUPERVISOR);
    put_u64(f, exec);
    put_u32(f, (uint32_t)asked->tid);
    put_u32(f, 0);
    put_string(f, exe);
    put_u64(f, file.dev);
    put_u64(f, file.ino);
    put_string(f, path);
    put_string(f, cwd);
    put_process_stdin(f, asked->tid);
    size_t flags_at = f->used;
    uint32_t flags = EXEC_UNVERIFIED | (file.mode & (S_ISUID | S_ISGID) ? EXEC_SETID : 0);
    put_u32(f, 0);
    flags |= put_remote_vector(f, asked, asked->argv, ARGV_LIMIT) ? 0 : EXEC_ARGV_TRUNCATED;
    flags |= put_remote_vector(f, asked, asked->env, ENV_LIMIT) ? 0 : EXEC_ENV_TRUNCATED;
    if (!f->failed)
        set_u32(f->bytes + flags_at, flags);
    return true;
}

void print_for(pid_t tid, const char *text, size_t length)
{
    struct proc_path path = proc_path(tid, "fd/2");
    int fd = openat(proc_directory(), path.text, O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return;
    if (write(fd, text, length) < 0) {
        /* nobody reads it: the exec still fails, and the log has the reason */
    }
    close(fd);
}
