#define _GNU_SOURCE
#include "proc.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PAGE 4096

static int directory = -1;

bool proc_init(void)
{
    directory = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    return directory >= 0;
}

int proc_directory(void)
{
    return directory;
}

struct proc_path proc_path(pid_t pid, const char *entry)
{
    struct proc_path path;
    snprintf(path.text, sizeof path.text, "%d/%s", pid, entry);
    return path;
}

size_t proc_read(pid_t pid, const char *entry, void *into, size_t size)
{
    struct proc_path path = proc_path(pid, entry);
    /* not openat(): musl follows it with an fcntl for the sake of kernels that we do not run on */
    int fd = (int)syscall(SYS_openat, directory, path.text, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    size_t total = 0;
    ssize_t got = read(fd, into, size);
    /* What comes with less than a page to spare was cut by the kernel's buffer and not by the end. */
    while (got > 0) {
        total += (size_t)got;
        got = got < PAGE ? 0 : read(fd, (char *)into + total, size - total);
    }
    close(fd);
    return total;
}

void proc_link(pid_t pid, const char *entry, char target[PATH_MAX])
{
    struct proc_path path = proc_path(pid, entry);
    ssize_t length = readlinkat(directory, path.text, target, PATH_MAX - 1);
    target[length > 0 ? length : 0] = 0;
}

void proc_name(pid_t pid, char name[16])
{
    size_t length = proc_read(pid, "comm", name, 15);
    while (length && name[length - 1] == '\n')
        length--;
    name[length] = 0;
}
