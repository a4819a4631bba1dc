/* Building frames and taking them apart; the format is in wire.h. Nothing that comes in is trusted. */
#ifndef GATESH_FRAME_H
#define GATESH_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A frame under construction. Starts as {0}; the buffer grows and is reused from frame to frame. */
struct frame {
    unsigned char *bytes;
    size_t used, capacity;
    bool failed; /* out of memory: what is in it must not be sent */
};

void frame_begin(struct frame *f, uint8_t type, uint32_t id);
void put_u8(struct frame *f, uint8_t value);
void put_u32(struct frame *f, uint32_t value);
void put_u64(struct frame *f, uint64_t value);
void put_raw(struct frame *f, const void *bytes, size_t length);
/* string and bytes: u32 length, then the bytes. */
void put_bytes(struct frame *f, const void *bytes, size_t length);
void put_string(struct frame *f, const char *text);
/* A NULL-terminated vector as a list. Stops before the string that would pass `limit` bytes; true if it stopped. */
bool put_vector(struct frame *f, char *const *vector, size_t limit);
/* Fills in the length. False: out of memory or too long for the broker. */
bool frame_end(struct frame *f);

/* Bytes of a stream that are not yet a whole frame. Starts as {.limit = ...}. */
struct inbox {
    unsigned char *bytes;
    size_t start, used, capacity, limit;
};

enum inbox_state { INBOX_WAITING, INBOX_FRAME, INBOX_BROKEN };

/* Room for the next read, at least one byte; NULL: out of memory. */
unsigned char *inbox_room(struct inbox *in, size_t *room);
void inbox_added(struct inbox *in, size_t count);
/* The next whole payload, valid until the next inbox_room. */
enum inbox_state inbox_next(struct inbox *in, const unsigned char **payload, size_t *length);
void inbox_free(struct inbox *in);

struct span {
    const unsigned char *bytes;
    size_t length;
};

struct reply {
    uint8_t type;
    uint32_t id;
    uint8_t action, exit_code;
    struct span message;  /* VERDICT */
    struct span out, err; /* HOOKREPLY */
};

/* False: not a reply of this version, or not exactly one. */
bool parse_reply(const unsigned char *payload, size_t length, struct reply *reply);

/* Little-endian integers at any address. */
uint32_t get_u32(const unsigned char *at);
void set_u32(unsigned char *at, uint32_t value);
void set_u64(unsigned char *at, uint64_t value);

#endif
