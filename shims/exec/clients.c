#define _GNU_SOURCE
#include "clients.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "broker.h"
#include "lineage.h"
#include "outside.h"

/* Connections at a time, and bytes of unfinished requests over all of them: bounds for what the gated side can make us
 * keep. A shim that finds no room waits in the backlog. */
#define CLIENTS_MAX 256
#define PENDING_BYTES_MAX ((size_t)64 * 1024 * 1024)
#define BACKLOG 512

struct client {
    int fd; /* 0: free */
    struct inbox in;
    bool control; /* came by the end of the user's other terminals */
    /* As the kernel has it; of a control client with whether it is outside behind it. */
    unsigned char origin[ORIGIN_SIZE + 1];
};

static struct client clients[CLIENTS_MAX];
static size_t pending_bytes;

/* A listening socket at `path`, -1 with errno. */
static int listen_at(struct supervisor *s, const char *path, enum source source)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    mode_t mask = umask(0177);
    bool bound = bind(fd, (struct sockaddr *)&address, sizeof address) == 0;
    umask(mask);
    return bound && listen(fd, BACKLOG) == 0 && watch(s, fd, EPOLLIN, source, 0) ? fd : -1;
}

bool clients_listen(struct supervisor *s)
{
    const struct options *o = s->options;
    return (!o->listen || (s->listening = listen_at(s, o->listen, SOURCE_LISTEN)) >= 0) &&
        (!o->control || (s->controlling = listen_at(s, o->control, SOURCE_CONTROL)) >= 0);
}

/* The peer as the kernel knows it. The process that connected; if it has died since, its lineage is unknown. */
static bool read_origin(struct client *client)
{
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (getsockopt(client->fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0)
        return false;
    set_u32(client->origin, (uint32_t)peer.pid);
    set_u32(client->origin + 4, peer.uid);
    set_u32(client->origin + 8, peer.gid);
    set_u64(client->origin + 12, peer.pid > 0 ? lineage_of(peer.pid) : 0);
    client->origin[ORIGIN_SIZE] = client->control && is_outside(client->fd, &peer);
    return true;
}

static void set_accepting(struct supervisor *s, bool accepting)
{
    uint32_t events = accepting ? EPOLLIN : 0;
    if (s->listening >= 0)
        change_watch(s, s->listening, events, SOURCE_LISTEN, 0);
    if (s->controlling >= 0)
        change_watch(s, s->controlling, events, SOURCE_CONTROL, 0);
}

static void close_client(struct supervisor *s, struct client *client)
{
    uint32_t index = (uint32_t)(client - clients);
    for (struct held *held = held_oldest(), *next; held; held = next) {
        next = held->next;
        if (held->pid == 0 && held->client == index) {
            broker_cancel(s, held->id);
            held_remove(held);
        }
    }
    pending_bytes -= client->in.capacity;
    inbox_free(&client->in);
    close(client->fd);
    client->fd = 0;
    set_accepting(s, true); /* there is room for one again */
}

void on_client_waiting(struct supervisor *s, bool control)
{
    uint32_t index = 0;
    while (index < CLIENTS_MAX && clients[index].fd)
        index++;
    if (index == CLIENTS_MAX) {
        set_accepting(s, false); /* until one goes */
        return;
    }
    int fd = accept4(control ? s->controlling : s->listening, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0)
        return;
    clients[index] = (struct client){.fd = fd, .control = control, .in = {.limit = control ? MAX_MESSAGE : MAX_REQUEST}};
    if (!read_origin(&clients[index]) || !watch(s, fd, EPOLLIN, SOURCE_CLIENT, index))
        close_client(s, &clients[index]);
}

/* A door that a client may come by. The supervisor's is not one: it would stand for what the kernel showed. */
static bool may_ask(const struct client *client, const unsigned char *payload, size_t length)
{
    size_t fixed = MESSAGE_HEADER + ORIGIN_SIZE;
    if (length <= fixed || payload[0] != WIRE_VERSION)
        return false;
    if (client->control)
        return payload[1] == TYPE_CONTROL;
    switch (payload[1]) {
    case TYPE_EXEC:
        return payload[fixed] == DOOR_SHIM || payload[fixed] == DOOR_SHELL;
    case TYPE_LINE:
    case TYPE_HOOK:
        return true;
    default:
        return false;
    }
}

/* Sends the request on with a new id and the origin that the kernel gave. The rest is the broker's to read. */
static bool forward(struct supervisor *s, struct client *client, const unsigned char *payload, size_t length)
{
    static struct frame out;
    struct held *held;
    if (!may_ask(client, payload, length) || !(held = held_add(next_id(s), now_ms())))
        return false;
    held->client = (uint32_t)(client - clients);
    held->client_id = get_u32(payload + 2);
    frame_begin(&out, payload[1], held->id);
    size_t proven = client->control ? sizeof client->origin : ORIGIN_SIZE;
    put_raw(&out, client->origin, proven);
    put_raw(&out, payload + MESSAGE_HEADER + proven, length - MESSAGE_HEADER - proven);
    if (!frame_end(&out))
        return false;
    broker_send(s, out.bytes, out.used);
    return true;
}

/* One read and the requests in it. False: this client is to be closed. */
static bool take_in(struct supervisor *s, struct client *client)
{
    size_t room, before = client->in.capacity;
    unsigned char *at = inbox_room(&client->in, &room);
    pending_bytes += client->in.capacity - before;
    if (!at || pending_bytes > PENDING_BYTES_MAX)
        return false;
    ssize_t got = recv(client->fd, at, room, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return true;
    if (got <= 0)
        return false;
    inbox_added(&client->in, (size_t)got);
    for (;;) {
        const unsigned char *payload;
        size_t length;
        switch (inbox_next(&client->in, &payload, &length)) {
        case INBOX_WAITING:
            return true;
        case INBOX_BROKEN:
            return false;
        case INBOX_FRAME:
            if (!forward(s, client, payload, length))
                return false;
        }
    }
}

void on_client_readable(struct supervisor *s, uint32_t index)
{
    struct client *client = &clients[index];
    if (client->fd && !take_in(s, client))
        close_client(s, client);
}

/* Replies are small and a client waits for them: one that does not take its answer at once is broken. */
static void send_to(struct supervisor *s, struct client *client, struct frame *f)
{
    if (!frame_end(f) || send(client->fd, f->bytes, f->used, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)f->used)
        close_client(s, client);
}

void client_reply(struct supervisor *s, struct held *held, const unsigned char *payload, size_t length)
{
    static struct frame out;
    struct client *client = &clients[held->client];
    frame_begin(&out, payload[1], held->client_id);
    put_raw(&out, payload + MESSAGE_HEADER, length - MESSAGE_HEADER);
    if (payload[1] != TYPE_HELD)
        held_remove(held);
    send_to(s, client, &out);
}

void clients_tick(struct supervisor *s)
{
    int64_t now = now_ms();
    struct held *held = held_oldest();
    /* Oldest first, so the first that is within its time ends the search; but closing a client may remove several. */
    while (held && now - held->asked_at > FIRST_ANSWER_MS) {
        if (held->pid == 0 && !held->person_asked) {
            close_client(s, &clients[held->client]);
            held = held_oldest();
        } else {
            held = held->next;
        }
    }
}

void clients_close(struct supervisor *s)
{
    if (s->listening >= 0)
        close(s->listening);
    if (s->controlling >= 0)
        close(s->controlling);
    s->listening = s->controlling = -1;
    for (uint32_t i = 0; i < CLIENTS_MAX; i++)
        if (clients[i].fd)
            close_client(s, &clients[i]);
}
