#define _GNU_SOURCE
#include "broker.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "clients.h"
#include "gate.h"
#include "held.h"
#include "local.h"

/* A broker that is this far behind is not answering anybody; two requests of the largest size. */
#define OUTBOX_LIMIT ((size_t)32 * 1024 * 1024)
#define FAREWELL_MS 1000

static struct {
    unsigned char *bytes;
    size_t start, used, capacity;
} outbox;
static struct inbox inbox = {.limit = MAX_REPLY};
static struct frame small;

bool broker_connect(struct supervisor *s)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(s->options->broker) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return false;
    }
    strcpy(address.sun_path, s->options->broker);
    s->broker = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return s->broker >= 0 && connect(s->broker, (struct sockaddr *)&address, sizeof address) == 0 &&
           watch(s, s->broker, EPOLLIN, SOURCE_BROKER, 0);
}

static bool enqueue(const unsigned char *bytes, size_t length)
{
    if (outbox.start == outbox.used)
        outbox.start = outbox.used = 0;
    size_t need = outbox.used + length;
    if (need > OUTBOX_LIMIT)
        return false;
    if (need > outbox.capacity) {
        unsigned char *larger = realloc(outbox.bytes, 2 * need);
        if (!larger)
            return false;
        outbox.bytes = larger;
        outbox.capacity = 2 * need;
    }
    memcpy(outbox.bytes + outbox.used, bytes, length);
    outbox.used += length;
    return true;
}

/* Bytes taken, 0 if the socket is full; a broken connection sets broker_failed. */
static size_t send_some(struct supervisor *s, const unsigned char *bytes, size_t length)
{
    ssize_t sent = send(s->broker, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN && errno != EINTR)
        s->broker_failed = true;
    return sent > 0 ? (size_t)sent : 0;
}

void broker_send(struct supervisor *s, const void *frame, size_t length)
{
    if (s->broker < 0 || s->broker_failed)
        return;
    size_t sent = outbox.start == outbox.used ? send_some(s, frame, length) : 0;
    if (sent == length || s->broker_failed)
        return;
    if (!enqueue((const unsigned char *)frame + sent, length - sent))
        s->broker_failed = true;
    change_watch(s, s->broker, EPOLLIN | EPOLLOUT, SOURCE_BROKER, 0);
}

void on_broker_writable(struct supervisor *s)
{
    outbox.start += send_some(s, outbox.bytes + outbox.start, outbox.used - outbox.start);
    if (outbox.start == outbox.used)
        change_watch(s, s->broker, EPOLLIN, SOURCE_BROKER, 0);
}

size_t broker_backlog(void)
{
    return outbox.used - outbox.start;
}

static void send_small(struct supervisor *s)
{
    if (frame_end(&small))
        broker_send(s, small.bytes, small.used);
}

void broker_hello(struct supervisor *s)
{
    frame_begin(&small, TYPE_HELLO, next_id(s));
    put_u8(&small, ROLE_SUPERVISOR);
    put_u32(&small, (uint32_t)getpid());
    put_string(&small, s->options->session);
    send_small(s);
}

void broker_coverage(struct supervisor *s)
{
    const struct features *f = &s->features;
    const struct {
        bool present;
        char *name;
        bool unasked; /* then it is not missing */
    } named[] = {
        {.present = s->mode == MODE_LATE, .name = "seccomp-notify"},
        {.present = f->wait_killable, .name = "wait-killable"},
        {.present = f->sync_wake_up, .name = "sync-wake-up"},
        {.present = f->signal_scope, .name = "landlock-signal-scope"},
        {.present = f->no_new_privs, .name = "no-new-privs"},
        {.present = f->foreign_entries, .name = "foreign-entries"},
        {.present = f->ptrace_refused, .name = "ptrace-refused"},
        {.present = f->fanotify, .name = "fanotify", .unasked = !s->options->watch},
        {.present = f->wall == WALL_MOUNTS, .name = "wall-mounts", .unasked = !s->options->wall},
        {.present = f->wall == WALL_LANDLOCK, .name = "wall-landlock", .unasked = f->wall != WALL_LANDLOCK},
    };
    enum { COUNT = sizeof named / sizeof *named };
    frame_begin(&small, TYPE_COVERAGE, next_id(s));
    put_u8(&small, (uint8_t)s->mode);
    put_u32(&small, (uint32_t)s->agent);
    for (int present = 1; present >= 0; present--) {
        char *names[COUNT + 1];
        size_t count = 0;
        for (size_t i = 0; i < COUNT; i++)
            if (named[i].present == present && (present || !named[i].unasked))
                names[count++] = named[i].name;
        names[count] = NULL;
        put_vector(&small, names, MAX_MESSAGE);
    }
    send_small(s);
}

void broker_cancel(struct supervisor *s, uint32_t id)
{
    frame_begin(&small, TYPE_CANCEL, id);
    send_small(s);
}

void broker_refused(struct supervisor *s, uint64_t parent, pid_t pid, const char *name, const char *why)
{
    frame_begin(&small, TYPE_REFUSED, next_id(s));
    put_u64(&small, parent);
    put_u32(&small, (uint32_t)pid);
    put_string(&small, name);
    put_string(&small, why);
    send_small(s);
}

void broker_farewell(struct supervisor *s)
{
    const struct counters *c = &s->counters;
    if (s->broker < 0)
        return;
    local_flush(s);
    frame_begin(&small, TYPE_STATS, next_id(s));
    put_u64(&small, c->execs);
    put_u64(&small, c->asked);
    put_u64(&small, c->local);
    put_u64(&small, c->denied);
    put_u64(&small, c->cancelled);
    send_small(s);
    int64_t deadline = now_ms() + FAREWELL_MS;
    while (outbox.start < outbox.used && !s->broker_failed && now_ms() < deadline) {
        struct pollfd wait = {.fd = s->broker, .events = POLLOUT};
        poll(&wait, 1, (int)(deadline - now_ms()));
        on_broker_writable(s);
    }
}

static void on_reply(struct supervisor *s, const unsigned char *payload, size_t length)
{
    struct reply reply;
    if (!parse_reply(payload, length, &reply)) {
        s->broker_failed = true;
        return;
    }
    struct held *held = held_find(reply.id);
    if (!held)
        return; /* answered after it was cancelled */
    if (reply.type == TYPE_HELD)
        held->person_asked = true;
    if (held->pid == 0)
        client_reply(s, held, payload, length);
    else if (reply.type == TYPE_VERDICT)
        gate_verdict(s, held, &reply);
    else if (reply.type != TYPE_HELD)
        s->broker_failed = true;
}

void on_broker_readable(struct supervisor *s)
{
    size_t room;
    unsigned char *at = inbox_room(&inbox, &room);
    ssize_t got = at ? recv(s->broker, at, room, MSG_DONTWAIT) : 0;
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        s->broker_failed = true;
        return;
    }
    inbox_added(&inbox, (size_t)got);
    const unsigned char *payload;
    size_t length;
    enum inbox_state state = INBOX_WAITING;
    while (!s->broker_failed && (state = inbox_next(&inbox, &payload, &length)) == INBOX_FRAME)
        on_reply(s, payload, length);
    if (state == INBOX_BROKEN)
        s->broker_failed = true;
}

void broker_lost(struct supervisor *s)
{
    close(s->broker);
    s->broker = -1;
    s->broker_lost_at = now_ms();
    clients_close(s);
    while (held_oldest())
        gate_refuse(s, held_oldest(), BROKER_GONE);
}
