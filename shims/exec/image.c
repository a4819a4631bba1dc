#define _GNU_SOURCE
#include "image.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "arch.h"
#include "stdin.h"
#include "wire.h"

/* Most stacks end within this; the kernel takes at most 6 MiB of arguments and environment. */
#define FIRST_READ (16 * 1024)
#define STACK_LIMIT (8 * 1024 * 1024)
#define PAGE 4096

static const char DELETED[] = " (deleted)";

static char *stack_bytes;
static size_t stack_capacity;

/*
 * Reads up to `length` bytes at `address`, fewer if the mapping ends. The remote side is given page by page, since only
 * whole elements are sure to be read in part.
 */
static ssize_t read_memory(pid_t pid, uint64_t address, char *into, size_t length)
{
    size_t total = 0;
    while (total < length) {
        struct iovec local = {into + total, 0}, remote[64];
        unsigned long count = 0;
        for (; count < 64 && total + local.iov_len < length; count++) {
            uint64_t from = address + total + local.iov_len;
            size_t size = PAGE - (from & (PAGE - 1));
            if (size > length - total - local.iov_len)
                size = length - total - local.iov_len;
            remote[count] = (struct iovec){(void *)(uintptr_t)from, size};
            local.iov_len += size;
        }
        ssize_t got = process_vm_readv(pid, &local, 1, remote, count, 0);
        if (got <= 0)
            return total ? (ssize_t)total : got;
        total += (size_t)got;
        if ((size_t)got < local.iov_len)
            break;
    }
    return (ssize_t)total;
}

static bool reserve_stack(size_t size)
{
    if (size <= stack_capacity)
        return true;
    char *larger = realloc(stack_bytes, size);
    if (!larger)
        return false;
    stack_bytes = larger;
    stack_capacity = size;
    return true;
}

static bool read_stack(pid_t pid, const struct registers *registers, struct stack *stack)
{
    for (size_t size = FIRST_READ; size <= STACK_LIMIT; size *= 8) {
        if (!reserve_stack(size))
            return false;
        ssize_t got = read_memory(pid, registers->sp, stack_bytes, size);
        if (got <= 0)
            return false;
        switch (parse_stack(stack_bytes, (size_t)got, registers->sp, registers->compat, stack)) {
        case STACK_COMPLETE:
            return true;
        case STACK_MALFORMED:
            return false;
        case STACK_NEEDS_MORE:
            if ((size_t)got < size)
                return false;
        }
    }
    return false;
}

/* An image that nobody may read still has a command line, which the kernel shows to all. */
static bool read_command_line(pid_t pid, struct stack *stack)
{
    char path[32];
    size_t used = 0;
    snprintf(path, sizeof path, "/proc/%d/cmdline", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || !reserve_stack(STACK_LIMIT))
        return false;
    for (ssize_t got; used < STACK_LIMIT && (got = read(fd, stack_bytes + used, STACK_LIMIT - used)) > 0;)
        used += (size_t)got;
    close(fd);
    if (used && stack_bytes[used - 1] != 0)
        return false;
    *stack = (struct stack){.argv = {stack_bytes, used, 0}, .env = {"", 0, 0}, .execfn = ""};
    for (size_t i = 0; i < used; i++)
        stack->argv.count += stack_bytes[i] == 0;
    return true;
}

/* Reads a link of /proc/PID; "" if it cannot be read. */
static void read_link(pid_t pid, const char *entry, char target[PATH_MAX])
{
    char path[48];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, entry);
    ssize_t length = readlink(path, target, PATH_MAX - 1);
    target[length > 0 ? length : 0] = 0;
}

static bool stat_entry(pid_t pid, const char *entry, struct stat *st)
{
    char path[48];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, entry);
    return stat(path, st) == 0;
}

/* The kernel appends " (deleted)" to the path of a file without a name; a file may also be called so. */
static bool strip_deleted(char *path, const struct stat *st)
{
    size_t length = strlen(path), mark = sizeof DELETED - 1;
    if (st->st_nlink != 0 || length < mark || strcmp(path + length - mark, DELETED) != 0)
        return false;
    path[length - mark] = 0;
    return true;
}

static void read_exe(struct image *image, const char *asked)
{
    read_link(image->pid, "exe", image->exe);
    if (!*image->exe || !stat_entry(image->pid, "exe", &image->exe_stat)) {
        image->flags |= EXEC_UNREADABLE;
        snprintf(image->exe, sizeof image->exe, "%s", asked);
        return;
    }
    if (strip_deleted(image->exe, &image->exe_stat))
        image->flags |= strncmp(image->exe, "/memfd:", 7) == 0 ? EXEC_MEMFD : EXEC_DELETED_EXE;
    if (image->exe_stat.st_mode & (S_ISUID | S_ISGID))
        image->flags |= EXEC_SETID;
}

static void read_cwd(struct image *image)
{
    struct stat st;
    size_t length, mark = sizeof DELETED - 1;
    read_link(image->pid, "cwd", image->cwd);
    length = strlen(image->cwd);
    if (*image->cwd != '/' || (length >= mark && strcmp(image->cwd + length - mark, DELETED) == 0 &&
                               stat_entry(image->pid, "cwd", &st) && st.st_nlink == 0))
        *image->cwd = 0;
}

bool read_image(pid_t pid, const char *asked, struct image *image)
{
    struct registers registers;
    struct stat owner;
    *image->exe = *image->cwd = 0;
    image->pid = pid;
    image->flags = 0;
    image->exe_stat = (struct stat){0};
    if (!arch_registers(pid, &registers) || !stat_entry(pid, "", &owner))
        return false;
    image->uid = owner.st_uid;
    image->gid = owner.st_gid;
    if (registers.compat)
        image->flags |= EXEC_COMPAT32;
    read_exe(image, asked);
    read_cwd(image);
    if (read_stack(pid, &registers, &image->stack))
        return true;
    return image->flags & EXEC_UNREADABLE && read_command_line(pid, &image->stack);
}

void put_process_stdin(struct frame *f, pid_t pid)
{
    char link[32];
    struct stat st;
    snprintf(link, sizeof link, "/proc/%d/fd/0", pid);
    if (stat(link, &st) < 0) {
        put_stdin(f, NULL, link, -1);
        return;
    }
    int fd = -1;
    if (stdin_needs_descriptor(&st)) {
        int process = (int)syscall(SYS_pidfd_open, pid, 0);
        if (process >= 0) {
            fd = (int)syscall(SYS_pidfd_getfd, process, STDIN_FILENO, 0);
            close(process);
        }
    }
    put_stdin(f, &st, link, fd);
    if (fd >= 0)
        close(fd);
}
