#include "frame.h"

#include <stdlib.h>
#include <string.h>

#include "wire.h"

#define FIRST_CAPACITY 8192

uint32_t get_u32(const unsigned char *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

void set_u32(unsigned char *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (unsigned char)(value >> 8 * i);
}

void set_u64(unsigned char *at, uint64_t value)
{
    set_u32(at, (uint32_t)value);
    set_u32(at + 4, (uint32_t)(value >> 32));
}

/* Grows *bytes to at least `need`, doubling. False leaves it as it was. */
static bool grow(unsigned char **bytes, size_t *capacity, size_t need)
{
    if (need <= *capacity)
        return true;
    size_t larger = *capacity ? *capacity : FIRST_CAPACITY;
    while (larger < need)
        larger *= 2;
    unsigned char *moved = realloc(*bytes, larger);
    if (!moved)
        return false;
    *bytes = moved;
    *capacity = larger;
    return true;
}

static unsigned char *append(struct frame *f, size_t length)
{
    if (f->failed || length > MAX_REQUEST || !grow(&f->bytes, &f->capacity, f->used + length)) {
        f->failed = true;
        return NULL;
    }
    f->used += length;
    return f->bytes + f->used - length;
}

void frame_begin(struct frame *f, uint8_t type, uint32_t id)
{
    f->used = 0;
    f->failed = false;
    put_u32(f, 0);
    put_u8(f, WIRE_VERSION);
    put_u8(f, type);
    put_u32(f, id);
}

void put_u8(struct frame *f, uint8_t value)
{
    put_raw(f, &value, 1);
}

void put_u32(struct frame *f, uint32_t value)
{
    unsigned char *at = append(f, 4);
    if (at)
        set_u32(at, value);
}

void put_u64(struct frame *f, uint64_t value)
{
    unsigned char *at = append(f, 8);
    if (at)
        set_u64(at, value);
}

void put_raw(struct frame *f, const void *bytes, size_t length)
{
    unsigned char *at = append(f, length);
    if (at && length)
        memcpy(at, bytes, length);
}

void put_bytes(struct frame *f, const void *bytes, size_t length)
{
    put_u32(f, (uint32_t)length);
    put_raw(f, bytes, length);
}

void put_string(struct frame *f, const char *text)
{
    put_bytes(f, text, strlen(text));
}

bool put_vector(struct frame *f, char *const *vector, size_t limit)
{
    size_t head = f->used, total = 0;
    uint32_t count = 0;
    bool stopped = false;
    put_u32(f, 0);
    put_u32(f, 0);
    for (; *vector; vector++, count++) {
        size_t length = strlen(*vector) + 1;
        stopped = length > limit - total;
        if (stopped)
            break;
        put_raw(f, *vector, length);
        total += length;
    }
    if (!f->failed) {
        set_u32(f->bytes + head, count);
        set_u32(f->bytes + head + 4, (uint32_t)total);
    }
    return stopped;
}

bool frame_end(struct frame *f)
{
    if (f->failed || f->used - FRAME_HEADER > MAX_REQUEST)
        return false;
    set_u32(f->bytes, (uint32_t)(f->used - FRAME_HEADER));
    return true;
}

unsigned char *inbox_room(struct inbox *in, size_t *room)
{
    if (in->start) {
        memmove(in->bytes, in->bytes + in->start, in->used - in->start);
        in->used -= in->start;
        in->start = 0;
    }
    if (!grow(&in->bytes, &in->capacity, in->used + 1))
        return NULL;
    *room = in->capacity - in->used;
    return in->bytes + in->used;
}

void inbox_added(struct inbox *in, size_t count)
{
    in->used += count;
}

enum inbox_state inbox_next(struct inbox *in, const unsigned char **payload, size_t *length)
{
    size_t have = in->used - in->start;
    if (have < FRAME_HEADER)
        return INBOX_WAITING;
    size_t need = get_u32(in->bytes + in->start);
    if (need > in->limit)
        return INBOX_BROKEN;
    if (have - FRAME_HEADER < need)
        return INBOX_WAITING;
    *payload = in->bytes + in->start + FRAME_HEADER;
    *length = need;
    in->start += FRAME_HEADER + need;
    return INBOX_FRAME;
}

void inbox_free(struct inbox *in)
{
    free(in->bytes);
    in->bytes = NULL;
    in->start = in->used = in->capacity = 0;
}

/* A payload being read; `bad` once anything did not fit. */
struct cursor {
    const unsigned char *at, *end;
    bool bad;
};

static const unsigned char *take(struct cursor *c, size_t length)
{
    if (c->bad || length > (size_t)(c->end - c->at)) {
        c->bad = true;
        return NULL;
    }
    c->at += length;
    return c->at - length;
}

static uint8_t take_u8(struct cursor *c)
{
    const unsigned char *at = take(c, 1);
    return at ? *at : 0;
}

static uint32_t take_u32(struct cursor *c)
{
    const unsigned char *at = take(c, 4);
    return at ? get_u32(at) : 0;
}

static struct span take_bytes(struct cursor *c)
{
    uint32_t length = take_u32(c);
    const unsigned char *at = take(c, length);
    return (struct span){at, at ? length : 0};
}

bool parse_reply(const unsigned char *payload, size_t length, struct reply *reply)
{
    struct cursor c = {payload, payload + length, false};
    *reply = (struct reply){0};
    if (take_u8(&c) != WIRE_VERSION)
        return false;
    reply->type = take_u8(&c);
    reply->id = take_u32(&c);
    switch (reply->type) {
    case TYPE_VERDICT:
        reply->action = take_u8(&c);
        reply->exit_code = take_u8(&c);
        reply->message = take_bytes(&c);
        if (reply->action > ACTION_CANCELLED)
            return false;
        break;
    case TYPE_HELD:
        break;
    case TYPE_HOOKREPLY:
        reply->exit_code = take_u8(&c);
        reply->out = take_bytes(&c);
        reply->err = take_bytes(&c);
        break;
    default:
        return false;
    }
    return !c.bad && c.at == c.end;
}
