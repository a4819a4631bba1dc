#define _GNU_SOURCE
#include "image.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "arch.h"
#include "memory.h"
#include "proc.h"
#include "stdin.h"
#include "wire.h"

/* Most stacks end within this; the kernel takes at most 6 MiB of arguments and environment. */
#define FIRST_READ (16 * 1024)
#define STACK_LIMIT (8 * 1024 * 1024)

static const char DELETED[] = " (deleted)";

static char *stack_bytes;
static size_t stack_capacity;

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
    if (!reserve_stack(STACK_LIMIT))
        return false;
    size_t length = proc_read(pid, "cmdline", stack_bytes, STACK_LIMIT);
    if (length && stack_bytes[length - 1] != 0)
        return false;
    *stack = (struct stack){.argv = {stack_bytes, length, 0}, .env = {"", 0, 0}, .execfn = ""};
    for (size_t i = 0; i < length; i++)
        stack->argv.count += stack_bytes[i] == 0;
    return true;
}

bool identify_image(pid_t pid, struct image *image)
{
    struct registers registers;
    struct proc_path exe = proc_path(pid, "exe");
    if (!arch_registers(pid, &registers))
        return false;
    image->pid = pid;
    image->flags = registers.compat ? EXEC_COMPAT32 : 0;
    if (!read_file(proc_directory(), exe.text, true, &image->exe_file)) {
        image->exe_file = (struct file){0};
        image->flags |= EXEC_UNREADABLE;
        return read_command_line(pid, &image->stack);
    }
    if (image->exe_file.mode & (S_ISUID | S_ISGID))
        image->flags |= EXEC_SETID;
    return read_stack(pid, &registers, &image->stack);
}

/* The kernel appends " (deleted)" to the path of a file without a name; a file may also be called so. */
static bool cut_deleted(char *path, const struct file *file)
{
    size_t length = strlen(path), mark = sizeof DELETED - 1;
    if (file->links != 0 || length < mark || strcmp(path + length - mark, DELETED) != 0)
        return false;
    path[length - mark] = 0;
    return true;
}

static void describe_exe(struct image *image)
{
    if (!(image->flags & EXEC_UNREADABLE))
        proc_link(image->pid, "exe", image->exe);
    else
        proc_name(image->pid, image->exe);
    if (cut_deleted(image->exe, &image->exe_file))
        image->flags |= strncmp(image->exe, "/memfd:", 7) == 0 ? EXEC_MEMFD : EXEC_DELETED_EXE;
}

static void describe_cwd(struct image *image)
{
    struct file directory;
    proc_link(image->pid, "cwd", image->cwd);
    if (strstr(image->cwd, DELETED) && read_file(proc_directory(), proc_path(image->pid, "cwd").text, true, &directory))
        if (cut_deleted(image->cwd, &directory))
            *image->cwd = 0;
    if (*image->cwd != '/')
        *image->cwd = 0;
}

void describe_image(struct image *image)
{
    struct file owner;
    image->uid = geteuid();
    image->gid = getegid();
    /* Without rights nobody below us is anybody else. */
    if (image->uid == 0 && read_file(proc_directory(), proc_path(image->pid, "").text, true, &owner)) {
        image->uid = owner.uid;
        image->gid = owner.gid;
    }
    describe_exe(image);
    describe_cwd(image);
}

void put_process_stdin(struct frame *f, pid_t pid)
{
    char link[32];
    struct stat st;
    int process = (int)syscall(SYS_pidfd_open, pid, 0);
    int fd = process < 0 ? -1 : (int)syscall(SYS_pidfd_getfd, process, STDIN_FILENO, 0);
    bool closed = fd < 0 && errno == EBADF;
    if (process >= 0)
        close(process);
    /* Some containers refuse to hand descriptors out; the entry in /proc still tells what it is. */
    if (fd < 0)
        snprintf(link, sizeof link, "/proc/%d/fd/0", pid);
    else
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    bool known = !closed && (fd < 0 ? stat(link, &st) : fstat(fd, &st)) == 0;
    put_stdin(f, known ? &st : NULL, link, fd);
    if (fd >= 0)
        close(fd);
}
