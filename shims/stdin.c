#define _GNU_SOURCE
#include "stdin.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wire.h"
#ifdef __linux__
#include <sys/sysmacros.h>
#endif

static char peeked[STDIN_PEEK_LIMIT];

static ssize_t peek_file(int fd)
{
    off_t at = lseek(fd, 0, SEEK_CUR);
    return at < 0 ? 0 : pread(fd, peeked, sizeof peeked, at);
}

/*
 * What lies in a pipe: a shell writes a here-document there before it starts the command. tee(2) copies without
 * consuming, into a pipe of our own.
 */
static ssize_t peek_pipe(int fd)
{
    int waiting = 0, own[2];
    if (ioctl(fd, FIONREAD, &waiting) < 0 || waiting <= 0)
        return 0;
#ifdef __linux__
    if (pipe2(own, O_CLOEXEC | O_NONBLOCK) < 0)
        return 0;
    ssize_t copied = tee(fd, own[1], sizeof peeked, SPLICE_F_NONBLOCK);
    ssize_t total = 0;
    while (total < copied) {
        ssize_t got = read(own[0], peeked + total, (size_t)(copied - total));
        if (got <= 0)
            break;
        total += got;
    }
    close(own[0]);
    close(own[1]);
    return total;
#else
    (void)own;
    return 0;
#endif
}

static ssize_t peek_socket(int fd)
{
    return recv(fd, peeked, sizeof peeked, MSG_PEEK | MSG_DONTWAIT);
}

static enum wire_stdin character_device(int fd, const struct stat *st)
{
#ifdef __linux__
    if (st->st_rdev == makedev(1, 3))
        return STDIN_NULL;
#else
    (void)st;
#endif
    return isatty(fd) ? STDIN_TTY : STDIN_OTHER;
}

void put_stdin(struct frame *f, int fd)
{
    struct stat st;
    char link[32], path[PATH_MAX];
    enum wire_stdin kind = STDIN_OTHER;
    ssize_t path_length = 0, peek = 0;
    if (fd < 0 || fstat(fd, &st) < 0) {
        kind = STDIN_CLOSED;
    } else if (S_ISREG(st.st_mode)) {
        kind = STDIN_FILE;
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        path_length = readlink(link, path, sizeof path);
        peek = peek_file(fd);
    } else if (S_ISFIFO(st.st_mode)) {
        kind = STDIN_PIPE;
        peek = peek_pipe(fd);
    } else if (S_ISSOCK(st.st_mode)) {
        kind = STDIN_SOCKET;
        peek = peek_socket(fd);
    } else if (S_ISCHR(st.st_mode)) {
        kind = character_device(fd, &st);
    }
    put_u8(f, (uint8_t)kind);
    put_bytes(f, path, path_length > 0 ? (size_t)path_length : 0);
    put_bytes(f, peeked, peek > 0 ? (size_t)peek : 0);
}
