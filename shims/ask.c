#define _GNU_SOURCE
#include "ask.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "wire.h"

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* macOS: SO_NOSIGPIPE is set instead */
#endif
#ifndef SOCK_CLOEXEC
#include <fcntl.h>
#define SOCK_CLOEXEC 0
#endif

static const char GONE[] = "gatesh is no longer running (no broker at its socket); start the agent again with gatesh";
static const char TORN[] = "the broker closed the connection without an answer";
static const char GARBLED[] = "the broker's answer could not be read (another version of gatesh?)";
static const char SILENT[] = "the broker did not answer within 10 seconds";

static long long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

/* A connected socket that no program inherits, or -1. */
static int open_socket(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path)
        return -1;
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
#ifdef __APPLE__
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &(int){1}, sizeof(int));
#endif
    struct timeval limit = {.tv_sec = FIRST_ANSWER_MS / 1000};
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit); /* connect as well: a full backlog waits */
    while (connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
        if (errno != EINTR) {
            int reason = errno;
            close(fd);
            errno = reason;
            return -1;
        }
    return fd;
}

static const char *send_all(int fd, const unsigned char *bytes, size_t length)
{
    while (length) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return errno == EAGAIN ? SILENT : TORN;
        bytes += sent;
        length -= (size_t)sent;
    }
    return NULL;
}

/* One read into `in`; `deadline` in ms, or -1. */
static const char *receive(int fd, struct inbox *in, long long deadline)
{
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    long long left = deadline < 0 ? -1 : deadline - now_ms();
    if (deadline >= 0 && left <= 0)
        return SILENT;
    int ready = poll(&wait, 1, (int)left);
    if (ready <= 0)
        return ready < 0 && errno != EINTR ? TORN : NULL;
    size_t room;
    unsigned char *at = inbox_room(in, &room);
    if (!at)
        return "out of memory";
    ssize_t got = recv(fd, at, room, 0);
    if (got <= 0)
        return got < 0 && errno == EINTR ? NULL : TORN;
    inbox_added(in, (size_t)got);
    return NULL;
}

static const char *await_reply(int fd, uint32_t id, struct inbox *in, struct reply *reply)
{
    long long deadline = now_ms() + FIRST_ANSWER_MS;
    for (;;) {
        const unsigned char *payload;
        size_t length;
        switch (inbox_next(in, &payload, &length)) {
        case INBOX_BROKEN:
            return GARBLED;
        case INBOX_WAITING: {
            const char *problem = receive(fd, in, deadline);
            if (problem)
                return problem;
            break;
        }
        case INBOX_FRAME:
            if (!parse_reply(payload, length, reply) || reply->id != id)
                return GARBLED;
            if (reply->type != TYPE_HELD)
                return NULL;
            deadline = -1;
            break;
        }
    }
}

const char *ask(const char *path, const struct frame *request, struct inbox *in, struct reply *reply)
{
    int fd = open_socket(path);
    if (fd < 0)
        return errno == EAGAIN ? SILENT : errno == EPERM || errno == EACCES
            ? "this sandbox does not let it reach gatesh's socket" : GONE;
    const char *problem = send_all(fd, request->bytes, request->used);
    uint32_t id = get_u32(request->bytes + FRAME_HEADER + 2);
    if (!problem)
        problem = await_reply(fd, id, in, reply);
    close(fd);
    return problem;
}

bool nobody_answered(const char *problem)
{
    return problem == GONE || problem == TORN;
}
