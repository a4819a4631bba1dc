/*
 * fuzz ROUNDS SEED: feeds changed copies of good input to everything that takes apart what others wrote: replies and
 * frames of the wire, the stack of a fresh image, /proc/PID/status, messages for the terminal. Built with sanitizers, which
 * end it at the first wrong step; it also checks what holds for every input. `make -C shims fuzz` builds it.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exec/stack.h"
#include "exec/status.h"
#include "frame.h"
#include "message.h"
#include "wire.h"

#define INPUT_MAX 4096

static uint64_t state;
static unsigned long accepted, refused;

static uint32_t below(uint32_t limit)
{
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return limit ? (uint32_t)(state >> 33) % limit : 0;
}

static void check(int holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "fuzz: does not hold: %s\n", what);
    abort();
}

/* One to four changes; gives the new length. */
static size_t mutate(unsigned char *bytes, size_t length)
{
    static const uint32_t EDGES[] = {0, 1, 0x7f, 0x80, 0xff, 0x7fffffff, 0x80000000, 0xffffffff};
    for (uint32_t changes = 1 + below(4); changes; changes--) {
        size_t at = below((uint32_t)length + 1);
        switch (below(5)) {
        case 0:
            if (at < length)
                bytes[at] ^= (unsigned char)(1u << below(8));
            break;
        case 1:
            if (at + 4 <= length)
                set_u32(bytes + at, EDGES[below(sizeof EDGES / sizeof *EDGES)]);
            break;
        case 2:
            length = at;
            break;
        case 3:
            if (length < INPUT_MAX) {
                memmove(bytes + at + 1, bytes + at, length - at);
                bytes[at] = (unsigned char)below(256);
                length++;
            }
            break;
        default:
            if (at < length) {
                memmove(bytes + at, bytes + at + 1, length - at - 1);
                length--;
            }
        }
    }
    return length;
}

/* A copy that ends where its memory ends, so that one byte too far is seen. */
static unsigned char *exact(const unsigned char *bytes, size_t length)
{
    unsigned char *copy = malloc(length ? length : 1);
    memcpy(copy, bytes, length);
    return copy;
}

static int inside(const void *part, size_t size, const unsigned char *whole, size_t length)
{
    const unsigned char *at = part;
    return size == 0 || (at >= whole && at + size <= whole + length);
}

static void fuzz_reply(const unsigned char *bytes, size_t length)
{
    unsigned char *copy = exact(bytes, length);
    struct reply reply;
    bool good = parse_reply(copy, length, &reply);
    *(good ? &accepted : &refused) += 1;
    if (good) {
        check(inside(reply.message.bytes, reply.message.length, copy, length), "a message lies in its payload");
        check(inside(reply.out.bytes, reply.out.length, copy, length), "output lies in its payload");
        check(inside(reply.err.bytes, reply.err.length, copy, length), "output lies in its payload");
    }
    free(copy);
}

static void fuzz_frames(const unsigned char *bytes, size_t length)
{
    struct inbox in = {.limit = MAX_REPLY};
    size_t fed = 0;
    enum inbox_state last = INBOX_WAITING;
    while (fed < length && last != INBOX_BROKEN) {
        size_t room, part = 1 + below(64);
        unsigned char *at = inbox_room(&in, &room);
        if (part > room)
            part = room;
        if (part > length - fed)
            part = length - fed;
        memcpy(at, bytes + fed, part);
        inbox_added(&in, part);
        fed += part;
        const unsigned char *payload;
        size_t size;
        while ((last = inbox_next(&in, &payload, &size)) == INBOX_FRAME)
            check(inside(payload, size, in.bytes, in.used), "a payload lies in its inbox");
    }
    inbox_free(&in);
}

static void fuzz_stack(const unsigned char *bytes, size_t length, uint64_t sp, bool compat)
{
    unsigned char *copy = exact(bytes, length);
    struct stack stack;
    enum stack_state parsed = parse_stack((const char *)copy, length, sp, compat, &stack);
    *(parsed == STACK_COMPLETE ? &accepted : &refused) += 1;
    if (parsed == STACK_COMPLETE) {
        check(inside(stack.argv.bytes, stack.argv.length, copy, length), "arguments lie in the stack");
        check(inside(stack.env.bytes, stack.env.length, copy, length), "the environment lies in the stack");
        check(inside(stack.execfn, strlen(stack.execfn) + 1, copy, length), "the file name lies in the stack");
        check(stack.argv.count <= stack.argv.length && stack.env.count <= stack.env.length, "each string has its NUL");
        check(stack.fingerprint != 0, "a fingerprint is never 0");
    }
    free(copy);
}

