/*
 * Two ways to know a process of the tree, and either is enough. Its image or that of whoever forked it went through an
 * exec that the supervisor saw (lineage.c, which forgets after 128 Ki images). And its parents: the supervisor is the
 * reaper of its tree, so that what loses its parent comes to it and never leaves.
 */
#define _GNU_SOURCE
#include "outside.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "lineage.h"
#include "status.h"

#ifndef SO_PEERPIDFD
#define SO_PEERPIDFD 77
#endif

/* More are nobody's parents but a race against our reading them. */
#define ANCESTORS_MAX 1024

/* True also where it cannot be found out. */
static bool is_below_us(pid_t pid)
{
    pid_t own = getpid();
    for (int level = 0; level < ANCESTORS_MAX; level++) {
        if (pid == own)
            return true;
        pid_t parent = parent_of(pid);
        if (parent < 0)
            return true;
        if (parent == 0)
            return false;
        pid = parent;
    }
    return true;
}

/* Whether the process that connected has ended since: its pid may then be somebody else's. Not to be told before Linux 6.5. */
static bool has_ended(int fd)
{
    int process = -1;
    socklen_t size = sizeof process;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERPIDFD, &process, &size) < 0)
        return errno != ENOPROTOOPT;
    struct pollfd ended = {.fd = process, .events = POLLIN};
    bool over = poll(&ended, 1, 0) != 0;
    close(process);
    return over;
}

bool is_outside(int fd, const struct ucred *peer)
{
    /* What is asked about a pid comes first: as long as the process lives, it is its own. */
    return peer->pid > 0 && peer->uid == geteuid() && lineage_of(peer->pid) == 0 && !is_below_us(peer->pid) &&
        !has_ended(fd);
}
