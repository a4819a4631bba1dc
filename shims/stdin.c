#define _GNU_SOURCE
#include "stdin.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "wire.h"
#ifdef __linux__
#include <sys/sysmacros.h>
#endif

static char peeked[STDIN_PEEK_LIMIT];

/* A shell may put a here-document into a file that it unlinks at once. */
static ssize_t peek_unnamed(const struct stat *st, int fd)
{
    off_t at = st->st_nlink == 0 ? lseek(fd, 0, SEEK_CUR) : -1;
    return at < 0 ? 0 : pread(fd, peeked, sizeof peeked, at);
}

/*
 * What lies in a pipe: a shell writes a here-document there before it starts the command. tee(2) copies without
 * consuming, into a pipe of our own.
 */
static ssize_t peek_pipe(int fd)
{
    ssize_t total = 0;
#ifdef __linux__
    int waiting = 0, own[2];
    if (ioctl(fd, FIONREAD, &waiting) < 0 || waiting <= 0 || pipe2(own, O_CLOEXEC | O_NONBLOCK) < 0)
        return 0;
    ssize_t copied = tee(fd, own[1], sizeof peeked, SPLICE_F_NONBLOCK);
    while (total < copied) {
        ssize_t got = read(own[0], peeked + total, (size_t)(copied - total));
        if (got <= 0)
            break;
        total += got;
    }
    close(own[0]);
    close(own[1]);
#else
    (void)fd;
#endif
    return total;
}

static enum wire_stdin character_device(const struct stat *st)
{
#ifdef __linux__
    unsigned major_number = major(st->st_rdev);
    if (st->st_rdev == makedev(1, 3))
        return STDIN_NULL;
    /* virtual consoles and serial lines, /dev/tty and /dev/console, pseudo-terminals */
    return major_number == 4 || major_number == 5 || (major_number >= 136 && major_number <= 143) ? STDIN_TTY
                                                                                                  : STDIN_OTHER;
#else
    (void)st;
    return isatty(STDIN_FILENO) ? STDIN_TTY : STDIN_OTHER;
#endif
}

bool stdin_needs_descriptor(const struct stat *st)
{
    return S_ISFIFO(st->st_mode) || S_ISSOCK(st->st_mode) || (S_ISREG(st->st_mode) && st->st_nlink == 0);
}

void put_stdin(struct frame *f, const struct stat *st, const char *link, int fd)
{
    char path[PATH_MAX];
    enum wire_stdin kind = STDIN_OTHER;
    ssize_t path_length = 0, peek = 0;
    if (!st) {
        kind = STDIN_CLOSED;
    } else if (S_ISREG(st->st_mode)) {
        kind = STDIN_FILE;
        path_length = readlink(link, path, sizeof path);
        peek = fd < 0 ? 0 : peek_unnamed(st, fd);
    } else if (S_ISFIFO(st->st_mode)) {
        kind = STDIN_PIPE;
        peek = fd < 0 ? 0 : peek_pipe(fd);
    } else if (S_ISSOCK(st->st_mode)) {
        kind = STDIN_SOCKET;
        peek = fd < 0 ? 0 : recv(fd, peeked, sizeof peeked, MSG_PEEK | MSG_DONTWAIT);
    } else if (S_ISCHR(st->st_mode)) {
        kind = character_device(st);
    }
    put_u8(f, (uint8_t)kind);
    put_bytes(f, path, path_length > 0 ? (size_t)path_length : 0);
    put_bytes(f, peeked, peek > 0 ? (size_t)peek : 0);
}