static void fuzz_status(const unsigned char *bytes, size_t length)
{
    char *text = malloc(length + 1);
    uint64_t value;
    memcpy(text, bytes, length);
    text[length] = 0;
    status_number(text, "TracerPid", 10, &value);
    status_number(text, "SigPnd", 16, &value);
    free(text);
}

static void fuzz_message(const unsigned char *bytes, size_t length)
{
    unsigned char *copy = exact(bytes, length);
    char out[PRINTED_MAX];
    size_t printed = format_message(out, copy, length);
    check(printed > 0 && printed <= PRINTED_MAX && out[printed - 1] == '\n', "a message ends with a newline");
    check(strncmp(out, "gatesh: ", 8) == 0, "a message begins with its prefix");
    for (size_t i = 0; i < printed; i++)
        check((unsigned char)out[i] >= 0x20 || out[i] == '\n' || out[i] == '\t', "no control character is printed");
    free(copy);
}

#define STACK_SP 0x7ffd00001000ull
#define STACK_SP_32 0xffd01000u

/* The stack of `git push origin` with two variables, as the kernel builds it. */
static size_t good_stack(unsigned char *bytes, bool compat)
{
    static const char STRINGS[] = "git\0push\0origin\0PATH=/bin\0LANG=C\0/usr/bin/git";
    static const uint32_t STARTS[] = {0, 4, 9, 16, 26, 33};
    size_t size = compat ? 4 : 8, count = 0, words = 1 + 3 + 1 + 2 + 1 + 6;
    uint64_t strings = (compat ? STACK_SP_32 : STACK_SP) + words * size;
    const uint64_t values[] = {3, strings + STARTS[0], strings + STARTS[1], strings + STARTS[2], 0,
        strings + STARTS[3], strings + STARTS[4], 0, AT_PAGESZ, 4096, AT_EXECFN, strings + STARTS[5], AT_NULL, 0};
    for (; count < words; count++) {
        set_u32(bytes + count * size, (uint32_t)values[count]);
        if (!compat)
            set_u64(bytes + count * size, values[count]);
    }
    memcpy(bytes + words * size, STRINGS, sizeof STRINGS);
    return words * size + sizeof STRINGS;
}

static size_t good_reply(unsigned char *bytes, uint8_t type)
{
    struct frame f = {0};
    frame_begin(&f, type, 7);
    if (type == TYPE_VERDICT) {
        put_u8(&f, ACTION_DENY);
        put_u8(&f, 126);
        put_string(&f, "blocked: why\nand what next");
    } else if (type == TYPE_HOOKREPLY) {
        put_u8(&f, 2);
        put_string(&f, "{}");
        put_string(&f, "no");
    }
    frame_end(&f);
    size_t length = f.used;
    memcpy(bytes, f.bytes, length);
    free(f.bytes);
    return length;
}

int main(int argc, char **argv)
{
    unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
    state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    static const uint8_t TYPES[] = {TYPE_VERDICT, TYPE_HELD, TYPE_HOOKREPLY};
    static const char STATUS[] = "Name:\tx\nTracerPid:\t12\nSigPnd:\t0000000000004002\nSigBlk:\t0000000000000000\n";
    for (unsigned long round = 0; round < rounds; round++) {
        unsigned char bytes[INPUT_MAX + 16];
        size_t length = good_reply(bytes, TYPES[round % 3]);
        if (round > 2)
            length = mutate(bytes, length);
        fuzz_frames(bytes, length);
        fuzz_message(bytes, length);
        if (length > FRAME_HEADER)
            fuzz_reply(bytes + FRAME_HEADER, length - FRAME_HEADER);
        length = good_stack(bytes, round % 2);
        if (round > 2)
            length = mutate(bytes, length);
        fuzz_stack(bytes, length, round % 2 ? STACK_SP_32 : STACK_SP, round % 2);
        memcpy(bytes, STATUS, sizeof STATUS - 1);
        fuzz_status(bytes, mutate(bytes, sizeof STATUS - 1));
    }
    printf("%lu accepted, %lu refused\n", accepted, refused);
    return 0;
}
